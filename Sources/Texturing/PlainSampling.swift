/// The common case of a sample, on its own for speed: 32-bit lanes, two dimensions of floats without border,
/// comparison or anisotropy.
///
/// It does what ``Filtering`` does in general, which answers the same requests of 64-bit lanes. It is not
/// generic: the optimizer leaves calls and scalar code in specializations of generic code, at four times the
/// cost.
struct PlainSampling {
  private let levels: UnsafePointer<TextureLevel>
  private let addressU: SamplerState.AddressMode
  private let addressV: SamplerState.AddressMode
  private let isUnnormalized: Bool

  @inline(__always)
  init(_ image: UnsafePointer<SampledImage>) {
    levels = image.pointee.levels
    addressU = image.pointee.sampler.addressU
    addressV = image.pointee.sampler.addressV
    isUnnormalized = image.pointee.isUnnormalized
  }

  /// Samples the lanes of a mask.
  @inline(__always)
  static func sample(_ filtering: Filtering<Float>, _ lanes: TexelLanes<Float>, mask: UInt32) {
    let image = filtering.image
    let plain = PlainSampling(image)
    let isArray = image.pointee.view.isArray
    let magnification = image.pointee.sampler.magnification
    let minification = image.pointee.sampler.minification
    let hasOneLevel = image.pointee.hasOneLevel
    let width = lanes.width
    // Explicit levels are often those of the lane before.
    var choice: LevelChoice<Float>?
    var last: (Float, Float) = (0, 0)
    var remaining = mask
    while remaining != 0 {
      let lane = remaining.trailingZeroBitCount
      remaining &= remaining &- 1
      let at = Place(
        s: lanes.coordinate[lane], t: lanes.coordinate[width &+ lane],
        x: lanes.offset.map { Float($0[lane]) } ?? 0, y: lanes.offset.map { Float($0[width &+ lane]) } ?? 0,
        slice: isArray
          ? Addressing.layer(lanes.coordinate[2 &* width &+ lane], image.pointee.view.layers) : 0)
      if hasOneLevel {
        lanes.store(plain.sample(at, level: 0, magnification), lane)
        continue
      }
      let operands = (lanes.lod?[lane] ?? 0, lanes.minLod?[lane] ?? 0)
      if choice == nil || !lanes.isExplicit || operands != last {
        choice = filtering.plainLevels(lanes, lane)
        last = operands
      }
      guard let choice else { continue }
      let filter = choice.isMagnified ? magnification : minification
      var value = plain.sample(at, level: choice.finer, filter)
      if choice.fraction > 0 && choice.coarser != choice.finer {
        value = Float.mixed(value, plain.sample(at, level: choice.coarser, filter), choice.fraction)
      }
      lanes.store(value, lane)
    }
  }

  private struct Place {
    let s: Float
    let t: Float
    let x: Float
    let y: Float
    let slice: Int32
  }

  @inline(__always)
  private func sample(_ at: Place, level index: Int32, _ filter: SamplerState.Filter) -> SIMD4<Float> {
    let level = levels + Int(index)
    let width = level.pointee.width
    let height = level.pointee.height
    let u = (isUnnormalized ? at.s : at.s * Float(width)) + at.x
    let v = (isUnnormalized ? at.t : at.t * Float(height)) + at.y
    let plane = level.pointee.texels + Int(at.slice) &* Int(height) &* Int(width)
    if filter == .nearest {
      let x = Addressing.nearest(u, width, addressU)
      let y = Addressing.nearest(v, height, addressV)
      return texel(plane + Int(y) &* Int(width), x)
    }
    let x = Addressing.pair(u, width, addressU)
    let y = Addressing.pair(v, height, addressV)
    let upper = plane + Int(y.low) &* Int(width)
    let lower = plane + Int(y.high) &* Int(width)
    return bilinear(upper, lower, Int(x.low), Int(x.high), x.fraction, y.fraction)
  }

  @inline(__always)
  private func texel(_ row: UnsafeMutablePointer<SIMD4<Float>>, _ x: Int32) -> SIMD4<Float> {
    row[Int(x)]
  }
}

extension Filtering<Float> {
  /// The levels that a lane samples in two dimensions, isotropic.
  @inline(__always)
  func plainLevels(_ lanes: TexelLanes<Float>, _ lane: Int) -> LevelChoice<Element> {
    let operand = lanes.lod.map { $0[lane] } ?? 0
    var base = operand
    var bias: Float = 0
    if !lanes.isExplicit {
      base = 0
      bias = operand
      if let x = lanes.gradientX, let y = lanes.gradientY {
        let width: Float = isUnnormalized ? 1 : Float(levels[0].width)
        let height: Float = isUnnormalized ? 1 : Float(levels[0].height)
        let (ux, vx) = (x[lane] * width, x[lanes.width &+ lane] * height)
        let (uy, vy) = (y[lane] * width, y[lanes.width &+ lane] * height)
        base = Footprint(squaredX: ux * ux + vx * vx, squaredY: uy * uy + vy * vy, maxAnisotropy: 1).logarithm
      }
    }
    return LevelChoice(
      base: base, shaderBias: bias, shaderMinLod: lanes.minLod.map { $0[lane] } ?? 0, image: image)
  }
}

/// The weighted average of four texels of two rows.
///
/// Not inlined: what follows takes the result apart, and the optimizer would then do all of this one channel
/// at a time.
@inline(never)
private func bilinear(
  _ upper: UnsafeMutablePointer<SIMD4<Float>>, _ lower: UnsafeMutablePointer<SIMD4<Float>>, _ low: Int,
  _ high: Int, _ x: Float, _ y: Float
) -> SIMD4<Float> {
  Float.mixed(Float.mixed(upper[low], upper[high], x), Float.mixed(lower[low], lower[high], x), y)
}
