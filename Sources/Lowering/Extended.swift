import CLLVM
import SPIRV

extension PureCode {
  private typealias Unary = @Sendable (PureCode, Lane.Value) -> Lane.Value
  private typealias Several = @Sendable (PureCode, [Lane.Value]) -> Lane.Value

  /// The scalars of the result of an instruction of GLSL.std.450; nil where it is not pure.
  func extended(
    _ glsl: GLSLInstruction, _ instruction: Instruction, _ ids: [ValueID], _ value: Operands
  ) throws -> [Lane.Value]? {
    if let build = Self.unary[glsl] { return try componentwise(ids, value) { build(self, $0[0]) } }
    if let build = Self.several[glsl] {
      return try componentwise(ids, value) { build(self, lane.matched($0)) }
    }
    if let build = Self.integers[glsl] { return try componentwise(ids, value) { build(self, $0) } }
    return try geometry(glsl, ids, value) ?? packing(glsl, instruction, ids, value) ?? parts(glsl, ids, value)
  }

  // MARK: Functions of one scalar

  private static let unary: [GLSLInstruction: Unary] = [
    .round: { code, x in code.decided(code.lane.intrinsic("llvm.round", [x])) },
    .roundEven: { code, x in code.decided(code.lane.roundEven(x)) },
    .trunc: { code, x in code.decided(code.lane.trunc(x)) },
    .floor: { code, x in code.decided(code.lane.floor(x)) },
    .ceil: { code, x in code.decided(code.lane.ceil(x)) },
    .fract: { code, x in code.soft.sub(x, code.decided(code.lane.floor(x))) },
    .fAbs: { code, x in
      code.discrete(code.isNegative(x))
      return code.lane.abs(x)
    },
    .fSign: { code, x in
      let zero = code.lane.number(0, like: x)
      let one = code.lane.number(1, like: x)
      let isPositive = code.decided(code.lane.compare(LLVMRealOGT, x, zero))
      let negative = code.lane.select(code.decided(code.isNegative(x)), code.lane.neg(one), zero)
      return code.lane.select(isPositive, one, negative)
    },
    .radians: { code, x in code.lane.mul(x, code.lane.number(.pi / 180, like: x)) },
    .degrees: { code, x in code.lane.mul(x, code.lane.number(180 / .pi, like: x)) },
    .sin: { $0.lane.sin($1) }, .cos: { $0.lane.cos($1) }, .tan: { $0.lane.tan($1) },
    .asin: { $0.lane.asin($1) }, .acos: { $0.lane.acos($1) }, .atan: { $0.lane.atan($1) },
    .sinh: { $0.lane.sinh($1) }, .cosh: { $0.lane.cosh($1) }, .tanh: { $0.lane.tanh($1) },
    .asinh: { $0.lane.asinh($1) }, .acosh: { $0.lane.acosh($1) }, .atanh: { $0.lane.atanh($1) },
    .exp: { $0.lane.exp($1) }, .log: { $0.lane.log($1) }, .exp2: { $0.lane.exp2($1) },
    .log2: { $0.lane.log2($1) }, .sqrt: { $0.lane.sqrt($1) },
    .inverseSqrt: { code, x in code.lane.div(code.lane.number(1, like: x), code.lane.sqrt(x)) },
  ]

  private func isNegative(_ x: Lane.Value) -> Lane.Value {
    lane.compare(LLVMRealOLT, x, lane.number(0, like: x))
  }

  // MARK: Functions of several scalars

