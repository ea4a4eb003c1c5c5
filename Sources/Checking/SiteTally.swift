import Rasterizer

/// What is found about one site over the whole picture, tile by tile.
struct SiteTally {
  /// What a pixel is to a site.
  enum PixelState: UInt8 {
    /// The site is not executed there.
    case absent
    /// It is, but has no reference.
    case unreferenced
    /// At least one execution is compared.
    case compared
  }

  /// The pixels by what became of them.
  private(set) var pixels = PixelCounts()
  /// By pixel of the picture; NaN where there is none.
  private(set) var analytic: [Float]
  private(set) var analyticFloat: [Float]
  private(set) var quad: [Float]
  /// By pixel of the picture.
  private(set) var states: [PixelState]
  /// Pixels where the float's operand is not the double's.
  private(set) var floatElsewhere = 0
  /// Of an image sample: pixels that choose another level of detail.
  private(set) var levels = LevelErrors()
  /// The picture's width in pixels.
  let width: Int

  private let tolerance: Tolerance
  private let floatTolerance: Tolerance

  /// A tally of no tile yet. The tolerance in float allows for what rounding in float explains.
  init(width: Int, height: Int, tolerance: Tolerance, floatTolerance: Tolerance) {
    self.width = width
    (self.tolerance, self.floatTolerance) = (tolerance, floatTolerance)
    analytic = [Float](repeating: .nan, count: width * height)
    analyticFloat = analytic
    quad = analytic
    states = [PixelState](repeating: .absent, count: width * height)
  }

  /// What was recorded of a site in one tile.
  struct Evidence {
    /// The tile.
    var tile: Tile
    /// By pixel: whether anything was drawn.
    var primitives: [Int32]
    /// The reference.
    var reference: SiteReference
    /// The transformed shader in double, and in float.
    var analytic: TileRecording.Series
    var analyticFloat: TileRecording.Series
    /// The original in float on quads.
    var quad: TileRecording.Series
    /// The operand's values in double and in float; nil where they cannot be told.
    var operand: TileRecording.Series?
    var operandFloat: TileRecording.Series?
    /// The component that divides those before it.
    var divisor: Int?
    /// Whether the values are the gradients of an image sample.
    var isSample = false
  }

  /// Adds a tile.
  mutating func add(_ evidence: Evidence) {
    // A number that the pass folds is rounded to float, and where terms cancel that rounding stays.
    let rounding = Double(Float.ulpOfOne) * evidence.reference.greatest
    let least = Tolerance(relative: tolerance.relative, absolute: max(tolerance.absolute, rounding))
    for pixel in evidence.primitives.indices where evidence.primitives[pixel] >= 0 {
      pixels.shaded += 1
      guard evidence.reference.executions[pixel] > 0 else { continue }
      pixels.executed += 1
      let tile = evidence.tile
      let place = (tile.y + pixel / tile.width) * width + tile.x + pixel % tile.width
      states[place] = .unreferenced
      guard evidence.analytic.executions[pixel] == evidence.reference.executions[pixel] else {
        pixels.mismatched += 1
        continue
      }
      let settled = (0..<evidence.reference.recordedCount(pixel)).filter {
        evidence.reference.state(pixel, $0) == .settled
      }
      guard !settled.isEmpty else {
        count(evidence.reference.state(pixel, 0))
        continue
      }
      pixels.compared += 1
      states[place] = .compared
      analytic[place] = error(evidence.analytic, evidence, pixel, settled, least)
      addFloat(evidence, pixel, place, settled)
    }
  }

  private mutating func count(_ state: SiteReference.State) {
    switch state {
    case .tainted: pixels.tainted += 1
    case .unsettled, .loose: pixels.unsettled += 1
    case .notFinite: pixels.notFinite += 1
    case .settled: break
    }
  }

  private mutating func addFloat(
    _ evidence: Evidence, _ pixel: Int, _ place: Int, _ settled: [Int]
  ) {
    let executions = evidence.reference.executions[pixel]
    if evidence.quad.executions[pixel] == executions {
      quad[place] = error(evidence.quad, evidence, pixel, settled, tolerance)
      if evidence.isSample, settled.contains(where: { evidence.isLevelApart(evidence.quad, pixel, $0) }) {
        levels.quad += 1
      }
    }
    let same = settled.filter { evidence.isSameOperand(pixel, $0) }
    if evidence.analyticFloat.executions[pixel] == executions, !same.isEmpty {
      analyticFloat[place] = error(evidence.analyticFloat, evidence, pixel, same, floatTolerance)
      if evidence.isSample, same.contains(where: { evidence.isLevelApart(evidence.analyticFloat, pixel, $0) })
      {
        levels.analytic += 1
      }
    } else {
      floatElsewhere += 1
    }
  }

  /// The greatest error of some executions' components.
  private func error(
    _ series: TileRecording.Series, _ evidence: Evidence, _ pixel: Int, _ executions: [Int],
    _ tolerance: Tolerance
  ) -> Float {
    var worst = 0.0
    let reference = evidence.reference
    for execution in executions {
      let least = max(reference.floor(pixel, execution), tolerance.absolute)
      let tolerance = Tolerance(relative: tolerance.relative, absolute: least)
      for component in 0..<reference.components {
        worst = max(
          worst,
          relativeError(
            series.value(pixel, execution, component),
            reference: reference.value(pixel, execution, component),
            tolerance: tolerance))
      }
    }
    return Float(worst)
  }
}

extension SiteTally.Evidence {
  /// Whether an execution's operand is the same function in float as in double, as far as its derivative can tell:
  /// the values are the same to a thousandth, and to a thousandth of what they change by per pixel, or to their
  /// rounding. A difference of two values can be no more exact than they are.
  func isSameOperand(_ pixel: Int, _ execution: Int) -> Bool {
    guard let differences = operandDifferences(pixel, execution) else { return false }
    let slope = (0..<reference.components).reduce(0) { max($0, abs(reference.value(pixel, execution, $1))) }
    return differences.allSatisfy { difference, size in
      let rounding = max(16 * Double(Float.ulpOfOne) * size, 1e-6)
      return difference <= rounding || difference <= 1e-3 * min(size, slope)
    }
  }

  /// By component: how much the operand's value in float differs from that in double, and the size of the
  /// latter.
  func operandDifferences(_ pixel: Int, _ execution: Int) -> [(difference: Double, size: Double)]? {
    guard let operand, let operandFloat, operand.executions[pixel] == operandFloat.executions[pixel],
      execution < operand.recorded(pixel)
    else { return nil }
    func values(_ series: TileRecording.Series) -> [Double] {
      let values = (0..<series.components).map { series.value(pixel, execution, $0) }
      guard let divisor, divisor < values.count else { return values }
      return values.prefix(divisor).map { $0 / values[divisor] }
    }
    return zip(values(operand), values(operandFloat)).map { (abs($0 - $1), abs($0)) }
  }

  /// The greatest difference of the operand in float from that in double at every pixel where they are the
  /// same function.
  var operandDeviations: [Float] {
    primitives.indices.compactMap { pixel in
      guard primitives[pixel] >= 0 else { return nil }
      let count = reference.recordedCount(pixel)
      let worst = (0..<count).filter { isSameOperand(pixel, $0) }
        .compactMap { operandDifferences(pixel, $0)?.map(\.difference).max() }.max()
      return worst.map(Float.init)
    }
  }
}
