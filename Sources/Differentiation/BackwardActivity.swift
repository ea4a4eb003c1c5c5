import SPIRV

/// A function under one pattern of varied arguments and useful results: which tangents it needs.
final class Activation {
  struct Key: Hashable {
    var state: ObjectIdentifier
    /// The directions in which the returned value is useful.
    var returned: Variation
    /// The directions in which each slot of each pointer parameter is useful afterwards.
    var slots: [Variation]

    func hash(into hasher: inout Hasher) {
      hasher.combine(state)
      hasher.combine(slots.digest ^ UInt64(returned.rawValue))
    }
  }

  let state: ForwardState
  let shape: FunctionShape
  /// The directions in which each value's tangent is useful.
  var values: [Variation]
  var slots: [Variation]
  let returned: Variation
  /// The callee's activation at each call.
  var calls: StepTable<Activation>
  let key: Key
  /// Whether the function changes at all under it, and what its calls go to, once the pass over the module knows.
  var isChanged: Bool?
  var emitted: ModulePass.Emitted?

  init(key: Key, state: ForwardState, shape: FunctionShape) {
    self.key = key
    self.state = state
    self.shape = shape
    returned = key.returned
    values = Array(filling: [], count: shape.valueCount)
    slots = Array(filling: [], count: shape.slotCount)
    calls = StepTable(of: shape.callSteps)
  }
}

/// Backward analysis: which tangents are useful, because a rewritten site is reached from them.
final class BackwardActivity {
  let forward: ForwardActivity
  let module: ModuleShape
  private var memo: [Activation.Key: Activation] = [:]
  /// The usefulness of Private and Output variables' slots.
  private(set) var globalSlots: [Variation]
  private var globalsChanged = false
  /// Whether a global's slot was read, so that what needs it later asks for another run.
  private var readGlobals: [Bool]

  init(forward: ForwardActivity) {
    self.forward = forward
    module = forward.module
    globalSlots = Array(filling: [], count: module.globalSlotCount)
    readGlobals = Array(filling: false, count: module.globalSlotCount)
  }

  /// Analyzes from the entry points until the globals are stable.
  func run(entryPoints: [ForwardState]) -> [Activation] {
    run(entryPoints.map { (state: $0, returned: [], slots: []) })
  }

  /// The same from functions some results of which are useful.
  func run(_ roots: [(state: ForwardState, returned: Variation, slots: [Variation])]) -> [Activation] {
    while true {
      globalsChanged = false
      memo = [:]
      let activations = roots.map { activation(of: $0.state, returned: $0.returned, slots: $0.slots) }
      if !globalsChanged { return activations }
    }
  }

  func activation(of state: ForwardState, returned: Variation, slots: [Variation]) -> Activation {
    let key = Activation.Key(state: ObjectIdentifier(state), returned: returned, slots: slots)
    if let known = memo[key] { return known }
    let shape = module.functions[state.key.function]
    let activation = Activation(key: key, state: state, shape: shape)
    memo[key] = activation
    var at = 0
    for parameter in shape.parameters {
      guard let own = module.parameterSlots(parameter, in: shape) else { continue }
      for slot in own {
        if at < slots.count { activation.slots[slot] = slots[at] }
        at += 1
      }
    }
    let walk = BackwardWalk(analysis: self, activation: activation)
    repeat { walk.changed = false; walk.visitAll() } while walk.changed
    return activation
  }

  func joinGlobal(_ slot: Int, _ directions: Variation) {
    let new = directions.intersection(forward.globalSlots[slot])
    if !globalSlots[slot].isSuperset(of: new) {
      globalSlots[slot].formUnion(new)
      if readGlobals[slot] { globalsChanged = true }
    }
  }

  /// The directions in which a global's slot is known to be useful so far.
  func readGlobal(_ slot: Int) -> Variation {
    readGlobals[slot] = true
    return globalSlots[slot]
  }
}

