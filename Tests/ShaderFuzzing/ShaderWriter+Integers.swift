// Integers, truth values and bits: what no derivative survives.
extension ShaderWriter {
  /// An expression of integers.
  mutating func integer(_ type: GLSLType, depth: Int) -> Value {
    budget -= 1
    guard let scalar = type.scalar, let width = type.width else { return Value(type, 0...0, "0") }
    if depth <= 0 || budget < 0 { return integerLeaf(type) }
    if dialect.isLegacy { return legacyInteger(type, depth) }
    func value(_ template: String, _ parts: [Value]) -> Value {
      Value(type, .symmetric(0x1p31), template, parts.map(\.node))
    }
    func operand() -> Value { integer(type, depth: depth - 1) }
    let small = Value(type, 2...9, "\(type.name)(\(number(2...9)))")
    switch number(0...25) {
    case 0: return value("(# \(pick(["+", "-", "*"])) #)", [operand(), operand()])
    case 1: return value("(# \(pick(["&", "|", "^"])) #)", [operand(), operand()])
    case 2: return value("(# \(pick(["/", "%"])) #)", [operand(), small])
    case 3: return value("(# \(pick(["<<", ">>"])) \(number(0...7)))", [operand()])
    case 4: return value("(\(scalar == .int ? "-" : "~") #)", [operand()])
    case 5: return value("(~#)", [operand()])
    case 6: return value("\(pick(["min", "max"]))(#, #)", [operand(), operand()])
    case 7: return value("clamp(#, #, #)", [operand(), Value(type, 1...1, "\(type.name)(1)"), small])
    case 8 where scalar == .int: return value("\(pick(["abs", "sign"]))(#)", [operand()])
    case 9:
      let source = tamed(float(type.with(.float), depth: depth - 1), to: 4)
      return value("\(type.name)(# * 3.0)", [scalar == .uint ? positive(source, from: 0.1) : source])
    case 10:
      return value("\(type.name)(#)", [integer(type.with(scalar == .int ? .uint : .int), depth: depth - 1)])
    case 11: return value("\(type.name)(#)", [truth(type.with(.bool), depth: depth - 1)])
    case 12 where dialect.version >= 330 || dialect.isES:
      return value(
        "\(scalar == .int ? "floatBitsToInt" : "floatBitsToUint")(#)",
        [float(type.with(.float), depth: depth - 1)])
    case 13 where dialect.hasBitFields:
      return value("bitfieldExtract(#, \(number(0...7)), \(number(1...16)))", [operand()])
    case 14 where dialect.hasBitFields:
      return value("bitfieldInsert(#, #, \(number(0...7)), \(number(1...16)))", [operand(), operand()])
    case 15 where dialect.hasBitFields: return value("bitfieldReverse(#)", [operand()])
    case 16 where dialect.hasBitFields && scalar == .int:
      return value("\(pick(["bitCount", "findLSB", "findMSB"]))(#)", [operand()])
    case 17 where dialect.hasBitFields && scalar == .int:
      return value("findMSB(#)", [integer(type.with(.uint), depth: depth - 1)])
    case 18 where scalar == .uint && width == 1, 23 where scalar == .uint && width == 1: return packed(depth)
    case 19:
      return value("(# ? # : #)", [truth(.bool, depth: 1), operand(), operand()])
    case 20 where dialect.version >= 450 || dialect.isES && dialect.version >= 310:
      return value("mix(#, #, #)", [operand(), operand(), truth(type.with(.bool), depth: 1)])
    case 21 where width == 2:
      if let texture = texture(where: {
        $0.type.dimension == .two && !$0.type.isArray && $0.type.texel == .float
      }) {
        return value("\(type.name)(textureSize(\(texture.name), 0))", [])
      }
      return integerLeaf(type)
    case 22 where width > 1:
      return value("#.\(swizzle(width, of: 4))", [integer(.of(scalar, 4), depth: depth - 1)])
    default: return integerLeaf(type)
    }
  }

