import SPIRV

/// One function's forward walk under one pattern of arguments.
struct ForwardWalk {
  let analysis: ForwardActivity
  let state: ForwardState
  let shape: FunctionShape
  var changed = false
  /// How the decision to run each block varies, and the cut it went through.
  private var control: [Variation]
  /// What local variables hold at this point, where that is known better than over the whole function.
  private var held: HeldFacts
  /// What pointer parameters point to at the start.
  private var parameters: HeldFacts.Snapshot = []
  /// The same at each block's end; nil for a block not yet visited.
  private var heldAtEnd: [HeldFacts.Snapshot?]
  /// Whether a slot was read, so that what is written to it later asks for one more walk.
  private var wasRead: [Bool]
  /// Results of ModfStruct and FrexpStruct, whose second member is piecewise constant.
  private var splits: [ValueID: GLSLInstruction] = [:]
  private var module: ModuleShape { analysis.module }

  init(analysis: ForwardActivity, state: ForwardState, shape: FunctionShape) {
    self.analysis = analysis
    self.state = state
    self.shape = shape
    control = Array(repeating: state.key.control, count: shape.labels.count)
    held = HeldFacts(slotCount: shape.slotCount)
    heldAtEnd = Array(repeating: nil, count: shape.labels.count)
    wasRead = Array(repeating: false, count: shape.slotCount)
    var at = 0
    for parameter in shape.parameters {
      let slots = analysis.module.parameterSlots(parameter, in: shape)
      let count = slots?.count ?? 1
      if let slots, count == 1, at < state.key.arguments.count {
        parameters.append(
          HeldFacts.Held(
            slot: slots.lowerBound,
            fact: Fact(variation: state.key.arguments[at], cut: state.slots[slots.lowerBound].cut)))
      }
      at += count
    }
  }

