import SPIRV

/// A mathematical expression over the arguments, their differentials and the result of one operation.
///
/// Formulas are inert: the emitter turns them into instructions, tests evaluate them in double, and
/// `description` prints them. A differential that is structurally zero is the constant 0, and the operators
/// below drop terms with it, so that it is never emitted.
public indirect enum Formula: Hashable, Sendable {
  /// A number, as wide as it must be.
  case constant(Double)
  /// The argument at a position.
  case argument(Int)
  /// The differential of the argument at a position, in the direction at hand.
  case differential(Int)
  /// The operation's result.
  case result
  /// The least positive normal number of the operation's floating-point type.
  case leastNormal
  /// An operation on formulas; scalars are broadcast where vectors stand.
  case apply(Op, [Formula])

  /// The operations of formulas.
  public enum Op: String, Hashable, Sendable, CaseIterable {
    /// Arithmetic.
    case negate, add, subtract, multiply, divide, fma
    /// A function of GLSL.std.450, component by component.
    case sin, cos, sinh, cosh, log, sqrt, inverseSqrt, abs, sign, floor, trunc, round, clamp, mix, ldexp
    /// A change of unit, or of floating-point width.
    case radians, degrees, convert
    /// A function of vectors.
    case dot, cross, length
    /// A predicate, component by component; `unorderedLess` holds for NaN, too.
    case less, unorderedLess, equal, isNaN, or
    /// The second or the third, as the first says, component by component.
    case select
    /// A product in linear algebra.
    case matrixTimesScalar, matrixTimesVector, vectorTimesMatrix, matrixTimesMatrix, outerProduct
    /// The matrix with rows and columns exchanged.
    case transpose
    /// The lesser or the greater, component by component.
    case min, max
  }

  /// Whether the formula is the structural zero.
  public var isZero: Bool { self == .constant(0) }
  /// Whether the formula is the structural one.
  var isOne: Bool { self == .constant(1) }
}

extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .constant(value) }
  /// A number.
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }
}

// Formulas are written with the operators and functions of mathematics; what is structurally zero vanishes here.

func + (a: Formula, b: Formula) -> Formula {
  if a.isZero { return b }
  if b.isZero { return a }
  if case .constant(let x) = a, case .constant(let y) = b { return .constant(x + y) }
  if a == b { return 2 * a }
  return .apply(.add, [a, b])
}

func - (a: Formula, b: Formula) -> Formula {
  if b.isZero { return a }
  if a.isZero { return -b }
  if case .constant(let x) = a, case .constant(let y) = b { return .constant(x - y) }
  return .apply(.subtract, [a, b])
}

func * (a: Formula, b: Formula) -> Formula {
  if a.isZero || b.isZero { return 0 }
  if a.isOne { return b }
  if b.isOne { return a }
  if case .constant(let x) = a, case .constant(let y) = b { return .constant(x * y) }
  // Constants first and factors in one order, so that u·du and du·u are one formula.
  if case .constant = b { return .apply(.multiply, [b, a]) }
  if case .constant = a { return .apply(.multiply, [a, b]) }
  return a.rank <= b.rank ? .apply(.multiply, [a, b]) : .apply(.multiply, [b, a])
}

func / (a: Formula, b: Formula) -> Formula {
  a.isZero ? 0 : b.isOne ? a : .apply(.divide, [a, b])
}

prefix func - (a: Formula) -> Formula {
  if case .constant(let x) = a { return .constant(-x) }
  return .apply(.negate, [a])
}

func < (a: Formula, b: Formula) -> Formula { .apply(.less, [a, b]) }

extension Formula {
  /// Orders factors: what does not depend on a differential comes first.
  fileprivate var rank: Int {
    switch self {
    case .constant, .leastNormal: 0
    case .argument(let i): 1 + i
    case .result: 5
    case .apply: dependsOnDifferential ? 8 : 6
    case .differential(let i): 10 + i
    }
  }

