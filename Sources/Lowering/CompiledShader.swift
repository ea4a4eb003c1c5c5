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

  /// Ends the loops of all calls under way on any thread, and of all to come, as ``LoweringOptions/iterationLimit``
  /// does; what is drawn is then wrong. Needs ``LoweringOptions/isInterruptible``.
  public func interrupt() { jit.interrupt() }

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
