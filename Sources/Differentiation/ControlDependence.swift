import SPIRV

extension FunctionShape {
  /// Finds the successors of each block and the branches that decide whether it runs.
  ///
  /// Control dependence after Ferrante, Ottenstein and Warren, "The Program Dependence Graph and Its Use in
  /// Optimization" (1987); post-dominators after Cooper, Harvey and Kennedy, "A Simple, Fast Dominance
  /// Algorithm" (2001). Blocks from which no return is reached (discard) decide nothing: what a discarded
  /// fragment would have computed, nobody sees.
  func analyzeControl(_ module: ModuleShape) {
    let count = labels.count
    if count == 1 {
      // Nothing branches: where the only block branches to itself, it loops and no return is reached.
      let isLoop =
        switch steps.last?.operation {
        case .branch, .conditionalBranch, .switch: true
        default: false
        }
      if !isLoop {
        successors = [[]]
        predecessors = [[]]
        controllers = [[]]
        return
      }
    }
    successors = (0..<count).map { block in
      guard blockStarts[block + 1] > blockStarts[block] else { return [] }
      let labels: [LabelID] =
        switch steps[blockStarts[block + 1] - 1].operation {
        case .branch(let target): [target]
        case .conditionalBranch(_, let a, let b): a == b ? [a] : [a, b]
        case .switch(_, let targets): targets
        default: []
        }
      let targets = labels.compactMap { module.block($0, in: self) }
      // Only a switch can have more than two targets.
      if targets.count < 2 || (targets.count == 2 && targets[0] != targets[1]) { return targets }
      var seen: Set<Int> = []
      return targets.filter { seen.insert($0).inserted }
    }
    predecessors = Array(repeating: [], count: count)
    for (block, next) in successors.enumerated() {
      for target in next { predecessors[target].append(block) }
    }
    hasLoop = successors.enumerated().contains { block, next in next.contains { $0 <= block } }
    let immediate = immediatePostDominators()
    controllers = Array(repeating: [], count: count)
    for block in 0..<count where successors[block].count > 1 && immediate[block] != nil {
      for target in successors[block] {
        var at: Int? = target
        while let node = at, node != immediate[block], node < count, immediate[node] != nil {
          if !controllers[node].contains(block) { controllers[node].append(block) }
          at = immediate[node]
        }
      }
    }
  }

  /// The immediate post-dominator of each block; `labels.count` stands for the function's end, nil for a block
  /// from which the end is not reached.
  private func immediatePostDominators() -> [Int?] {
    let count = labels.count
    let end = count
    var predecessors = [[Int]](repeating: [], count: count + 1)
    for block in 0..<count {
      let returns =
        switch steps[blockStarts[block + 1] - 1].operation {
        case .return, .returnValue: true
        default: false
        }
      if returns { predecessors[end].append(block) }
      for target in successors[block] { predecessors[target].append(block) }
    }
    // Postorder of the reversed graph from the end.
    var order: [Int] = []
    var number = [Int?](repeating: nil, count: count + 1)
    var visited = [Bool](repeating: false, count: count + 1)
    var stack: [(node: Int, next: Int)] = [(end, 0)]
    visited[end] = true
    while let (node, next) = stack.last {
      if next < predecessors[node].count {
        stack[stack.count - 1].next += 1
        let before = predecessors[node][next]
        if !visited[before] {
          visited[before] = true
          stack.append((before, 0))
        }
      } else {
        number[node] = order.count
        order.append(node)
        stack.removeLast()
      }
    }
    var immediate = [Int?](repeating: nil, count: count + 1)
    immediate[end] = end
    var changed = true
    while changed {
      changed = false
      for node in order.reversed() where node != end {
        var candidate: Int?
        let returns = successors[node].isEmpty
        for target in returns ? [end] : successors[node] where immediate[target] != nil {
          candidate = candidate.map { intersect($0, target, immediate, number) } ?? target
        }
        if candidate != immediate[node] {
          immediate[node] = candidate
          changed = true
        }
      }
    }
    return Array(immediate.prefix(count))
  }

  private func intersect(_ a: Int, _ b: Int, _ immediate: [Int?], _ number: [Int?]) -> Int {
    var (a, b) = (a, b)
    while a != b {
      while let na = number[a], let nb = number[b], na < nb, let up = immediate[a] { a = up }
      while let na = number[a], let nb = number[b], nb < na, let up = immediate[b] { b = up }
    }
    return a
  }
}
