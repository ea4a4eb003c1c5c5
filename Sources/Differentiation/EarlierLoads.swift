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

  /// By id of the pointer.
  private var loads: [Load]
  /// By id of the root; 0 stands for pointers from elsewhere.
  private var writes: [Writes]
  private var epoch: UInt32 = 1
  /// Whether no load is known.
  private(set) var isEmpty = true

  /// Tables for ids below a bound.
  init(bound: Int) {
    loads = Array(filling: Load(), count: bound)
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