  private static let several: [GLSLInstruction: Several] = [
    .atan2: { $0.lane.atan2($1[0], $1[1]) },
    .pow: { $0.lane.pow($1[0], $1[1]) },
    .fma: { $0.lane.fma($1[0], $1[1], $1[2]) },
    .fMin: { $0.smaller($1[0], $1[1]) },
    .fMax: { $0.greater($1[0], $1[1]) },
    .fClamp: { $0.smaller($0.greater($1[0], $1[1]), $1[2]) },
    .nMin: { $0.smallerNumber($1[0], $1[1]) },
    .nMax: { $0.greaterNumber($1[0], $1[1]) },
    .nClamp: { $0.smallerNumber($0.greaterNumber($1[0], $1[1]), $1[2]) },
    .fMix: { code, x in
      // Exact at both ends, too, and one operation less.
      if code.soft.contracts {
        return code.lane.fma(x[2], x[1], code.lane.fma(code.lane.neg(x[2]), x[0], x[0]))
      }
      let one = code.lane.number(1, like: x[2])
      return code.soft.add(code.soft.mul(x[0], code.soft.sub(one, x[2])), code.soft.mul(x[1], x[2]))
    },
    .step: { code, x in
      let isBelow = code.decided(code.lane.compare(LLVMRealOLT, x[1], x[0]))
      return code.lane.select(isBelow, code.lane.number(0, like: x[0]), code.lane.number(1, like: x[0]))
    },
    .smoothStep: { code, x in
      let (lane, soft) = (code.lane, code.soft)
      let raw = lane.div(soft.sub(x[2], x[0]), soft.sub(x[1], x[0]))
      let t = code.smaller(code.greater(raw, lane.number(0, like: raw)), lane.number(1, like: raw))
      let factor = soft.sub(lane.number(3, like: t), soft.mul(lane.number(2, like: t), t))
      return soft.mul(soft.mul(t, t), factor)
    },
  ]

  private func smaller(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    lane.select(decided(lane.compare(LLVMRealOLT, b, a)), b, a)
  }

  private func greater(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    lane.select(decided(lane.compare(LLVMRealOLT, a, b)), b, a)
  }

  /// The smaller one, or the one that is a number.
  private func smallerNumber(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    lane.select(decided(lane.or(lane.isNaN(a), lane.compare(LLVMRealOLT, b, a))), b, a)
  }

  private func greaterNumber(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    lane.select(decided(lane.or(lane.isNaN(a), lane.compare(LLVMRealOLT, a, b))), b, a)
  }

  // MARK: Integers

  private static let integers: [GLSLInstruction: Several] = [
    .sAbs: { code, x in
      let negative = code.lane.isub(code.lane.integer(0, like: x[0]), x[0])
      return code.lane.intrinsic("llvm.smax", [x[0], negative])
    },
    .sSign: { code, x in
      let one = code.lane.integer(1, like: x[0])
      let limited = code.lane.intrinsic("llvm.smin", [x[0], one])
      return code.lane.intrinsic("llvm.smax", [limited, code.lane.integer(-1, like: x[0])])
    },
    .uMin: { $0.lane.intrinsic("llvm.umin", $1) }, .sMin: { $0.lane.intrinsic("llvm.smin", $1) },
    .uMax: { $0.lane.intrinsic("llvm.umax", $1) }, .sMax: { $0.lane.intrinsic("llvm.smax", $1) },
    .uClamp: { $0.lane.intrinsic("llvm.umin", [$0.lane.intrinsic("llvm.umax", [$1[0], $1[1]]), $1[2]]) },
    .sClamp: { $0.lane.intrinsic("llvm.smin", [$0.lane.intrinsic("llvm.smax", [$1[0], $1[1]]), $1[2]]) },
    .findILsb: { code, x in
      let count = code.lane.intrinsic("llvm.cttz", x, flag: true)
      return code.orMinusOne(count, x[0])
    },
    .findUMsb: { code, x in code.highestBit(x[0]) },
    .findSMsb: { code, x in
      let top = code.lane.integer(code.lane.bits(x[0]) - 1, like: x[0])
      return code.highestBit(code.lane.xor(x[0], code.lane.ashr(x[0], top)))
    },
  ]

  private func highestBit(_ x: Lane.Value) -> Lane.Value {
    let zeros = lane.intrinsic("llvm.ctlz", [x], flag: true)
    return orMinusOne(lane.isub(lane.integer(lane.bits(x) - 1, like: x), zeros), x)
  }

  private func orMinusOne(_ value: Lane.Value, _ x: Lane.Value) -> Lane.Value {
    let isZero = lane.compare(LLVMIntEQ, x, lane.integer(0, like: x))
    return lane.select(isZero, lane.integer(-1, like: value), value)
  }

