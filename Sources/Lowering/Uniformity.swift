import SPIRV

/// Finds what is the same on all lanes that are on, and where lanes part.
///
/// Values start as uniform and become varying as reasons are found, over all functions until nothing changes. While
/// a block runs, other lanes may wait at blocks further on: its *pending* set. Where it is empty all lanes are
/// together, control flow is the machine's own and no mask is needed. A branch on a varying condition sends lanes to
/// several blocks; the first in order runs, the others are pending meanwhile. A write is *exact*, for all lanes,
/// where what it overwrites is not read by a pending lane; else lanes are blended, and what was written varies.
extension ModuleLowering {
  /// Fills the facts of all instances.
  func analyze() {
    for instance in instanceOrder {
      instance.facts.pending = Array(repeating: nil, count: instance.end + 1)
      instance.facts.surely = Array(repeating: nil, count: instance.end + 1)
    }
    // With one lane nothing varies, but the pending sets still say what is reached.
    var changed = true
    while changed {
      changed = false
      for instance in instanceOrder.reversed() {
        var pass = UniformityPass(module: self, instance: instance)
        pass.run()
        changed = changed || pass.changed
      }
    }
  }
}

private struct UniformityPass {
  let module: ModuleLowering
  let instance: FunctionInstance
  var changed = false

  private var isScalar: Bool { module.lane.width == 1 }

  mutating func run() {
    repeatUntilStable { pass in pass.flow() }
    repeatUntilStable { pass in
      pass.flow()
      for position in pass.instance.blocks.indices where pass.instance.facts.pending[position] != nil {
        pass.visit(position)
      }
    }
  }

  private mutating func repeatUntilStable(_ body: (inout UniformityPass) -> Void) {
    let before = changed
    var any = false
    repeat {
      changed = false
      body(&self)
      any = any || changed
    } while changed
    changed = before || any
  }

  // MARK: Where lanes wait

  private mutating func flow() {
    let empty = BitSet(capacity: instance.end + 1)
    var start = empty
    start.insert(0)
    reach(0, pending: empty, surely: start)
    for position in instance.blocks.indices {
      guard let pending = instance.facts.pending[position] else { continue }
      var own = empty
      own.insert(position)
      if instance.facts.surely[position] != own {
        skip(pending, instance.facts.surely[position], without: position)
      }
      if instance.blocks[position].mayKillInside { skip(pending, nil, without: position) }
      for targets in instance.alternatives(position, isVarying: { isVarying($0, in: position) }) {
        go(pending, to: targets)
        // The iteration limit sends lanes to the loop's merge block instead.
        let limited = targets.map { target in
          target <= position ? instance.blocks[target].loopMerge ?? instance.end : target
        }
        if limited != targets { go(pending, to: limited) }
      }
      if instance.successors(position).isEmpty { skip(pending, nil, without: position) }
    }
  }

  /// Lanes go to some blocks while others are pending: the first of all runs.
  private mutating func go(_ pending: BitSet, to targets: [Int]) {
    var all = pending
    var surely = BitSet(capacity: instance.end + 1)
    for target in targets {
      all.insert(target)
      surely.insert(target)
    }
    guard let next = all.first else { return }
    all.remove(next)
    reach(next, pending: all, surely: surely)
  }

  /// No lane is here: the first pending block runs.
  private mutating func skip(_ pending: BitSet, _ surely: BitSet?, without position: Int) {
    var rest = pending
    guard let next = rest.first else { return reach(instance.end, pending: rest, surely: nil) }
    rest.remove(next)
    var known = surely
    known?.remove(position)
    reach(next, pending: rest, surely: known)
  }

  private mutating func reach(_ position: Int, pending: BitSet, surely: BitSet?) {
    guard var known = instance.facts.pending[position] else {
      instance.facts.pending[position] = pending
      instance.facts.surely[position] = surely ?? all
      changed = true
      return
    }
    if known.formUnion(pending) {
      instance.facts.pending[position] = known
      changed = true
    }
    guard var sure = instance.facts.surely[position] else { return }
    if sure.formUnion(surely ?? all) {
      instance.facts.surely[position] = sure
      changed = true
    }
  }