  mutating func visitAll() {
    for block in shape.labels.indices {
      var decision = state.key.control
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

  private mutating func remember(_ block: Int) {
    guard shape.labels.count > 1 else { return }
    let now = held.snapshot()
    if let before = heldAtEnd[block], HeldFacts.haveSameVariations(before, now) { return }
    heldAtEnd[block] = now
    if shape.hasLoop { changed = true }
  }

  /// What is held where all predecessors seen so far know it; a loop's back edge joins in the next round.
  private mutating func holdAtStart(of block: Int) {
    if block == 0 { return held.replace(by: parameters) }
    var isFirst = true
    for predecessor in shape.predecessors[block] {
      guard let known = heldAtEnd[predecessor] else { continue }
      if isFirst { held.replace(by: known) } else { held.intersect(with: known) }
      isFirst = false
    }
    if isFirst { held.replace(by: []) }
  }

  private func branchCondition(of block: Int) -> Fact {
    switch shape.steps[shape.blockStarts[block + 1] - 1].operation {
    case .conditionalBranch(let condition, _, _): fact(condition)
    case .switch(let selector, _): fact(selector)
    default: Fact()
    }
  }

  func fact(_ value: ValueID) -> Fact {
    guard let number = module.local(value) else { return Fact() }
    return state.values[number]
  }

  private func joined(_ values: [ValueID]) -> Fact {
    var result = Fact()
    for value in values { result.join(fact(value)) }
    return result
  }

  private mutating func set(_ step: Int, _ fact: Fact) {
    guard let result = shape.steps[step].result, let number = module.local(result) else { return }
    // Without a loop every use of the value is still to come.
    if shape.hasLoop, !state.values[number].variation.isSuperset(of: fact.variation) { changed = true }
    state.values[number].join(fact)
  }

  /// A fact cut at a step: if it gained a jump or became opaque there, the step is named.
  private mutating func cut(
    _ fact: Fact, to variation: Variation, at step: Int, _ what: @autoclosure () -> String
  ) -> Fact {
    var result = fact
    result.variation = variation
    let new: Variation = [.jump, .opaque]
    if fact.cut == 0, !variation.isDisjoint(with: new) {
      result.cut = analysis.number(
        of: Cut(operation: what(), location: module.location(of: step, in: shape)))
    }
    return result
  }

  private mutating func visit(_ number: Int) {
    switch shape.steps[number].operation {
    case .arithmetic(let op, let operands): visitArithmetic(number, op, operands)
    case .extended(let op, let operands): visitExtended(number, op, operands)
    case .select(let condition, let a, let b):
      set(number, choice(joined([a, b]), condition: fact(condition), at: number, "a selection"))
    case .phi(let sources): visitPhi(number, sources)
    case .copy(let value): set(number, fact(value))
    case .compositeInsert(let value, let into, _): set(number, joined([value, into]))
    case .compositeConstruct(let parts): set(number, joined(parts))
    case .compositeExtract(let composite, let path):
      if path.first == 1, let op = splits[composite] {
        let whole = fact(composite)
        set(number, cut(whole, to: whole.variation.discretized, at: number, "\(op)"))
      } else {
        set(number, extracted(fact(composite), from: composite, components: path))
      }
    case .vectorShuffle(let a, let b, let components):
      var result = extracted(fact(a), from: a, components: a == b ? [] : components)
      result.join(fact(b))
      set(number, result)
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
      if control[shape.steps[number].block].isVaried, !state.key.control.isVaried {
        result = choice(result, condition: Fact(variation: .jump), at: number, "a branch")
      }
      if state.returnedCut == 0 { state.returnedCut = result.cut }
      if !state.returned.isSuperset(of: result.variation) {
        state.returned.formUnion(result.variation)
        if shape.hasLoop { changed = true }
      }
    case .derivative, .sample, .queryLod, .opaqueRead: visitImage(number)
    case .discrete(let operands): visitDiscrete(number, operands)
    case .other(let operands):
      let operand = joined(operands)
      let op = shape.steps[number].instruction.op
      set(number, cut(operand, to: operand.variation.readThrough, at: number, "\(op)"))
    case .undefined, .variable, .accessChain, .branch, .conditionalBranch, .switch, .selectionMerge,
      .loopMerge, .return, .end, .note:
      break
    }
  }

  /// A choice between values: varied conditions make it jump.
  private mutating func choice(
    _ values: Fact, condition: Fact, at step: Int, _ what: String
  ) -> Fact {
    var result = values
    let passed = condition.variation.discretized
    result.variation.formUnion(passed.subtracting(.derivative))
    if result.cut == 0 { result.cut = condition.cut }
    if passed.contains(.jump), result.cut == 0 {
      result.cut = analysis.number(
        of: Cut(operation: what, location: module.location(of: step, in: shape)))
    }
    return result
  }

  private mutating func visitPhi(_ number: Int, _ sources: [PhiSource]) {
    var result = joined(sources.map(\.value))
    let own = shape.controllers[shape.steps[number].block]
    for source in sources {
      guard let parent = module.block(source.parent, in: shape) else { continue }
      for controller in shape.controllers[parent] + [parent] where !own.contains(controller) {
        result = choice(result, condition: branchCondition(of: controller), at: number, "a branch")
      }
    }
    set(number, result)
  }

  private mutating func visitArithmetic(_ number: Int, _ op: Arithmetic, _ operands: [ValueID]) {
    var result = joined(operands)
    noteChannel(op, operands)
    if op == .modulo, operands.count == 2 {
      result.variation.formUnion(fact(operands[0]).variation.discretized.intersection(.jump))
      if result.variation.contains(.fragCoord), !fact(operands[1]).variation.isVaried {
        result.variation.insert(.parity)
      }
    }
    set(number, result)
  }

  /// A product of a derivative and a parity is a message to the neighbour in the quad.
  private mutating func noteChannel(_ op: Arithmetic, _ operands: [ValueID]) {
    guard op == .multiply || op == .vectorTimesScalar, operands.count == 2 else { return }
    let facts = operands.map { fact($0) }
    for (value, factor) in [(facts[0], facts[1]), (facts[1], facts[0])]
    where value.site >= 0 && factor.variation.contains(.parity) {
      if state.channels.insert(Int(value.site)).inserted, shape.hasLoop { changed = true }
    }
  }

  private mutating func visitExtended(_ number: Int, _ op: GLSLInstruction, _ operands: [ValueID]) {
    let operand = joined(operands)
    let key = RuleKey.extended(op)
    switch op {
    case .modf, .frexp:
      guard operands.count == 2 else { return }
      let value = fact(operands[0])
      let whole = cut(value, to: value.variation.discretized, at: number, "\(op)")
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
      if op == .fract, result.variation.contains(.fragCoord) { result.variation.insert(.parity) }
      set(number, result)
    default:
      if let rule = derivativeRules[key], !rule.isFlat {
        set(number, operand)
      } else {
        var variation = operand.variation.discretized
        if op == .step, variation.contains(.fragCoord) { variation.insert(.parity) }
        set(number, cut(operand, to: variation, at: number, "\(op)"))
      }
    }
  }

  private mutating func visitDiscrete(_ number: Int, _ operands: [ValueID]) {
    let operand = joined(operands)
    let op = shape.steps[number].instruction.op
    var variation = operand.variation.discretized
    if op.canTakeParity, variation.contains(.fragCoord) { variation.insert(.parity) }
    set(number, cut(operand, to: variation, at: number, "\(op)"))
  }

  /// gl_FragCoord's components vary in one direction each.
  private func extracted(_ whole: Fact, from composite: ValueID, components: [UInt32]) -> Fact {
    guard whole.variation.contains(.x), let number = module.local(composite),
      analysis.inputs.fragCoordLoads.contains(composite), number >= 0
    else { return whole }
    var result = whole
    if components == [0] { result.variation.remove(.y) }
    if components == [1] { result.variation.remove(.x) }
    return result
  }

  // MARK: Memory

  private func slots(_ pointer: FunctionShape.Pointer) -> (range: Range<Int>, isGlobal: Bool)? {
    pointer.slotsAre == .none ? nil : (pointer.slots, pointer.slotsAre == .module)
  }

  private func global(_ slot: Int) -> Fact {
    let (variation, cut) = analysis.readGlobal(slot)
    return Fact(variation: variation, cut: cut)
  }

  private mutating func local(_ slot: Int) -> Fact {
    wasRead[slot] = true
    return state.slots[slot]
  }

  /// Joins a fact into a slot; one that was read before asks for another walk.
  private mutating func joinLocal(_ slot: Int, _ fact: Fact) {
    let known = state.slots[slot]
    var joined = known
    joined.join(fact)
    let hasNewOrigin = joined.cut != known.cut || joined.site != known.site
    if joined.variation != known.variation {
      if shape.hasLoop || wasRead[slot] { changed = true }
    } else if hasNewOrigin, wasRead[slot], !shape.hasLoop {
      changed = true
    }
    state.slots[slot] = joined
  }

  private mutating func visitLoad(_ number: Int, _ pointer: ValueID) {
    set(number, read(pointer, at: number))
  }

  /// What a load through a pointer gives.
  private mutating func read(_ pointer: ValueID, at step: Int) -> Fact {
    guard let target = module.pointer(pointer, in: shape) else {
      // A pointer from elsewhere (a buffer reference): its address decides.
      let address = fact(pointer)
      return cut(address, to: address.variation.readThrough, at: step, "a read through a pointer")
    }
    let index = joined(target.dynamicIndices)
    if target.storage == .input {
      var result = Fact()
      result.variation = analysis.inputs.variation(of: target)
      return choice(result, condition: index, at: step, "a dynamic index")
    }
    guard let (range, isGlobal) = slots(target) else {
      return cut(index, to: index.variation.readThrough, at: step, "a read from a buffer")
    }
    if !isGlobal, let known = held[Int(target.slotBase)] {
      return choice(known, condition: index, at: step, "a dynamic index")
    }
    var result = Fact()
    for slot in range {
      result.join(isGlobal ? global(slot) : local(slot))
    }
    return choice(result, condition: index, at: step, "a dynamic index")
  }

  private mutating func write(_ value: Fact, through pointer: ValueID, at step: Int) {
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
      joinLocal(slot, written)
    }
  }

  /// A store to the whole replaces what is held, a store to a part joins it.
  private mutating func hold(_ written: Fact, _ target: FunctionShape.Pointer) {
    let root = Int(target.slotBase)
    if target.isRoot {
      held[root] = written
    } else if var known = held[root] {
      known.join(written)
      held[root] = known
    }
  }

  // MARK: Calls

  private mutating func visitCall(_ number: Int, _ function: FunctionID, _ arguments: [ValueID]) {
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
        module.parameterSlots(parameter, in: calleeShape).map { argumentSlots(argument, count: $0.count) }
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
      guard let slots = module.parameterSlots(parameter, in: calleeShape) else { continue }
      write(
        slots.map { Fact(variation: result.slots[$0].variation, cut: result.slots[$0].cut) },
        toSlotsOf: argument)
    }
    set(number, Fact(variation: result.returned, cut: cuts.first { $0 != 0 } ?? result.returnedCut))
  }

