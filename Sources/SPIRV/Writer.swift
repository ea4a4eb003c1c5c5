extension Module {
  /// The module's words, header included, in the byte order it was read in.
  public var words: [UInt32] {
    var words = [Module.magic, header.version, header.generator, header.bound, header.schema]
    words.reserveCapacity(5 + wordCount)
    forEachInstruction { $0.append(to: &words) }
    return header.isByteSwapped ? words.map(\.byteSwapped) : words
  }

  /// The module's bytes: ``words``, each in this machine's (little-endian) order.
  public var bytes: [UInt8] {
    words.withUnsafeBytes { Array($0) }
  }

  /// The number of words of all instructions.
  public var wordCount: Int {
    var count = 0
    forEachInstruction { count += $0.wordCount }
    return count
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
    words += operands
  }
}
