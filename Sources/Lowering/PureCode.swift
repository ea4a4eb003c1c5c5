import CLLVM
import SPIRV

/// Lowers instructions that compute from their operands alone.
struct PureCode {
  /// The scalars of an operand.
  typealias Operands = (ValueID) throws -> [Lane.Value]

  let module: ModuleLowering
  let lane: Lane
  /// Whether the instruction must not be contracted (GLSL's `precise`).
  var isPrecise = false
  /// Told of every outcome that decides something: on a stencil, lanes that disagree in it have no derivative.
  var discrete: (Lane.Value) -> Void = { _ in }

  /// Where the shader's own sums and products are made: native code may fuse them, as GLSL allows.
  var soft: Lane {
    var soft = lane
    soft.contracts = module.nativePlan != nil && !isPrecise
    return soft
  }

  /// The scalars of an instruction's result; nil where it is no pure instruction.
  func lower(_ instruction: Instruction, _ value: Operands) throws -> [Lane.Value]? {
    let op = instruction.op
    let ids = instruction.operandIDs
    if let build = Self.floatBinary[op] {
      return try componentwise(ids, value) { build(self, $0[0], $0[1]) }
    }
    if let predicate = Self.floatPredicates[op] {
      return try componentwise(ids, value) { decided(lane.compare(predicate, $0[0], $0[1])) }
    }
    if let predicate = Self.integerPredicates[op] {
      return try componentwise(ids, value) { decided(lane.compare(predicate, $0[0], $0[1])) }
    }
    if let build = Self.integerBinary[op] {
      return try componentwise(ids, value) { build(self, $0[0], $0[1]) }
    }
    return try matrix(instruction, ids, value) ?? logic(op, ids, value) ?? conversion(instruction, ids, value)
      ?? bits(instruction, ids, value) ?? composite(instruction, ids, value)
  }

  /// A result of as many scalars as each operand has.
  func componentwise(
    _ ids: [ValueID], _ value: Operands, _ body: ([Lane.Value]) throws -> Lane.Value
  ) throws -> [Lane.Value] {
    let operands = try ids.map(value)
    guard let count = operands.first?.count, operands.allSatisfy({ $0.count == count }) else {
      throw LoweringError.malformed("operands of different sizes")
    }
    return try (0..<count).map { position in try body(operands.map { $0[position] }) }
  }

  /// A condition, after telling of it.
  func decided(_ condition: Lane.Value) -> Lane.Value {
    discrete(condition)
    return condition
  }

  func operands(_ ids: [ValueID], _ count: Int, _ value: Operands) throws -> [[Lane.Value]] {
    guard ids.count >= count else { throw LoweringError.malformed("an instruction with too few operands") }
    return try ids.map(value)
  }

  // MARK: Floating-point arithmetic

  private typealias Binary = @Sendable (PureCode, Lane.Value, Lane.Value) -> Lane.Value

  private static let floatBinary: [Op: Binary] = [
    .fAdd: { $0.soft.add($1, $2) }, .fSub: { $0.soft.sub($1, $2) }, .fMul: { $0.soft.mul($1, $2) },
    .fDiv: { $0.lane.div($1, $2) },
    .fRem: { code, a, b in
      let (a, b) = code.lane.matched(a, b)
      code.discrete(code.lane.trunc(code.lane.div(a, b)))
      return LLVMBuildFRem(code.lane.builder, a, b, "")
    },
    .fMod: { code, a, b in
      let whole = code.lane.floor(code.lane.div(a, b))
      code.discrete(whole)
      return code.lane.sub(a, code.lane.mul(b, whole))
    },
  ]

  private func matrix(_ instruction: Instruction, _ ids: [ValueID], _ value: Operands) throws -> [Lane.Value]?
  {
    switch instruction.op {
    case .fNegate: return try value(ids[0]).map(lane.neg)
    case .vectorTimesScalar, .matrixTimesScalar:
      let values = try operands(ids, 2, value)
      return values[0].map { soft.mul($0, values[1][0]) }
    case .dot:
      let values = try operands(ids, 2, value)
      return [dot(values[0], values[1])]
    case .matrixTimesVector:
      let values = try operands(ids, 2, value)
      return product(try columns(ids[0], values[0]), values[1])
    case .vectorTimesMatrix:
      let values = try operands(ids, 2, value)
      return try columns(ids[1], values[1]).map { dot(values[0], $0) }
    case .matrixTimesMatrix:
      let values = try operands(ids, 2, value)
      let left = try columns(ids[0], values[0])
      return try columns(ids[1], values[1]).flatMap { product(left, $0) }
    case .outerProduct:
      let values = try operands(ids, 2, value)
      return values[1].flatMap { factor in values[0].map { soft.mul($0, factor) } }
    case .transpose:
      let columns = try columns(ids[0], try value(ids[0]))
      return columns[0].indices.flatMap { row in columns.map { $0[row] } }
    default: return nil
    }
  }

