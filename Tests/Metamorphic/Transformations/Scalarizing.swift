import SPIRV
import SeededRandom

extension Transformation {
  /// Arithmetic on vectors, component by component.
  static let scalarizing = Transformation("scalarize") { module, _, random in
    let editor = ModuleEditor(module)
    let set = editor.index.glsl
    editor.rewriteBlocks { block in
      var result = InstructionList()
      for instruction in block.instructions {
        guard let type = instruction.resultType, let id = instruction.result,
          case .vector(let component, let count)? = editor.index[type], random.hits(0.8)
        else {
          result.append(instruction)
          continue
        }
        let make: (ValueID, [ValueID]) -> Instruction
        let operands: [ValueID]
        switch instruction.operation(glsl: set) {
        case .arithmetic(let kind, let values) where kind.isComponentwise:
          operands = values
          make = { .arithmetic(kind, type: component, result: $0, $1) }
        case .extended(let function, let values) where function.isComponentwise:
          guard let set else { fallthrough }
          operands = values
          make = { .extended(function, set: set, type: component, result: $0, $1) }
        default:
          result.append(instruction)
          continue
        }
        let parts = (0..<count).map { part in
          let taken = operands.map { editor.part($0, part, &result) }
          let id = editor.builder.newValue(type: component)
          result.append(make(id, taken))
          return id
        }
        result.append(.compositeConstruct(type: type, result: id, parts))
      }
      return result
    }
    return editor.finish()
  }
}

extension ModuleEditor {
  /// A component of a vector; a scalar itself.
  fileprivate func part(_ value: ValueID, _ position: Int, _ code: inout InstructionList) -> ValueID {
    guard let type = builder.type(of: value), case .vector(let component, _)? = builder[type] else {
      return value
    }
    let id = builder.newValue(type: component)
    code.append(.compositeExtract(type: component, result: id, value, path: [UInt32(position)]))
    return id
  }
}

extension Arithmetic {
  fileprivate var isComponentwise: Bool {
    switch self {
    case .negate, .add, .subtract, .multiply, .divide, .remainder, .modulo: true
    case .vectorTimesScalar, .matrixTimesScalar, .vectorTimesMatrix, .matrixTimesVector, .matrixTimesMatrix,
      .outerProduct, .dot, .transpose, .convert, .quantize:
      false
    }
  }
}

extension GLSLInstruction {
  fileprivate var isComponentwise: Bool {
    let functions: Set<GLSLInstruction> = [
      .fAbs, .fSign, .floor, .ceil, .fract, .sin, .cos, .tan, .asin, .acos, .atan, .atan2, .pow, .exp, .log,
      .exp2, .log2, .sqrt, .inverseSqrt, .fMin, .fMax, .fClamp, .fMix, .step, .smoothStep,
    ]
    return functions.contains(self)
  }
}
