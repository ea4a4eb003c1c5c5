import SPIRV

extension Machine {
  /// Scalar by scalar to an integer of the result's width.
  private static func toInteger(
    _ body: @escaping @Sendable (Value, Int) -> Lanes<UInt64>?
  ) -> Handler {
    { machine, code in
      let width = try machine.width(code.type)
      return try machine.value(code, 0).mapLeaves { leaf in
        guard let lanes = body(leaf, width) else {
          throw InterpreterError.malformed("\(code.name) of a wrong type")
        }
        return .int(lanes.map { truncated($0, width) }.settled, width: width)
      }
    }
  }

  private static func toFloat(_ body: @escaping @Sendable (UInt64, Int) -> Double) -> Handler {
    { machine, code in
      try machine.value(code, 0).mapLeaves { leaf in
        guard case .int(let lanes, let width) = leaf else {
          throw InterpreterError.malformed("\(code.name) of no integer")
        }
        return .float(lanes.map { body($0, width) })
      }
    }
  }

  static let conversionHandlers: [Op: Handler] = [
    .convertFToS: toInteger { leaf, width in
      guard case .float(let lanes) = leaf else { return nil }
      return lanes.map { UInt64(bitPattern: saturated($0, width)) }
    },
    .convertFToU: toInteger { leaf, width in
      guard case .float(let lanes) = leaf else { return nil }
      return lanes.map { UInt64(bitPattern: saturated($0, 63)) }
    },
    .uConvert: toInteger { leaf, _ in
      guard case .int(let lanes, _) = leaf else { return nil }
      return lanes
    },
    .sConvert: toInteger { leaf, _ in
      guard case .int(let lanes, let width) = leaf else { return nil }
      return lanes.map { UInt64(bitPattern: signExtended($0, width)) }
    },
    .convertSToF: toFloat { Double(signExtended($0, $1)) },
    .convertUToF: toFloat { bits, _ in Double(bits) },
    .bitcast: { machine, code in
      let value = try machine.value(code, 0)
      if case .pointer = value { return value }
      let width = try machine.width(machine.program.index.type(of: ValueID(code.args[0])))
      return try machine.reinterpret(value, floatWidth: width, as: code.type)
    },
  ]

  /// The number without its fraction, brought into the range of a signed integer.
  private static func saturated(_ number: Double, _ width: Int) -> Int64 {
    if number.isNaN { return 0 }
    let limit = Double(sign: .plus, exponent: min(width, 63) - 1, significand: 1)
    if number >= limit { return width >= 63 ? .max : Int64(limit) - 1 }
    return number <= -limit ? (width >= 63 ? .min : Int64(-limit)) : Int64(number)
  }

  /// The same bits as another type of the same size.
  func reinterpret(_ value: Value, floatWidth: Int, as type: TypeID?) throws -> Value {
    var bytes = Lanes<[UInt8]>([])
    for leaf in value.parts {
      let (bits, width) = try bits(of: leaf, floatWidth: floatWidth)
      bytes = bytes.zip(bits) { bytes, bits in
        bytes + (0..<(width / 8)).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) }
      }
    }
    var at = 0
    return try tree(type) { scalar in
      let width: Int
      switch scalar {
      case .int(let bits, _), .float(let bits): width = bits
      default: throw InterpreterError.unsupported("OpBitcast to a pointer")
      }
      let range = at..<(at + width / 8)
      at = range.upperBound
      let bits = bytes.map { bytes in
        range.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1 < bytes.count ? bytes[$1] : 0) }
      }
      if case .int = scalar { return .int(bits.settled, width: width) }
      return .float(bits.map { numberOf(bits: $0, width: width) })
    }
  }

  private func bits(of leaf: Value, floatWidth: Int) throws -> (Lanes<UInt64>, width: Int) {
    switch leaf {
    case .int(let lanes, let width): (lanes, width)
    case .float(let lanes): (lanes.map { bitsOf(number: $0, width: floatWidth) }, floatWidth)
    default: throw InterpreterError.malformed("a bitcast of a value that is no number")
    }
  }
}

/// The bits of a number rounded to a float of a width.
func bitsOf(number: Double, width: Int) -> UInt64 {
  switch width {
  case 16: UInt64(halfBits(number))
  case 32: UInt64(Float(number).bitPattern)
  default: number.bitPattern
  }
}

/// The number that the bits of a float of a width are.
func numberOf(bits: UInt64, width: Int) -> Double {
  switch width {
  case 16: halfValue(UInt16(truncatingIfNeeded: bits))
  case 32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  default: Double(bitPattern: bits)
  }
}
