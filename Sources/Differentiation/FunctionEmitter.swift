import SPIRV

/// Adds the tangents to one function, for one activation, and rewrites its sites.
final class FunctionEmitter {
  let pass: ModulePass
  let context: PassContext
  /// The context's own: on the way through it they would be retained for every question.
  let module: ModuleShape
  let builder: Builder
  let activation: Activation
  let shape: FunctionShape
  /// For a clone, the new number of each id of the function; nil where the function is changed in place.
  let idMap: [UInt32: UInt32]?
  /// The entry point's number, where the function is one.
  let entryPoint: Int?
  let code: Code
  /// Tangents, and for each local number one more than the position of its; 0 for none.
  private var tangents: [Tangent] = []
  private var tangentNumbers: [Int32]
  /// For a load of memory that was loaded before and not written since, the earlier load.
  private var canonicalLoads: [ValueID?] = []
  /// Tangents written out from linear forms, by local number and direction.
  var written: [ValueID??]
  var components: [ComponentKey: ValueID] = [:]
  /// Shadow variables and access chains by local number of the pointer and direction.
  private var localShadows: [ValueID?]
  /// Those of global variables.
  private var globalShadows: [WrittenKey: ValueID] = [:]
  /// Variables to declare at the head of the entry block.
  var newVariables = InstructionList()
  /// Tangent phis by block, their sources filled in at the end.
  var phis: [Int: [PendingPhi]] = [:]
  /// Pointers through which a returned value's tangents are handed back.
  var returnPointers: [Direction: ValueID] = [:]
  /// What replaces steps' own instructions, and for each step one more than its position there; 0 for none.
  private var replacements: [Instruction] = []
  private var replacementNumbers: [Int32]
  /// Steps left out of a clone: debug notes that cannot be cloned.
  var dropped: Set<Int> = []
  /// The sites reported, by step.
  var sites: [Int: SiteRecord] = [:]
  /// Remarks by step.
  var remarks: [Int: Remark] = [:]
  /// The variables that receive callees' result tangents.
  var resultVariables: [ResultKey: ValueID] = [:]

  struct PendingPhi {
    var result: ValueID
    var type: TypeID
    var direction: Direction
    var sources: [PhiSource]
  }

  init(pass: ModulePass, activation: Activation, idMap: [UInt32: UInt32]?, entryPoint: Int?) {
    self.pass = pass
    context = pass.context
    module = context.module
    builder = context.builder
    self.activation = activation
    shape = activation.shape
    self.idMap = idMap
    self.entryPoint = entryPoint
    code = Code(pass.context, shape: activation.shape)
    written = Array(filling: nil, count: 2 * activation.shape.valueCount)
    localShadows = Array(filling: nil, count: 2 * activation.shape.valueCount)
    tangentNumbers = Array(filling: 0, count: activation.shape.valueCount)
    replacementNumbers = Array(filling: 0, count: activation.shape.steps.count)
  }

  /// Replaces a step's own instruction.
  func replace(_ step: Int, by instruction: Instruction) {
    replacements.append(instruction)
    replacementNumbers[step] = Int32(replacements.count)
  }

  /// Whether a step's own instruction is replaced.
  func isReplaced(_ step: Int) -> Bool { replacementNumbers[step] != 0 }

  /// What replaces a step's own instruction.
  func replacement(_ step: Int) -> Instruction? {
    let number = Int(replacementNumbers[step])
    return number == 0 ? nil : replacements[number - 1]
  }

  /// The shadow of a pointer, where it has one already.
  func knownShadow(_ pointer: ValueID, _ direction: Direction) -> ValueID? {
    guard let local = module.local(pointer) else {
      return globalShadows.isEmpty ? nil : globalShadows[WrittenKey(value: pointer, direction: direction)]
    }
    return localShadows[2 * local + direction.rawValue]
  }

  func setShadow(_ pointer: ValueID, _ direction: Direction, _ shadow: ValueID) {
    if let local = module.local(pointer) {
      localShadows[2 * local + direction.rawValue] = shadow
    } else {
      globalShadows[WrittenKey(value: pointer, direction: direction)] = shadow
    }
  }

  /// The earlier load of what a value loads, else the value.
  func canonical(_ value: ValueID) -> ValueID {
    guard !canonicalLoads.isEmpty, let local = module.local(value) else { return value }
    return canonicalLoads[local] ?? value
  }

  /// The same for each of some values.
  func canonical(_ values: [ValueID]) -> [ValueID] {
    canonicalLoads.isEmpty ? values : values.map { canonical($0) }
  }

  func setCanonical(_ value: ValueID, _ earlier: ValueID) {
    if canonicalLoads.isEmpty { canonicalLoads = Array(filling: nil, count: shape.valueCount) }
    if let local = module.local(value) { canonicalLoads[local] = earlier }
  }

  func tangentState(_ value: ValueID) -> Tangent? {
    guard let local = module.local(value), tangentNumbers[local] > 0 else { return nil }
    return tangents[Int(tangentNumbers[local]) - 1]
  }

