import SPIRV

/// The derivative of a bilinearly filtered sample of a 2D texture, from the texels around the coordinate.
///
/// At a level of w x h texels, with i + f = (s w − ½, t h − ½) split into whole part and fraction, the filter is
/// linear in each fraction between the texels T00, T10, T01, T11 (Vulkan specification, "Texel Filtering"):
///
///     ∂/∂s = w ((1 − f_t)(T10 − T00) + f_t (T11 − T01)),   ∂/∂t = h ((1 − f_s)(T01 − T00) + f_s (T11 − T10))
///
/// The texels are samples at their centres, so that addressing and decoding stay the sampler's. Two levels are
/// combined by the fraction of the level of detail, which is the specification's ("Scale Factor Operation")
/// without anisotropy and without the sampler's own bias and clamps, which a shader cannot know.
struct BilinearDerivative {
  private let emitter: FunctionEmitter
  /// The sample as it is emitted, and its operands.
  private let sampling: Instruction
  private let operands: ImageSample
  /// Its operands in the original.
  private let sample: ImageSample
  private let image: ImageType
  private let imageTypeID: TypeID
  /// The types of a number, of a place in the texture, of its size, and of a texel.
  private let float: TypeID
  private let place: TypeID
  private let size: TypeID
  private let texel: TypeID
  private var code: Code { emitter.code }
  private var builder: Builder { emitter.context.builder }
  private var integer: TypeID { builder.intType(width: 32, isSigned: true) }
  /// The capability ImageQuery.
  private static let imageQuery: UInt32 = 50

  /// Nil where the image is not a plain 2D one, or the numbers are not 32-bit floats.
  init?(_ emitter: FunctionEmitter, _ sampling: Instruction, _ sample: ImageSample, type: TypeID) {
    guard let image = emitter.imageType(sample), image.dimension == .twoD, !image.isMultisampled,
      sample.depthReference == nil, !sample.isSparse, let operands = sampling.sampleOperands,
      let sampled = emitter.context.module.index.type(of: sample.sampledImage),
      case .sampledImage(let imageTypeID) = emitter.context.module.index[sampled]
    else { return nil }
    let coordinate = emitter.code.component(emitter.code.type(sample.coordinate))
    guard emitter.code.component(type) == coordinate, emitter.code.width(coordinate) == 32 else { return nil }
    self.emitter = emitter
    self.sampling = sampling
    self.operands = operands
    self.sample = sample
    self.image = image
    self.imageTypeID = imageTypeID
    float = coordinate
    texel = type
    let builder = emitter.context.builder
    place = builder.vectorType(float, count: 2)
    size = builder.vectorType(builder.intType(width: 32, isSigned: true), count: 2)
  }

  /// The partial derivatives of the sample.
  struct Slopes {
    fileprivate let derivative: BilinearDerivative
    /// By component of the coordinate.
    fileprivate let slopes: [ValueID]

    /// The tangent in a direction: the slopes times how the coordinate moves; nil where it does not.
    func along(movement direction: Direction) -> ValueID? { derivative.combine(slopes, direction) }
  }

  /// Emits the texels around the coordinate and what follows from them.
  func slopes() -> Slopes? {
    let texture = textureImage()
    let base = baseSize(texture)
    let coordinate = self.coordinate()
    if let number = operands.lod.flatMap({ builder.scalarConstant($0) }), number == number.rounded() {
      let level = Int32(min(max(number, 0), 30))
      return Slopes(derivative: self, slopes: slopes(at: coordinate, base, .whole(level)))
    }
    guard let lod = levelOfDetail(texture, base) else { return nil }
    let whole = glsl(.floor, float, [lod])
    let fraction = math(.subtract, float, lod, whole)
    let finer = slopes(at: coordinate, base, .value(whole))
    let next = math(.add, float, whole, builder.constant(1, float))
    let coarser = slopes(at: coordinate, base, .value(next))
    let weight = code.value(.value(fraction, float), as: texel)
    return Slopes(
      derivative: self,
      slopes: zip(finer, coarser).map { glsl(.fMix, texel, [$0, $1, weight]) })
  }

  // MARK: Place

  /// The coordinate after projection.
  private func coordinate() -> ValueID {
    let whole = operands.coordinate
    let leading = emitter.leading(whole, count: 2, type: place)
    guard operands.isProjective else { return leading }
    let divisor = code.value(.value(component(whole, 2), float), as: place)
    return math(.divide, place, leading, divisor)
  }

  /// The tangent: slopes times movement.
  fileprivate func combine(_ slopes: [ValueID], _ direction: Direction) -> ValueID? {
    guard let movement = emitter.movement(of: sample, image, type: place, direction) else { return nil }
    let terms = slopes.enumerated().map { axis, slope in
      let product = code.product(
        .value(slope, texel), .value(component(movement, UInt32(axis)), float), scalar: float)
      return code.value(product, as: texel)
    }
    return code.sum(terms[0], terms[1], texel)
  }

  // MARK: Level of detail

  /// The image, to ask it for its size.
  private func textureImage() -> ValueID {
    builder.require(capability: Self.imageQuery)
    let result = code.add(imageTypeID) {
      .plain(.image, type: imageTypeID, result: $0, [operands.sampledImage])
    }
    if emitter.context.module.index.has(.nonUniform, sample.sampledImage.rawValue) {
      builder.decorate(result.rawValue, .nonUniform)
    }
    return result
  }

  /// The size of the first level in texels.
  private func baseSize(_ texture: ValueID) -> ValueID {
    let count = image.isArrayed ? 3 : 2
    let type = builder.vectorType(integer, count: count)
    let size = code.add(type) {
      .plain(.imageQuerySizeLod, type: type, result: $0, [texture, builder.signed(0)])
    }
    guard count > 2 else { return size }
    return code.add(self.size) {
      .vectorShuffle(type: self.size, result: $0, size, size, components: [0, 1])
    }
  }

