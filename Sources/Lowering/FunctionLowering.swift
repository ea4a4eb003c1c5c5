import CLLVM
import SPIRV

/// Lowers one instance of a function.
///
/// Blocks become LLVM's in the same order. A block whose lanes are not surely all there has a mask, collected from
/// the branches to it in a slot of the frame; it is skipped where the mask is empty. Slots, variables and values read
/// in other blocks are memory of the frame, which LLVM turns into registers.
final class FunctionLowering {
  let module: ModuleLowering
  let instance: FunctionInstance
  let lane: Lane
  let function: LLVMValueRef
  /// The block of the frame's slots.
  let frame: LLVMBasicBlockRef
  /// By block: where it starts; the last one is the function's end.
  var starts: [LLVMBasicBlockRef] = []
  /// The block being lowered.
  var position = 0
  /// The lanes that are on.
  var mask: Lane.Value
  /// What the block being lowered knows.
  var values: [ValueID: [Lane.Value]] = [:]
  /// Results of samples with gradients.
  var sampled: Set<ValueID> = []
  /// Parameters.
  var parameters: [ValueID: [Lane.Value]] = [:]
  /// Dynamic indices inside what the function was specialised for.
  var arguments: [Lane.Value] = []
  /// Memory of variables, of values read in other blocks, and of what phis take.
  var variables: [ValueID: LaneMemory] = [:]
  var crossing: [ValueID: LaneMemory] = [:]
  var phis: [ValueID: LaneMemory] = [:]
  /// By block: the mask collected so far; rounds of the loop that starts there.
  var maskSlots: [Int: Lane.Value] = [:]
  var counters: [Int: Lane.Value] = [:]
  /// The lanes that have not ended, where lanes may end.
  var alive: Lane.Value?
  var returned: LaneMemory?
  /// A place for accesses that must not happen.
  var nowhereSlot: Lane.Value?
  /// The QuadlessInvocation, and what all functions share of its state.
  let invocation: Lane.Value
  let state: InvocationState

  init(_ module: ModuleLowering, _ instance: FunctionInstance) throws {
    self.module = module
    self.instance = instance
    lane = module.lane
    guard let llvm = instance.llvm else { throw LoweringError.malformed("a function that is not declared") }
    function = llvm.function
    frame = LLVMAppendBasicBlockInContext(lane.context, function, "frame")
    invocation = LLVMGetParam(function, 0)
    state = InvocationState(pointer: LLVMGetParam(function, 1))
    mask = lane.width == 1 ? lane.bool(true) : LLVMGetParam(function, 2)
  }

  // MARK: The whole

  func lower() throws {
    let end = instance.end
    for position in 0...end {
      starts.append(
        LLVMAppendBasicBlockInContext(lane.context, function, position == end ? "end" : "b\(position)"))
    }
    LLVMPositionBuilderAtEnd(lane.builder, frame)
    try takeParameters()
    try makeSlots()
    for position in 0..<end where instance.facts.pending[position] != nil { try lowerBlock(position) }
    for position in 0..<end where instance.facts.pending[position] == nil {
      LLVMPositionBuilderAtEnd(lane.builder, starts[position])
      LLVMBuildUnreachable(lane.builder)
    }
    try lowerEnd()
    LLVMPositionBuilderAtEnd(lane.builder, frame)
    LLVMBuildBr(lane.builder, starts[0])
  }

  private func takeParameters() throws {
    var next = UInt32(lane.width == 1 ? 2 : 3)
    func take() -> Lane.Value {
      next += 1
      return LLVMGetParam(function, next - 1)
    }
    for id in instance.usedGlobals {
      let base = take()
      guard case .memory(_, let type)? = module.globals[id] else { continue }
      variables[id] = module.joint(try module.leaves(type), isVarying: module.isVarying(global: id)) { _ in
        base
      }
    }
    arguments = (0..<instance.argumentCount).map { _ in take() }
    for parameter in instance.parameters {
      guard case .value = parameter.key else { continue }
      if let pointee = parameter.pointee {
        let kinds = try module.leaves(pointee)
        let memory = allocate(
          kinds, isVarying: instance.facts.varyingMemory.contains(parameter.id),
          isIndexed: instance.indexedVariables.contains(parameter.id))
        variables[parameter.id] = memory
        for position in kinds.indices { store(take(), memory, position, mask: nil) }
      } else {
        parameters[parameter.id] = try module.leaves(try module.typeID(parameter.id)).map { _ in take() }
      }
    }
  }

