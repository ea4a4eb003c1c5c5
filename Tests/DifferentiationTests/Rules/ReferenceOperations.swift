import Differentiation
import Foundation
import SPIRV

// Every operation that has a rule, in double, written from the SPIR-V and GLSL.std.450 specifications and from
// nothing else.
extension RuleKey {
  /// The operation's value.
  func value(_ arguments: [Tensor]) -> Tensor {
    switch self {
    case .arithmetic(let op): reference(op, arguments)
    case .extended(let op): reference(op, arguments)
    }
  }
}

private func reference(_ op: Arithmetic, _ a: [Tensor]) -> Tensor {
  switch op {
  case .negate: a[0].map { -$0 }
  case .add: a[0] + a[1]
  case .subtract: a[0] - a[1]
  case .multiply: a[0] * a[1]
  case .divide: a[0].zip(a[1], /)
  // "The sign of a non-0 result comes from Operand 1" and "from Operand 2".
  case .remainder: a[0].zip(a[1]) { fmod($0, $1) }
  case .modulo: a[0].zip(a[1]) { $0 - $1 * ($0 / $1).rounded(.down) }
  case .vectorTimesScalar, .matrixTimesScalar: a[0] * a[1]
  case .vectorTimesMatrix: .vector(a[1].transposed.times(a[0]))
  case .matrixTimesVector: .vector(a[0].times(a[1]))
  case .matrixTimesMatrix:
    Tensor(.matrix(columns: a[1].size.columns, rows: a[0].size.rows), a[0].times(a[1]))
  case .outerProduct: a[0].outer(a[1])
  case .dot: Tensor(a[0].dot(a[1]))
  case .transpose: a[0].transposed
  // Rounding to fewer bits is no part of the function that is differentiated.
  case .convert, .quantize: a[0]
  }
}

private func reference(_ op: GLSLInstruction, _ a: [Tensor]) -> Tensor {
  if a.count == 1, let function = functions[op] { return a[0].map(function) }
  switch op {
  case .atan2: return a[0].zip(a[1]) { atan2($0, $1) }
  case .pow: return a[0].zip(a[1]) { pow($0, $1) }
  case .fMin: return a[0].zip(a[1]) { $1 < $0 ? $1 : $0 }
  case .fMax: return a[0].zip(a[1]) { $0 < $1 ? $1 : $0 }
  case .nMin: return a[0].zip(a[1]) { $0.isNaN ? $1 : $1.isNaN ? $0 : Swift.min($0, $1) }
  case .nMax: return a[0].zip(a[1]) { $0.isNaN ? $1 : $1.isNaN ? $0 : Swift.max($0, $1) }
  case .fClamp, .nClamp: return a[0].zip(a[1]) { Swift.max($0, $1) }.zip(a[2]) { Swift.min($0, $1) }
  case .fMix: return a[0] * a[2].map { 1 - $0 } + a[1] * a[2]
  case .step: return a[0].zip(a[1]) { $1 < $0 ? 0 : 1 }
  case .smoothStep:
    let t = (a[2] - a[0]).zip(a[1] - a[0]) { Swift.min(Swift.max($0 / $1, 0), 1) }
    return t.map { $0 * $0 * (3 - 2 * $0) }
  case .fma: return a[0] * a[1] + a[2]
  case .matrixInverse: return a[0].inverse
  case .length: return Tensor(a[0].length)
  case .distance: return Tensor((a[0] - a[1]).length)
  case .normalize: return (1 / a[0].length) * a[0]
  case .cross: return a[0].cross(a[1])
  // N, I, Nref: "If the dot product of Nref and I is negative, the result is N, otherwise it is -N."
  case .faceForward: return a[2].dot(a[1]) < 0 ? a[0] : a[0].map { -$0 }
  case .reflect: return a[0] - (2 * a[1].dot(a[0])) * a[1]
  case .refract:
    let (eta, cosine) = (a[2].scalar, a[1].dot(a[0]))
    let k = 1 - eta * eta * (1 - cosine * cosine)
    return k < 0 ? .zero(a[0].shape) : eta * a[0] - (eta * cosine + k.squareRoot()) * a[1]
  default: preconditionFailure("no reference for \(op)")
  }
}

/// Functions of one number.
private let functions: [GLSLInstruction: @Sendable (Double) -> Double] = [
  .round: { $0.rounded() }, .roundEven: { $0.rounded(.toNearestOrEven) },
  .trunc: { $0.rounded(.towardZero) }, .floor: { $0.rounded(.down) }, .ceil: { $0.rounded(.up) },
  .fAbs: { Swift.abs($0) }, .fSign: { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }, .fract: { $0 - $0.rounded(.down) },
  .radians: { $0 * .pi / 180 }, .degrees: { $0 * 180 / .pi },
  .sin: { sin($0) }, .cos: { cos($0) }, .tan: { tan($0) }, .asin: { asin($0) }, .acos: { acos($0) },
  .atan: { atan($0) }, .sinh: { sinh($0) }, .cosh: { cosh($0) }, .tanh: { tanh($0) },
  .asinh: { asinh($0) }, .acosh: { acosh($0) }, .atanh: { atanh($0) },
  .exp: { exp($0) }, .log: { log($0) }, .exp2: { exp2($0) }, .log2: { log2($0) },
  .sqrt: { $0.squareRoot() }, .inverseSqrt: { 1 / $0.squareRoot() },
]
