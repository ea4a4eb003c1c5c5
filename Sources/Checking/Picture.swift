import Rasterizer
import Texturing

/// A picture in sRGB, 8 bits a channel.
public struct Picture: Hashable, Sendable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  /// Red, green, blue of each pixel, row by row from the upper left.
  public var bytes: [UInt8]

  /// A black picture.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    bytes = [UInt8](repeating: 0, count: 3 * width * height)
  }

  /// The color of the pixel of an index in reading order.
  public subscript(_ pixel: Int) -> SIMD3<UInt8> {
    get { SIMD3(bytes[3 * pixel], bytes[3 * pixel + 1], bytes[3 * pixel + 2]) }
    set {
      bytes[3 * pixel] = newValue.x
      bytes[3 * pixel + 1] = newValue.y
      bytes[3 * pixel + 2] = newValue.z
    }
  }
}

extension Picture {
  /// What a shader drew at location 0, clamped to 0…1; transparent checks where it drew nothing.
  ///
  /// - Parameter upwards: whether the framebuffer's rows count from the lower edge.
  public init(_ framebuffer: Framebuffer, upwards: Bool) {
    self.init(width: framebuffer.width, height: framebuffer.height)
    for y in 0..<height {
      for x in 0..<width {
        let row = upwards ? height - 1 - y : y
        let isDrawn = framebuffer.coverage[row * width + x] > 0
        let color = isDrawn ? framebuffer.color(x: x, y: row) : Self.backdrop(x, y)
        self[y * width + x] = SIMD3(Self.byte(color.x), Self.byte(color.y), Self.byte(color.z))
      }
    }
  }

  private static func backdrop(_ x: Int, _ y: Int) -> SIMD4<Float> {
    SIMD4(repeating: (x / 8 + y / 8) % 2 == 0 ? 0.75 : 0.65)
  }

  /// NaN is black.
  private static func byte(_ value: Float) -> UInt8 {
    UInt8(max(0, min(1, value.isNaN ? 0 : value)) * 255 + 0.5)
  }

  /// The picture as a PNG file.
  public func png() throws -> [UInt8] {
    try ImageFile(width: width, height: height, channels: 3, bytes: bytes).png()
  }
}