  private func makeSlots() throws {
    for (id, type) in instance.variables where variables[id] == nil {
      variables[id] = allocate(
        try module.leaves(type), isVarying: instance.facts.varyingMemory.contains(id),
        isIndexed: instance.indexedVariables.contains(id))
    }
    for id in instance.crossing {
      crossing[id] = allocate(
        try module.leaves(try module.typeID(id)), isVarying: instance.facts.varyingMemory.contains(id),
        isIndexed: false)
    }
    let kinds = try module.leaves(instance.returnType)
    if !kinds.isEmpty {
      returned = allocate(kinds, isVarying: instance.facts.isReturnVarying, isIndexed: false)
    }
    for (position, block) in instance.blocks.enumerated() {
      for phi in block.phis {
        phis[phi.result] = allocate(
          try module.leaves(try module.typeID(phi.result)),
          isVarying: instance.facts.varyingValues.contains(phi.result), isIndexed: false)
      }
      if hasMaskSlot(position) { maskSlots[position] = frameSlot(lane.lanes(lane.boolType)) }
      if block.loopMerge != nil { counters[position] = frameSlot(lane.integerType(32)) }
    }
    if instance.mayKill {
      let slot = frameSlot(lane.lanes(lane.boolType))
      LLVMPositionBuilderAtEnd(lane.builder, frame)
      LLVMBuildStore(lane.builder, mask, slot)
      alive = slot
    }
    fullMask = mask
  }

  /// The mask the function was called with.
  private var fullMask: Lane.Value?

  /// Whether lanes may wait elsewhere while a block runs, so that it has a mask of its own.
  private func hasMaskSlot(_ position: Int) -> Bool {
    guard lane.width > 1, let pending = instance.facts.pending[position] else { return false }
    return !pending.isEmpty
  }

  /// All lanes the function was called with that have not ended.
  private func allLanes() -> Lane.Value {
    if let alive { return LLVMBuildLoad2(lane.builder, lane.lanes(lane.boolType), alive, "") }
    return fullMask ?? mask
  }

  // MARK: Blocks

  private func lowerBlock(_ position: Int) throws {
    self.position = position
    values = [:]
    LLVMPositionBuilderAtEnd(lane.builder, starts[position])
    if let slot = maskSlots[position] {
      mask = LLVMBuildLoad2(lane.builder, lane.lanes(lane.boolType), slot, "")
      LLVMBuildStore(lane.builder, lane.zero(lane.lanes(lane.boolType)), slot)
    } else {
      mask = allLanes()
    }
    var own = BitSet(capacity: instance.end + 1)
    own.insert(position)
    if instance.facts.surely[position] != own { skipWhereEmpty() }
    let block = instance.blocks[position]
    for phi in block.phis {
      guard let memory = phis[phi.result] else { continue }
      define(phi.result, memory.kinds.indices.map { load(memory, $0) })
    }
    for code in block.codes { try lower(code) }
    try lowerTerminator(block.terminator)
  }

