import CLLVM

/// Exponentials, logarithms and powers.
extension Lane {
  // MARK: Exponentials

  /// e to the power x.
  func exp(_ x: Value) -> Value {
    bits(x) == 64 ? vectorLibrary("exp", [x]) : exponential(x, exponentOffset: 0)
  }

  /// 2^exponentOffset e^x of a 32-bit float, without overflow in between.
  func exponential(_ x: Value, exponentOffset: Int) -> Value {
    let x = min(max(x, number(-105, like: x)), number(90, like: x))
    let magic = number(Self.magic, like: x)
    let shifted = fma(x, number(0x1.715476p0, like: x), magic)
    let count = sub(shifted, magic)
    let ln2 = 0x1.62e43p-1
    let first = fma(count, number(-ln2, like: x), x)
    let r = fma(count, number(ln2 - 0x1.62e42fefa39efp-1, like: x), first)
    let tail = polynomial(r, [0x1.fffffcp-2, 0x1.55549p-3, 0x1.5558bp-5, 0x1.123b18p-7, 0x1.6a4f4ep-10])
    let power = add(fma(mul(r, r), tail, r), number(1, like: r))
    return scale(power, shifted, exponentOffset: exponentOffset)
  }

  /// 2 to the power x.
  func exp2(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("exp2", [x]) }
    let x = min(max(x, number(-151, like: x)), number(129, like: x))
    let magic = number(Self.magic, like: x)
    let shifted = add(x, magic)
    return scale(exp2Near0(sub(x, sub(shifted, magic))), shifted)
  }

  /// 2 to the power r from -1/2 to 1/2.
  private func exp2Near0(_ r: Value) -> Value {
    let slope = polynomial(
      r, [0x1.62e43p-1, 0x1.ebfbdcp-3, 0x1.c6af7cp-5, 0x1.3b2dep-7, 0x1.5f0838p-10, 0x1.416b7cp-13])
    return fma(slope, r, number(1, like: r))
  }

  /// Added to n, leaves n + 254 in the low nine bits.
  private static let magic = 0x1.8p23 + 254

  /// power · 2^n, n given as n + ``magic``, in two factors: the product may be subnormal, infinite or 0.
  private func scale(_ power: Value, _ shifted: Value, exponentOffset: Int = 0) -> Value {
    let bits = floatBits(shifted)
    let low = and(bits, integer(0x1ff, like: bits))
    let both = exponentOffset == 0 ? low : iadd(low, integer(exponentOffset, like: low))
    let half = lshr(both, integer(1, like: both))
    return [half, isub(both, half)].reduce(power) { product, biased in
      mul(product, float(fromBits: shl(biased, integer(23, like: biased))))
    }
  }

  // MARK: Logarithms

  /// A positive 32-bit float as 2^exponent (1 + fraction), the fraction from √½ - 1 to √2 - 1.
  ///
  /// The exponent is -∞ of 0, ∞ of ∞ and NaN of NaN and negative numbers, and the fraction finite.
  private func logParts(_ x: Value) -> (exponent: Value, fraction: Value) {
    let isSubnormal = compare(LLVMRealOLT, x, number(0x1p-126, like: x))
    let normal = select(isSubnormal, mul(x, number(0x1p24, like: x)), x)
    let bits = floatBits(normal)
    let rootOfHalf = integer(0x3f35_04f3, like: bits)
    let offset = isub(bits, rootOfHalf)
    let field = signedToFloat(ashr(offset, integer(23, like: offset)), floatType)
    let exponent = sub(field, select(isSubnormal, number(24, like: x), number(0, like: x)))
    let mantissa = iadd(and(offset, integer(0x7f_ffff, like: offset)), rootOfHalf)
    let fraction = sub(float(fromBits: mantissa), number(1, like: x))
    let zero = number(0, like: x)
    let infinity = number(.infinity, like: x)
    let atMost0 = select(compare(LLVMRealOEQ, x, zero), neg(infinity), number(.nan, like: x))
    let finite = select(compare(LLVMRealOLT, x, infinity), exponent, x)
    return (select(compare(LLVMRealOGT, x, zero), finite, atMost0), fraction)
  }

  /// The natural logarithm.
  func log(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("log", [x]) }
    let (exponent, f) = logParts(x)
    let tail = polynomial(
      f,
      [
        -0x1.fffffap-2, 0x1.5556fp-2, -0x1.0004a8p-2, 0x1.98d3ap-3, -0x1.535c28p-3, 0x1.317ca6p-3,
        -0x1.2505c8p-3,
        0x1.65f156p-4,
      ])
    // ln 2 in two positive parts: of opposite signs they would make a NaN of an infinite exponent.
    let ln2 = 0x1.62e42ep-1
    let low = mul(exponent, number(0x1.62e42fefa39efp-1 - ln2, like: x))
    return fma(exponent, number(ln2, like: x), add(f, fma(mul(f, f), tail, low)))
  }

  /// The logarithm of base 2.
  func log2(_ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary("log2", [x]) }
    let (exponent, f) = logParts(x)
    let tail = polynomial(
      f,
      [
        -0x1.715472p-1, 0x1.ec72fp-2, -0x1.715b3p-2, 0x1.26e7cp-2, -0x1.e99736p-3, 0x1.b8bcbap-3,
        -0x1.a6c2fcp-3,
        0x1.0230f6p-3,
      ])
    let slope = 0x1.715476p0
    let low = mul(f, number(0x1.71547652b82fep0 - slope, like: x))
    return add(exponent, fma(f, number(slope, like: x), fma(mul(f, f), tail, low)))
  }

  // MARK: Powers

  /// x to the power y, as in C also where GLSL leaves it undefined: pow(x, 0) and pow(1, y) are 1, and a negative x
  /// has powers of integers. Except that a 32-bit pow(-1, ±∞) is NaN.
  func pow(_ x: Value, _ y: Value) -> Value {
    let (x, y) = matched(x, y)
    if bits(x) == 64 { return vectorLibrary("pow", [x, y]) }
    let power = positivePower(abs(x), y)
    let half = mul(y, number(0.5, like: y))
    let isInteger = compare(LLVMRealOEQ, trunc(y), y)
    let isOdd = and(isInteger, compare(LLVMRealUNE, trunc(half), half))
    let sign = select(isOdd, signBit(x), integer(0, like: floatBits(x)))
    let isNegative = and(
      compare(LLVMRealOLT, x, number(0, like: x)), compare(LLVMRealOGT, x, number(-.infinity, like: x)))
    let signed = select(
      and(isNegative, not(isInteger)), number(.nan, like: x), flipSign(power, sign))
    let one = number(1, like: x)
    let isOne = or(compare(LLVMRealOEQ, x, one), compare(LLVMRealOEQ, y, number(0, like: y)))
    return select(isOne, one, signed)
  }

  /// 2^(y log2 x) with logarithm and product in double: the product's error is the power's relative error.
  private func positivePower(_ x: Value, _ y: Value) -> Value {
    let (exponent, fraction) = logParts(x)
    let f = convertFloat(fraction, to: doubleType)
    // log2(1 + f) = 2 / ln 2 · artanh(f / (2 + f)).
    let s = div(f, add(f, number(2, like: f)))
    let slope = polynomial(
      mul(s, s),
      [
        0x1.71547652bede8p+1, 0x1.ec709d12df984p-1, 0x1.27777fdb6f2ebp-1, 0x1.a58d8f509d554p-2,
        0x1.5ce7d542983dp-2,
      ])
    let logarithm = fma(s, slope, convertFloat(exponent, to: doubleType))
    let product = mul(convertFloat(y, to: doubleType), logarithm)
    let limited = min(max(product, number(-151, like: product)), number(129, like: product))
    let magic = number(Self.magic, like: x)
    let shifted = add(convertFloat(limited, to: floatType), magic)
    let rest = sub(limited, convertFloat(sub(shifted, magic), to: doubleType))
    return scale(exp2Near0(convertFloat(rest, to: floatType)), shifted)
  }
}
