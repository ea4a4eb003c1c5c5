import SPIRV

/// The pass over one module: decides which functions change or are cloned, and puts the module together.
///
///     float fbm(vec2 p) { … }            float fbm(vec2 p, vec2 p_dx, vec2 p_dy, out float fbm_dx, …) { … }
///     void main() {                      void main() {
///       … fwidth(fbm(uv)) …        ⇒       … seeds: uv_dx, uv_dy …
///     }                                     … abs(fbm_dx) + abs(fbm_dy) … }
final class ModulePass {
  /// What a function becomes under one activation.
  struct Emitted {
    var function: FunctionID
    var name: String
    var isChanged: Bool
    var parameters: [AddedParameter] = []
  }

  /// A parameter that a function gains.
  enum AddedParameter {
    /// The tangent of a value parameter, by the parameter's position.
    case tangent(Int, Direction)
    /// A pointer to the shadow of what a pointer parameter points to, and its type.
    case shadow(Int, Direction, TypeID)
    /// A pointer through which the result's tangent is handed back.
    case result(Direction)
  }

  /// What of an activation shows in the emitted code: activations alike in it share a function.
  private struct EffectKey: Hashable {
    var function: Int
    var values: [Variation]
    var slots: [Variation]
    var returned: Variation
    var decisions: StepTable<SiteDecision>
    var callees: [FunctionID]

    // What is left out differs seldom between activations of one function.
    func hash(into hasher: inout Hasher) {
      hasher.combine(function)
      hasher.combine(returned)
      hasher.combine(slots)
    }
  }

  let context: PassContext
  let backward: BackwardActivity
  let seeds: SeedBank
  let original: Module
  private var emittedByEffect: [EffectKey: Emitted] = [:]
  /// New functions by position of the original; in place of it, or clones behind it.
  private(set) var inPlace: [Int: Function] = [:]
  var clones: [Int: [Function]] = [:]
  /// Functions some call of which needs no tangents, so that they must stay as they are.
  var keptOriginals: Set<Int> = []
  /// Source names N whose N_d is spoken for.
  var reservedNames: Set<String> = []
  private var globalWriters: [Int: Bool] = [:]
  private var globalShadows: [WrittenKey: ValueID] = [:]
  private(set) var shadowVariables: [ValueID] = []
  private(set) var hasOriginUpperLeft = false
  private var sites: [SiteKey: SiteRecord] = [:]
  /// Results of sites that earlier rounds settled, and those of the clones of their functions.
  private let settled: Set<ValueID>
  private var copies: [ValueID: [ValueID]] = [:]
  private var remarks: [SiteKey: Remark] = [:]
  private var entryStates: [ForwardState] = []
  private lazy var cutPaths = CutPaths(backward.forward, entryPoints: entryStates)
  /// The first fault met; functions are emitted from inside expressions that cannot throw.
  private var fault: DifferentiationError?

  /// Whether there is a fault, or a limit is exceeded, which becomes one; `place` says where, for the message.
  func hasFault(at place: @autoclosure () -> SourceLocation?) -> Bool {
    if fault != nil { return true }
    let limits = context.options.limits
    let exceeded =
      Int(context.builder.nextNumber) > limits.ids + 1
      ? ExceededLimit.ids(limits.ids) : context.options.deadline?.exceeded
    fault = exceeded.map { .limit($0, at: place()) }
    return fault != nil
  }

  /// A site: function and step.
  private struct SiteKey: Hashable, Comparable {
    var function: Int
    var step: Int
    static func < (a: SiteKey, b: SiteKey) -> Bool { (a.function, a.step) < (b.function, b.step) }
  }

  /// What a round made.
  struct Round {
    var module: Module
    /// The sites it decided on, in the order of the module.
    var sites: [SiteRecord]
    /// Inputs that hand tangents over.
    var seedInputs: [SeedInput]
    /// Remarks, in the order of the module.
    var remarks: [Remark]
    /// By result of a site settled before: its results in clones of its function.
    var copies: [ValueID: [ValueID]]
  }

