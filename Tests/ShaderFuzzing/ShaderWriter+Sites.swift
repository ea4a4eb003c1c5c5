// Sites, and inputs where they are interpolated elsewhere.
extension ShaderWriter {
  private mutating func derivativeName() -> String {
    let name = pick(["dFdx", "dFdy", "fwidth"])
    return dialect.hasDerivativeControl && once(in: 4) ? name + pick(["Fine", "Coarse"]) : name
  }

  /// A derivative of a float expression.
  mutating func site(_ type: GLSLType, depth: Int) -> Value {
    siteDepth += 1
    defer { siteDepth -= 1 }
    budget = max(budget, 3)
    if once(in: 6) {
      let others: [GLSLType.Scalar] = (dialect.hasDouble ? [.double] : []) + (hasHalf ? [.half] : [])
      if !others.isEmpty {
        let operand = float(type.with(pick(others)), depth: depth)
        return Value(type, -40...40, "\(derivativeName())(\(type.name)(#))", [operand.node])
      }
    }
    let called = once(in: 4) ? call(returning: type, depth) : nil
    let operand = called ?? float(type, depth: depth)
    return Value(type, -40...40, "\(derivativeName())(#)", [operand.node])
  }

  /// A derivative inside an expression, whose own derivative may be asked for.
  mutating func innerSite(_ type: GLSLType, _ depth: Int) -> Value {
    siteDepth += 1
    let operand = float(type, depth: depth - 1)
    siteDepth -= 1
    let range = ClosedRange<Double>.symmetric(2)
    return Value(
      type, range,
      "\(pick(["2.0 * sin", dialect.isLegacy ? "1.2 * atan" : "2.0 * tanh"]))(\(derivativeName())(#))"
        .parenthesized,
      [operand.node])
  }

  /// An input at another place than the pixel's.
  mutating func interpolated(_ type: GLSLType, _ depth: Int) -> Value {
    let inputs = interpolable.filter { $0.type.reaches(type, isWritten: false) }
    guard dialect.hasInterpolation, !inputs.isEmpty else { return unaryOfAccess(type) }
    let input = pick(inputs)
    let whole = input.type.name
    let node: Node
    switch number(0...3) {
    case 0: node = .expression(whole, "interpolateAtCentroid(\(input.name))")
    case 1: node = .expression(whole, "interpolateAtSample(\(input.name), \(uniformInteger()))")
    case 2: node = .expression(whole, "interpolateAtOffset(\(input.name), vec2(0.25, -0.125))")
    default:
      node = .expression(
        whole, "interpolateAtOffset(\(input.name), 0.1 * sin(#))", [float(.vec(2), depth: depth - 1).node])
    }
    guard input.type != type else { return Value(node: node, type, input.range) }
    return Value(type, input.range, "#.\(swizzle(type.width ?? 1, of: input.type.width ?? 4))", [node])
  }

  private mutating func unaryOfAccess(_ type: GLSLType) -> Value {
    let value = access(type) ?? Value(node: constant(type), type, -2...2)
    return Value(type, -1...1, "sin(#)", [value.node])
  }
}

extension String {
  fileprivate var parenthesized: String { "(\(self))" }
}
