/// The reference values of a site in one tile, from stencils of two steps.
///
/// Richardson's extrapolation: with D(h) = f' + c h^2 + O(h^4), (4 D(h/2) − D(h)) / 3 is f' + O(h^4). Where
/// D(h) and D(h/2) disagree, the function is not smooth at that scale, or the difference drowns in rounding:
/// no reference.
struct SiteReference {
  /// What an execution's reference is.
  enum State: UInt8 {
    /// It has none: the lanes parted, or something discrete differs between them.
    case tainted
    /// It has none: the steps disagree.
    case unsettled
    /// It has none: an infinity or NaN.
    case notFinite
    /// The steps agree, but not so well that it could not be chance: it has none unless other steps agree, too.
    case loose
    /// It has one.
    case settled
  }

  /// By pixel: the times the site is executed.
  private(set) var executions: [UInt32]
  private var recorded: [Int32]
  private var starts: [Int32]
  private var states: [State] = []
  private var values: [Double] = []
  private var floors: [Double] = []
  /// The number of components.
  let components: Int

  /// The reference from a site's recordings at a step and at half of it.
  ///
  /// - Parameters:
  ///   - wide: at the step.
  ///   - narrow: at half of it.
  ///   - operands: the operand's values: their size says what the differences lose by rounding.
  ///   - innerSizes: of a site on another's result, by pixel: the size of the values that the inner differences are
  ///     taken of, which lose digits by rounding twice.
  ///   - step: in pixels.
  ///   - tolerance: what the steps are held to: they have to agree forty times as well, or four times, and so have
  ///     other ones.
  init(
    wide: TileRecording.Series, narrow: TileRecording.Series, operands: TileRecording.Series?,
    innerSizes: [Double]? = nil, step: Double, tolerance: Tolerance
  ) {
    components = wide.components
    executions = narrow.executions
    recorded = narrow.executions.indices.map { Int32(narrow.recorded($0)) }
    starts = narrow.starts
    states = [State](repeating: .tainted, count: narrow.tainted.count)
    values = [Double](repeating: 0, count: narrow.values.count)
    floors = [Double](repeating: tolerance.absolute, count: narrow.tainted.count)
    for pixel in executions.indices where executions[pixel] > 0 {
      // Lanes of another step may have gone other ways: then it is a jump.
      guard wide.executions[pixel] == executions[pixel] else { continue }
      for execution in 0..<Int(recorded[pixel]) {
        let isTainted = wide.isTainted(pixel, execution) || narrow.isTainted(pixel, execution)
        let index = Int(starts[pixel]) + execution
        let size = (operands?.magnitude(pixel, execution) ?? 0) + (innerSizes?[pixel] ?? 0) / step
        floors[index] = max(tolerance.absolute, 16 * Double.ulpOfOne * size / step)
        states[index] =
          isTainted ? .tainted : settle(wide, narrow, pixel, execution, index, tolerance.relative)
        guard innerSizes != nil else { continue }
        // What second differences lose is not told by sizes alone where the value in between is as steep as 1/x near 0:
        // two steps of one pair may agree by chance.
        if states[index] == .settled { states[index] = .loose }
        if isDrowned(index, tolerance) { states[index] = .unsettled }
      }
    }
  }

  /// Whether what the second differences lose by rounding is more than what the steps are held to.
  private func isDrowned(_ index: Int, _ tolerance: Tolerance) -> Bool {
    let scale = values[(index * components)..<((index + 1) * components)].reduce(0) { max($0, abs($1)) }
    return floors[index] > max(10 * tolerance.absolute, tolerance.relative * scale)
  }

  private mutating func settle(
    _ wide: TileRecording.Series, _ narrow: TileRecording.Series, _ pixel: Int, _ execution: Int,
    _ index: Int,
    _ relative: Double
  ) -> State {
    var state = State.settled
    for component in 0..<components {
      let (d1, d2) = (wide.value(pixel, execution, component), narrow.value(pixel, execution, component))
      values[index * components + component] = d2 + (d2 - d1) / 3
      if !d1.isFinite || !d2.isFinite { return .notFinite }
      let (difference, scale) = (abs(d1 - d2), max(abs(d1), abs(d2)))
      if difference > max(floors[index], relative / 40 * scale), state == .settled { state = .loose }
      if difference > max(floors[index], relative / 4 * scale) { state = .unsettled }
    }
    return state
  }

