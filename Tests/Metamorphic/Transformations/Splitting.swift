import SPIRV
import SeededRandom

extension Transformation {
  /// Every value into a variable of the function, and from there wherever it is used; phis, too.
  static let splitting = Transformation("split") { module, _, random in
    try split(module, into: .function, share: random.hits(0.5) ? 1 : 0.5, &random)
  }

  /// Some values into private globals, and from there wherever they are used.
  static let splittingIntoGlobals = Transformation("split-globals") { module, _, random in
    try split(module, into: .private, share: 0.4, &random)
  }

  private static func split(
    _ module: Module, into storage: StorageClass, share: Double, _ random: inout SeededGenerator
  ) throws -> Module {
    let editor = ModuleEditor(module)
    for position in module.functions.indices {
      var splitter = FunctionSplitter(editor, storage)
      splitter.choose(module.functions[position]) { random.hits(share) }
      editor.module.functions[position] = try splitter.rewrite(module.functions[position])
    }
    return editor.finish()
  }
}

/// Moves values of one function to memory.
private struct FunctionSplitter {
  let editor: ModuleEditor
  let storage: StorageClass
  /// By value: where it is stored.
  private var places: [UInt32: ValueID] = [:]
  private var types: [UInt32: TypeID] = [:]
  private var variables: [Instruction] = []

  init(_ editor: ModuleEditor, _ storage: StorageClass) {
    self.editor = editor
    self.storage = storage
  }

  /// Chooses the values to move.
  mutating func choose(_ function: Function, _ isChosen: () -> Bool) {
    for block in function.blocks {
      for instruction in block.instructions {
        guard let id = instruction.result, let type = instruction.resultType, editor.isStorable(type),
          isChosen()
        else { continue }
        types[id.rawValue] = type
        if storage == .function {
          let pointer = editor.builder.pointerType(.function, to: type)
          let place = editor.builder.newValue(type: pointer)
          variables.append(.variable(type: pointer, result: place, .function))
          places[id.rawValue] = place
        } else {
          places[id.rawValue] = editor.globalVariable(storage, of: type)
        }
      }
    }
  }

  private func load(_ value: UInt32, _ code: inout InstructionList) -> UInt32? {
    guard let place = places[value], let type = types[value] else { return nil }
    let id = editor.builder.newValue(type: type)
    code.append(.load(type: type, result: id, place))
    return id.rawValue
  }

  /// The function with stores behind the chosen values and loads before their uses.
  func rewrite(_ function: Function) throws -> Function {
    var function = function
    // What phis take from a block is loaded at its end.
    var ends: [LabelID: InstructionList] = [:]
    for block in function.blocks.indices {
      for position in function.blocks[block].instructions.indices {
        let instruction = function.blocks[block].instructions[position]
        guard case .phi(let sources) = instruction.operation(glsl: nil), let type = instruction.resultType,
          let id = instruction.result
        else { continue }
        function.blocks[block].instructions[position] = .phi(
          type: type, result: id,
          sources.map { source in
            let loaded = load(source.value.rawValue, &ends[source.parent, default: []])
            return PhiSource(value: loaded.map { ValueID($0) } ?? source.value, parent: source.parent)
          })
      }
    }
    for block in function.blocks.indices {
      let old = function.blocks[block]
      function.blocks[block].instructions = try rewrite(old.instructions, end: ends[old.label] ?? [])
    }
    function.insertVariables(variables)
    return function
  }

  private func rewrite(_ old: InstructionList, end: InstructionList) throws -> InstructionList {
    var (result, waiting) = (InstructionList(), InstructionList())
    let (body, tail) = old.split(at: old.tail)
    for instruction in body {
      if instruction.op != .phi {
        result += waiting
        waiting = []
      }
      result.append(instruction.op == .phi ? instruction : try withLoads(instruction, &result))
      guard let id = instruction.result, let place = places[id.rawValue] else { continue }
      // Phis stand together at the head of the block.
      if instruction.op == .phi {
        waiting.append(.store(id, to: place))
      } else {
        result.append(.store(id, to: place))
      }
    }
    result += waiting
    result += end
    var rest = InstructionList()
    for instruction in tail { rest.append(try withLoads(instruction, &result)) }
    return result + rest
  }

  private func withLoads(_ instruction: Instruction, _ code: inout InstructionList) throws -> Instruction {
    var names: [UInt32: UInt32] = [:]
    for operand in instruction.operandIDs where names[operand.rawValue] == nil {
      if let loaded = load(operand.rawValue, &code) { names[operand.rawValue] = loaded }
    }
    return try instruction.replacingUses(names, editor.index)
  }
}
