import CLLVM
import SPIRV

extension FunctionLowering {
  /// Ends the block being lowered: lanes go on to their next blocks.
  func lowerTerminator(_ terminator: FunctionInstance.Terminator) throws {
    switch terminator {
    case .branch(let target): try go([(target, mask)])
    case .conditional(let id, let ifTrue, let ifFalse):
      let condition = try scalar(id)
      if lane.isVector(condition) {
        noteDisagreement(condition)
        let on = lane.and(mask, condition)
        try go(merged([(ifTrue, on), (ifFalse, lane.and(mask, lane.not(condition)))]))
      } else {
        try branch(condition, ifTrue, ifFalse)
      }
    case .switch(let id, let fallback, let cases):
      let selector = try scalar(id)
      if lane.isVector(selector) {
        noteDisagreement(selector)
        try partedSwitch(selector, fallback, cases)
      } else {
        try commonSwitch(selector, fallback, cases)
      }
    case .return: try go([(instance.end, mask)])
    case .returnValue(let id):
      if let returned {
        let isExact = !(instance.facts.pending[position]?.contains(instance.end) ?? false)
        for (place, scalar) in try value(id).enumerated() {
          store(scalar, returned, place, mask: isExact ? nil : mask)
        }
      }
      try go([(instance.end, mask)])
    case .kill:
      kill()
      jumpOn()
    case .unreachable: jumpOn()
    }
  }

  /// All lanes take the same of two ways.
  private func branch(_ condition: Lane.Value, _ ifTrue: Int, _ ifFalse: Int) throws {
    let places = [ifTrue, ifFalse].map { _ in newBlock() }
    LLVMBuildCondBr(lane.builder, condition, places[0], places[1])
    for (place, target) in zip(places, [ifTrue, ifFalse]) {
      LLVMPositionBuilderAtEnd(lane.builder, place)
      try go([(target, mask)])
    }
  }

  private func commonSwitch(
    _ selector: Lane.Value, _ fallback: Int, _ cases: [(literal: UInt64, target: Int)]
  ) throws {
    var places: [Int: LLVMBasicBlockRef] = [:]
    for target in [fallback] + cases.map(\.target) where places[target] == nil { places[target] = newBlock() }
    let type: LLVMTypeRef = LLVMTypeOf(selector)
    let end = LLVMBuildSwitch(lane.builder, selector, places[fallback], UInt32(cases.count))
    var seen = Set<UInt64>()
    for (literal, target) in cases where seen.insert(literal).inserted {
      LLVMAddCase(end, LLVMConstInt(type, literal, 0), places[target])
    }
    for (target, place) in places.sorted(by: { $0.key < $1.key }) {
      LLVMPositionBuilderAtEnd(lane.builder, place)
      try go([(target, mask)])
    }
  }

  private func partedSwitch(
    _ selector: Lane.Value, _ fallback: Int, _ cases: [(literal: UInt64, target: Int)]
  ) throws {
    var ways: [(Int, Lane.Value)] = []
    var rest = mask
    for (literal, target) in cases {
      let constant = lane.splat(LLVMConstInt(lane.scalarType(selector), literal, 0))
      let isCase = lane.compare(LLVMIntEQ, selector, constant)
      ways.append((target, lane.and(rest, isCase)))
      rest = lane.and(rest, lane.not(isCase))
    }
    try go(merged(ways + [(fallback, rest)]))
  }

  /// One mask for each target.
  private func merged(_ ways: [(Int, Lane.Value)]) -> [(Int, Lane.Value)] {
    var result: [(Int, Lane.Value)] = []
    for (target, mask) in ways {
      if let at = result.firstIndex(where: { $0.0 == target }) {
        result[at].1 = lane.or(result[at].1, mask)
      } else {
        result.append((target, mask))
      }
    }
    return result
  }

  private func newBlock() -> LLVMBasicBlockRef { LLVMAppendBasicBlockInContext(lane.context, function, "") }

  // MARK: Edges

  /// Sends lanes to their targets, and control to the first block where lanes are.
  private func go(_ ways: [(target: Int, mask: Lane.Value)]) throws {
    guard let header = ways.first(where: { $0.target <= position })?.target, let counter = counters[header]
    else {
      try send(ways)
      return
    }
    let type = lane.integerType(32)
    let round = lane.iadd(LLVMBuildLoad2(lane.builder, type, counter, ""), lane.integer(1))
    LLVMBuildStore(lane.builder, round, counter)
    var isOver = lane.compare(LLVMIntUGE, round, lane.integer(module.options.iterationLimit))
    if let isInterrupted = module.isInterrupted() { isOver = lane.or(isOver, isInterrupted) }
    let (over, on) = (newBlock(), newBlock())
    LLVMBuildCondBr(lane.builder, isOver, over, on)
    LLVMPositionBuilderAtEnd(lane.builder, over)
    state.raise(1, lane.bool(true), module)
    let merge = instance.blocks[header].loopMerge ?? instance.end
    try send(merged(ways.map { ($0.target <= position ? merge : $0.target, $0.mask) }), isOver: true)
    LLVMPositionBuilderAtEnd(lane.builder, on)
    try send(ways)
  }