  init(
    module: Module, context: PassContext, backward: BackwardActivity, seeds: SeedBank,
    settled: Set<ValueID>
  ) {
    original = module
    self.context = context
    self.backward = backward
    self.seeds = seeds
    self.settled = settled
  }

  /// The directions in which a slot of a Private or Output variable is active.
  func globalActivity(_ slot: Int) -> Variation { backward.globalSlots[slot] }

  /// The shadow of a Private or Output variable.
  func globalShadow(_ variable: ValueID, _ direction: Direction) -> ValueID? {
    if let seed = seeds.shadow(ofSeed: variable, direction) { return seed }
    let key = WrittenKey(value: variable, direction: direction)
    if let known = globalShadows[key] { return known }
    guard let type = context.module.index.type(of: variable),
      case .pointer(_, let pointee) = context.module.index[type]
    else { return nil }
    let plain = context.undecorated(pointee)
    let shadow = context.builder.globalVariable(
      .private, pointee: plain, initializer: context.builder.null(plain))
    context.builder.name(shadow.rawValue, like: variable.rawValue, suffix: direction.nameSuffix)
    globalShadows[key] = shadow
    shadowVariables.append(shadow)
    return shadow
  }

  // MARK: Running

  /// Emits every function reached from the entry points and returns the new module.
  func run(
    _ entryPoints: [(point: ModuleIndex.EntryPoint, activation: Activation)]
  ) throws(DifferentiationError) -> Round {
    entryStates = entryPoints.map(\.activation.state)
    for entry in entryPoints { findKeptOriginals(entry.activation) }
    keepOtherCallees(of: Set(entryPoints.map(\.point.function)))
    var heads: [Int: InstructionList] = [:]
    for (number, entry) in entryPoints.enumerated() {
      hasOriginUpperLeft = context.module.index.hasOriginUpperLeft(entry.point.function)
      emitEntryPoint(entry.activation, number: number)
    }
    let isLast = sites.values.allSatisfy { $0.deferred.isEmpty }
    for (number, entry) in entryPoints.enumerated() {
      let code =
        isLast
        ? seeds.headCode(
          entryPoint: number, interface: Set(entry.point.interface),
          isUpperLeft: context.module.index.hasOriginUpperLeft(entry.point.function))
        : seeds.placeHolders(entryPoint: number)
      heads[entry.activation.shape.position] = code
    }
    return try finished(heads, entryPoints.map(\.point.function), isLast: isLast)
  }

  /// The new module.
  func finished(
    _ heads: [Int: InstructionList] = [:], _ entryPoints: [FunctionID] = [], isLast: Bool = true
  ) throws(DifferentiationError) -> Round {
    if let fault { throw fault }
    var module = original
    module.functions = assembleFunctions(heads, isLast: isLast)
    extendInterfaces(&module, entryPoints)
    context.builder.finish(&module)
    if context.options.seeds == .explicit { module.removeUnreachedSites() }
    return Round(
      module: module, sites: sites.keys.sorted().compactMap { sites[$0] },
      seedInputs: seeds.explicit.inputs, remarks: remarks.keys.sorted().compactMap { remarks[$0] },
      copies: copies)
  }

  // MARK: Functions

  /// Whether an activation changes its function at all.
  func isChanged(_ activation: Activation) -> Bool {
    if let known = activation.isChanged { return known }
    activation.isChanged = false
    let rewrites = activation.state.decisions.contains { !$0.value.leavesSite }
    let result =
      rewrites || activation.values.contains { !$0.isEmpty }
      || activation.slots.contains { !$0.isEmpty } || activation.calls.contains { isChanged($0.value) }
      || writesActiveGlobal(activation.shape)
    activation.isChanged = result
    return result
  }

