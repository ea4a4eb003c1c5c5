import SPIRV
import SeededRandom

extension Transformation {
  /// Floating-point constants become specialization constants of the same value, from which nothing may be concluded.
  static let hidingConstants = Transformation("hide-constants") { module, _, random in
    let editor = ModuleEditor(module)
    var hidden: [UInt32: UInt32] = [:]
    for instruction in module.preamble {
      guard let id = instruction.result, let type = instruction.resultType, editor.index.isNumber(type),
        instruction.op == .constant || instruction.op == .constantComposite,
        let unknown = editor.builder.specialization(
          of: instruction, parts: { ValueID(hidden[$0.rawValue] ?? $0.rawValue) })
      else { continue }
      hidden[id.rawValue] = unknown.rawValue
    }
    guard !hidden.isEmpty else { throw NotApplicable(description: "no floating-point constant") }
    try editor.rewriteBlocks { block in
      InstructionList(
        try block.instructions.map { instruction in
          random.hits(0.8) ? try instruction.replacingUses(hidden, editor.index) : instruction
        })
    }
    return editor.finish()
  }
}
