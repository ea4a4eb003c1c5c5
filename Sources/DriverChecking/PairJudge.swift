import Checking

/// Compares the hardware's fine differences of a site with the tangents that took its place.
///
/// A difference between two pixels is the mean of the derivative at both, up to a twelfth of the third derivative (the
/// trapezoidal rule), and to the rounding of the two values. Both are estimated from the values alone: by their third
/// difference over four pixels in a row, which for a smooth function is its third derivative, and of noise some four
/// times the noise. Where that leaves little of the difference, it is no reference, however large the tangents are: those
/// of a hash of the coordinates are many times what it changes by from pixel to pixel. Of a texture's sample the tangent
/// is the difference to the next pixel, so that the mean of two is off by half the second difference, too.
///
/// Pairs that are left out say nothing, so that a site is only said to agree where enough of them are compared in every
/// component: ``PairCounts/isEnough``.
struct PairJudge {
  private let view: SiteView
  private let isThroughSample: Bool
  private(set) var counts = PairCounts()
  private(set) var errors: [Float] = []
  private(set) var worst: DriverSiteCheck.Worst?
  private var excess = 0.0
  /// The pairs that are compared in each component.
  private var compared: [Int]

  /// The relative error that is allowed besides: of the interpolation, and of approximate functions.
  static let relative = 0x1p-8
  /// The share of a difference that may be uncertain.
  static let roughness = 0.25

  /// A judge of a site; `isThroughSample`: whether what is differentiated hangs on a texture's sample.
  init(_ view: SiteView, isThroughSample: Bool) {
    (self.view, self.isThroughSample) = (view, isThroughSample)
    compared = [Int](repeating: 0, count: view.site.components)
  }

  /// Compares all pairs.
  mutating func run() {
    switch view.site.kind {
    case .dx: comparePairs(axis: 0, tangentAxis: 0)
    case .dy: comparePairs(axis: 1, tangentAxis: 0)
    case .width: compareWidths()
    case .sample:
      comparePairs(axis: 0, tangentAxis: 0)
      comparePairs(axis: 1, tangentAxis: 1)
    case .queryLod: break
    }
  }

  /// What came of a comparison.
  private enum Outcome { case agrees, differs, rough, notFinite }

  private mutating func count(_ outcomes: [Outcome]) {
    counts.executed += 1
    for (component, outcome) in outcomes.enumerated() where outcome == .agrees || outcome == .differs {
      compared[component] += 1
    }
    counts.leastCompared = compared.min() ?? 0
    if outcomes.contains(.differs) {
      counts.differing += 1
    } else if outcomes.contains(.notFinite) {
      counts.notFinite += 1
    } else if outcomes.contains(.rough) {
      counts.rough += 1
    } else {
      counts.agreeing += 1
    }
  }

  // MARK: dFdx, dFdy and gradients

  private mutating func comparePairs(axis: Int, tangentAxis: Int) {
    let step = axis == 0 ? 1 : view.width
    for y in stride(from: 0, to: view.height - axis, by: 1 + axis) {
      for x in stride(from: 0, to: view.width - 1 + axis, by: 2 - axis) {
        let a = y * view.width + x
        let b = a + step
        guard view.isExecuted(a), view.isExecuted(b) else { continue }
        guard view.isOneWay(a, b) else {
          counts.executed += 1
          counts.parted += 1
          continue
        }
        count(
          (0..<view.site.components).map { component in
            compare(
              hardware: view.difference(a, component, axis: axis),
              mean: (view.tangent(a, component, axis: tangentAxis)
                + view.tangent(b, component, axis: tangentAxis)) / 2,
              uncertainty: uncertainty(a, component, axis: axis), x, y)
          })
      }
    }
  }

  private mutating func compare(
    hardware: Double, mean: Double, uncertainty: Uncertainty?, _ x: Int, _ y: Int
  ) -> Outcome {
    guard hardware.isFinite else { return .notFinite }
    guard mean.isFinite else {
      note(excess: .infinity, hardware, mean, 0, x, y)
      return .differs
    }
    let distance = abs(hardware - mean)
    let size = max(abs(hardware), abs(mean))
    if distance == 0 {
      if size > 0 { errors.append(0) }
      return .agrees
    }
    guard let uncertainty, uncertainty.sum <= Self.roughness * size,
      uncertainty.unrest <= max(Self.roughness * abs(hardware), 8 * uncertainty.rounding)
    else { return .rough }
    errors.append(Float(distance / size))
    let allowed = Self.relative * size + uncertainty.sum
    if distance <= allowed { return .agrees }
    note(excess: distance / allowed, hardware, mean, allowed, x, y)
    return .differs
  }

