import SPIRV

// What loads give and stores leave behind, in variables and across calls.
extension ForwardWalk {
  func slots(_ pointer: FunctionShape.Pointer) -> (range: Range<Int>, isGlobal: Bool)? {
    pointer.slotsAre == .none ? nil : (pointer.slots, pointer.slotsAre == .module)
  }

  func global(_ slot: Int) -> Fact {
    let (variation, cut) = analysis.readGlobal(slot)
    return Fact(variation: variation, cut: cut)
  }

  func local(_ slot: Int) -> Fact {
    wasRead[slot] = true
    return state.slots[slot]
  }

  /// Makes a slot's fact a greater one; where it was read before, that asks for another walk.
  private func set(slot: Int, _ fact: Fact) {
    let known = state.slots[slot]
    if known.variation != fact.variation {
      if shape.hasLoop || wasRead[slot] { changed = true }
    } else if wasRead[slot], !shape.hasLoop, known.cut != fact.cut || known.sites != fact.sites {
      changed = true
    }
    state.slots[slot] = fact
  }

  func visitLoad(_ number: Int, _ pointer: ValueID) {
    set(number, byComponent: part(read(pointer, at: number), at: number))
  }

  /// What a step takes out of a whole: of integers and truths only the jumps, where the whole has floats, too.
  func part(_ whole: Fact, at step: Int) -> Fact {
    guard !whole.variation.isDisjoint(with: .chained), let type = shape.steps[step].type,
      module.index.isDiscrete(type)
    else { return whole }
    var result = whole
    result.variation = whole.variation.unchained
    return result
  }

  /// What a load through a pointer gives.
  func read(_ pointer: ValueID, at step: Int) -> Fact {
    guard let target = module.pointer(pointer, in: shape) else {
      // A pointer from elsewhere (a buffer reference): its address decides.
      let address = fact(pointer)
      return cut(address, to: address.variation.readThrough, at: step, "a read through a pointer")
    }
    let index = joined(shape.dynamicIndices(target))
    if target.storage == .input {
      var result = Fact()
      result.variation = analysis.inputs.variation(of: target).asWhole
      if result.variation.contains(.opaque) {
        result = cut(result, to: result.variation, at: step, "an input of specialized length")
      } else if result.variation.contains(.jump) {
        result = cut(result, to: result.variation, at: step, "an input that differs within a quad")
      }
      return choice(result, condition: index, at: step, "a dynamic index")
    }
    guard let (range, isGlobal) = slots(target) else {
      return cut(index, to: index.variation.chosenFromBuffer, at: step, "a read from a buffer")
    }
    if let followed = shape.followedSlots(target), let known = held[followed] {
      return choice(component(target, of: known), condition: index, at: step, "a dynamic index")
    }
    var result = Fact()
    for slot in range {
      result.join(isGlobal ? global(slot) : local(slot))
    }
    return choice(component(target, of: result), condition: index, at: step, "a dynamic index")
  }

  func write(_ value: Fact, through pointer: ValueID, at step: Int) {
    guard let target = module.pointer(pointer, in: shape), let (range, isGlobal) = slots(target)
    else { return }
    var written = choice(
      placed(value, in: target), condition: joined(shape.dynamicIndices(target)), at: step, "a dynamic index")
    // Which side of a parity a pixel is on may be in the branch alone.
    written.variation.formUnion(absoluteControl.intersection(.parity))
    hold(written, target)
    if isGlobal { return writeGlobal(range, written, at: step) }
    let joined = choice(written, decision: control[block], at: step)
    for slot in range {
      var fact = state.slots[slot]
      fact.take(joined)
      set(slot: slot, fact)
    }
  }

  private func writeGlobal(_ slots: Range<Int>, _ fact: Fact, at step: Int) {
    let joined = choice(fact, decision: absoluteControl, at: step)
    for slot in slots { analysis.joinGlobal(slot, joined.variation, cut: joined.cut) }
  }

  /// What is read at some other place than where it was written, under a decision.
  private func choice(_ fact: Fact, decision: Variation, at step: Int) -> Fact {
    decision.isVaried ? choice(fact, condition: Fact(variation: decision), at: step, "a branch") : fact
  }

  /// A variable begins with a constant, or with what is the same everywhere for all that anybody may ask.
  func holdAtBirth(_ step: Int) {
    guard let variable = shape.steps[step].result, let target = module.pointer(variable, in: shape),
      target.slotsAre == .function
    else { return }
    for slot in target.rootSlots { held[slot] = Fact() }
  }

  /// A store to the whole replaces what is held, a store to a part joins it.
  func hold(_ written: Fact, _ target: FunctionShape.Pointer) {
    for slot in shape.followedSlots(target) ?? 0..<0 {
      if target.isRoot {
        held[slot] = written
      } else if var known = held[slot] {
        if let component = target.component { known.variation = known.variation.removing(component) }
        known.join(written)
        held[slot] = known
      }
    }
  }

