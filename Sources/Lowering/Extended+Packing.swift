import CLLVM
import SPIRV

extension PureCode {
  /// Packing of floats into integers and back.
  func packing(
    _ glsl: GLSLInstruction, _ instruction: Instruction, _ ids: [ValueID], _ value: Operands
  ) throws -> [Lane.Value]? {
    switch glsl {
    case .packSnorm4x8: return [pack(try value(ids[0]), width: 8) { norm($0, least: -1, scale: 127) }]
    case .packUnorm4x8: return [pack(try value(ids[0]), width: 8) { norm($0, least: 0, scale: 255) }]
    case .packSnorm2x16: return [pack(try value(ids[0]), width: 16) { norm($0, least: -1, scale: 32767) }]
    case .packUnorm2x16: return [pack(try value(ids[0]), width: 16) { norm($0, least: 0, scale: 65535) }]
    case .packHalf2x16:
      return [
        pack(try value(ids[0]), width: 16) {
          lane.convertUnsigned(lane.bitcast(halfBits($0), to: lane.integerType(16)), to: lane.integerType(32))
        }
      ]
    case .unpackSnorm4x8: return unpack(try value(ids[0])[0], width: 8) { signedFraction($0, 8, 127) }
    case .unpackUnorm4x8: return unpack(try value(ids[0])[0], width: 8) { fraction($0, 255) }
    case .unpackSnorm2x16: return unpack(try value(ids[0])[0], width: 16) { signedFraction($0, 16, 32767) }
    case .unpackUnorm2x16: return unpack(try value(ids[0])[0], width: 16) { fraction($0, 65535) }
    case .unpackHalf2x16:
      return unpack(try value(ids[0])[0], width: 16) {
        scalar(fromBits: lane.convertUnsigned($0, to: lane.integerType(16)), .float(width: 16))
      }
    case .packDouble2x32, .unpackDouble2x32:
      guard let type = instruction.resultType else { return nil }
      return try bitcast(
        try value(ids[0]), try module.leaves(try module.typeID(ids[0])), try module.leaves(type))
    default: return nil
    }
  }

  private func pack(
    _ components: [Lane.Value], width: Int, _ body: (Lane.Value) -> Lane.Value
  ) -> Lane.Value {
    var packed = lane.integer(0)
    for (position, component) in components.enumerated() {
      let bits = decided(body(component))
      let low = lane.and(bits, lane.integer(1 << width - 1, like: bits))
      packed = lane.or(packed, lane.shl(low, lane.integer(position * width, like: low)))
    }
    return packed
  }

  /// A number between a least one and 1 as a whole number of steps; 0 of NaN.
  private func norm(_ x: Lane.Value, least: Double, scale: Double) -> Lane.Value {
    let limited = lane.min(lane.max(x, lane.number(least, like: x)), lane.number(1, like: x))
    let steps = lane.intrinsic("llvm.round", [lane.mul(limited, lane.number(scale, like: x))])
    return lane.floatToSigned(steps, lane.integerType(32))
  }

  private func unpack(_ packed: Lane.Value, width: Int, _ body: (Lane.Value) -> Lane.Value) -> [Lane.Value] {
    (0..<(32 / width)).map { position in
      let shifted = lane.lshr(packed, lane.integer(position * width, like: packed))
      return body(lane.and(shifted, lane.integer(1 << width - 1, like: packed)))
    }
  }

  private func fraction(_ bits: Lane.Value, _ scale: Double) -> Lane.Value {
    let number = lane.unsignedToFloat(bits, lane.elementType)
    return lane.div(number, lane.number(scale, like: number))
  }

  private func signedFraction(_ bits: Lane.Value, _ width: Int, _ scale: Double) -> Lane.Value {
    let shift = lane.integer(32 - width, like: bits)
    let number = lane.signedToFloat(lane.ashr(lane.shl(bits, shift), shift), lane.elementType)
    return lane.max(lane.div(number, lane.number(scale, like: number)), lane.number(-1, like: number))
  }

  // MARK: Results of two parts