  /// The facts of the slots behind a pointer argument, as many as the callee tells apart.
  private mutating func argumentSlots(_ pointer: ValueID, count: Int) -> [Fact] {
    guard let target = module.pointer(pointer, in: shape) else {
      return Array(repeating: Fact(), count: count)
    }
    if target.storage == .input {
      let fact = Fact(variation: analysis.inputs.variation(of: target))
      return Array(repeating: fact, count: count)
    }
    guard let (range, isGlobal) = slots(target) else { return Array(repeating: Fact(), count: count) }
    if !isGlobal, count == 1, let known = held[Int(target.slotBase)] { return [known] }
    let facts = range.map { isGlobal ? global($0) : local($0) }
    if facts.count == count { return facts }
    var all = Fact()
    facts.forEach { all.join($0) }
    return Array(repeating: all, count: count)
  }

  private mutating func write(_ facts: [Fact], toSlotsOf pointer: ValueID) {
    guard let target = module.pointer(pointer, in: shape), let (range, isGlobal) = slots(target)
    else { return }
    var all = Fact()
    facts.forEach { all.join($0) }
    if !isGlobal { held[Int(target.slotBase)] = nil }
    for (offset, slot) in range.enumerated() {
      let fact = facts.count == range.count ? facts[offset] : all
      if isGlobal {
        analysis.joinGlobal(slot, fact.variation, cut: fact.cut)
      } else {
        joinLocal(slot, Fact(variation: fact.variation, cut: fact.cut))
      }
    }
  }

