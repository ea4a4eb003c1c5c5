/// How the numbers of a texel are stored: an encoding and a number of channels.
///
/// In memory all textures are decoded, on load, to four 32-bit numbers a texel: floats, or integers for the
/// integer encodings. The format says how bytes are decoded, what a storage image rounds to, and which
/// channels are there: the missing ones of (red, green, blue, alpha) read (0, 0, 0, 1), by the Vulkan
/// specification's "Component Substitution".
public struct TexelFormat: Hashable, Sendable {
  /// How one channel is stored.
  public enum Encoding: Hashable, Sendable, CaseIterable {
    /// 0…255 for 0…1.
    case unorm8
    /// -127…127 for -1…1; -128 is -1 too.
    case snorm8
    /// As ``unorm8`` through the sRGB transfer function, alpha excepted.
    case srgb8
    /// 0…65535 for 0…1.
    case unorm16
    /// -32767…32767 for -1…1.
    case snorm16
    /// IEEE 754 binary16.
    case float16
    /// IEEE 754 binary32.
    case float32
    /// A depth, IEEE 754 binary32.
    case depth32
    /// A signed integer.
    case int8
    /// A signed integer.
    case int16
    /// A signed integer.
    case int32
    /// An unsigned integer.
    case uint8
    /// An unsigned integer.
    case uint16
    /// An unsigned integer.
    case uint32
  }

  /// The kind of the numbers that a shader reads.
  public enum Kind: Hashable, Sendable {
    /// Floating-point numbers.
    case float
    /// Signed integers.
    case int
    /// Unsigned integers.
    case uint
  }

  /// How a channel is stored.
  public var encoding: Encoding
  /// The number of channels: 1 to 4.
  public var channels: Int

  /// A format; the channels are brought into 1…4, to 1 for depths.
  public init(_ encoding: Encoding, channels: Int = 4) {
    self.encoding = encoding
    self.channels = encoding == .depth32 ? 1 : min(max(channels, 1), 4)
  }

  /// The kind of the numbers that a shader reads.
  public var kind: Kind {
    switch encoding {
    case .unorm8, .snorm8, .srgb8, .unorm16, .snorm16, .float16, .float32, .depth32: .float
    case .int8, .int16, .int32: .int
    case .uint8, .uint16, .uint32: .uint
    }
  }

  /// Whether a depth to compare with is clamped to 0…1: the format is unsigned and normalized.
  public var isUnsignedNormalized: Bool {
    switch encoding {
    case .unorm8, .srgb8, .unorm16: true
    case .snorm8, .snorm16, .float16, .float32, .depth32, .int8, .int16, .int32, .uint8, .uint16, .uint32:
      false
    }
  }

  /// The bytes of one channel.
  public var bytesPerChannel: Int {
    switch encoding {
    case .unorm8, .snorm8, .srgb8, .int8, .uint8: 1
    case .unorm16, .snorm16, .float16, .int16, .uint16: 2
    case .float32, .depth32, .int32, .uint32: 4
    }
  }

  /// The bytes of one texel, tightly packed.
  public var bytesPerTexel: Int { bytesPerChannel * channels }
}

extension TexelFormat {
  /// The number that stands for one in the channels that are missing.
  private var one: UInt32 { kind == .float ? Float(1).bitPattern : 1 }

  /// A texel whose missing channels are replaced by (0, 0, 0, 1).
  func substituted(_ texel: SIMD4<UInt32>) -> SIMD4<UInt32> {
    let missing = SIMD4<Int32>(0, 1, 2, 3) .>= SIMD4(repeating: Int32(channels))
    return texel.replacing(with: SIMD4(0, 0, 0, one), where: missing)
  }

  /// A texel whose missing channels are replaced by (0, 0, 0, 1).
  func substituted(_ texel: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4<Float>(bits: substituted(texel.bits))
  }

