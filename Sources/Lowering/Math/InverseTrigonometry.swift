import CLLVM

/// The inverse circular functions.
extension Lane {
  /// The inverse sine: NaN beyond ±1.
  func asin(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("asin", [x]) }
    let (isFar, angle) = angleOfSine(x)
    let far = add(
      fma(angle, number(-2, like: x), number(Self.halfPiLow, like: x)), number(Self.halfPi, like: x))
    return copysign(select(isFar, far, angle), x)
  }

  /// The inverse cosine: NaN beyond ±1.
  func acos(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("acos", [x]) }
    let (isFar, angle) = angleOfSine(x)
    let magnitude = select(isFar, add(angle, angle), angle)
    // π/2 - asin x near 0, 2 asin √((1 - x)/2) near 1, π less that near -1.
    let bits = floatBits(x)
    let nearSign = xor(signBit(x), integer(0x8000_0000, like: bits))
    return turned(flipSign(magnitude, select(isFar, signBit(x), nearSign)), isQuarter: not(isFar), signOf: x)
  }

  /// Whether |x| > 1/2, and there asin √((1 - |x|)/2), else asin |x|.
  private func angleOfSine(_ x: Value) -> (isFar: Value, angle: Value) {
    let size = abs(x)
    let half = number(0.5, like: x)
    let isFar = compare(LLVMRealOGT, size, half)
    let square = select(isFar, fma(size, number(-0.5, like: x), half), mul(size, size))
    let sine = select(isFar, sqrt(square), size)
    let coefficients = [0x1.5555c8p-3, 0x1.3302040000000p-4, 0x1.747bbap-5, 0x1.8c3e2ap-6, 0x1.595c8cp-5]
    return (isFar, fma(mul(sine, square), polynomial(square, coefficients), sine))
  }

  /// The inverse tangent.
  func atan(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("atan", [x]) }
    let size = abs(x)
    let one = number(1, like: x)
    let isSteep = compare(LLVMRealOGT, size, one)
    let angle = angleOfTangent(select(isSteep, div(one, size), size))
    let steep = add(sub(number(Self.halfPiLow, like: x), angle), number(Self.halfPi, like: x))
    return copysign(select(isSteep, steep, angle), x)
  }

  /// The angle of (x, y) from -π to π, with the signs and zeros of C's function.
  func atan2(_ y: Value, _ x: Value) -> Value {
    let (y, x) = matched(y, x)
    if bits(x) == 64 { return vectorLibrary("atan2", [y, x]) }
    let (width, height) = (abs(x), abs(y))
    let isSteep = compare(LLVMRealOGT, height, width)
    let least = select(isSteep, width, height)
    let greatest = select(isSteep, height, width)
    // 0 / 0 is 0 here and ∞ / ∞ is 1.
    let same = select(compare(LLVMRealOEQ, greatest, number(0, like: x)), least, number(1, like: x))
    let slope = select(compare(LLVMRealOEQ, least, greatest), same, div(least, greatest))
    let steepSign = select(isSteep, integer(0x8000_0000, like: floatBits(x)), integer(0, like: floatBits(x)))
    let angle = flipSign(angleOfTangent(slope), xor(signBit(x), steepSign))
    return copysign(turned(angle, isQuarter: isSteep, signOf: x), y)
  }

  /// The inverse tangent of a number from 0 to 1.
  private func angleOfTangent(_ slope: Value) -> Value {
    let square = mul(slope, slope)
    let coefficients = [
      -0x1.5554dcp-2, 0x1.9978ecp-3, -0x1.230a96p-3, 0x1.b4dedep-4, -0x1.35519p-4, 0x1.61f14p-5,
      -0x1.0c1c26p-6,
      0x1.7eb1a4p-9,
    ]
    return fma(mul(slope, square), polynomial(square, coefficients), slope)
  }

  /// An angle plus π/2, or else plus π where x is negative, -0 included, and plus 0 where it is positive.
  private func turned(_ angle: Value, isQuarter: Value, signOf x: Value) -> Value {
    let bits = floatBits(x)
    let isNegative = compare(LLVMIntSLT, bits, integer(0, like: bits))
    func base(_ halfPi: Double) -> Value {
      let half = select(isNegative, number(2 * halfPi, like: x), number(0, like: x))
      return select(isQuarter, number(halfPi, like: x), half)
    }
    return add(add(angle, base(Self.halfPiLow)), base(Self.halfPi))
  }

  /// π/2 in two 32-bit floats.
  private static let halfPi = 0x1.921fb6p0
  private static let halfPiLow = Double.pi / 2 - halfPi
}
