import SPIRV

// What loads give and stores leave behind, in variables and across calls.
extension ForwardWalk {
  func slots(_ pointer: FunctionShape.Pointer) -> (range: Range<Int>, isGlobal: Bool)? {
    let entry: (base: Int, count: Int)
    let isGlobal: Bool
    if let own = shape.slotBases[pointer.root] {
      (entry, isGlobal) = (own, false)
    } else if let global = module.globalSlots[pointer.root] {
      (entry, isGlobal) = (global, true)
    } else {
      return nil
    }
    if let member = pointer.member, Int(member) < entry.count {
      return (entry.base + Int(member)..<entry.base + Int(member) + 1, isGlobal)
    }
    return (entry.base..<(entry.base + entry.count), isGlobal)
  }

  func global(_ slot: Int) -> Fact {
    let (variation, cut) = analysis.readGlobal(slot)
    return Fact(variation: variation, cut: cut)
  }

  mutating func visitLoad(_ number: Int, _ pointer: ValueID) {
    set(number, read(pointer, at: number))
  }

  /// What a load through a pointer gives.
  mutating func read(_ pointer: ValueID, at step: Int) -> Fact {
    guard let target = module.pointer(pointer, in: shape) else {
      // A pointer from elsewhere (a buffer reference): its address decides.
      let address = fact(pointer)
      return cut(address, to: address.variation.readThrough, at: step, "a read through a pointer")
    }
    let index = joined(target.dynamicIndices)
    if target.storage == .input {
      var result = Fact()
      result.variation = analysis.inputs.variation(of: target)
      if result.variation.contains(.opaque) {
        result = cut(result, to: result.variation, at: step, "an input of specialized length")
      }
      return choice(result, condition: index, at: step, "a dynamic index")
    }
    guard let (range, isGlobal) = slots(target) else {
      return cut(index, to: index.variation.readThrough, at: step, "a read from a buffer")
    }
    if !isGlobal, let known = held[target.root] {
      return choice(known, condition: index, at: step, "a dynamic index")
    }
    var result = Fact()
    for slot in range {
      result.join(
        isGlobal
          ? global(slot)
          : Fact(variation: state.slots[slot], cut: state.slotCuts[slot], site: state.slotSites[slot]))
    }
    return choice(result, condition: index, at: step, "a dynamic index")
  }

  mutating func write(_ value: Fact, through pointer: ValueID, at step: Int) {
    guard let target = module.pointer(pointer, in: shape), let (range, isGlobal) = slots(target)
    else { return }
    var written = choice(value, condition: joined(target.dynamicIndices), at: step, "a dynamic index")
    let decision = control[shape.steps[step].block]
    if decision.isVaried {
      written = choice(written, condition: Fact(variation: decision), at: step, "a branch")
    }
    if !isGlobal { hold(written, target) }
    for slot in range {
      if isGlobal {
        analysis.joinGlobal(slot, written.variation, cut: written.cut)
        continue
      }
      if state.slotCuts[slot] == 0 || written.isMoreOpaque(than: state.slots[slot]) {
        state.slotCuts[slot] = written.cut
      }
      if !state.slots[slot].isSuperset(of: written.variation) {
        state.slots[slot].formUnion(written.variation)
        changed = true
      }
      if state.slotSites[slot] < 0 { state.slotSites[slot] = written.site }
    }
  }

  /// A store to the whole replaces what is held, a store to a part joins it.
  mutating func hold(_ written: Fact, _ target: FunctionShape.Pointer) {
    if target.isRoot {
      held[target.root] = written
    } else if var known = held[target.root] {
      known.join(written)
      held[target.root] = known
    }
  }

  // MARK: Calls

  mutating func visitCall(_ number: Int, _ function: FunctionID, _ arguments: [ValueID]) {
    var variations: [Variation] = []
    var cuts: [Int32] = []
    guard let callee = module.functionByID[function] else {
      let operand = joined(arguments)
      set(number, cut(operand, to: operand.variation.readThrough, at: number, "a call"))
      return
    }
    let calleeShape = module.functions[callee]
    for (argument, parameter) in zip(arguments, calleeShape.parameters) {
      let facts =
        calleeShape.slotBases[parameter].map { argumentSlots(argument, count: $0.count) }
        ?? [fact(argument)]
      variations += facts.map(\.variation)
      cuts += facts.map(\.cut)
    }
    guard
      let result = analysis.call(
        function, arguments: variations, cuts: cuts, control: control[shape.steps[number].block])
    else { return }
    state.calls[number] = result
    for (argument, parameter) in zip(arguments, calleeShape.parameters) {
      guard let (base, count) = calleeShape.slotBases[parameter] else { continue }
      write(
        (base..<(base + count)).map { Fact(variation: result.slots[$0], cut: result.slotCuts[$0]) },
        toSlotsOf: argument)
    }
    let cut = result.returnedCut != 0 ? result.returnedCut : cuts.first { $0 != 0 } ?? 0
    set(number, Fact(variation: result.returned, cut: cut))
  }

  /// The facts of the slots behind a pointer argument, as many as the callee tells apart.
  mutating func argumentSlots(_ pointer: ValueID, count: Int) -> [Fact] {
    guard let target = module.pointer(pointer, in: shape) else {
      return Array(repeating: Fact(), count: count)
    }
    if target.storage == .input {
      let fact = Fact(variation: analysis.inputs.variation(of: target))
      return Array(repeating: fact, count: count)
    }
    guard let (range, isGlobal) = slots(target) else { return Array(repeating: Fact(), count: count) }
    if !isGlobal, count == 1, let known = held[target.root] { return [known] }
    let facts = range.map {
      isGlobal
        ? global($0)
        : Fact(variation: state.slots[$0], cut: state.slotCuts[$0], site: state.slotSites[$0])
    }
    if facts.count == count { return facts }
    var all = Fact()
    facts.forEach { all.join($0) }
    return Array(repeating: all, count: count)
  }

  mutating func write(_ facts: [Fact], toSlotsOf pointer: ValueID) {
    guard let target = module.pointer(pointer, in: shape), let (range, isGlobal) = slots(target)
    else { return }
    var all = Fact()
    facts.forEach { all.join($0) }
    held[target.root] = nil
    for (offset, slot) in range.enumerated() {
      let fact = facts.count == range.count ? facts[offset] : all
      if isGlobal {
        analysis.joinGlobal(slot, fact.variation, cut: fact.cut)
      } else {
        if !state.slots[slot].isSuperset(of: fact.variation) {
          state.slots[slot].formUnion(fact.variation)
          changed = true
        }
        if state.slotCuts[slot] == 0 { state.slotCuts[slot] = fact.cut }
      }
    }
  }
}