  /// Knowing nothing: some lane is somewhere, or nowhere.
  private var all: BitSet {
    var all = BitSet(capacity: instance.end + 1)
    for position in 0...instance.end { all.insert(position) }
    return all
  }

  // MARK: What varies

  private func isVarying(_ id: ValueID, in block: Int) -> Bool {
    !isScalar && instance.isVarying(id, in: block)
  }

  private mutating func markValue(_ id: ValueID, _ isVarying: Bool, in block: Int) {
    guard !isScalar else { return }
    if isVarying, instance.facts.varyingValues.insert(id).inserted { changed = true }
    if instance.crossing.contains(id), isVarying || !instance.isExact(id, at: block) {
      if instance.facts.varyingMemory.insert(id).inserted { changed = true }
    }
  }

  private mutating func markStore(_ place: Place, _ isVarying: Bool, in block: Int) {
    guard !isScalar else { return }
    switch place.root {
    case .local(let id):
      if isVarying || !instance.isExact(id, at: block), instance.facts.varyingMemory.insert(id).inserted {
        changed = true
      }
    case .global(let id):
      if isVarying || !instance.isFull(at: block), module.varyingGlobals.insert(id).inserted {
        changed = true
      }
    }
  }

  private func isVarying(_ place: Place, in block: Int) -> Bool {
    if isScalar { return false }
    for step in place.steps {
      switch step {
      case .constant: continue
      case .value(let id): if isVarying(id, in: block) { return true }
      case .argument(let number): if instance.facts.varyingArguments.contains(number) { return true }
      }
    }
    return false
  }

  private func isContentVarying(_ place: Place) -> Bool {
    if isScalar { return false }
    switch place.root {
    case .local(let id): return instance.facts.varyingMemory.contains(id)
    case .global(let id):
      guard case .memory(let storage, _)? = module.globals[id] else { return false }
      return storage != .private || module.varyingGlobals.contains(id)
    }
  }

  private mutating func visit(_ position: Int) {
    let block = instance.blocks[position]
    for phi in block.phis where instance.facts.varyingValues.contains(phi.result) {
      markValue(phi.result, true, in: position)
    }
    for phi in block.phis { markValue(phi.result, false, in: position) }
    for code in block.codes { visit(code, position) }
    let pending = instance.facts.pending[position] ?? BitSet(capacity: instance.end + 1)
    for target in Set(instance.successors(position)) where target < instance.end {
      for phi in instance.blocks[target].phis {
        guard let value = phi.sources[position] else { continue }
        if isVarying(value, in: position) || pending.contains(target) { markPhi(phi.result) }
      }
    }
    if case .returnValue(let value) = block.terminator, !isScalar {
      if isVarying(value, in: position) || pending.contains(instance.end), !instance.facts.isReturnVarying {
        instance.facts.isReturnVarying = true
        changed = true
      }
    }
  }

  private mutating func markPhi(_ id: ValueID) {
    if !isScalar, instance.facts.varyingValues.insert(id).inserted { changed = true }
  }

  private mutating func visit(_ code: FunctionInstance.Code, _ block: Int) {
    let usesVary = code.uses.contains { isVarying($0, in: block) }
    if let callee = code.callee {
      visitCall(code, callee, block)
      return
    }
    var varies = usesVary
    switch code.op {
    case .load:
      if let place = code.place { varies = isVarying(place, in: block) || isContentVarying(place) }
    case .store:
      if let place = code.place { markStore(place, usesVary, in: block) }
    case .copyMemory:
      if let place = code.place, let source = code.source {
        markStore(
          place, isVarying(place, in: block) || isVarying(source, in: block) || isContentVarying(source),
          in: block)
      }
    case .variable:
      if let id = code.result, let value = instance.initializers[id], isVarying(value, in: block) {
        markStore(Place(root: .local(id), type: TypeID(0)), true, in: block)
      }
      return
    case .isHelperInvocationEXT: varies = true
    case .imageQuerySize, .imageQuerySizeLod, .imageQueryLevels, .imageQuerySamples: break
    default:
      if code.instruction.imageAccess != nil || code.instruction.atomic != nil { varies = true }
      if let place = code.place, isVarying(place, in: block) || isInput(place) { varies = true }
      if let place = code.place, code.instruction.writesThroughPointer(glsl: module.index.glsl) {
        markStore(place, varies, in: block)
      }
    }
    if let result = code.result { markValue(result, varies && !isScalar, in: block) }
  }

