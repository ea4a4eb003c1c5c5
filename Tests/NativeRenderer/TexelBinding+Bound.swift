import Texturing
import VulkanWitness

extension TexelBinding {
  /// The witness's texture and sampler for our texel server.
  ///
  /// - Throws: ``TextureError``.
  public init(resource: Int, _ bound: BoundTexture) throws {
    let format: TexelFormat =
      switch bound.format {
      case .float32: TexelFormat(.float32)
      case .unorm8: TexelFormat(.unorm8)
      case .srgb8: TexelFormat(.srgb8)
      }
    let texture = try Texture(
      .two(width: bound.width, height: bound.height), format, levelBytes: bound.levels)
    self.init(resource: resource, texture: texture, sampler: SamplerState(bound.sampler))
  }
}

extension SamplerState {
  /// The witness's sampler.
  fileprivate init(_ bound: BoundSampler) {
    self.init()
    func filter(_ isLinear: Bool) -> Filter { isLinear ? .linear : .nearest }
    magnification = filter(bound.isMagnifiedLinearly)
    minification = filter(bound.isMinifiedLinearly)
    mipmap = filter(bound.blendsLevels)
    let address: AddressMode =
      switch bound.addressMode {
      case .repeat: .repeat
      case .mirroredRepeat: .mirroredRepeat
      case .clampToEdge: .clampToEdge
      case .clampToBorder: .clampToBorder
      case .mirrorClampToEdge: .mirrorClampToEdge
      }
    (addressU, addressV) = (address, address)
    maxAnisotropy = bound.maxAnisotropy
    lodBias = bound.lodBias
    (minLod, maxLod) = (bound.lodRange.lowerBound, bound.lodRange.upperBound)
  }
}
