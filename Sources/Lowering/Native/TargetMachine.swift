import CLLVM

/// A processor that code is made for.
public struct TargetProcessor: Hashable, Sendable {
  /// The name, as `--march` takes it.
  public var name: String
  /// What it is to LLVM.
  let cpu: String
  let features: String
  /// The most 32-bit lanes that cvttps2dq takes at once; 0 on other processors than x86's.
  let truncatedLanes: Int
  /// Its set of libmvec's entry points; nil where there is no libmvec and the C library's scalar functions serve.
  let vectorLibrary: VectorLibrary?

  /// This machine's.
  public static let native: TargetProcessor = {
    let (cpu, features) = (LLVMGetHostCPUName(), LLVMGetHostCPUFeatures())
    defer { [cpu, features].forEach { LLVMDisposeMessage($0) } }
    let text = features.map { String(cString: $0) } ?? ""
    let names = Set(text.split(separator: ",").filter { $0.first == "+" }.map { String($0.dropFirst()) })
    return TargetProcessor(
      name: "native", cpu: cpu.map { String(cString: $0) } ?? "", features: text,
      truncatedLanes: names.contains("avx512f")
        ? 16 : names.contains("avx") ? 8 : names.contains("sse2") ? 4 : 0,
      vectorLibrary: vectorLibrary(hasAVX2: names.contains("avx2") && names.contains("fma")))
  }()

  private static func vectorLibrary(hasAVX2: Bool) -> VectorLibrary? {
    #if arch(x86_64) && os(Linux)
      hasAVX2 ? .avx2 : .sse4
    #else
      nil
    #endif
  }

  /// The processors that `--march` names: x86-64's levels that have fused multiply-adds, without which the
  /// mathematics would be calls of the C library, and this machine's.
  public static let all: [TargetProcessor] = {
    #if arch(x86_64)
      [("x86-64-v3", 8), ("x86-64-v4", 16)].map { name, lanes in
        TargetProcessor(
          name: name, cpu: name, features: "", truncatedLanes: lanes,
          vectorLibrary: vectorLibrary(hasAVX2: true))
      } + [native]
    #else
      [native]
    #endif
  }()

  /// The processor of a name; nil where there is none.
  public init?(name: String) {
    guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
    self = known
  }

  private init(
    name: String, cpu: String, features: String, truncatedLanes: Int, vectorLibrary: VectorLibrary?
  ) {
    (self.name, self.cpu, self.features) = (name, cpu, features)
    (self.truncatedLanes, self.vectorLibrary) = (truncatedLanes, vectorLibrary)
  }

  /// LLVM's machine for it.
  ///
  /// - Throws: ``LoweringError/llvm(_:)``.
  func machine(isForJIT: Bool = true, isOptimized: Bool = true) throws -> LLVMTargetMachineRef {
    _ = JIT.isInitialized
    let triple = LLVMGetDefaultTargetTriple()
    defer { LLVMDisposeMessage(triple) }
    var target: LLVMTargetRef?
    var message: UnsafeMutablePointer<CChar>?
    guard LLVMGetTargetFromTriple(triple, &target, &message) == 0 else {
      defer { LLVMDisposeMessage(message) }
      throw LoweringError.llvm(message.map { String(cString: $0) } ?? "no target")
    }
    guard
      let machine = LLVMCreateTargetMachine(
        target, triple, cpu, features,
        !isOptimized ? LLVMCodeGenLevelNone : isForJIT ? LLVMCodeGenLevelDefault : LLVMCodeGenLevelAggressive,
        LLVMRelocPIC, isForJIT ? LLVMCodeModelJITDefault : LLVMCodeModelDefault)
    else { throw LoweringError.llvm("no target machine") }
    return machine
  }
}
