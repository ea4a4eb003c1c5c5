import CLLVM
import SPIRV

extension ShaderInterface {
  /// What a module's fragment entry point reads and writes, without compiling it.
  ///
  /// - Parameter entryPoint: its name; the first where nil.
  /// - Throws: ``LoweringError``.
  public init(of module: Module, entryPoint: String? = nil) throws(LoweringError) {
    var options = LoweringOptions()
    options.entryPoint = entryPoint
    let context: LLVMContextRef = LLVMContextCreate()
    defer { LLVMContextDispose(context) }
    let scratch: LLVMModuleRef = LLVMModuleCreateWithNameInContext("interface", context)
    defer { LLVMDisposeModule(scratch) }
    let builder: LLVMBuilderRef = LLVMCreateBuilderInContext(context)
    defer { LLVMDisposeBuilder(builder) }
    let lane = Lane(context: context, module: scratch, builder: builder, width: 1, element: .float)
    do {
      let lowering = try ModuleLowering(module, options: options, lane: lane)
      try lowering.collectInterface()
      self = lowering.interface
    } catch let error as LoweringError {
      throw error
    } catch {
      throw .llvm("\(error)")
    }
  }
}
