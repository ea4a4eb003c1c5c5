import SPIRV

extension Module {
  /// The module with an output more, at a location, to which the number of the triangle goes.
  func showingTriangles(entryPoint: String?, input: Int, output: Int) -> [UInt32]? {
    guard var probe = ModuleProbe(self, entryPoint: entryPoint) else { return nil }
    let number = probe.interfaceVariable(.input, location: input)
    let shown = probe.interfaceVariable(.output, location: output)
    let value = probe.builder.newValue()
    probe.insertAtStart([
      .load(type: probe.float, result: value, number), .store(value, to: shown),
    ])
    return probe.finish()
  }

  /// The module with outputs that begin as zero: what a shader leaves unwritten is undefined, and may differ.
  func zeroingOutputs(entryPoint: String?) throws -> Module {
    guard var probe = ModuleProbe(self, entryPoint: entryPoint) else { return self }
    var stores = InstructionList()
    for variable in probe.index.globals
    where variable.storage == .output && variable.initializer == nil
      && probe.entryPoint.interface.contains(variable.id)
    {
      guard case .pointer(_, let type) = probe.index[variable.pointerType],
        probe.index.decorations(of: variable.id.rawValue).contains(where: { $0.0 == .location })
      else { continue }
      stores.append(.store(probe.builder.null(type), to: variable.id))
    }
    probe.insertAtStart(stores)
    return try Module(words: probe.finish())
  }

  /// The module with all arithmetic on floats decorated NoContraction, so that no driver may fuse or reorder it.
  func withoutContraction() -> [UInt32] {
    var module = self
    let index = ModuleIndex(self)
    let builder = Builder(self, index: index)
    for block in functions.lazy.flatMap(\.blocks) {
      for instruction in block.instructions {
        guard case .arithmetic = instruction.operation(glsl: index.glsl), let result = instruction.result,
          !index.has(.noContraction, result.rawValue)
        else { continue }
        builder.decorate(result.rawValue, .noContraction)
      }
    }
    builder.finish(&module)
    return module.words
  }
}
