import CLLVM

/// Transcendental functions by the C library's scalar functions, lane after lane.
extension Lane {
  private func library(_ name: String, _ operands: [Value]) -> Value {
    perLane(matched(operands)) { scalars in
      let wide = scalars.map { convertFloat($0, to: doubleType) }
      return convertFloat(call(name, wide, result: doubleType), to: scalarType(operands[0]))
    }
  }

  /// The sine.
  func sin(_ x: Value) -> Value { library("sin", [x]) }
  /// The cosine.
  func cos(_ x: Value) -> Value { library("cos", [x]) }
  /// The tangent.
  func tan(_ x: Value) -> Value { library("tan", [x]) }
  /// The inverse sine.
  func asin(_ x: Value) -> Value { library("asin", [x]) }
  /// The inverse cosine.
  func acos(_ x: Value) -> Value { library("acos", [x]) }
  /// The inverse tangent.
  func atan(_ x: Value) -> Value { library("atan", [x]) }
  /// The angle of (x, y).
  func atan2(_ y: Value, _ x: Value) -> Value { library("atan2", [y, x]) }
  /// The hyperbolic sine.
  func sinh(_ x: Value) -> Value { library("sinh", [x]) }
  /// The hyperbolic cosine.
  func cosh(_ x: Value) -> Value { library("cosh", [x]) }
  /// The hyperbolic tangent.
  func tanh(_ x: Value) -> Value { library("tanh", [x]) }
  /// The inverse hyperbolic sine.
  func asinh(_ x: Value) -> Value { library("asinh", [x]) }
  /// The inverse hyperbolic cosine.
  func acosh(_ x: Value) -> Value { library("acosh", [x]) }
  /// The inverse hyperbolic tangent.
  func atanh(_ x: Value) -> Value { library("atanh", [x]) }
  /// e to the power x.
  func exp(_ x: Value) -> Value { library("exp", [x]) }
  /// 2 to the power x.
  func exp2(_ x: Value) -> Value { library("exp2", [x]) }
  /// The natural logarithm.
  func log(_ x: Value) -> Value { library("log", [x]) }
  /// The logarithm of base 2.
  func log2(_ x: Value) -> Value { library("log2", [x]) }
  /// x to the power y.
  func pow(_ x: Value, _ y: Value) -> Value { library("pow", [x, y]) }
}
