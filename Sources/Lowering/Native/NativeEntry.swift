import CLLVM
import CShaderABI
import SPIRV

extension ModuleLowering {
  /// The function that a renderer calls: `uint32_t name(varyings, seeds, uniforms, textures, outputs, executing)`, less
  /// the structures that the shader has none of; with one lane without `executing`.
  func lowerNative(_ main: FunctionInstance, _ plan: NativePlan) throws {
    guard let llvm = main.llvm else { throw LoweringError.malformed("a function that is not declared") }
    let arguments = plan.parameters
    var parameters: [LLVMTypeRef?] = arguments.map { _ in lane.pointerType }
    if lane.width > 1 { parameters.append(lane.integerType(32)) }
    let type: LLVMTypeRef = LLVMFunctionType(lane.integerType(32), &parameters, UInt32(parameters.count), 0)
    let function: LLVMValueRef = LLVMAddFunction(lane.module, plan.functionName, type)
    add(["nounwind"], to: function)
    for (position, argument) in arguments.enumerated() { describe(argument, function, UInt32(position)) }
    func parameter(_ name: String) -> Lane.Value? {
      arguments.firstIndex { $0.name == name }.map { LLVMGetParam(function, UInt32($0)) }
    }
    let null = lane.zero(lane.pointerType)
    LLVMPositionBuilderAtEnd(lane.builder, LLVMAppendBasicBlockInContext(lane.context, function, ""))
    let state = InvocationState(pointer: zeroedBytes(InvocationState.nativeSize))
    LLVMBuildStore(lane.builder, parameter("textures") ?? null, state.textures(self))
    let executing: Lane.Value =
      lane.width == 1 ? lane.integer(1) : LLVMGetParam(function, UInt32(arguments.count))
    let mask = lane.mask(fromBits: executing)
    let running: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "running")
    let end: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, function, "end")
    LLVMBuildCondBr(lane.builder, lane.any(mask), running, end)
    LLVMPositionBuilderAtEnd(lane.builder, running)
    let uniforms = parameter("uniforms") ?? null
    var shell = EntryShell(module: self, function: function, invocation: uniforms, mask: mask, state: state)
    shell.inputs = interface.inputs.enumerated().map { slot, input in
      guard let place = plan.inputs[slot], let base = parameter(place.isSeed ? "seeds" : "varyings") else {
        return lane.zero(lane.lanes(handedType(input.kind)))
      }
      return handedLoad(
        lane.lanes(handedType(input.kind)), base, place.offset, bytes: input.kind.handedType.size)
    }
    var operands: [LLVMValueRef?] = [uniforms, state.pointer]
    if lane.width > 1 { operands.append(mask) }
    for id in main.usedGlobals { operands.append(try shell.prepare(id)) }
    let call: LLVMValueRef = LLVMBuildCall2(
      lane.builder, llvm.type, llvm.function, &operands, UInt32(operands.count), "")
    LLVMSetInstructionCallConv(call, UInt32(LLVMFastCallConv.rawValue))
    inlineAlways(call)
    if let outputs = parameter("outputs") { storeOutputs(shell.outputScalars(), plan, outputs) }
    LLVMBuildBr(lane.builder, end)
    LLVMPositionBuilderAtEnd(lane.builder, end)
    let stored = lane.and(executing, lane.not(state.helpers(self)))
    let isLimited = lane.compare(LLVMIntNE, state.raised(self), lane.integer(0))
    let flag = lane.select(isLimited, lane.integer(Int(NativePlan.loopLimitFlag)), lane.integer(0))
    LLVMBuildRet(lane.builder, lane.or(stored, flag))
  }

  /// What the caller promises of a pointer: nothing else points there, and all of the structure is there.
  private func describe(_ argument: NativePlan.Argument, _ function: LLVMValueRef, _ position: UInt32) {
    let size = argument.type.size
    var attributes = [("noalias", 0), ("nocapture", 0), ("nonnull", 0), ("dereferenceable", size)]
    attributes.append((argument.name == "outputs" ? "writeonly" : "readonly", 0))
    // Blocks behind the pointers in it may be written, and textures' callbacks are handed what is in the table.
    if argument.name == "textures" { attributes.removeAll { $0.0 == "nocapture" } }
    for (name, value) in attributes {
      let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
      LLVMAddAttributeAtIndex(
        function, LLVMAttributeIndex(position + 1), LLVMCreateEnumAttribute(lane.context, kind, UInt64(value))
      )
    }
  }

  private func storeOutputs(_ scalars: [Int: Lane.Value], _ plan: NativePlan, _ base: Lane.Value) {
    for (slot, output) in interface.outputs.enumerated() {
      guard let scalar = scalars[slot] else { continue }
      let type = handedType(output.kind)
      let value =
        switch output.kind {
        case .float: lane.convertFloat(scalar, to: type)
        case .int(_, let isSigned):
          isSigned ? lane.convertSigned(scalar, to: type) : lane.convertUnsigned(scalar, to: type)
        case .bool: lane.convertUnsigned(scalar, to: type)
        }
      let address = advance(base, lane.integer(plan.outputOffsets[slot], bits: 64))
      let store = LLVMBuildStore(lane.builder, lane.splat(value), address)
      LLVMSetAlignment(store, UInt32(output.kind.handedType.size))
    }
  }

  private func handedLoad(_ type: LLVMTypeRef, _ base: Lane.Value, _ offset: Int, bytes: Int) -> Lane.Value {
    let value = loadElement(type, base, offset, bytes: 1)
    LLVMSetAlignment(value, UInt32(bytes))
    return value
  }

  /// The scalar in which an input or output is handed over.
  private func handedType(_ kind: ScalarKind) -> LLVMTypeRef {
    switch kind {
    case .float(64): lane.doubleType
    case .float: lane.floatType
    case .int(64, _): lane.integerType(64)
    case .int, .bool: lane.integerType(32)
    }
  }
}

