import CLLVM
import CShaderABI
import SPIRV

extension ModuleLowering {
  /// The name of the compiled shader in LLVM's module.
  static let entryName = "shade"

  /// Lowers the entry point with all it calls.
  func lower() throws {
    try collectInterface()
    if let native = options.native { nativePlan = try makeNativePlan(native) }
    let key = InstanceKey(function: entryPoint.function, arguments: [])
    let main = try instance(key, callers: [])
    analyze()
    for instance in instanceOrder { try declare(instance) }
    if nativePlan != nil { inlineFunctions() }
    for instance in instanceOrder { try FunctionLowering(self, instance).lower() }
    if let nativePlan {
      try lowerNative(main, nativePlan)
    } else {
      try lowerShell(main)
      try lowerSpan(main)
    }
    removeScratch()
  }

  /// Whether a variable at global scope may differ between lanes.
  func isVarying(global id: ValueID) -> Bool {
    guard lane.width > 1, case .memory(let storage, _)? = globals[id] else { return false }
    return storage != .private || varyingGlobals.contains(id)
  }

  // MARK: Declarations

  private func declare(_ instance: FunctionInstance) throws {
    var parameters: [LLVMTypeRef?] = [lane.pointerType, lane.pointerType]
    if lane.width > 1 { parameters.append(lane.lanes(lane.boolType)) }
    parameters += instance.usedGlobals.map { _ in lane.pointerType }
    for number in 0..<instance.argumentCount {
      parameters.append(
        shape(.int(width: 32, isSigned: true), instance.facts.varyingArguments.contains(number)))
    }
    var results: [LLVMTypeRef?] = []
    if instance.mayKill { results.append(lane.lanes(lane.boolType)) }
    results += try leaves(instance.returnType).map { shape($0, instance.facts.isReturnVarying) }
    for parameter in instance.parameters {
      guard case .value = parameter.key else { continue }
      guard let pointee = parameter.pointee else {
        let isVarying = instance.facts.varyingValues.contains(parameter.id)
        parameters += try leaves(try typeID(parameter.id)).map { shape($0, isVarying) }
        continue
      }
      let types = try leaves(pointee).map { shape($0, instance.facts.varyingMemory.contains(parameter.id)) }
      parameters += types
      if instance.writtenParameters.contains(parameter.id) { results += types }
    }
    let result =
      results.isEmpty
      ? LLVMVoidTypeInContext(lane.context)
      : LLVMStructTypeInContext(lane.context, &results, UInt32(results.count), 0)
    let type: LLVMTypeRef = LLVMFunctionType(result, &parameters, UInt32(parameters.count), 0)
    let function: LLVMValueRef = LLVMAddFunction(lane.module, instance.name, type)
    LLVMSetLinkage(function, LLVMInternalLinkage)
    LLVMSetFunctionCallConv(function, UInt32(LLVMFastCallConv.rawValue))
    add(["nounwind"], to: function)
    instance.llvm = (function, type)
  }

  private func shape(_ kind: ScalarKind, _ isVarying: Bool) -> LLVMTypeRef {
    isVarying ? lane.lanes(llvmType(kind)) : llvmType(kind)
  }