  func setTangent(_ value: ValueID, _ tangent: Tangent) {
    guard let local = module.local(value) else { return }
    let number = Int(tangentNumbers[local])
    if number > 0 {
      tangents[number - 1] = tangent
    } else {
      tangents.append(tangent)
      tangentNumbers[local] = Int32(tangents.count)
    }
  }

  /// The step that defines a value; nil for parameters and globals.
  func definingStep(_ value: ValueID) -> Int? {
    guard let local = module.local(value) else { return nil }
    let step = Int(shape.locals[local].step)
    return step == 0 ? nil : step - 1
  }

  func useCount(_ value: ValueID) -> Int {
    module.local(value).map { Int(shape.locals[$0].uses) } ?? 0
  }

  // MARK: Activity

  /// Whether a value's tangent in a direction is needed.
  func isActive(_ value: ValueID, _ direction: Direction) -> Bool {
    guard let number = module.local(value) else { return false }
    return activation.values[number].contains(direction.variation)
  }

  func directions(_ value: ValueID?) -> [Direction] {
    guard let value, let number = module.local(value) else { return [] }
    let active = activation.values[number]
    return Direction.of(active)
  }

  /// The directions in which any slot behind a pointer is active.
  func memoryDirections(_ pointer: ValueID) -> [Direction] {
    guard let target = module.pointer(pointer, in: shape) else { return [] }
    var active = Variation()
    switch target.slotsAre {
    case .function: for slot in target.slots { active.formUnion(activation.slots[slot]) }
    case .module: for slot in target.slots { active.formUnion(pass.globalActivity(slot)) }
    case .none: break
    }
    return Direction.of(active)
  }

  /// An id of the original function as it is called in the new one.
  func mapped(_ value: ValueID) -> ValueID {
    idMap?[value.rawValue].map { ValueID($0) } ?? value
  }

  /// The source's name of a value, if it has one.
  func name(of value: ValueID) -> String? { module.index.name(of: value.rawValue) }

  // MARK: Walk

  private func root(of pointer: ValueID) -> UInt32 {
    module.pointer(pointer, in: shape)?.root.rawValue ?? 0
  }

  /// Forgets loads that a step may have outdated.
  private func forgetLoads(_ step: Int) {
    guard !context.loads.isEmpty else { return }
    switch shape.operation(step) {
    case .store(let pointer, _), .copyMemory(let pointer, _): context.loads.noteWrite(to: root(of: pointer))
    case .call, .extended(.modf, _), .extended(.frexp, _), .other: context.loads.forgetAll()
    default: break
    }
  }

  /// The earlier value of a load that must give the same, noting the load where there is none.
  func earlierLoad(of pointer: ValueID, _ result: ValueID) -> ValueID? {
    context.loads.earlier(of: firstPointer(like: pointer), root: root(of: pointer), result)
  }

  /// The block's first pointer to the path that an access chain takes; any other pointer itself.
  private func firstPointer(like pointer: ValueID) -> ValueID {
    guard let step = definingStep(pointer), case .accessChain(let base, let indices) = shape.operation(step)
    else { return pointer }
    return context.loads.first(like: pointer, from: base) { known in
      guard let step = definingStep(known), case .accessChain(base, indices) = shape.operation(step) else {
        return false
      }
      return code.type(known) == code.type(pointer)
    }
  }

  /// Emits everything; ``assemble(_:)`` then puts the function together.
  func run() {
    var block = 0
    // Of the caller, whose own call makes it forget them.
    context.loads.forgetAll()
    for number in shape.relevantSteps {
      let step = shape.steps[number]
      if step.block != block {
        context.loads.forgetAll()
        block = step.block
      }
      code.place = step.op.isTerminator ? .before(number) : .after(number)
      // What is put together after a fault is thrown away.
      if number & 0x3f == 0, pass.hasFault(at: module.location(of: number, in: shape)) { return }
      visit(number, step)
      forgetLoads(number)
    }
    finishPhis()
  }

  private func visit(_ number: Int, _ step: FunctionShape.Step) {
    let active = directions(step.result)
    let operation = shape.operation(number)
    switch operation {
    case .store(let pointer, let value): visitStore(pointer, value)
    case .copyMemory(let target, let source): visitCopyMemory(target, source)
    case .call(let function, let arguments): visitCall(number, function, arguments)
    case .returnValue(let value): visitReturn(value)
    case .derivative(let derivative, let operand): visitDerivative(number, derivative, operand)
    case .sample(let sample): visitSample(number, sample)
    case .queryLod:
      guard activation.state.decisions[number] != nil else { return }
      report(number, kind: .queryLod, name: "textureQueryLod", .kept(.queryLod))
    case .extended(let op, let operands) where op == .modf || op == .frexp:
      visitSplit(number, op, operands, active)
    default:
      guard !active.isEmpty, let result = step.result, let type = step.type else { return }
      let start = builder.nextNumber
      visitValue(number, operation, result, type, active)
      if context.origins != nil, let name = operation.mathematicalName {
        context.origins?.note(start..<builder.nextNumber, name)
      }
    }
  }

