import Conversion
import Differentiation
import Frontend
import SPIRV
import Synchronization

/// What lint says of one shader.
public struct LintReport: Sendable {
  /// The shader's path.
  public var path: String
  /// What was found, in the order of the text, included files last.
  public var findings: [Finding]
}

/// Looks for derivatives that do not mean what they seem to, and changes nothing.
///
/// The shader is converted to find out what conversion cures.
///
/// - Throws: `ConversionError` where the shader cannot be read or compiled.
public func lint(
  _ input: Input, options: ConversionOptions = ConversionOptions(), disabled: Set<LintRule> = []
) throws(ConversionError) -> LintReport {
  let attempt = try ConversionAttempt(input, options: options)
  let survey = Survey(try attempt.module(), options: options.differentiation)
  let writer = FindingWriter(input: input, attempt: attempt)
  var seen: Set<Finding> = []
  let findings = survey.observations.map { writer.finding($0) }
    .filter { !disabled.contains($0.rule) && seen.insert($0).inserted }
    .sorted { $0.precedes($1, in: input.path) }
  return LintReport(path: input.path, findings: findings)
}

/// The conversion of a shader, as far as it came.
struct ConversionAttempt {
  /// By result of a site in the original module, what became of it.
  private(set) var sites: [ValueID: SiteReport] = [:]
  /// Why the pass refused the shader as a whole.
  private(set) var refusal: DifferentiationError?
  private let path: String
  private let words: [UInt32]

  init(_ input: Input, options: ConversionOptions) throws(ConversionError) {
    path = input.path
    let original = FirstModule()
    var options = options
    options.output = .spv
    options.afterEachPass = { _, words in original.offer(words) }
    do throws(ConversionError) {
      let conversion = try convert(input, options: options)
      words = conversion.original
      sites = Dictionary(conversion.sites.map { ($0.result, $0) }, uniquingKeysWith: { first, _ in first })
    } catch {
      guard case .differentiation(_, let refusal) = error, let compiled = original.words else { throw error }
      if case .noFragmentEntryPoint = refusal { throw error }
      if case .limit = refusal { throw error }
      self.refusal = refusal
      words = compiled
    }
  }

  /// The shader's module, unchanged.
  func module() throws(ConversionError) -> Module {
    do throws(ReadError) { return try Module(words: words) } catch {
      throw .invalidModule(path: path, error.description)
    }
  }

  /// Keeps the first module that a conversion meets: the one that was compiled or read.
  private final class FirstModule: Sendable {
    private let state = Mutex<[UInt32]?>(nil)
    var words: [UInt32]? { state.withLock { $0 } }
    func offer(_ words: [UInt32]) { state.withLock { if $0 == nil { $0 = words } } }
  }
}