  /// Lets registers be spilled to aligned places: LLVM aligns a frame for that only where it has a frame pointer, and
  /// without it most spills of 64 bytes straddle two cache lines.
  private func alignFrame(of function: LLVMValueRef) {
    let (name, value) = ("frame-pointer", "all")
    LLVMAddAttributeAtIndex(
      function, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)),
      LLVMCreateStringAttribute(
        lane.context, name, UInt32(name.utf8.count), value, UInt32(value.utf8.count)))
  }

  /// The scalar of a slot in the host's memory.
  func slotType(_ kind: ScalarKind) -> LLVMTypeRef {
    switch kind {
    case .float: lane.elementType
    case .int, .bool: lane.integerType(32)
    }
  }

  func add(_ attributes: [String], to function: LLVMValueRef) {
    addAttributes(attributes, to: function)
    // In the code of one lane, vectors of a few of its numbers cost more in moves than they save. LLVM's C interface
    // cannot leave the pass out: "default<O3>" sets that option itself.
    if nativePlan != nil, lane.width == 1 { addAttributes(["noimplicitfloat"], to: function) }
    alignFrame(of: function)
  }

  func addAttributes(_ attributes: [String], to function: LLVMValueRef) {
    for name in attributes {
      let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
      LLVMAddAttributeAtIndex(
        function, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)),
        LLVMCreateEnumAttribute(lane.context, kind, 0))
    }
  }

  // MARK: The function that the host calls

  /// `void shade(QuadlessInvocation *)`: sets the variables up, calls the entry point and hands the outputs over.
  private func lowerShell(_ main: FunctionInstance) throws {
    guard let llvm = main.llvm else { return }
    var parameters: [LLVMTypeRef?] = [lane.pointerType]
    let type = LLVMFunctionType(LLVMVoidTypeInContext(lane.context), &parameters, 1, 0)
    let function: LLVMValueRef = LLVMAddFunction(lane.module, Self.entryName, type)
    add(["nounwind"], to: function)
    let body: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "")
    LLVMPositionBuilderAtEnd(lane.builder, body)
    let invocation: Lane.Value = LLVMGetParam(function, 0)
    let state = InvocationState(pointer: zeroedBytes(InvocationState.size))
    let executing = load(lane.integerType(32), invocation, \QuadlessInvocation.executing)
    let helpers = lane.and(executing, load(lane.integerType(32), invocation, \QuadlessInvocation.helpers))
    LLVMBuildStore(lane.builder, helpers, state.pointer)
    let mask = lane.mask(fromBits: executing)
    let (running, end): (LLVMBasicBlockRef, LLVMBasicBlockRef) = (
      LLVMAppendBasicBlockInContext(lane.context, function, "running"),
      LLVMAppendBasicBlockInContext(lane.context, function, "end")
    )
    LLVMBuildCondBr(lane.builder, lane.any(mask), running, end)
    LLVMPositionBuilderAtEnd(lane.builder, running)
    var shell = EntryShell(module: self, function: function, invocation: invocation, mask: mask, state: state)
    var arguments: [LLVMValueRef?] = [invocation, state.pointer]
    if lane.width > 1 { arguments.append(mask) }
    for id in main.usedGlobals { arguments.append(try shell.prepare(id)) }
    let call = LLVMBuildCall2(lane.builder, llvm.type, llvm.function, &arguments, UInt32(arguments.count), "")
    LLVMSetInstructionCallConv(call, UInt32(LLVMFastCallConv.rawValue))
    try shell.finish()
    LLVMBuildBr(lane.builder, end)
    LLVMPositionBuilderAtEnd(lane.builder, end)
    store(lane.and(executing, lane.not(state.helpers(self))), invocation, \QuadlessInvocation.stored)
    store(state.raised(self), invocation, \QuadlessInvocation.flags)
    LLVMBuildRetVoid(lane.builder)
  }

  private func store<Field>(
    _ value: Lane.Value, _ base: Lane.Value, _ field: KeyPath<QuadlessInvocation, Field>
  ) {
    let offset = MemoryLayout<QuadlessInvocation>.offset(of: field) ?? 0
    LLVMBuildStore(lane.builder, value, advance(base, lane.integer(offset, bits: 64)))
  }
}

/// The variables of a shader on the frame of the function that the host calls.
struct EntryShell {
  let module: ModuleLowering
  let function: LLVMValueRef
  let invocation: Lane.Value
  let mask: Lane.Value
  let state: InvocationState
  /// The scalars of the input slots where they are known; else they are read from the host's memory.
  var inputs: [Lane.Value]?
  private var outputs: [(memory: LaneMemory, first: Int)] = []

  private var lane: Lane { module.lane }

  init(
    module: ModuleLowering, function: LLVMValueRef, invocation: Lane.Value, mask: Lane.Value,
    state: InvocationState
  ) {
    self.module = module
    self.function = function
    self.invocation = invocation
    self.mask = mask
    self.state = state
  }

