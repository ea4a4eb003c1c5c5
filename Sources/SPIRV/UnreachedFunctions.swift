extension Module {
  /// Removes functions that no entry point reaches and that hold a derivative or an implicit level of detail,
  /// together with those that call them, and the names and decorations of what they defined.
  public mutating func removeUnreachedSites() {
    let index = Dictionary(
      functions.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var reached: Set<Int> = []
    var stack = preamble.compactMap { $0.op == .entryPoint ? $0.entryPointFunction : nil }
    while let id = stack.popLast() {
      guard let position = index[id], reached.insert(position).inserted else { continue }
      stack += functions[position].callees
    }
    // Other unreached functions stay: a module is changed no more than it must be.
    var needsQuad = Set(functions.indices.filter { functions[$0].hasSite })
    var grows = true
    while grows {
      let callers = functions.indices.filter { caller in
        !needsQuad.contains(caller)
          && functions[caller].callees.contains { index[$0].map(needsQuad.contains) ?? false }
      }
      needsQuad.formUnion(callers)
      grows = !callers.isEmpty
    }
    let removed = needsQuad.subtracting(reached)
    guard !removed.isEmpty else { return }
    var ids: Set<UInt32> = []
    for position in removed {
      for instruction in functions[position].head + functions[position].blocks.flatMap(\.instructions) {
        if let result = instruction.result { ids.insert(result.rawValue) }
      }
      ids.formUnion(functions[position].blocks.map(\.label.rawValue))
    }
    functions = functions.indices.filter { !removed.contains($0) }.map { functions[$0] }
    preamble.removeAll { instruction in
      switch instruction.op {
      case .name, .decorate, .decorateId, .decorateString:
        instruction.operands.first.map(ids.contains) ?? false
      default: false
      }
    }
  }
}

extension Function {
  /// The functions it calls.
  fileprivate var callees: [FunctionID] {
    blocks.flatMap(\.instructions).compactMap { instruction in
      guard instruction.op == .functionCall, case .call(let callee, _) = instruction.operation(glsl: nil)
      else {
        return nil
      }
      return callee
    }
  }

  /// Whether it holds a derivative or an implicit level of detail.
  fileprivate var hasSite: Bool {
    let traits = OpTraits.table
    return blocks.contains { $0.instructions.contains { traits[Int($0.op.rawValue)].contains(.site) } }
  }
}
