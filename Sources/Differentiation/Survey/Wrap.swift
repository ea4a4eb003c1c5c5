import SPIRV

/// A value that runs from one end of a range to the other and jumps back: `scale · w + offset`, where w is what
/// fract, mod or atan gives.
///
/// Where it is symmetric about zero, even functions do not jump with it (`abs(fract(x) - 0.5)`); where the range
/// is a whole number of turns, sine and cosine do not (`sin(5.0 * atan(y, x))`).
struct Wrap {
  /// The length of w's range, and where that begins.
  var period: Double
  var start: Double
  var scale = 1.0
  /// nil where something is added that is no constant, and does not jump.
  var offset: Double? = 0

  /// Whether both ends of the range are as far from zero.
  var isSymmetric: Bool {
    guard let offset else { return false }
    let (low, high) = (scale * start + offset, scale * (start + period) + offset)
    return abs(low + high) <= 1e-4 * max(abs(low), abs(high))
  }

  /// Whether the range is a whole number of turns.
  var isWholeTurns: Bool {
    let turns = scale * period / (2 * .pi)
    return turns != 0 && abs(turns - turns.rounded()) < 1e-3 * max(1, abs(turns))
  }
}

extension SurveyView {
  /// What wraps in a value, if that is all in it that jumps.
  func wrap(_ value: ValueID, in state: ForwardState, depth: Int = 16) -> Wrap? {
    guard depth > 0, let node = definition(of: value, in: state) else { return nil }
    func inner(_ value: ValueID) -> Wrap? { wrap(value, in: state, depth: depth - 1) }
    switch shape(of: state).operation(node.step) {
    case .extended(.fract, _): return Wrap(period: 1, start: 0)
    case .extended(.atan2, _): return Wrap(period: 2 * .pi, start: -.pi)
    case .extended(.radians, let operands): return operands.first.flatMap(inner)?.scaled(by: .pi / 180)
    case .compositeExtract(let whole, _): return inner(whole)
    case .vectorShuffle(let a, let b, _) where a == b: return inner(a)
    case .arithmetic(.modulo, let operands):
      return operands.last.flatMap { number($0, in: state) }.map { Wrap(period: $0, start: 0) }
    case .arithmetic(let op, let operands): return wrap(op, operands, in: state, depth: depth)
    default: return nil
    }
  }

  private func wrap(
    _ op: Arithmetic, _ operands: [ValueID], in state: ForwardState, depth: Int
  ) -> Wrap? {
    func inner(_ value: ValueID) -> Wrap? { wrap(value, in: state, depth: depth - 1) }
    guard let a = operands.first, let b = operands.last else { return nil }
    switch op {
    case .negate: return inner(a)?.scaled(by: -1)
    case .add: return inner(a)?.adding(addend(b, in: state)) ?? inner(b)?.adding(addend(a, in: state))
    case .subtract:
      if let whole = floored(a, b, in: state) { return whole }
      return inner(a)?.adding(addend(b, in: state).map { $0.map { -$0 } })
        ?? inner(b)?.scaled(by: -1).adding(addend(a, in: state))
    case .multiply, .vectorTimesScalar:
      if let factor = number(b, in: state) { return inner(a)?.scaled(by: factor) }
      return number(a, in: state).flatMap { inner(b)?.scaled(by: $0) }
    case .divide: return number(b, in: state).flatMap { $0 == 0 ? nil : inner(a)?.scaled(by: 1 / $0) }
    case .remainder, .modulo, .matrixTimesScalar, .vectorTimesMatrix, .matrixTimesVector, .matrixTimesMatrix,
      .outerProduct, .dot, .transpose, .convert, .quantize:
      return nil
    }
  }

  /// x - floor(x) is fract(x), x - round(x) the same about zero.
  private func floored(_ a: ValueID, _ b: ValueID, in state: ForwardState) -> Wrap? {
    guard case .extended(let op, let operands) = operation(of: b, in: state), let operand = operands.first,
      isSame(a, operand, in: state)
    else { return nil }
    switch op {
    case .floor: return Wrap(period: 1, start: 0)
    case .round, .roundEven: return Wrap(period: 1, start: -0.5)
    default: return nil
    }
  }

  /// What is added to something that wraps: a number, or nothing known; nil outside where it jumps itself.
  private func addend(_ value: ValueID, in state: ForwardState) -> Double?? {
    if let number = number(value, in: state) { return .some(number) }
    guard let local = module.local(value) else { return .some(nil) }
    return state.values[local].variation.contains(.jump) ? nil : .some(nil)
  }
}

extension Wrap {
  fileprivate func scaled(by factor: Double) -> Wrap {
    var result = self
    result.scale *= factor
    result.offset = offset.map { $0 * factor }
    return result
  }

  fileprivate func adding(_ addend: Double??) -> Wrap? {
    guard let addend else { return nil }
    var result = self
    result.offset = offset.flatMap { offset in addend.map { offset + $0 } }
    return result
  }
}
