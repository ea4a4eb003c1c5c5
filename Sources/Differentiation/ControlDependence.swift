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
        successors = BlockGraph(count: 1, edges: [])
        predecessors = successors
        controllers = successors
        return
      }
    }
    successors = BlockGraph(capacity: count)
    for block in 0..<count {
      if blockStarts[block + 1] > blockStarts[block] { addSuccessors(of: block, module) }
      successors.endBlock()
    }
    predecessors = successors.reversed
    hasLoop = successors.indices.contains { block in successors[block].contains { $0 <= block } }
    let immediate = immediatePostDominators()
    postDominators = immediate
    controllers = controllers(under: immediate)
  }

  private func addSuccessors(of block: Int, _ module: ModuleShape) {
    func add(_ label: LabelID) {
      if let target = module.block(label, in: self) { successors.add(target) }
    }
    switch operation(blockStarts[block + 1] - 1) {
    case .branch(let target): add(target)
    case .conditionalBranch(_, let a, let b):
      add(a)
      add(b)
    case .switch(_, let targets):
      var seen: Set<LabelID> = []
      for target in targets where seen.insert(target).inserted { add(target) }
    default: break
    }
  }

  /// For each block, the branches that decide whether it runs, where each block is post-dominated as given.
  private func controllers(under immediate: [Int?]) -> BlockGraph {
    let count = labels.count
    var edges: [(from: Int, to: Int)] = []
    // The branch that was found last to decide on each block: they come in order.
    var last = [Int](filling: -1, count: count)
    for block in 0..<count where successors.count(of: block) > 1 && immediate[block] != nil {
      for target in successors[block] {
        var at: Int? = target
        while let node = at, node != immediate[block], node < count, immediate[node] != nil {
          if last[node] != block {
            last[node] = block
            edges.append((node, block))
          }
          at = immediate[node]
        }
      }
    }
    return BlockGraph(count: count, edges: edges)
  }

  /// The same where a discard is an end like any other: what it ends decides on what comes after it.
  func controllersCountingDiscards() -> BlockGraph {
    labels.count == 1
      ? BlockGraph(count: 1, edges: []) : controllers(under: immediatePostDominators(countsDiscards: true))
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
    // Turned round: the end comes first.
    var ahead: [(from: Int, to: Int)] = []
    var behind: [(from: Int, to: Int)] = []
    for block in 0..<count {
      let returns =
        switch steps[blockStarts[block + 1] - 1].op {
        case .return: true
        case .returnValue:
          if case .returnValue = operation(blockStarts[block + 1] - 1) { true } else { false }
        default: false
        }
      if returns || (countsDiscards && isDiscard(block)) { ahead.append((end, block)) }
      for target in successors[block] {
        ahead.append((target, block))
        behind.append((block, target))
      }
      if successors.count(of: block) == 0 { behind.append((block, end)) }
    }
    let tree = DominatorTree(
      root: end, successors: BlockGraph(count: count + 1, edges: ahead),
      predecessors: BlockGraph(count: count + 1, edges: behind))
    return Array(tree.immediate.prefix(count))
  }
}
