// Instructions built by name. Each returns the instruction; what an operand means is the specification's word.
extension Instruction {
  /// A float arithmetic instruction.
  public static func arithmetic(
    _ kind: Arithmetic, type: TypeID, result: ValueID, _ operands: [ValueID]
  ) -> Instruction {
    make(kind.op, type, result, operands)
  }

  /// An instruction of GLSL.std.450.
  public static func extended(
    _ instruction: GLSLInstruction, set: ExtendedSetID, type: TypeID, result: ValueID, _ operands: [ValueID]
  ) -> Instruction {
    var words = [type.rawValue, result.rawValue, set.rawValue, instruction.rawValue]
    words.reserveCapacity(4 + operands.count)
    for operand in operands { words.append(operand.rawValue) }
    return Instruction(.extInst, words)
  }

  /// An instruction that is an opcode and ids: comparisons, Boolean logic and conversions.
  public static func plain(_ op: Op, type: TypeID, result: ValueID, _ operands: [ValueID]) -> Instruction {
    make(op, type, result, operands)
  }

  /// OpSelect.
  public static func select(
    type: TypeID, result: ValueID, condition: ValueID, ifTrue: ValueID, ifFalse: ValueID
  ) -> Instruction {
    make(.select, type, result, [condition, ifTrue, ifFalse])
  }

  /// OpPhi.
  public static func phi(type: TypeID, result: ValueID, _ sources: [PhiSource]) -> Instruction {
    Instruction(
      .phi, [type.rawValue, result.rawValue] + sources.flatMap { [$0.value.rawValue, $0.parent.rawValue] })
  }

  /// OpCopyObject.
  public static func copy(type: TypeID, result: ValueID, _ value: ValueID) -> Instruction {
    Instruction(.copyObject, [type.rawValue, result.rawValue, value.rawValue])
  }

  /// OpCompositeConstruct.
  public static func compositeConstruct(
    type: TypeID, result: ValueID, _ constituents: [ValueID]
  ) -> Instruction {
    make(.compositeConstruct, type, result, constituents)
  }

  /// OpCompositeExtract.
  public static func compositeExtract(
    type: TypeID, result: ValueID, _ composite: ValueID, path: [UInt32]
  ) -> Instruction {
    Instruction(.compositeExtract, [type.rawValue, result.rawValue, composite.rawValue] + path)
  }

  /// OpCompositeInsert.
  public static func compositeInsert(
    type: TypeID, result: ValueID, _ object: ValueID, into composite: ValueID, path: [UInt32]
  ) -> Instruction {
    Instruction(
      .compositeInsert, [type.rawValue, result.rawValue, object.rawValue, composite.rawValue] + path)
  }

  /// OpVectorShuffle.
  public static func vectorShuffle(
    type: TypeID, result: ValueID, _ a: ValueID, _ b: ValueID, components: [UInt32]
  ) -> Instruction {
    Instruction(.vectorShuffle, [type.rawValue, result.rawValue, a.rawValue, b.rawValue] + components)
  }

  /// OpVectorExtractDynamic.
  public static func vectorExtract(
    type: TypeID, result: ValueID, _ vector: ValueID, index: ValueID
  ) -> Instruction {
    make(.vectorExtractDynamic, type, result, [vector, index])
  }

  /// OpVectorInsertDynamic.
  public static func vectorInsert(
    type: TypeID, result: ValueID, _ vector: ValueID, component: ValueID, index: ValueID
  ) -> Instruction {
    make(.vectorInsertDynamic, type, result, [vector, component, index])
  }

  /// OpVariable; `type` is the pointer's.
  public static func variable(
    type: TypeID, result: ValueID, _ storage: StorageClass, initializer: ValueID? = nil
  ) -> Instruction {
    Instruction(
      .variable,
      [type.rawValue, result.rawValue, storage.rawValue] + (initializer.map { [$0.rawValue] } ?? []))
  }

  /// OpLoad.
  public static func load(type: TypeID, result: ValueID, _ pointer: ValueID) -> Instruction {
    Instruction(.load, [type.rawValue, result.rawValue, pointer.rawValue])
  }

  /// OpStore.
  public static func store(_ value: ValueID, to pointer: ValueID) -> Instruction {
    Instruction(.store, [pointer.rawValue, value.rawValue])
  }

  /// OpAccessChain.
  public static func accessChain(
    type: TypeID, result: ValueID, _ base: ValueID, indices: [ValueID]
  ) -> Instruction {
    make(.accessChain, type, result, [base] + indices)
  }

  /// OpDPdx or OpDPdy.
  public static func derivative(
    _ kind: Derivative.Kind, type: TypeID, result: ValueID, _ value: ValueID
  ) -> Instruction {
    make(kind == .dx ? .dPdx : kind == .dy ? .dPdy : .fwidth, type, result, [value])
  }

  /// OpFunctionParameter.
  public static func parameter(type: TypeID, result: ValueID) -> Instruction {
    make(.functionParameter, type, result, [])
  }

  private static func make(_ op: Op, _ type: TypeID, _ result: ValueID, _ operands: [ValueID]) -> Instruction
  {
    var words: [UInt32] = []
    words.reserveCapacity(2 + operands.count)
    words.append(type.rawValue)
    words.append(result.rawValue)
    for operand in operands { words.append(operand.rawValue) }
    return Instruction(op, words)
  }
}

// The few changes made to instructions that stay.
extension Instruction {
  /// The call with another callee and more arguments.
  public func calling(_ callee: FunctionID, adding arguments: [ValueID]) -> Instruction {
    var copy = self
    copy.operands[2] = callee.rawValue
    copy.operands += arguments.map(\.rawValue)
    return copy
  }

  /// The OpFunction with another function type.
  public func withFunctionType(_ type: TypeID) -> Instruction {
    var copy = self
    copy.operands[3] = type.rawValue
    return copy
  }

  /// The OpEntryPoint without a variable in its interface.
  public func removingFromInterface(_ variable: ValueID) -> Instruction {
    guard op == .entryPoint, operands.count > 2 else { return self }
    var words = Array(operands)
    let start = 2 + LiteralString.decode(words[2...]).wordCount
    let kept = words[start...].filter { $0 != variable.rawValue }
    words.replaceSubrange(start..., with: kept)
    return Instruction(.entryPoint, words)
  }

  /// The OpEntryPoint with more variables in its interface.
  public func addingToInterface(_ variables: [ValueID]) -> Instruction {
    var copy = self
    copy.operands += variables.map(\.rawValue)
    return copy
  }
}
