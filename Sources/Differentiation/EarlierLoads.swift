import SPIRV

/// The loads of the block under way, so that a second one of the same memory, with no write between them, is known to
/// give the same.
///
/// All functions share the tables, which are by id: to forget is to begin another epoch.
struct EarlierLoads {
  private struct Load {
    var epoch: UInt32 = 0
    /// How often its root had been written.
    var writes: UInt32 = 0
    var value: UInt32 = 0
  }

  private struct Writes {
    var epoch: UInt32 = 0
    var count: UInt32 = 0
  }

  /// The pointers of an epoch that were made of a base, the latest first.
  private struct Paths {
    var epoch: UInt32 = 0
    /// The latest made of this base.
    var latest: UInt32 = 0
    /// The one made before this pointer of the same base.
    var previous: UInt32 = 0
  }

  /// By id of the pointer.
  private var loads: [Load]
  /// By id of the base or pointer.
  private var paths: [Paths]
  /// By id of the root; 0 stands for pointers from elsewhere.
  private var writes: [Writes]
  private var epoch: UInt32 = 1
  /// Whether no load is known.
  private(set) var isEmpty = true

  /// Tables for ids below a bound.
  init(bound: Int) {
    loads = Array(filling: Load(), count: bound)
    paths = Array(filling: Paths(), count: bound)
    writes = Array(filling: Writes(), count: bound)
  }

  /// Forgets all loads and writes.
  mutating func forgetAll() {
    epoch += 1
    isEmpty = true
  }

  /// Notes that memory is written.
  mutating func noteWrite(to root: UInt32) {
    writes[Int(root)] = Writes(epoch: epoch, count: count(of: root) + 1)
  }

  /// How often a root was written since the block began.
  private func count(of root: UInt32) -> UInt32 {
    writes[Int(root)].epoch == epoch ? writes[Int(root)].count : 0
  }

  /// The first of the epoch's pointers that take the same path from a base as a pointer: itself where there is none.
  ///
  /// Front ends write an access chain for every use of a component, so that what is loaded twice is loaded through two
  /// pointers.
  mutating func first(
    like pointer: ValueID, from base: ValueID, takesSamePath: (ValueID) -> Bool
  ) -> ValueID {
    var known = paths(base.index).latest
    var looks = 0
    // A few at most: a block that loads a thousand elements of an array takes no longer than a thousand blocks.
    while known != 0, looks < 8 {
      if known == pointer.rawValue || takesSamePath(ValueID(known)) { return ValueID(known) }
      known = paths(Int(known)).previous
      looks += 1
    }
    let latest = paths(base.index).latest
    paths[pointer.index] = paths(pointer.index)
    paths[pointer.index].previous = latest
    paths[base.index] = paths(base.index)
    paths[base.index].latest = pointer.rawValue
    return pointer
  }

  private func paths(_ id: Int) -> Paths {
    paths[id].epoch == epoch ? paths[id] : Paths(epoch: epoch)
  }

  /// The earlier value of a load, which is noted where there is none.
  mutating func earlier(of pointer: ValueID, root: UInt32, _ result: ValueID) -> ValueID? {
    let writes = count(of: root)
    let load = loads[pointer.index]
    if load.epoch == epoch, load.writes == writes { return ValueID(load.value) }
    loads[pointer.index] = Load(epoch: epoch, writes: writes, value: result.rawValue)
    isEmpty = false
    return nil
  }
}
