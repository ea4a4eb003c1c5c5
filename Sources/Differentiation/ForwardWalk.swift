import SPIRV

/// One function's forward walk under one pattern of arguments.
final class ForwardWalk {
  let analysis: ForwardActivity
  let module: ModuleShape
  let state: ForwardState
  let shape: FunctionShape
  let joins: Joins?
  var changed = false
  /// The block walked through.
  var block = 0
  /// How the decision to run each block varies among the calls that run the function.
  var control: [Variation]
  /// What local variables hold at this point, where that is known better than over the whole function.
  var held: HeldFacts
  /// What pointer parameters point to at the start.
  var parameters: HeldFacts.Snapshot = []
  /// The same at each block's end; nil for a block not yet visited.
  var heldAtEnd: [HeldFacts.Snapshot?]
  /// Whether a slot was read, so that what is written to it later asks for one more walk.
  var wasRead: [Bool]
  /// Results of ModfStruct and FrexpStruct, whose second member is piecewise constant.
  var splits: [ValueID: GLSLInstruction] = [:]

  init(analysis: ForwardActivity, state: ForwardState, shape: FunctionShape) {
    self.analysis = analysis
    module = analysis.module
    self.state = state
    self.shape = shape
    shape.analyzeControl(analysis.module)
    joins = shape.joins(analysis.module)
    control = Array(filling: [], count: shape.labels.count)
    held = HeldFacts(slotCount: shape.followedSlotCount)
    heldAtEnd = Array(filling: nil, count: shape.labels.count)
    wasRead = Array(filling: false, count: shape.slotCount)
    var at = 0
    for parameter in shape.parameters {
      let slots = analysis.module.parameterSlots(parameter, in: shape)
      let count = slots?.count ?? 1
      if let slots, at + count <= state.key.arguments.count {
        for (offset, slot) in slots.enumerated() {
          parameters.append(
            HeldFacts.Held(
              slot: slot,
              fact: Fact(variation: state.key.arguments[at + offset], cut: state.slots[slot].cut)))
        }
      }
      at += count
    }
    if shape.followedSlotCount > shape.slotCount {
      // They begin as variables do; what earlier rounds have the head write is there from the start.
      for slot in analysis.module.ownedSlots {
        parameters.append(HeldFacts.Held(slot: shape.slotCount + slot, fact: analysis.atStart(slot)))
      }
    }
  }

  func visitAll() {
    for block in shape.labels.indices {
      self.block = block
      var decision: Variation = []
      for controller in shape.controllers[block] {
        decision.formUnion(control[controller])
        decision.formUnion(branchCondition(of: controller).variation)
      }
      if decision != control[block] {
        control[block] = decision
        if shape.hasLoop { changed = true }
      }
      holdAtStart(of: block)
      for step in shape.relevantSteps(of: block) { visit(step) }
      remember(block)
    }
  }

  func remember(_ block: Int) {
    guard shape.labels.count > 1 else { return }
    let now = held.snapshot()
    if let before = heldAtEnd[block], HeldFacts.haveSameVariations(before, now) { return }
    heldAtEnd[block] = now
    if shape.hasLoop { changed = true }
  }

  func branchCondition(of block: Int) -> Fact {
    switch shape.operation(shape.blockStarts[block + 1] - 1) {
    case .conditionalBranch(let condition, _, _): fact(condition, at: block)
    case .switch(let selector, _): fact(selector, at: block)
    default: Fact()
    }
  }

  func fact(_ value: ValueID) -> Fact { fact(value, at: block) }

  /// What is known of a value where a block uses it: after a loop, how often that went round matters, too.
  func fact(_ value: ValueID, at block: Int) -> Fact {
    guard let number = module.local(value) else { return Fact() }
    let step = Int(shape.locals[number].step) - 1
    guard shape.hasLoop, step >= 0 else { return state.values[number] }
    return afterLoops(state.values[number], definedAt: step, usedAt: block)
  }

  func joined(_ values: some Sequence<ValueID>) -> Fact {
    var result = Fact()
    for value in values { result.join(fact(value)) }
    return result
  }

  /// Takes note of a result whose components are not told apart.
  func set(_ step: Int, _ fact: Fact) {
    var whole = fact
    whole.variation = fact.variation.asWhole
    set(step, byComponent: whole)
  }

  /// Takes note of a result whose components are those of its operands.
  func set(_ step: Int, byComponent fact: Fact) {
    guard let result = shape.steps[step].result, let number = module.local(result) else { return }
    // Without a loop every use of the value is still to come.
    if shape.hasLoop, !state.values[number].variation.isSuperset(of: fact.variation) { changed = true }
    state.values[number].take(fact)
  }

