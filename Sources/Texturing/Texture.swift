/// A texture: texels of all levels, decoded.
///
/// The texels are at fixed places for the texture's life. They are only read, from any number of threads, but
/// for storage images: those are written by plain stores without any lock, so that of two writers to a texel
/// one wins, and who reads a texel that another thread is writing may see channels of both, as on a GPU
/// without barriers.
public final class Texture: @unchecked Sendable {
  /// The dimensions.
  public let shape: TextureShape
  /// What the texels were stored as.
  public let format: TexelFormat
  /// The number of levels.
  public let levelCount: Int
  private let storage: UnsafeMutableBufferPointer<SIMD4<Float>>
  private let levels: UnsafeMutableBufferPointer<TextureLevel>

  /// Where the levels of a texture come from.
  public enum Levels: Hashable, Sendable {
    /// Only the level given.
    case base
    /// All levels are built from the one given by a box filter in linear light; one level for integers, which
    /// cannot be averaged, and for multisampled textures. Levels built are not rounded to the format.
    case built
  }

  /// A texture of texels in memory order: x fastest, then y, z, face, layer; the samples of a texel side by
  /// side.
  ///
  /// - Parameter bytes: the first level, tightly packed, little-endian.
  public convenience init(
    _ shape: TextureShape, _ format: TexelFormat, bytes: [UInt8], levels: Levels = .built
  ) throws(TextureError) {
    try self.init(shape, format, levelBytes: [bytes], levels: levels)
  }

  /// A texture whose levels are all given.
  ///
  /// - Parameter levelBytes: a level each, from the largest, tightly packed, little-endian.
  public convenience init(
    _ shape: TextureShape, _ format: TexelFormat, levelBytes: [[UInt8]]
  ) throws(TextureError) {
    try self.init(shape, format, levelBytes: levelBytes, levels: .base)
  }

  private convenience init(
    _ shape: TextureShape, _ format: TexelFormat, levelBytes: [[UInt8]], levels: Levels
  ) throws(TextureError) {
    try self.init(
      shape, format, given: levelBytes.map(\.count), elementsPerTexel: format.bytesPerTexel, levels: levels)
    let stride = format.bytesPerTexel
    for (level, bytes) in levelBytes.enumerated() {
      let target = self.levels[level].texels
      bytes.withUnsafeBytes { source in
        guard let start = source.baseAddress else { return }
        for texel in 0..<source.count / stride {
          target[texel] = SIMD4(bits: format.decodedTexel(start + texel * stride))
        }
      }
    }
    buildLevels(from: levelBytes.count)
  }

  /// A texture of floats, which are kept as they are, but for channels that the format lacks.
  ///
  /// - Parameter texels: the first level.
  public convenience init(
    _ shape: TextureShape, _ format: TexelFormat = TexelFormat(.float32), texels: [SIMD4<Float>],
    levels: Levels = .built
  ) throws(TextureError) {
    try self.init(shape, format, levelTexels: [texels], levels: levels)
  }

  /// A texture of floats whose levels are given, from the largest; ``Levels/built`` builds those after the
  /// last given.
  public convenience init(
    _ shape: TextureShape, _ format: TexelFormat = TexelFormat(.float32), levelTexels: [[SIMD4<Float>]],
    levels: Levels = .base
  ) throws(TextureError) {
    guard format.kind == .float else { throw .wrongKind(format) }
    try self.init(shape, format, given: levelTexels.map(\.count), elementsPerTexel: 1, levels: levels)
    for (level, texels) in levelTexels.enumerated() {
      let target = self.levels[level].texels
      for (index, texel) in texels.enumerated() { target[index] = format.substituted(texel) }
    }
    buildLevels(from: levelTexels.count)
  }

  /// A texture of integers whose levels are given, from the largest: bit patterns, for signed ones too.
  public convenience init(
    _ shape: TextureShape, _ format: TexelFormat, levelIntegers: [[SIMD4<UInt32>]]
  ) throws(TextureError) {
    guard format.kind != .float else { throw .wrongKind(format) }
    try self.init(shape, format, given: levelIntegers.map(\.count), elementsPerTexel: 1, levels: .base)
    for (level, texels) in levelIntegers.enumerated() {
      let target = self.levels[level].texels
      for (index, texel) in texels.enumerated() { target[index] = SIMD4(bits: format.quantized(texel)) }
    }
  }

  /// A texture of zeros, for a storage image.
  public convenience init(zeros shape: TextureShape, _ format: TexelFormat) throws(TextureError) {
    if let defect = shape.defect { throw defect }
    let count = shape.texelCount(ofLevel: 0)
    try self.init(shape, format, given: [count], elementsPerTexel: 1, levels: .base)
    storage.update(repeating: format.substituted(SIMD4<Float>()))
  }

