import CLLVM
import Testing

@testable import Lowering

/// Functions on lanes compiled in this process: each as a loop over groups of arguments.
final class MathHarness<Number: BinaryFloatingPoint> {
  struct Failure: Error { let message: String }

  private let jit: LLVMOrcLLJITRef
  private let group: Int

  /// Compiles functions.
  ///
  /// - Parameters:
  ///   - width: how many lanes there are.
  ///   - isUniform: whether arguments come as scalars, one at a time, as those that are the same on every lane do.
  init(_ functions: [MathFunction], width: Int, isUniform: Bool = false) throws {
    quadless_initialize_native_target()
    group = isUniform ? 1 : width
    var created: LLVMOrcLLJITRef?
    try Self.check(LLVMOrcCreateLLJIT(&created, nil))
    jit = try #require(created)
    var generator: LLVMOrcDefinitionGeneratorRef?
    let prefix = LLVMOrcLLJITGetGlobalPrefix(jit)
    try Self.check(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&generator, prefix, nil, nil))
    LLVMOrcJITDylibAddGenerator(LLVMOrcLLJITGetMainJITDylib(jit), generator)
    if TargetProcessor.native.vectorLibrary != nil {
      #expect(LLVMLoadLibraryPermanently("libmvec.so.1") == 0)
    }

    let threadSafe = LLVMOrcCreateNewThreadSafeContext()
    let context: LLVMContextRef = try #require(LLVMOrcThreadSafeContextGetContext(threadSafe))
    let module: LLVMModuleRef = try #require(LLVMModuleCreateWithNameInContext("math", context))
    let builder: LLVMBuilderRef = try #require(LLVMCreateBuilderInContext(context))
    let lane = Lane(
      context: context, module: module, builder: builder, width: width,
      element: Number.self == Float.self ? .float : .double)
    for function in functions {
      build(function, lane, isUniform ? lane.elementType : lane.lanes(lane.elementType))
    }
    LLVMDisposeBuilder(builder)
    try Self.verify(module)
    try JIT.run("default<O2>", on: module)
    let threadSafeModule = LLVMOrcCreateNewThreadSafeModule(module, threadSafe)
    LLVMOrcDisposeThreadSafeContext(threadSafe)
    try Self.check(LLVMOrcLLJITAddLLVMIRModule(jit, LLVMOrcLLJITGetMainJITDylib(jit), threadSafeModule))
  }

  deinit { LLVMConsumeError(LLVMOrcDisposeLLJIT(jit)) }

  /// A function's results; the number of arguments is a multiple of 16.
  func results(_ function: MathFunction, _ x: [Number], _ y: [Number]) throws -> [Number] {
    var address: LLVMOrcExecutorAddress = 0
    try Self.check(LLVMOrcLLJITLookup(jit, &address, Self.symbol(function)))
    let pointer = try #require(UnsafeRawPointer(bitPattern: UInt(address)))
    typealias Entry =
      @convention(c) (UnsafeRawPointer?, UnsafeRawPointer?, UnsafeMutableRawPointer?, Int) -> Void
    let entry = unsafeBitCast(pointer, to: Entry.self)
    var results = [Number](repeating: 0, count: x.count)
    let groups = x.count / group
    x.withUnsafeBytes { x in
      y.withUnsafeBytes { y in
        results.withUnsafeMutableBytes { entry(x.baseAddress, y.baseAddress, $0.baseAddress, groups) }
      }
    }
    return results
  }

  private static func check(_ error: LLVMErrorRef?) throws {
    guard let error, let message = LLVMGetErrorMessage(error) else { return }
    defer { LLVMDisposeErrorMessage(message) }
    throw Failure(message: String(cString: message))
  }

  // MARK: Building

  /// Not the name itself, which is the C library's.
  private static func symbol(_ function: MathFunction) -> String { "lanes.\(function.name)" }

  /// `void name(const T *x, const T *y, T *results, size_t groups)`.
  private func build(_ function: MathFunction, _ lane: Lane, _ type: LLVMTypeRef) {
    let builder = lane.builder
    var parameters: [LLVMTypeRef?] = [
      lane.pointerType, lane.pointerType, lane.pointerType, lane.integerType(64),
    ]
    let signature: LLVMTypeRef = LLVMFunctionType(LLVMVoidTypeInContext(lane.context), &parameters, 4, 0)
    let entry: Lane.Value = LLVMAddFunction(lane.module, Self.symbol(function), signature)
    let start: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, entry, "start")
    let loop: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, entry, "loop")
    let exit: LLVMBasicBlockRef = LLVMAppendBasicBlockInContext(lane.context, entry, "exit")
    LLVMPositionBuilderAtEnd(builder, start)
    LLVMBuildBr(builder, loop)
    LLVMPositionBuilderAtEnd(builder, loop)
    let index: Lane.Value = LLVMBuildPhi(builder, lane.integerType(64), "")
    func address(_ parameter: UInt32) -> Lane.Value {
      var indices: [LLVMValueRef?] = [lane.imul(index, lane.integer(group, bits: 64))]
      return LLVMBuildGEP2(builder, lane.elementType, LLVMGetParam(entry, parameter), &indices, 1, "")
    }
    func load(_ parameter: UInt32) -> Lane.Value {
      let value: Lane.Value = LLVMBuildLoad2(builder, type, address(parameter), "")
      LLVMSetAlignment(value, 4)
      return value
    }
    let result = function.build(lane, load(0), load(1))
    LLVMSetAlignment(LLVMBuildStore(builder, result, address(2)), 4)
    let next = lane.iadd(index, lane.integer(1, bits: 64))
    let end: LLVMBasicBlockRef = LLVMGetInsertBlock(builder)
    LLVMBuildCondBr(builder, lane.compare(LLVMIntULT, next, LLVMGetParam(entry, 3)), loop, exit)
    var values: [LLVMValueRef?] = [lane.integer(0, bits: 64), next]
    var blocks: [LLVMBasicBlockRef?] = [start, end]
    LLVMAddIncoming(index, &values, &blocks, 2)
    LLVMPositionBuilderAtEnd(builder, exit)
    LLVMBuildRetVoid(builder)
  }

  private static func verify(_ module: LLVMModuleRef) throws {
    var problem: UnsafeMutablePointer<CChar>?
    let isBroken = LLVMVerifyModule(module, LLVMReturnStatusAction, &problem) != 0
    defer { LLVMDisposeMessage(problem) }
    if isBroken { throw Failure(message: problem.map { String(cString: $0) } ?? "invalid module") }
  }
}
