extension Module {
  /// The module's words, header included, in the byte order it was read in.
  public var words: [UInt32] {
    let words = [UInt32](unsafeUninitializedCapacity: 5 + wordCount) { target, count in
      for word in [Module.magic, header.version, header.generator, header.bound, header.schema] {
        target[count] = word
        count += 1
      }
      func write(_ instructions: [Instruction]) {
        for instruction in instructions { count = instruction.write(to: target, at: count) }
      }
      count = preamble.write(to: target, at: count)
      for function in functions {
        write(function.head)
        for block in function.blocks {
          write(block.notes)
          target[count] = 2 << 16 | UInt32(Op.label.rawValue)
          target[count + 1] = block.label.rawValue
          count += 2
          count = block.instructions.write(to: target, at: count)
        }
        write(function.tail)
      }
      write(trailer)
    }
    return header.isByteSwapped ? words.map(\.byteSwapped) : words
  }

  /// The module's bytes: ``words``, each in this machine's (little-endian) order.
  public var bytes: [UInt8] {
    words.withUnsafeBytes { Array($0) }
  }

  /// The number of words of all instructions.
  public var wordCount: Int {
    func count(_ instructions: [Instruction]) -> Int {
      var sum = 0
      for instruction in instructions { sum += instruction.wordCount }
      return sum
    }
    var sum = preamble.wordCount + count(trailer)
    for function in functions {
      sum += count(function.head) + count(function.tail)
      for block in function.blocks { sum += count(block.notes) + 2 + block.instructions.wordCount }
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
  /// Writes the instruction's words; returns the place behind them.
  func write(to target: UnsafeMutableBufferPointer<UInt32>, at start: Int) -> Int {
    target[start] = firstWord
    return operands.write(to: target, at: start + 1)
  }
}
