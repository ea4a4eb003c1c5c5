import Differentiation
import SPIRV

/// The blocks of a function, what follows on each, and the branches that decide whether it runs.
struct ControlTable {
  /// By label, the block's position.
  private let positions: [LabelID: Int]
  /// What follows on each block.
  let successors: [[Int]]
  /// What comes before each.
  let predecessors: [[Int]]
  /// The blocks whose branches decide whether a block runs, where a discard decides on nothing that is seen.
  let controllers: [[Int]]
  /// The same where a discard is an end like any other.
  let controllersOfDiscards: [[Int]]
  /// What each block branches on.
  let conditions: [ValueID?]

  init(_ function: Function, _ index: ModuleIndex) {
    var positions: [LabelID: Int] = [:]
    for (position, block) in function.blocks.enumerated() { positions[block.label] = position }
    var successors: [[Int]] = []
    var conditions: [ValueID?] = []
    var returns: Set<Int> = []
    for (position, block) in function.blocks.enumerated() {
      var targets: [LabelID] = []
      var condition: ValueID?
      if let end = block.terminator {
        switch end.operation(glsl: index.glsl, switchLiteralWords: index.switchLiteralWords(end)) {
        case .branch(let target): targets = [target]
        case .conditionalBranch(let value, let a, let b): (condition, targets) = (value, [a, b])
        case .switch(let value, let labels): (condition, targets) = (value, labels)
        case .return, .returnValue: returns.insert(position)
        default: break
        }
      }
      successors.append(Array(Set(targets.compactMap { positions[$0] })).sorted())
      conditions.append(condition)
    }
    self.positions = positions
    self.successors = successors
    self.conditions = conditions
    var predecessors = [[Int]](repeating: [], count: successors.count)
    for (from, targets) in successors.enumerated() {
      for target in targets { predecessors[target].append(from) }
    }
    self.predecessors = predecessors
    let ends = Set(successors.indices.filter { successors[$0].isEmpty })
    controllers = Self.controllers(successors, ends: returns)
    controllersOfDiscards = Self.controllers(successors, ends: ends)
  }

  /// The position of a block.
  subscript(label: LabelID) -> Int? { positions[label] }

  /// Control dependence after Ferrante, Ottenstein and Warren, by post-dominators.
  private static func controllers(_ successors: [[Int]], ends: Set<Int>) -> [[Int]] {
    let end = successors.count
    var ahead: [(from: Int, to: Int)] = ends.sorted().map { (end, $0) }
    var behind: [(from: Int, to: Int)] = ends.sorted().map { ($0, end) }
    for (from, targets) in successors.enumerated() {
      for target in targets {
        ahead.append((target, from))
        behind.append((from, target))
      }
    }
    let tree = DominatorTree(
      root: end, successors: BlockGraph(count: end + 1, edges: ahead),
      predecessors: BlockGraph(count: end + 1, edges: behind))
    var result = [[Int]](repeating: [], count: end)
    for block in 0..<end where successors[block].count > 1 {
      for target in successors[block] {
        var at: Int? = target
        // A block from which no end is reached has no post-dominator: the branch decides on it alone.
        while let node = at, node < end, node != tree.immediate[block] {
          if result[node].last != block { result[node].append(block) }
          let next = tree.immediate[node]
          at = next == node ? nil : next
        }
      }
    }
    return result
  }
}