  /// Whether a differential stands in it.
  public var dependsOnDifferential: Bool {
    switch self {
    case .differential: true
    case .apply(_, let parts): parts.contains { $0.dependsOnDifferential }
    case .constant, .argument, .result, .leastNormal: false
    }
  }
}

func linear(_ op: Formula.Op, _ a: Formula) -> Formula { a.isZero ? 0 : .apply(op, [a]) }
func bilinear(_ op: Formula.Op, _ a: Formula, _ b: Formula) -> Formula {
  a.isZero || b.isZero ? 0 : .apply(op, [a, b])
}
func dot(_ a: Formula, _ b: Formula) -> Formula { bilinear(.dot, a, b) }
func cross(_ a: Formula, _ b: Formula) -> Formula { bilinear(.cross, a, b) }
func select(_ condition: Formula, _ a: Formula, _ b: Formula) -> Formula {
  a == b ? a : .apply(.select, [condition, a, b])
}
func mix(_ a: Formula, _ b: Formula, _ t: Formula) -> Formula {
  if a.isZero { return t * b }
  if b.isZero { return (1 - t) * a }
  return a == b ? a : .apply(.mix, [a, b, t])
}
func sin(_ a: Formula) -> Formula { .apply(.sin, [a]) }
func cos(_ a: Formula) -> Formula { .apply(.cos, [a]) }
func sinh(_ a: Formula) -> Formula { .apply(.sinh, [a]) }
func cosh(_ a: Formula) -> Formula { .apply(.cosh, [a]) }
func log(_ a: Formula) -> Formula { .apply(.log, [a]) }
func sqrt(_ a: Formula) -> Formula { .apply(.sqrt, [a]) }
func inverseSqrt(_ a: Formula) -> Formula { .apply(.inverseSqrt, [a]) }
func abs(_ a: Formula) -> Formula { a.isZero ? 0 : .apply(.abs, [a]) }
func sign(_ a: Formula) -> Formula { .apply(.sign, [a]) }
func trunc(_ a: Formula) -> Formula { .apply(.trunc, [a]) }
func round(_ a: Formula) -> Formula { .apply(.round, [a]) }
func length(_ a: Formula) -> Formula { a.isZero ? 0 : .apply(.length, [a]) }
func clamp(_ a: Formula, _ low: Formula, _ high: Formula) -> Formula { .apply(.clamp, [a, low, high]) }
func equal(_ a: Formula, _ b: Formula) -> Formula { .apply(.equal, [a, b]) }
func isNaN(_ a: Formula) -> Formula { .apply(.isNaN, [a]) }
func unorderedLess(_ a: Formula, _ b: Formula) -> Formula { .apply(.unorderedLess, [a, b]) }
func or(_ a: Formula, _ b: Formula) -> Formula { .apply(.or, [a, b]) }

/// 1/a, and 0 where a is zero or so small that 1/a is not finite.
func reciprocal(_ a: Formula) -> Formula { select(abs(a) < .leastNormal, 0, 1 / a) }

/// 1/√a, and 0 where a is not positive.
func reciprocalRoot(_ a: Formula) -> Formula { select(0 < a, inverseSqrt(a), 0) }

extension Formula: CustomStringConvertible {
  /// The formula as mathematics: `u v w` the arguments, `du dv dw` their differentials, `r` the result.
  public var description: String {
    let names = ["u", "v", "w", "a", "b", "c"]
    switch self {
    case .constant(let value): return value == value.rounded() ? "\(Int(value))" : "\(value)"
    case .argument(let i): return names[i]
    case .differential(let i): return "d" + names[i]
    case .result: return "r"
    case .leastNormal: return "tiny"
    case .apply(.negate, let parts): return "-\(parts[0])"
    case .apply(let op, let parts):
      let infix: [Op: String] = [
        .add: "+", .subtract: "-", .multiply: "*", .divide: "/", .less: "<", .equal: "==", .or: "||",
      ]
      if let sign = infix[op] { return "(\(parts[0]) \(sign) \(parts[1]))" }
      return "\(op.rawValue)(\(parts.map(\.description).joined(separator: ", ")))"
    }
  }
}
