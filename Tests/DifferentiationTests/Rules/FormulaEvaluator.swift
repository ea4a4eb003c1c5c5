import Differentiation
import Foundation

/// The third reading of formulas: their value in double.
struct FormulaEvaluator {
  var arguments: [Tensor]
  var differentials: [Tensor]
  var result: Tensor
  /// The least normal number of the type that is imitated.
  var leastNormal = Double(Float.leastNormalMagnitude)

  func evaluate(_ formula: Formula) -> Tensor {
    switch formula {
    case .constant(let value): Tensor(value)
    case .argument(let position): arguments[position]
    case .differential(let position): differentials[position]
    case .result: result
    case .leastNormal: Tensor(leastNormal)
    case .apply(let op, let parts): apply(op, parts.map { evaluate($0) })
    }
  }

  private func apply(_ op: Formula.Op, _ parts: [Tensor]) -> Tensor {
    switch op {
    case .negate, .sin, .cos, .sinh, .cosh, .log, .sqrt, .inverseSqrt, .abs, .sign, .floor, .trunc, .round,
      .radians, .degrees, .convert, .isNaN:
      parts[0].map { unary(op, $0) }
    case .add, .subtract, .multiply, .divide, .less, .unorderedLess, .equal, .or, .min, .max, .ldexp:
      parts[0].zip(parts[1]) { binary(op, $0, $1) }
    case .fma: parts[0] * parts[1] + parts[2]
    case .clamp: parts[0].zip(parts[1]) { max($0, $1) }.zip(parts[2]) { min($0, $1) }
    case .mix: parts[0] + parts[2] * (parts[1] - parts[0])
    case .select: choose(parts[0], parts[1], parts[2])
    case .dot: Tensor(parts[0].dot(parts[1]))
    case .length: Tensor(parts[0].length)
    case .cross: parts[0].cross(parts[1])
    case .matrixTimesScalar: parts[0] * parts[1]
    case .matrixTimesVector: .vector(parts[0].times(parts[1]))
    case .vectorTimesMatrix: .vector(parts[1].transposed.times(parts[0]))
    case .matrixTimesMatrix:
      Tensor(.matrix(columns: parts[1].size.columns, rows: parts[0].size.rows), parts[0].times(parts[1]))
    case .outerProduct: parts[0].outer(parts[1])
    case .transpose: parts[0].transposed
    }
  }

  /// Truths are 1 and 0; one truth chooses for all.
  private func choose(_ truth: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    let shape = [truth, a, b].map(\.shape).first { $0 != .scalar } ?? .scalar
    func wide(_ tensor: Tensor) -> [Double] {
      tensor.shape == .scalar ? Array(repeating: tensor.scalar, count: shape.count) : tensor.values
    }
    let (truths, ones, others) = (wide(truth), wide(a), wide(b))
    return Tensor(shape, truths.indices.map { truths[$0] != 0 ? ones[$0] : others[$0] })
  }

  private func unary(_ op: Formula.Op, _ x: Double) -> Double {
    switch op {
    case .negate: -x
    case .sin: sin(x)
    case .cos: cos(x)
    case .sinh: sinh(x)
    case .cosh: cosh(x)
    case .log: log(x)
    case .sqrt: x.squareRoot()
    case .inverseSqrt: 1 / x.squareRoot()
    case .abs: abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : 0
    case .floor: x.rounded(.down)
    case .trunc: x.rounded(.towardZero)
    case .round: x.rounded(.toNearestOrEven)
    case .radians: x / 180 * .pi
    case .degrees: x / .pi * 180
    case .isNaN: x.isNaN ? 1 : 0
    default: x
    }
  }

  private func binary(_ op: Formula.Op, _ x: Double, _ y: Double) -> Double {
    switch op {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .less: x < y ? 1 : 0
    case .unorderedLess: x < y || x.isNaN || y.isNaN ? 1 : 0
    case .equal: x == y ? 1 : 0
    case .or: x != 0 || y != 0 ? 1 : 0
    case .min: min(x, y)
    case .max: max(x, y)
    case .ldexp: scalbn(x, Int(y))
    default: .nan
    }
  }
}
