import CLLVM
import SPIRV

/// How a shader becomes a function of C.
public struct NativeOptions: Hashable, Sendable {
  /// The function's name.
  public var functionName: String
  /// The Input variables that hand tangents over: they make up a structure of their own.
  public var seeds: Set<ValueID> = []
  /// The processor.
  public var processor: TargetProcessor

  /// Options.
  public init(functionName: String, seeds: Set<ValueID> = [], processor: TargetProcessor) {
    self.functionName = functionName
    self.seeds = seeds
    self.processor = processor
  }
}

/// A form in which native code is written.
public enum NativeFormat: String, Sendable, CaseIterable {
  /// LLVM's IR as text.
  case llvm
  /// LLVM's bitcode.
  case bc
  /// Assembly.
  case asm
  /// A relocatable object.
  case obj
}

/// A fragment shader as one re-entrant function of C without global variables, for renderers on the processor.
///
/// Compiled once; ``code(_:)`` and ``header(source:)`` write it.
public final class NativeCode {
  /// What it reads and writes.
  public let interface: ShaderInterface
  let plan: NativePlan
  let options: NativeOptions
  private let build: IRBuild

  /// Compiles a module's fragment entry point, of which no derivative is left.
  ///
  /// - Throws: ``LoweringError``.
  public init(
    _ module: Module, lanes: Int, options native: NativeOptions, entryPoint: String? = nil,
    iterationLimit: Int = 65_535
  ) throws(LoweringError) {
    var options = LoweringOptions()
    options.lanes = lanes
    options.derivatives = .none
    options.entryPoint = entryPoint
    options.iterationLimit = iterationLimit
    options.native = native
    self.options = native
    do {
      build = try IRBuild(module, options: options)
      guard let plan = build.nativePlan else { throw LoweringError.malformed("no plan") }
      self.plan = plan
      interface = build.interface
      try build.optimize()
    } catch let error as LoweringError {
      throw error
    } catch {
      throw LoweringError.llvm("\(error)")
    }
  }

  /// The code's bytes in a form, the same for the same input.
  ///
  /// - Throws: ``LoweringError/llvm(_:)``.
  public func code(_ format: NativeFormat) throws(LoweringError) -> [UInt8] {
    do {
      return try build.emit(format)
    } catch let error as LoweringError {
      throw error
    } catch {
      throw LoweringError.llvm("\(error)")
    }
  }

  /// The C header that declares the function and its structures.
  ///
  /// - Parameters:
  ///   - source: what the shader was compiled from, as the header's first lines say.
  ///   - version: Quadless's version.
  public func header(source: String, version: String) -> String {
    CHeader(plan: plan, source: source, version: version, processor: options.processor.name).text
  }
}
