import CLLVM
import SPIRV

// Samples on the lanes of a stencil: what `--texture-derivative` promises, as values whose differences it is.
extension FunctionLowering {
  /// A lane that samples away from the centre, and how far, in pixels along x or y.
  struct TextureStep {
    var lane: Int
    var x: Double
    var y: Double
  }

  /// The lanes that sample away from the centre; nil where every lane samples at its own place.
  var textureSteps: [TextureStep]? {
    guard case .stencil = module.options.derivatives, lane.width > 1 else { return nil }
    func step(_ x: Int, _ y: Int, by size: Double) -> TextureStep? {
      StencilLanes.points.firstIndex { $0.x == x && $0.y == y }.map {
        TextureStep(lane: $0, x: Double(x) * size, y: Double(y) * size)
      }
    }
    switch module.options.stencilTexture {
    case .exact, .level: return nil
    case .difference: return [step(1, 0, by: 1), step(0, 1, by: 1)].compactMap { $0 }
    case .central:
      return [(1, 0), (0, 1), (-1, 0), (0, -1)].compactMap { step($0.0, $0.1, by: 0.5) }
    }
  }

  /// The coordinate at the centre, and moved by its change in x and in y on the lanes that stand there.
  func stepped(
    _ coordinate: [Lane.Value], _ count: Int, _ steps: [TextureStep]
  ) throws -> [Lane.Value] {
    try coordinate.enumerated().map { axis, value in
      let centre = atCentre(value)
      guard axis < count else { return centre }
      let x = atCentre(try difference(value, isX: true, .unspecified))
      let y = atCentre(try difference(value, isX: false, .unspecified))
      func factors(_ size: (TextureStep) -> Double) -> Lane.Value {
        lane.vector(
          (0..<lane.width).map { at in
            lane.number(steps.first { $0.lane == at }.map(size) ?? 0)
          })
      }
      let alongX = lane.mul(x, factors(\.x))
      let alongY = lane.mul(y, factors(\.y))
      return lane.add(centre, lane.add(alongX, alongY))
    }
  }

  /// The first lane's number on all lanes.
  private func atCentre(_ value: Lane.Value) -> Lane.Value { onAll(value, 0) }

  private func onAll(_ value: Lane.Value, _ at: Int) -> Lane.Value {
    lane.shuffle(lane.splat(value), Array(repeating: at, count: lane.width))
  }

  /// Texels of the lanes of ``stepped(_:_:_:)`` as a plane over the stencil.
  func onLines(
    _ texel: [Lane.Value], _ steps: [TextureStep], step: Double, isSparse: Bool
  ) -> [Lane.Value] {
    func places(_ axis: (Int) -> Int) -> Lane.Value {
      lane.vector(
        (0..<lane.width).map { at in
          lane.number(at < StencilLanes.points.count ? Double(axis(at)) * step : 0)
        })
    }
    let x = places { StencilLanes.points[$0].x }
    let y = places { StencilLanes.points[$0].y }
    return texel.enumerated().map { position, value in
      if isSparse, position == 0 { return value }
      let centre = atCentre(value)
      func slope(_ isAlong: (TextureStep) -> Double) -> Lane.Value {
        let ahead = steps.first { isAlong($0) > 0 }.map { onAll(value, $0.lane) } ?? centre
        let behind = steps.first { isAlong($0) < 0 }.map { onAll(value, $0.lane) } ?? centre
        return lane.sub(ahead, behind)
      }
      let alongX = lane.mul(slope(\.x), x)
      let alongY = lane.mul(slope(\.y), y)
      return lane.add(lane.add(centre, alongX), alongY)
    }
  }

  /// What the level of detail follows from: the centre's on all lanes where that is asked for.
  func atOneLevel(_ value: Lane.Value) -> Lane.Value {
    guard module.options.stencilTexture == .level, case .stencil = module.options.derivatives, lane.width > 1
    else { return value }
    return atCentre(value)
  }
}
