// Branches, merges and places in the source, for programs that build modules.
extension Instruction {
  /// OpBranch.
  package static func branch(_ target: LabelID) -> Instruction { Instruction(.branch, [target.rawValue]) }

  /// OpBranchConditional.
  package static func conditionalBranch(
    _ condition: ValueID, ifTrue: LabelID, ifFalse: LabelID
  ) -> Instruction {
    Instruction(.branchConditional, [condition.rawValue, ifTrue.rawValue, ifFalse.rawValue])
  }

  /// OpSwitch on a 32-bit integer.
  package static func `switch`(
    _ selector: ValueID, fallback: LabelID, cases: [(literal: UInt32, target: LabelID)]
  ) -> Instruction {
    Instruction(
      .switch, [selector.rawValue, fallback.rawValue] + cases.flatMap { [$0.literal, $0.target.rawValue] })
  }

  /// OpTypeInt.
  package static func integerType(width: Int, isSigned: Bool, result: TypeID) -> Instruction {
    Instruction(.typeInt, [result.rawValue, UInt32(width), isSigned ? 1 : 0])
  }

  /// OpSelectionMerge.
  package static func selectionMerge(_ merge: LabelID) -> Instruction {
    Instruction(.selectionMerge, [merge.rawValue, 0])
  }

  /// OpLoopMerge.
  package static func loopMerge(_ merge: LabelID, continueTarget: LabelID) -> Instruction {
    Instruction(.loopMerge, [merge.rawValue, continueTarget.rawValue, 0])
  }

  /// OpLine; the file is an OpString.
  package static func line(file: UInt32, _ line: UInt32, column: UInt32 = 0) -> Instruction {
    Instruction(.line, [file, line, column])
  }
}

extension Block {
  /// A block of some instructions, its terminator last.
  package init(_ label: LabelID, _ instructions: InstructionList) {
    self.init(notes: [], label: label, instructions: instructions)
  }

  /// The block with other ids for all that it names.
  package func mappingIDs(
    _ map: (UInt32) -> UInt32, _ instruction: (Instruction) throws -> Instruction
  ) rethrows -> Block {
    Block(
      notes: try notes.map(instruction), label: LabelID(map(label.rawValue)),
      instructions: InstructionList(try instructions.map(instruction)))
  }
}

extension Module {
  /// The module with other instructions in the places of those of its functions, their heads included.
  package func mappingFunctions(_ map: (Instruction) -> Instruction) -> Module {
    var module = self
    for number in functions.indices {
      module.functions[number].head = functions[number].head.map(map)
      module.functions[number].blocks = functions[number].blocks.map { $0.mappingIDs({ $0 }, map) }
    }
    return module
  }

  /// The module with other bits for its 32-bit floating-point constants.
  package func mappingFloatConstants(_ map: (_ bits: UInt32) -> UInt32) -> Module {
    let index = ModuleIndex(self)
    var module = self
    module.preamble = InstructionList(
      preamble.map { instruction in
        guard instruction.op == .constant, let type = instruction.resultType, let result = instruction.result,
          index[type] == .float(width: 32), let bits = instruction.constantBits
        else { return instruction }
        return Instruction(
          .constant, [type.rawValue, result.rawValue, map(UInt32(truncatingIfNeeded: bits))])
      })
    return module
  }
}

extension Builder {
  /// OpString.
  package func string(_ text: String) -> UInt32 {
    let id = newValue().rawValue
    add(Instruction(.string, LiteralString.encode(text, after: [id])), to: .strings)
    return id
  }

  /// A specialization constant of its own without a number, whose value is the constant's: nothing may be concluded
  /// from it. Nil where the instruction is no plain constant.
  package func specialization(of constant: Instruction, parts: (ValueID) -> ValueID) -> ValueID? {
    guard let type = constant.resultType else { return nil }
    let id = newValue(type: type)
    let head = [type.rawValue, id.rawValue]
    switch constant.op {
    case .constant: add(Instruction(.specConstant, head + constant.arguments), to: .globals)
    case .constantTrue: add(Instruction(.specConstantTrue, head), to: .globals)
    case .constantFalse: add(Instruction(.specConstantFalse, head), to: .globals)
    case .constantComposite:
      let parts = constant.arguments.map { parts(ValueID($0)).rawValue }
      add(Instruction(.specConstantComposite, head + parts), to: .globals)
    default: return nil
    }
    return id
  }

  /// A specialization constant of its own that is true.
  package func unknownTrue() -> ValueID {
    let id = newValue(type: boolType())
    add(Instruction(.specConstantTrue, [boolType().rawValue, id.rawValue]), to: .globals)
    return id
  }

  /// A signed specialization constant of its own.
  package func unknownSigned(_ value: Int32) -> ValueID {
    let type = intType(width: 32, isSigned: true)
    let id = newValue(type: type)
    add(Instruction(.specConstant, [type.rawValue, id.rawValue, UInt32(bitPattern: value)]), to: .globals)
    return id
  }
}
