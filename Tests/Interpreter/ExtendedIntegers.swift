import SPIRV

extension Machine {
  /// The integer functions of GLSL.std.450.
  static let integerGLSLHandlers: [GLSLInstruction: Handler] = [
    .sAbs: integer { bits, width in UInt64(bitPattern: abs(signExtended(bits, width))) },
    .sSign: integer { bits, width in UInt64(bitPattern: signExtended(bits, width).signum()) },
    .uMin: unsigned { min($0, $1) }, .uMax: unsigned { max($0, $1) },
    .sMin: signed { min($0, $1) }, .sMax: signed { max($0, $1) },
    .uClamp: clamped(.uMax, .uMin), .sClamp: clamped(.sMax, .sMin),
    .findILsb: integer { bits, _ in bits == 0 ? .max : UInt64(bits.trailingZeroBitCount) },
    .findUMsb: integer { bits, _ in highestBit(bits) },
    .findSMsb: integer { bits, width in
      highestBit(truncated(signExtended(bits, width) < 0 ? ~bits : bits, width))
    },
  ]

  private static func highestBit(_ bits: UInt64) -> UInt64 {
    bits == 0 ? .max : UInt64(63 - bits.leadingZeroBitCount)
  }

  /// min(max(x, low), high) out of the two instructions.
  private static func clamped(_ lower: GLSLInstruction, _ upper: GLSLInstruction) -> Handler {
    { machine, code in
      guard let raise = integerGLSLHandlers[lower], let limit = integerGLSLHandlers[upper],
        let raised = try raise(machine, code), code.args.count == 3
      else { return nil }
      machine.values.append(raised)
      defer { machine.values.removeLast() }
      var inner = code
      inner.args = [UInt32(machine.values.count - 1), code.args[2]]
      return try limit(machine, inner)
    }
  }

  // MARK: Packing

  /// Packing and unpacking; a packed value is an integer, so varied operands taint it.
  static let packingHandlers: [GLSLInstruction: Handler] = [
    .packSnorm4x8: pack(width: 8) { signedNorm($0, 127) },
    .packUnorm4x8: pack(width: 8) { UInt64((min(max($0, 0), 1) * 255).rounded()) },
    .packSnorm2x16: pack(width: 16) { signedNorm($0, 32767) },
    .packUnorm2x16: pack(width: 16) { UInt64((min(max($0, 0), 1) * 65535).rounded()) },
    .packHalf2x16: pack(width: 16) { UInt64(halfBits($0)) },
    .unpackSnorm4x8: unpack(width: 8) { max(Double(signExtended($0, 8)) / 127, -1) },
    .unpackUnorm4x8: unpack(width: 8) { Double($0) / 255 },
    .unpackSnorm2x16: unpack(width: 16) { max(Double(signExtended($0, 16)) / 32767, -1) },
    .unpackUnorm2x16: unpack(width: 16) { Double($0) / 65535 },
    .unpackHalf2x16: unpack(width: 16) { halfValue(UInt16(truncatingIfNeeded: $0)) },
    .packDouble2x32: { machine, code in
      try machine.reinterpret(try machine.value(code, 0), floatWidth: 32, as: code.type)
    },
    .unpackDouble2x32: { machine, code in
      try machine.reinterpret(try machine.value(code, 0), floatWidth: 64, as: code.type)
    },
  ]

  private static func signedNorm(_ number: Double, _ scale: Double) -> UInt64 {
    UInt64(bitPattern: Int64((min(max(number, -1), 1) * scale).rounded()))
  }

  private static func pack(width: Int, _ body: @escaping @Sendable (Double) -> UInt64) -> Handler {
    { machine, code in
      let start = Lanes<UInt64>(0)
      let packed = try machine.floats(code, 0).enumerated().reduce(start) { packed, component in
        packed.zip(component.element) {
          $0 | truncated($1.isNaN ? 0 : body($1), width) << UInt64(component.offset * width)
        }
      }
      return .int(packed.settled, width: 32)
    }
  }

  private static func unpack(width: Int, _ body: @escaping @Sendable (UInt64) -> Double) -> Handler {
    { machine, code in
      let packed = try machine.integers(code, 0)[0]
      let results = (0..<(32 / width)).map { component in
        packed.map { body(truncated(UInt64(bitPattern: $0) >> UInt64(component * width), width)) }
      }
      return try machine.shape(results, code.type)
    }
  }
}
