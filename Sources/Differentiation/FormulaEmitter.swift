import SPIRV

/// Turns a formula program into instructions for one operation.
struct FormulaEmitter {
  /// The operation's arguments.
  let arguments: [Operand]
  /// The operation's result.
  let result: Operand
  /// The scalar type of the operation's result.
  let scalar: TypeID

  /// Emits a program once per direction, what does not depend on the direction once for all.
  ///
  /// - Parameter differentials: by direction, the differential of each argument; read only where the program
  ///   was made for a differential that is a value.
  /// - Returns: the differential of the result by direction.
  func emit(
    _ program: FormulaProgram, differentials: [[Operand]], into code: Code
  ) -> [Operand] {
    // Each direction writes its own steps over those of the direction before.
    var places = [Operand](filling: .constant(0), count: program.steps.count)
    for (number, step) in program.steps.enumerated() where !step.isDirectional {
      places[number] = emit(step.formula, [], places, into: code)
    }
    return differentials.map { differentials in
      for (number, step) in program.steps.enumerated() where step.isDirectional {
        places[number] = emit(step.formula, differentials, places, into: code)
      }
      return places.last ?? .constant(0)
    }
  }

  /// The same for one direction.
  func emit(_ program: FormulaProgram, differentials: [Operand], into code: Code) -> Operand {
    var places = [Operand](filling: .constant(0), count: program.steps.count)
    for isDirectional in [false, true] {
      for (number, step) in program.steps.enumerated() where step.isDirectional == isDirectional {
        places[number] = emit(step.formula, differentials, places, into: code)
      }
    }
    return places.last ?? .constant(0)
  }

  private func emit(
    _ kind: FormulaProgram.Kind, _ differentials: [Operand], _ places: [Operand], into code: Code
  ) -> Operand {
    switch kind {
    case .constant(let value): .constant(value)
    case .argument(let position): arguments[position]
    case .differential(let position): differentials[position]
    case .result: result
    case .leastNormal: .constant(leastNormal(code.width(scalar)))
    case .apply(let op, let parts):
      (parts.count == 2 ? binary(op, places[parts[0]], places[parts[1]], into: code) : nil)
        ?? apply(op, parts.map { places[$0] }, into: code)
    }
  }

  /// The operations met most, without a list of their operands; nil for others, and where both operands are known.
  private func binary(_ op: Formula.Op, _ a: Operand, _ b: Operand, into code: Code) -> Operand? {
    if case .constant = a, case .constant = b { return nil }
    let instruction: SPIRV.Op
    switch (op, a, b) {
    case (.multiply, _, _): return code.product(a, b, scalar: scalar)
    case (.add, .constant(0), _): return b
    case (.add, _, .constant(0)), (.subtract, _, .constant(0)), (.divide, _, .constant(1)): return a
    case (.add, _, _), (.subtract, _, _), (.divide, _, _):
      let type = code.commonType(a, b, scalar: scalar)
      let (left, right) = (code.value(a, as: type), code.value(b, as: type))
      switch op {
      case .add: return .value(code.sum(left, right, type), type)
      case .subtract: return .value(code.difference(left, right, type), type)
      default: return .value(code.add(.fDiv, type, left, right), type)
      }
    case (.less, _, _): instruction = .fOrdLessThan
    case (.unorderedLess, _, _): instruction = .fUnordLessThan
    case (.equal, _, _): instruction = .fOrdEqual
    default: return nil
    }
    let type = code.commonType(a, b, scalar: scalar)
    let truth = code.truthType(like: type)
    let (left, right) = (code.value(a, as: type), code.value(b, as: type))
    return .value(code.add(instruction, truth, left, right), truth)
  }

  private func leastNormal(_ width: Int) -> Double {
    switch width {
    case 16: 0x1p-14
    case 64: Double.leastNormalMagnitude
    default: Double(Float.leastNormalMagnitude)
    }
  }

