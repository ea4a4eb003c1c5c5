import SPIRV
import SeededRandom

extension Transformation {
  /// Sums and products the other way round, differences as sums with the negated: the same to the last bit.
  static let commuting = Transformation("commute") { module, _, random in
    let editor = ModuleEditor(module)
    editor.rewriteBlocks { block in
      var result = InstructionList()
      for instruction in block.instructions {
        guard case .arithmetic(let kind, let operands) = instruction.operation(glsl: editor.index.glsl),
          let type = instruction.resultType, let id = instruction.result, operands.count == 2,
          random.hits(0.7)
        else {
          result.append(instruction)
          continue
        }
        switch kind {
        case .add, .multiply, .dot:
          result.append(.arithmetic(kind, type: type, result: id, [operands[1], operands[0]]))
        case .subtract:
          let negated = editor.builder.newValue(type: type)
          result.append(.arithmetic(.negate, type: type, result: negated, [operands[1]]))
          result.append(.arithmetic(.add, type: type, result: id, [operands[0], negated]))
        case .negate, .divide, .remainder, .modulo, .vectorTimesScalar, .matrixTimesScalar,
          .vectorTimesMatrix, .matrixTimesVector, .matrixTimesMatrix, .outerProduct, .transpose, .convert,
          .quantize:
          result.append(instruction)
        }
      }
      return result
    }
    return editor.finish()
  }
}
