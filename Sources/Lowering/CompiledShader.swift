import CLLVM
import CShaderABI
import SPIRV

/// A fragment shader as a function of this process.
public final class CompiledShader: Sendable {
  /// What it reads and writes.
  public let interface: ShaderInterface
  /// How it was lowered.
  public let options: LoweringOptions
  /// The function.
  public let function: QuadlessShader
  /// The function for spans of groups; nil where none was asked for or the shader has none.
  public let span: ShaderSpan?
  /// The seconds from SPIR-V to LLVM's IR, in LLVM's passes, and from there to code.
  public let seconds: (lowering: Double, passes: Double, code: Double)
  private let jit: JIT

  /// Compiles a module's fragment entry point.
  ///
  /// - Throws: ``LoweringError``.
  public init(_ module: Module, options: LoweringOptions = LoweringOptions()) throws(LoweringError) {
    do {
      let clock = ContinuousClock()
      let start = clock.now
      let build = try IRBuild(module, options: options)
      let lowered = clock.now
      try build.optimize()
      let optimized = clock.now
      jit = try build.link()
      let linked = clock.now
      interface = build.interface
      function = jit.function
      span = jit.span.flatMap { function in
        build.plan.map { ShaderSpan(function: function, plan: $0) }
      }
      self.options = options
      seconds = ((lowered - start).inSeconds, (optimized - lowered).inSeconds, (linked - optimized).inSeconds)
    } catch let error as LoweringError {
      throw error
    } catch {
      throw LoweringError.llvm("\(error)")
    }
  }

  /// The text of LLVM's IR of a module's fragment entry point, optimized as the options say.
  ///
  /// - Throws: ``LoweringError``.
  public static func llvmIR(
    _ module: Module, options: LoweringOptions = LoweringOptions()
  ) throws(LoweringError) -> String {
    do {
      let build = try IRBuild(module, options: options)
      try build.optimize()
      return build.text
    } catch let error as LoweringError {
      throw error
    } catch {
      throw LoweringError.llvm("\(error)")
    }
  }
}

extension Duration {
  fileprivate var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

/// A module of LLVM IR on its way to code.
private final class IRBuild {
  let interface: ShaderInterface
  let plan: SpanPlan?
  private let options: LoweringOptions
  private let context: LLVMOrcThreadSafeContextRef
  private var module: LLVMModuleRef?

  init(_ source: Module, options: LoweringOptions) throws {
    guard [1, 4, 8, 16].contains(options.lanes) else {
      throw LoweringError.unsupported("\(options.lanes) lanes")
    }
    self.options = options
    let safeContext: LLVMOrcThreadSafeContextRef = LLVMOrcCreateNewThreadSafeContext()
    context = safeContext
    let llvm: LLVMContextRef = LLVMOrcThreadSafeContextGetContext(safeContext)
    let module: LLVMModuleRef = LLVMModuleCreateWithNameInContext("quadless", llvm)
    let builder: LLVMBuilderRef = LLVMCreateBuilderInContext(llvm)
    defer { LLVMDisposeBuilder(builder) }
    do {
      let machine = try JIT.targetMachine()
      let layout = LLVMCreateTargetDataLayout(machine)
      LLVMSetModuleDataLayout(module, layout)
      LLVMDisposeTargetData(layout)
      LLVMDisposeTargetMachine(machine)
      let lane = Lane(
        context: llvm, module: module, builder: builder, width: options.lanes, element: options.element)
      let lowering = try ModuleLowering(source, options: options, lane: lane)
      try lowering.lower()
      interface = lowering.interface
      plan = lowering.spanPlan
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
    try JIT.run(options.isOptimized ? "default<O2>" : "default<O0>", on: module)
  }

  /// Hands the module over to the linker.
  func link() throws -> JIT {
    guard let module else { throw LoweringError.llvm("no module") }
    self.module = nil
    return try JIT(module: module, context: context, hasSpan: plan != nil)
  }
}
