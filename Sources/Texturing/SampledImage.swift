/// A texture with a sampler, and what follows from the two: trivial to copy, without references.
struct SampledImage {
  let view: TextureView
  let sampler: SamplerState
  /// The colour beyond the edge, in the texture's format.
  let border: SIMD4<Float>
  let maxAnisotropy: Float
  /// Coordinates are in texels.
  let isUnnormalized: Bool
  /// The common case: two dimensions of floats, no border, isotropic.
  let isPlain: Bool
  /// One level and one filter: the level of detail changes nothing.
  let hasOneLevel: Bool

  init(_ view: TextureView, _ sampler: SamplerState) {
    self.view = view
    self.sampler = sampler
    border = sampler.border(view.format)
    maxAnisotropy = sampler.maxAnisotropy.clamped(1, SamplerState.anisotropyLimit)
    isUnnormalized = sampler.hasUnnormalizedCoordinates || view.dimensionality == .rectangle
    let isFlat = view.dimensionality == .two || view.dimensionality == .rectangle
    let hasBorder = sampler.addressU == .clampToBorder || sampler.addressV == .clampToBorder
    isPlain = isFlat && !hasBorder && view.samples == 1 && maxAnisotropy == 1 && view.format.kind == .float
    hasOneLevel = view.levelCount == 1 && sampler.magnification == sampler.minification
  }

  /// The levels of an image that is bound.
  @inline(__always)
  var levels: UnsafePointer<TextureLevel> {
    // Filtering is only made of images that have levels.
    view.levels.unsafelyUnwrapped
  }

  /// Nothing.
  static var missing: SampledImage {
    SampledImage(
      TextureView(
        levels: nil, levelCount: 1, slices: 1, layers: 1, samples: 1, isArray: false, dimensionality: .two,
        format: TexelFormat(.float32)),
      SamplerState())
  }
}
