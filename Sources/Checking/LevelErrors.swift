import Foundation

/// At how many of a sample's compared pixels the level of detail is more than one level off the reference's: twice as
/// blurred, or aliased, as it should be.
///
/// The level is log2 of the greater of the gradients' lengths in x and y (Vulkan specification, "Scale Factor
/// Operation"), for texels as wide as high; the texture's own levels limit nothing here.
public struct LevelErrors: Codable, Hashable, Sendable {
  /// In the transformed shader, in float.
  public var analytic = 0
  /// With quad differences in float, as hardware takes them.
  public var quad = 0

  /// None.
  public init() {}

  /// One line for reports.
  var text: String {
    "level of detail off by more than one: analytic at \(analytic) pixels, quad at \(quad)"
  }

  /// Whether two pairs of gradients, x, y and z along the screen's x, then along its y, choose levels that are more
  /// than one apart.
  static func areApart(_ a: [Double], _ b: [Double]) -> Bool {
    let (first, second) = (scale(a), scale(b))
    // Equal ones, no gradient at all among them, are of one level.
    return first != second && !(abs(log2(first / second)) <= 1)
  }

  private static func scale(_ gradients: [Double]) -> Double {
    func length(_ vector: ArraySlice<Double>) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    return max(length(gradients.prefix(3)), length(gradients.dropFirst(3)))
  }
}

extension SiteTally.Evidence {
  /// Whether an execution's level in a recording is more than one off the reference's.
  func isLevelApart(_ series: TileRecording.Series, _ pixel: Int, _ execution: Int) -> Bool {
    LevelErrors.areApart(
      (0..<reference.components).map { series.value(pixel, execution, $0) },
      (0..<reference.components).map { reference.value(pixel, execution, $0) })
  }
}
