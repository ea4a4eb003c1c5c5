import SPIRV
import SeededRandom

extension Transformation {
  /// Branches and selects with the negated condition and their arms swapped.
  static let swappingArms = Transformation("swap-arms") { module, _, random in
    let editor = ModuleEditor(module)
    editor.rewriteBlocks { block in
      var result = block.instructions
      if case .conditionalBranch(let condition, let ifTrue, let ifFalse) = result.last?.operation(glsl: nil),
        let negated = editor.negated(condition), random.hits(0.8)
      {
        result[result.count - 1] = .conditionalBranch(negated.id, ifTrue: ifFalse, ifFalse: ifTrue)
        result.insert(negated.instruction, at: result.tail)
      }
      return InstructionList(
        result.flatMap { instruction -> [Instruction] in
          guard case .select(let condition, let ifTrue, let ifFalse) = instruction.operation(glsl: nil),
            let type = instruction.resultType, let id = instruction.result,
            let negated = editor.negated(condition), random.hits(0.8)
          else { return [instruction] }
          return [
            negated.instruction,
            .select(type: type, result: id, condition: negated.id, ifTrue: ifFalse, ifFalse: ifTrue),
          ]
        })
    }
    return editor.finish()
  }
}

extension ModuleEditor {
  /// The negation of a condition.
  fileprivate func negated(_ condition: ValueID) -> (id: ValueID, instruction: Instruction)? {
    guard let type = builder.type(of: condition) else { return nil }
    let id = builder.newValue(type: type)
    return (id, .plain(.logicalNot, type: type, result: id, [condition]))
  }
}