  /// The number of executions of a pixel that are recorded.
  func recordedCount(_ pixel: Int) -> Int { Int(recorded[pixel]) }

  /// What an execution's reference is.
  func state(_ pixel: Int, _ execution: Int) -> State { states[Int(starts[pixel]) + execution] }

  /// A component of an execution's reference.
  func value(_ pixel: Int, _ execution: Int, _ component: Int) -> Double {
    values[(Int(starts[pixel]) + execution) * components + component]
  }

  /// The difference up to which numbers are equal to an execution's reference, whatever their size: the
  /// tolerance, or what the reference itself loses by rounding.
  func floor(_ pixel: Int, _ execution: Int) -> Double { floors[Int(starts[pixel]) + execution] }

  /// The greatest magnitude of any component that has a reference; 0 where there is none.
  var greatest: Double {
    states.indices.lazy.filter { states[$0] == .settled }.map { state in
      values[(state * components)..<((state + 1) * components)].reduce(0) { max($0, abs($1)) }
    }.max() ?? 0
  }

  /// Whether every execution has a reference.
  var isComplete: Bool { states.allSatisfy { $0 == .settled } }

  /// Leaves the pixels without a reference where another site has none, whose derivative this one may depend on: what
  /// the lanes took for it, such as a level of detail, may be the same at both steps and wrong.
  mutating func distrust(where inner: SiteReference) {
    for pixel in executions.indices where executions[pixel] > 0 && !inner.isTrusted(pixel) {
      for execution in 0..<recordedCount(pixel) {
        states[Int(starts[pixel]) + execution] = .unsettled
      }
    }
  }

  private func isTrusted(_ pixel: Int) -> Bool {
    (0..<recordedCount(pixel)).allSatisfy { execution in
      switch state(pixel, execution) {
      case .settled, .loose: true
      case .tainted, .unsettled, .notFinite: false
      }
    }
  }

  /// Takes over another reference's executions where this one has none. The other is from other steps.
  mutating func complete(from other: SiteReference, tolerance: Tolerance) {
    for pixel in executions.indices where executions[pixel] > 0 {
      guard other.executions[pixel] == executions[pixel] else { continue }
      for execution in 0..<recordedCount(pixel) where state(pixel, execution) != .settled {
        let index = Int(starts[pixel]) + execution
        switch other.state(pixel, execution) {
        case .settled: take(other, pixel, execution)
        case .loose:
          if state(pixel, execution) != .loose {
            take(other, pixel, execution)
          } else if agrees(with: other, pixel, execution, tolerance) {
            states[index] = .settled
          }
        case .tainted, .unsettled, .notFinite: break
        }
      }
    }
  }

  private mutating func take(_ other: SiteReference, _ pixel: Int, _ execution: Int) {
    let index = Int(starts[pixel]) + execution
    states[index] = other.state(pixel, execution)
    floors[index] = other.floor(pixel, execution)
    for component in 0..<components {
      values[index * components + component] = other.value(pixel, execution, component)
    }
  }

  private func agrees(
    with other: SiteReference, _ pixel: Int, _ execution: Int, _ tolerance: Tolerance
  ) -> Bool {
    let floor = max(floor(pixel, execution), other.floor(pixel, execution))
    return (0..<components).allSatisfy { component in
      let (a, b) = (value(pixel, execution, component), other.value(pixel, execution, component))
      return abs(a - b) <= max(floor, tolerance.relative / 4 * max(abs(a), abs(b)))
    }
  }
}

extension TileRecording.Series {
  /// The size of one execution's value: that of its greatest component; 0 where it is not recorded or not finite.
  func magnitude(_ pixel: Int, _ execution: Int) -> Double {
    guard execution < recorded(pixel) else { return 0 }
    let size = (0..<components).reduce(0) { max($0, abs(value(pixel, execution, $1))) }
    return size.isFinite ? size : 0
  }
}