  /// The bits of a channel's 32-bit number, decoded from `raw`, which need not be aligned.
  func decodedChannel(_ raw: UnsafeRawPointer, isAlpha: Bool) -> UInt32 {
    switch encoding {
    case .unorm8: (Float(raw.load(as: UInt8.self)) / 255).bitPattern
    case .snorm8: max(Float(raw.load(as: Int8.self)) / 127, -1).bitPattern
    case .srgb8:
      isAlpha
        ? (Float(raw.load(as: UInt8.self)) / 255).bitPattern
        : SRGB.decoded(raw.load(as: UInt8.self)).bitPattern
    case .unorm16: (Float(raw.loadUnaligned(as: UInt16.self)) / 65535).bitPattern
    case .snorm16: max(Float(raw.loadUnaligned(as: Int16.self)) / 32767, -1).bitPattern
    case .float16: Float(Float16(bitPattern: raw.loadUnaligned(as: UInt16.self))).bitPattern
    case .float32, .depth32, .int32, .uint32: raw.loadUnaligned(as: UInt32.self)
    case .int8: UInt32(bitPattern: Int32(raw.load(as: Int8.self)))
    case .int16: UInt32(bitPattern: Int32(raw.loadUnaligned(as: Int16.self)))
    case .uint8: UInt32(raw.load(as: UInt8.self))
    case .uint16: UInt32(raw.loadUnaligned(as: UInt16.self))
    }
  }

  /// A tightly packed texel.
  func decodedTexel(_ raw: UnsafeRawPointer) -> SIMD4<UInt32> {
    var texel = SIMD4<UInt32>(0, 0, 0, one)
    for channel in 0..<channels {
      texel[channel] = decodedChannel(raw + channel * bytesPerChannel, isAlpha: channel == 3)
    }
    return texel
  }

  /// What a texel of this format holds after `value` is written to it.
  func quantized(_ value: SIMD4<Float>) -> SIMD4<Float> {
    var result = value
    for channel in 0..<channels { result[channel] = quantized(value[channel], isAlpha: channel == 3) }
    return substituted(result)
  }

  /// What a texel of this format holds after integers are written to it: their low bits.
  func quantized(_ value: SIMD4<UInt32>) -> SIMD4<UInt32> {
    switch encoding {
    case .int8:
      substituted(
        SIMD4(truncatingIfNeeded: SIMD4<Int32>(truncatingIfNeeded: SIMD4<Int8>(truncatingIfNeeded: value))))
    case .int16:
      substituted(
        SIMD4(truncatingIfNeeded: SIMD4<Int32>(truncatingIfNeeded: SIMD4<Int16>(truncatingIfNeeded: value))))
    case .uint8: substituted(value & 0xff)
    case .uint16: substituted(value & 0xffff)
    case .int32, .uint32, .unorm8, .snorm8, .srgb8, .unorm16, .snorm16, .float16, .float32, .depth32:
      substituted(value)
    }
  }

  private func quantized(_ value: Float, isAlpha: Bool) -> Float {
    switch encoding {
    case .unorm8: (value.clamped(0, 1) * 255).rounded(.toNearestOrEven) / 255
    case .srgb8:
      isAlpha
        ? (value.clamped(0, 1) * 255).rounded(.toNearestOrEven) / 255
        : SRGB.decoded(SRGB.encoded(value))
    case .snorm8: (value.clamped(-1, 1) * 127).rounded(.toNearestOrEven) / 127
    case .unorm16: (value.clamped(0, 1) * 65535).rounded(.toNearestOrEven) / 65535
    case .snorm16: (value.clamped(-1, 1) * 32767).rounded(.toNearestOrEven) / 32767
    case .float16: Float(Float16(value))
    case .float32, .depth32, .int8, .int16, .int32, .uint8, .uint16, .uint32: value
    }
  }
}

extension SIMD4<Float> {
  /// The texel whose bits are given.
  init(bits: SIMD4<UInt32>) { self = unsafeBitCast(bits, to: SIMD4<Float>.self) }

  /// The texel's bits.
  var bits: SIMD4<UInt32> { unsafeBitCast(self, to: SIMD4<UInt32>.self) }
}

extension BinaryFloatingPoint {
  /// The number brought between two others; not a number becomes the lower one.
  @inline(__always)
  func clamped(_ lower: Self, _ upper: Self) -> Self { self > lower ? (self < upper ? self : upper) : lower }
}
