/// One instruction, kept as its opcode and words so that every one, known or not, is carried unharmed.
///
/// Rooms above this one never read operands by position: they ask ``operation`` for the decoded view and build
/// instructions with the static functions in Instruction+Make.swift.
public struct Instruction: Hashable, Sendable {
  /// What the instruction does.
  public let op: Op

  /// Every word after the first, result type and result included.
  var operands: Operands

  init(_ op: Op, _ operands: [UInt32]) {
    self.op = op
    self.operands = Operands(operands)
  }

  init(_ op: Op, _ operands: Operands) {
    self.op = op
    self.operands = operands
  }

  /// The type of the result, or nil where the instruction has none.
  public var resultType: TypeID? {
    OperandLayout.flags[Int(op.rawValue)] & 1 != 0 && !operands.isEmpty ? TypeID(operands[0]) : nil
  }

  /// The result id, or nil where the instruction has none.
  public var result: ValueID? {
    let flags = OperandLayout.flags[Int(op.rawValue)]
    guard flags & 2 != 0 else { return nil }
    let at = Int(flags & 1)
    return at < operands.count ? ValueID(operands[at]) : nil
  }

  /// The words after the result, or all where there is none.
  var arguments: ArraySlice<UInt32> {
    let flags = OperandLayout.flags[Int(op.rawValue)]
    return operands.suffix(from: Int(flags & 1) + Int((flags & 2) >> 1))
  }

  /// The size in words, the first one included.
  public var wordCount: Int { operands.count + 1 }

  /// Whether the instruction is only a note for debuggers: OpLine, OpNoLine, OpNop.
  public var isNote: Bool { op == .line || op == .noLine || op == .nop }
}

/// A literal string as SPIR-V packs it: UTF-8, little-endian words, terminated by a zero byte.
enum LiteralString {
  /// Decodes the string at the start of some words; returns it and the number of words it took.
  static func decode(_ words: ArraySlice<UInt32>) -> (text: String, wordCount: Int) {
    var bytes: [UInt8] = []
    var count = 0
    for word in words {
      count += 1
      for shift in stride(from: UInt32(0), through: 24, by: 8) {
        let byte = UInt8(truncatingIfNeeded: word >> shift)
        if byte == 0 { return (String(decoding: bytes, as: UTF8.self), count) }
        bytes.append(byte)
      }
    }
    return (String(decoding: bytes, as: UTF8.self), count)
  }

  /// Encodes a string.
  static func encode(_ text: String) -> [UInt32] {
    var words: [UInt32] = []
    var word: UInt32 = 0
    var shift: UInt32 = 0
    for byte in text.utf8 {
      word |= UInt32(byte) << shift
      shift += 8
      if shift == 32 {
        words.append(word)
        word = 0
        shift = 0
      }
    }
    words.append(word)
    return words
  }
}

extension Instruction {
  /// The place an OpLine names: the id of the file's string, line and column.
  public var line: (file: UInt32, line: UInt32, column: UInt32)? {
    guard op == .line, operands.count == 3 else { return nil }
    return (operands[0], operands[1], operands[2])
  }
}

extension Instruction {
  /// Whether a number stands among the operands; as an id or, by chance, as a literal.
  public func mentions(_ number: UInt32) -> Bool { operands.contains(number) }

  /// Whether one of the numbers that a table marks stands among the operands; as an id or, by chance, as a literal.
  public func mentions(oneOf marks: [Bool]) -> Bool {
    operands.contains { Int($0) < marks.count && marks[Int($0)] }
  }
}
