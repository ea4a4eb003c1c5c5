import SPIRV

// The module is put together from the functions that changed and those that stay.
extension ModulePass {
  /// The functions of the module, each with its clones behind it.
  ///
  /// - Parameter heads: what the heads of entry points compute, by position.
  func assembleFunctions(_ heads: [Int: InstructionList], isLast: Bool) -> [Function] {
    var functions: [Function] = []
    for (position, function) in original.functions.enumerated() {
      var current = inPlace[position] ?? function
      if isLast, heads[position] != nil { seeds.removePlaceHolders(from: &current) }
      if let head = heads[position], !head.isEmpty { current.insertAtHead(head) }
      functions.append(current)
      functions += clones[position] ?? []
    }
    return functions
  }

  /// Adds gl_FragCoord to the interfaces, and from SPIR-V 1.4 on every global that is used.
  func extendInterfaces(_ module: inout Module, _ functions: [FunctionID]) {
    var added: [ValueID] = []
    if let fragCoord = seeds.fragCoord { added.append(fragCoord) }
    if module.header.isAtLeast(1, 4) { added += seeds.variables + shadowVariables }
    let points = context.module.index.entryPoints
    for position in module.preamble.indices where module.preamble.op(at: position) == .entryPoint {
      guard let function = module.preamble[position].entryPointFunction, functions.contains(function),
        let point = points.first(where: { $0.function == function })
      else { continue }
      var missing = added.filter { variable in
        !point.interface.contains(variable)
          && (variable != seeds.fragCoord || seeds.usesFragCoord)
      }
      // A tangent is read wherever its input is.
      missing += seeds.explicit.inputs.filter { point.interface.contains($0.input) }.map(\.variable)
      if !missing.isEmpty {
        module.preamble[position] = module.preamble[position].addingToInterface(missing)
      }
    }
  }

  /// Notes the functions that some call needs unchanged; called once for each entry point.
  func findKeptOriginals(_ root: Activation) {
    var visited: Set<ObjectIdentifier> = []
    var stack = [root]
    while let activation = stack.popLast() {
      guard visited.insert(ObjectIdentifier(activation)).inserted else { continue }
      if !isChanged(activation) { keptOriginals.insert(activation.shape.position) }
      for (_, inner) in activation.calls { stack.append(inner) }
    }
  }

  /// A call that bears on no site stays as it is, and so does everything below it; likewise everything below
  /// entry points other than those differentiated.
  func keepOtherCallees(of entries: Set<FunctionID>) {
    var stack = context.module.index.entryPoints.map(\.function).filter { !entries.contains($0) }
    for shape in context.module.functions {
      stack += shape.callees { !shape.isRelevant[$0] }
    }
    if stack.isEmpty { return }
    var visited: Set<FunctionID> = []
    while let id = stack.popLast() {
      guard visited.insert(id).inserted, let number = context.module.function(id) else { continue }
      let shape = context.module.functions[number]
      keptOriginals.insert(shape.position)
      stack += shape.callees { _ in true }
    }
  }
}
