import Foundation

/// Errors as colors: black up to 1e-8, then through violet, red and yellow to white at 1 and above, evenly by
/// the logarithm; grey where a pixel was executed but has no error to show, dark grey where it was not.
public enum FalseColor {
  /// A color in sRGB.
  public typealias Color = SIMD3<UInt8>

  /// The color of pixels that have a value but no reference to compare it with.
  public static let unreferenced = Color(96, 112, 112)
  /// The color of pixels where the site is not executed.
  public static let absent = Color(38, 42, 46)
  /// The decimal logarithm of the error from which on colors leave black.
  public static let lowestExponent = -8.0

  /// Colors evenly spaced over the logarithm; their lightness rises steadily, so that the map reads without
  /// color too.
  private static let ramp: [SIMD3<Double>] = [
    SIMD3(0, 0, 4), SIMD3(31, 12, 72), SIMD3(85, 15, 109), SIMD3(136, 34, 106), SIMD3(186, 54, 85),
    SIMD3(227, 89, 51), SIMD3(249, 140, 10), SIMD3(249, 201, 50), SIMD3(252, 255, 244),
  ]

  /// The color of an error.
  public static func color(of error: Double) -> Color {
    guard error > 0 else { return color(at: 0) }
    return color(at: 1 - log10(error) / lowestExponent)
  }

  /// The color at a place of the scale, from 0 to 1.
  public static func color(at place: Double) -> Color {
    let position = min(max(place, 0), 1) * Double(ramp.count - 1)
    let index = min(Int(position), ramp.count - 2)
    let mixed = ramp[index] + (position - Double(index)) * (ramp[index + 1] - ramp[index])
    return Color(UInt8(mixed.x.rounded()), UInt8(mixed.y.rounded()), UInt8(mixed.z.rounded()))
  }
}