extension InvocationState {
  /// With the textures' table behind the helpers and flags.
  static let nativeSize = 16

  /// Where the pointer to the textures' table is.
  func textures(_ module: ModuleLowering) -> Lane.Value {
    module.advance(pointer, module.lane.integer(8, bits: 64))
  }
}

extension NativePlan {
  /// The bit of the returned mask that says that a loop was ended by the limit.
  static let loopLimitFlag: UInt32 = 0x8000_0000

  /// The bytes of an entry of the textures' table: a function and its context.
  static let textureBytes = 16

  /// The function's pointers, in order.
  var parameters: [Argument] {
    let entries = CType.array(.scalar("", bytes: 8), count: Self.textureBytes / 8)
    let table = Argument(
      name: "textures", comment: "Who answers what the shader asks of its textures.",
      members: textures.map { CMember(name: $0.name, type: entries, comment: $0.comment) })
    return [varyings, seeds, uniforms, table, outputs].filter { !$0.members.isEmpty }
  }
}

// MARK: What functions ask of their host

extension FunctionLowering {
  /// The address of a buffer's bytes, and how many they are.
  func bytes(of resource: Int) -> (address: Lane.Value, size: Lane.Value) {
    guard let plan = module.nativePlan else {
      return (
        module.loadElement(lane.pointerType, pointer(\.resources), resource, bytes: 8),
        module.loadElement(lane.integerType(64), pointer(\.resourceSizes), resource, bytes: 8)
      )
    }
    switch plan.places[resource] {
    case .uniform(let offset)?:
      return (module.advance(invocation, lane.integer(offset, bits: 64)), lane.integer(0, bits: 64))
    case .pointer(let offset, let sizeOffset, let size)?:
      let address = module.loadElement(lane.pointerType, invocation, offset, bytes: 1)
      guard let sizeOffset else { return (address, lane.integer(size, bits: 64)) }
      return (address, module.loadElement(lane.integerType(64), invocation, sizeOffset, bytes: 1))
    case nil: return (lane.zero(lane.pointerType), lane.integer(0, bits: 64))
    }
  }

  /// Who answers requests of an image, and what is passed along.
  func texelCallback(of resource: Int) -> (function: Lane.Value, context: Lane.Value) {
    guard let plan = module.nativePlan else { return (pointer(\.texel), pointer(\.texelContext)) }
    let number = plan.textureNumbers[resource] ?? 0
    let table: Lane.Value = LLVMBuildLoad2(lane.builder, lane.pointerType, state.textures(module), "")
    let entry = number * NativePlan.textureBytes
    return (
      module.loadElement(lane.pointerType, table, entry, bytes: 1),
      module.loadElement(lane.pointerType, table, entry + 8, bytes: 1)
    )
  }

  /// The number by which requests name an image or sampler.
  func textureNumber(_ resource: Int) -> Int { module.nativePlan?.textureNumbers[resource] ?? resource }

  /// Throws where there is no rasterizer: what an instruction asks is of a triangle or a framebuffer.
  func requireRasterizer(_ what: String) throws {
    guard module.nativePlan != nil else { return }
    throw LoweringError.unsupported("\(what) as native code: there is no rasterizer to ask")
  }
}