  /// Modf and Frexp as structures, and Ldexp.
  func parts(_ glsl: GLSLInstruction, _ ids: [ValueID], _ value: Operands) throws -> [Lane.Value]? {
    switch glsl {
    case .modfStruct:
      let (fraction, whole) = modf(try value(ids[0]))
      return fraction + whole
    case .frexpStruct:
      let (significand, exponent) = frexp(try value(ids[0]))
      return significand + exponent
    case .ldexp:
      let values = try operands(ids, 2, value)
      return zip(values[0], values[1]).map { ldexp($0, $1) }
    default: return nil
    }
  }

  /// Fractions and whole parts, rounded towards zero.
  func modf(_ scalars: [Lane.Value]) -> (fraction: [Lane.Value], whole: [Lane.Value]) {
    let whole = scalars.map { decided(lane.trunc($0)) }
    return (zip(scalars, whole).map { lane.sub($0, $1) }, whole)
  }

  /// Significands from 1/2 to 1 and exponents; 0 of zero, infinities and NaN.
  func frexp(_ scalars: [Lane.Value]) -> (significand: [Lane.Value], exponent: [Lane.Value]) {
    let pairs = scalars.map(frexp)
    return (pairs.map(\.0), pairs.map(\.1))
  }

  private func frexp(_ x: Lane.Value) -> (Lane.Value, Lane.Value) {
    let isDouble = lane.bits(x) == 64
    let (fractionBits, bias) = isDouble ? (52, 1022) : (23, 126)
    let integer = lane.integerType(isDouble ? 64 : 32)
    // Subnormal numbers are scaled up first.
    let least = lane.number(isDouble ? 0x1p-1022 : 0x1p-126, like: x)
    let isSmall = lane.compare(LLVMRealOLT, lane.abs(x), least)
    let scaled = lane.select(isSmall, lane.mul(x, lane.number(isDouble ? 0x1p54 : 0x1p25, like: x)), x)
    let bits = lane.bitcast(scaled, to: integer)
    let mask = lane.integer(isDouble ? 0x7ff : 0xff, like: bits)
    let field = lane.and(lane.lshr(bits, lane.integer(fractionBits, like: bits)), mask)
    let isSpecial = lane.or(
      lane.compare(LLVMRealOEQ, x, lane.number(0, like: x)),
      lane.not(lane.compare(LLVMRealOLT, lane.abs(x), lane.number(.infinity, like: x))))
    let offset = lane.select(
      isSmall, lane.integer(bias + (isDouble ? 54 : 25), like: field), lane.integer(bias, like: field))
    let exponent = lane.convertSigned(lane.isub(field, offset), to: lane.integerType(32))
    let cleared = lane.and(
      bits, lane.not(lane.shl(mask, lane.integer(fractionBits, like: mask))))
    let half = lane.or(cleared, lane.integer(bias << fractionBits, like: cleared))
    let significand = lane.bitcast(half, to: lane.scalarType(x))
    let result = lane.select(isSpecial, lane.integer(0, like: exponent), exponent)
    return (lane.select(isSpecial, x, significand), decided(result))
  }

  /// x · 2^exponent, in three factors so that no factor leaves the range of the type.
  private func ldexp(_ x: Lane.Value, _ exponent: Lane.Value) -> Lane.Value {
    let isDouble = lane.bits(x) == 64
    let limit = isDouble ? 2100 : 280
    var rest = lane.convertSigned(exponent, to: lane.integerType(isDouble ? 64 : 32))
    rest = lane.intrinsic("llvm.smax", [rest, lane.integer(-limit, like: rest)])
    rest = lane.intrinsic("llvm.smin", [rest, lane.integer(limit, like: rest)])
    let third: Lane.Value = LLVMBuildSDiv(lane.builder, rest, lane.integer(3, like: rest), "")
    let last = lane.isub(rest, lane.iadd(third, third))
    return [third, third, last].reduce(x) { lane.mul($0, power(of: $1, isDouble: isDouble)) }
  }

  /// 2^exponent by its bits.
  private func power(of exponent: Lane.Value, isDouble: Bool) -> Lane.Value {
    let biased = lane.iadd(exponent, lane.integer(isDouble ? 1023 : 127, like: exponent))
    let bits = lane.shl(biased, lane.integer(isDouble ? 52 : 23, like: biased))
    return lane.bitcast(bits, to: isDouble ? lane.doubleType : lane.floatType)
  }
}