  /// Checks the sizes given and makes room; the texels are to be set by the caller.
  private init(
    _ shape: TextureShape, _ format: TexelFormat, given: [Int], elementsPerTexel: Int, levels: Levels
  ) throws(TextureError) {
    if let defect = shape.defect { throw defect }
    let most = shape.fullLevelCount
    guard (1...most).contains(given.count) else { throw .badLevelCount(given.count, most: most) }
    for (level, found) in given.enumerated() {
      let expected = shape.texelCount(ofLevel: level) * elementsPerTexel
      guard found == expected else { throw .badLevelSize(level: level, expected: expected, found: found) }
    }
    let builds = levels == .built && format.kind == .float
    let levelCount = builds ? most : given.count
    self.shape = shape
    self.format = format
    self.levelCount = levelCount
    storage = .allocate(capacity: (0..<levelCount).reduce(0) { $0 + shape.texelCount(ofLevel: $1) })
    self.levels = .allocate(capacity: levelCount)
    storage.initialize(repeating: SIMD4())
    // The shape has texels, so there is a first one.
    guard var place = storage.baseAddress else { throw .badShape(shape) }
    for level in 0..<levelCount {
      let size = shape.size(ofLevel: level)
      self.levels.initializeElement(
        at: level,
        to: TextureLevel(
          texels: place, width: Int32(size.width), height: Int32(size.height), depth: Int32(size.depth),
          samples: Int32(shape.samples)))
      place += shape.texelCount(ofLevel: level)
    }
  }

  deinit {
    storage.deallocate()
    levels.deallocate()
  }

  private func buildLevels(from first: Int) {
    guard first < levelCount else { return }
    for level in first..<levelCount {
      MipChain.reduce(levels[level - 1], to: levels[level], slices: shape.slices)
    }
  }

  /// What the texel callback needs, without a reference to the texture, which must outlive it.
  var view: TextureView {
    TextureView(
      levels: UnsafePointer(levels.baseAddress), levelCount: Int32(levelCount), slices: Int32(shape.slices),
      layers: Int32(shape.arrayLayers ?? 1), samples: Int32(shape.samples), isArray: shape.arrayLayers != nil,
      dimensionality: shape.dimensionality, format: format)
  }

  /// A texel as floats; nil out of bounds.
  public func texel(
    x: Int, y: Int = 0, z: Int = 0, slice: Int = 0, sample: Int = 0, level: Int = 0
  ) -> SIMD4<Float>? {
    stored(x, y, z, slice, sample, level)
  }

  /// A texel as the bits of integers; nil out of bounds.
  public func integers(
    x: Int, y: Int = 0, z: Int = 0, slice: Int = 0, sample: Int = 0, level: Int = 0
  ) -> SIMD4<UInt32>? {
    stored(x, y, z, slice, sample, level)?.bits
  }

  private func stored(
    _ x: Int, _ y: Int, _ z: Int, _ slice: Int, _ sample: Int, _ level: Int
  ) -> SIMD4<Float>? {
    guard (0..<levelCount).contains(level) else { return nil }
    let (width, height, depth) = shape.size(ofLevel: level)
    guard (0..<width).contains(x), (0..<height).contains(y), (0..<depth).contains(z),
      (0..<shape.slices).contains(slice), (0..<shape.samples).contains(sample)
    else { return nil }
    return levels[level].texels[(((slice * depth + z) * height + y) * width + x) * shape.samples + sample]
  }
}

/// A level of a texture, without a reference to it.
struct TextureLevel {
  /// Texels of four floats, or the bits of integers.
  let texels: UnsafeMutablePointer<SIMD4<Float>>
  let width: Int32
  let height: Int32
  let depth: Int32
  let samples: Int32

  /// The texel at coordinates in bounds.
  @inline(__always)
  func pointer(_ x: Int32, _ y: Int32, _ z: Int32, slice: Int32) -> UnsafeMutablePointer<SIMD4<Float>> {
    let plane = (Int(slice) &* Int(depth) &+ Int(z)) &* Int(height)
    return texels + ((plane &+ Int(y)) &* Int(width) &+ Int(x)) &* Int(samples)
  }
}

/// A texture as the texel callback sees it: trivial to copy, never retained.
struct TextureView {
  /// Nil where nothing is bound.
  let levels: UnsafePointer<TextureLevel>?
  let levelCount: Int32
  /// Layers, times six for cubes.
  let slices: Int32
  let layers: Int32
  let samples: Int32
  let isArray: Bool
  let dimensionality: Dimensionality
  let format: TexelFormat
}
