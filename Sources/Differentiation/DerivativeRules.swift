import SPIRV

/// The differential of each mathematical operation.
///
/// `u, v, w` are the arguments, `du, dv, dw` their differentials; `r` is the result. One formula serves ∂/∂x and
/// ∂/∂y, scalars and vectors of every width. `on:` is where the table's test draws arguments from.
///
/// At kinks the rule follows the branch the primal takes, or is the one-sided derivative (abs, length); at other
/// singular points it is 0 by a select, so that a finite primal never meets an infinite tangent.
public let derivativeRules = RuleTable {
  let r = Formula.result

  // Arithmetic
  d(.negate) { u, du in -du }.marked(cheap: true)
  d(.add) { u, v, du, dv in du + dv }.marked(cheap: true)
  d(.subtract) { u, v, du, dv in du - dv }.marked(cheap: true)
  d(.multiply) { u, v, du, dv in du * v + u * dv }.marked(cheap: true)
  d(.divide) { u, v, du, dv in (du - r * dv) * reciprocal(v) }
  d(.remainder, on: -3...3, 0.3...0.9) { u, v, du, dv in
    du - trunc(select(equal(v, 0), 0, u / v)) * dv
  }
  d(.modulo, on: -3...3, 0.3...0.9) { u, v, du, dv in
    du - round(select(equal(v, 0), 0, (u - r) / v)) * dv
  }
  d(.convert) { u, du in linear(.convert, du) }.marked(elementwise: false)
  d(.quantize) { u, du in du }

  // Vectors and matrices
  d(.vectorTimesScalar, shapes: [.vector, .scalar]) { u, v, du, dv in du * v + u * dv }
    .marked(elementwise: true, cheap: true)
  d(.dot, shapes: [.vector, .vector]) { u, v, du, dv in dot(du, v) + dot(u, dv) }
  d(.matrixTimesScalar, shapes: [.matrix, .scalar]) { u, v, du, dv in
    bilinear(.matrixTimesScalar, du, v) + bilinear(.matrixTimesScalar, u, dv)
  }
  d(.matrixTimesVector, shapes: [.matrix, .vector]) { u, v, du, dv in
    bilinear(.matrixTimesVector, du, v) + bilinear(.matrixTimesVector, u, dv)
  }
  d(.vectorTimesMatrix, shapes: [.vector, .matrix]) { u, v, du, dv in
    bilinear(.vectorTimesMatrix, du, v) + bilinear(.vectorTimesMatrix, u, dv)
  }
  d(.matrixTimesMatrix, shapes: [.matrix, .matrix]) { u, v, du, dv in
    bilinear(.matrixTimesMatrix, du, v) + bilinear(.matrixTimesMatrix, u, dv)
  }
  d(.outerProduct, shapes: [.vector, .vector]) { u, v, du, dv in
    bilinear(.outerProduct, du, v) + bilinear(.outerProduct, u, dv)
  }
  d(.transpose, shapes: [.matrix]) { u, du in linear(.transpose, du) }
  d(.matrixInverse, shapes: [.matrix]) { u, du in
    -bilinear(.matrixTimesMatrix, bilinear(.matrixTimesMatrix, r, du), r)
  }

  // Trigonometry
  d(.sin, on: -3...3) { u, du in cos(u) * du }
  d(.cos, on: -3...3) { u, du in -sin(u) * du }
  d(.tan, on: -1...1) { u, du in (1 + r * r) * du }
  d(.asin, on: -0.9...0.9) { u, du in reciprocalRoot((1 - u) * (1 + u)) * du }
  d(.acos, on: -0.9...0.9) { u, du in -reciprocalRoot((1 - u) * (1 + u)) * du }
  d(.atan, on: -3...3) { u, du in (1 / (1 + u * u)) * du }
  d(.atan2, on: -1...1, 0.1...0.9) { u, v, du, dv in (v * du - u * dv) * reciprocal(u * u + v * v) }
  d(.sinh, on: -2...2) { u, du in cosh(u) * du }
  d(.cosh, on: -2...2) { u, du in sinh(u) * du }
  d(.tanh, on: -8...8) { u, du in (1 / (cosh(u) * cosh(u))) * du }
  d(.asinh, on: -3...3) { u, du in inverseSqrt(u * u + 1) * du }
  d(.acosh, on: 1.1...3) { u, du in reciprocalRoot((u - 1) * (u + 1)) * du }
  d(.atanh, on: -0.9...0.9) { u, du in reciprocal((1 - u) * (1 + u)) * du }
  d(.radians) { u, du in linear(.radians, du) }
  d(.degrees) { u, du in linear(.degrees, du) }

  // Exponentials
  d(.exp, on: -2...2) { u, du in r * du }
  d(.exp2, on: -2...2) { u, du in (0.6931471805599453 * r) * du }
  d(.log) { u, du in reciprocal(u) * du }
  d(.log2) { u, du in (1.4426950408889634 * reciprocal(u)) * du }
  d(.sqrt) { u, du in (0.5 * reciprocal(r)) * du }
  d(.inverseSqrt) { u, du in (-0.5 * (r * reciprocal(u))) * du }
  d(.pow, on: 0.1...0.9, -2...2) { u, v, du, dv in
    (v * r * reciprocal(u)) * du + select(0 < u, r * log(u), 0) * dv
  }

  // Piecewise
  d(.fAbs, on: -1...1) { u, du in select(equal(u, 0), abs(du), sign(u) * du) }.marked(elementwise: false)
  d(.fract, on: -3...3) { u, du in du }
  d(.fMin) { u, v, du, dv in select(v < u, dv, du) }
  d(.fMax) { u, v, du, dv in select(u < v, dv, du) }
  d(.fClamp, on: 0...1, 0.2...0.4, 0.6...0.8) { u, v, w, du, dv, dw in
    select(w < u, dw, select(u < v, dv, du))
  }
  d(.nMin) { u, v, du, dv in select(isNaN(v), du, select(unorderedLess(v, u), dv, du)) }
  d(.nMax) { u, v, du, dv in select(isNaN(v), du, select(unorderedLess(u, v), dv, du)) }
  d(.nClamp, on: 0...1, 0.2...0.4, 0.6...0.8) { u, v, w, du, dv, dw in
    select(or(w < u, isNaN(u)), select(isNaN(u), dv, dw), select(u < v, dv, du))
  }
  d(.fMix) { u, v, w, du, dv, dw in mix(du, dv, w) + (v - u) * dw }.marked(cheap: true)
  d(.smoothStep, on: 0...0.2, 0.8...1, 0...1) { u, v, w, du, dv, dw in
    let q = reciprocal(v - u)
    let t = clamp((w - u) * q, 0, 1)
    return (6 * (t * (1 - t)) * q) * (dw - du - t * (dv - du))
  }
  d(.fma) { u, v, w, du, dv, dw in du * v + u * dv + dw }.marked(cheap: true)

  // Geometry
  d(.length, shapes: [.vector]) { u, du in
    select(equal(r, 0), length(du), dot(reciprocal(r) * u, du))
  }
  d(.distance, shapes: [.vector, .vector]) { u, v, du, dv in
    select(equal(r, 0), length(du - dv), dot(reciprocal(r) * (u - v), du - dv))
  }
  d(.normalize, shapes: [.vector]) { u, du in (du - r * dot(r, du)) * reciprocal(length(u)) }
  d(.cross, shapes: [.vector3, .vector3]) { u, v, du, dv in cross(du, v) + cross(u, dv) }
  d(.reflect, shapes: [.vector, .vector]) { u, v, du, dv in
    du - 2 * ((dot(dv, u) + dot(v, du)) * v + dot(v, u) * dv)
  }
  d(.faceForward, on: 0.1...0.9, 0.1...0.9, 0.1...0.9, shapes: [.vector, .vector, .vector]) {
    u, v, w, du, dv, dw in select(dot(w, v) < 0, du, -du)
  }
  d(.refract, on: 0.1...0.5, 0.1...0.5, 0.5...0.9, shapes: [.vector, .vector, .scalar]) {
    u, v, w, du, dv, dw in
    let c = dot(v, u)
    let k = 1 - w * w * (1 - c * c)
    let dc = dot(v, du) + dot(dv, u)
    let dk = (2 * (w * w * c)) * dc - (2 * (w * (1 - c * c))) * dw
    let root = (0.5 * reciprocalRoot(k)) * dk
    let ds = dw * c + w * dc + root
    return select(0 < k, dw * u + w * du - ds * v - (w * c + sqrt(k)) * dv, 0)
  }

  // Piecewise constant
  flat(.floor, .ceil, .trunc, .round, .roundEven, .fSign, .step)
}