  /// Whether a function writes a global that has a shadow: even where what it writes does not vary, the shadow
  /// must say so.
  private func writesActiveGlobal(_ shape: FunctionShape) -> Bool {
    guard backward.globalSlots.contains(where: { !$0.isEmpty }) else { return false }
    if let known = globalWriters[shape.position] { return known }
    let result = shape.memorySteps.contains { step in
      switch shape.operation(step) {
      case .store(let pointer, _), .copyMemory(let pointer, _): return isActiveGlobal(pointer, in: shape)
      case .extended(.modf, let operands), .extended(.frexp, let operands):
        return operands.last.map { isActiveGlobal($0, in: shape) } ?? false
      default: return false
      }
    }
    globalWriters[shape.position] = result
    return result
  }

  private func isActiveGlobal(_ pointer: ValueID, in shape: FunctionShape) -> Bool {
    guard let target = context.module.pointer(pointer, in: shape), target.slotsAre == .module
    else { return false }
    return backward.globalSlots[target.rootSlots].contains { !$0.isEmpty }
  }

  private func emitEntryPoint(_ activation: Activation, number: Int) {
    let emitter = FunctionEmitter(
      pass: self, activation: activation, idMap: nil, entryPoint: number)
    emitter.run()
    collect(emitter)
    guard isChanged(activation) else { return }
    inPlace[activation.shape.position] = emitter.assemble(
      original.functions[activation.shape.position])
  }

  func collect(_ emitter: FunctionEmitter) {
    explainCuts(emitter)
    for (step, remark) in emitter.remarks {
      remarks[SiteKey(function: emitter.shape.position, step: step)] = remark
    }
    for (step, record) in emitter.sites {
      let key = SiteKey(function: emitter.shape.position, step: step)
      if sites[key]?.merge(record) == nil { sites[key] = record }
    }
  }

  /// Adds the paths from cuts to the sites that they keep.
  private func explainCuts(_ emitter: FunctionEmitter) {
    guard context.options.explainsCuts else { return }
    for (step, record) in emitter.sites where record.deferred.isEmpty {
      if case .kept(.cut) = record.report.outcome {
        emitter.sites[step]?.report.path = cutPaths.path(to: step, in: emitter.activation.state)
      }
    }
  }

  /// The function that an activation's calls go to, emitted on first use.
  func emitted(_ activation: Activation) -> Emitted {
    if let known = activation.emitted { return known }
    let shape = activation.shape
    guard isChanged(activation) else {
      reportUnchanged(activation)
      let same = Emitted(function: shape.id, name: shape.name, isChanged: false)
      activation.emitted = same
      return same
    }
    let callees = activation.calls.map { emitted($0.value).function }
    let effect = EffectKey(
      function: shape.position, values: activation.values, slots: activation.slots,
      returned: activation.returned, decisions: activation.state.decisions, callees: callees)
    if let known = emittedByEffect[effect] {
      activation.emitted = known
      return known
    }
    let result = emit(activation)
    emittedByEffect[effect] = result
    activation.emitted = result
    return result
  }

  /// Reports the sites kept by a function that stays as it is, and by those it calls.
  private func reportUnchanged(_ activation: Activation) {
    if activation.state.decisions.isEmpty {
      for (_, inner) in activation.calls { _ = emitted(inner) }
    } else {
      let emitter = FunctionEmitter(pass: self, activation: activation, idMap: nil, entryPoint: nil)
      emitter.run()
      collect(emitter)
    }
  }

