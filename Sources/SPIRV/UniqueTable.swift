/// Types and constants, looked up by everything but their result: a hash table with linear probing.
struct UniqueTable {
  private var instructions: [Instruction] = []
  /// One more than the position of an instruction; 0 for a free slot. Never more than half full.
  private var slots = [UInt32](repeating: 0, count: 128)

  /// The result of the first instruction of an opcode, type and words.
  func find(_ op: Op, type: TypeID?, _ words: [UInt32]) -> ValueID? {
    var at = Self.hash(op, type: type?.rawValue ?? 0, words[...]) & (slots.count - 1)
    while slots[at] != 0 {
      let known = instructions[Int(slots[at]) - 1]
      if known.op == op, known.resultType == type, known.arguments == words[...] { return known.result }
      at = (at + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds an instruction, unless there is one alike in all but the result.
  mutating func add(_ instruction: Instruction) {
    guard instruction.result != nil else { return }
    instructions.append(instruction)
    if 2 * instructions.count > slots.count {
      slots = Array(repeating: 0, count: 4 * slots.count)
      for position in instructions.indices { insert(position) }
    } else {
      insert(instructions.count - 1)
    }
  }

  private mutating func insert(_ position: Int) {
    let instruction = instructions[position]
    var at = Self.hash(
      instruction.op, type: instruction.resultType?.rawValue ?? 0, instruction.arguments)
    at &= slots.count - 1
    while slots[at] != 0 {
      let known = instructions[Int(slots[at]) - 1]
      if known.op == instruction.op, known.resultType == instruction.resultType,
        known.arguments == instruction.arguments
      {
        return
      }
      at = (at + 1) & (slots.count - 1)
    }
    slots[at] = UInt32(position + 1)
  }

  /// Fowler, Noll and Vo's hash over words, its high bits folded in.
  private static func hash(_ op: Op, type: UInt32, _ words: ArraySlice<UInt32>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ word: UInt32) { hash = (hash ^ UInt64(word)) &* 0x100_0000_01b3 }
    add(UInt32(op.rawValue))
    add(type)
    for word in words { add(word) }
    return Int(truncatingIfNeeded: (hash ^ hash >> 29) & 0x7fff_ffff)
  }
}
