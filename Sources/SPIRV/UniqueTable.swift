/// Types and constants, looked up by everything but their result: a hash table with linear probing.
///
/// Words and hashes stand in the table's own arrays, so that neither a search nor a larger table looks at an
/// instruction again.
struct UniqueTable {
  /// What an instruction is told apart by; its words stand in ``words``.
  private struct Entry {
    var hash: UInt32
    var result: UInt32
    var type: UInt32
    var start: UInt32
    var count: UInt16
    var op: Op
  }

  private var entries: [Entry] = []
  private var words: [UInt32] = []
  /// One more than the position of an entry; 0 for a free slot. Never more than half full.
  private var slots = [UInt32](repeating: 0, count: 128)

  /// The result of the first instruction of an opcode, type and words.
  func find(_ op: Op, type: TypeID?, _ words: [UInt32]) -> ValueID? {
    let type = type?.rawValue ?? 0
    let at = slot(of: op, type, words[...], hash: UniqueTable.hash(op, type, words[...]))
    return slots[at] == 0 ? nil : ValueID(entries[Int(slots[at]) - 1].result)
  }

  /// Adds an instruction, unless there is one alike in all but the result.
  mutating func add(_ instruction: Instruction) {
    guard let result = instruction.result else { return }
    let (op, type, arguments) = (instruction.op, instruction.resultType?.rawValue ?? 0, instruction.arguments)
    let hash = UniqueTable.hash(op, type, arguments)
    let at = slot(of: op, type, arguments, hash: hash)
    guard slots[at] == 0 else { return }
    entries.append(
      Entry(
        hash: hash, result: result.rawValue, type: type, start: UInt32(words.count),
        count: UInt16(truncatingIfNeeded: arguments.count), op: op))
    words += arguments
    slots[at] = UInt32(entries.count)
    if 2 * entries.count > slots.count { grow() }
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 4 * slots.count)
    let mask = slots.count - 1
    for (position, entry) in entries.enumerated() {
      var at = Int(entry.hash) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = UInt32(position + 1)
    }
  }

  /// The slot of an instruction, or the free one where it would go.
  private func slot(of op: Op, _ type: UInt32, _ arguments: ArraySlice<UInt32>, hash: UInt32) -> Int {
    var at = Int(hash) & (slots.count - 1)
    while slots[at] != 0 {
      let entry = entries[Int(slots[at]) - 1]
      if entry.hash == hash, entry.op == op, entry.type == type,
        words[Int(entry.start)..<Int(entry.start) + Int(entry.count)] == arguments
      {
        return at
      }
      at = (at + 1) & (slots.count - 1)
    }
    return at
  }

  /// Fowler, Noll and Vo's hash over words, its high bits folded in.
  private static func hash(_ op: Op, _ type: UInt32, _ words: ArraySlice<UInt32>) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt32) { hash = (hash ^ UInt64(word)) &* 0x100_0000_01b3 }
    add(UInt32(op.rawValue))
    add(type)
    for word in words { add(word) }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 29)
  }
}