  /// The inner product, summed in order.
  func dot(_ a: [Lane.Value], _ b: [Lane.Value]) -> Lane.Value {
    let terms = zip(a, b).map { soft.mul($0, $1) }
    return terms.dropFirst().reduce(terms[0]) { soft.add($0, $1) }
  }

  /// A matrix, given by its columns, times a vector.
  private func product(_ columns: [[Lane.Value]], _ vector: [Lane.Value]) -> [Lane.Value] {
    columns[0].indices.map { row in dot(columns.map { $0[row] }, vector) }
  }

  /// The columns of a matrix operand.
  func columns(_ id: ValueID, _ scalars: [Lane.Value]) throws -> [[Lane.Value]] {
    let (count, rows) = try module.matrixShape(try module.typeID(id))
    guard scalars.count == count * rows else { throw LoweringError.malformed("a matrix of a wrong size") }
    return (0..<count).map { Array(scalars[($0 * rows)..<(($0 + 1) * rows)]) }
  }

  // MARK: Comparison and logic

  private static let floatPredicates: [Op: LLVMRealPredicate] = [
    .fOrdEqual: LLVMRealOEQ, .fUnordEqual: LLVMRealUEQ, .fOrdNotEqual: LLVMRealONE,
    .fUnordNotEqual: LLVMRealUNE, .fOrdLessThan: LLVMRealOLT, .fUnordLessThan: LLVMRealULT,
    .fOrdGreaterThan: LLVMRealOGT, .fUnordGreaterThan: LLVMRealUGT, .fOrdLessThanEqual: LLVMRealOLE,
    .fUnordLessThanEqual: LLVMRealULE, .fOrdGreaterThanEqual: LLVMRealOGE,
    .fUnordGreaterThanEqual: LLVMRealUGE, .ordered: LLVMRealORD, .unordered: LLVMRealUNO,
    .lessOrGreater: LLVMRealONE,
  ]

  private static let integerPredicates: [Op: LLVMIntPredicate] = [
    .iEqual: LLVMIntEQ, .iNotEqual: LLVMIntNE, .uLessThan: LLVMIntULT, .uLessThanEqual: LLVMIntULE,
    .uGreaterThan: LLVMIntUGT, .uGreaterThanEqual: LLVMIntUGE, .sLessThan: LLVMIntSLT,
    .sLessThanEqual: LLVMIntSLE, .sGreaterThan: LLVMIntSGT, .sGreaterThanEqual: LLVMIntSGE,
    .logicalEqual: LLVMIntEQ, .logicalNotEqual: LLVMIntNE,
  ]

  private func logic(_ op: Op, _ ids: [ValueID], _ value: Operands) throws -> [Lane.Value]? {
    switch op {
    case .logicalAnd: return try componentwise(ids, value) { lane.and($0[0], $0[1]) }
    case .logicalOr: return try componentwise(ids, value) { lane.or($0[0], $0[1]) }
    case .logicalNot: return try componentwise(ids, value) { lane.not($0[0]) }
    case .any:
      let parts = try value(ids[0])
      return [parts.dropFirst().reduce(parts[0]) { lane.or($0, $1) }]
    case .all:
      let parts = try value(ids[0])
      return [parts.dropFirst().reduce(parts[0]) { lane.and($0, $1) }]
    case .isNan: return try componentwise(ids, value) { decided(lane.isNaN($0[0])) }
    case .isInf:
      return try componentwise(ids, value) {
        decided(lane.compare(LLVMRealOEQ, lane.abs($0[0]), lane.number(.infinity, like: $0[0])))
      }
    case .isFinite:
      return try componentwise(ids, value) {
        decided(lane.compare(LLVMRealOLT, lane.abs($0[0]), lane.number(.infinity, like: $0[0])))
      }
    case .select:
      let values = try operands(ids, 3, value)
      return zip(values[1], values[2]).enumerated().map { position, pair in
        lane.select(values[0][values[0].count == 1 ? 0 : position], pair.0, pair.1)
      }
    default: return nil
    }
  }

