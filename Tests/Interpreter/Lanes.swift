/// Where the lanes of a run stand around the pixel: on the diamond of points |i| + |j| ≤ order, in steps.
///
/// An order of 1 is the five-point star that one derivative needs; a derivative inside a derivative needs an
/// order of 2, and so on. Lanes are sorted by ring (|i| + |j|), the centre first, so that the lanes a value is
/// still valid on are always a prefix.
public struct Stencil: Hashable, Sendable {
  /// The distance between neighbouring lanes, in pixels.
  public let step: Double
  /// The number of rings around the centre: how deep derivatives may nest.
  public let order: Int

  /// The lanes' places in steps.
  let offsets: [Offset]
  /// The lanes to the right, left, below (+y) and above (−y) of each lane, nil at the rim.
  let neighbours: [Neighbours]

  struct Offset: Hashable, Sendable {
    var x: Int
    var y: Int
  }

  struct Neighbours: Hashable, Sendable {
    var right, left, down, up: Int?
  }

  /// A stencil; the defaults suit one level of derivatives.
  public init(step: Double = 1.0 / 256, order: Int = 1) {
    self.step = step
    self.order = order
    var offsets: [Offset] = []
    for ring in 0...order {
      for x in -ring...ring {
        let y = ring - abs(x)
        offsets.append(Offset(x: x, y: y))
        if y != 0 { offsets.append(Offset(x: x, y: -y)) }
      }
    }
    self.offsets = offsets
    let lanes = Dictionary(uniqueKeysWithValues: zip(offsets, offsets.indices))
    neighbours = offsets.map { place in
      Neighbours(
        right: lanes[Offset(x: place.x + 1, y: place.y)], left: lanes[Offset(x: place.x - 1, y: place.y)],
        down: lanes[Offset(x: place.x, y: place.y + 1)], up: lanes[Offset(x: place.x, y: place.y - 1)])
    }
  }

  /// The number of lanes within a number of rings.
  static func laneCount(rings: Int) -> Int { 2 * rings * rings + 2 * rings + 1 }
}

/// The reach of a value that is the same on every lane.
let unlimitedReach = 1000

/// A scalar on every lane, with what is known about its use as a reference.
public struct Lanes<Element: Equatable & Sendable>: Sendable {
  /// One element for each lane, the centre first, or a single one where all lanes agree by construction.
  public internal(set) var values: [Element]
  /// Whether lanes disagreed in something discrete on the way to this value, so that no difference of it is a
  /// derivative.
  public internal(set) var isTainted = false
  /// The number of rings on which the value is valid; each derivative costs one.
  public internal(set) var reach = unlimitedReach

  /// The same element on every lane.
  public init(_ element: Element) { values = [element] }

  init(values: [Element], isTainted: Bool, reach: Int) {
    self.values = values
    self.isTainted = isTainted
    self.reach = reach
  }

  /// The value at the pixel itself.
  public var centre: Element { values[0] }

  /// The value on a lane.
  public subscript(lane: Int) -> Element { values.count == 1 ? values[0] : values[lane] }

  /// Whether every valid lane has the centre's value.
  var agrees: Bool {
    if values.count == 1 { return true }
    let first = values[0]
    return values.prefix(Stencil.laneCount(rings: reach)).allSatisfy { $0 == first }
  }

  /// Tainted where the lanes disagree; the way of every integer and Boolean result.
  var settled: Lanes {
    if values.count == 1 { return self }
    var copy = self
    if agrees { copy.values = [values[0]] } else { copy.isTainted = true }
    return copy
  }

  func map<Result>(_ body: (Element) -> Result) -> Lanes<Result> {
    Lanes<Result>(values: values.map(body), isTainted: isTainted, reach: reach)
  }

  func zip<Other, Result>(_ other: Lanes<Other>, _ body: (Element, Other) -> Result) -> Lanes<Result> {
    let count = max(values.count, other.values.count)
    var results: [Result] = []
    results.reserveCapacity(count)
    for lane in 0..<count { results.append(body(self[lane], other[lane])) }
    return Lanes<Result>(
      values: results, isTainted: isTainted || other.isTainted, reach: min(reach, other.reach))
  }

  /// The value with another's flaws added to its own.
  func flawed(like flaw: Flaw) -> Lanes {
    var copy = self
    copy.isTainted = isTainted || flaw.isTainted
    copy.reach = min(reach, flaw.reach)
    return copy
  }

  var flaw: Flaw { Flaw(isTainted: isTainted, reach: reach) }
}

/// What limits a value's use as a reference, apart from its value.
struct Flaw: Hashable, Sendable {
  var isTainted = false
  var reach = unlimitedReach

  mutating func merge(_ other: Flaw) {
    isTainted = isTainted || other.isTainted
    reach = min(reach, other.reach)
  }

  var isNone: Bool { !isTainted && reach == unlimitedReach }
}

/// Combines scalars lane by lane; `body` returns the results and a number that says which of its branches it
/// took, so that results whose lanes took different branches are tainted.
func combine(
  _ inputs: [Lanes<Double>], _ body: ([Double]) -> (results: [Double], choice: Double)
) -> [Lanes<Double>] {
  var flaw = Flaw()
  var count = 1
  for input in inputs {
    flaw.merge(input.flaw)
    count = max(count, input.values.count)
  }
  var columns: [[Double]] = []
  var choices: [Double] = []
  for lane in 0..<count {
    let (results, choice) = body(inputs.map { $0[lane] })
    if lane == 0 { columns = results.map { _ in [] } }
    for (position, result) in results.enumerated() { columns[position].append(result) }
    choices.append(choice)
  }
  let choice = Lanes(values: choices, isTainted: flaw.isTainted, reach: flaw.reach).settled
  return columns.map { Lanes(values: $0, isTainted: choice.isTainted, reach: flaw.reach) }
}

// Arithmetic that is smooth wherever it is finite.
extension Lanes where Element == Double {
  static func + (a: Self, b: Self) -> Self { a.zip(b, +) }
  static func - (a: Self, b: Self) -> Self { a.zip(b, -) }
  static func * (a: Self, b: Self) -> Self { a.zip(b, *) }
  static prefix func - (a: Self) -> Self { a.map { -$0 } }

  /// A function with branches; `choice` numbers the one an argument falls into.
  func map(choice: (Double) -> Double, _ body: (Double) -> Double) -> Self {
    let result = map(body)
    return values.count == 1 ? result : result.flawed(like: map(choice).settled.flaw)
  }

  /// A function of two arguments with branches.
  func zip(_ other: Self, choice: (Double, Double) -> Double, _ body: (Double, Double) -> Double) -> Self {
    let result = zip(other, body)
    return result.values.count == 1 ? result : result.flawed(like: zip(other, choice).settled.flaw)
  }

  /// The number as branches compare it: NaN equals NaN.
  static func side(_ x: Double) -> Double { x < 0 ? -1 : x > 0 ? 1 : x == 0 ? 0 : 2 }
}