  /// The address of a variable, filled from the host's memory or by its initializer.
  mutating func prepare(_ id: ValueID) throws -> Lane.Value {
    guard case .memory(let storage, let type)? = module.globals[id] else {
      return lane.zero(lane.pointerType)
    }
    let memory = module.joint(try module.leaves(type), isVarying: module.isVarying(global: id)) {
      module.zeroedBytes($0)
    }
    guard case .joint(let base, _) = memory.storage else { return lane.zero(lane.pointerType) }
    if storage == .input, let first = module.firstInput[id] {
      for position in memory.kinds.indices { try loadInput(memory, position, first + position) }
    } else if storage == .output, let first = module.firstOutput[id] {
      outputs.append((memory, first))
      // Where the inputs are known there are no outputs from before: zeros.
      for position in memory.kinds.indices where inputs == nil {
        write(memory, position, slot(\.outputs, first + position, memory.kinds[position]))
      }
    }
    if let initializer = module.initializer(of: id), let constant = try module.constant(initializer) {
      for (position, scalar) in constant.enumerated() { write(memory, position, scalar) }
    }
    return base
  }

  private func loadInput(_ memory: LaneMemory, _ position: Int, _ slotNumber: Int) throws {
    let input = module.interface.inputs[slotNumber]
    if input.builtIn == .helperInvocation {
      write(memory, position, lane.mask(fromBits: state.helpers(module)))
    } else if let inputs {
      write(memory, position, fromSlot(inputs[slotNumber], memory.kinds[position]))
    } else {
      write(memory, position, slot(\.inputs, slotNumber, memory.kinds[position]))
    }
  }

  /// Hands the outputs over on the lanes that count.
  func finish() throws {
    let on = lane.and(mask, lane.not(lane.mask(fromBits: state.helpers(module))))
    for (memory, first) in outputs {
      for (position, kind) in memory.kinds.enumerated() {
        let number = first + position
        let value = lane.select(on, read(memory, position), slot(\.outputs, number, kind))
        let address = slotAddress(\.outputs, number)
        LLVMSetAlignment(LLVMBuildStore(lane.builder, toSlot(value, kind), address), 4)
      }
    }
  }

  /// What the shader left in the output slots; nil of slots it does not use.
  func outputScalars() -> [Int: Lane.Value] {
    var scalars: [Int: Lane.Value] = [:]
    for (memory, first) in outputs {
      for position in memory.kinds.indices { scalars[first + position] = read(memory, position) }
    }
    return scalars
  }

  // MARK: Memory of variables

  private func write(_ memory: LaneMemory, _ position: Int, _ value: Lane.Value) {
    var value = memory.isVarying ? lane.splat(value) : value
    if memory.kinds[position] == .bool { value = lane.convertUnsigned(value, to: lane.integerType(32)) }
    LLVMBuildStore(lane.builder, value, module.place(memory, position))
  }

  private func read(_ memory: LaneMemory, _ position: Int) -> Lane.Value {
    let kind = memory.kinds[position]
    let scalar: LLVMTypeRef = kind == .bool ? lane.integerType(32) : module.llvmType(kind)
    let type = memory.isVarying ? lane.lanes(scalar) : scalar
    let value: Lane.Value = LLVMBuildLoad2(lane.builder, type, module.place(memory, position), "")
    return kind == .bool ? lane.compare(LLVMIntNE, value, lane.integer(0, like: value)) : value
  }

  // MARK: Slots

  private func slotAddress<Field>(_ field: KeyPath<QuadlessInvocation, Field>, _ number: Int) -> Lane.Value {
    let bytes = lane.width * (module.options.element == .double ? 8 : 4)
    let base = module.load(lane.pointerType, invocation, field)
    return module.advance(base, lane.integer(number * bytes, bits: 64))
  }

  /// What the host has in a slot.
  private func slot<Field>(
    _ field: KeyPath<QuadlessInvocation, Field>, _ number: Int, _ kind: ScalarKind
  ) -> Lane.Value {
    let type = module.slotType(kind)
    return fromSlot(module.loadUnaligned(lane.lanes(type), slotAddress(field, number)), kind)
  }

  private func fromSlot(_ value: Lane.Value, _ kind: ScalarKind) -> Lane.Value {
    switch kind {
    case .float: lane.convertFloat(value, to: module.llvmType(kind))
    case .int: lane.convertSigned(value, to: module.llvmType(kind))
    case .bool: lane.compare(LLVMIntNE, value, lane.integer(0, like: value))
    }
  }

  private func toSlot(_ value: Lane.Value, _ kind: ScalarKind) -> Lane.Value {
    switch kind {
    case .float: lane.convertFloat(value, to: lane.elementType)
    case .int: lane.convertSigned(value, to: lane.integerType(32))
    case .bool: lane.convertUnsigned(value, to: lane.integerType(32))
    }
  }
}