/// The rules where an argument comes from an exponential: where that has overflowed and the result has not, the
/// limit is flat, and infinity times zero is 0.
public let overflowRules = RuleTable {
  let r = Formula.result
  d(.divide) { u, v, du, dv in
    let q = reciprocal(v)
    return select(equal(q, 0), 0, (du - r * dv) * q)
  }
  d(.exp, on: -2...2) { u, du in select(equal(r, 0), 0, r * du) }
  d(.exp2, on: -2...2) { u, du in select(equal(r, 0), 0, (0.6931471805599453 * r) * du) }
  d(.inverseSqrt) { u, du in select(equal(r, 0), 0, (-0.5 * (r * reciprocal(u))) * du) }
  d(.atan, on: -3...3) { u, du in
    let slope = 1 / (1 + u * u)
    return select(equal(slope, 0), 0, slope * du)
  }
}

extension GLSLInstruction {
  /// Whether the result may overflow where the argument is far from it.
  var mayOverflow: Bool {
    switch self {
    case .exp, .exp2, .pow, .sinh, .cosh: true
    default: false
    }
  }

  /// Whether the result is of moderate size whatever the argument's.
  var isBounded: Bool {
    switch self {
    case .sin, .cos, .tanh, .atan, .log, .log2, .inverseSqrt, .normalize, .fClamp, .nClamp, .smoothStep: true
    default: false
    }
  }
}