  // MARK: Vectors and matrices

  private func geometry(_ glsl: GLSLInstruction, _ ids: [ValueID], _ value: Operands) throws -> [Lane.Value]?
  {
    switch glsl {
    case .length: return [length(try value(ids[0]))]
    case .distance:
      let values = try operands(ids, 2, value)
      return [length(zip(values[0], values[1]).map { soft.sub($0, $1) })]
    case .normalize:
      let vector = try value(ids[0])
      let length = length(vector)
      return vector.map { soft.quotient($0, length) }
    case .cross:
      let values = try operands(ids, 2, value)
      guard values[0].count == 3, values[1].count == 3 else {
        throw LoweringError.malformed("cross of no vec3")
      }
      return (0..<3).map { axis in
        let (next, last) = ((axis + 1) % 3, (axis + 2) % 3)
        return soft.sub(
          soft.mul(values[0][next], values[1][last]), soft.mul(values[0][last], values[1][next]))
      }
    case .faceForward:
      let values = try operands(ids, 3, value)
      let isToward = decided(isNegative(dot(values[1], values[2])))
      return values[0].map { lane.select(isToward, $0, lane.neg($0)) }
    case .reflect:
      let values = try operands(ids, 2, value)
      let product = dot(values[1], values[0])
      let twice = soft.mul(lane.number(2, like: product), product)
      return zip(values[0], values[1]).map { soft.sub($0, soft.mul(twice, $1)) }
    case .refract:
      let values = try operands(ids, 3, value)
      return refract(values[0], values[1], values[2][0])
    case .determinant: return [determinant(try columns(ids[0], try value(ids[0])))]
    case .matrixInverse: return inverse(try columns(ids[0], try value(ids[0])))
    default: return nil
    }
  }

  private func length(_ vector: [Lane.Value]) -> Lane.Value {
    vector.count == 1 ? lane.abs(vector[0]) : lane.sqrt(dot(vector, vector))
  }

  private func refract(
    _ incident: [Lane.Value], _ normal: [Lane.Value], _ eta: Lane.Value
  ) -> [Lane.Value] {
    // The index is a 32-bit float even where the vectors are wider.
    let eta = lane.convertFloat(eta, to: lane.scalarType(incident[0]))
    let cosine = dot(incident, normal)
    let one = lane.number(1, like: cosine)
    let k = soft.sub(one, soft.mul(soft.mul(eta, eta), soft.sub(one, soft.mul(cosine, cosine))))
    let isTotal = decided(isNegative(k))
    let factor = soft.add(soft.mul(eta, cosine), lane.sqrt(k))
    return zip(incident, normal).map { i, n in
      let bent = soft.sub(soft.mul(eta, i), soft.mul(factor, n))
      return lane.select(isTotal, lane.number(0, like: bent), bent)
    }
  }

  /// By expansion along the first column.
  private func determinant(_ columns: [[Lane.Value]]) -> Lane.Value {
    if columns.count == 1 { return columns[0][0] }
    let terms = columns.indices.map { row in
      soft.mul(columns[0][row], determinant(minor(columns, column: 0, row: row)))
    }
    return terms.enumerated().dropFirst().reduce(terms[0]) { sum, term in
      term.offset % 2 == 0 ? soft.add(sum, term.element) : soft.sub(sum, term.element)
    }
  }

  private func minor(_ columns: [[Lane.Value]], column: Int, row: Int) -> [[Lane.Value]] {
    columns.enumerated().filter { $0.offset != column }.map { _, numbers in
      numbers.enumerated().filter { $0.offset != row }.map(\.element)
    }
  }

  /// The adjugate over the determinant, in column order.
  private func inverse(_ columns: [[Lane.Value]]) -> [Lane.Value] {
    let determinant = determinant(columns)
    return columns.indices.flatMap { column in
      columns.indices.map { row in
        let cofactor = self.determinant(minor(columns, column: row, row: column))
        return lane.div((row + column) % 2 == 0 ? cofactor : lane.neg(cofactor), determinant)
      }
    }
  }
}