  private func apply(_ op: Formula.Op, _ operands: [Operand], into code: Code) -> Operand {
    if let folded = fold(op, operands) { return folded }
    switch op {
    case .add, .subtract, .divide: return sum(op, operands, into: code)
    case .multiply: return code.product(operands[0], operands[1], scalar: scalar)
    case .negate:
      let type = code.commonType(operands, scalar: scalar)
      return .value(code.negative(code.value(operands[0], as: type), type), type)
    case .less, .unorderedLess, .equal, .isNaN, .or: return compare(op, operands, into: code)
    case .select: return choose(operands, into: code)
    case .dot, .cross, .length: return geometry(op, operands, into: code)
    case .matrixTimesScalar, .matrixTimesVector, .vectorTimesMatrix, .matrixTimesMatrix, .outerProduct,
      .transpose:
      return matrix(op, operands, into: code)
    case .convert: return convert(operands[0], into: code)
    case .fma, .sin, .cos, .sinh, .cosh, .log, .sqrt, .inverseSqrt, .abs, .sign, .floor, .trunc, .round,
      .clamp, .mix, .ldexp, .radians, .degrees, .min, .max:
      let type = code.commonType(operands, scalar: scalar)
      if op == .round, !code.context.options.hasRoundEven {
        // The rules round quotients that are whole but for rounding: ties do not occur.
        let half = sum(.add, operands + [.constant(0.5)], into: code)
        return code.extended(.floor, type, [code.value(half, as: type)])
      }
      return code.extended(op.instruction, type, operands.map { code.value($0, as: type) })
    }
  }

  /// What is known without an instruction.
  private func fold(_ op: Formula.Op, _ operands: [Operand]) -> Operand? {
    if case .boolean(let truth) = operands[0] {
      if op == .select { return truth ? operands[1] : operands[2] }
      if op == .or, operands.count == 2 { return truth ? .boolean(true) : operands[1] }
    }
    let areNumbers = operands.allSatisfy { if case .constant = $0 { true } else { false } }
    if !areNumbers {
      switch (op, operands[0], operands.last) {
      case (.add, .constant(0), let other?): return other
      case (.add, let other, .constant(0)), (.subtract, let other, .constant(0)),
        (.divide, let other, .constant(1)):
        return other
      default: return nil
      }
    }
    let numbers = operands.compactMap { if case .constant(let value) = $0 { value } else { nil } }
    switch op {
    case .add: return .constant(numbers[0] + numbers[1])
    case .subtract: return .constant(numbers[0] - numbers[1])
    case .multiply: return .constant(numbers[0] * numbers[1])
    case .divide where numbers[1] != 0: return .constant(numbers[0] / numbers[1])
    case .negate: return .constant(-numbers[0])
    case .abs: return .constant(Swift.abs(numbers[0]))
    case .less: return .boolean(numbers[0] < numbers[1])
    case .equal: return .boolean(numbers[0] == numbers[1])
    case .isNaN: return .boolean(numbers[0].isNaN)
    default: return nil
    }
  }

  private func sum(_ op: Formula.Op, _ operands: [Operand], into code: Code) -> Operand {
    let type = code.commonType(operands, scalar: scalar)
    let values = operands.map { code.value($0, as: type) }
    switch op {
    case .add: return .value(code.sum(values[0], values[1], type), type)
    case .subtract: return .value(code.difference(values[0], values[1], type), type)
    default: return code.arithmetic(.divide, type, values)
    }
  }

  private func compare(_ op: Formula.Op, _ operands: [Operand], into code: Code) -> Operand {
    let type = code.commonType(operands, scalar: scalar)
    let truth = code.truthType(like: type)
    if op == .or {
      let widest = code.commonType(operands, scalar: truth)
      let values = operands.map { code.value($0, as: widest) }
      return .value(
        code.add(.logicalOr, widest, values[0], values[1]), widest)
    }
    let values = operands.map { code.value($0, as: type) }
    let instruction: SPIRV.Op =
      switch op {
      case .less: .fOrdLessThan
      case .unorderedLess: .fUnordLessThan
      case .equal: .fOrdEqual
      default: .isNan
      }
    return .value(code.add(instruction, truth, values[0], values.count > 1 ? values[1] : nil), truth)
  }

  private func choose(_ operands: [Operand], into code: Code) -> Operand {
    guard case .value(let condition, let truth) = operands[0] else { return operands[1] }
    let branches = [operands[1], operands[2]]
    if branches[0] == branches[1] { return branches[0] }
    var type = code.commonType(branches, scalar: scalar)
    var wide = condition
    switch (code.shape(type), code.shape(truth)) {
    case (.scalar, .vector(let count)):
      type = code.builder.vectorType(type, count: count)
    case (.vector, .scalar):
      wide = code.value(operands[0], as: code.truthType(like: type))
    default: break
    }
    let values = branches.map { code.value($0, as: type) }
    return .value(code.add(.select, type, wide, values[0], values[1]), type)
  }

