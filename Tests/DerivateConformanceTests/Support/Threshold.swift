/// How far a derivative may be from the true one by dEQP-VK.glsl.derivate.
///
/// A driver takes the difference of two interpolated numbers. Of the mantissa's bits it loses those by which the
/// numbers' exponent is above the difference's, and three more by interpolation; what is below the rest may be
/// anything. (For what still fails the suite has a second look at each pixel, which allows for subnormals that are
/// flushed. Nothing here needs it.)
enum Threshold {
  /// The bits that interpolation may lose.
  static let interpolationLoss = 3

  /// The threshold of a derivative of numbers between two ends.
  ///
  /// - Parameter mantissaBits: those of the precision.
  static func of(_ derivative: Float, mantissaBits: Int, between least: Float, and most: Float) -> Float {
    let greatest = max(least.exponentBitPattern, most.exponentBitPattern)
    let lost = Int(greatest) - Int(min(greatest, derivative.exponentBitPattern))
    let accurate = max(mantissaBits - lost - interpolationLoss, 0)
    let garbage = (Float(sign: .plus, exponent: 23 - accurate, significand: 1) - 1) * 0x1p-23
    return binade(derivative) * garbage
  }

  /// The same by components.
  static func of(
    _ derivative: SIMD4<Float>, mantissaBits: Int, between least: SIMD4<Float>, and most: SIMD4<Float>
  ) -> SIMD4<Float> {
    var result = SIMD4<Float>()
    for index in 0..<4 {
      result[index] = of(
        derivative[index], mantissaBits: mantissaBits, between: least[index], and: most[index])
    }
    return result
  }

  /// The greatest power of two that is not above a number's size; of 0 and subnormal ones the least normal.
  private static func binade(_ value: Float) -> Float {
    value.isNormal ? value.binade.magnitude : .leastNormalMagnitude
  }
}
