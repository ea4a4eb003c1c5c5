import SPIRV

/// Gives global variables the constants that glslang's `main` sets them to, since no `main` runs before a function
/// that is called by itself. What is left of such a `main` is to be called first.
struct GlobalInitializers {
  /// The module.
  var module: Module
  /// What sets the other variables; nil where there are none.
  var function: FunctionID?
  /// The variables that it mentions.
  var variables: Set<ValueID> = []

  /// - Parameter main: a function that does nothing but initialize variables; nil where there is none.
  init(_ module: Module, main: FunctionID?) {
    self.module = module
    guard let main, let position = module.functions.firstIndex(where: { $0.id == main }) else { return }
    let index = ModuleIndex(module)
    let privates = Set(index.globals.filter { $0.storage == .private }.map(\.id))
    var mentions: [ValueID: Int] = [:]
    for block in module.functions[position].blocks {
      for instruction in block.instructions {
        for operand in Set(instruction.operandIDs) where privates.contains(operand) {
          mentions[operand, default: 0] += 1
        }
      }
    }
    var constants: [ValueID: ValueID] = [:]
    var isLeft = false
    for (number, block) in module.functions[position].blocks.enumerated() {
      var rest: [Instruction] = []
      for instruction in block.instructions {
        if case .store(let pointer, let value) = instruction.operation(glsl: index.glsl), number == 0,
          mentions[pointer] == 1, privates.contains(pointer), index.isConstant(value)
        {
          constants[pointer] = value
        } else {
          rest.append(instruction)
          isLeft = isLeft || !(instruction.isNote || instruction.op.isTerminator)
        }
      }
      self.module.functions[position].blocks[number].instructions = InstructionList(rest)
    }
    self.module = self.module.initializing(constants)
    guard isLeft else { return }
    function = main
    variables = Set(mentions.keys).subtracting(constants.keys)
  }
}
