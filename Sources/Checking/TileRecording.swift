import CShaderABI
import Lowering
import Rasterizer

/// What one pass over the picture gave in one tile: the probes' values at every pixel that was kept.
///
/// A pixel that is drawn over again has what the last triangle in the order of drawing gave.
final class TileRecording: GroupConsumer {
  /// The values of one probe.
  struct Series {
    /// The number of components of a value.
    let components: Int
    /// By pixel: how many times the probe was executed; at most the capacity of that many is recorded.
    var executions: [UInt32]
    /// By pixel: where its first value stands.
    var starts: [Int32]
    /// The components of all values.
    var values: [Double] = []
    /// Of each value: whether it has no meaning as a reference.
    var tainted: [Bool] = []

    init(components: Int, pixels: Int) {
      self.components = components
      executions = [UInt32](repeating: 0, count: pixels)
      starts = [Int32](repeating: 0, count: pixels)
    }

    /// The number of values recorded at a pixel.
    func recorded(_ pixel: Int) -> Int { min(Int(executions[pixel]), Int(QuadlessProbeCapacity)) }

    /// A component of one execution's value at a pixel.
    func value(_ pixel: Int, _ execution: Int, _ component: Int) -> Double {
      values[(Int(starts[pixel]) + execution) * components + component]
    }

    /// Whether one execution's value at a pixel is tainted.
    func isTainted(_ pixel: Int, _ execution: Int) -> Bool { tainted[Int(starts[pixel]) + execution] }
  }

  /// The tile.
  let tile: Tile
  /// By pixel of the tile, row by row: the triangle that was drawn last; negative for none.
  private(set) var primitives: [Int32]
  /// By probe.
  private(set) var series: [Series]
  /// Whether a loop was ended by the limit.
  private(set) var isLimited = false
  private let picture: FramebufferWriter
  private let lanes: Int
  private let pixelLanes: Int
  private let isDouble: Bool

  /// An empty recording of a program's probes.
  init(_ tile: Tile, program: ShaderProgram, picture: FramebufferWriter) {
    self.tile = tile
    self.picture = picture
    let pixels = tile.width * tile.height
    primitives = [Int32](repeating: -1, count: pixels)
    series = program.probeComponents.map { Series(components: $0, pixels: pixels) }
    lanes = program.options.lanes
    if case .stencil = program.options.derivatives { pixelLanes = 1 } else { pixelLanes = lanes }
    isDouble = program.options.element == .double
  }

  func consume(_ group: ShadedGroup) {
    if group.invocation.pointee.flags & QuadlessFlagIterationLimit.rawValue != 0 { isLimited = true }
    guard group.kept != 0 else { return }
    picture.consume(group)
    guard let probes = group.invocation.pointee.probes else { return }
    for lane in 0..<pixelLanes where group.kept & (1 << UInt32(lane)) != 0 {
      let place = group.pixel(lane)
      let pixel = (place.y - tile.y) * tile.width + place.x - tile.x
      primitives[pixel] = group.primitive
      for index in series.indices { record(probes[index], in: index, lane: lane, pixel: pixel) }
    }
  }

  private func record(_ probe: QuadlessProbe, in index: Int, lane: Int, pixel: Int) {
    guard let count = probe.count, let values = probe.values else { return }
    let components = series[index].components
    series[index].executions[pixel] = count[lane]
    series[index].starts[pixel] = Int32(series[index].tainted.count)
    for execution in 0..<min(Int(count[lane]), Int(QuadlessProbeCapacity)) {
      for component in 0..<components {
        let element = (execution * components + component) * lanes + lane
        series[index].values.append(
          isDouble
            ? values.load(fromByteOffset: 8 * element, as: Double.self)
            : Double(values.load(fromByteOffset: 4 * element, as: Float.self)))
      }
      series[index].tainted.append(probe.tainted.map { $0[execution * lanes + lane] != 0 } ?? false)
    }
  }
}
