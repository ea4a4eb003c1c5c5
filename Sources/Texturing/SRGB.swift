import Foundation

/// The transfer function of IEC 61966-2-1, as the Khronos Data Format Specification states it.
public enum SRGB {
  /// The linear light of an encoded value of 0…1.
  public static func decoded(_ value: Double) -> Double {
    value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// The encoded value of linear light of 0…1.
  public static func encoded(_ value: Double) -> Double {
    value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
  }

  /// The linear light of a byte.
  public static func decoded(_ byte: UInt8) -> Float { table[Int(byte)] }

  /// The byte nearest to linear light, which is clamped to 0…1; 0 for what is not a number.
  public static func encoded(_ value: Float) -> UInt8 {
    UInt8((encoded(Double(value.clamped(0, 1))) * 255).rounded())
  }

  private static let table = (0...255).map { Float(decoded(Double($0) / 255)) }
}
