import CLLVM

/// The circular functions.
///
/// From a 32-bit argument fused multiply-adds subtract the nearest multiple of π (of π/2 for the tangent), π being a
/// sum of two or three constants (Cody and Waite, 1980), and a polynomial follows; sine and cosine of one argument
/// share the reduction. Over all arguments up to ``Circular/limit`` the worst sine is off by 1.31 · 2^-23 and the worst
/// cosine by 1.20 · 2^-23, which near their zeros is many units in the last place. Where a lane lies beyond, a
/// function out of line takes all lanes: it reduces in double, and past 2^50 in integers.
extension Lane {
  /// The sine.
  func sin(_ x: Value) -> Value { circular(.sin, x) }
  /// The cosine.
  func cos(_ x: Value) -> Value { circular(.cos, x) }
  /// The tangent.
  func tan(_ x: Value) -> Value { circular(.tan, x) }

  private func circular(_ function: Circular, _ x: Value) -> Value {
    if bits(x) == 64 { return vectorLibrary(function.rawValue, [x]) }
    let fast = function.value(reduce(x, function), self)
    let isLarge = any(compare(LLVMRealOGT, abs(x), number(Circular.limit, like: x)))
    return unlikely(isLarge, else: fast) { callLarge(function, x, fast) }
  }

  /// x less the nearest multiple n of a period, and the number of that period.
  private func reduce(_ x: Value, _ function: Circular) -> Reduced {
    // Adding 1.5 · 2^23 rounds to an integer and leaves the integer in the low bits.
    let magic = number(0x1.8p23, like: x)
    let shifted = fma(x, number(1 / function.period, like: x), magic)
    let count = sub(shifted, magic)
    let parts = function.periodParts
    // The first difference has no more than 24 bits and is exact. Positive parts keep the sign of a zero.
    let remainder = parts.reduce(x) { fma(count, number(-$1, like: x), $0) }
    return Reduced(remainder: remainder, count: floatBits(shifted))
  }

  // MARK: Large arguments

  /// Calls the function for large arguments, made on first use.
  private func callLarge(_ function: Circular, _ x: Value, _ fast: Value) -> Value {
    let lanes = isVector(x) ? LLVMGetVectorSize(LLVMTypeOf(x)) : 1
    let name = "quadless.\(function.rawValue).large.\(lanes)"
    var parameters: [LLVMTypeRef?] = [LLVMTypeOf(x), LLVMTypeOf(x)]
    let type: LLVMTypeRef = LLVMFunctionType(LLVMTypeOf(x), &parameters, 2, 0)
    let callee = LLVMGetNamedFunction(module, name) ?? largeFunction(function, name, type)
    var arguments: [LLVMValueRef?] = [x, fast]
    let call: Value = LLVMBuildCall2(builder, type, callee, &arguments, 2, "")
    LLVMSetInstructionCallConv(call, Self.rareCallConvention)
    return call
  }

  /// The callee saves all registers: a call that hardly ever happens makes the code around it spill none.
  private static let rareCallConvention = UInt32(LLVMPreserveAllCallConv.rawValue)

