import Checking
import SPIRV

extension Module {
  /// Makes the pointers into variables private ones, their access chains' types among them. The variables themselves are
  /// left to the caller.
  mutating func makePrivate(_ variables: Set<ValueID>, _ builder: Builder) {
    guard !variables.isEmpty else { return }
    var pointers = variables
    for function in functions.indices {
      for block in functions[function].blocks.indices {
        let changed = functions[function].blocks[block].instructions.map { instruction -> Instruction in
          guard instruction.op == .accessChain || instruction.op == .inBoundsAccessChain,
            let base = instruction.accessBase, pointers.contains(base), let result = instruction.result,
            let type = instruction.resultType, case .pointer(_, let pointee)? = builder[type]
          else { return instruction }
          pointers.insert(result)
          return .accessChain(
            type: builder.pointerType(.private, to: pointee), result: result, base,
            indices: (0..<instruction.accessIndexCount).map(instruction.accessIndex))
        }
        functions[function].blocks[block].instructions = InstructionList(changed)
      }
    }
  }

  /// Puts instructions behind a function's own variables.
  mutating func insert(_ instructions: InstructionList, atStartOf function: FunctionID, _ index: ModuleIndex)
  {
    guard let position = index.position(of: function), !functions[position].blocks.isEmpty else { return }
    var list = functions[position].blocks[0].instructions
    let at = list.lastIndex { $0.op == .variable }.map { $0 + 1 } ?? 0
    list.replaceSubrange(at..<at, with: instructions)
    functions[position].blocks[0].instructions = list
  }

  /// The module with the place on the screen, from 0 to 1, for gl_PointCoord, as on a point that fills it: what is drawn
  /// are triangles.
  func withPointPlace(entryPoint name: String?, width: Int, height: Int) -> Module {
    let index = ModuleIndex(self)
    guard let point = index.entryPoints.first(where: { $0.isFragment && (name == nil || $0.name == name) }),
      let variable = index.globals.first(where: {
        $0.storage == .input && index.builtIn($0.id) == .pointCoord && point.interface.contains($0.id)
      })
    else { return self }
    var module = self
    let builder = Builder(self, index: index)
    let float = builder.floatType(width: 32)
    let (pair, quad) = (builder.vectorType(float, count: 2), builder.vectorType(float, count: 4))
    var added: [ValueID] = []
    let known = index.globals.first { $0.storage == .input && index.builtIn($0.id) == .fragCoord }?.id
    let coordinate = known ?? builder.globalVariable(.input, pointee: quad)
    if known == nil { builder.decorate(coordinate.rawValue, .builtIn, [BuiltIn.fragCoord.rawValue]) }
    if !point.interface.contains(coordinate) { added.append(coordinate) }
    let scale = builder.composite(
      pair, [builder.constant(1 / Double(width), float), builder.constant(1 / Double(height), float)])
    let (place, corner, value) = (builder.newValue(), builder.newValue(), builder.newValue())
    let start: InstructionList = [
      .load(type: quad, result: place, coordinate),
      .vectorShuffle(type: pair, result: corner, place, place, components: [0, 1]),
      .plain(.fMul, type: pair, result: value, [corner, scale]),
      .store(value, to: variable.id),
    ]
    module.makePrivate([variable.id], builder)
    module.insert(start, atStartOf: point.function, index)
    let moved = Instruction.variable(
      type: builder.pointerType(.private, to: pair), result: variable.id, .private)
    module.preamble.removeAll { instruction in
      let words = instruction.operandWords
      let isNote = instruction.op == .decorate && words.first == variable.id.rawValue
      return isNote || instruction.op == .variable && instruction.result == variable.id
    }
    builder.finish(&module)
    module.preamble = InstructionList(
      module.preamble.map { instruction in
        guard instruction.op == .entryPoint, instruction.entryPointFunction == point.function else {
          return instruction
        }
        // From SPIR-V 1.4 on, the interface lists all variables at global scope.
        let others =
          header.isAtLeast(1, 4) ? instruction : instruction.removingFromInterface(variable.id)
        return added.isEmpty ? others : others.addingToInterface(added)
      } + [moved])
    return module
  }
}

extension LoadedShader {
  /// The shader with the place on the screen for gl_PointCoord.
  func withPointPlace(width: Int, height: Int) -> LoadedShader {
    asVulkan(
      original: original.withPointPlace(entryPoint: entryPoint, width: width, height: height),
      transformed: transformed.withPointPlace(entryPoint: entryPoint, width: width, height: height))
  }
}
