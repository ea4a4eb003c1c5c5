// Expressions of floating-point numbers, component by component.
extension ShaderWriter {
  /// An expression of a scalar or vector of floats.
  mutating func float(_ type: GLSLType, depth: Int) -> Value {
    guard let scalar = type.scalar, let width = type.width else { return Value(type, 0...0, "0.0") }
    budget -= 1
    if depth <= 0 || budget < 0 || once(in: 8) { return leaf(type) }
    let value: Value
    switch number(0...35) {
    case 0...7: value = arithmetic(type, depth)
    case 8...13: value = unary(type, depth)
    case 14, 15: value = binary(type, depth)
    case 16, 17: value = ternary(type, depth)
    case 18...20: value = width == 1 ? scalarGeometry(scalar, depth) : vectorGeometry(type, depth)
    case 21: value = matrixProduct(type, depth)
    case 22, 23: value = construction(type, depth)
    case 24: value = choice(type, depth)
    case 25: value = conversion(type, depth)
    case 26: value = scalar == .float ? sampled(type, depth) : arithmetic(type, depth)
    case 27:
      value = scalar == .float && siteDepth <= 1 && once(in: 2) ? innerSite(type, depth) : unary(type, depth)
    case 32, 33: value = scalar == .float ? sampled(type, depth) : unary(type, depth)
    case 34: value = jump(type, depth)
    case 28: value = call(returning: type, depth) ?? unary(type, depth)
    case 29: value = once(in: 2) ? jump(type, depth) : binary(type, depth)
    case 30: value = scalar == .float ? interpolated(type, depth) : unary(type, depth)
    case 31 where type == .float: value = followed(depth) ?? determinant(scalar, depth)
    default: value = width == 1 ? determinant(scalar, depth) : construction(type, depth)
    }
    return value.bound > 40 ? tamed(value, to: 8) : value
  }

  private mutating func leaf(_ type: GLSLType) -> Value {
    if number(0...6) > 0, let variable = access(type) { return variable }
    if let scalar = type.scalar, let width = type.width {
      if width > 1, once(in: 2), let part = access(.scalar(scalar)) {
        return Value(type, part.range, "\(type.name)(#)", [part.node])
      }
      if scalar != .float, let other = access(type.with(.float)) {
        return Value(type, other.range, "\(type.name)(#)", [other.node])
      }
      if scalar == .float, width == 1, once(in: 3) { return Value(type, 0...1.2, fragCoord()) }
    }
    return Value(node: constant(type), type, -2...2)
  }

  /// A component of gl_FragCoord, small.
  mutating func fragCoord() -> String {
    if dialect.isDesktop, !dialect.isLegacy, once(in: 6) { return "sin(gl_ClipDistance[\(number(0...1))])" }
    return pick([
      "(gl_FragCoord.x * 0.05)", "(gl_FragCoord.y * 0.04)", "gl_FragCoord.z", "min(gl_FragCoord.w, 1.0)",
      dialect.version == 110 ? "gl_FragCoord.z" : "gl_PointCoord.x",
    ])
  }

  // MARK: Ranges

  /// A value brought into -limit…limit, if it is not.
  mutating func tamed(_ value: Value, to limit: Double) -> Value {
    if value.bound <= limit { return value }
    let (type, scalar) = (value.type, value.type.scalar ?? .float)
    let range = ClosedRange<Double>.symmetric(limit)
    let size = limit.literal(scalar)
    switch number(0...(scalar == .double ? 1 : 4)) {
    case 0: return Value(type, range, "clamp(#, -\(size), \(size))", [value.node])
    case 1:
      return Value(
        type, range, "(\(size) * # / (\(1.0.literal(scalar)) + abs(#)))", [value.node, value.node])
    case 2 where !dialect.isLegacy: return Value(type, range, "(\(size) * tanh(#))", [value.node])
    case 3: return Value(type, range, "(\((limit / 1.6).literal(scalar)) * atan(#))", [value.node])
    default: return Value(type, range, "(\(size) * sin(#))", [value.node])
    }
  }

  /// A value at or above a least one, which is positive.
  mutating func positive(_ value: Value, from least: Double = 0.3, to greatest: Double = 8) -> Value {
    if value.range.lowerBound >= least, value.range.upperBound <= greatest { return value }
    let (type, scalar) = (value.type, value.type.scalar ?? .float)
    let low = least.literal(scalar)
    let limit = greatest - least
    switch number(0...2) {
    case 0:
      let small = tamed(value, to: limit)
      return Value(type, least...greatest, "(abs(#) + \(low))", [small.node])
    case 1:
      let small = tamed(value, to: min(2, limit.squareRoot()))
      return Value(
        type, least...(least + small.bound * small.bound), "(# * # + \(low))", [small.node, small.node])
    default:
      let small = tamed(value, to: greatest)
      return Value(type, least...greatest, "max(#, \(low))", [small.node])
    }
  }

