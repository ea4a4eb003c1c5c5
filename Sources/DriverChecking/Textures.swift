import Lowering
import Rasterizer
import SPIRV
import Texturing
import VulkanWitness

extension ImageContent {
  /// A texture of the rasterizer's, as its texel server holds it.
  ///
  /// - Throws: ``DriverScene/Obstacle`` where it has a shape that Vulkan does not have, or samples and layers.
  init(_ texture: Texture?, _ image: ImageDescription) throws {
    guard let texture else { throw DriverScene.Obstacle("an image without texels") }
    let shape = texture.shape
    guard !image.type.isMultisampled || !image.isStorage && shape.arrayLayers == nil else {
      throw DriverScene.Obstacle("arrays of multisampled images, and those that are written, are not drawn")
    }
    let dimension: Dimension =
      switch shape.dimensionality {
      case .one, .buffer: .one
      case .two: .two
      case .three: .three
      case .cube: .cube
      case .rectangle: throw DriverScene.Obstacle("rectangle textures are OpenGL's")
      }
    let isDepth = texture.format.encoding == .depth32
    let format: Format =
      switch texture.format.kind {
      case .float: isDepth ? .depth : .numbers(.float)
      case .int: .numbers(.int)
      case .uint: .numbers(.uint)
      }
    let levels = (0..<(image.isStorage ? 1 : texture.levelCount)).map { level in
      Self.words(texture, level: level, channels: isDepth ? 1 : 4)
    }
    self.init(
      dimension: dimension, width: shape.width, height: shape.height, depth: shape.depth,
      layers: shape.slices,
      isArray: shape.arrayLayers != nil, format: format, levels: levels)
    samples = shape.samples
  }

  /// Level 0 as large as the picture: cut off, or 0 where it has no texels, as the rasterizer reads it.
  func covering(width: Int, height: Int) -> ImageContent {
    let channels = format == .depth ? 1 : 4
    var words = [UInt32](repeating: 0, count: width * height * channels)
    for y in 0..<min(height, self.height) {
      let row = min(width, self.width) * channels
      let (to, from) = (y * width * channels, y * self.width * channels)
      words.replaceSubrange(to..<to + row, with: levels[0][from..<from + row])
    }
    return ImageContent(dimension: .two, width: width, height: height, format: format, levels: [words])
  }

  private static func words(_ texture: Texture, level: Int, channels: Int) -> [UInt32] {
    let size = texture.shape.size(ofLevel: level)
    var words: [UInt32] = []
    words.reserveCapacity(texture.shape.texelCount(ofLevel: level) * channels)
    for slice in 0..<texture.shape.slices {
      for z in 0..<size.depth {
        for y in 0..<size.height {
          for x in 0..<size.width {
            for sample in 0..<texture.shape.samples {
              let texel =
                texture.integers(x: x, y: y, z: z, slice: slice, sample: sample, level: level) ?? SIMD4()
              for channel in 0..<channels { words.append(texel[channel]) }
            }
          }
        }
      }
    }
    return words
  }
}

extension BoundSampler {
  /// A sampler of the rasterizer's.
  init(_ state: SamplerState?) {
    self.init()
    guard let state else { return }
    isMagnifiedLinearly = state.magnification == .linear
    isMinifiedLinearly = state.minification == .linear
    blendsLevels = state.mipmap == .linear
    addressMode =
      switch state.addressU {
      case .repeat: .repeat
      case .mirroredRepeat: .mirroredRepeat
      case .clampToEdge: .clampToEdge
      case .clampToBorder: .clampToBorder
      case .mirrorClampToEdge: .mirrorClampToEdge
      }
    maxAnisotropy = state.maxAnisotropy
    lodBias = state.lodBias
    lodRange = state.minLod...max(state.minLod, state.maxLod)
    isComparing = state.comparison != nil
  }
}