  private func emit(_ activation: Activation) -> Emitted {
    let shape = activation.shape
    let function = original.functions[shape.position]
    let isClone = keptOriginals.contains(shape.position) || inPlace[shape.position] != nil
    var idMap: [UInt32: UInt32]?
    var id = shape.id
    var name = shape.name
    if isClone {
      let map = cloneMap(function)
      id = FunctionID(map[shape.id.rawValue] ?? 0)
      idMap = map
      // A function that was asked for by name may be called by another such function as well.
      let taken = reservedNames.contains(name) ? 1 : 0
      let number = (clones[shape.position]?.count ?? 0) + 1 + taken
      name += number == 1 ? "_d" : "_d\(number)"
      context.builder.name(id.rawValue, name)
    } else {
      // The place is taken before the body is emitted, so that no other pattern of the function takes it too.
      inPlace[shape.position] = function
    }
    let emitter = FunctionEmitter(pass: self, activation: activation, idMap: idMap, entryPoint: nil)
    let signature = addParameters(activation, emitter, name: shape.name)
    emitter.run()
    collect(emitter)
    var emitted = emitter.assemble(function)
    let resultType = shape.returnType
    let types = shape.parameterTypes + signature.map(\.type)
    if !signature.isEmpty {
      let type = context.builder.functionType(result: resultType, parameters: types)
      emitted.change(type: type, adding: signature.map { .parameter(type: $0.type, result: $0.id) })
    }
    if isClone {
      clones[shape.position, default: []].append(emitted)
    } else {
      inPlace[shape.position] = emitted
    }
    return Emitted(
      function: id, name: shape.name, isChanged: true, parameters: signature.map(\.parameter))
  }

  private typealias Signature = [(parameter: AddedParameter, type: TypeID, id: ValueID)]

  private func addParameters(
    _ activation: Activation, _ emitter: FunctionEmitter, name: String
  ) -> Signature {
    let shape = activation.shape
    var signature: Signature = []
    func add(_ parameter: AddedParameter, _ type: TypeID, _ name: String?) -> ValueID {
      let id = context.builder.newValue(type: type)
      signature.append((parameter, type, id))
      if let name { context.builder.name(id.rawValue, name) }
      return id
    }
    for (position, parameter) in shape.parameters.enumerated() {
      let type = shape.parameterTypes[position]
      let label = emitter.name(of: parameter).flatMap { $0.isEmpty ? nil : $0 }
      if let slots = context.module.parameterSlots(parameter, in: shape) {
        let active = slots.reduce(into: Variation()) { $0.formUnion(activation.slots[$1]) }
        for direction in Direction.allCases where active.contains(direction.variation) {
          let pointer = shadowPointerType(type)
          let id = add(
            .shadow(position, direction, pointer), pointer, label.map { "\($0)_\(direction.suffix)" })
          emitter.setShadow(parameter, direction, id)
        }
      } else {
        var values = ScreenTangent()
        for direction in emitter.directions(parameter) {
          values[direction] = add(
            .tangent(position, direction), type, label.map { "\($0)_\(direction.suffix)" })
        }
        emitter.setTangent(parameter, .screen(values))
      }
    }
    for direction in Direction.allCases where activation.returned.contains(direction.variation) {
      let pointer = context.builder.pointerType(.function, to: shape.returnType)
      emitter.returnPointers[direction] = add(
        .result(direction), pointer, name.isEmpty ? nil : "\(name)_\(direction.suffix)")
    }
    return signature
  }

  /// The type of a pointer to the shadow of what a pointer type points to.
  func shadowPointerType(_ type: TypeID) -> TypeID {
    guard case .pointer(let storage, let pointee) = context.module.index[type] else { return type }
    return context.builder.pointerType(
      storage == .function ? .function : .private, to: context.undecorated(pointee))
  }

  /// New ids for everything a function defines, with the names and decorations of the old ones.
  func cloneMap(_ function: Function) -> [UInt32: UInt32] {
    var map: [UInt32: UInt32] = [:]
    func renew(_ id: UInt32, type: TypeID?) {
      let new = type.map { context.builder.newValue(type: $0) } ?? context.builder.newValue()
      map[id] = new.rawValue
      if settled.contains(ValueID(id)) { copies[ValueID(id), default: []].append(new) }
      context.builder.copyNotes(from: id, to: new.rawValue)
    }
    for instruction in function.head {
      if let result = instruction.result {
        renew(result.rawValue, type: instruction.resultType)
      }
    }
    for block in function.blocks {
      renew(block.label.rawValue, type: nil)
      block.instructions.scan { _, op, type, result in
        if let result { renew(result.rawValue, type: type) }
        if !op.isKnown, fault == nil {
          fault = .unknownInstruction(
            op, function: context.module.index.name(of: function.id.rawValue) ?? "")
        }
      }
    }
    return map
  }
}
