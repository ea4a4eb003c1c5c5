extension Instruction {
  /// The decoded view.
  ///
  /// - Parameters:
  ///   - glsl: the id under which the module imports GLSL.std.450, if it does.
  ///   - switchLiteralWords: the words of a case literal, see ``ModuleIndex/switchLiteralWords(_:)``.
  public func operation(glsl: ExtendedSetID?, switchLiteralWords: Int = 1) -> Operation {
    let words = arguments
    if let arithmetic = Arithmetic(op) { return .arithmetic(arithmetic, ids(words)) }
    switch op {
    case .extInst: return extendedOperation(glsl: glsl, words)
    case .select where words.count == 3:
      return .select(condition: id(words, 0), ifTrue: id(words, 1), ifFalse: id(words, 2))
    case .phi: return .phi(phiSources(words))
    case .copyObject where words.count == 1, .copyLogical where words.count == 1:
      return .copy(id(words, 0))
    case .undef: return .undefined
    case .line, .noLine, .nop: return .note
    default: break
    }
    return compositeOperation(words) ?? memoryOperation(words) ?? controlOperation(words, switchLiteralWords)
      ?? imageOperation(words) ?? remainingOperation()
  }

  private func id(_ words: ArraySlice<UInt32>, _ position: Int) -> ValueID {
    ValueID(words[words.startIndex + position])
  }

  private func label(_ words: ArraySlice<UInt32>, _ position: Int) -> LabelID {
    LabelID(words[words.startIndex + position])
  }

  private func ids(_ words: ArraySlice<UInt32>) -> [ValueID] {
    // A loop: `map` costs a buffer of its own, for each of a module's instructions.
    var ids: [ValueID] = []
    ids.reserveCapacity(words.count)
    for word in words { ids.append(ValueID(word)) }
    return ids
  }

  private func phiSources(_ words: ArraySlice<UInt32>) -> [PhiSource] {
    stride(from: words.startIndex, to: words.endIndex - 1, by: 2).map {
      PhiSource(value: ValueID(words[$0]), parent: LabelID(words[$0 + 1]))
    }
  }

  private func extendedOperation(glsl: ExtendedSetID?, _ words: ArraySlice<UInt32>) -> Operation {
    guard words.count >= 2 else { return .other([]) }
    let arguments = ids(words.dropFirst(2))
    guard let glsl, words[words.startIndex] == glsl.rawValue,
      let instruction = GLSLInstruction(rawValue: words[words.startIndex + 1])
    else { return .other(arguments) }
    return .extended(instruction, arguments)
  }

  private func compositeOperation(_ words: ArraySlice<UInt32>) -> Operation? {
    switch op {
    case .compositeConstruct: .compositeConstruct(ids(words))
    case .compositeExtract where words.count >= 1:
      .compositeExtract(id(words, 0), path: Array(words.dropFirst(1)))
    case .compositeInsert where words.count >= 2:
      .compositeInsert(id(words, 0), into: id(words, 1), path: Array(words.dropFirst(2)))
    case .vectorExtractDynamic where words.count == 2:
      .vectorExtract(id(words, 0), index: id(words, 1))
    case .vectorInsertDynamic where words.count == 3:
      .vectorInsert(id(words, 0), component: id(words, 1), index: id(words, 2))
    case .vectorShuffle where words.count >= 2:
      .vectorShuffle(id(words, 0), id(words, 1), components: Array(words.dropFirst(2)))
    default: nil
    }
  }

  private func memoryOperation(_ words: ArraySlice<UInt32>) -> Operation? {
    switch op {
    case .variable where words.count >= 1:
      .variable(
        StorageClass(rawValue: words[words.startIndex]), initializer: words.count > 1 ? id(words, 1) : nil)
    case .load where words.count >= 1: .load(id(words, 0))
    case .store where words.count >= 2: .store(pointer: id(words, 0), value: id(words, 1))
    case .copyMemory where words.count >= 2: .copyMemory(target: id(words, 0), source: id(words, 1))
    case .accessChain where words.count >= 1, .inBoundsAccessChain where words.count >= 1:
      .accessChain(id(words, 0), indices: ids(words.dropFirst(1)))
    case .functionCall where words.count >= 1:
      .call(FunctionID(words[words.startIndex]), ids(words.dropFirst(1)))
    default: nil
    }
  }

  private func controlOperation(_ words: ArraySlice<UInt32>, _ literalWords: Int) -> Operation? {
    switch op {
    case .branch where words.count == 1: .branch(label(words, 0))
    case .branchConditional where words.count >= 3:
      .conditionalBranch(id(words, 0), label(words, 1), label(words, 2))
    case .switch where words.count >= 2: .switch(id(words, 0), switchLabels(words, literalWords))
    case .selectionMerge where words.count >= 1: .selectionMerge(label(words, 0))
    case .loopMerge where words.count >= 2: .loopMerge(label(words, 0), continueTarget: label(words, 1))
    case .return: .return
    case .returnValue where words.count == 1: .returnValue(id(words, 0))
    case .kill, .terminateInvocation, .unreachable: .end
    default: nil
    }
  }

  /// The targets of a switch, the default first.
  private func switchLabels(_ words: ArraySlice<UInt32>, _ literalWords: Int) -> [LabelID] {
    var labels = [label(words, 1)]
    var at = words.startIndex + 2 + literalWords
    while at < words.endIndex {
      labels.append(LabelID(words[at]))
      at += 1 + literalWords
    }
    return labels
  }

  private func imageOperation(_ words: ArraySlice<UInt32>) -> Operation? {
    if let derivative = Derivative(op), words.count == 1 { return .derivative(derivative, id(words, 0)) }
    if let sample = ImageSample(op, words) { return .sample(sample) }
    if op == .imageQueryLod, words.count == 2 {
      return .queryLod(sampledImage: id(words, 0), coordinate: id(words, 1))
    }
    return nil
  }

  private func remainingOperation() -> Operation {
    if op.isOpaqueRead { return .opaqueRead(idOperands) }
    if op.isDiscrete { return .discrete(idOperands) }
    return .other(idOperands)
  }

  /// The ids among the operands after the result, as far as the grammar knows them.
  var idOperands: [ValueID] {
    if layout & OperandLayout.onlyIDs != 0 { return arguments.map { ValueID($0) } }
    var ids: [ValueID] = []
    let own = [resultType?.rawValue, result?.rawValue].compactMap { $0 }.count
    var seen = 0
    _ = mappingIDs { number in
      seen += 1
      if seen > own { ids.append(ValueID(number)) }
      return number
    }
    return ids
  }
}

