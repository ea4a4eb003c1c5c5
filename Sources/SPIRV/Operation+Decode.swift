extension Instruction {
  /// The decoded view.
  ///
  /// - Parameters:
  ///   - glsl: the id under which the module imports GLSL.std.450, if it does.
  ///   - switchLiteralWords: the words of a case literal, see ``ModuleIndex/switchLiteralWords(_:)``.
  public func operation(glsl: ExtendedSetID?, switchLiteralWords: Int = 1) -> Operation {
    operands.withWords { words in
      OperationDecoder(op: op, layout: layout, operands: words).operation(glsl, switchLiteralWords)
    } ?? remainingOperation()
  }

  /// What an instruction is that nothing but its opcode says.
  fileprivate func remainingOperation() -> Operation {
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

extension InstructionList {
  /// The decoded view of an instruction, which is not put together for it.
  ///
  /// Inlined, so that only one of the list's arrays is retained for it.
  @inlinable public func operation(at position: Int, glsl: ExtendedSetID?) -> Operation {
    let entry = entries[position]
    return Operation(entry.op, entry.layout, words, Int(entry.start) + 1..<end(of: position), glsl: glsl)
  }
}

extension Operation {
  /// Decodes an instruction whose operands are some words of a module.
  @usableFromInline
  init(_ op: Op, _ layout: UInt8, _ words: [UInt32], _ range: Range<Int>, glsl: ExtendedSetID?) {
    self =
      words.withUnsafeBufferPointer { words in
        OperationDecoder(op: op, layout: layout, operands: UnsafeBufferPointer(rebasing: words[range]))
          .operation(glsl, 1)
      } ?? Instruction(op, Operands(of: words, range), layout: layout).remainingOperation()
  }
}

/// Decodes an instruction from its words, without counting references to them.
private struct OperationDecoder {
  let op: Op
  let layout: UInt8
  /// The words behind the result.
  let words: UnsafeBufferPointer<UInt32>

  init(op: Op, layout: UInt8, operands: UnsafeBufferPointer<UInt32>) {
    self.op = op
    self.layout = layout
    words = UnsafeBufferPointer(rebasing: operands[min(OperandLayout.resultWords(layout), operands.count)...])
  }

  /// The decoded view; nil for what is only sorted by its opcode.
  func operation(_ glsl: ExtendedSetID?, _ switchLiteralWords: Int) -> Operation? {
    if let arithmetic = Arithmetic(op) { return .arithmetic(arithmetic, ids(from: 0)) }
    switch op {
    case .extInst: return extendedOperation(glsl)
    case .select where words.count == 3: return .select(condition: id(0), ifTrue: id(1), ifFalse: id(2))
    case .phi: return .phi(phiSources)
    case .copyObject where words.count == 1, .copyLogical where words.count == 1: return .copy(id(0))
    case .undef: return .undefined
    case .line, .noLine, .nop: return .note
    default:
      return memoryOperation ?? compositeOperation ?? controlOperation(switchLiteralWords) ?? imageOperation
    }
  }

  private func id(_ position: Int) -> ValueID { ValueID(words[position]) }

  private func label(_ position: Int) -> LabelID { LabelID(words[position]) }

  private func ids(from start: Int) -> [ValueID] {
    // A loop: `map` costs a buffer of its own, for each of a module's instructions.
    var ids: [ValueID] = []
    ids.reserveCapacity(words.count - start)
    for position in start..<words.count { ids.append(id(position)) }
    return ids
  }

  private func literals(from start: Int) -> [UInt32] {
    var literals: [UInt32] = []
    literals.reserveCapacity(words.count - start)
    for position in start..<words.count { literals.append(words[position]) }
    return literals
  }

  private var phiSources: [PhiSource] {
    stride(from: 0, to: words.count - 1, by: 2).map { PhiSource(value: id($0), parent: label($0 + 1)) }
  }

  private func extendedOperation(_ glsl: ExtendedSetID?) -> Operation {
    guard words.count >= 2 else { return .other([]) }
    guard let glsl, words[0] == glsl.rawValue, let instruction = GLSLInstruction(rawValue: words[1]) else {
      return .other(ids(from: 2))
    }
    return .extended(instruction, ids(from: 2))
  }

  private var compositeOperation: Operation? {
    switch op {
    case .compositeConstruct: .compositeConstruct(ids(from: 0))
    case .compositeExtract where words.count >= 1: .compositeExtract(id(0), path: literals(from: 1))
    case .compositeInsert where words.count >= 2:
      .compositeInsert(id(0), into: id(1), path: literals(from: 2))
    case .vectorExtractDynamic where words.count == 2: .vectorExtract(id(0), index: id(1))
    case .vectorInsertDynamic where words.count == 3: .vectorInsert(id(0), component: id(1), index: id(2))
    case .vectorShuffle where words.count >= 2: .vectorShuffle(id(0), id(1), components: literals(from: 2))
    default: nil
    }
  }

  private var memoryOperation: Operation? {
    switch op {
    case .variable where words.count >= 1:
      .variable(StorageClass(rawValue: words[0]), initializer: words.count > 1 ? id(1) : nil)
    case .load where words.count >= 1: .load(id(0))
    case .store where words.count >= 2: .store(pointer: id(0), value: id(1))
    case .copyMemory where words.count >= 2: .copyMemory(target: id(0), source: id(1))
    case .accessChain where words.count >= 1, .inBoundsAccessChain where words.count >= 1:
      .accessChain(id(0), indices: ids(from: 1))
    case .functionCall where words.count >= 1: .call(FunctionID(words[0]), ids(from: 1))
    default: nil
    }
  }

  private func controlOperation(_ literalWords: Int) -> Operation? {
    switch op {
    case .branch where words.count == 1: .branch(label(0))
    case .branchConditional where words.count >= 3: .conditionalBranch(id(0), label(1), label(2))
    case .switch where words.count >= 2: .switch(id(0), switchLabels(literalWords))
    case .selectionMerge where words.count >= 1: .selectionMerge(label(0))
    case .loopMerge where words.count >= 2: .loopMerge(label(0), continueTarget: label(1))
    case .return: .return
    case .returnValue where words.count == 1: .returnValue(id(0))
    case .kill, .terminateInvocation, .unreachable: .end
    default: nil
    }
  }

  /// The targets of a switch, the default first.
  private func switchLabels(_ literalWords: Int) -> [LabelID] {
    var labels = [label(1)]
    var at = 2 + literalWords
    while at < words.count {
      labels.append(label(at))
      at += 1 + literalWords
    }
    return labels
  }

  private var imageOperation: Operation? {
    if let derivative = Derivative(op), words.count == 1 { return .derivative(derivative, id(0)) }
    if let sample = ImageSample(op, words) { return .sample(sample) }
    if op == .imageQueryLod, words.count == 2 { return .queryLod(sampledImage: id(0), coordinate: id(1)) }
    guard layout & OperandLayout.onlyIDs != 0 else { return nil }
    return op.isOpaqueRead
      ? .opaqueRead(ids(from: 0)) : op.isDiscrete ? .discrete(ids(from: 0)) : .other(ids(from: 0))
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
