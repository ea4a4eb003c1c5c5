/// Triangles in clip space.
public struct ClipMesh: Hashable, Sendable {
  /// Three corners a triangle; the first is the provoking one.
  public var corners: [SIMD4<Float>]
  /// How many times as wide and high as the image the viewport is, about the image's centre; the corners are for one
  /// as large as the image.
  private(set) var viewportScale: Float

  /// A mesh, drawn so that no driver has to clip it where that can be had: clipping costs accuracy, and lavapipe loses
  /// noperspective inputs by it.
  public init(corners: [SIMD4<Float>], largestScale: Float = 8) {
    self.corners = corners
    viewportScale = 1
    guard corners.allSatisfy({ $0.w > 0 }) else { return }
    let reach = corners.reduce(1) { max($0, abs($1.x) / $1.w, abs($1.y) / $1.w) }
    guard reach <= largestScale else { return }
    viewportScale = reach.rounded(.up)
    for index in corners.indices {
      self.corners[index].x /= viewportScale
      self.corners[index].y /= viewportScale
    }
  }
}

/// A triangle with corners at (0, 0), (2, 0) and (0, 2), in sizes of the image, y downwards.
///
/// It covers the image and lies inside the viewport, which is twice as large each way, so that no driver clips it:
/// clipping costs accuracy, and lavapipe loses noperspective inputs by it.
public struct CoveringTriangle: Hashable, Sendable {
  /// The clip-space w at the three corners, positive.
  public var w: SIMD3<Float>
  /// The depth, 0 to 1, at the three corners.
  public var depth: SIMD3<Float>

  /// A triangle.
  public init(w: SIMD3<Float>, depth: SIMD3<Float> = SIMD3(repeating: 0.5)) {
    self.w = w
    self.depth = depth
  }

  /// Without perspective: w is 1.
  public static let flat = CoveringTriangle(w: SIMD3(repeating: 1))
  /// In perspective.
  public static let perspective = CoveringTriangle(w: SIMD3(1, 2, 3), depth: SIMD3(0.1, 0.5, 0.9))

  /// The corners, in sizes of the image from its upper left.
  public static let corners: [SIMD2<Float>] = [SIMD2(0, 0), SIMD2(2, 0), SIMD2(0, 2)]

  /// Corner `index` in clip space for a viewport from (0, 0) to twice the image's size.
  func clipPosition(_ index: Int) -> SIMD4<Float> {
    let corner = Self.corners[index] - 1
    return SIMD4(corner.x, corner.y, depth[index], 1) * w[index]
  }
}
