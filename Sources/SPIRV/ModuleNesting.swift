extension Module {
  /// SPIR-V's own limit on how deep structures nest (specification, section 2.17).
  private static let typeNesting = 255

  /// Checks how much there is of a module, and how deep its types and calls nest. Nothing in it recurses, so that it may
  /// be asked before anything that does.
  ///
  /// - Throws: ``ExceededLimit``.
  public func check(_ limits: Limits) throws(ExceededLimit) {
    if Int(header.bound) > limits.ids + 1 { throw .ids(limits.ids) }
    let types = min(limits.nesting, Module.typeNesting)
    // Small modules cannot nest that deep.
    if preamble.count > types, typeDepth > types { throw .nesting(types, of: "types") }
    if functions.count > limits.nesting, let depth = callDepth, depth > limits.nesting {
      throw .nesting(limits.nesting, of: "calls")
    }
  }

  /// The depth of the deepest type: types come after those that they are made of, but for pointers declared ahead,
  /// through which nothing is walked.
  private var typeDepth: Int {
    var depths = [Int](repeating: 0, count: Int(header.bound))
    var greatest = 0
    preamble.forEach { instruction in
      guard instruction.isAggregateType, let result = instruction.result else { return }
      let inner = instruction.operandIDs.map {
        depths.indices.contains(Int($0.rawValue)) ? depths[Int($0.rawValue)] : 0
      }
      let depth = 1 + (inner.max() ?? 0)
      depths[Int(result.rawValue)] = depth
      greatest = max(greatest, depth)
    }
    return greatest
  }
}

extension Instruction {
  /// Whether it is a type that holds others.
  fileprivate var isAggregateType: Bool {
    switch op {
    case .typeStruct, .typeArray, .typeRuntimeArray, .typePointer, .typeFunction: true
    default: false
    }
  }
}
