import Foundation

/// The element type of a compiled shader: what coordinates, weights and results are computed in.
///
/// What the standard library does for any floating-point type is spelled out here by type: its generic
/// conversions to integers and its generic operations on vectors are many times slower than the concrete
/// ones.
protocol TexelElement: BinaryFloatingPoint, SIMDScalar, Codable {
  /// An integer in this type.
  init(_ value: Int32)
  /// Below this magnitude ``floored(_:)`` holds.
  static var floorLimit: Self { get }
  /// The largest integer that is not greater than a number, as both types.
  static func floored(_ x: Self) -> (index: Int32, value: Self)
  /// A texel in this type.
  static func widened(_ texel: SIMD4<Float>) -> SIMD4<Self>
  /// a + (b - a)·t: exact for equal texels.
  static func mixed(_ a: SIMD4<Self>, _ b: SIMD4<Self>, _ t: Self) -> SIMD4<Self>
  /// The sum of two texels.
  static func sum(_ a: SIMD4<Self>, _ b: SIMD4<Self>) -> SIMD4<Self>
  /// A texel times a number.
  static func product(_ a: SIMD4<Self>, _ factor: Self) -> SIMD4<Self>
  /// The logarithm to base 2.
  static func binaryLogarithm(_ x: Self) -> Self
}

extension Float: TexelElement {
  @inline(__always)
  static var floorLimit: Float { 0x1p22 }
  // Adding 1.5 · 2^23 rounds to an integer, which then stands in the low bits: neither a conversion with its
  // checks nor a call to floor, which the processor's baseline has no instruction for.
  @inline(__always)
  static func floored(_ x: Float) -> (index: Int32, value: Float) {
    let shifted = x + 0x1.8p23
    let rounded = shifted - 0x1.8p23
    let index = Int32(bitPattern: shifted.bitPattern &- Float(0x1.8p23).bitPattern)
    return rounded > x ? (index &- 1, rounded - 1) : (index, rounded)
  }
  @inline(__always)
  static func widened(_ texel: SIMD4<Float>) -> SIMD4<Float> { texel }
  @inline(__always)
  static func mixed(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ t: Float) -> SIMD4<Float> { a + (b - a) * t }
  @inline(__always)
  static func sum(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> { a + b }
  @inline(__always)
  static func product(_ a: SIMD4<Float>, _ factor: Float) -> SIMD4<Float> { a * factor }
  @inline(__always)
  static func binaryLogarithm(_ x: Float) -> Float { log2f(x) }
}

extension Double: TexelElement {
  @inline(__always)
  static var floorLimit: Double { 0x1p29 }
  @inline(__always)
  static func floored(_ x: Double) -> (index: Int32, value: Double) {
    let shifted = x + 0x1.8p52
    let rounded = shifted - 0x1.8p52
    let index = Int32(truncatingIfNeeded: shifted.bitPattern)
    return rounded > x ? (index &- 1, rounded - 1) : (index, rounded)
  }
  @inline(__always)
  static func widened(_ texel: SIMD4<Float>) -> SIMD4<Double> {
    SIMD4(Double(texel.x), Double(texel.y), Double(texel.z), Double(texel.w))
  }
  @inline(__always)
  static func mixed(_ a: SIMD4<Double>, _ b: SIMD4<Double>, _ t: Double) -> SIMD4<Double> { a + (b - a) * t }
  @inline(__always)
  static func sum(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMD4<Double> { a + b }
  @inline(__always)
  static func product(_ a: SIMD4<Double>, _ factor: Double) -> SIMD4<Double> { a * factor }
  @inline(__always)
  static func binaryLogarithm(_ x: Double) -> Double { log2(x) }
}
