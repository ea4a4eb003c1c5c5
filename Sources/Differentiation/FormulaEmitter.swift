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
    emit(program, isDirectional: false, [], &places, into: code)
    return differentials.map { differentials in
      emit(program, isDirectional: true, differentials, &places, into: code)
      return places.last ?? .constant(0)
    }
  }

  /// The same for one direction.
  func emit(_ program: FormulaProgram, differentials: [Operand], into code: Code) -> Operand {
    var places = [Operand](filling: .constant(0), count: program.steps.count)
    emit(program, isDirectional: false, [], &places, into: code)
    emit(program, isDirectional: true, differentials, &places, into: code)
    return places.last ?? .constant(0)
  }

  /// Emits the steps that depend on the direction, or those that do not.
  private func emit(
    _ program: FormulaProgram, isDirectional: Bool, _ differentials: [Operand], _ places: inout [Operand],
    into code: Code
  ) {
    for (number, step) in program.steps.enumerated() where step.isDirectional == isDirectional {
      places[number] = emit(step.formula, differentials, places, into: code)
    }
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
      switch op {
      // Met most: without a list of their operands.
      case .add, .subtract, .multiply, .divide, .less, .unorderedLess, .equal:
        binary(op, places[parts[0]], places[parts[1]], into: code)
      default: apply(op, parts.map { places[$0] }, into: code)
      }
    }
  }

  /// Arithmetic and comparisons of two.
  private func binary(_ op: Formula.Op, _ a: Operand, _ b: Operand, into code: Code) -> Operand {
    if case .constant(let left) = a, case .constant(let right) = b, let known = fold(op, left, right) {
      return known
    }
    switch (op, a, b) {
    case (.add, .constant(0), _): return b
    case (.add, _, .constant(0)), (.subtract, _, .constant(0)), (.divide, _, .constant(1)): return a
    case (.multiply, _, _): return code.product(a, b, scalar: scalar)
    default: break
    }
    let type = code.commonType(a, b, scalar: scalar)
    switch op {
    case .less: return compare(.fOrdLessThan, a, b, type, into: code)
    case .unorderedLess: return compare(.fUnordLessThan, a, b, type, into: code)
    case .equal: return compare(.fOrdEqual, a, b, type, into: code)
    default: break
    }
    let (left, right) = (code.value(a, as: type), code.value(b, as: type))
    switch op {
    case .add: return .value(code.sum(left, right, type), type)
    case .subtract: return .value(code.difference(left, right, type), type)
    default: return .value(code.add(.fDiv, type, left, right), type)
    }
  }

  private func compare(
    _ op: SPIRV.Op, _ a: Operand, _ b: Operand, _ type: TypeID, into code: Code
  ) -> Operand {
    let truth = code.truthType(like: type)
    return .value(code.add(op, truth, code.value(a, as: type), code.value(b, as: type)), truth)
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
    case .negate:
      let type = code.commonType(operands, scalar: scalar)
      return .value(code.negative(code.value(operands[0], as: type), type), type)
    case .isNaN: return isNaN(operands[0], into: code)
    case .or: return either(operands, into: code)
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
        let half = code.sum(
          code.value(operands[0], as: type), code.value(.constant(0.5), as: type), type)
        return code.extended(.floor, type, [half])
      }
      return code.extended(op.instruction, type, operands.map { code.value($0, as: type) })
    case .add, .subtract, .multiply, .divide, .less, .unorderedLess, .equal:
      return binary(op, operands[0], operands[1], into: code)
    }
  }

  /// What two numbers give; nil where that takes an instruction.
  private func fold(_ op: Formula.Op, _ a: Double, _ b: Double) -> Operand? {
    switch op {
    case .add: .constant(a + b)
    case .subtract: .constant(a - b)
    case .multiply: .constant(a * b)
    case .divide where b != 0: .constant(a / b)
    case .less: .boolean(a < b)
    case .equal: .boolean(a == b)
    default: nil
    }
  }

  /// What is known without an instruction.
  private func fold(_ op: Formula.Op, _ operands: [Operand]) -> Operand? {
    if case .boolean(let truth) = operands[0] {
      if op == .select { return truth ? operands[1] : operands[2] }
      if op == .or, operands.count == 2 { return truth ? .boolean(true) : operands[1] }
    }
    guard case .constant(let number) = operands[0], operands.count == 1 else { return nil }
    switch op {
    case .negate: return .constant(-number)
    case .abs: return .constant(Swift.abs(number))
    case .isNaN: return .boolean(number.isNaN)
    default: return nil
    }
  }

  private func isNaN(_ operand: Operand, into code: Code) -> Operand {
    let type = code.commonType([operand], scalar: scalar)
    let truth = code.truthType(like: type)
    return .value(code.add(.isNan, truth, code.value(operand, as: type)), truth)
  }

  private func either(_ operands: [Operand], into code: Code) -> Operand {
    let truth = code.truthType(like: code.commonType(operands, scalar: scalar))
    let widest = code.commonType(operands, scalar: truth)
    let values = operands.map { code.value($0, as: widest) }
    return .value(code.add(.logicalOr, widest, values[0], values[1]), widest)
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
