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
    case .difference:
      let places = [(1, 0), (0, 1)] + (nestsTwice ? [(2, 0), (0, 2), (1, 1)] : [])
      return places.compactMap { step($0.0, $0.1, by: 1) }
    case .central:
      return [(1, 0), (0, 1), (-1, 0), (0, -1)].compactMap { step($0.0, $0.1, by: 0.5) }
    }
  }

  /// Whether lanes are there for derivatives of derivatives.
  private var nestsTwice: Bool {
    if case .stencil(_, let order) = module.options.derivatives { order > 1 } else { false }
  }

  /// The coordinate at the centre, and moved by its change in x and in y on the lanes that stand there: what moves
  /// twice moves by the change of its change as well, as a difference of differences does.
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
      let moved = lane.add(centre, lane.add(alongX, alongY))
      guard module.options.stencilTexture == .difference, nestsTwice else { return moved }
      func second(_ isX: Bool, _ isOuterX: Bool) throws -> Lane.Value {
        let first = try difference(value, isX: isX, .unspecified)
        return atCentre(try difference(first, isX: isOuterX, .unspecified, level: 2))
      }
      let bend = [
        lane.mul(try second(true, true), factors { $0.x * ($0.x - 1) / 2 }),
        lane.mul(try second(true, false), factors { $0.x * $0.y }),
        lane.mul(try second(false, false), factors { $0.y * ($0.y - 1) / 2 }),
      ]
      return bend.reduce(moved) { lane.add($0, $1) }
    }
  }

  /// The first lane's number on all lanes.
  private func atCentre(_ value: Lane.Value) -> Lane.Value { onAll(value, 0) }

  private func onAll(_ value: Lane.Value, _ at: Int) -> Lane.Value {
    lane.shuffle(lane.splat(value), Array(repeating: at, count: lane.width))
  }

  /// Texels of the lanes of ``stepped(_:_:_:)`` as a plane over the stencil, or as the paraboloid whose second
  /// differences are the texels'.
  func onLines(
    _ texel: [Lane.Value], _ steps: [TextureStep], isSparse: Bool
  ) -> [Lane.Value] {
    let step = lane.convertFloat(stencilStep, to: lane.elementType)
    func places(_ axis: (Int) -> Int) -> Lane.Value {
      let counts = (0..<lane.width).map { at in
        lane.number(at < StencilLanes.points.count ? Double(axis(at)) : 0)
      }
      return lane.mul(lane.vector(counts), step)
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
      let plane = lane.add(lane.add(centre, alongX), alongY)
      guard module.options.stencilTexture == .difference, nestsTwice else { return plane }
      func texel(_ stepX: Double, _ stepY: Double) -> Lane.Value {
        steps.first { $0.x == stepX && $0.y == stepY }.map { onAll(value, $0.lane) } ?? centre
      }
      func second(_ twice: Lane.Value, _ a: Lane.Value, _ b: Lane.Value) -> Lane.Value {
        lane.add(lane.sub(lane.sub(twice, a), b), centre)
      }
      let half = lane.number(0.5, like: x)
      let bend = [
        lane.mul(second(texel(2, 0), texel(1, 0), texel(1, 0)), lane.mul(half, lane.mul(x, x))),
        lane.mul(second(texel(1, 1), texel(1, 0), texel(0, 1)), lane.mul(x, y)),
        lane.mul(second(texel(0, 2), texel(0, 1), texel(0, 1)), lane.mul(half, lane.mul(y, y))),
      ]
      return bend.reduce(plane) { lane.add($0, $1) }
    }
  }

  /// What the level of detail follows from: the centre's on all lanes where samples are not each lane's own.
  func atOneLevel(_ value: Lane.Value) -> Lane.Value {
    guard module.options.stencilTexture != .exact, case .stencil = module.options.derivatives, lane.width > 1
    else { return value }
    return atCentre(value)
  }
}