  private mutating func note(
    excess: Double, _ hardware: Double, _ mean: Double, _ allowed: Double, _ x: Int, _ y: Int
  ) {
    guard excess > self.excess || worst == nil else { return }
    self.excess = excess
    worst = DriverSiteCheck.Worst(x: x, y: y, hardware: hardware, mean: mean, allowed: allowed)
  }

  // MARK: fwidth

  /// Of fwidth the tangents are only known in sum: the sums over a quad are compared. Where a derivative may change its
  /// sign between two pixels, the mean of its size is not the size of its mean.
  private mutating func compareWidths() {
    for y in stride(from: 0, to: view.height - 1, by: 2) {
      for x in stride(from: 0, to: view.width - 1, by: 2) {
        let first = y * view.width + x
        let pixels = [first, first + 1, first + view.width, first + view.width + 1]
        guard pixels.allSatisfy(view.isExecuted) else { continue }
        guard pixels.allSatisfy({ view.isOneWay(first, $0) }) else {
          counts.executed += 1
          counts.parted += 1
          continue
        }
        count(
          (0..<view.site.components).map { component in
            var hardware = 0.0
            var uncertainty: Uncertainty? = Uncertainty()
            for (pixel, axis) in [(pixels[0], 0), (pixels[2], 0), (pixels[0], 1), (pixels[1], 1)] {
              let difference = abs(view.difference(pixel, component, axis: axis))
              hardware += difference / 2
              let estimate = self.uncertainty(pixel, component, axis: axis)
              if let estimate {
                uncertainty?.add(estimate, bend: difference < 2 * estimate.second ? 2 * estimate.second : 0)
              } else {
                uncertainty = nil
              }
            }
            let mean = pixels.reduce(0) { $0 + view.tangent($1, component) } / 4
            return compare(hardware: hardware, mean: mean, uncertainty: uncertainty, x, y)
          })
      }
    }
  }

  // MARK: Smoothness

  /// How far a difference may be from the tangents' mean.
  private struct Uncertainty {
    /// The greatest second difference around.
    var second = 0.0
    /// The greatest third difference around.
    var third = 0.0
    /// The third difference beside the difference itself.
    var unrest = 0.0
    /// The rounding of the values.
    var rounding = 0.0
    /// What else there is.
    var bend = 0.0

    /// All of it.
    var sum: Double { third + rounding + bend }

    /// Adds that of another difference, and what else is open of that one.
    mutating func add(_ other: Uncertainty, bend: Double) {
      third += other.third
      // fwidth is half the sum of its four differences.
      unrest += other.unrest / 2
      rounding += other.rounding
      self.bend += other.bend + bend
    }
  }

  /// The greatest second and third differences in the rows (or columns) of four pixels that a pair is part of, and in
  /// those of the quad's other pair, with the rounding of the values. Nil where there are less than two for the pair
  /// whose values are numbers: one alone may be small by chance.
  private func uncertainty(_ pixel: Int, _ component: Int, axis: Int) -> Uncertainty? {
    let step = axis == 0 ? 1 : view.width
    let (x, y) = (pixel % view.width, pixel / view.width)
    let place = axis == 0 ? x : y
    let length = axis == 0 ? view.width : view.height
    let other = axis == 0 ? (y ^ 1) * view.width + x : y * view.width + (x ^ 1)
    var result = Uncertainty()
    var known = 0
    for first in [pixel, other] where first < view.width * view.height {
      for start in [-2, -1, 0] where place + start >= 0 && place + start + 3 < length {
        let row = (0..<4).map { first + (start + $0) * step }
        guard row.allSatisfy({ view.isExecuted($0) && view.isOneWay(pixel, $0) }) else { continue }
        let u = row.map { view.operand($0, component) }
        guard u.allSatisfy(\.isFinite) else { continue }
        if first == pixel { known += 1 }
        result.second = max(result.second, abs(u[0] - 2 * u[1] + u[2]), abs(u[1] - 2 * u[2] + u[3]))
        result.third = max(result.third, abs(u[0] - 3 * u[1] + 3 * u[2] - u[3]))
      }
    }
    guard known >= 2 else { return nil }
    let size = max(abs(view.operand(pixel, component)), abs(view.operand(pixel + step, component)))
    result.unrest = result.third
    result.rounding = size * 0x1p-22
    if isThroughSample { result.bend = result.second }
    return result
  }
}
