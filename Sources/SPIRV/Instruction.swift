/// One instruction, kept as its opcode and words so that every one, known or not, is carried unharmed.
///
/// Rooms above this one never read operands by position: they ask ``operation`` for the decoded view and build
/// instructions with the static functions in Instruction+Make.swift.
public struct Instruction: Hashable, Sendable {
  /// What the instruction does.
  public let op: Op

  /// Every word after the first, result type and result included.
  @usableFromInline var operands: Operands

  /// What the grammar says of the opcode, see ``OperandLayout/flags``.
  @usableFromInline let layout: UInt8

  /// The words after the first, for tests that look at words alone.
  package var operandWords: [UInt32] { Array(operands) }

  init(_ op: Op, _ operands: [UInt32]) { self.init(op, Operands(operands)) }

  init(_ op: Op, _ operands: Operands) {
    self.init(op, operands, layout: OperandLayout.flags[Int(op.rawValue)])
  }

  @usableFromInline init(_ op: Op, _ operands: Operands, layout: UInt8) {
    self.op = op
    self.operands = operands
    self.layout = layout
  }

  /// The type of the result, or nil where the instruction has none.
  @inlinable public var resultType: TypeID? {
    layout & 1 != 0 && operands.count > 0 ? TypeID(operands[0]) : nil
  }

  /// The result id, or nil where the instruction has none.
  @inlinable public var result: ValueID? {
    guard layout & 2 != 0 else { return nil }
    let at = Int(layout & 1)
    return at < operands.count ? ValueID(operands[at]) : nil
  }

  /// The words after the result, or all where there is none.
  var arguments: ArraySlice<UInt32> {
    operands.suffix(from: argumentStart)
  }

  /// The position behind the result.
  var argumentStart: Int { OperandLayout.resultWords(layout) }

  /// The size in words, the first one included.
  public var wordCount: Int { operands.count + 1 }

  /// The first word: size and opcode.
  var firstWord: UInt32 { UInt32(wordCount) << 16 | UInt32(op.rawValue) }

  /// Whether the instruction is only a note for debuggers: OpLine, OpNoLine, OpNop.
  public var isNote: Bool { op.isNote }
}

/// A literal string as SPIR-V packs it: UTF-8, little-endian words, terminated by a zero byte.
enum LiteralString {
  /// Decodes the string at the start of some words; returns it and the number of words it took.
  static func decode(_ words: ArraySlice<UInt32>) -> (text: String, wordCount: Int) {
    let count = words.firstIndex { $0.endsString }.map { $0 + 1 - words.startIndex } ?? words.count
    let text = words.prefix(count).withUnsafeBytes { bytes in
      let length = bytes.firstIndex(of: 0) ?? bytes.count
      return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[..<length]), as: UTF8.self)
    }
    return (text, count)
  }

  /// Encodes a string, behind other words.
  static func encode(_ text: String, after first: [UInt32] = []) -> [UInt32] {
    var words = first
    words.reserveCapacity(first.count + text.utf8.count / 4 + 1)
    append(text.utf8, after: 0, of: 0, to: &words)
    return words
  }

  /// Adds to the string at the end of some words.
  static func append(_ suffix: StaticString, to words: inout [UInt32]) {
    guard let last = words.popLast() else { return }
    var length: UInt32 = 0
    while length < 4, last >> (8 * length) & 0xff != 0 { length += 1 }
    if length == 4 { words.append(last) }
    suffix.withUTF8Buffer {
      // Behind the zero that ends the string anything may stand.
      append($0, after: length == 4 ? 0 : last & (1 << (8 * length) - 1), of: 8 * (length % 4), to: &words)
    }
  }

  /// Adds bytes behind the bits of a word that is not full.
  private static func append(
    _ bytes: some Sequence<UInt8>, after start: UInt32, of bits: UInt32, to words: inout [UInt32]
  ) {
    var word = start
    var shift = bits
    for byte in bytes {
      word |= UInt32(byte) << shift
      shift += 8
      if shift == 32 {
        words.append(word)
        word = 0
        shift = 0
      }
    }
    words.append(word)
  }
}

extension Instruction {
  /// The place an OpLine names: the id of the file's string, line and column.
  public var line: (file: UInt32, line: UInt32, column: UInt32)? {
    guard op == .line, operands.count == 3 else { return nil }
    return (operands[0], operands[1], operands[2])
  }
}

// Access chains, looked into without decoding them.
extension Instruction {
  /// The pointer that an access chain begins with.
  public var accessBase: ValueID? { operands.count > 2 ? ValueID(operands[2]) : nil }

  /// The number of indices of an access chain.
  public var accessIndexCount: Int { max(operands.count - 3, 0) }

  /// An index of an access chain.
  public func accessIndex(_ position: Int) -> ValueID { ValueID(operands[3 + position]) }
}

extension Instruction {
  /// Whether a number stands among the operands; as an id or, by chance, as a literal.
  public func mentions(_ number: UInt32) -> Bool { operands.contains(number) }

  /// Whether one of the numbers that a table marks stands among the operands; as an id or, by chance, as a literal.
  public func mentions(oneOf marks: [Bool]) -> Bool {
    operands.contains { Int($0) < marks.count && marks[Int($0)] }
  }
}
