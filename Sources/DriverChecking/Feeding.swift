/// Which kinds of sites a value hangs on.
struct Feeding: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  /// Derivatives that were converted.
  static let derivatives = Feeding(rawValue: 1)
  /// Texture samples that got gradients.
  static let samples = Feeding(rawValue: 2)
  /// Derivatives that were kept: the same before and after, but constant in a quad.
  static let kept = Feeding(rawValue: 4)
  /// All that differs before and after.
  static let all: Feeding = [.derivatives, .samples]
}

extension [Feeding] {
  /// What feeds any of them.
  var joined: Feeding { reduce([]) { $0.union($1) } }

  /// The same, each fed by something more.
  func joining(_ more: Feeding) -> [Feeding] { more.isEmpty ? self : map { $0.union(more) } }

  /// Both, one by one.
  func joining(_ other: [Feeding]) -> [Feeding] {
    guard count == other.count else { return joining(other.joined) }
    return zip(self, other).map { $0.union($1) }
  }
}
