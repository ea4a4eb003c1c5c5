import SPIRV

extension FunctionShape {
  /// Finds the successors of each block and the branches that decide whether it runs.
  ///
  /// Control dependence after Ferrante, Ottenstein and Warren, "The Program Dependence Graph and Its Use in
  /// Optimization" (1987). Blocks from which no return is reached (discard) decide nothing: what a discarded
  /// fragment would have computed, nobody sees.
  ///
  /// Functions of which nothing bears on a site go without.
  func analyzeControl(_ module: ModuleShape) {
    let count = labels.count
    guard controllers.count < count else { return }
    if count == 1 {
      // Nothing branches: where the only block branches to itself, it loops and no return is reached.
      let isLoop =
        switch steps.isEmpty ? nil : Optional(operation(steps.count - 1)) {
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
        switch operation(blockStarts[block + 1] - 1) {
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
    predecessors = Array(filling: [], count: count)
    for (block, next) in successors.enumerated() {
      for target in next { predecessors[target].append(block) }
    }
    hasLoop = successors.enumerated().contains { block, next in next.contains { $0 <= block } }
    let immediate = immediatePostDominators()
    postDominators = immediate
    controllers = controllers(under: immediate)
  }

  /// For each block, the branches that decide whether it runs, where each block is post-dominated as given.
  private func controllers(under immediate: [Int?]) -> [[Int]] {
    let count = labels.count
    var result = [[Int]](filling: [], count: count)
    for block in 0..<count where successors[block].count > 1 && immediate[block] != nil {
      for target in successors[block] {
        var at: Int? = target
        while let node = at, node != immediate[block], node < count, immediate[node] != nil {
          if !result[node].contains(block) { result[node].append(block) }
          at = immediate[node]
        }
      }
    }
    return result
  }

  /// The same where a discard is an end like any other: what it ends decides on what comes after it.
  func controllersCountingDiscards() -> [[Int]] {
    labels.count == 1 ? [[]] : controllers(under: immediatePostDominators(countsDiscards: true))
  }

  /// Whether a block ends the invocation for good.
  func isDiscard(_ block: Int) -> Bool {
    guard blockStarts[block + 1] > blockStarts[block] else { return false }
    let op = steps[blockStarts[block + 1] - 1].op
    return op == .kill || op == .terminateInvocation
  }

  /// The immediate post-dominator of each block; `labels.count` stands for the function's end, nil for a block
  /// from which the end is not reached.
  private func immediatePostDominators(countsDiscards: Bool = false) -> [Int?] {
    let count = labels.count
    let end = count
    var predecessors = [[Int]](filling: [], count: count + 1)
    for block in 0..<count {
      let returns =
        switch operation(blockStarts[block + 1] - 1) {
        case .return, .returnValue: true
        default: false
        }
      if returns || (countsDiscards && isDiscard(block)) { predecessors[end].append(block) }
      for target in successors[block] { predecessors[target].append(block) }
    }
    let ahead = (0..<count).map { successors[$0].isEmpty ? [end] : successors[$0] } + [[]]
    let tree = DominatorTree(root: end, successors: predecessors, predecessors: ahead)
    return Array(tree.immediate.prefix(count))
  }
}
