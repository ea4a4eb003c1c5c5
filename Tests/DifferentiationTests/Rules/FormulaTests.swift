import Differentiation
import SeededRandom
import Testing

/// The rule table against central differences in double.
@Suite struct FormulaTests {
  /// Every rule, pattern of active arguments and width: the formula is the derivative.
  @Test(arguments: RuleCase.all)
  func formulaIsTheDerivative(ruleCase: RuleCase) throws {
    var generator = SeededGenerator(seed: testSeed)
    for pattern in ruleCase.patterns {
      var rounds = 0
      var attempts = 0
      while rounds < 20, attempts < 60 {
        attempts += 1
        if try check(ruleCase, pattern, &generator) { rounds += 1 }
      }
      #expect(
        rounds == 20, "\(ruleCase) \(pattern): too near to kinks in \(attempts - rounds) of \(attempts)")
    }
  }

  /// Compares once; false where a kink or jump is too near for central differences.
  private func check(
    _ ruleCase: RuleCase, _ pattern: [Bool], _ generator: inout SeededGenerator
  ) throws -> Bool {
    let rule = ruleCase.rule
    let arguments = ruleCase.arguments(&generator)
    let directions = ruleCase.shapes.enumerated().map { position, shape in
      pattern[position]
        ? Tensor(shape, (0..<shape.count).map { _ in Double.random(in: -1...1, using: &generator) })
        : .zero(shape)
    }
    guard let expected = centralDifference({ rule.key.value($0) }, arguments, directions) else {
      return false
    }
    let formula = rule.differential(pattern.enumerated().map { $1 ? .differential($0) : 0 })
    let evaluator = FormulaEvaluator(
      arguments: arguments, differentials: directions, result: rule.key.value(arguments))
    var actual = evaluator.evaluate(formula)
    if formula.isZero { actual = .zero(expected.shape) }
    #expect(actual.shape == expected.shape, "\(ruleCase) \(pattern): \(formula)")
    for (x, y) in zip(actual.values, expected.values) {
      #expect(
        abs(x - y) <= 1e-7 * max(1, abs(y)),
        "\(ruleCase) \(pattern) at \(arguments) along \(directions): \(formula) is \(x), not \(y)")
    }
    return true
  }

  /// A flat rule says so, and no other does.
  @Test func flatRulesAreFlat() {
    for rule in derivativeRules.rules {
      let formula = rule.differential((0..<rule.arity).map { .differential($0) })
      #expect(rule.isFlat == formula.isZero, "\(rule.key)")
    }
  }

  /// A structurally zero differential leaves nothing of itself in the formula.
  @Test func inactiveArgumentsLeaveNoDifferential() {
    for ruleCase in RuleCase.all {
      for pattern in ruleCase.patterns {
        let formula = ruleCase.rule.differential(pattern.enumerated().map { $1 ? .differential($0) : 0 })
        for (position, isActive) in pattern.enumerated() where !isActive {
          #expect(!formula.holds(.differential(position)), "\(ruleCase) \(pattern): \(formula)")
        }
      }
    }
  }
}

/// The derivative along a direction, by central differences of fourth order with two steps; nil where the two
/// disagree because a kink or jump is near.
func centralDifference(
  _ function: ([Tensor]) -> Tensor, _ arguments: [Tensor], _ directions: [Tensor]
) -> Tensor? {
  func at(_ step: Double) -> Tensor {
    function(zip(arguments, directions).map { $0 + step * $1 })
  }
  func slope(_ step: Double) -> Tensor {
    (1 / (12 * step)) * (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step)))
  }
  let (coarse, fine) = (slope(2e-4), slope(1e-4))
  let agrees = zip(coarse.values, fine.values).allSatisfy { abs($0 - $1) <= 1e-8 * max(1, abs($1)) }
  return agrees ? fine : nil
}

extension Formula {
  /// Whether a formula stands somewhere in this one.
  func holds(_ part: Formula) -> Bool {
    if self == part { return true }
    if case .apply(_, let parts) = self { return parts.contains { $0.holds(part) } }
    return false
  }
}
