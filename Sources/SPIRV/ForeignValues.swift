extension Module {
  /// A value that a function uses and another one defines, with the function that uses it; nil where there is none.
  ///
  /// SPIRV-Tools asks whether a definition dominates a use (SPIR-V specification, section 2.16.1) only where control
  /// gets to, so that what no path reaches may name any value.
  func foreignValue() -> (value: ValueID, function: FunctionID)? {
    let open = functions.indices.filter { functions[$0].hasUnreachedBlock }
    if open.isEmpty { return nil }
    var owners: [ValueID: Int] = [:]
    for (position, function) in functions.enumerated() {
      for parameter in function.parameters { owners[parameter] = position }
      for block in function.blocks {
        owners[ValueID(block.label.rawValue)] = position
        block.instructions.scan { _, _, _, result in if let result { owners[result] = position } }
      }
    }
    for position in open {
      for block in functions[position].blocks {
        for instruction in block.instructions {
          let foreign = instruction.operandIDs.first { owners[$0] ?? position != position }
          if let foreign { return (foreign, functions[position].id) }
        }
      }
    }
    return nil
  }
}

extension Function {
  /// Whether no path leads from the first block to some other.
  fileprivate var hasUnreachedBlock: Bool {
    guard blocks.count > 1 else { return false }
    var numbers: [UInt32: Int] = [:]
    for (number, block) in blocks.enumerated() { numbers[block.label.rawValue] = number }
    var isReached = [Bool](filling: false, count: blocks.count)
    isReached[0] = true
    var stack = [0]
    while let number = stack.popLast() {
      for target in blocks[number].instructions.last?.operandIDs ?? [] {
        guard let next = numbers[target.rawValue], !isReached[next] else { continue }
        isReached[next] = true
        stack.append(next)
      }
    }
    return isReached.contains(false)
  }
}
