import SPIRV

/// The dominators of a graph's nodes, after Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
package struct DominatorTree {
  /// The immediate dominator of each node; the root's is itself, nil for a node that is not reached.
  package private(set) var immediate: [Int?]
  /// The nodes reached, in reverse postorder, and the place of each there.
  private(set) var order: [Int] = []
  private(set) var places: [Int]
  /// The interval of each node's subtree in a preorder of the tree.
  private var first: [Int] = []
  private var last: [Int] = []

  package init(root: Int, successors: BlockGraph, predecessors: BlockGraph) {
    immediate = Array(filling: nil, count: successors.count)
    places = Array(filling: -1, count: successors.count)
    findOrder(root, successors)
    immediate[root] = root
    var changed = true
    while changed {
      changed = false
      for node in order where node != root {
        var candidate: Int?
        for before in predecessors[node] where immediate[before] != nil {
          candidate = candidate.map { meet($0, before) } ?? before
        }
        if candidate != immediate[node] {
          immediate[node] = candidate
          changed = true
        }
      }
    }
  }

  private mutating func findOrder(_ root: Int, _ successors: BlockGraph) {
    var visited = [Bool](filling: false, count: successors.count)
    var stack: [(node: Int, next: Int)] = []
    stack.reserveCapacity(successors.count)
    order.reserveCapacity(successors.count)
    stack.append((root, 0))
    visited[root] = true
    while let (node, next) = stack.last {
      if next < successors.count(of: node) {
        stack[stack.count - 1].next += 1
        let after = successors[node, next]
        if !visited[after] {
          visited[after] = true
          stack.append((after, 0))
        }
      } else {
        order.append(node)
        stack.removeLast()
      }
    }
    order.reverse()
    for (place, node) in order.enumerated() { places[node] = place }
  }

  private func meet(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while a != b {
      while places[a] > places[b], let up = immediate[a] { a = up }
      while places[b] > places[a], let up = immediate[b] { b = up }
    }
    return a
  }

  /// Numbers the subtrees, for `dominates`.
  mutating func number() {
    var sizes = [Int](filling: 1, count: immediate.count)
    for node in order.dropFirst().reversed() {
      if let up = immediate[node] { sizes[up] += sizes[node] }
    }
    first = Array(filling: 0, count: immediate.count)
    last = first
    // Where the next child of each node begins.
    var next = first
    for (place, node) in order.enumerated() {
      if place > 0, let up = immediate[node] {
        first[node] = next[up]
        next[up] += sizes[node]
      }
      last[node] = first[node] + sizes[node]
      next[node] = first[node] + 1
    }
  }

  /// Whether every path from the root to `b` passes `a`; both are reached, and the tree was numbered.
  func dominates(_ a: Int, _ b: Int) -> Bool { first[a] <= first[b] && first[b] < last[a] }
}
