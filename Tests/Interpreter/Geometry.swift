import Foundation
import SPIRV

extension Machine {
  /// Functions of whole vectors and matrices. The choice of a norm is whether it is zero.
  static let geometricHandlers: [GLSLInstruction: Handler] = [
    .length: { machine, code in .float(norm(try machine.floats(code, 0))) },
    .distance: { machine, code in
      .float(norm(zip(try machine.floats(code, 0), try machine.floats(code, 1)).map { $0 - $1 }))
    },
    .normalize: { machine, code in
      let vector = try machine.floats(code, 0)
      let length = norm(vector)
      return try machine.shape(vector.map { $0.zip(length, /) }, code.type)
    },
    .cross: { machine, code in
      let (a, b) = (try machine.floats(code, 0), try machine.floats(code, 1))
      return try machine.shape(
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]], code.type)
    },
    .faceForward: { machine, code in
      let toward = dot(try machine.floats(code, 1), try machine.floats(code, 2))
      let sign = toward.map(choice: { $0 < 0 ? 1 : 0 }) { $0 < 0 ? 1 : -1 }
      return try machine.shape(try machine.floats(code, 0).map { $0 * sign }, code.type)
    },
    .reflect: { machine, code in
      let (incident, normal) = (try machine.floats(code, 0), try machine.floats(code, 1))
      let twice = dot(normal, incident).map { 2 * $0 }
      return try machine.shape(zip(incident, normal).map { $0 - twice * $1 }, code.type)
    },
    .refract: { machine, code in
      let (incident, normal) = (try machine.floats(code, 0), try machine.floats(code, 1))
      let count = incident.count
      let eta = try machine.floats(code, 2)[0]
      let results = combine(incident + normal + [eta]) { lane in
        refract(Array(lane[..<count]), Array(lane[count..<(2 * count)]), lane[2 * count])
      }
      return try machine.shape(results, code.type)
    },
    .determinant: { machine, code in
      let columns = try machine.columns(code, 0)
      return .float(
        combine(columns.flatMap { $0 }) { lane in ([determinant(square(lane, columns.count))], choice: 0) }[0]
      )
    },
    .matrixInverse: { machine, code in
      let columns = try machine.columns(code, 0)
      let results = combine(columns.flatMap { $0 }) { lane in
        let matrix = square(lane, columns.count)
        let determinant = determinant(matrix)
        return (inverse(matrix, determinant).flatMap { $0 }, choice: Lanes<Double>.side(determinant))
      }
      return try machine.shape(results, code.type)
    },
  ]

  /// The Euclidean norm.
  private static func norm(_ vector: [Lanes<Double>]) -> Lanes<Double> {
    dot(vector, vector).map(choice: { $0 == 0 ? 0 : 1 }) { $0.squareRoot() }
  }

  private static func refract(
    _ incident: [Double], _ normal: [Double], _ eta: Double
  ) -> (results: [Double], choice: Double) {
    let cosine = zip(incident, normal).reduce(0) { $0 + $1.0 * $1.1 }
    let k = 1 - eta * eta * (1 - cosine * cosine)
    if k < 0 { return (incident.map { _ in 0 }, -1) }
    let factor = eta * cosine + k.squareRoot()
    return (zip(incident, normal).map { eta * $0 - factor * $1 }, Lanes<Double>.side(k))
  }

  /// Numbers in column order as columns.
  private static func square(_ numbers: [Double], _ size: Int) -> [[Double]] {
    (0..<size).map { Array(numbers[($0 * size)..<(($0 + 1) * size)]) }
  }

  /// By expansion along the first column.
  private static func determinant(_ columns: [[Double]]) -> Double {
    if columns.count == 1 { return columns[0][0] }
    return columns.indices.reduce(0) { sum, row in
      let sign: Double = row % 2 == 0 ? 1 : -1
      return sum + sign * columns[0][row] * determinant(minor(columns, column: 0, row: row))
    }
  }

  private static func minor(_ columns: [[Double]], column: Int, row: Int) -> [[Double]] {
    columns.enumerated().filter { $0.offset != column }.map { _, numbers in
      numbers.enumerated().filter { $0.offset != row }.map(\.element)
    }
  }

  /// The adjugate over the determinant.
  private static func inverse(_ columns: [[Double]], _ determinantValue: Double) -> [[Double]] {
    columns.indices.map { column in
      columns.indices.map { row in
        let sign: Double = (row + column) % 2 == 0 ? 1 : -1
        let cofactor =
          columns.count == 1 ? 1 : determinant(minor(columns, column: row, row: column))
        return sign * cofactor / determinantValue
      }
    }
  }

  // MARK: Results of two parts

  /// Modf and Frexp, through a pointer or as a structure.
  static let structureHandlers: [GLSLInstruction: Handler] = [
    .modf: { machine, code in
      let (fraction, whole) = try machine.modf(code)
      machine.store(whole, to: try machine.pointer(code, 1))
      return fraction
    },
    .modfStruct: { machine, code in
      let (fraction, whole) = try machine.modf(code)
      return .composite([fraction, whole])
    },
    .frexp: { machine, code in
      let (significand, exponent) = try machine.frexp(code)
      machine.store(exponent, to: try machine.pointer(code, 1))
      return significand
    },
    .frexpStruct: { machine, code in
      let (significand, exponent) = try machine.frexp(code)
      return .composite([significand, exponent])
    },
  ]

  private func modf(_ code: Program.Code) throws -> (fraction: Value, whole: Value) {
    let x = try value(code, 0)
    let fraction = x.mapFloats { lanes in
      .float(lanes.map(choice: { $0.rounded(.towardZero) }) { $0 - $0.rounded(.towardZero) })
    }
    let whole = x.mapFloats { lanes in
      .float(lanes.map(choice: { $0.rounded(.towardZero) }) { $0.rounded(.towardZero) })
    }
    return (fraction, whole)
  }

  private func frexp(_ code: Program.Code) throws -> (significand: Value, exponent: Value) {
    let exponent: @Sendable (Double) -> Double = { $0 == 0 || !$0.isFinite ? 0 : Double($0.exponent + 1) }
    let x = try value(code, 0)
    let significand = x.mapFloats { lanes in
      .float(lanes.map(choice: exponent) { scalbn($0, -Int(exponent($0))) })
    }
    let exponents = x.mapFloats { lanes in
      .int(lanes.map { truncated(UInt64(bitPattern: Int64(exponent($0))), 32) }.settled, width: 32)
    }
    return (significand, exponents)
  }
}

extension Value {
  func mapFloats(_ body: (Lanes<Double>) -> Value) -> Value {
    mapLeaves { leaf in
      if case .float(let lanes) = leaf { return body(lanes) }
      return leaf
    }
  }
}