  /// A fact cut at a step: if it gained a jump or became opaque there, the step is named.
  func cut(
    _ fact: Fact, to variation: Variation, at step: Int, _ what: @autoclosure () -> String
  ) -> Fact {
    var result = fact
    result.variation = variation
    let new: Variation = [.jump, .opaque]
    let becomesOpaque = variation.contains(.opaque) && !fact.variation.contains(.opaque)
    if fact.cut == 0 || becomesOpaque, !variation.isDisjoint(with: new) {
      result.cut = analysis.number(
        of: Cut(operation: origin(of: step) ?? what(), location: module.location(of: step, in: shape)))
    }
    return result
  }

  /// What a step that an earlier round added is to the source; nil for a step of the source.
  private func origin(of step: Int) -> String? {
    shape.steps[step].result.flatMap(analysis.origins.operation).map { "the derivative of \($0)" }
  }

  func visit(_ number: Int) {
    switch shape.operation(number) {
    case .arithmetic(let op, let operands): visitArithmetic(number, op, operands)
    case .extended(let op, let operands): visitExtended(number, op, operands)
    case .select(let condition, let a, let b):
      noteChoice(joined([a, b]), fact(condition))
      set(
        number, byComponent: choice(joined([a, b]), condition: fact(condition), at: number, "a selection"))
    case .phi(let sources): visitPhi(number, sources)
    case .copy(let value): set(number, byComponent: fact(value))
    case .compositeInsert(let value, let into, let path): visitInsert(number, value, into, path)
    case .compositeConstruct(let parts): visitConstruct(number, parts)
    case .compositeExtract(let composite, let path):
      if path.first == 1, let op = splits[composite] {
        let whole = fact(composite)
        set(number, cut(whole, to: whole.variation.rounded, at: number, "\(op)"))
      } else {
        let whole = extracted(fact(composite), from: composite, components: path)
        set(number, part(whole, at: number))
      }
    case .vectorShuffle(let a, let b, let components): visitShuffle(number, a, b, components)
    case .vectorExtract(let vector, let index):
      set(number, choice(fact(vector), condition: fact(index), at: number, "a dynamic index"))
    case .vectorInsert(let vector, let component, let index):
      set(
        number, choice(joined([vector, component]), condition: fact(index), at: number, "a dynamic index"))
    case .load(let pointer): visitLoad(number, pointer)
    case .store(let pointer, let value): write(fact(value), through: pointer, at: number)
    case .copyMemory(let target, let source):
      write(read(source, at: number), through: target, at: number)
    case .call(let function, let arguments): visitCall(number, function, arguments)
    case .returnValue(let value):
      var result = fact(value)
      if control[block].isVaried {
        result = choice(result, condition: Fact(variation: .jump), at: number, "a branch")
      }
      if state.returnedCut == 0 || result.isMoreOpaque(than: state.returned) {
        state.returnedCut = result.cut
      }
      if !state.returned.isSuperset(of: result.variation) {
        state.returned.formUnion(result.variation)
        if shape.hasLoop { changed = true }
      }
    case .derivative, .sample, .queryLod, .opaqueRead: visitImage(number)
    case .discrete(let operands): visitDiscrete(number, operands)
    case .other(let operands):
      let operand = joined(operands)
      let op = shape.steps[number].op
      set(number, cut(operand, to: operand.variation.readThrough, at: number, "\(op)"))
    case .variable: holdAtBirth(number)
    case .undefined: visitHead(number)
    case .accessChain, .branch, .conditionalBranch, .switch, .selectionMerge,
      .loopMerge, .return, .end, .note:
      break
    }
  }

  /// A choice between values: varied conditions make it jump.
  func choice(
    _ values: Fact, condition: Fact, at step: Int, _ what: String
  ) -> Fact {
    var result = values
    let passed = condition.variation.discretized
    result.variation.formUnion(passed.subtracting([.derivative, .fragCoord]))
    if result.cut == 0 || (condition.cut != 0 && condition.isMoreOpaque(than: values.variation)) {
      result.cut = condition.cut
    }
    if passed.contains(.jump), result.cut == 0 {
      result.cut = analysis.number(
        of: Cut(operation: origin(of: step) ?? what, location: module.location(of: step, in: shape)))
    }
    return result
  }