extension Instruction {
  /// The ids among the operands after the result, in order, types and labels included.
  public var operandIDs: [ValueID] { idOperands }

  /// Visits ``operandIDs``.
  public func forEachOperandID(_ body: (ValueID) -> Void) {
    if layout & OperandLayout.onlyIDs != 0 {
      operands.forEach(from: argumentStart) { body(ValueID($0)) }
    } else if layout >> OperandLayout.leadingShift > 0 {
      let end = Swift.min(Int(layout >> OperandLayout.leadingShift), operands.count)
      for position in argumentStart..<max(end, argumentStart) { body(ValueID(operands[position])) }
    } else {
      idOperands.forEach(body)
    }
  }
}

extension Arithmetic {
  /// The arithmetic of an opcode, if it is one of them.
  init?(_ op: Op) {
    switch op {
    case .fNegate: self = .negate
    case .fAdd: self = .add
    case .fSub: self = .subtract
    case .fMul: self = .multiply
    case .fDiv: self = .divide
    case .fRem: self = .remainder
    case .fMod: self = .modulo
    case .vectorTimesScalar: self = .vectorTimesScalar
    case .matrixTimesScalar: self = .matrixTimesScalar
    case .vectorTimesMatrix: self = .vectorTimesMatrix
    case .matrixTimesVector: self = .matrixTimesVector
    case .matrixTimesMatrix: self = .matrixTimesMatrix
    case .outerProduct: self = .outerProduct
    case .dot: self = .dot
    case .transpose: self = .transpose
    case .fConvert: self = .convert
    case .quantizeToF16: self = .quantize
    default: return nil
    }
  }