  private func isInput(_ place: Place) -> Bool {
    if case .global(let id) = place.root, case .memory(.input, _)? = module.globals[id] { return true }
    return false
  }

  private mutating func visitCall(_ code: FunctionInstance.Code, _ callee: FunctionInstance, _ block: Int) {
    let arguments = Array(code.instruction.operandIDs.dropFirst())
    var numbers = 0
    for (parameter, argument) in zip(callee.parameters, arguments) {
      if let pointee = parameter.pointee,
        let place = instance.places[argument] ?? globalPlace(argument, pointee)
      {
        if isVarying(place, in: block) || isContentVarying(place) { markMemory(parameter.id, in: callee) }
        if callee.writtenParameters.contains(parameter.id) {
          markStore(
            place, isVarying(place, in: block) || callee.facts.varyingMemory.contains(parameter.id), in: block
          )
        }
      } else if case .value = parameter.key {
        if isVarying(argument, in: block), callee.facts.varyingValues.insert(parameter.id).inserted {
          changed = true
        }
      } else {
        for step in steps(of: argument) {
          if isStepVarying(step, in: block), callee.facts.varyingArguments.insert(numbers).inserted {
            changed = true
          }
          numbers += 1
        }
      }
    }
    if !instance.isFull(at: block), callee.facts.isFull {
      callee.facts.isFull = false
      changed = true
    }
    if let result = code.result { markValue(result, callee.facts.isReturnVarying, in: block) }
  }

  private func globalPlace(_ id: ValueID, _ type: TypeID) -> Place? {
    module.globals[id] == nil ? nil : Place(root: .global(id), type: type)
  }

  private mutating func markMemory(_ id: ValueID, in callee: FunctionInstance) {
    if !isScalar, callee.facts.varyingMemory.insert(id).inserted { changed = true }
  }

  private func steps(of argument: ValueID) -> [Place.Step] { instance.dynamicSteps(of: argument) }

  private func isStepVarying(_ step: Place.Step, in block: Int) -> Bool {
    if isScalar { return false }
    switch step {
    case .constant: return false
    case .value(let id): return isVarying(id, in: block)
    case .argument(let number): return instance.facts.varyingArguments.contains(number)
    }
  }
}

extension FunctionInstance {
  /// The dynamic indices inside a pointer or image that is handed to a function, in order.
  func dynamicSteps(of argument: ValueID) -> [Place.Step] {
    let all: [Place.Step]
    if let image = images[argument] {
      all = image.image.steps + image.sampler.steps
    } else {
      all = places[argument]?.steps ?? []
    }
    return all.filter { if case .constant = $0 { false } else { true } }
  }

  /// Whether a value may differ between the lanes that are on where it is read in a block.
  func isVarying(_ id: ValueID, in block: Int) -> Bool {
    guard let home = definitions[id] else { return facts.varyingValues.contains(id) }
    return home == block ? facts.varyingValues.contains(id) : facts.varyingMemory.contains(id)
  }

  /// Whether a write in a block to a variable or crossing value may overwrite all lanes.
  func isExact(_ id: ValueID, at block: Int) -> Bool {
    guard let pending = facts.pending[block] else { return true }
    return pending.members.allSatisfy { !facts.liveIn[$0].contains(id) }
  }

  /// Whether all lanes of the group that still run are together in a block.
  func isFull(at block: Int) -> Bool { facts.isFull && (facts.pending[block]?.isEmpty ?? true) }

  /// The sets of blocks that lanes go to at a block's end: one set where the condition varies, else one a target.
  func alternatives(_ position: Int, isVarying: (ValueID) -> Bool) -> [[Int]] {
    let targets = successors(position)
    switch blocks[position].terminator {
    case .conditional(let id, _, _), .switch(let id, _, _):
      return isVarying(id) ? [targets] : targets.map { [$0] }
    case .branch, .return, .returnValue: return [targets]
    case .kill, .unreachable: return []
    }
  }
}
