extension Module {
  /// The module with signed integers in the place of those of 32 bits without a sign, for languages that have no others.
  ///
  /// glslang indexes with unsigned numbers whatever the source's language. Nothing else may depend on the sign: the
  /// instructions stay the same.
  package func withSignedIntegers() -> Module {
    var merge = TypeMerge()
    let preamble = InstructionList(preamble.compactMap { merge.declared($0) })
    var module = mappingFunctions(merge.mapped)
    module.preamble = preamble
    return module
  }
}

/// Declarations that become the same once integers have signs: a type that is no aggregate may be declared only once.
private struct TypeMerge {
  /// By id of a type: that of the one which stands for it.
  private var stands: [TypeID: TypeID] = [:]
  private var declared: [Type: TypeID] = [:]

  /// What becomes of an instruction before the functions; nil where another declares the same.
  mutating func declared(_ instruction: Instruction) -> Instruction? {
    var instruction = mapped(instruction)
    guard let result = instruction.result.map({ TypeID($0.rawValue) }), var type = Type(instruction) else {
      return instruction
    }
    if type == .int(width: 32, isSigned: false) {
      type = .int(width: 32, isSigned: true)
      instruction = .integerType(width: 32, isSigned: true, result: result)
    }
    switch type {
    case .int, .vector, .pointer, .function:
      if let first = declared[type] {
        stands[result] = first
        return nil
      }
      declared[type] = result
    case .void, .bool, .float, .matrix, .array, .runtimeArray, .structure, .image, .sampledImage, .opaque:
      break
    }
    return instruction
  }

  /// An instruction with the types that stand for its own.
  func mapped(_ instruction: Instruction) -> Instruction {
    instruction.mappingIDs { stands[TypeID($0)]?.rawValue ?? $0 } ?? instruction
  }
}
