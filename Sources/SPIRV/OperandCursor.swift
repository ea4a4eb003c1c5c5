/// Walks the operands of one instruction by the letters of its layout and replaces the ids among them.
struct OperandCursor {
  /// The words of a case literal: 2 where OpSwitch selects by a 64-bit integer.
  private let switchLiteralWords: Int
  private var at: Int
  private let end: Int

  /// Replaces the ids of an instruction whose operands are some words of an array; false where its opcode is
  /// unknown, so that ids cannot be told from literals.
  static func mapIDs(
    of op: Op, in words: UnsafeMutableBufferPointer<UInt32>, _ operands: Range<Int>,
    switchLiteralWords: Int = 1,
    _ map: (UInt32) -> UInt32
  ) -> Bool {
    if OperandLayout.flags[Int(op.rawValue)] & OperandLayout.onlyIDs != 0 || op.isPlainAccess(operands.count)
    {
      for position in operands { words[position] = map(words[position]) }
      return true
    }
    guard let layout = OperandLayout.of(op) else { return false }
    var cursor = OperandCursor(
      switchLiteralWords: switchLiteralWords, at: operands.lowerBound, end: operands.upperBound)
    cursor.walk(layout.letters[...], words, map)
    return true
  }

  private mutating func walk(
    _ letters: ArraySlice<UInt8>, _ words: UnsafeMutableBufferPointer<UInt32>, _ map: (UInt32) -> UInt32
  ) {
    for position in letters.indices {
      let isRepeated = position + 1 < letters.endIndex && letters[position + 1] == UInt8(ascii: "*")
      step(letters[position], isRepeated: isRepeated, words, map)
    }
  }

  private mutating func step(
    _ letter: UInt8, isRepeated: Bool, _ words: UnsafeMutableBufferPointer<UInt32>, _ map: (UInt32) -> UInt32
  ) {
    switch letter {
    case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "i"):
      if isRepeated { rest(words, map) } else { one(words, map) }
    case UInt8(ascii: "p"): rest(words, map)
    case UInt8(ascii: "l"): at = isRepeated ? end : at + 1
    case UInt8(ascii: "s"):
      while at < end, !words[at].endsString { at += 1 }
      at += 1
    case UInt8(ascii: "o"):
      // The rest is what the inner instruction has after its result.
      let inner = at < end ? OperandLayout.of(Op(rawValue: UInt16(truncatingIfNeeded: words[at]))) : nil
      at += 1
      if let inner { walk(inner.argumentLetters, words, map) }
    case UInt8(ascii: "w"):
      while at < end {
        at += switchLiteralWords
        one(words, map)
      }
    case UInt8(ascii: "v"):
      while at < end {
        one(words, map)
        at += 1
      }
    case UInt8(ascii: "g"):
      at += 1
      rest(words, map)
    case UInt8(ascii: "m"): memoryAccess(words, map)
    case UInt8(ascii: "?"), UInt8(ascii: "*"): break
    default: at = end
    }
  }

  private mutating func one(_ words: UnsafeMutableBufferPointer<UInt32>, _ map: (UInt32) -> UInt32) {
    if at < end { words[at] = map(words[at]) }
    at += 1
  }

  private mutating func rest(_ words: UnsafeMutableBufferPointer<UInt32>, _ map: (UInt32) -> UInt32) {
    while at < end { one(words, map) }
  }

  private mutating func memoryAccess(_ words: UnsafeMutableBufferPointer<UInt32>, _ map: (UInt32) -> UInt32) {
    guard at < end else { return }
    let mask = words[at]
    at += mask & MemoryAccess.aligned != 0 ? 2 : 1
    for bit in MemoryAccess.withID where mask & bit != 0 { one(words, map) }
  }
}

/// The bits of a memory-access mask that have operands (SPIR-V specification, section 3.26).
enum MemoryAccess {
  static let aligned: UInt32 = 2
  /// The bits followed by an id: MakePointerAvailable, MakePointerVisible, and INTEL's two alias scopes.
  static let withID: [UInt32] = [0x8, 0x10, 0x10000, 0x20000]
}

extension Op {
  /// Whether a load or store of so many operands has no memory access among them.
  func isPlainAccess(_ count: Int) -> Bool {
    self == .load ? count == 3 : self == .store && count == 2
  }
}

extension UInt32 {
  /// Whether a word of a literal string holds its terminating zero byte.
  var endsString: Bool {
    self & 0xff == 0 || self & 0xff00 == 0 || self & 0xff_0000 == 0 || self & 0xff00_0000 == 0
  }
}
