/// The choice of levels, by the Vulkan specification's "Scale Factor Operation", "LOD Operation" and "Image
/// Level(s) Selection".
struct LevelChoice<Element: TexelElement> {
  /// The level of detail before its clamps: λ'.
  var unclamped: Element
  /// The levels' parameter d_l: the level, with a fraction where levels are combined.
  var parameter: Element
  /// Whether the filter for magnification applies.
  var isMagnified: Bool
  /// The finer level, the coarser one, and the weight of the coarser one.
  var finer: Int32
  var coarser: Int32
  var fraction: Element
}

/// The extent of a pixel in texels of the first level.
struct Footprint<Element: TexelElement> {
  /// The logarithm to base 2 of the major axis over the ratio of anisotropy.
  var logarithm: Element
  /// The number of samples along the major axis.
  var samples: Int32
  /// Whether the major axis is that of screen x.
  var isAlongX: Bool

  /// The footprint of the gradients' squared lengths.
  ///
  /// Lengths are brought into 2^±62, so that a footprint of a point has a finite logarithm, in either element
  /// type.
  @inline(__always)
  init(squaredX: Element, squaredY: Element, maxAnisotropy: Element) {
    isAlongX = squaredX > squaredY
    let major = (isAlongX ? squaredX : squaredY).clamped(0x1p-124, 0x1p124)
    logarithm = 0.5 * Element.binaryLogarithm(major)
    samples = 1
    guard maxAnisotropy > 1 else { return }
    let minor = (isAlongX ? squaredY : squaredX).clamped(0x1p-124, 0x1p124)
    let ratio = (major / minor).squareRoot().clamped(1, maxAnisotropy)
    let whole = Element.floored(ratio)
    samples = whole.value < ratio ? whole.index &+ 1 : whole.index
    logarithm -= Element.binaryLogarithm(ratio)
  }
}

extension LevelChoice {
  /// The levels of a level of detail.
  ///
  /// - Parameters:
  ///   - base: λ_base.
  ///   - shaderBias: the shader's bias; 0 without one.
  ///   - shaderMinLod: the shader's least level; 0 without one.
  @inline(__always)
  init(
    base: Element, shaderBias: Element, shaderMinLod: Element, image: UnsafePointer<SampledImage>
  ) {
    let limit = Element(SamplerState.lodBiasLimit)
    unclamped = base + (Element(image.pointee.sampler.lodBias) + shaderBias).clamped(-limit, limit)
    let least = max(Element(image.pointee.sampler.minLod), shaderMinLod)
    let levelCount = image.pointee.view.levelCount
    let lod = unclamped.clamped(least, Element(image.pointee.sampler.maxLod))
    isMagnified = !(lod > 0)
    let level = lod.clamped(0, Element(levelCount &- 1))
    let whole = Element.floored(level)
    if image.pointee.sampler.mipmap == .nearest {
      // ⌈d' + 0.5⌉ - 1: halves go to the finer level.
      let nearest = level - whole.value > 0.5 ? whole.index &+ 1 : whole.index
      (finer, coarser, fraction) = (nearest, nearest, 0)
      parameter = Element(nearest)
    } else {
      (finer, coarser, fraction) = (
        whole.index, min(whole.index &+ 1, levelCount &- 1), level - whole.value
      )
      parameter = level
    }
  }
}
