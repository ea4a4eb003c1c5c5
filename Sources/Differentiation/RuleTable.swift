import SPIRV
import Synchronization

/// An operation with a derivative rule.
public enum RuleKey: Hashable, Sendable, CustomStringConvertible {
  /// Arithmetic of the SPIR-V core.
  case arithmetic(Arithmetic)
  /// An instruction of GLSL.std.450.
  case extended(GLSLInstruction)

  /// The operation's name.
  public var description: String {
    switch self {
    case .arithmetic(let op): "\(op)"
    case .extended(let op): "\(op)"
    }
  }
}

/// The shapes an argument or result can have, for tests.
public enum Shape: Hashable, Sendable {
  /// A scalar or a vector of any width, alike for all arguments said to be so.
  case any
  /// A scalar.
  case scalar
  /// A vector.
  case vector
  /// A vector of three components.
  case vector3
  /// A matrix.
  case matrix
}

/// The derivative of one operation.
public final class Rule: Sendable {
  /// The operation.
  public let key: RuleKey
  /// The number of arguments.
  public let arity: Int
  /// Where the test draws each argument from.
  public let domain: [ClosedRange<Double>]
  /// The arguments' shapes.
  public let shapes: [Shape]
  /// Whether component i of the result depends only on component i of the arguments (scalars broadcast) and
  /// linearly on their differentials, so that the rule may also be applied to coefficients.
  public let isElementwise: Bool
  /// Whether the rule's coefficients are free or nearly so: products and sums.
  public let isCheap: Bool
  /// Whether the differential is zero whatever the arguments' are: the operation is piecewise constant.
  public let isFlat: Bool
  /// The differential, given each argument's (0 where it is structurally zero).
  public let differential: @Sendable ([Formula]) -> Formula
  /// The programs made of it so far, by pattern of arguments.
  let programs = Mutex<[UInt32: FormulaProgram]>([:])

  init(
    key: RuleKey, arity: Int, domain: [ClosedRange<Double>], shapes: [Shape], isElementwise: Bool,
    isCheap: Bool, isFlat: Bool, differential: @escaping @Sendable ([Formula]) -> Formula
  ) {
    self.key = key
    self.arity = arity
    self.domain = domain
    self.shapes = shapes
    self.isElementwise = isElementwise
    self.isCheap = isCheap
    self.isFlat = isFlat
    self.differential = differential
  }

  /// The rule with other test domains or shapes, or marked.
  func marked(elementwise: Bool? = nil, cheap: Bool? = nil) -> Rule {
    Rule(
      key: key, arity: arity, domain: domain, shapes: shapes, isElementwise: elementwise ?? isElementwise,
      isCheap: cheap ?? isCheap, isFlat: isFlat, differential: differential)
  }
}

/// Rules by operation.
public struct RuleTable: Sendable {
  /// Every rule, in the order written.
  public let rules: [Rule]
  /// Rules by the numbers of their operations.
  private let arithmetic: [Rule?]
  private let extended: [Rule?]

  init(@RuleTableBuilder _ body: () -> [Rule]) {
    rules = body()
    var arithmetic = [Rule?](filling: nil, count: Arithmetic.allCases.count)
    let greatest = GLSLInstruction.allCases.map(\.rawValue).max() ?? 0
    var extended = [Rule?](filling: nil, count: Int(greatest) + 1)
    for rule in rules {
      switch rule.key {
      case .arithmetic(let op): arithmetic[Int(op.rawValue)] = rule
      case .extended(let op): extended[Int(op.rawValue)] = rule
      }
    }
    self.arithmetic = arithmetic
    self.extended = extended
  }

  /// The rule of an operation, if it has one.
  public subscript(key: RuleKey) -> Rule? {
    switch key {
    case .arithmetic(let op): arithmetic[Int(op.rawValue)]
    case .extended(let op): extended[Int(op.rawValue)]
    }
  }
}

/// Collects rules and lists of rules.
@resultBuilder enum RuleTableBuilder {
  static func buildExpression(_ rule: Rule) -> [Rule] { [rule] }
  static func buildExpression(_ rules: [Rule]) -> [Rule] { rules }
  static func buildBlock(_ rules: [Rule]...) -> [Rule] { rules.flatMap { $0 } }
}

// The forms in which rules are written.

let unit = 0.1...0.9

func d(
  _ op: Arithmetic, on domain: ClosedRange<Double>..., shapes: [Shape] = [.any],
  _ f: @escaping @Sendable (Formula, Formula) -> Formula
) -> Rule { rule(.arithmetic(op), 1, domain, shapes) { f(.argument(0), $0[0]) } }

func d(
  _ op: Arithmetic, on domain: ClosedRange<Double>..., shapes: [Shape] = [.any, .any],
  _ f: @escaping @Sendable (Formula, Formula, Formula, Formula) -> Formula
) -> Rule { rule(.arithmetic(op), 2, domain, shapes) { f(.argument(0), .argument(1), $0[0], $0[1]) } }

func d(
  _ op: GLSLInstruction, on domain: ClosedRange<Double>..., shapes: [Shape] = [.any],
  _ f: @escaping @Sendable (Formula, Formula) -> Formula
) -> Rule { rule(.extended(op), 1, domain, shapes) { f(.argument(0), $0[0]) } }

func d(
  _ op: GLSLInstruction, on domain: ClosedRange<Double>..., shapes: [Shape] = [.any, .any],
  _ f: @escaping @Sendable (Formula, Formula, Formula, Formula) -> Formula
) -> Rule { rule(.extended(op), 2, domain, shapes) { f(.argument(0), .argument(1), $0[0], $0[1]) } }

func d(
  _ op: GLSLInstruction, on domain: ClosedRange<Double>..., shapes: [Shape] = [.any, .any, .any],
  _ f: @escaping @Sendable (Formula, Formula, Formula, Formula, Formula, Formula) -> Formula
) -> Rule {
  rule(.extended(op), 3, domain, shapes) {
    f(.argument(0), .argument(1), .argument(2), $0[0], $0[1], $0[2])
  }
}

private func rule(
  _ key: RuleKey, _ arity: Int, _ domain: [ClosedRange<Double>], _ shapes: [Shape],
  _ f: @escaping @Sendable ([Formula]) -> Formula
) -> Rule {
  let domains = (0..<arity).map { domain.isEmpty ? unit : domain[min($0, domain.count - 1)] }
  return Rule(
    key: key, arity: arity, domain: domains, shapes: shapes,
    isElementwise: shapes.allSatisfy { $0 == .any }, isCheap: false,
    isFlat: f((0..<arity).map { .differential($0) }).isZero, differential: f)
}

/// Piecewise constant: the differential is zero.
func flat(_ ops: GLSLInstruction...) -> [Rule] {
  ops.map { op in
    let arity = op == .step ? 2 : 1
    return rule(.extended(op), arity, [-3...3], Array(filling: .any, count: arity)) { _ in 0 }
  }
}
