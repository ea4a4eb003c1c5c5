/// What was drawn into an attachment.
public struct DrawnImage: Sendable {
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// Four components a pixel, row by row from the top.
  public var components: [Float]

  /// An image.
  public init(width: Int, height: Int, components: [Float]) {
    self.width = width
    self.height = height
    self.components = components
  }

  /// One component of the pixel in a column and row, from the upper left.
  public subscript(x: Int, y: Int, component: Int) -> Float {
    components[(y * width + x) * 4 + component]
  }

  /// The bits of one component: of integers, that is all there is.
  public func bits(_ x: Int, _ y: Int, _ component: Int) -> UInt32 { self[x, y, component].bitPattern }

  /// The pixel in a column and row, from the upper left.
  public subscript(x: Int, y: Int) -> SIMD4<Float> {
    let first = (y * width + x) * 4
    return SIMD4(
      components[first], components[first + 1], components[first + 2], components[first + 3])
  }
}

/// All that a drawing gives.
public struct DrawnFrame: Sendable {
  /// What was drawn into each attachment.
  public var images: [DrawnImage]
  /// The depth, row by row from the top; empty where it is not tested.
  public var depth: [Float]
  /// The words of the buffers that are read back, in their order.
  public var buffers: [[UInt32]]
}
