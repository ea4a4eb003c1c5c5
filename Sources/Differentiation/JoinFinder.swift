import SPIRV

/// Works out a function's joins.
final class JoinFinder {
  let shape: FunctionShape
  private var tree: DominatorTree
  /// What each block writes.
  private var writes: [[Joins.Write]]
  /// Marks blocks or slots in one search: those of the current number.
  private var marks: [Int]
  private var slotMarks: [Int]
  private var search = 0

  init(_ shape: FunctionShape, _ module: ModuleShape) {
    self.shape = shape
    tree = DominatorTree(root: 0, successors: shape.successors, predecessors: shape.predecessors)
    tree.number()
    writes = Array(filling: [], count: shape.labels.count)
    marks = Array(filling: 0, count: shape.labels.count)
    slotMarks = Array(filling: 0, count: shape.followedSlotCount)
    for step in shape.memorySteps where shape.isRelevant[step] {
      shape.operation(step).forEachWrittenPointer {
        if let target = module.pointer($0, in: shape), let slots = shape.followedSlots(target) {
          for slot in slots {
            writes[shape.steps[step].block].append(Joins.Write(slot: slot, step: step))
          }
        }
      }
    }
  }

  private func isReached(_ block: Int) -> Bool { tree.immediate[block] != nil }

  // MARK: Loops

  /// Finds natural loops, inner ones first, each block looked at once for each loop around it.
  func findLoops(_ joins: Joins) {
    for header in tree.order.reversed() {
      let entries = shape.predecessors[header].filter {
        isReached($0) && tree.places[$0] >= tree.places[header]
      }
      if entries.isEmpty { continue }
      let latches = entries.filter { tree.dominates(header, $0) }
      if latches.count < entries.count { joins.isIrreducible = true }
      if !latches.isEmpty { addLoop(header, latches, joins) }
    }
    for block in tree.order {
      var loop = joins.innermost[block]
      while loop >= 0 {
        joins.loops[loop].writes += writes[block]
        loop = joins.loops[loop].parent
      }
    }
    for number in joins.loops.indices {
      joins.loops[number].writes = unique(joins.loops[number].writes)
      let header = joins.loops[number].header
      joins.loops[number].deciders = controllers(of: [header]) { joins.isInside($0, number) }
    }
  }

  private func addLoop(_ header: Int, _ latches: [Int], _ joins: Joins) {
    let number = joins.loops.count
    joins.loops.append(Joins.Loop(header: header))
    joins.innermost[header] = number
    var pending = latches
    while let block = pending.popLast() {
      var loop = joins.innermost[block]
      guard loop >= 0 else {
        joins.innermost[block] = number
        pending += shape.predecessors[block].filter { isReached($0) }
        continue
      }
      while joins.loops[loop].parent >= 0 { loop = joins.loops[loop].parent }
      if loop != number {
        joins.loops[loop].parent = number
        pending += shape.predecessors[joins.loops[loop].header].filter { isReached($0) }
      }
    }
  }

  private func unique(_ all: [Joins.Write]) -> [Joins.Write] {
    search += 1
    return all.filter { write in
      defer { slotMarks[write.slot] = search }
      return slotMarks[write.slot] != search
    }
  }

  // MARK: Writes

  /// Finds which variables were written between a join and its dominator: on the way up the tree from each
  /// predecessor, or above a join there.
  func findMerged(_ joins: Joins) {
    var depths = [Int](filling: 0, count: shape.labels.count)
    for block in tree.order.dropFirst() {
      if let up = tree.immediate[block] { depths[block] = depths[up] + 1 }
    }
    var byDepth: [[Int]] = []
    for block in tree.order where shape.predecessors.count(of: block) > 1 {
      while byDepth.count <= depths[block] { byDepth.append([]) }
      byDepth[depths[block]].append(block)
    }
    for block in byDepth.reversed().joined() {
      guard let dominator = tree.immediate[block] else { continue }
      var found: [Joins.Write] = []
      search += 1
      for predecessor in shape.predecessors[block] where isReached(predecessor) {
        var at = predecessor
        while at != dominator, marks[at] != search {
          marks[at] = search
          found += writes[at] + joins.merged[at]
          guard let up = tree.immediate[at] else { break }
          at = up
        }
      }
      joins.merged[block] = unique(found)
    }
  }

  // MARK: Separators

  func findSeparators(_ joins: Joins) {
    for block in tree.order where shape.predecessors.count(of: block) > 1 {
      guard let dominator = tree.immediate[block] else { continue }
      let entries = shape.predecessors[block].filter { isReached($0) }
      let tree = tree
      let candidates = controllers(of: entries, orThemselves: true) { tree.dominates(dominator, $0) }
      if candidates.allSatisfy({ shape.postDominators[$0] == block }) {
        joins.separators[block] = candidates
        continue
      }
      markRegion(from: dominator, to: block, entries)
      joins.separators[block] = candidates.filter { branch in
        shape.postDominators[branch] == block
          || shape.successors[branch].count { $0 == block || marks[$0] == search } > 1
      }
    }
  }

  /// Marks the blocks between a join and its dominator.
  private func markRegion(from dominator: Int, to join: Int, _ entries: [Int]) {
    search += 1
    var pending = entries
    while let block = pending.popLast() {
      guard block != dominator, block != join, marks[block] != search, isReached(block) else { continue }
      marks[block] = search
      pending += shape.predecessors[block]
    }
  }

  /// The branches that decide, step by step, whether blocks run, as far as a condition holds.
  private func controllers(
    of blocks: [Int], orThemselves: Bool = false, where isWanted: (Int) -> Bool
  ) -> [Int] {
    search += 1
    var result: [Int] = []
    var pending: [Int] = []
    func add(_ branch: Int) {
      guard marks[branch] != search, isReached(branch), isWanted(branch) else { return }
      marks[branch] = search
      result.append(branch)
      pending.append(branch)
    }
    for block in blocks {
      if orThemselves, shape.successors.count(of: block) > 1 { add(block) }
      shape.controllers[block].forEach(add)
    }
    while let branch = pending.popLast() { shape.controllers[branch].forEach(add) }
    return result
  }
}

extension Operation {
  /// Calls back with what it writes through; of a call's arguments, those that are no pointers as well.
  func forEachWrittenPointer(_ body: (ValueID) -> Void) {
    switch self {
    case .store(let pointer, _), .copyMemory(let pointer, _): body(pointer)
    case .extended(.modf, let operands), .extended(.frexp, let operands): operands.dropFirst().forEach(body)
    case .call(_, let arguments): arguments.forEach(body)
    default: break
    }
  }
}
