import SPIRV

extension Machine {
  /// Scalar by scalar over two integers, zero-extended; the result has the first one's width.
  static func unsigned(_ body: @escaping @Sendable (UInt64, UInt64) -> UInt64) -> Handler {
    integers { a, b, _ in body(a, b) }
  }

  /// Scalar by scalar over two integers, sign-extended.
  static func signed(_ body: @escaping @Sendable (Int64, Int64) -> Int64) -> Handler {
    integers { a, b, width in
      UInt64(bitPattern: body(signExtended(a, width), signExtended(b, width)))
    }
  }

  private static func integers(_ body: @escaping @Sendable (UInt64, UInt64, Int) -> UInt64) -> Handler {
    { machine, code in
      try machine.value(code, 0).zipLeaves(machine.value(code, 1)) { a, b in
        guard case .int(let a, let width) = a, case .int(let b, _) = b else {
          throw InterpreterError.malformed("\(code.name) of no integers")
        }
        return .int(a.zip(b) { truncated(body($0, $1, width), width) }.settled, width: width)
      }
    }
  }

  /// Scalar by scalar over one integer, given with its width.
  static func integer(_ body: @escaping @Sendable (UInt64, Int) -> UInt64) -> Handler {
    { machine, code in
      try machine.value(code, 0).mapLeaves { leaf in
        guard case .int(let lanes, let width) = leaf else {
          throw InterpreterError.malformed("\(code.name) of no integer")
        }
        return .int(lanes.map { truncated(body($0, width), width) }.settled, width: width)
      }
    }
  }

  static let integerHandlers: [Op: Handler] = [
    .iAdd: unsigned { $0 &+ $1 }, .iSub: unsigned { $0 &- $1 }, .iMul: unsigned { $0 &* $1 },
    .uDiv: unsigned { $1 == 0 ? 0 : $0 / $1 },
    .uMod: unsigned { $1 == 0 ? 0 : $0 % $1 },
    .sDiv: signed { $1 == 0 ? 0 : $0.dividedReportingOverflow(by: $1).partialValue },
    .sRem: signed { $1 == 0 ? 0 : $0.remainderReportingOverflow(dividingBy: $1).partialValue },
    .sMod: signed { a, b in
      guard b != 0 else { return 0 }
      let remainder = a.remainderReportingOverflow(dividingBy: b).partialValue
      return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder
    },
    .sNegate: integer { bits, _ in 0 &- bits },
    .not: integer { bits, _ in ~bits },
    .bitwiseAnd: unsigned { $0 & $1 }, .bitwiseOr: unsigned { $0 | $1 }, .bitwiseXor: unsigned { $0 ^ $1 },
    .shiftLeftLogical: unsigned { $0 << ($1 & 63) },
    .shiftRightLogical: unsigned { $0 >> ($1 & 63) },
    .shiftRightArithmetic: integers { a, b, width in
      UInt64(bitPattern: signExtended(a, width) >> Int64(b & 63))
    },
    .bitReverse: integer { bits, width in
      (0..<width).reduce(0) { $0 | (bits >> UInt64($1) & 1) << UInt64(width - 1 - $1) }
    },
    .bitCount: integer { bits, _ in UInt64(bits.nonzeroBitCount) },
    .bitFieldInsert: bitField { base, insert, offset, count, _ in
      let mask = truncated(.max, count) << UInt64(offset)
      return base & ~mask | insert << UInt64(offset) & mask
    },
    .bitFieldUExtract: bitField(hasInsert: false) { base, _, offset, count, _ in
      truncated(base >> UInt64(offset), count)
    },
    .bitFieldSExtract: bitField(hasInsert: false) { base, _, offset, count, _ in
      count == 0 ? 0 : UInt64(bitPattern: signExtended(truncated(base >> UInt64(offset), count), count))
    },
    .iAddCarry: pair { a, b, width in
      let sum = a &+ b
      return (truncated(sum, width), width >= 64 ? (sum < a ? 1 : 0) : sum >> UInt64(width) & 1)
    },
    .iSubBorrow: pair { a, b, width in (truncated(a &- b, width), a < b ? 1 : 0) },
    .uMulExtended: pair { a, b, width in
      let full = a.multipliedFullWidth(by: b)
      return width >= 64
        ? (full.low, full.high) : (truncated(full.low, width), truncated(full.low >> UInt64(width), width))
    },
    .sMulExtended: pair { a, b, width in
      let full = signExtended(a, width).multipliedFullWidth(by: signExtended(b, width))
      return width >= 64
        ? (full.low, UInt64(bitPattern: full.high))
        : (truncated(full.low, width), truncated(full.low >> UInt64(width), width))
    },
  ]

  /// Bit fields: offset and count are scalars, taken at the centre (a varied one is tainted anyway).
  private static func bitField(
    hasInsert: Bool = true, _ body: @escaping @Sendable (UInt64, UInt64, Int, Int, Int) -> UInt64
  ) -> Handler {
    { machine, code in
      let first = hasInsert ? 2 : 1
      let offset = try machine.integers(code, first)[0]
      let count = try machine.integers(code, first + 1)[0]
      let base = try machine.value(code, 0)
      let result = try base.zipLeaves(hasInsert ? machine.value(code, 1) : base) { a, b in
        guard case .int(let a, let width) = a, case .int(let b, _) = b else {
          throw InterpreterError.malformed("\(code.name) of no integers")
        }
        let shift = min(max(Int(offset.centre), 0), width - 1)
        let bits = min(max(Int(count.centre), 0), width - shift)
        return .int(a.zip(b) { truncated(body($0, $1, shift, bits, width), width) }.settled, width: width)
      }
      return result.flawed(like: offset.flaw).flawed(like: count.flaw)
    }
  }

  /// Results of two parts: a structure of two scalars or two vectors.
  private static func pair(_ body: @escaping @Sendable (UInt64, UInt64, Int) -> (UInt64, UInt64)) -> Handler {
    let low = integers { a, b, width in body(a, b, width).0 }
    let high = integers { a, b, width in body(a, b, width).1 }
    return { machine, code in
      .composite([try low(machine, code), try high(machine, code)].compactMap { $0 })
    }
  }
}
