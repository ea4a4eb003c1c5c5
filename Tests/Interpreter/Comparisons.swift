import SPIRV

extension Machine {
  private static func floatTest(_ body: @escaping @Sendable (Double, Double) -> Bool) -> Handler {
    { machine, code in
      try machine.value(code, 0).zipLeaves(machine.value(code, 1)) { a, b in
        guard case .float(let a) = a, case .float(let b) = b else {
          throw InterpreterError.malformed("\(code.name) of no floats")
        }
        return .bool(a.zip(b, body).settled)
      }
    }
  }

  private static func floatTest(_ body: @escaping @Sendable (Double) -> Bool) -> Handler {
    { machine, code in
      try machine.value(code, 0).mapLeaves { leaf in
        guard case .float(let lanes) = leaf else {
          throw InterpreterError.malformed("\(code.name) of no float")
        }
        return .bool(lanes.map(body).settled)
      }
    }
  }

  private static func integerTest(
    isSigned: Bool, _ body: @escaping @Sendable (Int64, Int64) -> Bool
  ) -> Handler {
    { machine, code in
      try machine.value(code, 0).zipLeaves(machine.value(code, 1)) { a, b in
        guard case .int(let a, let width) = a, case .int(let b, _) = b else {
          throw InterpreterError.malformed("\(code.name) of no integers")
        }
        // Flipping the top bit orders unsigned numbers as signed ones.
        let order: @Sendable (UInt64) -> Int64 = { bits in
          isSigned ? signExtended(bits, width) : Int64(bitPattern: bits ^ (1 << 63))
        }
        return .bool(a.zip(b) { body(order($0), order($1)) }.settled)
      }
    }
  }

  private static func logic(_ body: @escaping @Sendable (Bool, Bool) -> Bool) -> Handler {
    { machine, code in
      try machine.value(code, 0).zipLeaves(machine.value(code, 1)) { a, b in
        guard case .bool(let a) = a, case .bool(let b) = b else {
          throw InterpreterError.malformed("\(code.name) of no Booleans")
        }
        return .bool(a.zip(b, body).settled)
      }
    }
  }

  private static func fold(_ body: @escaping @Sendable (Bool, Bool) -> Bool) -> Handler {
    { machine, code in
      let lanes = try machine.bools(code.args[0])
      return .bool(lanes.dropFirst().reduce(lanes[0]) { $0.zip($1, body) }.settled)
    }
  }

  static let comparisonHandlers: [Op: Handler] = [
    .fOrdEqual: floatTest { $0 == $1 }, .fUnordEqual: floatTest { !($0 < $1 || $0 > $1) },
    .fOrdNotEqual: floatTest { $0 < $1 || $0 > $1 }, .fUnordNotEqual: floatTest { $0 != $1 },
    .fOrdLessThan: floatTest { $0 < $1 }, .fUnordLessThan: floatTest { !($0 >= $1) },
    .fOrdGreaterThan: floatTest { $0 > $1 }, .fUnordGreaterThan: floatTest { !($0 <= $1) },
    .fOrdLessThanEqual: floatTest { $0 <= $1 }, .fUnordLessThanEqual: floatTest { !($0 > $1) },
    .fOrdGreaterThanEqual: floatTest { $0 >= $1 }, .fUnordGreaterThanEqual: floatTest { !($0 < $1) },
    .isNan: floatTest { $0.isNaN }, .isInf: floatTest { $0.isInfinite },
    .isFinite: floatTest { $0.isFinite }, .isNormal: floatTest { $0.isNormal },
    .signBitSet: floatTest { $0.sign == .minus },
    .ordered: floatTest { !$0.isNaN && !$1.isNaN }, .unordered: floatTest { $0.isNaN || $1.isNaN },
    .lessOrGreater: floatTest { $0 < $1 || $0 > $1 },
    .iEqual: integerTest(isSigned: false) { $0 == $1 }, .iNotEqual: integerTest(isSigned: false) { $0 != $1 },
    .uLessThan: integerTest(isSigned: false) { $0 < $1 },
    .uLessThanEqual: integerTest(isSigned: false) { $0 <= $1 },
    .uGreaterThan: integerTest(isSigned: false) { $0 > $1 },
    .uGreaterThanEqual: integerTest(isSigned: false) { $0 >= $1 },
    .sLessThan: integerTest(isSigned: true) { $0 < $1 },
    .sLessThanEqual: integerTest(isSigned: true) { $0 <= $1 },
    .sGreaterThan: integerTest(isSigned: true) { $0 > $1 },
    .sGreaterThanEqual: integerTest(isSigned: true) { $0 >= $1 },
    .logicalEqual: logic { $0 == $1 }, .logicalNotEqual: logic { $0 != $1 },
    .logicalAnd: logic { $0 && $1 }, .logicalOr: logic { $0 || $1 },
    .logicalNot: { machine, code in
      try machine.value(code, 0).mapLeaves { leaf in
        guard case .bool(let lanes) = leaf else {
          throw InterpreterError.malformed("OpLogicalNot of no Boolean")
        }
        return .bool(lanes.map { !$0 })
      }
    },
    .any: fold { $0 || $1 }, .all: fold { $0 && $1 },
    .select: { machine, code in
      let conditions = try machine.bools(code.args[0])
      let (a, b) = (try machine.value(code, 1), try machine.value(code, 2))
      if case .composite = try machine.value(code, 0) {
        let parts = zip(conditions, zip(a.parts, b.parts)).map { Value.select($0, $1.0, $1.1) }
        return .composite(parts)
      }
      return Value.select(conditions[0], a, b)
    },
  ]
}
