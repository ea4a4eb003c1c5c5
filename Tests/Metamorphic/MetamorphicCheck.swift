import Differentiation
import Interpreter
import SPIRV
import SeededRandom

/// Whether a shader's tangents are the same in every form that it takes on.
///
/// The shader is observed (``ObservedModule``), differentiated and run in double precision; so is each other form of
/// it. No finite difference is involved, so that the numbers agree to their last digits. Where they do not, the shader
/// is run again with inputs and constants that differ in those digits: what moves as far by that is no difference.
public struct MetamorphicCheck {
  /// What a form showed.
  public enum Verdict: Sendable {
    /// The tangents are the same; the greatest relative difference.
    case same(worst: Double)
    /// The form is the same module, or the transformation has no place to act on.
    case notApplicable(String)
    /// The forms cannot be compared.
    case notComparable(String)
    /// They differ: what the first numbers are.
    case different([String])
  }

  /// What was found of one form.
  public struct Finding: Sendable {
    /// The transformation.
    public var transformation: String
    /// What it showed.
    public var verdict: Verdict
    /// Whether the shader's shape gets simpler by the transformation.
    public var simplifies: Bool
    /// Sites that are analytic in this form only, with why they are kept in the shader's own.
    public var better: [String] = []
    /// Sites that are kept in this form only, with the reason.
    public var worse: [String] = []
    /// Numbers that were compared.
    public var compared = 0
    /// Numbers that differ where the last digits of a double make out as much, or where lanes part at a kept site.
    public var unsettled = 0
    /// Numbers that differ by what a rounding to single precision makes out: the pass, too, folds constants in the
    /// precision of the shader, and in one form more is constant than in another.
    public var single = 0

    /// Whether something is wrong: the tangents differ, or the form is simpler and a site is cut in it alone.
    public var isFailure: Bool {
      if case .different = verdict { return true }
      return simplifies && !worse.isEmpty
    }
  }

  /// The relative difference up to which numbers are the same.
  public var tolerance = 1e-9
  /// What is done to a differentiated form before it is run; a test's fault is brought in here.
  public var afterDifferentiation: @Sendable (Module) -> Module = { $0 }

  private let observed: ObservedModule
  private let environment: ValidationEnvironment
  private let differentiation: DifferentiationOptions
  private let positions: [Position]
  private let baseline: Subject
  private let outcomes: [Outcome]
  private let isValid: Bool
  private let options: RunOptions

  /// The number of sites.
  public var siteCount: Int { observed.sites.count }
  /// The number of sites that stay quad operations in the shader's own form.
  public var keptCount: Int { baseline.keepReasons.values.count { $0 != nil } }

  /// Observes, differentiates and runs a shader.
  ///
  /// - Throws: what keeps it from being run.
  public init(
    _ module: Module, environment: ValidationEnvironment, isOpenGL: Bool, positions: [Position],
    instructionLimit: Int = 200_000
  ) throws {
    observed = try ObservedModule(module)
    self.environment = environment
    self.positions = positions
    var choices = DifferentiationOptions()
    choices.isOpenGL = isOpenGL
    choices.explainsCuts = false
    differentiation = choices
    var options = RunOptions()
    options.gradientResponse = 0.05
    options.instructionLimit = instructionLimit
    let inputs = SyntheticInputs()
    options.inputs = { inputs.input($0, at: $1) }
    options.uniforms = { inputs.uniform($0) }
    baseline = try Subject(observed.module, options: choices)
    outcomes = try baseline.run(at: positions, options: options)
    // Another form may take more instructions to do the same.
    options.instructionLimit = 10 * instructionLimit
    self.options = options
    isValid = (try? SPIRVTools.validate(observed.module.words, environment: environment)) != nil
  }

  /// Brings the shader into another form and compares.
  public func check(_ transformation: Transformation, seed: UInt64) -> Finding {
    var finding = Finding(
      transformation: transformation.name, verdict: .notApplicable("the same module"),
      simplifies: transformation.simplifies)
    do {
      var random = SeededGenerator(seed: seed)
      let module = try transformation.apply(to: observed.module, environment: environment, random: &random)
      if module.words == observed.module.words { return finding }
      if isValid {
        do throws(ToolError) {
          try SPIRVTools.validate(module.words, environment: environment)
        } catch {
          finding.verdict = .notApplicable("the form is invalid: \(error.message)")
          return finding
        }
      }
      finding.verdict = .different(["no verdict"])
      try compare(module, transformation, &finding)
    } catch let error as NotApplicable {
      finding.verdict = .notApplicable("\(error)")
    } catch let error as InterpreterError {
      finding.verdict = .notComparable("\(error)")
    } catch {
      finding.verdict = .different(["\(error)"])
    }
    return finding
  }

  private func compare(_ module: Module, _ transformation: Transformation, _ finding: inout Finding) throws {
    let subject = try Subject(module, options: differentiation)
    let changed = afterDifferentiation(subject.differentiated.module)
    if isValid { try SPIRVTools.validate(changed.words, environment: environment) }
    for (number, reason) in subject.keepReasons.sorted(by: { $0.key < $1.key }) {
      guard let before = baseline.keepReasons[number], (before == nil) != (reason == nil) else { continue }
      let site = observed.sites[number] ?? "site \(number)"
      if let reason { finding.worse.append("\(site): \(reason)") }
      if let before { finding.better.append("\(site): \(before)") }
    }
    let program = try Program(changed)
    let others = try positions.map { Outcome(try program.run(at: $0, options: options)) }
    var comparison = Comparison(tolerance: tolerance)
    for (position, pair) in zip(outcomes, others).enumerated() {
      comparison.compare(pair.0, pair.1, at: position)
    }
    finding.compared = comparison.compared
    if comparison.differences.isEmpty {
      finding.verdict = .same(worst: comparison.worst)
      return
    }
    if transformation.rounding == .exact {
      let spread = Spread(around: baseline, at: positions, options: options, size: 0x1p-48)
      finding.unsettled += comparison.excuse { spread.allowance(of: $0) }
    }
    if !comparison.differences.isEmpty {
      let spread = Spread(around: baseline, at: positions, options: options, size: 0x1p-23)
      finding.single += comparison.excuse { spread.allowance(of: $0) }
    }
    if comparison.differences.isEmpty {
      finding.verdict = .same(worst: comparison.worst)
      return
    }
    if !finding.better.isEmpty || !finding.worse.isEmpty {
      finding.verdict = .notComparable("a site is kept in one form and not in the other")
      return
    }
    if let reason = try primalDifference(subject) {
      finding.verdict = .notComparable(reason)
      return
    }
    finding.verdict = .different(
      comparison.differences.prefix(4).map { difference in
        "\(name(difference.place.key)): \(difference.before), then \(difference.after)"
      })
  }

  private func name(_ key: Outcome.Key) -> String {
    switch key {
    case .location(let location): observed.sites[Int(location)] ?? "output \(location)"
    case .builtIn(let number): "built-in \(number)"
    case .other(let name): "output \(name)"
    }
  }

  /// Why the forms do not even compute the same before they are differentiated; nil where they do.
  private func primalDifference(_ subject: Subject) throws -> String? {
    let before = try baseline.runOriginal(at: positions, options: options)
    let after = try subject.runOriginal(at: positions, options: options)
    var comparison = Comparison(tolerance: 1e-5)
    for (position, pair) in zip(before, after).enumerated() {
      comparison.compare(pair.0, pair.1, at: position)
    }
    guard let first = comparison.differences.first else { return nil }
    return "the form computes something else: \(name(first.place.key)) \(first.before), then \(first.after)"
  }
}
