extension Module {
  /// The module's words, header included, in the byte order it was read in.
  public var words: [UInt32] {
    var words = [Module.magic, header.version, header.generator, header.bound, header.schema]
    words.reserveCapacity(5 + wordCount)
    for instruction in preamble { instruction.append(to: &words) }
    for function in functions {
      for instruction in function.head { instruction.append(to: &words) }
      for block in function.blocks {
        for instruction in block.notes { instruction.append(to: &words) }
        words.append(2 << 16 | UInt32(Op.label.rawValue))
        words.append(block.label.rawValue)
        for instruction in block.instructions { instruction.append(to: &words) }
      }
      for instruction in function.tail { instruction.append(to: &words) }
    }
    for instruction in trailer { instruction.append(to: &words) }
    return header.isByteSwapped ? words.map(\.byteSwapped) : words
  }

  /// The module's bytes: ``words``, each in this machine's (little-endian) order.
  public var bytes: [UInt8] {
    words.withUnsafeBytes { Array($0) }
  }

  /// The number of words of all instructions.
  public var wordCount: Int {
    func count(_ instructions: [Instruction]) -> Int { instructions.reduce(0) { $0 + $1.wordCount } }
    var sum = count(preamble) + count(trailer)
    for function in functions {
      sum += count(function.head) + count(function.tail)
      for block in function.blocks { sum += count(block.notes) + 2 + count(block.instructions) }
    }
    return sum
  }

  /// The number of instructions.
  public var instructionCount: Int {
    var count = 0
    forEachInstruction { _ in count += 1 }
    return count
  }

  /// Visits every instruction in order, OpLabel included.
  public func forEachInstruction(_ body: (Instruction) -> Void) {
    preamble.forEach(body)
    for function in functions {
      function.head.forEach(body)
      for block in function.blocks {
        block.notes.forEach(body)
        body(Instruction(.label, [block.label.rawValue]))
        block.instructions.forEach(body)
      }
      function.tail.forEach(body)
    }
    trailer.forEach(body)
  }
}

extension Instruction {
  /// Appends the instruction's words.
  func append(to words: inout [UInt32]) {
    words.append(UInt32(wordCount) << 16 | UInt32(op.rawValue))
    operands.append(to: &words)
  }
}
