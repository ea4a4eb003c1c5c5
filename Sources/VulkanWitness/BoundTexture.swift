import CVulkan

/// A two-dimensional texture with its sampler.
public struct BoundTexture: Hashable, Sendable {
  /// The format of the texels.
  public enum Format: Hashable, Sendable {
    /// Four 32-bit floats.
    case float32
    /// Four bytes, 0 to 1.
    case unorm8
    /// Four bytes, color in sRGB.
    case srgb8

    /// The bytes of a texel.
    public var texelSize: Int { self == .float32 ? 16 : 4 }

    var value: VkFormat {
      switch self {
      case .float32: VK_FORMAT_R32G32B32A32_SFLOAT
      case .unorm8: VK_FORMAT_R8G8B8A8_UNORM
      case .srgb8: VK_FORMAT_R8G8B8A8_SRGB
      }
    }
  }

  /// The descriptor set.
  public var set: Int
  /// The binding.
  public var binding: Int
  /// The width of level 0 in texels.
  public var width: Int
  /// The height of level 0 in texels.
  public var height: Int
  /// The format.
  public var format: Format
  /// The bytes of each level, the largest first; each is half the one before, rounded down, but not below 1.
  public var levels: [[UInt8]]
  /// How it is sampled.
  public var sampler: BoundSampler

  /// A texture.
  public init(
    set: Int = 0, binding: Int, width: Int, height: Int, format: Format, levels: [[UInt8]],
    sampler: BoundSampler = BoundSampler()
  ) {
    self.set = set
    self.binding = binding
    self.width = width
    self.height = height
    self.format = format
    self.levels = levels
    self.sampler = sampler
  }

  /// The size of a level in texels.
  public func size(level: Int) -> (width: Int, height: Int) {
    (max(width >> level, 1), max(height >> level, 1))
  }
}

/// How a texture is sampled.
public struct BoundSampler: Hashable, Sendable {
  /// What a coordinate outside 0 to 1 means.
  public enum AddressMode: Hashable, Sendable, CaseIterable {
    case `repeat`, mirroredRepeat, clampToEdge, clampToBorder, mirrorClampToEdge

    var value: VkSamplerAddressMode {
      switch self {
      case .repeat: VK_SAMPLER_ADDRESS_MODE_REPEAT
      case .mirroredRepeat: VK_SAMPLER_ADDRESS_MODE_MIRRORED_REPEAT
      case .clampToEdge: VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE
      case .clampToBorder: VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_BORDER
      case .mirrorClampToEdge: VK_SAMPLER_ADDRESS_MODE_MIRROR_CLAMP_TO_EDGE
      }
    }
  }

  /// Whether texels are blended when magnified.
  public var isMagnifiedLinearly = true
  /// Whether texels are blended when minified.
  public var isMinifiedLinearly = true
  /// Whether levels are blended.
  public var blendsLevels = true
  /// What a coordinate outside 0 to 1 means.
  public var addressMode = AddressMode.repeat
  /// The most samples along the footprint's longer axis; 1 for isotropic filtering.
  public var maxAnisotropy: Float = 1
  /// Added to the level of detail.
  public var lodBias: Float = 0
  /// The least and the greatest level of detail.
  public var lodRange: ClosedRange<Float> = 0...1000

  /// Whether a depth is compared with the texel's: less or equal.
  public var isComparing = false

  /// Trilinear, repeating.
  public init() {}

  /// The state as Vulkan has it.
  var createInfo: VkSamplerCreateInfo {
    func filter(_ isLinear: Bool) -> VkFilter { isLinear ? VK_FILTER_LINEAR : VK_FILTER_NEAREST }
    var info = VkSamplerCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO
    info.magFilter = filter(isMagnifiedLinearly)
    info.minFilter = filter(isMinifiedLinearly)
    info.mipmapMode = blendsLevels ? VK_SAMPLER_MIPMAP_MODE_LINEAR : VK_SAMPLER_MIPMAP_MODE_NEAREST
    info.addressModeU = addressMode.value
    info.addressModeV = addressMode.value
    info.addressModeW = addressMode.value
    info.mipLodBias = lodBias
    info.anisotropyEnable = maxAnisotropy > 1 ? 1 : 0
    info.maxAnisotropy = maxAnisotropy
    info.minLod = lodRange.lowerBound
    info.maxLod = lodRange.upperBound
    info.compareEnable = isComparing ? 1 : 0
    info.compareOp = VK_COMPARE_OP_LESS_OR_EQUAL
    info.borderColor = VK_BORDER_COLOR_FLOAT_TRANSPARENT_BLACK
    return info
  }
}
