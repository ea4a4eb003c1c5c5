/// An instruction decoded: what it does and with which ids, by name.
///
/// Sixteen kinds of mathematics, structure and sites that the differentiation switches over, and the rest sorted
/// by what a derivative meets in it.
public enum Operation: Hashable, Sendable {
  // Mathematics
  /// Floating-point arithmetic of the core.
  case arithmetic(Arithmetic, [ValueID])
  /// An instruction of GLSL.std.450.
  case extended(GLSLInstruction, [ValueID])

  // Values
  /// OpSelect.
  case select(condition: ValueID, ifTrue: ValueID, ifFalse: ValueID)
  /// OpPhi.
  case phi([PhiSource])
  /// OpCopyObject and OpCopyLogical.
  case copy(ValueID)
  /// OpUndef.
  case undefined

  // Composites
  /// OpCompositeConstruct.
  case compositeConstruct([ValueID])
  /// OpCompositeExtract at constant indices.
  case compositeExtract(ValueID, path: [UInt32])
  /// OpCompositeInsert at constant indices.
  case compositeInsert(ValueID, into: ValueID, path: [UInt32])
  /// OpVectorExtractDynamic.
  case vectorExtract(ValueID, index: ValueID)
  /// OpVectorInsertDynamic.
  case vectorInsert(ValueID, component: ValueID, index: ValueID)
  /// OpVectorShuffle; 0xffffffff is an undefined component.
  case vectorShuffle(ValueID, ValueID, components: [UInt32])

  // Memory
  /// OpVariable.
  case variable(StorageClass, initializer: ValueID?)
  /// OpLoad.
  case load(ValueID)
  /// OpStore.
  case store(pointer: ValueID, value: ValueID)
  /// OpCopyMemory.
  case copyMemory(target: ValueID, source: ValueID)
  /// OpAccessChain and OpInBoundsAccessChain.
  case accessChain(ValueID, indices: [ValueID])

  // Functions
  /// OpFunctionCall.
  case call(FunctionID, [ValueID])

  // Control flow
  /// OpBranch.
  case branch(LabelID)
  /// OpBranchConditional.
  case conditionalBranch(ValueID, LabelID, LabelID)
  /// OpSwitch; the default label is first.
  case `switch`(ValueID, [LabelID])
  /// OpSelectionMerge.
  case selectionMerge(LabelID)
  /// OpLoopMerge.
  case loopMerge(LabelID, continueTarget: LabelID)
  /// OpReturn.
  case `return`
  /// OpReturnValue.
  case returnValue(ValueID)
  /// OpKill, OpTerminateInvocation and OpUnreachable: nothing of the invocation comes after.
  case end

  // Sites
  /// OpDPdx, OpDPdy, OpFwidth and their Fine and Coarse forms.
  case derivative(Derivative, ValueID)
  /// Every OpImageSample…, sparse ones included.
  indirect case sample(ImageSample)
  /// OpImageQueryLod.
  case queryLod(sampledImage: ValueID, coordinate: ValueID)

  // The rest
  /// A read from an image or buffer at some address: fetches, gathers, image reads, atomics.
  case opaqueRead([ValueID])
  /// A result that is piecewise constant in its operands: integers, Booleans, conversions to and from them.
  case discrete([ValueID])
  /// A note for debuggers.
  case note
  /// Anything else, unknown opcodes included, with the operands known to be ids.
  case other([ValueID])
}

/// A source of a phi.
public struct PhiSource: Hashable, Sendable {
  /// The value.
  public var value: ValueID
  /// The block it comes from.
  public var parent: LabelID
  /// A source.
  public init(value: ValueID, parent: LabelID) {
    self.value = value
    self.parent = parent
  }
}

/// The floating-point arithmetic of the SPIR-V core.
public enum Arithmetic: UInt8, CaseIterable, Sendable {
  case negate, add, subtract, multiply, divide, remainder, modulo
  case vectorTimesScalar, matrixTimesScalar, vectorTimesMatrix, matrixTimesVector, matrixTimesMatrix
  case outerProduct, dot, transpose, convert, quantize
}

/// A derivative instruction, its direction apart from how the hardware may approximate it.
public struct Derivative: Hashable, Sendable {
  /// What is asked for.
  public enum Kind: String, Sendable {
    case dx = "dFdx"
    case dy = "dFdy"
    case width = "fwidth"
  }
  /// Which neighbours the hardware takes.
  public enum Control: String, Sendable {
    case unspecified = ""
    case fine = "Fine"
    case coarse = "Coarse"
  }
  /// Direction or sum of both.
  public var kind: Kind
  /// Neighbours.
  public var control: Control

  /// GLSL's name of the function.
  public var name: String { kind.rawValue + control.rawValue }
}

/// An image sample, its optional operands by name.
public struct ImageSample: Hashable, Sendable {
  /// The sampled image (image and sampler together).
  public var sampledImage: ValueID
  /// The coordinate: as the instruction has it, with layer and projection.
  public var coordinate: ValueID
  /// The depth to compare with.
  public var depthReference: ValueID?
  /// Whether the coordinate is divided by its component after the dimensions.
  public var isProjective: Bool
  /// Whether a residency code comes with the texel.
  public var isSparse: Bool
  /// Whether the level of detail comes from the quad.
  public var isImplicit: Bool
  /// Added to the implicit level.
  public var bias: ValueID?
  /// The explicit level.
  public var lod: ValueID?
  /// The explicit gradients.
  public var gradients: Gradients?
  /// The least level.
  public var minLod: ValueID?
  /// The texel offset, constant or not.
  public var offset: ValueID?
  /// Bits and operands this room has no name for.
  public var hasOtherOperands: Bool

  /// Two gradients: coordinates per pixel step.
  public struct Gradients: Hashable, Sendable {
    /// Per step in x.
    public var dx: ValueID
    /// Per step in y.
    public var dy: ValueID
    /// A pair.
    public init(dx: ValueID, dy: ValueID) {
      self.dx = dx
      self.dy = dy
    }
  }

  /// Visits every id the sample reads.
  public func forEachOperand(_ body: (ValueID) -> Void) {
    body(sampledImage)
    body(coordinate)
    if let depthReference { body(depthReference) }
    if let bias { body(bias) }
    if let lod { body(lod) }
    if let gradients {
      body(gradients.dx)
      body(gradients.dy)
    }
    if let minLod { body(minLod) }
    if let offset { body(offset) }
  }

  /// Every id the sample reads.
  public var operands: [ValueID] {
    [sampledImage, coordinate]
      + [depthReference, bias, lod, gradients?.dx, gradients?.dy, minLod, offset].compactMap { $0 }
  }
}
