/// What the coordinates of a texture mean.
public enum Dimensionality: UInt8, Hashable, Sendable, CaseIterable {
  /// A line of texels.
  case one
  /// A rectangle of texels.
  case two
  /// A box of texels.
  case three
  /// Six square faces around a centre, in the order +x, -x, +y, -y, +z, -z.
  case cube
  /// A rectangle of texels without further levels, whose coordinates are in texels.
  case rectangle
  /// A line of texels that is only fetched from, never filtered.
  case buffer

  /// The number of coordinates of a sample, without the array layer.
  @inline(__always)
  var coordinateCount: Int {
    switch self {
    case .one, .buffer: 1
    case .two, .rectangle: 2
    case .three, .cube: 3
    }
  }
}

/// The dimensions of a texture.
public struct TextureShape: Hashable, Sendable {
  /// What coordinates mean.
  public let dimensionality: Dimensionality
  /// Texels along x.
  public let width: Int
  /// Texels along y; 1 for lines.
  public let height: Int
  /// Texels along z; 1 unless there are three dimensions.
  public let depth: Int
  /// The number of array elements, of cubes in an array of cubes; nil for a texture that is no array.
  public let arrayLayers: Int?
  /// The samples of a texel: 1 unless the texture is multisampled.
  public let samples: Int

  private init(
    _ dimensionality: Dimensionality, _ width: Int, _ height: Int = 1, _ depth: Int = 1, layers: Int? = nil,
    samples: Int = 1
  ) {
    self.dimensionality = dimensionality
    self.width = width
    self.height = height
    self.depth = depth
    self.arrayLayers = layers
    self.samples = samples
  }

  /// One dimension, or an array of such.
  public static func one(width: Int, layers: Int? = nil) -> Self { Self(.one, width, layers: layers) }

  /// Two dimensions, or an array of such.
  public static func two(width: Int, height: Int, layers: Int? = nil, samples: Int = 1) -> Self {
    Self(.two, width, height, layers: layers, samples: samples)
  }

  /// Three dimensions.
  public static func three(width: Int, height: Int, depth: Int) -> Self { Self(.three, width, height, depth) }

  /// A cube of six faces, or an array of cubes.
  public static func cube(size: Int, layers: Int? = nil) -> Self { Self(.cube, size, size, layers: layers) }

  /// A rectangle with coordinates in texels.
  public static func rectangle(width: Int, height: Int) -> Self { Self(.rectangle, width, height) }

  /// A buffer of texels.
  public static func buffer(width: Int) -> Self { Self(.buffer, width) }

  /// The number of images of one level: layers, times the six faces of cubes.
  public var slices: Int { (arrayLayers ?? 1) * (dimensionality == .cube ? 6 : 1) }

  /// The number of levels down to one texel, by the Vulkan specification: floor(log2(largest side)) + 1; 1
  /// where there can be no more.
  public var fullLevelCount: Int {
    if dimensionality == .rectangle || dimensionality == .buffer || samples > 1 { return 1 }
    return Int.bitWidth - max(width, height, depth, 1).leadingZeroBitCount
  }

  /// The width, height and depth of a level: each half of the level above, rounded down, at least 1.
  public func size(ofLevel level: Int) -> (width: Int, height: Int, depth: Int) {
    (max(width >> level, 1), max(height >> level, 1), max(depth >> level, 1))
  }

  /// The number of texels of a level, all slices and samples included.
  public func texelCount(ofLevel level: Int) -> Int {
    let size = size(ofLevel: level)
    return size.width * size.height * size.depth * slices * samples
  }

  /// The most texels along a side, in an array, and in all levels together (2 GiB decoded).
  static let sideLimit = 32768
  static let layerLimit = 32768
  package static let texelLimit = 1 << 27

  /// Throws where there can be no such texture.
  package func check() throws(TextureError) {
    if let defect { throw defect }
  }

  /// Why there can be no such texture; nil for a good shape.
  var defect: TextureError? {
    let widthLimit = dimensionality == .buffer ? Self.texelLimit : Self.sideLimit
    guard (1...widthLimit).contains(width), (1...Self.sideLimit).contains(height),
      (1...Self.sideLimit).contains(depth), (1...Self.layerLimit).contains(arrayLayers ?? 1),
      (1...64).contains(samples)
    else { return .badShape(self) }
    // Checked in two steps, neither of which can overflow: the sides' product is at most 2^45.
    let level = width * height * depth
    guard level <= Self.texelLimit, level * slices * samples <= Self.texelLimit else {
      return .tooLarge(self)
    }
    return nil
  }
}

/// Why a texture cannot be made.
public enum TextureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A side, the number of layers or of samples is less than 1 or out of reach.
  case badShape(TextureShape)
  /// The texture has more texels than the limit of 2^27.
  case tooLarge(TextureShape)
  /// The levels given are none, or more than the shape has.
  case badLevelCount(Int, most: Int)
  /// The data of a level has another size than the shape and the format ask for.
  case badLevelSize(level: Int, expected: Int, found: Int)
  /// The texels given are of another kind than the format's: floats for integers or the reverse.
  case wrongKind(TexelFormat)

  /// A sentence.
  public var description: String {
    switch self {
    case .badShape(let shape), .tooLarge(let shape):
      let sides = "\(shape.width) x \(shape.height) x \(shape.depth)"
      let count = "\(shape.arrayLayers ?? 1) layers, \(shape.samples) samples"
      if case .badShape = self { return "no texture has the size \(sides), \(count)" }
      return "a texture of \(sides), \(count) has more than \(TextureShape.texelLimit) texels"
    case .badLevelCount(let count, let most): return "\(count) levels given: there can be 1 to \(most)"
    case .badLevelSize(let level, let expected, let found):
      return "level \(level) has \(found) elements instead of \(expected)"
    case .wrongKind(let format): return "the texels are of another kind than the format \(format.encoding)"
    }
  }
}
