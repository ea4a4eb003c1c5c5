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
