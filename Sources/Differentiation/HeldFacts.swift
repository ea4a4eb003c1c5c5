import SPIRV

/// What variables hold at one point of a walk, by slot.
struct HeldFacts {
  /// What one slot holds.
  struct Held {
    var slot: Int
    var fact: Fact
  }

  /// What all slots hold, in order.
  typealias Snapshot = [Held]

  /// More slots than this are not followed from block to block, so that the walk stays linear.
  private static let limit = 64

  private var facts: [Fact]
  private var isHeld: [Bool]
  /// The slots held, some of them more than once or no longer.
  private var touched: [Int] = []
  /// All that is held, where nothing changed since it was listed.
  private var listed: Snapshot?

  init(slotCount: Int) {
    facts = Array(filling: Fact(), count: slotCount)
    isHeld = Array(filling: false, count: slotCount)
  }

  subscript(slot: Int) -> Fact? {
    get { isHeld[slot] ? facts[slot] : nil }
    set {
      listed = nil
      if let newValue {
        if !isHeld[slot] { touched.append(slot) }
        facts[slot] = newValue
      }
      isHeld[slot] = newValue != nil
    }
  }

  /// What some slots hold together; nil where it is not known of all of them.
  subscript(slots: Range<Int>) -> Fact? {
    var result = Fact()
    for slot in slots {
      guard isHeld[slot] else { return nil }
      result.join(facts[slot])
    }
    return result
  }

  /// The slots held, in order, as they mostly are.
  private var sortedTouched: [Int] {
    for position in touched.indices.dropFirst() where touched[position - 1] > touched[position] {
      return touched.sorted()
    }
    return touched
  }

  /// Forgets what is held, and holds what a snapshot holds.
  mutating func replace(by snapshot: Snapshot) {
    if let listed, HeldFacts.areOne(listed, snapshot) { return }
    for slot in touched { isHeld[slot] = false }
    touched.removeAll(keepingCapacity: true)
    for held in snapshot {
      touched.append(held.slot)
      facts[held.slot] = held.fact
      isHeld[held.slot] = true
    }
    listed = snapshot
  }

  /// Keeps only what a snapshot holds as well, joined with what it says of it.
  mutating func intersect(with snapshot: Snapshot) {
    if let listed, HeldFacts.areOne(listed, snapshot) { return }
    listed = nil
    var at = 0
    for slot in sortedTouched where isHeld[slot] {
      while at < snapshot.count, snapshot[at].slot < slot { at += 1 }
      if at < snapshot.count, snapshot[at].slot == slot {
        facts[slot].join(snapshot[at].fact)
        // A slot touched twice is not joined twice.
        at += 1
      } else if at == 0 || snapshot[at - 1].slot != slot {
        isHeld[slot] = false
      }
    }
  }

  /// What is held, or nothing where that is too much to follow.
  mutating func snapshot() -> Snapshot {
    if let listed { return listed }
    if touched.isEmpty { return [] }
    var result: Snapshot = []
    result.reserveCapacity(touched.count)
    for slot in sortedTouched where isHeld[slot] && result.last?.slot != slot {
      result.append(Held(slot: slot, fact: facts[slot]))
    }
    guard result.count <= HeldFacts.limit else { return [] }
    listed = result
    return result
  }

  /// Whether two snapshots are one and the same, as on the way from a block to the next.
  private static func areOne(_ a: Snapshot, _ b: Snapshot) -> Bool {
    a.count == b.count
      && a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { a.baseAddress == $0.baseAddress } }
  }

  /// Whether two snapshots hold the same slots in the same variations.
  static func haveSameVariations(_ a: Snapshot, _ b: Snapshot) -> Bool {
    a.elementsEqual(b) { $0.slot == $1.slot && $0.fact.variation == $1.fact.variation }
  }
}
