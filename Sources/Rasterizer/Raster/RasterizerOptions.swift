import SPIRV

/// Which triangles are dropped.
public enum CullMode: Hashable, Sendable {
  /// None.
  case none
  /// Those that face the viewer.
  case front
  /// Those that face away.
  case back
}

/// Which orientation on the screen, with y downwards, faces the viewer (VkFrontFace).
public enum FrontFace: Hashable, Sendable {
  /// The sign of Vulkan's VK_FRONT_FACE_COUNTER_CLOCKWISE.
  case counterClockwise
  /// The other.
  case clockwise
}

/// How triangles become fragments.
public struct RasterizerOptions: Sendable {
  /// The framebuffer's width in pixels.
  public var width: Int
  /// The framebuffer's height in pixels.
  public var height: Int
  /// Samples a pixel, 1, 2 or 4, at Vulkan's standard locations.
  public var samples = 1
  /// Workers; the result does not depend on it.
  public var threads: Int
  /// Which triangles are dropped.
  public var cull = CullMode.none
  /// Which triangles face the viewer.
  public var frontFace = FrontFace.counterClockwise
  /// Whether fragments not nearer than what is there (LESS) are dropped.
  public var isDepthTested = true
  /// Whether gl_FragCoord.y counts from the lower edge upwards, as OpenGL's does.
  public var isFragCoordFlipped = false
  /// Whether gl_FragCoord.xy are integers at pixel centres (layout(pixel_center_integer)).
  public var isPixelCenterInteger = false
  /// When all must be drawn; nil: whenever it is. It is looked at between tiles.
  public var deadline: Deadline?
  /// Told after each tile how many of how many are done, from any worker.
  public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

  /// Options of a size.
  public init(width: Int, height: Int, threads: Int = 1) {
    self.width = width
    self.height = height
    self.threads = threads
  }

  /// Whether size and samples are possible.
  func check() throws(RasterizerError) {
    guard (1...16384).contains(width), (1...16384).contains(height) else {
      throw .size(width: width, height: height)
    }
    guard [1, 2, 4].contains(samples) else { throw .samples(samples) }
  }
}

/// Why nothing can be drawn.
public enum RasterizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A framebuffer without pixels, or one wider or higher than 16384.
  case size(width: Int, height: Int)
  /// A number of samples other than 1, 2 and 4.
  case samples(Int)
  /// A number of lanes that the derivatives' meaning cannot have.
  case lanes(Int)
  /// Vertices whose values do not fit the shader's inputs, or indices that are no triangles.
  case mesh(String)
  /// More memory than a picture is given.
  case memory(bytes: Int)
  /// It takes too long.
  case limit(ExceededLimit)

  /// The message.
  public var description: String {
    switch self {
    case .size(let width, let height):
      "a framebuffer of \(width) x \(height) pixels: 1 to 16384 are possible"
    case .samples(let samples): "\(samples) samples a pixel: 1, 2 or 4 are possible"
    case .lanes(let lanes): "\(lanes) lanes do not fit what derivatives mean"
    case .mesh(let what): what
    case .memory(let bytes):
      "the picture would take \(bytes >> 20) MiB: at most \(RenderTarget.memoryLimit >> 20) can be"
    case .limit(let limit): limit.description
    }
  }
}

/// Samples' offsets from the pixel's centre in 1/256 pixels (Vulkan specification, "Standard Sample Locations").
enum SampleLocations {
  static func offsets(_ samples: Int) -> [SIMD2<Int64>] {
    switch samples {
    case 4: [SIMD2(-32, -96), SIMD2(96, -32), SIMD2(-96, 32), SIMD2(32, 96)]
    case 2: [SIMD2(64, 64), SIMD2(-64, -64)]
    default: [SIMD2(0, 0)]
    }
  }
}