/// One function's backward walk.
private final class BackwardWalk {
  let analysis: BackwardActivity
  private let module: ModuleShape
  let activation: Activation
  let shape: FunctionShape
  let state: ForwardState
  var changed = false
  private let traits = OpTraits.table
  /// Whether a slot was read, so that what needs it later asks for one more walk.
  private var wasRead: [Bool]

  init(analysis: BackwardActivity, activation: Activation) {
    self.analysis = analysis
    module = analysis.module
    self.activation = activation
    shape = activation.shape
    state = activation.state
    wasRead = Array(filling: false, count: activation.shape.slotCount)
  }

  func visitAll() {
    for number in shape.relevantSteps.reversed() { visit(number) }
  }

  /// Marks a value useful, in the directions in which it varies smoothly. What hangs on a site left to the next round
  /// is asked for in vain: a site that this round settles depends on none, only on a variable that had held it.
  private func need(_ value: ValueID, _ directions: Variation) {
    guard let number = module.local(value), !state.values[number].variation.contains(.pending) else { return }
    let new = directions.intersection(state.values[number].variation).intersection(.smooth)
    if !activation.values[number].isSuperset(of: new) {
      activation.values[number].formUnion(new)
      // Without a loop the value's definition is still to come.
      if shape.hasLoop { changed = true }
    }
  }

  private func useful(_ value: ValueID?) -> Variation {
    guard let value, let number = module.local(value) else { return [] }
    return activation.values[number]
  }

  private func slots(_ pointer: ValueID) -> (range: Range<Int>, isGlobal: Bool)? {
    guard let target = module.pointer(pointer, in: shape) else { return nil }
    return target.slotsAre == .none ? nil : (target.slots, target.slotsAre == .module)
  }

  private func needMemory(_ pointer: ValueID, _ directions: Variation) {
    guard let (range, isGlobal) = slots(pointer) else { return }
    for slot in range { needSlot(slot, isGlobal, directions) }
  }

  private func needSlot(_ slot: Int, _ isGlobal: Bool, _ directions: Variation) {
    if isGlobal {
      analysis.joinGlobal(slot, directions.intersection(.smooth))
      return
    }
    let new = directions.intersection(state.slots[slot].variation).intersection(.smooth)
    if !activation.slots[slot].isSuperset(of: new) {
      activation.slots[slot].formUnion(new)
      if wasRead[slot] || shape.hasLoop { changed = true }
    }
  }

  private func usefulMemory(_ pointer: ValueID) -> Variation {
    guard let (range, isGlobal) = slots(pointer) else { return [] }
    var useful = Variation()
    for slot in range { useful.formUnion(usefulSlot(slot, isGlobal)) }
    return useful
  }

  private func usefulSlot(_ slot: Int, _ isGlobal: Bool) -> Variation {
    if isGlobal { return analysis.readGlobal(slot) }
    wasRead[slot] = true
    return activation.slots[slot]
  }

  private func visit(_ number: Int) {
    let directions = useful(shape.steps[number].result)
    // What nobody needs asks for nothing, unless it has other effects than its result.
    if directions.isEmpty,
      traits[Int(shape.steps[number].op.rawValue)].isDisjoint(with: [.skeleton, .site])
    {
      return
    }
    switch shape.operation(number) {
    case .store(let pointer, let value): need(value, usefulMemory(pointer))
    case .copyMemory(let target, let source): needMemory(source, usefulMemory(target))
    case .call(_, let arguments): visitCall(number, arguments, directions)
    case .returnValue(let value): need(value, activation.returned)
    case .derivative(let derivative, let value):
      if state.decisions[number] == .rewrite { need(value, derivative.kind.directions) }
    case .sample(let sample): visitSample(number, sample, directions)
    case .extended(let op, let operands): visitExtended(op, operands, directions)
    case .load(let pointer): if !directions.isEmpty { needMemory(pointer, directions) }
    case .arithmetic(_, let operands), .compositeConstruct(let operands):
      needAll(operands, directions)
    case .select(_, let a, let b): needAll([a, b], directions)
    case .phi(let sources): needAll(sources.map(\.value), directions)
    case .copy(let value), .compositeExtract(let value, _), .vectorExtract(let value, _):
      need(value, directions)
    case .compositeInsert(let a, let b, _), .vectorShuffle(let a, let b, _),
      .vectorInsert(let a, let b, _):
      needAll([a, b], directions)
    case .undefined, .variable, .accessChain, .branch, .conditionalBranch, .switch, .selectionMerge,
      .loopMerge, .return, .end, .queryLod, .opaqueRead, .discrete, .note, .other:
      break
    }
  }