  /// What there was before integers had bits.
  private mutating func legacyInteger(_ type: GLSLType, _ depth: Int) -> Value {
    func value(_ template: String, _ parts: [Value]) -> Value {
      Value(type, .symmetric(0x1p31), template, parts.map(\.node))
    }
    func operand() -> Value { integer(type, depth: depth - 1) }
    switch number(0...6) {
    case 0: return value("(# \(pick(["+", "-", "*"])) #)", [operand(), operand()])
    case 1: return value("(# / \(type.name)(\(number(2...9))))", [operand()])
    case 2: return value("(- #)", [operand()])
    case 3:
      return value("\(type.name)(# * 3.0)", [tamed(float(type.with(.float), depth: depth - 1), to: 4)])
    case 4: return value("\(type.name)(#)", [truth(type.with(.bool), depth: depth - 1)])
    case 5: return value("(# ? # : #)", [truth(.bool, depth: 1), operand(), operand()])
    default: return integerLeaf(type)
    }
  }

  private mutating func integerLeaf(_ type: GLSLType) -> Value {
    if number(0...3) > 0, let variable = access(type) {
      return Value(node: variable.node, type, .symmetric(0x1p31))
    }
    if once(in: 2), let scalar = type.scalar, scalar == .int {
      return Value(type, .symmetric(4), "\(type.name)(\(uniformInteger()))")
    }
    return Value(node: constant(type), type, -2...2)
  }

  mutating func packed(_ depth: Int) -> Value {
    let range = ClosedRange<Double>.symmetric(0x1p32)
    if dialect.hasPacking4x8, once(in: 2) {
      return Value(
        .uint, range, "\(pick(["packUnorm4x8", "packSnorm4x8"]))(#)", [float(.vec(4), depth: depth - 1).node])
    }
    guard dialect.hasLegacyPacking else { return Value(.uint, 1...1, "1u") }
    return Value(
      .uint, range, "\(pick(["packUnorm2x16", "packSnorm2x16", "packHalf2x16"]))(#)",
      [float(.vec(2), depth: depth - 1).node])
  }

  /// An expression of truth values; comparisons of floats are with what is far from most values.
  mutating func truth(_ type: GLSLType, depth: Int) -> Value {
    budget -= 1
    let width = type.width ?? 1
    func value(_ template: String, _ parts: [Value]) -> Value {
      Value(type, 0...1, template, parts.map(\.node))
    }
    if depth <= 0 || budget < 0 {
      if once(in: 2), let variable = access(type) { return value("#", [variable]) }
      let level = value("\(type.name)(\(uniformInteger()) > \(number(0...3)))", [])
      return level
    }
    let number = Value(.float, 0...0, self.number(-1.0...1.5).literal(.float))
    if width > 1 {
      switch self.number(0...5) {
      case 0: return value("not(#)", [truth(type, depth: depth - 1)])
      case 1:
        let integers = GLSLType.of(dialect.isLegacy || once(in: 2) ? .int : .uint, width)
        return value(
          "\(pick(["lessThan", "lessThanEqual", "greaterThan", "greaterThanEqual", "equal", "notEqual"]))(#, #)",
          [integer(integers, depth: depth - 1), integer(integers, depth: 0)])
      case 2 where !dialect.isLegacy:
        return value("\(pick(["isnan", "isinf"]))(#)", [float(.vec(width), depth: depth - 1)])
      case 3: return value("\(type.name)(\(swizzleOfTruth(width)))", [])
      default:
        let floats = GLSLType.vec(width)
        return value(
          "\(pick(["lessThan", "lessThanEqual", "greaterThan", "greaterThanEqual", "notEqual", "equal"]))(#, \(floats.name)(#))",
          [float(floats, depth: depth - 1), number])
      }
    }
    switch self.number(0...10) {
    case 0:
      return value(
        "(# \(pick(["&&", "||", "^^"])) #)", [truth(.bool, depth: depth - 1), truth(.bool, depth: depth - 1)])
    case 1: return value("(!#)", [truth(.bool, depth: depth - 1)])
    case 2:
      return value("\(pick(["any", "all"]))(#)", [truth(.of(.bool, self.number(2...4)), depth: depth - 1)])
    case 3:
      return value("(# \(pick(["==", "!="])) #)", [truth(.bool, depth: depth - 1), truth(.bool, depth: 0)])
    case 4:
      let integers = dialect.isLegacy ? GLSLType.int : pick([GLSLType.int, .uint])
      return value(
        "(# \(pick(["<", "<=", ">", ">=", "==", "!="])) #)",
        [integer(integers, depth: depth - 1), integer(integers, depth: 0)])
    case 5: return value("(\(uniformInteger()) \(pick(["<", ">=", "=="])) \(self.number(0...3)))", [])
    case 6 where !dialect.isLegacy:
      return value("\(pick(["isnan", "isinf"]))(#)", [float(.float, depth: depth - 1)])
    case 7 where isInMain: return value("gl_FrontFacing", [])
    case 8 where dialect.hasDouble:
      return value(
        "(# \(pick(["<", "<=", ">", ">="])) #)", [float(.scalar(.double), depth: depth - 1), number])
    default:
      return value("(# \(pick(["<", "<=", ">", ">="])) #)", [float(.float, depth: depth - 1), number])
    }
  }