  func visitPhi(_ number: Int, _ sources: [PhiSource]) {
    var result = joined(sources.map(\.value))
    for branch in joins?.separators[block] ?? [] {
      noteChoice(result, branchCondition(of: branch))
      result = choice(result, condition: branchCondition(of: branch), at: number, "a branch")
    }
    set(number, byComponent: result)
  }

  func visitArithmetic(_ number: Int, _ op: Arithmetic, _ operands: [ValueID]) {
    if op.isZero(where: { splat(operands[$0]) == 0 }) { return set(number, Fact()) }
    var result = joined(operands)
    noteChannel(op, operands, &result)
    if op == .divide, !fact(operands[0]).variation.contains(.overflowing) {
      result.variation.remove(.overflowing)
    }
    if op == .modulo, operands.count == 2 {
      result.variation.formUnion(fact(operands[0]).variation.discretized.intersection(.jump))
      if splat(operands[1]) == Float(2).bitPattern {
        insertParity(of: fact(operands[0]), into: &result.variation)
      }
    }
    if op.isComponentwise { set(number, byComponent: result) } else { set(number, result) }
  }

  /// The bits of a 32-bit constant, or of each component of a vector of equal ones, built here or not.
  func splat(_ value: ValueID) -> UInt32? {
    guard let local = module.local(value) else { return module.index.splatBits(value) }
    guard shape.locals[local].step > 0,
      case .compositeConstruct(let parts) = shape.operation(Int(shape.locals[local].step) - 1),
      let first = parts.first, parts.allSatisfy({ $0 == first })
    else { return nil }
    return module.index.splatBits(first)
  }

  func visitExtended(_ number: Int, _ op: GLSLInstruction, _ operands: [ValueID]) {
    let operand = joined(operands)
    let key = RuleKey.extended(op)
    switch op {
    case .modf, .frexp:
      guard operands.count == 2 else { return }
      let value = fact(operands[0])
      let whole = cut(value, to: value.variation.rounded, at: number, "\(op)")
      write(whole, through: operands[1], at: number)
      set(number, value)
    case .modfStruct, .frexpStruct:
      if let result = shape.steps[number].result { splits[result] = op }
      set(number, operand)
    case .ldexp: set(number, fact(operands[0]))
    case .determinant: set(number, operand)
    case .interpolateAtCentroid, .interpolateAtSample, .interpolateAtOffset:
      guard let pointer = operands.first else { return }
      var result = read(pointer, at: number)
      for rest in operands.dropFirst() { result.join(fact(rest)) }
      if !analysis.inputs.isInterpolable(module.pointer(pointer, in: shape)) {
        result = cut(result, to: [.opaque, .nonUniform], at: number, "an interpolation of a part")
      }
      set(number, result)
    case .fract, .atan2:
      var result = operand
      result.variation.formUnion(operand.variation.discretized.intersection(.jump))
      if op == .fract, operand.variation.contains(.halved) {
        insertParity(of: operand, into: &result.variation)
      }
      result.variation.subtract([.halved, .fragCoord])
      result.sites = 0
      set(number, byComponent: result)
    default:
      if let rule = derivativeRules[key], !rule.isFlat {
        var result = operand
        if op.mayOverflow, !(op == .pow && operands.last.flatMap(splat) != nil) {
          result.variation.insert(.overflowing)
        } else if op.isBounded {
          result.variation.remove(.overflowing)
        }
        noteChannel(op, operands)
        if !op.passesMessages { result.sites = 0 }
        if !op.keepsPixels { result.variation.remove(.fragCoord) }
        if op.isComponentwise { set(number, byComponent: result) } else { set(number, result) }
      } else {
        set(number, cut(operand, to: operand.variation.rounded, at: number, "\(op)"))
      }
    }
  }

  func visitDiscrete(_ number: Int, _ operands: [ValueID]) {
    var operand = joined(operands)
    let op = shape.steps[number].op
    let isTruth = shape.steps[number].type.map(module.index.isTruth) ?? false
    var variation = isTruth ? operand.variation.discretized : operand.variation.rounded
    if let two = op.parityOperand, operands.contains(where: { splat($0) == two }) {
      insertParity(of: operand, into: &variation)
    }
    operand.sites = 0
    set(number, cut(operand, to: variation, at: number, "\(op)"))
  }

  /// What the head computes stands in the function as undefined until the last round.
  private func visitHead(_ number: Int) {
    guard let result = shape.steps[number].result, let quantity = analysis.seeds?.placed[result] else {
      return
    }
    set(number, Fact(variation: analysis.inputs.variation(of: quantity)))
  }

  var options: DifferentiationOptions { analysis.options }
}
