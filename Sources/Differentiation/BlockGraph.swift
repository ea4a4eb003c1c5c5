/// For each block of a function some others, all in one list: its successors, its predecessors, what decides on it.
package struct BlockGraph: RandomAccessCollection {
  /// Where each block's list begins, and the end of the last.
  private var starts: [Int] = []
  private var others: [Int] = []

  package var startIndex: Int { 0 }
  package var endIndex: Int { Swift.max(starts.count - 1, 0) }

  /// A graph of no blocks.
  init() {}

  package subscript(block: Int) -> ArraySlice<Int> { others[starts[block]..<starts[block + 1]] }

  /// One of a block's list.
  subscript(block: Int, position: Int) -> Int { others[starts[block] + position] }

  /// The length of a block's list.
  func count(of block: Int) -> Int { starts[block + 1] - starts[block] }

  /// A graph to which the lists of so many blocks are appended, one after the other.
  init(capacity: Int) {
    starts.reserveCapacity(capacity + 1)
    starts.append(0)
    others.reserveCapacity(2 * capacity)
  }

  /// A graph of so many blocks from edges in any order; those of a block keep theirs.
  package init(count: Int, edges: [(from: Int, to: Int)]) {
    starts = Array(filling: 0, count: count + 1)
    others = Array(filling: 0, count: edges.count)
    for edge in edges { starts[edge.from + 1] += 1 }
    for block in 0..<count { starts[block + 1] += starts[block] }
    var next = starts
    for edge in edges {
      others[next[edge.from]] = edge.to
      next[edge.from] += 1
    }
  }

  /// Adds to the list of the block under way, unless it holds that already.
  mutating func add(_ other: Int) {
    var at = others.count
    while let start = starts.last, at > start {
      at -= 1
      if others[at] == other { return }
    }
    others.append(other)
  }

  /// Ends the list of the block under way.
  mutating func endBlock() { starts.append(others.count) }

  /// All edges turned round.
  var reversed: BlockGraph {
    var edges: [(from: Int, to: Int)] = []
    edges.reserveCapacity(others.count)
    for block in indices {
      for other in self[block] { edges.append((other, block)) }
    }
    return BlockGraph(count: count, edges: edges)
  }
}
