extension Arithmetic {
  /// Whether component i of the result hangs on component i of each operand alone, scalars being spread.
  public var isComponentwise: Bool {
    switch self {
    case .negate, .add, .subtract, .multiply, .divide, .remainder, .modulo, .vectorTimesScalar, .convert,
      .quantize:
      true
    case .matrixTimesScalar, .vectorTimesMatrix, .matrixTimesVector, .matrixTimesMatrix, .outerProduct, .dot,
      .transpose:
      false
    }
  }
}

extension GLSLInstruction {
  /// Whether component i of the result hangs on component i of each operand alone; those not listed may not.
  public var isComponentwise: Bool {
    switch self {
    case .round, .roundEven, .trunc, .fAbs, .sAbs, .fSign, .sSign, .floor, .ceil, .fract, .radians, .degrees,
      .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .atan2, .pow, .exp,
      .log, .exp2, .log2, .sqrt, .inverseSqrt, .fMin, .uMin, .sMin, .fMax, .uMax, .sMax, .fClamp, .uClamp,
      .sClamp, .fMix, .step, .smoothStep, .fma, .nMin, .nMax, .nClamp:
      true
    default: false
    }
  }
}
