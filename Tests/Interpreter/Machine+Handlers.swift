import SPIRV

extension Machine {
  /// What every opcode of the core does, by chapter of the specification.
  static let handlers: [Op: Handler] = merged([
    constantHandlers, arithmeticHandlers, integerHandlers, conversionHandlers, comparisonHandlers,
    compositeHandlers, memoryHandlers, atomicHandlers, derivativeHandlers, imageHandlers, controlHandlers,
  ])

  /// What every instruction of GLSL.std.450 does.
  static let extendedHandlers: [GLSLInstruction: Handler] = merged([
    smoothHandlers, branchingHandlers, geometricHandlers, structureHandlers, integerGLSLHandlers,
    packingHandlers, interpolationHandlers,
  ])

  private static func merged<Key: Hashable>(_ tables: [[Key: Handler]]) -> [Key: Handler] {
    tables.reduce(into: [:]) { all, table in all.merge(table) { first, _ in first } }
  }

  private static let controlHandlers: [Op: Handler] = [
    .functionCall: { machine, code in
      let arguments = try code.args.dropFirst().map { try machine.value($0) }
      return try machine.call(code.args[0], arguments)
    },
    .demoteToHelperInvocation: { machine, _ in
      machine.record.isDiscarded = true
      return nil
    },
    .isHelperInvocationEXT: { machine, _ in .bool(machine.record.isDiscarded) },
    .nop: { _, _ in nil }, .line: { _, _ in nil }, .noLine: { _, _ in nil },
    .controlBarrier: { _, _ in nil }, .memoryBarrier: { _, _ in nil },
    .beginInvocationInterlockEXT: { _, _ in nil }, .endInvocationInterlockEXT: { _, _ in nil },
  ]
}

// MARK: Constants

extension Machine {
  private static let constantHandlers: [Op: Handler] = [
    .undef: { machine, code in try machine.zero(code.type) },
    .constantNull: { machine, code in try machine.zero(code.type) },
    .constantTrue: { _, _ in .bool(true) },
    .constantFalse: { _, _ in .bool(false) },
    .specConstantTrue: { machine, code in .bool(machine.specialization(code) != 0) },
    .specConstantFalse: { machine, code in .bool(machine.specialization(code, else: 0) != 0) },
    .constant: { machine, code in try machine.scalar(code.type, bits: wide(code.args)) },
    .specConstant: { machine, code in
      try machine.scalar(code.type, bits: machine.specialization(code, else: wide(code.args)))
    },
    .constantComposite: composite,
    .specConstantComposite: composite,
    .specConstantOp: { machine, code in
      var inner = code
      inner.op = Op(rawValue: UInt16(truncatingIfNeeded: code.args[0]))
      inner.args.removeFirst()
      inner.name = "\(inner.op)"
      guard let handler = handlers[inner.op] else { throw InterpreterError.unsupported(inner.name) }
      return try handler(machine, inner)
    },
    .constantSampler: { machine, code in try machine.zero(code.type) },
  ]

  static let composite: Handler = { machine, code in
    .composite(try code.args.map { try machine.value($0) })
  }

  private static func wide(_ words: [UInt32]) -> UInt64 {
    words.reversed().reduce(0) { $0 << 32 | UInt64($1) }
  }

  private func specialization(_ code: Program.Code, else bits: UInt64 = 1) -> UInt64 {
    let specID: UInt32 = 1
    guard let id = program.decorations[code.result ?? 0]?[specID] else { return bits }
    return options.specialization[id] ?? bits
  }

  func scalar(_ type: TypeID?, bits: UInt64) throws -> Value {
    switch try self.type(type) {
    case .int(let width, _): .int(Lanes(truncated(bits, width)), width: width)
    case .float(16): .float(halfValue(UInt16(truncatingIfNeeded: bits)))
    case .float(32): .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case .float: .float(Double(bitPattern: bits))
    default: throw InterpreterError.malformed("a constant of a type that is no scalar")
    }
  }
}

/// The value of IEEE 754 half-precision bits.
public func halfValue(_ bits: UInt16) -> Double {
  let sign: Double = bits & 0x8000 == 0 ? 1 : -1
  let exponent = Int(bits >> 10 & 0x1f)
  let fraction = Double(bits & 0x3ff)
  switch exponent {
  case 0: return sign * fraction * 0x1p-24
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
  }
}

/// The half-precision bits nearest to a number, ties to even.
public func halfBits(_ number: Double) -> UInt16 {
  let sign: UInt16 = number.sign == .minus ? 0x8000 : 0
  let magnitude = number.magnitude
  if magnitude.isNaN { return 0x7e00 }
  if magnitude >= 65520 { return sign | 0x7c00 }
  let exponent = magnitude < 0x1p-14 ? -14 : Int(magnitude.exponent)
  let scaled = (magnitude * Double(sign: .plus, exponent: 10 - exponent, significand: 1))
    .rounded(.toNearestOrEven)
  // Subnormals have no hidden bit, so their exponent field counts one less.
  return sign | UInt16(Int(scaled) + (exponent + 14) << 10)
}