  private func needAll(_ values: [ValueID], _ directions: Variation) {
    guard !directions.isEmpty else { return }
    for value in values { need(value, directions) }
  }

  private func visitExtended(
    _ op: GLSLInstruction, _ operands: [ValueID], _ directions: Variation
  ) {
    guard !directions.isEmpty else { return }
    switch op {
    case .modf, .frexp, .ldexp: need(operands[0], directions)
    case .interpolateAtOffset:
      for rest in operands.dropFirst() { need(rest, .smooth) }
    case .interpolateAtCentroid, .interpolateAtSample: break
    default: needAll(operands, directions)
    }
  }

  private func visitSample(_ number: Int, _ sample: ImageSample, _ directions: Variation) {
    if state.decisions[number] == .rewrite { need(sample.coordinate, .smooth) }
    // A stepped sample takes the coordinate's tangent in its own direction, and the gradients of both.
    if !directions.isEmpty {
      need(sample.coordinate, state.decisions[number] == nil ? directions : .smooth)
    }
  }

  private func visitCall(_ number: Int, _ arguments: [ValueID], _ directions: Variation) {
    guard let callee = state.calls[number] else { return }
    let calleeShape = module.functions[callee.key.function]
    var slots: [Variation] = []
    for (argument, parameter) in zip(arguments, calleeShape.parameters) {
      guard let inner = module.parameterSlots(parameter, in: calleeShape) else { continue }
      let (base, count) = (inner.lowerBound, inner.count)
      let own = self.slots(argument)
      for offset in 0..<count {
        var needed = Variation()
        if let own, own.range.count == count {
          let slot = own.range.lowerBound + offset
          needed = usefulSlot(slot, own.isGlobal)
        } else {
          needed = usefulMemory(argument)
        }
        slots.append(needed.intersection(callee.slots[base + offset].variation).intersection(.smooth))
      }
    }
    let returned = directions.intersection(callee.returned).intersection(.smooth)
    let inner: Activation
    if let known = activation.calls[number], known.state === callee, known.returned == returned,
      known.key.slots == slots
    {
      inner = known
    } else {
      inner = analysis.activation(of: callee, returned: returned, slots: slots)
      activation.calls[number] = inner
    }
    needArguments(arguments, calleeShape, inner)
  }

  private func needArguments(
    _ arguments: [ValueID], _ calleeShape: FunctionShape, _ inner: Activation
  ) {
    for (argument, parameter) in zip(arguments, calleeShape.parameters) {
      if let slots = module.parameterSlots(parameter, in: calleeShape) {
        let (base, count) = (slots.lowerBound, slots.count)
        let own = self.slots(argument)
        for offset in 0..<count {
          let needed = inner.slots[base + offset]
          guard !needed.isEmpty else { continue }
          if let own, own.range.count == count {
            needSlot(own.range.lowerBound + offset, own.isGlobal, needed)
          } else {
            needMemory(argument, needed)
          }
        }
      } else if let local = module.local(parameter) {
        need(argument, inner.values[local])
      }
    }
  }
}

extension Derivative.Kind {
  /// The directions the derivative asks for.
  var directions: Variation {
    switch self {
    case .dx: .x
    case .dy: .y
    case .width: .smooth
    }
  }
}
