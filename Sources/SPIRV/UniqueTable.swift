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
  private var slots: [UInt32]

  /// A table that is about to hold some instructions.
  init(capacity: Int) {
    var count = 128
    while count < 4 * capacity { count *= 2 }
    slots = Array(repeating: 0, count: count)
    entries.reserveCapacity(capacity)
    words.reserveCapacity(2 * capacity)
  }

  /// The result of the first instruction of an opcode, type and words.
  func find(_ op: Op, type: TypeID?, _ words: [UInt32]) -> ValueID? {
    find(op, type: type, count: words.count) { words[$0] }
  }

  /// The same where all words are one: vectors of equal components, scalars.
  func find(_ op: Op, type: TypeID?, repeating word: UInt32, count: Int) -> ValueID? {
    find(op, type: type, count: count) { _ in word }
  }

  @inline(__always)
  private func find(_ op: Op, type: TypeID?, count: Int, _ word: (Int) -> UInt32) -> ValueID? {
    let type = type?.rawValue ?? 0
    let at = slot(of: op, type, count, hash: UniqueTable.hash(op, type, count, word), word)
    return slots[at] == 0 ? nil : ValueID(entries[Int(slots[at]) - 1].result)
  }

  /// Adds an instruction, unless there is one alike in all but the result.
  mutating func add(_ instruction: Instruction) {
    guard let result = instruction.result else { return }
    let first = instruction.argumentStart
    add(
      instruction.op, result: result.rawValue, type: instruction.resultType?.rawValue ?? 0,
      count: instruction.operands.count - first
    ) { instruction.operands[first + $0] }
  }

  /// The same for an instruction of a list.
  mutating func add(_ list: InstructionList, at position: Int) {
    let layout = list.entries[position].layout
    let first = OperandLayout.resultWords(layout)
    let count = list.operandCount(at: position) - first
    guard layout & 2 != 0, count >= 0 else { return }
    add(
      list.op(at: position), result: list.operand(first - 1, at: position),
      type: layout & 1 != 0 ? list.operand(0, at: position) : 0, count: count
    ) { list.operand(first + $0, at: position) }
  }

  @inline(__always)
  private mutating func add(_ op: Op, result: UInt32, type: UInt32, count: Int, _ word: (Int) -> UInt32) {
    let hash = UniqueTable.hash(op, type, count, word)
    let at = slot(of: op, type, count, hash: hash, word)
    guard slots[at] == 0 else { return }
    entries.append(
      Entry(
        hash: hash, result: result, type: type, start: UInt32(words.count),
        count: UInt16(truncatingIfNeeded: count), op: op))
    for position in 0..<count { words.append(word(position)) }
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
  @inline(__always)
  private func slot(of op: Op, _ type: UInt32, _ count: Int, hash: UInt32, _ word: (Int) -> UInt32) -> Int {
    var at = Int(hash) & (slots.count - 1)
    while slots[at] != 0 {
      let entry = entries[Int(slots[at]) - 1]
      if entry.hash == hash, entry.op == op, entry.type == type, entry.count == count,
        (0..<count).allSatisfy({ words[Int(entry.start) + $0] == word($0) })
      {
        return at
      }
      at = (at + 1) & (slots.count - 1)
    }
    return at
  }

  /// Fowler, Noll and Vo's hash over words, its high bits folded in.
  @inline(__always)
  private static func hash(_ op: Op, _ type: UInt32, _ count: Int, _ word: (Int) -> UInt32) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt32) { hash = (hash ^ UInt64(word)) &* 0x100_0000_01b3 }
    add(UInt32(op.rawValue))
    add(type)
    for position in 0..<count { add(word(position)) }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 29)
  }
}
