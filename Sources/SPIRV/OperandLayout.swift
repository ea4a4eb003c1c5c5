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

  /// Where ``flags`` have the number of ids before literals.
  static let leadingShift: UInt8 = 4

  /// How many single ids stand before operands that are all literals; 0 where ids may follow.
  private var leadingIDs: UInt8 {
    let ids = letters.prefix { "tri".utf8.contains($0) }
    let rest = letters.dropFirst(ids.count)
    guard let first = rest.first, "lsncde".utf8.contains(first),
      rest.allSatisfy({ "lsncde?*".utf8.contains($0) })
    else { return 0 }
    return UInt8(ids.count)
  }

  /// The bit of ``flags`` of opcodes whose operands are ids only.
  static let onlyIDs: UInt8 = 8

  /// How many words the result type and the result take, by an opcode's ``flags``.
  static func resultWords(_ flags: UInt8) -> Int { Int(flags & 1) + Int((flags & 2) >> 1) }

  /// For opcodes: bit 0 a result type, bit 1 a result, bit 2 known, bit 3 no operand but ids, from bit 4 the number
  /// of ids before literals where no id stands behind those. Kept apart because every instruction read takes it.
  static let flags: [UInt8] = {
    var flags = [UInt8](repeating: 0, count: 1 << 16)
    for (row, entry) in opTable.enumerated() {
      let layout = layouts[row]
      let hasOnlyIDs = layout.letters.allSatisfy { "trip?*".utf8.contains($0) }
      let leading = layout.leadingIDs << leadingShift
      flags[Int(entry.code)] =
        (layout.hasResultType ? 1 : 0) | (layout.hasResult ? 2 : 0) | 4 | (hasOnlyIDs ? onlyIDs : 0) | leading
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
    var words = Array(operands.slice)
    let isKnown = words.withUnsafeMutableBufferPointer {
      OperandCursor.mapIDs(of: op, in: $0, 0..<$0.count, switchLiteralWords: switchLiteralWords, map)
    }
    return isKnown ? Instruction(op, words) : nil
  }
}