  private func send(_ ways: [(target: Int, mask: Lane.Value)], isOver: Bool = false) throws {
    let pending = instance.facts.pending[position] ?? BitSet(capacity: instance.end + 1)
    var all = pending
    for (target, mask) in ways {
      all.insert(target)
      guard target < instance.end else { continue }
      if let slot = maskSlots[target] {
        let type = lane.lanes(lane.boolType)
        let waiting: Lane.Value? =
          pending.contains(target) ? LLVMBuildLoad2(lane.builder, type, slot, "") : nil
        LLVMBuildStore(lane.builder, waiting.map { lane.or($0, mask) } ?? mask, slot)
      }
      if target > position, let counter = counters[target] {
        LLVMBuildStore(lane.builder, lane.integer(0), counter)
      }
      try sendPhis(to: target, mask: pending.contains(target) ? mask : nil, isOver: isOver)
    }
    LLVMBuildBr(lane.builder, starts[all.first ?? instance.end])
  }

  private func sendPhis(to target: Int, mask: Lane.Value?, isOver: Bool) throws {
    for phi in instance.blocks[target].phis {
      guard let memory = phis[phi.result] else { continue }
      if let source = phi.sources[position] {
        for (place, scalar) in try valueOnWay(source).enumerated() {
          store(scalar, memory, place, mask: mask)
        }
      } else if isOver {
        for (place, kind) in memory.kinds.enumerated() {
          store(lane.zero(module.llvmType(kind)), memory, place, mask: mask)
        }
      } else {
        throw LoweringError.malformed("a phi without a source for its block")
      }
    }
  }

  /// Goes on where lanes wait; none of this block's lanes does.
  private func jumpOn() {
    LLVMBuildBr(lane.builder, starts[instance.facts.pending[position]?.first ?? instance.end])
  }

  // MARK: Ends of lanes

  /// Ends the lanes that are on.
  private func kill() {
    demote()
    end(mask)
  }

  /// Takes lanes out of those that are alive.
  private func end(_ lanes: Lane.Value) {
    guard let alive else { return }
    let type = lane.lanes(lane.boolType)
    let before: Lane.Value = LLVMBuildLoad2(lane.builder, type, alive, "")
    LLVMBuildStore(lane.builder, lane.and(before, lane.not(lanes)), alive)
  }

  /// What the lanes that are on write from here on is not kept.
  func demote() { state.demote(mask, module) }

  /// The lanes that are helpers: from the start, or demoted since.
  func helperMask() -> Lane.Value { lane.mask(fromBits: state.helpers(module)) }

  // MARK: Calls

  func call(_ callee: FunctionInstance, _ code: FunctionInstance.Code) throws -> [Lane.Value]? {
    guard let llvm = callee.llvm else { throw LoweringError.malformed("a function that is not declared") }
    let ids = Array(code.instruction.operandIDs.dropFirst())
    var values: [Lane.Value] = [invocation, state.pointer]
    if lane.width > 1 { values.append(mask) }
    for id in callee.usedGlobals {
      guard let memory = variables[id], case .joint(let base, _) = memory.storage else {
        throw LoweringError.malformed("\(id) is out of reach")
      }
      values.append(base)
    }
    var numbers = 0
    for (parameter, id) in zip(callee.parameters, ids) {
      if case .value = parameter.key { continue }
      for step in instance.dynamicSteps(of: id) {
        let index = lane.convertSigned(try number(step), to: lane.integerType(32))
        values.append(callee.facts.varyingArguments.contains(numbers) ? lane.splat(index) : index)
        numbers += 1
      }
    }
    for (parameter, id) in zip(callee.parameters, ids) {
      guard case .value = parameter.key else { continue }
      if parameter.pointee != nil {
        let isVarying = callee.facts.varyingMemory.contains(parameter.id)
        values += try load(try place(of: id)).map { isVarying ? lane.splat($0) : $0 }
      } else {
        let isVarying = callee.facts.varyingValues.contains(parameter.id)
        values += try value(id).map { isVarying ? lane.splat($0) : $0 }
      }
    }
    var operands: [LLVMValueRef?] = values
    let result: Lane.Value = LLVMBuildCall2(
      lane.builder, llvm.type, llvm.function, &operands, UInt32(operands.count), "")
    LLVMSetInstructionCallConv(result, UInt32(LLVMFastCallConv.rawValue))
    return try takeResults(result, callee, ids)
  }

  private func takeResults(
    _ result: Lane.Value, _ callee: FunctionInstance, _ ids: [ValueID]
  ) throws -> [Lane.Value]? {
    var next: UInt32 = 0
    func take() -> Lane.Value {
      next += 1
      return LLVMBuildExtractValue(lane.builder, result, next - 1, "")
    }
    if callee.mayKill {
      let left = take()
      end(lane.and(mask, lane.not(left)))
      mask = lane.and(mask, left)
      skipWhereEmpty()
    }
    let returned = try module.leaves(callee.returnType).map { _ in take() }
    for (parameter, id) in zip(callee.parameters, ids) where callee.writtenParameters.contains(parameter.id) {
      guard let pointee = parameter.pointee else { continue }
      try store(try module.leaves(pointee).map { _ in take() }, to: try place(of: id))
    }
    return returned.isEmpty ? nil : returned
  }

  /// The place that a pointer names.
  func place(of id: ValueID) throws -> Place {
    if let known = instance.places[id] { return known }
    return Place(root: .global(id), type: try module.pointee(try module.typeID(id)).type)
  }

  /// An index.
  func number(_ step: Place.Step) throws -> Lane.Value {
    switch step {
    case .constant(let number): lane.integer(number)
    case .value(let id): try scalar(id)
    case .argument(let number): arguments[number]
    }
  }
}
