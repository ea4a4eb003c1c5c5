import Differentiation
import Interpreter
import SPIRV
import SeededRandom
import Soundness
import Testing

/// The rules as instructions: tiny modules, differentiated, validated and run against the stencil.
@Suite struct RuleEmissionTests {
  /// Every rule and width, every pattern of active arguments, in the three precisions, where they are legal.
  @Test(arguments: RuleCase.all)
  func emittedRuleIsTheDerivative(ruleCase: RuleCase) throws {
    var generator = SeededGenerator(seed: testSeed)
    for width in [32, 16, 64] where ruleCase.rule.key.exists(inWidth: width) {
      let patterns = activities(ruleCase, &generator, isThorough: width == 32)
      for activity in patterns { try check(ruleCase, activity, width, &generator) }
    }
  }

  /// Active and inactive in every pattern; in full precision also some that differ by direction.
  private func activities(
    _ ruleCase: RuleCase, _ generator: inout SeededGenerator, isThorough: Bool
  ) -> [[ArgumentActivity]] {
    var result: [[ArgumentActivity]] = ruleCase.patterns.map { $0.map { $0 ? .both : .none } }
    guard isThorough else { return [result[result.count - 1]] }
    result.append(Array(repeating: .x, count: ruleCase.rule.arity))
    result.append(Array(repeating: .y, count: ruleCase.rule.arity))
    for _ in 0..<(ruleCase.rule.arity - 1) * 2 {
      result.append(
        (0..<ruleCase.rule.arity).map { _ in ArgumentActivity.allCases.randomElement(using: &generator) ?? .x
        })
    }
    return result
  }

  private func check(
    _ ruleCase: RuleCase, _ activity: [ArgumentActivity], _ width: Int,
    _ generator: inout SeededGenerator
  ) throws {
    let what = "\(ruleCase) in \(width) bits, \(activity)"
    let isConversion = ruleCase.rule.key == .arithmetic(.convert)
    let module =
      isConversion
      ? try conversionModule(ruleCase, activity, to: width)
      : try RuleModule.module(ruleCase, activity, width: width)
    let result = try differentiate(module)
    try expectSound(result, from: module, what)
    if !ruleCase.rule.isFlat {
      #expect(!result.sites.isEmpty && !result.sites.contains { $0.isKept }, "\(what): \(result.sites)")
    }
    // A constant of a rule, such as ln 2, has the operation's precision: 11 bits in a half.
    let tolerance = width == 16 ? 1e-3 : 1e-4
    try compare(module, result.module, ruleCase, activity, tolerance, &generator, what)
  }

  private func conversionModule(
    _ ruleCase: RuleCase, _ activity: [ArgumentActivity], to width: Int
  ) throws -> Module {
    let shape = ruleCase.shapes[0]
    return try RuleModule.module(
      [shape], activity, width: width, argumentWidth: width == 32 ? 64 : 32, result: shape
    ) { text, arguments in
      let type = text.type(shape, width)
      return text.value("OpFConvert \(type) \(arguments[0])")
    }
  }

  private func compare(
    _ original: Module, _ differentiated: Module, _ ruleCase: RuleCase, _ activity: [ArgumentActivity],
    _ tolerance: Double, _ generator: inout SeededGenerator, _ what: String
  ) throws {
    for _ in 0..<3 {
      let inputs = ruleInputs(ruleCase, activity, &generator)
      try compareOutputs(
        original, differentiated, what: "\(what) at \(inputs.values)", tolerance: tolerance
      ) { inputs.input($0, at: $1) }
    }
  }

  private func ruleInputs(
    _ ruleCase: RuleCase, _ activity: [ArgumentActivity], _ generator: inout SeededGenerator
  ) -> RuleInputs {
    let values = ruleCase.arguments(&generator)
    let slopes = zip(ruleCase.shapes, activity).map { shape, activity in
      let (x, y) = (slope(shape, &generator), slope(shape, &generator))
      return switch activity {
      case .both: (x, y)
      case .x: (x, Tensor.zero(shape))
      case .y: (Tensor.zero(shape), y)
      case .none: (Tensor.zero(shape), Tensor.zero(shape))
      }
    }
    return RuleInputs(values: values, slopes: slopes)
  }

  private func slope(_ shape: Tensor.Shape, _ generator: inout SeededGenerator) -> Tensor {
    Tensor(shape, (0..<shape.count).map { _ in Double.random(in: -0.2...0.2, using: &generator) })
  }
}

extension RuleKey {
  /// Whether the instruction takes floats of a width: GLSL.std.450 has trigonometry and exponentials in 16 and 32
  /// bits only, and OpQuantizeToF16 is for 32.
  func exists(inWidth width: Int) -> Bool {
    switch self {
    case .arithmetic(.quantize): return width == 32
    case .arithmetic: return true
    case .extended(let op):
      guard width == 64 else { return true }
      switch op {
      case .radians, .degrees, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh,
        .atanh, .atan2, .pow, .exp, .log, .exp2, .log2:
        return false
      default: return true
      }
    }
  }
}

extension SiteReport {
  /// Why it stayed, if it did.
  var keepReason: KeepReason? { if case .kept(let reason) = outcome { reason } else { nil } }
}
