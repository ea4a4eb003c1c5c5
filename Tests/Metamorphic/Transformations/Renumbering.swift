import SPIRV
import SeededRandom

extension Transformation {
  /// Every id gets another number.
  static let renumbering = Transformation("renumber") { module, _, random in
    let index = ModuleIndex(module)
    let numbers = [0] + (1..<max(module.header.bound, 1)).shuffled(using: &random)
    func renumber(_ instruction: Instruction) throws -> Instruction {
      guard
        let mapped = instruction.mappingIDs(
          switchLiteralWords: index.switchLiteralWords(instruction), { numbers[Int($0)] })
      else { throw NotApplicable(description: "\(instruction.op) is unknown") }
      return mapped
    }
    var module = module
    module.preamble = InstructionList(try module.preamble.map(renumber))
    for position in module.functions.indices {
      module.functions[position].head = try module.functions[position].head.map(renumber)
      for block in module.functions[position].blocks.indices {
        module.functions[position].blocks[block] =
          try module.functions[position].blocks[block].mappingIDs({ numbers[Int($0)] }, renumber)
      }
      module.functions[position].tail = try module.functions[position].tail.map(renumber)
    }
    module.trailer = try module.trailer.map(renumber)
    return module
  }
}
