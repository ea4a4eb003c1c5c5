/// How an opcode's operands are laid out, from the letters of ``opTable``:
///
/// `t` result type, `r` result, `i` id, `l` literal word, `s` string, `n` a literal as wide as its type,
/// `o` the opcode of OpSpecConstantOp, `w` (literal, id) pairs, `v` (id, literal) pairs, `p` (id, id) pairs,
/// `g` image operands (a mask, then ids), `m` memory access (a mask, then literals or ids), `c` loop control,
/// `e` execution mode, `d` decoration; `?` optional, `*` any number of the letter before.
struct OperandLayout: Sendable {
  /// The specification's name, `Op` included.
  let name: StaticString
  let letters: [UInt8]
  let hasResultType: Bool
  let hasResult: Bool

  /// The letters behind the result.
  var argumentLetters: ArraySlice<UInt8> { letters.dropFirst((hasResultType ? 1 : 0) + (hasResult ? 1 : 0)) }

  /// The layout of an opcode, or nil for one that is not in the grammar.
  static func of(_ op: Op) -> OperandLayout? {
    let row = Int(rows[Int(op.rawValue)])
    return row == 0 ? nil : layouts[row - 1]
  }

  private static let layouts: [OperandLayout] = opTable.map { row in
    let letters = row.layout.withUTF8Buffer { Array($0) }
    let typed = letters.first == UInt8(ascii: "t")
    let result = letters.dropFirst(typed ? 1 : 0).first == UInt8(ascii: "r")
    return OperandLayout(
      name: row.name, letters: letters, hasResultType: typed, hasResult: result)
  }

  /// Row numbers plus one by opcode; 0 for an unknown opcode.
  private static let rows: [UInt16] = {
    var rows = [UInt16](repeating: 0, count: 1 << 16)
    for (row, entry) in opTable.enumerated() { rows[Int(entry.code)] = UInt16(row + 1) }
    return rows
  }()

  /// For opcodes: bit 0 a result type, bit 1 a result, bit 2 known. Kept apart because every access to an
  /// instruction's result reads it.
  static let flags: [UInt8] = {
    var flags = [UInt8](repeating: 0, count: 1 << 16)
    for (row, entry) in opTable.enumerated() {
      let layout = layouts[row]
      flags[Int(entry.code)] = (layout.hasResultType ? 1 : 0) | (layout.hasResult ? 2 : 0) | 4
    }
    return flags
  }()
}

extension Op: CustomStringConvertible {
  /// The specification's name, for example `OpFAdd`, or `Op` and the number where it is unknown.
  public var description: String {
    OperandLayout.of(self).map { "\($0.name)" } ?? "Op\(rawValue)"
  }

  /// Whether the grammar knows the opcode, and with it where an instruction's ids stand.
  public var isKnown: Bool { OperandLayout.flags[Int(rawValue)] != 0 }
}

extension Instruction {
  /// The instruction with every id replaced, as a clone of a function needs; nil where the opcode is unknown,
  /// so that its ids cannot be told from its literals.
  ///
  /// - Parameters:
  ///   - switchLiteralWords: the words of a case literal: 2 where OpSwitch selects by a 64-bit integer.
  ///   - map: the new number of an id.
  public func mappingIDs(switchLiteralWords: Int = 1, _ map: (UInt32) -> UInt32) -> Instruction? {
    guard let layout = OperandLayout.of(op) else { return nil }
    var copy = self
    var at = 0
    copy.mapOperands(layout.letters[...], from: &at, switchLiteralWords: switchLiteralWords, map)
    return copy
  }

  /// Maps the ids among the operands from a position on, which some letters lay out.
  private mutating func mapOperands(
    _ letters: ArraySlice<UInt8>, from at: inout Int, switchLiteralWords: Int, _ map: (UInt32) -> UInt32
  ) {
    func mapOne(_ words: inout [UInt32]) {
      if at < words.count { words[at] = map(words[at]) }
      at += 1
    }
    for (position, letter) in zip(letters.indices, letters) {
      let many = position + 1 < letters.endIndex && letters[position + 1] == UInt8(ascii: "*")
      switch letter {
      case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "i"):
        repeat { mapOne(&operands) } while many && at < operands.count
      case UInt8(ascii: "l"):
        at += many ? operands.count : 1
      case UInt8(ascii: "o"):
        mapConstantOperation(from: &at, map)
      case UInt8(ascii: "s"):
        while at < operands.count, !operands[at].endsString { at += 1 }
        at += 1
      case UInt8(ascii: "p"):
        while at < operands.count { mapOne(&operands) }
      case UInt8(ascii: "w"):
        while at < operands.count {
          at += switchLiteralWords
          mapOne(&operands)
        }
      case UInt8(ascii: "v"):
        while at < operands.count {
          mapOne(&operands)
          at += 1
        }
      case UInt8(ascii: "g"):
        at += 1
        while at < operands.count { mapOne(&operands) }
      case UInt8(ascii: "m"):
        at = mapMemoryAccess(at: at, map)
      case UInt8(ascii: "?"), UInt8(ascii: "*"):
        break
      default:
        at = operands.count
      }
    }
  }

  /// Maps the operands of the operation inside an OpSpecConstantOp: those it has behind its own result.
  private mutating func mapConstantOperation(from at: inout Int, _ map: (UInt32) -> UInt32) {
    guard at < operands.count else { return }
    let inner = Op(rawValue: UInt16(truncatingIfNeeded: operands[at]))
    at += 1
    guard let layout = OperandLayout.of(inner), inner != .specConstantOp else { return }
    let end = operands.count
    var operation = Instruction(inner, [0, 0] + operands[at..<end])
    var position = 2
    operation.mapOperands(layout.argumentLetters, from: &position, switchLiteralWords: 1, map)
    operands.replaceSubrange(at..<end, with: operation.operands.dropFirst(2))
    at = end
  }

  /// Maps the ids behind a memory-access mask; returns the position after it.
  private mutating func mapMemoryAccess(at start: Int, _ map: (UInt32) -> UInt32) -> Int {
    guard start < operands.count else { return start }
    let mask = operands[start]
    var at = start + 1
    if mask & MemoryAccess.aligned != 0 { at += 1 }
    for bit in MemoryAccess.withID
    where mask & bit != 0 && at < operands.count {
      operands[at] = map(operands[at])
      at += 1
    }
    return at
  }
}

/// The bits of a memory-access mask that have operands (SPIR-V specification, section 3.26).
enum MemoryAccess {
  static let aligned: UInt32 = 2
  /// The bits followed by an id: MakePointerAvailable, MakePointerVisible, and INTEL's two alias scopes.
  static let withID: [UInt32] = [0x8, 0x10, 0x10000, 0x20000]
}

extension UInt32 {
  /// Whether a word of a literal string holds its terminating zero byte.
  var endsString: Bool {
    self & 0xff == 0 || self & 0xff00 == 0 || self & 0xff_0000 == 0 || self & 0xff00_0000 == 0
  }
}