  /// λ, between 0 and the last level where the language has a query for that.
  private func levelOfDetail(_ texture: ValueID, _ base: ValueID) -> ValueID? {
    guard var lod = unclampedLevel(base) else { return nil }
    if let least = operands.minLod { lod = glsl(.fMax, float, [lod, least]) }
    // The next level is a shift, too.
    var last = builder.constant(30, float)
    if emitter.context.options.hasTextureQueryLevels {
      let levels = code.add(integer) { .plain(.imageQueryLevels, type: integer, result: $0, [texture]) }
      let count = code.add(float) { .plain(.convertSToF, type: float, result: $0, [levels]) }
      last = math(.subtract, float, count, builder.constant(1, float))
    }
    return glsl(.fMax, float, [glsl(.fMin, float, [lod, last]), builder.constant(0, float)])
  }

  /// λ as the shader gives it, or log₂ of the longer of the two gradients in texels.
  private func unclampedLevel(_ base: ValueID) -> ValueID? {
    if let lod = operands.lod { return lod }
    guard let gradients = operands.gradients ?? emitter.gradients(of: sample) else { return nil }
    let size = code.add(place) { .plain(.convertSToF, type: place, result: $0, [base]) }
    let squares = [gradients.dx, gradients.dy].map { gradient in
      let texels = math(.multiply, place, gradient, size)
      return math(.dot, float, texels, texels)
    }
    // A footprint of a point must not reach log2(0), which is undefined.
    let least = builder.constant(0x1p-64, float)
    let longest = glsl(.fMax, float, [glsl(.fMax, float, squares), least])
    return math(.multiply, float, builder.constant(0.5, float), glsl(.log2, float, [longest]))
  }

  // MARK: One level

  private enum Level {
    case whole(Int32)
    case value(ValueID)
  }

  /// The partial derivatives of one level.
  private func slopes(at coordinate: ValueID, _ base: ValueID, _ level: Level) -> [ValueID] {
    let half = builder.constant(0.5, place)
    let (lod, extent) = parameters(of: level, base)
    let texels = math(.subtract, place, math(.multiply, place, coordinate, extent), half)
    let corner = glsl(.floor, place, [texels])
    let fraction = math(.subtract, place, texels, corner)
    let low = math(.divide, place, math(.add, place, corner, half), extent)
    let high = math(.divide, place, math(.add, place, corner, builder.constant(1.5, place)), extent)
    let values = [(low, low), (high, low), (low, high), (high, high)].map { x, y in
      fetch(component(x, 0), component(y, 1), lod)
    }
    let (t00, t10, t01, t11) = (values[0], values[1], values[2], values[3])
    func slope(_ near: (ValueID, ValueID), _ far: (ValueID, ValueID), across axis: UInt32) -> ValueID {
      let weight = code.value(.value(component(fraction, 1 - axis), float), as: texel)
      let steps = [near, far].map { math(.subtract, texel, $0.1, $0.0) }
      let step = glsl(.fMix, texel, steps + [weight])
      let product = code.product(
        .value(step, texel), .value(component(extent, axis), float), scalar: float)
      return code.value(product, as: texel)
    }
    return [slope((t00, t10), (t01, t11), across: 0), slope((t00, t01), (t10, t11), across: 1)]
  }

  /// A level as a sample takes it, and its size: that of the first, halved and rounded down as often.
  private func parameters(of level: Level, _ base: ValueID) -> (lod: ValueID, extent: ValueID) {
    func extent(_ size: ValueID) -> ValueID {
      code.add(place) { .plain(.convertSToF, type: place, result: $0, [size]) }
    }
    let lod: ValueID
    let shift: ValueID
    switch level {
    case .whole(0): return (builder.constant(0, float), extent(base))
    case .whole(let number):
      (lod, shift) = (builder.constant(Double(number), float), builder.signed(number))
    case .value(let value):
      lod = value
      shift = code.add(integer) { .plain(.convertFToS, type: integer, result: $0, [value]) }
    }
    let shifts = code.value(.value(shift, integer), as: size)
    let halved = code.add(size) {
      .plain(.shiftRightArithmetic, type: size, result: $0, [base, shifts])
    }
    let one = builder.composite(size, [builder.signed(1), builder.signed(1)])
    return (lod, extent(glsl(.sMax, size, [halved, one])))
  }

  /// A texel: the sample of a level at its centre.
  private func fetch(_ x: ValueID, _ y: ValueID, _ lod: ValueID) -> ValueID {
    var parts = [x, y]
    if image.isArrayed { parts.append(component(operands.coordinate, 2)) }
    let type = builder.vectorType(float, count: parts.count)
    let at = code.add(type) { .compositeConstruct(type: type, result: $0, parts) }
    let result = builder.newValue(type: texel)
    if let sample = sampling.sampling(level: lod, at: at, result: result) { code.add(sample) }
    return result
  }

  // MARK: Words

  private func math(_ op: Arithmetic, _ type: TypeID, _ a: ValueID, _ b: ValueID) -> ValueID {
    code.add(type) { .arithmetic(op, type: type, result: $0, [a, b]) }
  }

  private func glsl(_ op: GLSLInstruction, _ type: TypeID, _ operands: [ValueID]) -> ValueID {
    let set = builder.glslSet()
    return code.add(type) { .extended(op, set: set, type: type, result: $0, operands) }
  }

  private func component(_ vector: ValueID, _ position: UInt32) -> ValueID {
    code.add(float) { .compositeExtract(type: float, result: $0, vector, path: [position]) }
  }
}