  // MARK: Images

  private mutating func visitImage(_ number: Int) {
    switch shape.steps[number].operation {
    case .derivative(_, let value):
      let operand = fact(value)
      var result = cut(
        operand, to: operand.variation.readThrough, at: number, "a derivative of a derivative")
      result.variation.formUnion([.derivative, .nonUniform])
      result.site = Int32(number)
      set(number, result)
    case .sample(let sample): visitSample(number, sample)
    case .queryLod(_, let coordinate):
      let operand = fact(coordinate)
      set(number, cut(operand, to: operand.variation.readThrough, at: number, "textureQueryLod"))
    case .opaqueRead(let operands):
      let operand = joined(operands)
      var variation = operand.variation.readThrough
      if readsSubpass(shape.steps[number]) { variation.formUnion([.opaque, .nonUniform]) }
      set(number, cut(operand, to: variation, at: number, "a read from an image"))
    default: break
    }
  }

  private func readsSubpass(_ step: FunctionShape.Step) -> Bool {
    guard step.instruction.op == .imageRead, case .opaqueRead(let operands) = step.operation,
      let image = operands.first, let type = module.index.type(of: image),
      case .image(let shape) = module.index[type]
    else { return false }
    return shape.dimension == .subpassData
  }

  private mutating func visitSample(_ number: Int, _ sample: ImageSample) {
    let coordinate = fact(sample.coordinate)
    let operand = joined(sample.operands)
    let isPlain = sample.depthReference == nil && !sample.isSparse && !sample.hasOtherOperands
    if isPlain, options.textureDerivative == .difference, !operand.variation.contains(.opaque) {
      var result = coordinate
      result.variation.formUnion(operand.variation.intersection([.jump, .nonUniform]))
      set(number, result)
    } else {
      set(number, cut(operand, to: operand.variation.readThrough, at: number, Cut.textureSample))
    }
  }

  // MARK: Sites

  /// Decides what becomes of each site, now that every variation is known.
  mutating func decide() {
    for number in shape.relevantSteps {
      switch shape.steps[number].operation {
      case .derivative(let derivative, let value):
        state.decisions[number] = decide(
          number, on: fact(value), derivative.kind, isTexture: false)
      case .sample(let sample) where sample.isImplicit:
        state.decisions[number] = decideSample(number, sample)
      case .queryLod: state.decisions[number] = .keep(.queryLod)
      default: break
      }
    }
  }

  private func decideSample(_ number: Int, _ sample: ImageSample) -> SiteDecision {
    if analysis.options.writesGLSL, sample.depthReference != nil,
      let type = module.index.type(of: sample.sampledImage),
      case .sampledImage(let image) = module.index[type], case .image(let shape) = module.index[image],
      shape.dimension == .cube, shape.isArrayed
    {
      return .keep(.noGradientForm)
    }
    return decide(number, on: fact(sample.coordinate), .width, isTexture: true)
  }

  private func decide(
    _ number: Int, on operand: Fact, _ kind: Derivative.Kind, isTexture: Bool
  ) -> SiteDecision {
    let options = analysis.options
    switch options.sites {
    case .all: break
    case .derivatives where isTexture: return .keep(.excluded)
    case .textures where !isTexture: return .keep(.excluded)
    case .undefined:
      let diverges =
        control[shape.steps[number].block].contains(.nonUniform)
        || control[shape.steps[number].block].isVaried
      if !diverges, !operand.variation.contains(.jump) { return .keep(.excluded) }
    case .derivatives, .textures: break
    }
    if !options.keptLines.isEmpty {
      let location = module.location(of: number, in: shape)
      if options.keptLines[location.file]?.contains(location.line) == true { return .keep(.excluded) }
    }
    if state.channels.contains(number) { return .keep(.quadChannel) }
    let variation = operand.variation
    if !variation.isVaried { return .zero }
    if variation.contains(.opaque) || variation.isDisjoint(with: .smooth) {
      if options.onCut == .zero { return variation.isDisjoint(with: .smooth) ? .zero : .rewrite }
      let cut = analysis.cuts[Int(operand.cut)]
      return .keep(.cut(operation: cut.operation, at: cut.location))
    }
    switch kind {
    case .dx: return variation.contains(.x) ? .rewrite : .zero
    case .dy: return variation.contains(.y) ? .rewrite : .zero
    case .width: return .rewrite
    }
  }

  private var options: DifferentiationOptions { analysis.options }
}
