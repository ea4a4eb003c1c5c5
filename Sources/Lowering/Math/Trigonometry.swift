import CLLVM

/// The circular functions.
///
/// From a 32-bit argument fused multiply-adds subtract the nearest multiple of π (of π/2 for the tangent), π being a
/// sum of two or three constants (Cody and Waite, 1980), and a polynomial follows; sine and cosine of one argument
/// share the reduction. Over all arguments up to ``Circular/limit`` the worst sine is off by 1.31 · 2^-23 and the worst
/// cosine by 1.20 · 2^-23, which near their zeros is many units in the last place. Where a lane lies beyond, a
/// function out of line takes all lanes: it reduces in double, and past 2^50 asks the C library.
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
    return LLVMBuildCall2(builder, type, callee, &arguments, 2, "")
  }

  private func largeFunction(_ function: Circular, _ name: String, _ type: LLVMTypeRef) -> Value {
    let callee: Value = LLVMAddFunction(module, name, type)
    LLVMSetLinkage(callee, LLVMInternalLinkage)
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
      let exact = perLane([wide]) { call(function.rawValue, $0, result: doubleType) }
      return select(isHuge, convertFloat(exact, to: floatType), usual)
    }
  }
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
