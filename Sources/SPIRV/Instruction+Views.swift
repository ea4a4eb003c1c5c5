// Decoded views of instructions that only a back end reads: constants, cases, atomics, layouts.
extension Instruction {
  /// The bits of the literal of OpConstant or OpSpecConstant.
  public var constantBits: UInt64? {
    let words = arguments
    guard op == .constant || op == .specConstant, let low = words.first else { return nil }
    return UInt64(low) | (words.count > 1 ? UInt64(words[words.startIndex + 1]) << 32 : 0)
  }

  /// The instruction that OpSpecConstantOp stands for, with its type and result.
  public var specializedOperation: Instruction? {
    guard op == .specConstantOp, operands.count >= 3 else { return nil }
    return Instruction(
      Op(rawValue: UInt16(truncatingIfNeeded: operands[2])),
      [operands[0], operands[1]] + operands.suffix(from: 3))
  }

  /// The cases of an OpSwitch.
  ///
  /// - Parameter literalWords: see ``ModuleIndex/switchLiteralWords(_:)``.
  public func switchCases(literalWords: Int) -> [(literal: UInt64, target: LabelID)] {
    guard op == .switch else { return [] }
    let words = Array(arguments.dropFirst(2))
    return stride(from: 0, to: words.count - literalWords, by: literalWords + 1).map { at in
      let literal = UInt64(words[at]) | (literalWords > 1 ? UInt64(words[at + 1]) << 32 : 0)
      return (literal, LabelID(words[at + literalWords]))
    }
  }

  /// The structure pointer and member that OpArrayLength asks.
  public var arrayLengthOperands: (structure: ValueID, member: Int)? {
    guard op == .arrayLength, operands.count == 4 else { return nil }
    return (ValueID(operands[2]), Int(operands[3]))
  }

  /// The name that an OpMemberName gives.
  public var memberNaming: (structure: TypeID, member: Int, name: String)? {
    guard op == .memberName, operands.count >= 3 else { return nil }
    return (TypeID(operands[0]), Int(operands[1]), LiteralString.decode(operands.suffix(from: 2)).text)
  }

  /// What an OpMemberDecorate decorates, and with what.
  public var memberDecorating: (structure: TypeID, member: Int, decoration: Decoration, literal: UInt32?)? {
    guard op == .memberDecorate, operands.count >= 3 else { return nil }
    return (
      TypeID(operands[0]), Int(operands[1]), Decoration(rawValue: operands[2]),
      operands.count > 3 ? operands[3] : nil
    )
  }

  /// The type of an OpTypeImage's texels, and whether it is a storage image or an input attachment ("sampled" is 2).
  public var imageTypeDetails: (texel: TypeID, isStorage: Bool)? {
    guard op == .typeImage, operands.count >= 8 else { return nil }
    return (TypeID(operands[1]), operands[6] == 2)
  }

  /// An atomic operation on memory.
  public struct Atomic: Hashable, Sendable {
    /// The place.
    public var pointer: ValueID
    /// The operand; nil of loads, increments and decrements.
    public var value: ValueID?
    /// What a compare-exchange compares with.
    public var comparator: ValueID?
  }

  /// The operands of an atomic operation, scopes and semantics left out.
  public var atomic: Atomic? {
    let words = arguments.map { ValueID($0) }
    switch op {
    case .atomicLoad where words.count == 3, .atomicIIncrement where words.count == 3,
      .atomicIDecrement where words.count == 3:
      return Atomic(pointer: words[0])
    case .atomicStore where words.count == 4, .atomicExchange where words.count == 4,
      .atomicIAdd where words.count == 4, .atomicISub where words.count == 4,
      .atomicSMin where words.count == 4, .atomicUMin where words.count == 4,
      .atomicSMax where words.count == 4, .atomicUMax where words.count == 4,
      .atomicAnd where words.count == 4, .atomicOr where words.count == 4, .atomicXor where words.count == 4,
      .atomicFAddEXT where words.count == 4, .atomicFMinEXT where words.count == 4,
      .atomicFMaxEXT where words.count == 4:
      return Atomic(pointer: words[0], value: words[3])
    case .atomicCompareExchange where words.count == 6:
      return Atomic(pointer: words[0], value: words[4], comparator: words[5])
    default: return nil
    }
  }
}

/// An instruction that reads, writes or asks an image, its operands by name.
public struct ImageAccess: Hashable, Sendable {
  /// What it does.
  public enum Kind: Hashable, Sendable {
    case sample, fetch, gather, read, write, size, levels, samples, queryLod
  }

