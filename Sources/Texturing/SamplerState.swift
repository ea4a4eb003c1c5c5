/// How a texture is sampled, by the Vulkan specification's VkSamplerCreateInfo.
public struct SamplerState: Hashable, Sendable {
  /// How texels of a level are combined, and how levels are.
  public enum Filter: UInt8, Hashable, Sendable, CaseIterable {
    /// The one that the coordinate lies in.
    case nearest
    /// The neighbours, weighted linearly.
    case linear
  }

  /// What stands beyond the edge of a texture.
  public enum AddressMode: UInt8, Hashable, Sendable, CaseIterable {
    /// The texture again.
    case `repeat`
    /// The texture mirrored, then again.
    case mirroredRepeat
    /// The texel at the edge.
    case clampToEdge
    /// The border colour.
    case clampToBorder
    /// The texture mirrored once, then the texel at the edge.
    case mirrorClampToEdge
  }

  /// The colour beyond the edge. Of integers, white and the alpha of black are the integer 1.
  public enum BorderColor: Hashable, Sendable {
    /// (0, 0, 0, 0).
    case transparentBlack
    /// (0, 0, 0, 1).
    case opaqueBlack
    /// (1, 1, 1, 1).
    case opaqueWhite
    /// Any colour of a float texture.
    case floats(SIMD4<Float>)
    /// Any colour of an integer texture.
    case integers(SIMD4<UInt32>)
  }

  /// A comparison of the reference (left) with the texel's depth (right).
  public enum Comparison: UInt8, Hashable, Sendable, CaseIterable {
    /// Always false.
    case never
    /// The reference is less.
    case less
    /// Both are equal.
    case equal
    /// The reference is less or equal.
    case lessOrEqual
    /// The reference is greater.
    case greater
    /// They differ.
    case notEqual
    /// The reference is greater or equal.
    case greaterOrEqual
    /// Always true.
    case always
  }

  /// The filter where the level of detail is at most 0.
  public var magnification = Filter.linear
  /// The filter where the level of detail is greater than 0.
  public var minification = Filter.linear
  /// How levels are combined.
  public var mipmap = Filter.linear
  /// Beyond the edge along x.
  public var addressU = AddressMode.repeat
  /// Beyond the edge along y.
  public var addressV = AddressMode.repeat
  /// Beyond the edge along z.
  public var addressW = AddressMode.repeat
  /// The colour of ``AddressMode/clampToBorder``.
  public var border = BorderColor.transparentBlack
  /// Added to the level of detail, with the shader's bias brought into ``lodBiasLimit``.
  public var lodBias: Float = 0
  /// The least level of detail.
  public var minLod: Float = 0
  /// The greatest level of detail.
  public var maxLod: Float = 1000
  /// The most samples of an anisotropic footprint; 1 samples isotropically. At most ``anisotropyLimit``.
  public var maxAnisotropy: Float = 1
  /// The comparison; where it is nil and the shader compares all the same, ``Comparison/lessOrEqual`` is
  /// used.
  public var comparison: Comparison?
  /// Coordinates are in texels of the first level.
  public var hasUnnormalizedCoordinates = false

  /// The Vulkan limit maxSamplerLodBias.
  public static let lodBiasLimit: Float = 16
  /// The Vulkan limit maxSamplerAnisotropy.
  public static let anisotropyLimit: Float = 16

  /// A trilinear sampler that repeats.
  public init() {}

  /// A sampler of one filter for all, and one address mode for all axes.
  public init(filter: Filter, address: AddressMode) {
    magnification = filter
    minification = filter
    mipmap = filter
    addressU = address
    addressV = address
    addressW = address
  }

  /// The border colour of a texture's format, channels that it lacks substituted: floats, or the bits of
  /// integers.
  func border(_ format: TexelFormat) -> SIMD4<Float> {
    let one = format.kind == .float ? Float(1).bitPattern : 1
    let colour: SIMD4<UInt32> =
      switch border {
      case .transparentBlack: SIMD4()
      case .opaqueBlack: SIMD4(0, 0, 0, one)
      case .opaqueWhite: SIMD4(repeating: one)
      case .floats(let value): value.bits
      case .integers(let value): value
      }
    return SIMD4(bits: format.substituted(colour))
  }
}