  /// A result whose tangent is needed.
  private func visitValue(
    _ number: Int, _ operation: Operation, _ result: ValueID, _ type: TypeID, _ active: [Direction]
  ) {
    switch operation {
    case .arithmetic(let op, let operands):
      apply(.arithmetic(op), operands, result: result, type: type, active)
    case .extended(let op, let operands):
      visitExtended(number, op, operands, result: result, type: type, active)
    case .select(let condition, let a, let b):
      set(result, active) { direction in
        guard self.tangent(a, direction) != nil || self.tangent(b, direction) != nil else { return nil }
        let (da, db) = (self.tangentOrNull(a, direction), self.tangentOrNull(b, direction))
        return self.code.add(type) {
          .select(type: type, result: $0, condition: self.mapped(condition), ifTrue: da, ifFalse: db)
        }
      }
    case .phi(let sources): visitPhi(number, sources, result: result, type: type, active)
    case .copy(let value): visitCopy(number, value, result: result, type: type, active)
    case .load(let pointer): visitLoad(pointer, result: result, type: type, active)
    case .compositeConstruct(let parts):
      visitConstruct(parts, result: result, type: type, active)
    case .compositeExtract(let composite, let path):
      visitExtract(composite, path, result: result, type: type, active)
    case .compositeInsert(let value, let into, let path):
      set(result, active) { direction in
        guard self.tangent(value, direction) != nil || self.tangent(into, direction) != nil else {
          return nil
        }
        let parts = [self.tangentOrNull(value, direction), self.tangentOrNull(into, direction)]
        return self.code.add(type) {
          .compositeInsert(type: type, result: $0, parts[0], into: parts[1], path: path)
        }
      }
    case .vectorExtract(let vector, let index):
      set(result, active) { direction in
        guard let tangent = self.tangent(vector, direction) else { return nil }
        return self.code.add(type) {
          .vectorExtract(type: type, result: $0, tangent, index: self.mapped(index))
        }
      }
    case .vectorInsert(let vector, let component, let index):
      set(result, active) { direction in
        guard self.tangent(vector, direction) != nil || self.tangent(component, direction) != nil else {
          return nil
        }
        let parts = [self.tangentOrNull(vector, direction), self.tangentOrNull(component, direction)]
        return self.code.add(type) {
          .vectorInsert(
            type: type, result: $0, parts[0], component: parts[1], index: self.mapped(index))
        }
      }
    case .vectorShuffle(let a, let b, let components):
      visitShuffle(a, b, components, result: result, type: type, active)
    case .undefined:
      guard let quantity = pass.seeds.placed[result] else { return }
      set(result, active) { pass.seeds.derivative(of: quantity, $0, type: type, in: self) }
    case .store, .copyMemory, .call, .returnValue, .derivative, .sample, .queryLod, .variable, .accessChain,
      .branch, .conditionalBranch, .switch, .selectionMerge, .loopMerge,
      .return, .end, .opaqueRead, .discrete, .note, .other:
      break
    }
  }

  /// Sets a value's tangents, each direction's computed by a body.
  func set(_ result: ValueID, _ active: [Direction], _ body: (Direction) -> ValueID?) {
    var values = ScreenTangent()
    for direction in active { values[direction] = body(direction) }
    setTangent(result, .screen(values))
  }

  // MARK: Reports

  func report(
    _ number: Int, kind: SiteReport.Kind, name: String, _ outcome: SiteReport.Outcome?,
    notes: [String] = []
  ) {
    guard let result = shape.steps[number].result else { return }
    let location = module.location(of: number, in: shape)
    let report = SiteReport(
      kind: kind, name: name, location: location, function: shape.name,
      outcome: outcome ?? .kept(.cut(operation: Cut.leftDerivative, at: location)),
      zeroedCut: activation.state.zeroedCuts[number].map {
        .init(operation: $0.operation, location: $0.location)
      },
      cost: code.count(before: number), notes: notes, result: result,
      emitted: outcome == nil ? [] : [mapped(result)])
    sites[number] = SiteRecord(report: report, deferred: outcome == nil ? [mapped(result)] : [])
  }
}

extension Operation {
  /// What an operation with a derivative rule is called.
  fileprivate var mathematicalName: String? {
    switch self {
    case .arithmetic(let op, _): "\(op)"
    case .extended(let op, _): "\(op)"
    case .select, .phi, .copy, .undefined, .compositeConstruct, .compositeExtract, .compositeInsert,
      .vectorExtract,
      .vectorInsert, .vectorShuffle, .variable, .load, .store, .copyMemory, .accessChain, .call, .branch,
      .conditionalBranch, .switch, .selectionMerge, .loopMerge, .return, .returnValue, .end, .derivative,
      .sample,
      .queryLod, .opaqueRead, .discrete, .note, .other:
      nil
    }
  }
}
