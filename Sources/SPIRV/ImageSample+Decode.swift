/// The bits of an image-operands mask (SPIR-V specification, section 3.14).
enum ImageOperand {
  static let bias: UInt32 = 0x1
  static let lod: UInt32 = 0x2
  static let grad: UInt32 = 0x4
  static let constOffset: UInt32 = 0x8
  static let offset: UInt32 = 0x10
  static let constOffsets: UInt32 = 0x20
  static let sample: UInt32 = 0x40
  static let minLod: UInt32 = 0x80
  static let named = bias | lod | grad | constOffset | offset | minLod
}

/// What the opcode of a sample says.
struct SampleForm: Hashable {
  var isImplicit: Bool
  var isProjective: Bool
  var hasDepthReference: Bool
  var isSparse: Bool

  static let forms: [(Op, SampleForm)] = {
    let rows: [(implicit: Op, explicit: Op, projective: Bool, depth: Bool, sparse: Bool)] = [
      (.imageSampleImplicitLod, .imageSampleExplicitLod, false, false, false),
      (.imageSampleDrefImplicitLod, .imageSampleDrefExplicitLod, false, true, false),
      (.imageSampleProjImplicitLod, .imageSampleProjExplicitLod, true, false, false),
      (.imageSampleProjDrefImplicitLod, .imageSampleProjDrefExplicitLod, true, true, false),
      (.imageSparseSampleImplicitLod, .imageSparseSampleExplicitLod, false, false, true),
      (.imageSparseSampleDrefImplicitLod, .imageSparseSampleDrefExplicitLod, false, true, true),
      (.imageSparseSampleProjImplicitLod, .imageSparseSampleProjExplicitLod, true, false, true),
      (.imageSparseSampleProjDrefImplicitLod, .imageSparseSampleProjDrefExplicitLod, true, true, true),
    ]
    return rows.flatMap { row in
      [(row.implicit, true), (row.explicit, false)].map { op, isImplicit in
        (
          op,
          SampleForm(
            isImplicit: isImplicit, isProjective: row.projective, hasDepthReference: row.depth,
            isSparse: row.sparse)
        )
      }
    }
  }()

  /// By the number of the opcode; nothing samples beyond.
  private static let byOp: [SampleForm?] = {
    var table = [SampleForm?](repeating: nil, count: 313)
    for (op, form) in forms { table[Int(op.rawValue)] = form }
    return table
  }()
  private static let byForm: [SampleForm: Op] = Dictionary(
    uniqueKeysWithValues: forms.map { ($0.1, $0.0) })

  /// The form of an opcode, if it samples.
  static func of(_ op: Op) -> SampleForm? {
    // Every body instruction is asked, so most must be turned away without hashing.
    let first = op.rawValue
    guard 87...94 ~= first || 305...312 ~= first else { return nil }
    return byOp[Int(first)]
  }

  /// The opcode; every form has one.
  var op: Op { SampleForm.byForm[self] ?? .nop }
}

extension ImageSample {
  /// A sample from the words behind its result; nil where the instruction does not sample.
  init?(_ op: Op, _ words: UnsafeBufferPointer<UInt32>) {
    guard let form = SampleForm.of(op) else { return nil }
    let fixed = form.hasDepthReference ? 3 : 2
    guard words.count >= fixed else { return nil }
    self.init(
      sampledImage: ValueID(words[0]), coordinate: ValueID(words[1]),
      depthReference: form.hasDepthReference ? ValueID(words[2]) : nil,
      isProjective: form.isProjective, isSparse: form.isSparse, isImplicit: form.isImplicit,
      hasOtherOperands: false)
    guard words.count > fixed else { return }
    let mask = words[fixed]
    var at = fixed + 1
    func take() -> ValueID? {
      guard at < words.count else { return nil }
      defer { at += 1 }
      return ValueID(words[at])
    }
    if mask & ImageOperand.bias != 0 { bias = take() }
    if mask & ImageOperand.lod != 0 { lod = take() }
    if mask & ImageOperand.grad != 0, let dx = take(), let dy = take() {
      gradients = Gradients(dx: dx, dy: dy)
    }
    if mask & (ImageOperand.constOffset | ImageOperand.offset) != 0 { offset = take() }
    if mask & ImageOperand.minLod != 0 { minLod = take() }
    hasOtherOperands = mask & ~ImageOperand.named != 0
  }
}

extension Instruction {
  /// An implicit-LOD sample turned into its explicit form with gradients: bias dropped, everything else kept.
  ///
  /// Returns nil where the instruction is not an implicit-LOD sample.
  public func samplingWithGradients(_ gradients: ImageSample.Gradients) -> Instruction? {
    guard var form = SampleForm.of(op), form.isImplicit, let resultType, let result else { return nil }
    let words = Array(arguments)
    let fixed = form.hasDepthReference ? 3 : 2
    var mask: UInt32 = 0
    var rest: [UInt32] = []
    if words.count > fixed {
      mask = words[fixed]
      rest = Array(words[(fixed + 1)...])
    }
    if mask & ImageOperand.bias != 0, !rest.isEmpty { rest.removeFirst() }
    mask = mask & ~ImageOperand.bias | ImageOperand.grad
    form.isImplicit = false
    return Instruction(
      form.op,
      [resultType.rawValue, result.rawValue] + words[..<fixed]
        + [mask, gradients.dx.rawValue, gradients.dy.rawValue] + rest)
  }
}

extension Instruction {
  /// The same sample at another coordinate, under another result; nil where the instruction does not sample.
  public func sampling(at coordinate: ValueID, result: ValueID) -> Instruction? {
    guard SampleForm.of(op) != nil, operands.count >= 4 else { return nil }
    var copy = self
    copy.operands[1] = result.rawValue
    copy.operands[3] = coordinate.rawValue
    return copy
  }
}

extension Instruction {
  /// The sample of one level at another coordinate, which is not projected any more: bias, gradients and least
  /// level go, a texel offset stays; nil where the instruction does not sample.
  public func sampling(level: ValueID, at coordinate: ValueID, result: ValueID) -> Instruction? {
    guard var form = SampleForm.of(op), let type = resultType, let sample = sampleOperands,
      let image = arguments.first
    else { return nil }
    (form.isImplicit, form.isProjective) = (false, false)
    var words = [type.rawValue, result.rawValue, image, coordinate.rawValue]
    let fixed = form.hasDepthReference ? 3 : 2
    let mask = arguments.count > fixed ? arguments[arguments.startIndex + fixed] : 0
    let offsets = mask & (ImageOperand.constOffset | ImageOperand.offset)
    if let reference = sample.depthReference { words.append(reference.rawValue) }
    words += [ImageOperand.lod | offsets, level.rawValue]
    if let offset = sample.offset { words.append(offset.rawValue) }
    return Instruction(form.op, words)
  }

  /// The operands of a sample; nil where the instruction does not sample.
  public var sampleOperands: ImageSample? {
    arguments.withUnsafeBufferPointer { ImageSample(op, $0) }
  }
}
