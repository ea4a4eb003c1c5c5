import SPIRV

extension Machine {
  /// Scalar by scalar over one floating-point operand.
  static func unary(_ body: @escaping @Sendable (Lanes<Double>) -> Lanes<Double>) -> Handler {
    { machine, code in
      try machine.value(code, 0).mapLeaves { leaf in
        guard case .float(let lanes) = leaf else {
          throw InterpreterError.malformed("\(code.name) of no float")
        }
        return .float(body(lanes))
      }
    }
  }

  /// Scalar by scalar over two floating-point operands of the same shape.
  static func binary(
    _ body: @escaping @Sendable (Lanes<Double>, Lanes<Double>) -> Lanes<Double>
  ) -> Handler {
    { machine, code in
      try machine.value(code, 0).zipLeaves(machine.value(code, 1)) { a, b in
        guard case .float(let a) = a, case .float(let b) = b else {
          throw InterpreterError.malformed("\(code.name) of no floats")
        }
        return .float(body(a, b))
      }
    }
  }

  /// Scalar by scalar over three floating-point operands, with a number for the branch taken.
  static func ternary(
    _ body: @escaping @Sendable (Double, Double, Double) -> (Double, choice: Double)
  ) -> Handler {
    { machine, code in
      let (a, b, c) = (try machine.floats(code, 0), try machine.floats(code, 1), try machine.floats(code, 2))
      guard a.count == b.count, a.count == c.count else {
        throw InterpreterError.malformed("\(code.name) of operands of different sizes")
      }
      let results = a.indices.flatMap { at in
        combine([a[at], b[at], c[at]]) { lane in
          let (result, choice) = body(lane[0], lane[1], lane[2])
          return ([result], choice)
        }
      }
      return try machine.shape(results, code.type)
    }
  }

  static let arithmeticHandlers: [Op: Handler] = [
    .fNegate: unary { -$0 },
    .fAdd: binary { $0 + $1 },
    .fSub: binary { $0 - $1 },
    .fMul: binary { $0 * $1 },
    .fDiv: binary { a, b in a.zip(b, choice: { Lanes<Double>.side($1) }, /) },
    .fRem: binary { a, b in
      a.zip(b, choice: { ($0 / $1).rounded(.towardZero) }) { $0.truncatingRemainder(dividingBy: $1) }
    },
    .fMod: binary { a, b in
      a.zip(b, choice: { ($0 / $1).rounded(.down) }) { $0 - $1 * ($0 / $1).rounded(.down) }
    },
    .vectorTimesScalar: scaled, .matrixTimesScalar: scaled,
    .dot: { machine, code in .float(dot(try machine.floats(code, 0), try machine.floats(code, 1))) },
    .matrixTimesVector: { machine, code in
      let columns = try machine.columns(code, 0)
      return try machine.shape(product(columns, try machine.floats(code, 1)), code.type)
    },
    .vectorTimesMatrix: { machine, code in
      let vector = try machine.floats(code, 0)
      return try machine.shape(try machine.columns(code, 1).map { dot(vector, $0) }, code.type)
    },
    .matrixTimesMatrix: { machine, code in
      let columns = try machine.columns(code, 0)
      return try machine.shape(try machine.columns(code, 1).flatMap { product(columns, $0) }, code.type)
    },
    .outerProduct: { machine, code in
      let column = try machine.floats(code, 0)
      let row = try machine.floats(code, 1)
      return try machine.shape(row.flatMap { factor in column.map { $0 * factor } }, code.type)
    },
    .transpose: { machine, code in
      let columns = try machine.columns(code, 0)
      let rows = columns[0].indices.flatMap { row in columns.map { $0[row] } }
      return try machine.shape(rows, code.type)
    },
    // Precision is not modelled: a narrower float is the same number.
    .fConvert: unary { $0 },
    .quantizeToF16: unary { $0 },
  ]

  private static let scaled: Handler = { machine, code in
    let factor = try machine.floats(code, 1)[0]
    return try machine.shape(try machine.floats(code, 0).map { $0 * factor }, code.type)
  }

  /// The columns of a matrix operand.
  func columns(_ code: Program.Code, _ position: Int) throws -> [[Lanes<Double>]] {
    try value(code, position).parts.map(\.floats)
  }
}

/// The inner product.
func dot(_ a: [Lanes<Double>], _ b: [Lanes<Double>]) -> Lanes<Double> {
  zip(a, b).map { $0 * $1 }.reduce(nil) { (sum: Lanes<Double>?, term) in sum.map { $0 + term } ?? term }
    ?? Lanes(0)
}

/// A matrix, given by its columns, times a vector.
func product(_ columns: [[Lanes<Double>]], _ vector: [Lanes<Double>]) -> [Lanes<Double>] {
  columns[0].indices.map { row in dot(columns.map { $0[row] }, vector) }
}