  // MARK: Integers

  private static let integerBinary: [Op: Binary] = [
    .iAdd: { $0.lane.iadd($1, $2) }, .iSub: { $0.lane.isub($1, $2) }, .iMul: { $0.lane.imul($1, $2) },
    .bitwiseAnd: { $0.lane.and($1, $2) }, .bitwiseOr: { $0.lane.or($1, $2) },
    .bitwiseXor: { $0.lane.xor($1, $2) },
    .uDiv: { $0.unsignedQuotient($1, $2) }, .uMod: { $0.unsignedRemainder($1, $2) },
    .sDiv: { $0.signedQuotient($1, $2) }, .sRem: { $0.signedRemainder($1, $2) },
    .sMod: { code, a, b in
      let lane = code.lane
      let remainder = code.signedRemainder(a, b)
      let zero = lane.integer(0, like: remainder)
      let differs = lane.compare(LLVMIntSLT, lane.xor(remainder, b), zero)
      let isInexact = lane.compare(LLVMIntNE, remainder, zero)
      return lane.select(lane.and(differs, isInexact), lane.iadd(remainder, b), remainder)
    },
    .shiftLeftLogical: { code, a, b in code.lane.shl(a, code.shiftCount(b, of: a)) },
    .shiftRightLogical: { code, a, b in code.lane.lshr(a, code.shiftCount(b, of: a)) },
    .shiftRightArithmetic: { code, a, b in code.lane.ashr(a, code.shiftCount(b, of: a)) },
  ]

  /// A shift count modulo the width, as processors take it, so that none is out of range.
  private func shiftCount(_ count: Lane.Value, of base: Lane.Value) -> Lane.Value {
    let count = lane.convertUnsigned(count, to: lane.scalarType(base))
    return lane.and(count, lane.integer(lane.bits(base) - 1, like: count))
  }

  /// The quotient; 0 where the divisor is 0.
  private func unsignedQuotient(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    let (a, b) = lane.matched(a, b)
    let isZero = lane.compare(LLVMIntEQ, b, lane.integer(0, like: b))
    let quotient: Lane.Value = LLVMBuildUDiv(
      lane.builder, a, lane.select(isZero, lane.integer(1, like: b), b), "")
    return lane.select(isZero, lane.integer(0, like: b), quotient)
  }

  private func unsignedRemainder(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    let (a, b) = lane.matched(a, b)
    let isZero = lane.compare(LLVMIntEQ, b, lane.integer(0, like: b))
    let remainder: Lane.Value = LLVMBuildURem(
      lane.builder, a, lane.select(isZero, lane.integer(1, like: b), b), "")
    return lane.select(isZero, lane.integer(0, like: b), remainder)
  }

  /// A divisor that does not trap: 1 in place of 0, and of −1, whose quotients are the negatives.
  private func safeDivisor(
    _ b: Lane.Value
  ) -> (divisor: Lane.Value, isZero: Lane.Value, isMinusOne: Lane.Value) {
    let isZero = lane.compare(LLVMIntEQ, b, lane.integer(0, like: b))
    let isMinusOne = lane.compare(LLVMIntEQ, b, lane.integer(-1, like: b))
    let divisor = lane.select(lane.or(isZero, isMinusOne), lane.integer(1, like: b), b)
    return (divisor, isZero, isMinusOne)
  }

  private func signedQuotient(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    let (a, b) = lane.matched(a, b)
    let (divisor, isZero, isMinusOne) = safeDivisor(b)
    let quotient: Lane.Value = LLVMBuildSDiv(lane.builder, a, divisor, "")
    let zero = lane.integer(0, like: a)
    return lane.select(isZero, zero, lane.select(isMinusOne, lane.isub(zero, a), quotient))
  }

  private func signedRemainder(_ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
    let (a, b) = lane.matched(a, b)
    let (divisor, isZero, _) = safeDivisor(b)
    let remainder: Lane.Value = LLVMBuildSRem(lane.builder, a, divisor, "")
    return lane.select(isZero, lane.integer(0, like: a), remainder)
  }
}