  /// What a callee leaves behind a pointer: of one slot for all it is what is held from then on.
  private func hold(_ facts: [Fact], _ all: Fact, _ target: FunctionShape.Pointer) {
    guard let slots = shape.followedSlots(target) else { return }
    guard target.slotCount > 1, facts.count == slots.count else { return hold(all, target) }
    for (slot, fact) in zip(slots, facts) {
      guard var known = held[slot] else { continue }
      known.join(fact)
      held[slot] = known
    }
  }

  // MARK: Calls

  func visitCall(_ number: Int, _ function: FunctionID, _ arguments: [ValueID]) {
    var variations: [Variation] = []
    var cuts: [Int32] = []
    guard let callee = module.function(function) else {
      let operand = joined(arguments)
      set(number, cut(operand, to: operand.variation.readThrough, at: number, "a call"))
      return
    }
    let calleeShape = module.functions[callee]
    variations.reserveCapacity(2 * arguments.count)
    cuts.reserveCapacity(2 * arguments.count)
    for (argument, parameter) in zip(arguments, calleeShape.parameters) {
      func add(_ fact: Fact) {
        variations.append(fact.variation.intersection(.passed))
        cuts.append(fact.cut)
      }
      if let slots = module.parameterSlots(parameter, in: calleeShape) {
        if slots.count == 1, let known = heldFact(argument) {
          add(known)
        } else {
          for fact in argumentSlots(argument, count: slots.count) { add(fact) }
        }
      } else {
        add(fact(argument))
      }
    }
    guard
      let result = analysis.call(
        function, arguments: variations, cuts: cuts, control: absoluteControl)
    else { return }
    state.calls[number] = result
    for (argument, parameter) in zip(arguments, calleeShape.parameters) {
      guard let slots = module.parameterSlots(parameter, in: calleeShape) else { continue }
      write(
        slots.map { Fact(variation: result.slots[$0].variation, cut: result.slots[$0].cut) },
        toSlotsOf: argument, at: number)
    }
    set(
      number,
      byComponent: Fact(variation: result.returned, cut: returnedCut(result, calleeShape, cuts)))
  }

  /// The cut that a call's result went through: where it came in with a parameter, this call's own.
  private func returnedCut(_ callee: ForwardState, _ shape: FunctionShape, _ cuts: [Int32]) -> Int32 {
    guard callee.returnedCut != 0 else { return cuts.first { $0 != 0 } ?? 0 }
    var at = 0
    func isOwn(_ fact: Fact) -> Bool {
      defer { at += 1 }
      return fact.cut == callee.returnedCut && at < cuts.count && cuts[at] != 0
    }
    for parameter in shape.parameters {
      if let slots = module.parameterSlots(parameter, in: shape) {
        for slot in slots where isOwn(callee.slots[slot]) { return cuts[at - 1] }
      } else if let local = module.local(parameter), isOwn(callee.values[local]) {
        return cuts[at - 1]
      }
    }
    return callee.returnedCut
  }

  /// What is held together of the slots behind a pointer argument.
  private func heldFact(_ pointer: ValueID) -> Fact? {
    guard let target = module.pointer(pointer, in: shape), target.slotsAre == .function,
      target.storage != .input
    else { return nil }
    return held[target.slots]
  }

  /// The facts of the slots behind a pointer argument, as many as the callee tells apart.
  func argumentSlots(_ pointer: ValueID, count: Int) -> [Fact] {
    guard let target = module.pointer(pointer, in: shape) else {
      return Array(filling: Fact(), count: count)
    }
    if target.storage == .input {
      let fact = Fact(variation: analysis.inputs.variation(of: target).asWhole)
      return Array(filling: fact, count: count)
    }
    guard let (range, isGlobal) = slots(target) else { return Array(filling: Fact(), count: count) }
    let facts = range.map { isGlobal ? global($0) : held[$0] ?? local($0) }
    if facts.count == count { return facts }
    var all = Fact()
    facts.forEach { all.join($0) }
    return Array(filling: all, count: count)
  }

  func write(_ facts: [Fact], toSlotsOf pointer: ValueID, at step: Int) {
    guard let target = module.pointer(pointer, in: shape), let (range, isGlobal) = slots(target)
    else { return }
    let facts = facts.map { placed($0, in: target) }
    var all = Fact()
    facts.forEach { all.join($0) }
    hold(facts, all, target)
    for (offset, slot) in range.enumerated() {
      let fact = facts.count == range.count ? facts[offset] : all
      if isGlobal {
        writeGlobal(slot..<slot + 1, fact, at: step)
      } else {
        let written = choice(fact, decision: control[block], at: step)
        var joined = state.slots[slot]
        joined.variation.formUnion(written.variation)
        if joined.cut == 0 { joined.cut = written.cut }
        set(slot: slot, joined)
      }
    }
  }
}