  /// A value in a range.
  mutating func fitted(_ value: Value, in range: ClosedRange<Double>) -> Value {
    if range.contains(value.range) { return value }
    let scalar = value.type.scalar ?? .float
    if range.lowerBound > 0 { return positive(value, from: range.lowerBound, to: range.upperBound) }
    if range.lowerBound == -range.upperBound { return tamed(value, to: range.upperBound) }
    let (low, high) = (range.lowerBound.literal(scalar), range.upperBound.literal(scalar))
    return Value(value.type, range, "clamp(#, \(low), \(high))", [value.node])
  }

  // MARK: Productions

  private mutating func arithmetic(_ type: GLSLType, _ depth: Int) -> Value {
    let a = float(type, depth: depth - 1)
    let scalar = type.scalar ?? .float
    // The other operand may be a scalar, which is spread over the vector.
    let other: GLSLType = type.width != 1 && once(in: 3) ? .scalar(scalar) : type
    switch number(0...8) {
    case 0, 1:
      let b = float(other, depth: depth - 1)
      return Value(type, a.range + b.range, "(# + #)", [a.node, b.node])
    case 2, 3:
      let b = float(other, depth: depth - 1)
      return Value(type, a.range - b.range, "(# - #)", [a.node, b.node])
    case 4, 5, 6:
      let b = float(other, depth: depth - 1)
      return Value(type, a.range * b.range, "(# * #)", once(in: 2) ? [a.node, b.node] : [b.node, a.node])
    case 7:
      let b = positive(float(other, depth: depth - 1))
      return Value(
        type, a.range * (1 / b.range.upperBound...1 / b.range.lowerBound), "(# / #)", [a.node, b.node])
    default: return Value(type, -a.range.upperBound...(-a.range.lowerBound), "(- #)", [a.node])
    }
  }

  private mutating func unary(_ type: GLSLType, _ depth: Int) -> Value {
    let scalar = type.scalar ?? .float
    let functions = UnaryFunction.all.filter {
      (scalar != .double || $0.hasDouble) && !(dialect.isLegacy && $0.name.hasSuffix("h"))
    }
    let function = pick(functions)
    let argument = fitted(float(type, depth: depth - 1), in: function.domain)
    return Value(type, function.range(argument.range), "\(function.name)(#)", [argument.node])
  }

  private mutating func binary(_ type: GLSLType, _ depth: Int) -> Value {
    let a = float(type, depth: depth - 1)
    let scalar = type.scalar ?? .float
    let other: GLSLType = type.width != 1 && once(in: 3) ? .scalar(scalar) : type
    switch number(0...(scalar == .double ? 2 : 5)) {
    case 0:
      let b = float(other, depth: depth - 1)
      return Value(type, a.range.joined(b.range), "\(pick(["min", "max"]))(#, #)", [a.node, b.node])
    case 1:
      let b = positive(float(other, depth: depth - 1))
      return Value(type, 0...b.range.upperBound, "mod(#, #)", [a.node, b.node])
    case 2:
      let b = float(other, depth: max(0, depth - 1))
      let step = Value(type, 0...1, "step(#, #)", [b.node, a.node])
      return Value(type, (0...1) * a.range, "(# * #)", [step.node, a.node])
    case 3, 4:
      let base = positive(a, from: 0.2, to: 4)
      let exponent =
        once(in: 2) ? Value(node: constant(type), type, -2...2) : tamed(float(type, depth: depth - 1), to: 2)
      return Value(type, 0.03...26, "pow(#, #)", [base.node, exponent.node])
    default:
      let b = positive(float(type, depth: depth - 1))
      return Value(type, -3.2...3.2, "atan(#, #)", once(in: 2) ? [a.node, b.node] : [b.node, a.node])
    }
  }

  private mutating func ternary(_ type: GLSLType, _ depth: Int) -> Value {
    let scalar = type.scalar ?? .float
    let other: GLSLType = type.width != 1 && once(in: 3) ? .scalar(scalar) : type
    let a = float(type, depth: depth - 1)
    switch number(0...3) {
    case 0:
      let low = number(-2.0...0.0).literal(scalar)
      let high =
        once(in: 2)
        ? Value(node: .expression(type.name, number(0.2...3.0).literal(scalar)), .scalar(scalar), 0.2...3)
        : positive(float(other, depth: depth - 2))
      let edge = high.type == type && type.width != 1 ? "\(type.name)(\(low))" : low
      return Value(type, -2...high.range.upperBound, "clamp(#, \(edge), #)", [a.node, high.node])
    case 1:
      let b = float(type, depth: depth - 1)
      let t = float(other, depth: depth - 2)
      let range = a.range.joined(b.range)
      let spread = (range.upperBound - range.lowerBound) * (t.bound + 1)
      return Value(
        type, range.lowerBound - spread...range.upperBound + spread, "mix(#, #, #)", [a.node, b.node, t.node])
    case 2:
      let low = number(-4.0...(-0.5)).literal(scalar)
      let high = positive(float(.scalar(scalar), depth: depth - 2), from: 0.3, to: 4)
      return Value(type, 0...1, "smoothstep(\(low), #, #)", [high.node, a.node])
    default:
      let (b, c) = (float(type, depth: depth - 1), float(type, depth: depth - 2))
      guard dialect.hasFma else {
        return Value(type, a.range * b.range + c.range, "(# * # + #)", [a.node, b.node, c.node])
      }
      return Value(type, a.range * b.range + c.range, "fma(#, #, #)", [a.node, b.node, c.node])
    }
  }

