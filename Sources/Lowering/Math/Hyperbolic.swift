import CLLVM

/// The hyperbolic functions and their inverses.
extension Lane {
  /// The hyperbolic sine.
  func sinh(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("sinh", [x]) }
    let size = abs(x)
    let square = mul(x, x)
    let near = fma(mul(size, square), polynomial(square, Self.sinhNear0), size)
    let (half, inverse) = halfExponentials(size)
    let isNear = compare(LLVMRealOLT, size, number(1, like: x))
    return copysign(select(isNear, near, sub(half, inverse)), x)
  }

  /// The hyperbolic cosine.
  func cosh(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("cosh", [x]) }
    let (half, inverse) = halfExponentials(abs(x))
    return add(half, inverse)
  }

  /// e^x / 2 and e^-x / 2.
  private func halfExponentials(_ x: Value) -> (Value, Value) {
    let half = exponential(x, exponentOffset: -1)
    return (half, div(number(0.25, like: x), half))
  }

  /// The hyperbolic tangent.
  func tanh(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("tanh", [x]) }
    let size = abs(x)
    let square = mul(x, x)
    let near = fma(mul(size, square), polynomial(square, Self.tanhNear0), size)
    let (one, two) = (number(1, like: x), number(2, like: x))
    let far = sub(one, div(two, add(exponential(add(size, size), exponentOffset: 0), one)))
    return copysign(select(compare(LLVMRealOLT, size, number(0.61, like: x)), near, far), x)
  }

  private static let sinhNear0 = [0x1.555556p-3, 0x1.1110ep-7, 0x1.a022bcp-13, 0x1.756c1ep-19]
  private static let tanhNear0 = [
    -0x1.555534p-2, 0x1.110758p-3, -0x1.b841dep-5, 0x1.52472ep-6, -0x1.7669a8p-8,
  ]

  // MARK: Inverses

  /// The inverse hyperbolic sine.
  func asinh(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("asinh", [x]) }
    let size = abs(x)
    let square = mul(x, x)
    let one = number(1, like: x)
    // x + √(x² + 1) - 1 without cancellation.
    let excess = add(size, div(square, add(one, sqrt(add(square, one)))))
    return copysign(logOfSum(excess, size), x)
  }

  /// The inverse hyperbolic cosine: NaN below 1.
  func acosh(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("acosh", [x]) }
    let t = sub(x, number(1, like: x))
    let excess = add(t, sqrt(fma(t, t, add(t, t))))
    return select(
      compare(LLVMRealOLT, x, number(1, like: x)), number(.nan, like: x), logOfSum(excess, x))
  }

  /// The inverse hyperbolic tangent: ±∞ of ±1, NaN beyond.
  func atanh(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("atanh", [x]) }
    let size = abs(x)
    let excess = div(add(size, size), sub(number(1, like: x), size))
    let sum = add(number(1, like: x), excess)
    let isInfinite = compare(LLVMRealOEQ, excess, number(.infinity, like: x))
    let rest = select(isInfinite, number(0, like: x), lostPart(excess, sum))
    return copysign(mul(number(0.5, like: x), add(log(sum), rest)), x)
  }

  /// log(1 + excess); log(2 x) where x is so large that the excess is 2 x, or may be infinite.
  private func logOfSum(_ excess: Value, _ x: Value) -> Value {
    let isLarge = compare(LLVMRealOGT, x, number(0x1p13, like: x))
    let sum = add(number(1, like: x), excess)
    let rest = select(isLarge, number(0x1.62e42fefa39efp-1, like: x), lostPart(excess, sum))
    return add(log(select(isLarge, x, sum)), rest)
  }

  /// What the rounding of a sum 1 + excess took from its logarithm.
  private func lostPart(_ excess: Value, _ sum: Value) -> Value {
    div(sub(excess, sub(sum, number(1, like: sum))), sum)
  }
}
