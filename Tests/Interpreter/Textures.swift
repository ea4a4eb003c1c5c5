import Foundation
import SPIRV

/// Procedural textures: smooth functions of the coordinate, another for each texture and channel.
///
/// Levels of detail change nothing, so that a sample's own derivative is the chain rule through the coordinate
/// and nothing else.
public enum ProceduralTexture {
  /// The number that stands for a texture: its variable's name, with indices where it is an element of an array.
  public static func seed(_ name: String) -> UInt64 { hash(name) }

  /// The texels of a texture along each of its axes.
  public static let size = 64
  /// The levels of every texture.
  public static let levels = 7
  /// The samples of every multisampled texture.
  public static let samples = 4

  /// A channel of a texture at a coordinate.
  public static func channel(
    _ channel: Int, of seed: UInt64, at coordinate: [Double], layer: Double = 0
  ) -> Double {
    var phase = 0.0
    var second = 0.0
    for (axis, place) in coordinate.enumerated() {
      phase += place * frequency(seed, channel, axis)
      second += place * frequency(seed, channel, axis + 8)
    }
    let shift = 6.28 * unit(mixed(seed, UInt64(channel) + 1000)) + 0.7 * layer
    return 0.5 + 0.3 * sin(phase + shift) + 0.15 * cos(second - shift)
  }

  /// A smooth stand-in for a depth comparison: where the texture is deeper than the reference, near 1.
  public static func compare(
    _ seed: UInt64, at coordinate: [Double], layer: Double, reference: Double
  ) -> Double {
    1 / (1 + exp(-8 * (channel(0, of: seed, at: coordinate, layer: layer) - reference)))
  }

  private static func frequency(_ seed: UInt64, _ channel: Int, _ axis: Int) -> Double {
    1 + 5 * unit(mixed(seed, UInt64(channel * 16 + axis)))
  }
}

/// A number from 0 to 1 out of a hash.
func unit(_ hash: UInt64) -> Double { Double(hash >> 11) * 0x1p-53 }

/// A hash of two numbers (the finalizer of SplitMix64: Steele, Lea and Flood, 2014).
func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var z = a &+ (b &+ 1) &* 0x9e37_79b9_7f4a_7c15
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}

/// A hash of a text (FNV-1a), the same in every process.
func hash(_ text: String) -> UInt64 {
  mixed(text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, 0)
}