  /// Goes on to the next block where lanes may wait if no lane is on.
  func skipWhereEmpty() {
    let body: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "")
    let next = instance.facts.pending[position]?.first ?? instance.end
    LLVMBuildCondBr(lane.builder, lane.any(mask), body, starts[next])
    LLVMPositionBuilderAtEnd(lane.builder, body)
  }

  private func lowerEnd() throws {
    LLVMPositionBuilderAtEnd(lane.builder, starts[instance.end])
    var results: [Lane.Value] = []
    if instance.mayKill { results.append(allLanes()) }
    if let returned { results += returned.kinds.indices.map { load(returned, $0) } }
    for parameter in instance.parameters where instance.writtenParameters.contains(parameter.id) {
      guard let memory = variables[parameter.id] else { continue }
      results += memory.kinds.indices.map { load(memory, $0) }
    }
    if results.isEmpty {
      LLVMBuildRetVoid(lane.builder)
    } else {
      var parts: [LLVMValueRef?] = results
      LLVMBuildAggregateRet(lane.builder, &parts, UInt32(parts.count))
    }
  }

  // MARK: Values

  /// The scalars of a value where it is read in the block being lowered.
  func value(_ id: ValueID) throws -> [Lane.Value] {
    let value = try valueOnWay(id)
    if crossing[id] != nil { values[id] = value }
    return value
  }

  /// The same on one of several ways out of the block: what is loaded here is not there on the others.
  func valueOnWay(_ id: ValueID) throws -> [Lane.Value] {
    if let known = values[id] ?? parameters[id] { return known }
    if let constant = try module.constant(id) { return constant }
    guard let memory = crossing[id] else {
      throw LoweringError.malformed("\(id) is read before it has a value")
    }
    return memory.kinds.indices.map { load(memory, $0) }
  }

  /// The one scalar of a value.
  func scalar(_ id: ValueID) throws -> Lane.Value {
    guard let first = try value(id).first else { throw LoweringError.malformed("\(id) is no scalar") }
    return first
  }

  func define(_ id: ValueID, _ scalars: [Lane.Value]) {
    values[id] = scalars
    if let memory = crossing[id], memory.kinds.count == scalars.count {
      let mask = instance.isExact(id, at: position) ? nil : mask
      for (place, scalar) in scalars.enumerated() { store(scalar, memory, place, mask: mask) }
    }
    // Of a sample its gradients were recorded instead.
    guard !sampled.contains(id) else { return }
    for probe in module.probes[id] ?? [] { record(scalars, probe) }
  }

  /// The instructions on operands alone, with notes of what they decide.
  var pure: PureCode {
    guard case .stencil = module.options.derivatives, lane.width > 1 else {
      return PureCode(module: module, lane: lane)
    }
    return PureCode(module: module, lane: lane) { [unowned self] in noteDisagreement($0) }
  }

  /// The same for an instruction, which may have to stay as exact as it is.
  private func pure(for instruction: Instruction) -> PureCode {
    var code = pure
    code.isPrecise = instruction.result.map { module.index.has(.noContraction, $0.rawValue) } ?? false
    return code
  }

  private func lower(_ code: FunctionInstance.Code) throws {
    let instruction = code.instruction
    let scalars: [Lane.Value]?
    if let callee = code.callee {
      scalars = try call(callee, code)
    } else if instruction.op == .extInst {
      scalars = try extended(code)
    } else if let pure = try pure(for: instruction).lower(instruction, value) {
      scalars = pure
    } else {
      scalars = try effect(code)
    }
    if let result = code.result, let scalars { define(result, scalars) }
  }

  private func extended(_ code: FunctionInstance.Code) throws -> [Lane.Value]? {
    switch code.instruction.operation(glsl: module.index.glsl) {
    case .extended(let glsl, let ids):
      if let place = code.place { return try extended(glsl, ids, place) }
      guard let scalars = try pure(for: code.instruction).extended(glsl, code.instruction, ids, value) else {
        throw LoweringError.unsupported("GLSL.std.450 \(glsl)")
      }
      return scalars
    // Debug information and other sets without meaning compute nothing.
    default: return nil
    }
  }

  /// Instructions that touch more than their operands.
  private func effect(_ code: FunctionInstance.Code) throws -> [Lane.Value]? {
    let instruction = code.instruction
    switch instruction.op {
    case .variable:
      if let id = code.result, let initializer = instance.initializers[id], let memory = variables[id] {
        let mask = instance.isExact(id, at: position) ? nil : mask
        for (place, scalar) in try value(initializer).enumerated() {
          store(scalar, memory, place, mask: mask)
        }
      }
      return nil
    case .load: return try code.place.map(load)
    case .store:
      guard case .store(_, let id) = instruction.operation(glsl: nil), let place = code.place else {
        return nil
      }
      try store(try value(id), to: place)
      return nil
    case .copyMemory:
      guard let place = code.place, let source = code.source else { return nil }
      try store(try load(source), to: place)
      return nil
    case .arrayLength:
      guard let place = code.place, let (_, member) = instruction.arrayLengthOperands else { return nil }
      return [try arrayLength(place, member)]
    case .isHelperInvocationEXT: return [helperMask()]
    case .demoteToHelperInvocation:
      demote()
      return nil
    case .memoryBarrier, .controlBarrier, .beginInvocationInterlockEXT, .endInvocationInterlockEXT,
      .assumeTrueKHR:
      return nil
    case .expectKHR: return try instruction.operandIDs.first.map(value)
    case .imageSparseTexelsResident: return [lane.bool(true)]
    default: break
    }
    if case .derivative(let derivative, let id) = instruction.operation(glsl: nil) {
      let level = instruction.result.map(module.nestingLevel) ?? 1
      return try value(id).map { try self.derivative(derivative, $0, level: level) }
    }
    if let access = instruction.imageAccess { return try image(access, instruction) }
    if let atomic = instruction.atomic, let texel = instance.texels[atomic.pointer] {
      return try imageAtomic(instruction, atomic, texel)
    }
    if let atomic = instruction.atomic, let place = code.place {
      return try self.atomic(instruction, atomic, place)
    }
    throw LoweringError.unsupported("\(instruction.op)")
  }
}
