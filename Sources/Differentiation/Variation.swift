import SPIRV

/// How a value changes over the screen.
struct Variation: OptionSet, Hashable, Sendable {
  let rawValue: UInt32

  /// Differentiable in x, through a chain of tangents from a seed.
  static let x = Variation(rawValue: 1)
  /// Differentiable in y.
  static let y = Variation(rawValue: 2)
  /// Changes by jumps: through an integer, a comparison, a branch.
  static let jump = Variation(rawValue: 4)
  /// Changes in a way whose derivative nobody knows: read from memory at a varied address.
  static let opaque = Variation(rawValue: 8)
  /// May differ between invocations, constant on a primitive or not.
  static let nonUniform = Variation(rawValue: 16)
  /// A pixel's position, moved or rounded, or half of one: what gl_FragCoord is scaled by otherwise counts no pixels.
  static let fragCoord = Variation(rawValue: 32)
  /// Computed from the parity of gl_FragCoord.
  static let parity = Variation(rawValue: 64)
  /// Computed from a derivative.
  static let derivative = Variation(rawValue: 128)
  /// Jumps by counting along something continuous, so perhaps from each pixel to the next; not by a comparison.
  static let counted = Variation(rawValue: 256)
  /// Half of something, so that its fraction tells that one's parity.
  static let halved = Variation(rawValue: 1024)
  /// Computed from the parity of a count along something continuous, which may be that of pixels.
  static let oddness = Variation(rawValue: 2048)
  /// Computed from an exponential, so that it may overflow where the fragment's color does not.
  static let overflowing = Variation(rawValue: 512)
  /// Changes as a derivative does that is still to be written out: a later round knows how.
  static let pending = Variation(rawValue: 4096)

  static let smooth: Variation = [.x, .y]
  /// Changes by a chain of tangents, or as a derivative that is still to be written out.
  static let chained: Variation = [.x, .y, .pending]
  /// What a callee is told of its arguments.
  static let passed: Variation = [
    .x, .y, .jump, .opaque, .nonUniform, .fragCoord, .parity, .counted, .overflowing, .halved, .oddness,
    .pending,
  ]
  /// Any change over the screen.
  static let varied: Variation = [.x, .y, .jump, .opaque, .pending]

  // MARK: Components

  /// All components of a vector, of which each is told to change by a chain of tangents or not to. Other values have
  /// all of them where anything in them does.
  static let everyComponent = Variation(rawValue: 0xF0000)

  /// The component of a vector at a position.
  static func component(_ position: UInt32) -> Variation {
    position < 4 ? Variation(rawValue: 1 << (16 + position)) : everyComponent
  }

  /// Whether a component changes by a chain of tangents.
  func isChained(_ position: UInt32) -> Bool {
    !isDisjoint(with: .chained) && !isDisjoint(with: .component(position))
  }

  /// The same of a value whose components are not told apart.
  var asWhole: Variation {
    isDisjoint(with: .chained) ? subtracting(.everyComponent) : union(.everyComponent)
  }

  /// The same of the vector that has the value at some of its components.
  func placed(at components: Variation) -> Variation {
    isDisjoint(with: .chained) ? self : subtracting(.everyComponent).union(components)
  }

  /// The variation without what changes by a chain of tangents.
  var unchained: Variation { subtracting([.chained, .everyComponent]) }

  /// The variation of a component.
  func extracted(_ position: UInt32) -> Variation {
    isChained(position) ? asWhole : unchained
  }

  /// The variation without a component that is replaced: with the last one that has a chain of tangents, that goes.
  func removing(_ position: UInt32) -> Variation {
    guard isChained(position) else { return self }
    let rest = intersection(.everyComponent).subtracting(.component(position))
    return rest.isEmpty ? unchained : subtracting(.component(position))
  }

  /// Whether the value changes over the screen at all.
  var isVaried: Bool { !isDisjoint(with: .varied) }

  /// The variation of a result that is piecewise constant in a value of this variation.
  var discretized: Variation {
    var result = intersection([.nonUniform, .fragCoord, .parity, .derivative, .counted, .oddness])
    if isVaried { result.insert(.jump) }
    return result
  }