  private func geometry(_ op: Formula.Op, _ operands: [Operand], into code: Code) -> Operand {
    let type = code.commonType(operands, scalar: scalar)
    let values = operands.map { code.value($0, as: type) }
    let isScalar = code.shape(type) == .scalar
    switch op {
    case .dot where isScalar: return code.product(operands[0], operands[1], scalar: scalar)
    case .dot: return code.arithmetic(.dot, scalar, values)
    case .length where isScalar: return code.extended(.fAbs, type, values)
    case .length: return code.extended(.length, scalar, values)
    default: return code.extended(.cross, type, values)
    }
  }

  private func matrix(_ op: Formula.Op, _ operands: [Operand], into code: Code) -> Operand {
    let types = operands.map { if case .value(_, let type) = $0 { type } else { scalar } }
    let values = zip(operands, types).map { code.value($0, as: $1) }
    switch op {
    case .matrixTimesScalar: return code.arithmetic(.matrixTimesScalar, types[0], values)
    case .matrixTimesVector:
      guard case .matrix(let column, _) = code.shape(types[0]) else { return operands[0] }
      return code.arithmetic(.matrixTimesVector, column, values)
    case .vectorTimesMatrix:
      guard case .matrix(_, let count) = code.shape(types[1]) else { return operands[0] }
      let row = code.builder.vectorType(code.component(types[1]), count: count)
      return code.arithmetic(.vectorTimesMatrix, row, values)
    case .matrixTimesMatrix:
      guard case .matrix(let column, _) = code.shape(types[0]),
        case .matrix(_, let count) = code.shape(types[1])
      else { return operands[0] }
      return code.arithmetic(
        .matrixTimesMatrix, code.builder.matrixType(column, count: count), values)
    case .outerProduct:
      guard case .vector(let count) = code.shape(types[1]) else { return operands[0] }
      return code.arithmetic(
        .outerProduct, code.builder.matrixType(types[0], count: count), values)
    default:
      guard case .matrix(let column, let count) = code.shape(types[0]),
        case .vector(let rows) = code.shape(column)
      else { return operands[0] }
      let transposed = code.builder.vectorType(code.component(column), count: count)
      return code.arithmetic(
        .transpose, code.builder.matrixType(transposed, count: rows), values)
    }
  }

  private func convert(_ operand: Operand, into code: Code) -> Operand {
    guard case .value(let id, let type) = operand, code.component(type) != scalar else { return operand }
    var target = scalar
    if case .vector(let count) = code.shape(type) {
      target = code.builder.vectorType(scalar, count: count)
    }
    return code.arithmetic(.convert, target, [id])
  }
}

extension Code {
  /// bool, or a vector of it as wide as a type.
  func truthType(like type: TypeID) -> TypeID {
    let bool = builder.boolType()
    guard case .vector(let count) = shape(type) else { return bool }
    return builder.vectorType(bool, count: count)
  }
}

extension Formula.Op {
  /// The instruction of GLSL.std.450 that computes an operation taken over unchanged.
  fileprivate var instruction: GLSLInstruction {
    switch self {
    case .fma: .fma
    case .sin: .sin
    case .cos: .cos
    case .sinh: .sinh
    case .cosh: .cosh
    case .log: .log
    case .sqrt: .sqrt
    case .inverseSqrt: .inverseSqrt
    case .abs: .fAbs
    case .sign: .fSign
    case .floor: .floor
    case .trunc: .trunc
    case .round: .roundEven
    case .clamp: .fClamp
    case .mix: .fMix
    case .ldexp: .ldexp
    case .radians: .radians
    case .degrees: .degrees
    case .min: .fMin
    case .max: .fMax
    case .add, .subtract, .multiply, .divide, .negate, .dot, .cross, .length, .less, .unorderedLess,
      .equal, .isNaN, .or, .select, .matrixTimesScalar, .matrixTimesVector, .vectorTimesMatrix,
      .matrixTimesMatrix, .outerProduct, .transpose, .convert:
      .fAbs
    }
  }
}
