import SPIRV

extension InstanceBuilder {
  // MARK: Values across blocks

  func collectCrossing() {
    forEachUse { id, block in
      if let home = instance.definitions[id], home != block { instance.crossing.insert(id) }
    }
  }

  /// Visits every use of a value with the block it is read in; what a phi takes is read where it comes from.
  private func forEachUse(_ body: (ValueID, Int) -> Void) {
    for (position, block) in instance.blocks.enumerated() {
      for code in block.codes { for id in code.uses { body(id, position) } }
      for phi in block.phis { for (source, id) in phi.sources { body(id, source) } }
      switch block.terminator {
      case .conditional(let id, _, _), .switch(let id, _, _), .returnValue(let id): body(id, position)
      case .branch, .return, .kill, .unreachable: break
      }
    }
  }
}

extension FunctionInstance {
  /// The positions that a block leads to.
  func successors(_ position: Int) -> [Int] {
    switch blocks[position].terminator {
    case .branch(let target): return [target]
    case .conditional(_, let a, let b): return [a, b]
    case .switch(_, let fallback, let cases): return [fallback] + cases.map(\.target)
    case .return, .returnValue: return [end]
    case .kill, .unreachable: return []
    }
  }
}

extension InstanceBuilder {
  /// By block, what is read from there on before it is written: whole variables and crossing values.
  func collectLiveness() {
    var reads: [Set<ValueID>] = []
    var writes: [Set<ValueID>] = []
    for (position, block) in instance.blocks.enumerated() {
      let (read, written) = effects(of: block, at: position)
      reads.append(read)
      writes.append(written)
    }
    // What a phi takes is read at the end of the block it comes from.
    for block in instance.blocks {
      for phi in block.phis {
        for (source, id) in phi.sources where instance.crossing.contains(id) {
          if instance.definitions[id] != source { reads[source].insert(id) }
        }
      }
    }
    let returned = Set(instance.parameters.filter { $0.pointee != nil }.map(\.id))
    var live = reads
    live.append(returned)
    var changed = true
    while changed {
      changed = false
      for position in instance.blocks.indices.reversed() {
        var out = Set<ValueID>()
        for target in Set(instance.successors(position)) { out.formUnion(live[target]) }
        if let merge = instance.blocks[position].loopMerge { out.formUnion(live[merge]) }
        let new = reads[position].union(out.subtracting(writes[position]))
        if new.count != live[position].count {
          live[position] = new
          changed = true
        }
      }
    }
    instance.facts.liveIn = live
  }

  private func effects(of block: FunctionInstance.Block, at position: Int) -> (Set<ValueID>, Set<ValueID>) {
    var reads = Set<ValueID>()
    var writes = Set<ValueID>()
    func read(_ id: ValueID) {
      if !writes.contains(id) { reads.insert(id) }
    }
    for phi in block.phis where instance.crossing.contains(phi.result) { writes.insert(phi.result) }
    for code in block.codes {
      for id in code.uses where instance.crossing.contains(id) && instance.definitions[id] != position {
        read(id)
      }
      if code.op == .store, let place = code.place, place.steps.isEmpty, case .local(let id) = place.root {
        writes.insert(id)
      } else {
        for place in [code.place, code.source].compactMap({ $0 }) {
          if case .local(let id) = place.root { read(id) }
        }
      }
      if code.callee != nil {
        for argument in code.instruction.operandIDs {
          if case .local(let id)? = instance.places[argument]?.root { read(id) }
        }
      }
      if let result = code.result, instance.crossing.contains(result) { writes.insert(result) }
    }
    switch block.terminator {
    case .conditional(let id, _, _), .switch(let id, _, _), .returnValue(let id):
      if instance.crossing.contains(id), instance.definitions[id] != position { read(id) }
    case .branch, .return, .kill, .unreachable: break
    }
    return (reads, writes)
  }
}