  /// The opcode.
  public var op: Op {
    switch self {
    case .negate: .fNegate
    case .add: .fAdd
    case .subtract: .fSub
    case .multiply: .fMul
    case .divide: .fDiv
    case .remainder: .fRem
    case .modulo: .fMod
    case .vectorTimesScalar: .vectorTimesScalar
    case .matrixTimesScalar: .matrixTimesScalar
    case .vectorTimesMatrix: .vectorTimesMatrix
    case .matrixTimesVector: .matrixTimesVector
    case .matrixTimesMatrix: .matrixTimesMatrix
    case .outerProduct: .outerProduct
    case .dot: .dot
    case .transpose: .transpose
    case .convert: .fConvert
    case .quantize: .quantizeToF16
    }
  }
}

extension Derivative {
  init?(_ op: Op) {
    switch op {
    case .dPdx: self.init(kind: .dx, control: .unspecified)
    case .dPdy: self.init(kind: .dy, control: .unspecified)
    case .fwidth: self.init(kind: .width, control: .unspecified)
    case .dPdxFine: self.init(kind: .dx, control: .fine)
    case .dPdyFine: self.init(kind: .dy, control: .fine)
    case .fwidthFine: self.init(kind: .width, control: .fine)
    case .dPdxCoarse: self.init(kind: .dx, control: .coarse)
    case .dPdyCoarse: self.init(kind: .dy, control: .coarse)
    case .fwidthCoarse: self.init(kind: .width, control: .coarse)
    default: return nil
    }
  }
}

extension Op {
  /// Reads whose result depends on an address in a way no derivative follows.
  var isOpaqueRead: Bool {
    switch self {
    case .imageFetch, .imageGather, .imageDrefGather, .imageRead, .imageSparseFetch, .imageSparseGather,
      .imageSparseDrefGather, .imageSparseRead, .atomicLoad, .atomicExchange, .atomicCompareExchange,
      .atomicFAddEXT, .atomicFMinEXT, .atomicFMaxEXT, .atomicIIncrement, .atomicIDecrement, .atomicIAdd,
      .atomicISub, .atomicSMin, .atomicUMin, .atomicSMax, .atomicUMax, .atomicAnd, .atomicOr, .atomicXor,
      .groupNonUniformQuadBroadcast, .groupNonUniformQuadSwap, .groupNonUniformBroadcast,
      .groupNonUniformBroadcastFirst, .groupNonUniformShuffle, .groupNonUniformShuffleXor,
      .groupNonUniformShuffleUp, .groupNonUniformShuffleDown, .groupNonUniformFAdd, .groupNonUniformFMul,
      .groupNonUniformFMin, .groupNonUniformFMax:
      true
    default: false
    }
  }

  /// Operations of integers and Booleans, and conversions to and from them.
  var isDiscrete: Bool {
    switch self {
    case .convertFToU, .convertFToS, .convertSToF, .convertUToF, .uConvert, .sConvert, .bitcast, .sNegate,
      .iAdd, .iSub, .iMul, .uDiv, .sDiv, .uMod, .sRem, .sMod, .iAddCarry, .iSubBorrow, .uMulExtended,
      .sMulExtended, .any, .all, .isNan, .isInf, .isFinite, .isNormal, .signBitSet, .logicalEqual,
      .logicalNotEqual, .logicalOr, .logicalAnd, .logicalNot, .iEqual, .iNotEqual, .uGreaterThan,
      .sGreaterThan, .uGreaterThanEqual, .sGreaterThanEqual, .uLessThan, .sLessThan, .uLessThanEqual,
      .sLessThanEqual, .fOrdEqual, .fUnordEqual, .fOrdNotEqual, .fUnordNotEqual, .fOrdLessThan,
      .fUnordLessThan, .fOrdGreaterThan, .fUnordGreaterThan, .fOrdLessThanEqual, .fUnordLessThanEqual,
      .fOrdGreaterThanEqual, .fUnordGreaterThanEqual, .shiftRightLogical, .shiftRightArithmetic,
      .shiftLeftLogical, .bitwiseOr, .bitwiseXor, .bitwiseAnd, .not, .bitFieldInsert, .bitFieldSExtract,
      .bitFieldUExtract, .bitReverse, .bitCount, .lessOrGreater, .ordered, .unordered,
      .sDot, .uDot, .suDot, .sDotAccSat, .uDotAccSat, .suDotAccSat:
      true
    default: false
    }
  }
}

