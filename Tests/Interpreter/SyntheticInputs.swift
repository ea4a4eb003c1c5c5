import SPIRV

/// Inputs as a rasterizer would interpolate them over one large triangle in perspective, and uniforms by name.
///
/// w' = gl_FragCoord.w and v·w' of every smooth input v are affine over the screen, so that the perspective
/// formula for v's derivative is exact; inputs without perspective are affine themselves. The values depend on the
/// seed and on a variable's location (its name where it has none), never on its id.
public struct SyntheticInputs: Sendable {
  /// Chooses the triangle and the uniforms.
  public var seed: UInt64
  /// The height from which gl_FragCoord.y counts upwards against the screen's y, as OpenGL's upper-left
  /// origin does; nil where it counts along.
  public var flippedHeight: Double?

  /// The inputs of a seed.
  public init(seed: UInt64 = 1, flippedHeight: Double? = nil) {
    self.seed = seed
    self.flippedHeight = flippedHeight
  }

  /// 1/w at a place: about 0.5 to 1.5 over the first hundred pixels.
  public func reciprocalW(_ place: Position) -> Double {
    0.6 + 0.0031 * (1 + draw("w", [0])) * place.x + 0.0023 * (1 + draw("w", [1])) * place.y
  }

  private func draw(_ name: String, _ path: [Int]) -> Double {
    unit(path.reduce(mixed(seed, hash(name))) { mixed($0, UInt64(bitPattern: Int64($1))) })
  }

  /// The value of an input's scalar at a place.
  public func input(_ scalar: InterfaceScalar, at place: Position) -> Double {
    if let builtIn = scalar.builtIn, let value = self.builtIn(builtIn, scalar, place) { return value }
    let key = scalar.location.map { "location \($0)" } ?? scalar.name
    if scalar.interpolation == .flat || scalar.kind != .float {
      return scalar.kind == .float ? draw(key, scalar.path) : (1 + 3 * draw(key, scalar.path)).rounded(.down)
    }
    let affine = affine(key, scalar.path, place)
    return scalar.interpolation == .smooth ? affine / reciprocalW(place) : affine
  }

  /// Mostly between 0 and 1 over the first hundred pixels, as texture coordinates are; one in four is negative.
  private func affine(_ key: String, _ path: [Int], _ place: Position) -> Double {
    let (a, b, c) = (draw(key, path + [0]), draw(key, path + [1]), draw(key, path + [2]))
    let start = draw(key, path + [3]) < 0.25 ? -0.8 + 0.6 * a : 0.1 + 0.6 * a
    return start + 0.01 * (b - 0.5) * place.x + 0.01 * (c - 0.5) * place.y
  }

  private func builtIn(_ builtIn: BuiltIn, _ scalar: InterfaceScalar, _ place: Position) -> Double? {
    switch builtIn {
    case .fragCoord:
      switch scalar.path.last {
      case 0: return place.x
      case 1: return flippedHeight.map { $0 - place.y } ?? place.y
      case 2: return 0.3 + 0.002 * place.x + 0.001 * place.y
      default: return reciprocalW(place)
      }
    case .pointCoord: return scalar.path.last == 0 ? place.x / 100 : place.y / 100
    case .frontFacing: return 1
    case .samplePosition: return 0.5
    case .sampleMask: return 1
    case .clipDistance, .cullDistance, .baryCoord: return nil
    case .baryCoordNoPersp: return affine("gl_BaryCoordNoPersp", scalar.path, place)
    // Identifiers, layers, viewports: zero; also helper invocations: none.
    default: return 0
    }
  }

  /// The value of a uniform's scalar: floats between 0.2 and 1.2, matrices near the identity, integers from 1 to 3, Booleans true.
  public func uniform(_ scalar: InterfaceScalar) -> Double {
    let number = draw("uniform " + scalar.name, scalar.path)
    switch scalar.kind {
    case .bool: return 1
    case .int: return (1 + 3 * number).rounded(.down)
    case .float:
      guard scalar.isMatrix else { return 0.2 + number }
      let (column, row) = (scalar.path.dropLast().last, scalar.path.last)
      return (column == row ? 1 : 0) + 0.2 * (number - 0.5)
    }
  }
}

extension BuiltIn {
  static let frontFacing = BuiltIn(rawValue: 17)
  static let samplePosition = BuiltIn(rawValue: 19)
  static let sampleMask = BuiltIn(rawValue: 20)
  static let baryCoord = BuiltIn(rawValue: 5286)
  static let baryCoordNoPersp = BuiltIn(rawValue: 5287)
}
