/// Textures computed from coordinates: what a shader samples where nothing is bound. The same in every run.
public enum ProceduralTexture: Hashable, Sendable, CaseIterable {
  /// Squares of two colours, 8 along each side.
  case checker
  /// Smooth value noise that repeats with the texture, another in each channel and layer; around a cube
  /// without seams.
  case noise
  /// The coordinates themselves: red along x, green along y, blue along z (0.5 where there is none).
  case ramp

  /// A texture with all levels.
  ///
  /// Of an integer format the numbers run from 0 to 100.
  /// - Parameter seed: another noise, and other colours of the checker, for each.
  public func texture(
    _ shape: TextureShape, _ format: TexelFormat = TexelFormat(.float32), seed: UInt64 = 0
  ) throws(TextureError) -> Texture {
    if let defect = shape.defect { throw defect }
    var texels: [SIMD4<Float>] = []
    texels.reserveCapacity(shape.texelCount(ofLevel: 0))
    let extent = SIMD3(Float(shape.width), Float(shape.height), Float(shape.depth))
    for slice in 0..<shape.slices {
      let (layer, face) = shape.dimensionality == .cube ? (slice / 6, slice % 6) : (slice, 0)
      let hash = Self.hash(seed, UInt64(layer))
      for z in 0..<shape.depth {
        for y in 0..<shape.height {
          for x in 0..<shape.width {
            let unit = (SIMD3(Float(x), Float(y), Float(z)) + 0.5) / extent
            let place = shape.dimensionality == .cube ? Self.direction(unit, face) : unit
            let value = color(place, hash, isCube: shape.dimensionality == .cube, shape)
            for _ in 0..<shape.samples { texels.append(value) }
          }
        }
      }
    }
    if format.kind == .float { return try Texture(shape, format, texels: texels) }
    let integers = texels.map { SIMD4<UInt32>(truncatingIfNeeded: SIMD4<Int32>($0 * 100, rounding: .down)) }
    return try Texture(shape, format, levelIntegers: [integers])
  }

  private func color(
    _ place: SIMD3<Float>, _ hash: UInt64, isCube: Bool, _ shape: TextureShape
  ) -> SIMD4<Float> {
    switch self {
    case .checker:
      // A cube's direction of -1…1 has 8 cells along an edge too.
      let cells = isCube ? place * 4 : place * 8
      var sum = 0
      let count = shape.dimensionality.coordinateCount
      for axis in 0..<count { sum += Int(cells[axis].rounded(.down)) }
      let tint = SIMD4(Self.unit(hash, 1), Self.unit(hash, 2), Self.unit(hash, 3), 0) * 0.25
      return sum % 2 == 0 ? SIMD4(0.75, 0.75, 0.75, 1) + tint : SIMD4(0, 0, 0, 1) + tint
    case .noise:
      var result = SIMD4<Float>()
      for channel in 0..<4 {
        let seed = Self.hash(hash, UInt64(channel))
        // Around a cube the lattice need not repeat; elsewhere it does after 8 cells.
        result[channel] =
          isCube ? Self.noise(place * 4, seed, period: 1 << 20) : Self.noise(place * 8, seed, period: 8)
      }
      return result
    case .ramp:
      if isCube { return SIMD4(place * 0.5 + 0.5, 1) }
      let count = shape.dimensionality.coordinateCount
      return SIMD4(place.x, count > 1 ? place.y : 0.5, count > 2 ? place.z : 0.5, 1)
    }
  }

  /// The direction through a point of a cube's face, of length at least 1.
  private static func direction(_ unit: SIMD3<Float>, _ face: Int) -> SIMD3<Float> {
    let (s, t) = (2 * unit.x - 1, 2 * unit.y - 1)
    return switch face {
    case 0: SIMD3(1, -t, -s)
    case 1: SIMD3(-1, -t, s)
    case 2: SIMD3(s, 1, t)
    case 3: SIMD3(s, -1, -t)
    case 4: SIMD3(s, -t, 1)
    default: SIMD3(-s, -t, -1)
    }
  }

  /// Value noise: hashes at the points of a lattice, interpolated by the polynomial 6t⁵ - 15t⁴ + 10t³
  /// (Perlin, "Improving Noise", 2002), so that two derivatives are continuous.
  private static func noise(_ place: SIMD3<Float>, _ seed: UInt64, period: Int) -> Float {
    let cell = place.rounded(.down)
    let t = place - cell
    let weight = t * t * t * (t * (t * 6 - 15) + 10)
    var sum: Float = 0
    for corner in 0..<8 {
      var hash = seed
      var share: Float = 1
      for axis in 0..<3 {
        let step = corner >> axis & 1
        let index = (Int(cell[axis]) + step) % period
        hash = Self.hash(hash, UInt64(bitPattern: Int64(index < 0 ? index + period : index)))
        share *= step == 1 ? weight[axis] : 1 - weight[axis]
      }
      sum += share * unit(hash, 0)
    }
    return sum
  }

  private static func unit(_ hash: UInt64, _ index: UInt64) -> Float {
    Float(Self.hash(hash, index) >> 40) * 0x1p-24
  }

  /// A hash of two numbers: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
  private static func hash(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var z = a &+ (b &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