  private mutating func choice(_ type: GLSLType, _ depth: Int) -> Value {
    let (a, b) = (float(type, depth: depth - 1), float(type, depth: depth - 1))
    let width = type.width ?? 1
    if once(in: 2), type.scalar != .half, !dialect.isLegacy {
      let condition = truth(.of(.bool, width), depth: 1)
      return Value(type, a.range.joined(b.range), "mix(#, #, #)", [a.node, b.node, condition.node])
    }
    let condition = truth(.bool, depth: 1)
    return Value(type, a.range.joined(b.range), "(# ? # : #)", [condition.node, a.node, b.node])
  }

  private mutating func construction(_ type: GLSLType, _ depth: Int) -> Value {
    guard let scalar = type.scalar, let width = type.width, width > 1 else {
      let count = number(2...4)
      let source = float(.of(type.scalar ?? .float, count), depth: depth - 1)
      return once(in: 2)
        ? Value(type, source.range, "#.\(Array("xyzw")[number(0...(count - 1))])", [source.node])
        : Value(type, source.range, "#[#]", [source.node, index(below: count)])
    }
    switch number(0...3) {
    case 0:
      let count = number(2...4)
      let source = float(.of(scalar, count), depth: depth - 1)
      return Value(type, source.range, "#.\(swizzle(width, of: count))", [source.node])
    case 1 where width > 2:
      let first = number(1...(width - 1))
      let (a, b) = (
        float(.of(scalar, first), depth: depth - 1), float(.of(scalar, width - first), depth: depth - 1)
      )
      return Value(type, a.range.joined(b.range), "\(type.name)(#, #)", [a.node, b.node])
    case 2 where width < 4:
      let wide = float(.of(scalar, number((width + 1)...4)), depth: depth - 1)
      return Value(type, wide.range, "\(type.name)(#)", [wide.node])
    default:
      let parts = (0..<width).map { _ in float(.scalar(scalar), depth: depth - 1) }
      let range = parts.dropFirst().reduce(parts[0].range) { $0.joined($1.range) }
      return Value(node: composite(type, parts.map(\.node)), type, range)
    }
  }

  private mutating func conversion(_ type: GLSLType, _ depth: Int) -> Value {
    let others: [GLSLType.Scalar] =
      ([.float] + (dialect.hasDouble ? [.double] : []) + (hasHalf ? [.half] : [])).filter {
        $0 != type.scalar
      }
    guard let other = others.isEmpty ? nil : pick(others) else { return arithmetic(type, depth) }
    let value = float(type.with(other), depth: depth - 1)
    return Value(type, value.range, "\(type.name)(#)", [value.node])
  }
}

/// A function of each component.
struct UnaryFunction: Sendable {
  var name: String
  var domain: ClosedRange<Double>
  var hasDouble = false
  var range: @Sendable (ClosedRange<Double>) -> ClosedRange<Double>

  private static func to(_ name: String, _ domain: ClosedRange<Double>, _ range: ClosedRange<Double>)
    -> UnaryFunction
  {
    UnaryFunction(name: name, domain: domain) { _ in range }
  }

  private static func growing(
    _ name: String, _ domain: ClosedRange<Double>, hasDouble: Bool = false,
    _ function: @escaping @Sendable (Double) -> Double
  ) -> UnaryFunction {
    UnaryFunction(name: name, domain: domain, hasDouble: hasDouble) { $0.mapped(function) }
  }

  static let all: [UnaryFunction] = [
    to("sin", -10...10, -1...1), to("cos", -10...10, -1...1), to("sin", -10...10, -1...1),
    to("tan", -1...1, -1.6...1.6), to("asin", -0.9...0.9, -1.2...1.2), to("acos", -0.9...0.9, 0.4...2.8),
    to("atan", -10...10, -1.5...1.5), to("sinh", -2...2, -3.7...3.7), to("cosh", -2...2, 1...3.8),
    to("tanh", -4...4, -1...1), to("asinh", -10...10, -3...3), to("acosh", 1.1...8, 0.4...2.8),
    to("atanh", -0.9...0.9, -1.5...1.5),
    growing("radians", -40...40) { $0 * .pi / 180 },
    growing("degrees", -0.1...0.1) { $0 * 180 / .pi },
    to("exp", -2...2, 0.13...7.4), to("exp2", -2...2, 0.25...4), to("log", 0.2...8, -1.7...2.1),
    to("log2", 0.2...8, -2.4...3),
    growing("sqrt", 0.1...8, hasDouble: true) { $0.squareRoot() },
    growing("inversesqrt", 0.2...8, hasDouble: true) { 1 / $0.squareRoot() },
    UnaryFunction(name: "abs", domain: -40...40, hasDouble: true) { range in
      0...Swift.max(-range.lowerBound, range.upperBound)
    },
    UnaryFunction(name: "fract", domain: -40...40, hasDouble: true) { _ in 0...1 },
  ]
}
