import CLLVM
import SPIRV

/// A module of LLVM IR on its way to code.
final class IRBuild: @unchecked Sendable {
  let interface: ShaderInterface
  let plan: SpanPlan?
  let nativePlan: NativePlan?
  private let options: LoweringOptions
  private let context: LLVMOrcThreadSafeContextRef
  private var module: LLVMModuleRef?

  private var processor: TargetProcessor { options.native?.processor ?? .native }

  init(_ source: Module, options: LoweringOptions) throws {
    guard [1, 4, 8, 16].contains(options.lanes) else {
      throw LoweringError.unsupported("\(options.lanes) lanes")
    }
    self.options = options
    let processor = options.native?.processor ?? .native
    let safeContext: LLVMOrcThreadSafeContextRef = LLVMOrcCreateNewThreadSafeContext()
    context = safeContext
    let llvm: LLVMContextRef = LLVMOrcThreadSafeContextGetContext(safeContext)
    let name = options.native?.functionName ?? "quadless"
    let module: LLVMModuleRef = LLVMModuleCreateWithNameInContext(name, llvm)
    let builder: LLVMBuilderRef = LLVMCreateBuilderInContext(llvm)
    defer { LLVMDisposeBuilder(builder) }
    do {
      let machine = try processor.machine()
      let layout = LLVMCreateTargetDataLayout(machine)
      LLVMSetModuleDataLayout(module, layout)
      LLVMDisposeTargetData(layout)
      if options.native != nil {
        let triple = LLVMGetTargetMachineTriple(machine)
        LLVMSetTarget(module, triple)
        LLVMDisposeMessage(triple)
      }
      LLVMDisposeTargetMachine(machine)
      let lane = Lane(
        context: llvm, module: module, builder: builder, width: options.lanes, element: options.element,
        processor: processor)
      let lowering = try ModuleLowering(source, options: options, lane: lane)
      try lowering.lower()
      interface = lowering.interface
      plan = lowering.spanPlan
      nativePlan = lowering.nativePlan
    } catch {
      LLVMDisposeModule(module)
      LLVMOrcDisposeThreadSafeContext(safeContext)
      throw error
    }
    self.module = module
  }

  deinit {
    if let module { LLVMDisposeModule(module) }
    LLVMOrcDisposeThreadSafeContext(context)
  }

  /// The module as text.
  var text: String {
    guard let module, let text = LLVMPrintModuleToString(module) else { return "" }
    defer { LLVMDisposeMessage(text) }
    return String(cString: text)
  }

  func optimize() throws {
    guard let module else { return }
    var message: UnsafeMutablePointer<CChar>?
    defer { LLVMDisposeMessage(message) }
    if LLVMVerifyModule(module, LLVMReturnStatusAction, &message) != 0 {
      throw LoweringError.llvm(message.map { String(cString: $0) } ?? "an invalid module")
    }
    try JIT.run(
      options.native != nil ? "default<O3>" : options.isOptimized ? "default<O2>" : "default<O0>", on: module,
      for: processor)
  }

  /// Hands the module over to the linker.
  func link() throws -> JIT {
    guard let module else { throw LoweringError.llvm("no module") }
    self.module = nil
    return try JIT(
      module: module, context: context, hasSpan: plan != nil, isInterruptible: options.isInterruptible,
      isOptimized: options.isOptimized)
  }

  /// The module's bytes in a form.
  func emit(_ format: NativeFormat) throws -> [UInt8] {
    guard let module else { throw LoweringError.llvm("no module") }
    switch format {
    case .llvm: return Array(text.utf8)
    case .bc:
      guard let buffer = LLVMWriteBitcodeToMemoryBuffer(module) else {
        throw LoweringError.llvm("no bitcode")
      }
      return Self.bytes(of: buffer)
    case .asm: return try machineCode(LLVMAssemblyFile, of: module)
    case .obj: return try machineCode(LLVMObjectFile, of: module)
    }
  }

  private func machineCode(_ kind: LLVMCodeGenFileType, of module: LLVMModuleRef) throws -> [UInt8] {
    // Code generation changes the module: each form is made of a copy.
    let copy = LLVMCloneModule(module)
    defer { LLVMDisposeModule(copy) }
    let machine = try processor.machine(isForJIT: false)
    defer { LLVMDisposeTargetMachine(machine) }
    var message: UnsafeMutablePointer<CChar>?
    defer { LLVMDisposeMessage(message) }
    var buffer: LLVMMemoryBufferRef?
    guard LLVMTargetMachineEmitToMemoryBuffer(machine, copy, kind, &message, &buffer) == 0, let buffer else {
      throw LoweringError.llvm(message.map { String(cString: $0) } ?? "no code")
    }
    return Self.bytes(of: buffer)
  }

  private static func bytes(of buffer: LLVMMemoryBufferRef) -> [UInt8] {
    defer { LLVMDisposeMemoryBuffer(buffer) }
    let size = LLVMGetBufferSize(buffer)
    guard let start = LLVMGetBufferStart(buffer) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: size))
  }
}