extension Op {
  /// Whether an integer operation can give the parity of its operand: `& 1`, `% 2`.
  public var canTakeParity: Bool { parityOperand != nil }

  /// The other operand with which an integer operation gives a parity: 1 of `& 1`, 2 of `% 2`.
  public var parityOperand: UInt32? {
    switch self {
    case .bitwiseAnd: 1
    case .uMod, .sMod, .sRem: 2
    default: nil
    }
  }
}

extension Op {
  /// Whether the instruction consumes a screen-space derivative: derivatives, implicit-LOD samples, LOD queries.
  public var isSite: Bool {
    switch self {
    case .dPdx, .dPdy, .fwidth, .dPdxFine, .dPdyFine, .fwidthFine, .dPdxCoarse, .dPdyCoarse, .fwidthCoarse,
      .imageQueryLod:
      true
    default: SampleForm.of(self)?.isImplicit ?? false
    }
  }
}

extension Operation {
  /// Visits the values that mathematics and structure read.
  public func forEachValueOperand(_ body: (ValueID) -> Void) {
    switch self {
    case .arithmetic(_, let values), .extended(_, let values), .compositeConstruct(let values),
      .call(_, let values):
      values.forEach(body)
    case .phi(let sources):
      for source in sources { body(source.value) }
    case .copy(let a), .compositeExtract(let a, _), .vectorExtract(let a, _), .returnValue(let a),
      .derivative(_, let a), .store(_, let a):
      body(a)
    case .select(_, let a, let b), .compositeInsert(let a, let b, _), .vectorInsert(let a, let b, _),
      .vectorShuffle(let a, let b, _):
      body(a)
      body(b)
    case .sample(let sample): body(sample.coordinate)
    case .undefined, .variable, .load, .copyMemory, .accessChain, .branch, .conditionalBranch, .switch,
      .selectionMerge, .loopMerge, .return, .end, .queryLod, .opaqueRead, .discrete, .note, .other:
      break
    }
  }
}

extension Instruction {
  /// The function that an OpEntryPoint names.
  public var entryPointFunction: FunctionID? {
    op == .entryPoint && operands.count > 1 ? FunctionID(operands[1]) : nil
  }
}

extension Op {
  /// Whether the instruction may scale floating-point numbers, add them or choose among them.
  public var mayHoldMessage: Bool {
    switch self {
    case .fMul, .vectorTimesScalar, .fDiv, .dot, .fAdd, .fSub, .select, .phi, .extInst: true
    default: false
    }
  }

  /// Whether the instruction takes the derivative of a value in one direction.
  public var isSignedDerivative: Bool { Derivative(self).map { $0.kind != .width } ?? false }

  /// Whether the instruction can take a number's parity: remainders, fractions by GLSL.std.450, `& 1`.
  public var mayTakeParity: Bool { self == .fMod || self == .fRem || self == .extInst || canTakeParity }

  /// Whether the instruction takes the derivative of a value, other than inside a sample.
  public var isDerivative: Bool { Derivative(self) != nil }
}

extension Op {
  /// Whether the instruction makes up a function's skeleton: memory, calls and control flow.
  public var isSkeleton: Bool {
    switch self {
    case .variable, .accessChain, .inBoundsAccessChain, .copyObject, .copyLogical, .store, .copyMemory,
      .functionCall:
      true
    default: isTerminator
    }
  }
}

extension Instruction {
  /// Whether the instruction is Modf or Frexp of GLSL.std.450.
  public func writesThroughPointer(glsl: ExtendedSetID?) -> Bool {
    guard let glsl, operands.count > 3, operands[2] == glsl.rawValue else { return false }
    return operands[3] == GLSLInstruction.modf.rawValue || operands[3] == GLSLInstruction.frexp.rawValue
  }
}