  private mutating func swizzleOfTruth(_ width: Int) -> String {
    (0..<width).map { _ in "\(uniformInteger()) \(pick([">", "<", "=="])) \(number(0...3))" }.joined(
      separator: ", ")
  }

  /// Floats that come out of integers and steps: they jump, or are cut.
  mutating func jump(_ type: GLSLType, _ depth: Int) -> Value {
    let scalar = type.scalar ?? .float
    let width = type.width ?? 1
    let smooth = float(type, depth: depth - 1)
    let step: Value
    if scalar == .double, width == 1, once(in: 2) {
      return Value(type, smooth.range, "packDouble2x32(unpackDouble2x32(#))", [smooth.node])
    }
    switch number(0...9) {
    case 0...2:
      let name = pick(["floor", "ceil", "sign"] + (dialect.isLegacy ? [] : ["trunc", "round", "roundEven"]))
      step = Value(type, smooth.range + (-1.0...1.0), "\(name)(#)", [smooth.node])
    case 3 where scalar == .float && !dialect.isLegacy:
      let source = integer(type.with(.int), depth: depth - 1)
      step = Value(type, 0...1.6, "(\(type.name)(# & \(type.with(.int).name)(15)) * 0.1)", [source.node])
    case 4 where scalar == .float && width == 2 && dialect.hasLegacyPacking:
      step = Value(
        type, -1...1, "clamp(\(pick(["unpackUnorm2x16", "unpackSnorm2x16"]))(#), -1.0, 1.0)",
        [integer(.uint, depth: depth - 1).node])
    case 4 where scalar == .float && width == 4 && dialect.hasPacking4x8:
      step = Value(
        type, -1...1, "\(pick(["unpackUnorm4x8", "unpackSnorm4x8"]))(#)",
        [integer(.uint, depth: depth - 1).node])
    case 5 where scalar == .float && width == 2 && dialect.hasLegacyPacking:
      // The way there and back is a rounding.
      step = Value(type, smooth.range, "unpackHalf2x16(packHalf2x16(#))", [smooth.node])
    case 6 where scalar == .float && !dialect.isLegacy && (dialect.version >= 330 || dialect.isES):
      let bits = once(in: 2) ? ("floatBitsToInt", "intBitsToFloat") : ("floatBitsToUint", "uintBitsToFloat")
      step = Value(type, smooth.range, "\(bits.1)(\(bits.0)(#))", [smooth.node])
    case 8: step = Value(type, 0...1, "\(type.name)(#)", [truth(type.with(.bool), depth: depth - 1).node])
    default:
      step = Value(type, 0...1, "step(\(number(-1.0...1.0).literal(scalar)), #)", [smooth.node])
    }
    // A jump beside something smooth: alone, a site would be kept.
    let other = float(type, depth: depth - 1)
    return Value(type, step.range + other.range, "(# + #)", [step.node, other.node])
  }
}
