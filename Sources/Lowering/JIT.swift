import CLLVM
import CShaderABI
import Synchronization

/// Turns a module of LLVM IR into code in this process.
final class JIT: @unchecked Sendable {
  private let engine: LLVMOrcLLJITRef
  /// The compiled shader.
  let function: QuadlessShader
  /// The same for spans, where the module has it.
  let span: QuadlessSpanShader?
  /// Where a number other than 0 ends loops; nil where nothing does.
  private let interruption: UnsafeMutablePointer<UInt32>?

  static let isInitialized: Bool = {
    quadless_initialize_native_target()
    // Names of vector functions are then found as those of the process.
    LLVMLoadLibraryPermanently("libmvec.so.1")
    return true
  }()

  /// Links a module's code and finds its functions. Takes the module and its context over.
  ///
  /// - Throws: ``LoweringError/llvm(_:)``.
  init(
    module: LLVMModuleRef, context: LLVMOrcThreadSafeContextRef, hasSpan: Bool, isInterruptible: Bool,
    isOptimized: Bool
  ) throws {
    _ = Self.isInitialized
    var engine: LLVMOrcLLJITRef?
    let builder = LLVMOrcCreateLLJITBuilder()
    let target = LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine(
      try TargetProcessor.native.machine(isOptimized: isOptimized))
    LLVMOrcLLJITBuilderSetJITTargetMachineBuilder(builder, target)
    try Self.check(LLVMOrcCreateLLJIT(&engine, builder))
    guard let engine else { throw LoweringError.llvm("no engine") }
    self.engine = engine
    do {
      try Self.link(engine, module, context)
      function = unsafeBitCast(
        try Self.address(of: ModuleLowering.entryName, engine), to: QuadlessShader.self)
      span =
        hasSpan
        ? unsafeBitCast(
          try Self.address(of: ModuleLowering.spanName, engine), to: QuadlessSpanShader.self) : nil
      interruption =
        isInterruptible
        ? UnsafeMutableRawPointer(mutating: try Self.address(of: ModuleLowering.interruptionName, engine))
          .assumingMemoryBound(to: UInt32.self) : nil
    } catch {
      LLVMConsumeError(LLVMOrcDisposeLLJIT(engine))
      throw error
    }
  }

  /// Ends the loops of all calls under way, and of all to come.
  func interrupt() {
    guard let interruption else { return }
    UnsafeMutableRawPointer(interruption).assumingMemoryBound(to: Atomic<UInt32>.self).pointee
      .store(1, ordering: .relaxed)
  }

  deinit { LLVMConsumeError(LLVMOrcDisposeLLJIT(engine)) }

  private static func link(
    _ engine: LLVMOrcLLJITRef, _ module: LLVMModuleRef, _ context: LLVMOrcThreadSafeContextRef
  ) throws {
    let safeModule = LLVMOrcCreateNewThreadSafeModule(module, context)
    let library = LLVMOrcLLJITGetMainJITDylib(engine)
    var generator: LLVMOrcDefinitionGeneratorRef?
    let prefix = LLVMOrcLLJITGetGlobalPrefix(engine)
    try check(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&generator, prefix, nil, nil))
    LLVMOrcJITDylibAddGenerator(library, generator)
    try check(LLVMOrcLLJITAddLLVMIRModule(engine, library, safeModule))
  }

  private static func address(
    of name: String, _ engine: LLVMOrcLLJITRef
  ) throws -> UnsafeRawPointer {
    var address: LLVMOrcExecutorAddress = 0
    try check(LLVMOrcLLJITLookup(engine, &address, name))
    guard let pointer = UnsafeRawPointer(bitPattern: UInt(address)) else {
      throw LoweringError.llvm("the compiled shader has no address")
    }
    return pointer
  }

  private static func check(_ error: LLVMErrorRef?) throws {
    guard let error else { return }
    let text = LLVMGetErrorMessage(error)
    defer { LLVMDisposeErrorMessage(text) }
    throw LoweringError.llvm(text.map { String(cString: $0) } ?? "unknown error")
  }

  /// Runs a pipeline of passes, as `opt -passes` names them.
  static func run(
    _ passes: String, on module: LLVMModuleRef, for processor: TargetProcessor = .native
  ) throws {
    let machine = try processor.machine()
    defer { LLVMDisposeTargetMachine(machine) }
    let options = LLVMCreatePassBuilderOptions()
    defer { LLVMDisposePassBuilderOptions(options) }
    let layout = LLVMCreateTargetDataLayout(machine)
    LLVMSetModuleDataLayout(module, layout)
    LLVMDisposeTargetData(layout)
    try check(LLVMRunPasses(module, passes, machine, options))
  }
}