  private func largeFunction(_ function: Circular, _ name: String, _ type: LLVMTypeRef) -> Value {
    let callee: Value = LLVMAddFunction(module, name, type)
    LLVMSetLinkage(callee, LLVMInternalLinkage)
    LLVMSetFunctionCallConv(callee, Self.rareCallConvention)
    for attribute in ["noinline", "cold", "nounwind"] {
      let kind = LLVMGetEnumAttributeKindForName(attribute, attribute.utf8.count)
      LLVMAddAttributeAtIndex(
        callee, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)),
        LLVMCreateEnumAttribute(context, kind, 0))
    }
    let inside: LLVMBuilderRef = LLVMCreateBuilderInContext(context)
    defer { LLVMDisposeBuilder(inside) }
    LLVMPositionBuilderAtEnd(inside, LLVMAppendBasicBlockInContext(context, callee, "entry"))
    let body = Lane(
      context: context, module: module, builder: inside, width: width, element: element, processor: processor)
    LLVMBuildRet(inside, body.large(function, LLVMGetParam(callee, 0), LLVMGetParam(callee, 1)))
    return callee
  }

  /// The fast result where an argument is small, else one of a reduction in double, or of the C library.
  private func large(_ function: Circular, _ x: Value, _ fast: Value) -> Value {
    let wide = convertFloat(x, to: doubleType)
    let magic = number(0x1.8p52, like: wide)
    let shifted = fma(wide, number(1 / function.period, like: wide), magic)
    let count = sub(shifted, magic)
    let first = fma(count, number(-function.period, like: wide), wide)
    let rest = fma(count, number(-function.period * Circular.tail, like: wide), first)
    let low = convertUnsigned(bitcast(shifted, to: integerType(64)), to: integerType(32))
    let middle = function.value(Reduced(remainder: convertFloat(rest, to: floatType), count: low), self)
    let size = abs(x)
    let usual = select(compare(LLVMRealOGT, size, number(Circular.limit, like: x)), middle, fast)
    let isHuge = compare(LLVMRealOGT, size, number(0x1p50, like: x))
    return unlikely(any(isHuge), else: usual) {
      select(isHuge, function.value(reduceHuge(x, function), self), usual)
    }
  }

  /// The reduction of Payne and Hanek ("Radian Reduction for Trigonometric Functions", 1983) of 32-bit floats from 2^20
  /// on: the argument's 24 bits times the 96 bits of 2/π that bear on the remainder, in integers. Infinities and NaNs
  /// become NaN.
  private func reduceHuge(_ x: Value, _ function: Circular) -> Reduced {
    let bits = floatBits(abs(x))
    let exponent = isub(lshr(bits, integer(23, like: bits)), integer(126, like: bits))
    let word = lshr(exponent, integer(5, like: bits))
    let shift = and(exponent, integer(31, like: bits))
    /// Word `word + offset` of 2/π.
    func digits(_ offset: Int) -> Value {
      Circular.twoOverPi.indices.reduce(integer(0, like: bits)) { rest, at in
        let isHere = compare(LLVMIntEQ, word, integer(at - offset, like: bits))
        return select(isHere, integer(Int(Circular.twoOverPi[at]), like: bits), rest)
      }
    }
    /// 32 bits of two words one after the other, from `shift` on; a shift by 32 in two steps.
    func joined(_ high: Value, _ low: Value) -> Value {
      let rest = isub(integer(31, like: bits), shift)
      return or(shl(high, shift), lshr(lshr(low, integer(1, like: bits)), rest))
    }
    let words = (-1...2).map(digits)
    let parts = (0..<3).map { convertUnsigned(joined(words[$0], words[$0 + 1]), to: integerType(64)) }
    let significand = or(
      shl(bits, integer(8, like: bits)), integer(1 << 31, like: bits))
    let m = convertUnsigned(significand, to: integerType(64))
    let wordBits = integer(32, like: m)
    let low = lshr(imul(m, parts[2]), wordBits)
    let middle = iadd(imul(m, parts[1]), low)
    // x · 2/π modulo 4, in units of 2^-62.
    let product = iadd(shl(imul(m, parts[0]), wordBits), middle)
    // The nearest multiple of the period leaves what is signed.
    let fraction = function == .tan ? 62 : 63
    let half = integer(1 << (fraction - 1), like: m)
    let count = lshr(iadd(product, half), integer(fraction, like: m))
    let rest = isub(product, shl(count, integer(fraction, like: m)))
    let scaled = mul(
      signedToFloat(rest, doubleType),
      number(function.period * pow2(-fraction), like: convertFloat(x, to: doubleType)))
    let remainder = convertFloat(scaled, to: floatType)
    let isFinite = compare(LLVMRealOLT, abs(x), number(.infinity, like: x))
    let signed = select(
      isFinite, flipSign(remainder, signBit(x)), number(.nan, like: x))
    return Reduced(remainder: signed, count: convertUnsigned(count, to: integerType(32)))
  }

  private func pow2(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
}

/// An argument less a multiple of a period.
private struct Reduced {
  let remainder: Lane.Value
  /// An integer whose low bit is the multiple's.
  let count: Lane.Value
}

/// A circular function, named as in C.
private enum Circular: String {
  case sin, cos, tan

  /// The largest argument that is reduced in 32 bits: the remainder then exceeds half a period by 0.05 at most.
  static let limit = 0x1p20
  /// What π as a double falls short by, relative to it.
  static let tail = 1.2246467991473532e-16 / Double.pi

  /// 2/π in words of 32 bits, the first after the point.
  static let twoOverPi: [UInt32] = [
    0x28be_60db, 0x9391_054a, 0x7f09_d5f4, 0x7d4d_3770, 0x36d8_a566, 0x4f10_e410,
  ]

  /// What the reduction takes multiples of.
  var period: Double { self == .tan ? .pi / 2 : .pi }

  /// 32-bit floats, all positive, whose sum is the period.
  var periodParts: [Double] {
    let scale = period / .pi
    let first = 0x1.921fb4p1 * scale
    let second = Double(Float(period - first))
    // Only the tangent has poles, where the remainder's relative error counts.
    guard self == .tan else { return [first, second] }
    return [
      first, Double(Float(period - first).nextDown), period - first - Double(Float(period - first).nextDown),
    ]
  }

  /// The function of a reduced argument.
  func value(_ reduced: Reduced, _ lane: Lane) -> Lane.Value {
    let r = reduced.remainder
    let square = lane.mul(r, r)
    let oddSign = lane.shl(reduced.count, lane.integer(31, like: reduced.count))
    switch self {
    case .sin: return lane.oddPolynomial(lane.flipSign(r, oddSign), square, Self.sine)
    case .cos:
      let even = lane.fma(square, lane.polynomial(square, Self.cosine), lane.number(1, like: r))
      return lane.flipSign(even, oddSign)
    case .tan:
      let tangent = lane.oddPolynomial(r, square, Self.tangent)
      let isOdd = lane.compare(LLVMIntSLT, oddSign, lane.integer(0, like: oddSign))
      return lane.select(isOdd, lane.div(lane.number(-1, like: r), tangent), tangent)
    }
  }

  /// The fit's last places are moved so that no argument's sine exceeds 1.
  private static let sine = [-0x1.55554ap-3, 0x1.110e2ap-7, -0x1.9f5024p-13, 0x1.5c0e68p-19]
  private static let cosine = [-0x1p-1, 0x1.55554ep-5, -0x1.6c1434p-10, 0x1.9f7e2p-16, -0x1.185e62p-22]
  private static let tangent = [
    0x1.555574p-2, 0x1.11086ap-3, 0x1.bbbd9p-5, 0x1.53e32ap-6, 0x1.8f1808p-7, -0x1.96f956p-10, 0x1.51f1acp-8,
  ]
}