  /// What it does.
  public var kind: Kind
  /// The image, or image and sampler together.
  public var image: ValueID
  /// The coordinate: with layer and projection.
  public var coordinate: ValueID?
  /// The depth to compare with.
  public var depthReference: ValueID?
  /// The component of a gather.
  public var component: ValueID?
  /// The texel of a write.
  public var texel: ValueID?
  /// Whether the coordinate is divided by its last component.
  public var isProjective = false
  /// Whether a residency code comes with the texel.
  public var isSparse = false
  /// Whether the level of detail comes from the quad.
  public var isImplicit = false
  /// Added to the implicit level.
  public var bias: ValueID?
  /// The explicit level.
  public var lod: ValueID?
  /// The explicit gradients.
  public var gradients: ImageSample.Gradients?
  /// The texel offset.
  public var offset: ValueID?
  /// The four offsets of a gather: an array.
  public var offsets: ValueID?
  /// The sample of a multisampled image.
  public var sample: ValueID?
  /// The least level.
  public var minLod: ValueID?

  init(_ kind: Kind, _ image: ValueID) {
    self.kind = kind
    self.image = image
  }
}

extension Instruction {
  /// The decoded view of an instruction that accesses an image; nil for any other.
  public var imageAccess: ImageAccess? {
    let words = Array(arguments)
    guard let first = words.first else { return nil }
    func id(_ position: Int) -> ValueID? { position < words.count ? ValueID(words[position]) : nil }
    if let form = SampleForm.of(op) {
      var access = ImageAccess(.sample, ValueID(first))
      (access.isProjective, access.isSparse, access.isImplicit) = (
        form.isProjective, form.isSparse, form.isImplicit
      )
      access.coordinate = id(1)
      if form.hasDepthReference { access.depthReference = id(2) }
      return access.adding(words.dropFirst(form.hasDepthReference ? 3 : 2))
    }
    var access: ImageAccess
    var fixed = 2
    switch op {
    case .imageFetch, .imageSparseFetch: access = ImageAccess(.fetch, ValueID(first))
    case .imageRead, .imageSparseRead: access = ImageAccess(.read, ValueID(first))
    case .imageGather, .imageSparseGather:
      access = ImageAccess(.gather, ValueID(first))
      access.component = id(2)
      fixed = 3
    case .imageDrefGather, .imageSparseDrefGather:
      access = ImageAccess(.gather, ValueID(first))
      access.depthReference = id(2)
      fixed = 3
    case .imageWrite:
      access = ImageAccess(.write, ValueID(first))
      access.texel = id(2)
      fixed = 3
    case .imageQuerySizeLod:
      access = ImageAccess(.size, ValueID(first))
      access.lod = id(1)
      return access
    case .imageQuerySize: return ImageAccess(.size, ValueID(first))
    case .imageQueryLevels: return ImageAccess(.levels, ValueID(first))
    case .imageQuerySamples: return ImageAccess(.samples, ValueID(first))
    case .imageQueryLod: access = ImageAccess(.queryLod, ValueID(first))
    default: return nil
    }
    access.coordinate = id(1)
    switch op {
    case .imageSparseFetch, .imageSparseRead, .imageSparseGather, .imageSparseDrefGather:
      access.isSparse = true
    default: break
    }
    return access.adding(words.dropFirst(fixed))
  }
}

extension ImageAccess {
  /// The access with its optional operands: a mask, then ids in the order of the mask's bits.
  fileprivate func adding(_ words: ArraySlice<UInt32>) -> ImageAccess {
    guard let mask = words.first else { return self }
    var access = self
    var rest = words.dropFirst()
    func take() -> ValueID? { rest.popFirst().map { ValueID($0) } }
    if mask & ImageOperand.bias != 0 { access.bias = take() }
    if mask & ImageOperand.lod != 0 { access.lod = take() }
    if mask & ImageOperand.grad != 0, let dx = take(), let dy = take() {
      access.gradients = ImageSample.Gradients(dx: dx, dy: dy)
    }
    if mask & (ImageOperand.constOffset | ImageOperand.offset) != 0 { access.offset = take() }
    if mask & ImageOperand.constOffsets != 0 { access.offsets = take() }
    if mask & ImageOperand.sample != 0 { access.sample = take() }
    if mask & ImageOperand.minLod != 0 { access.minLod = take() }
    return access
  }
}

extension ModuleIndex {
  /// The instruction of a constant, of any kind, or of an undefined value at global scope.
  public func constantInstruction(_ value: ValueID) -> Instruction? { constant(value) }
}