  /// The same where the result counts: floor, integers.
  var rounded: Variation {
    isDisjoint(with: [.x, .y, .opaque, .pending]) ? discretized : discretized.union(.counted)
  }

  /// The variation of what is read at an address of this variation.
  var readThrough: Variation {
    var result = intersection([.nonUniform])
    if isVaried { result.insert(.opaque) }
    return result
  }

  /// The variation of what an index of this variation chooses from a buffer: as between the sides of a branch,
  /// unless the index may change from pixel to pixel, when what is read may be a picture as well.
  var chosenFromBuffer: Variation {
    isDisjoint(with: [.x, .y, .opaque, .pending, .counted]) ? discretized : readThrough
  }
}

extension [Variation] {
  /// All of them in one number, cheaper to hash than one by one: Fowler, Noll and Vo's hash.
  var digest: UInt64 {
    reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1.rawValue)) &* 0x100_0000_01b3 }
  }
}

/// A variation with where it was cut and the derivative it comes from.
struct Fact {
  var variation: Variation = []
  /// The cut it went through, as a number of the analysis' cuts; 0 for none.
  var cut: Int32 = 0
  /// The derivative sites it is linear in: a bit each, see ``ForwardState/sites``.
  var sites: UInt32 = 0

  /// Joins another fact; of two cuts the one that leaves the derivative unknown says more than a jump.
  mutating func join(_ other: Fact) {
    if cut == 0 || (other.cut != 0 && other.isMoreOpaque(than: variation)) { cut = other.cut }
    variation.formUnion(other.variation)
    sites |= other.sites
  }

  /// Joins what a value or slot is found to be once more.
  mutating func take(_ other: Fact) {
    if cut == 0 || other.isMoreOpaque(than: variation) { cut = other.cut }
    variation.formUnion(other.variation)
    sites |= other.sites
  }

  func isMoreOpaque(than other: Variation) -> Bool {
    variation.contains(.opaque) && !other.contains(.opaque)
  }
}

/// A screen direction.
public enum Direction: Int, CaseIterable, Sendable {
  /// To the right.
  case x = 0
  /// In the direction of dFdy.
  case y = 1

  /// Both.
  public static let allCases: [Direction] = [.x, .y]
  private static let onlyX: [Direction] = [.x]
  private static let onlyY: [Direction] = [.y]

  /// The directions in which something varies smoothly.
  static func of(_ variation: Variation) -> [Direction] {
    switch (variation.contains(.x), variation.contains(.y)) {
    case (true, true): allCases
    case (true, false): onlyX
    case (false, true): onlyY
    case (false, false): []
    }
  }

  var variation: Variation { self == .x ? .x : .y }
  var suffix: String { self == .x ? "dx" : "dy" }
  var nameSuffix: StaticString { self == .x ? "_dx" : "_dy" }
  var derivative: Derivative.Kind { self == .x ? .dx : .dy }
}

/// Where the chain from a seed was cut: an operation in words, and its place.
struct Cut: Hashable, Sendable {
  /// The operation of a sample whose tangent nobody asked for.
  static let textureSample = "a texture sample"
  /// The operation of a derivative that stays a quad operation.
  static let leftDerivative = "a derivative left to the quad"
  /// The operation of a derivative where seeds of the second order are not handed over.
  static let nestedDerivative = "a derivative of a derivative"
  /// The operation of a derivative that feeds itself, so that none is innermost.
  static let circularDerivative = "a derivative that feeds back into itself"

  var operation: String
  var location: SourceLocation

  // The place is enough to tell nearly all of a shader's cuts apart.
  func hash(into hasher: inout Hasher) {
    hasher.combine(location.line)
    hasher.combine(location.column)
  }
}

/// What the analysis decided for a site.
enum SiteDecision: Hashable, Sendable {
  case rewrite
  case zero
  case keep(SiteReport.KeepReason)
  /// Its operand hangs on another site's result: left to the next round.
  case deferred

  /// Whether the site's instruction stays as it is.
  var leavesSite: Bool {
    switch self {
    case .rewrite, .zero: false
    case .keep, .deferred: true
    }
  }
}
