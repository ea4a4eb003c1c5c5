import SPIRV
import SeededRandom

extension Transformation {
  /// Every `if` that nothing leaves but by its end becomes a `switch` on the condition as an integer.
  static let branchingBySwitch = Transformation("if-to-switch") { module, _, random in
    let editor = ModuleEditor(module)
    for position in module.functions.indices {
      let flow = BlockFlow(module.functions[position], editor.index)
      for block in module.functions[position].blocks.indices {
        var instructions = module.functions[position].blocks[block].instructions
        guard
          case .conditionalBranch(let condition, let ifTrue, let ifFalse)? =
            instructions.last?.operation(glsl: nil),
          ifTrue != ifFalse, flow.isClosed(module.functions[position].blocks[block].label),
          random.hits(0.8)
        else { continue }
        let int = editor.builder.intType(width: 32, isSigned: true)
        let number = editor.builder.newValue(type: int)
        let select = Instruction.select(
          type: int, result: number, condition: condition, ifTrue: editor.builder.signed(1),
          ifFalse: editor.builder.signed(0))
        instructions[instructions.count - 1] = .switch(
          number, fallback: ifFalse, cases: [(UInt32(1), ifTrue)])
        instructions.insert(select, at: instructions.tail)
        editor.module.functions[position].blocks[block].instructions = instructions
      }
    }
    return editor.finish()
  }
}
