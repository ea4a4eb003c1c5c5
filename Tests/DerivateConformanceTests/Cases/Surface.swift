/// What a case draws into.
struct Surface: Hashable, Sendable {
  /// Whether it stores bytes that stand for 0 to 1. The derivative is then scaled to a part of that range.
  let isUnorm: Bool
  /// The samples of a pixel.
  let samples: Int

  /// Bytes.
  static let unorm = unorm(samples: 1)
  /// Floats, in which the derivative is stored as it is. The suite packs their bits into integers, because its
  /// ancestor's core had no targets of floats.
  static let float = Surface(isUnorm: false, samples: 1)

  /// Bytes with some samples a pixel.
  static func unorm(samples: Int) -> Surface { Surface(isUnorm: true, samples: samples) }

  /// What storing may change.
  var threshold: Float { isUnorm ? 1.0 / 255 : 0 }

  /// A component after it was stored.
  func stored(_ value: Float) -> Float {
    isUnorm ? (min(max(value, 0), 1) * 255).rounded(.toNearestOrEven) / 255 : value
  }
}
