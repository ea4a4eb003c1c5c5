import Lowering

/// An affine function of the place on the screen in pixels, y downwards: a + b x + c y.
struct Plane: Hashable {
  var a: Double
  var b: Double
  var c: Double
}

/// A triangle on the screen: exact edge functions and where its planes stand.
struct ScreenTriangle {
  /// Edge e is inside where a·x + b·y + c >= 0, x and y in 1/256 pixels; c holds the top-left rule's bias.
  var edgeA: (Int64, Int64, Int64)
  var edgeB: (Int64, Int64, Int64)
  var edgeC: (Int64, Int64, Int64)
  /// The pixels that its bounding box touches, clamped to the framebuffer; last ones included.
  var firstX: Int32
  var firstY: Int32
  var lastX: Int32
  var lastY: Int32
  /// Its number in the mesh.
  var primitive: Int32
  var isFrontFacing: Bool
  /// Whether w' is 1 everywhere.
  var isWithoutPerspective: Bool
}

/// All triangles of a mesh that can cover a sample, in order.
struct TriangleSetup {
  /// The triangles.
  private(set) var triangles: [ScreenTriangle] = []
  /// [triangle][slots + 2]: the slots' planes, then those of w' and of depth.
  private(set) var planes: [Plane] = []
  /// The planes of one triangle.
  let planesPerTriangle: Int

  private let roles: [SlotRole]
  private let options: RasterizerOptions
  private let clipper: Clipper

  /// Clips, projects and snaps the triangles of a mesh.
  init(_ mesh: TriangleMesh, roles: [SlotRole], options: RasterizerOptions) {
    self.roles = roles
    self.options = options
    planesPerTriangle = roles.count + 2
    clipper = Clipper(
      guardBand: 65536 / Double(max(options.width, options.height)),
      isLinearOnScreen: roles.map { role in
        switch role {
        case .interpolated(let isPerspective, _), .barycentric(_, let isPerspective, _): !isPerspective
        default: false
        }
      })
    for first in stride(from: 0, to: mesh.indices.count, by: 3) { add(mesh, first) }
  }

  private mutating func add(_ mesh: TriangleMesh, _ first: Int) {
    let corners = (0..<3).map { corner in
      let vertex = Int(mesh.indices[first + corner])
      let provoking = Int(mesh.indices[first])
      return ClipVertex(
        position: mesh.positions[vertex],
        values: roles.indices.map { slot in
          switch roles[slot] {
          case .interpolated: mesh.values[vertex * mesh.slots + slot]
          case .flat: mesh.values[provoking * mesh.slots + slot]
          case .barycentric(let vertex, _, _): vertex == corner ? 1 : 0
          default: 0
          }
        })
    }
    guard corners.allSatisfy({ $0.position.isFinite }) else { return }
    let polygon = corners.allSatisfy { clipper.isInside($0.position) } ? corners : clipper.clip(corners)
    guard polygon.count >= 3 else { return }
    for index in 1..<(polygon.count - 1) {
      add(polygon[0], polygon[index], polygon[index + 1], primitive: Int32(first / 3))
    }
  }

  private mutating func add(_ a: ClipVertex, _ b: ClipVertex, _ c: ClipVertex, primitive: Int32) {
    var corners = [a, b, c].map { ScreenVertex($0, options) }
    var area = doubleArea(corners)
    guard area != 0 else { return }
    // Twice the area with y downwards is positive for what is clockwise to the eye; Vulkan's formula negates it.
    let isFront = (area < 0) == (options.frontFace == .counterClockwise)
    guard options.cull == .none || (options.cull == .front) != isFront else { return }
    if area < 0 {
      corners.swapAt(1, 2)
      area = -area
    }
    guard var triangle = edges(corners) else { return }
    triangle.primitive = primitive
    triangle.isFrontFacing = isFront
    triangle.isWithoutPerspective = corners.allSatisfy { $0.reciprocalW == 1 }
    triangles.append(triangle)
    addPlanes(corners, area: area)
  }

  private func doubleArea(_ p: [ScreenVertex]) -> Int64 {
    (p[1].x - p[0].x) * (p[2].y - p[0].y) - (p[1].y - p[0].y) * (p[2].x - p[0].x)
  }

  /// The edge functions of a triangle of positive area; nil where its bounding box holds no pixel.
  private func edges(_ p: [ScreenVertex]) -> ScreenTriangle? {
    func edge(_ from: ScreenVertex, _ to: ScreenVertex) -> (a: Int64, b: Int64, c: Int64) {
      let (dx, dy) = (to.x - from.x, to.y - from.y)
      let isTopLeft = dy < 0 || (dy == 0 && dx > 0)
      return (-dy, dx, dy * from.x - dx * from.y - (isTopLeft ? 0 : 1))
    }
    let (e0, e1, e2) = (edge(p[0], p[1]), edge(p[1], p[2]), edge(p[2], p[0]))
    let (xs, ys) = (p.map(\.x), p.map(\.y))
    let firstX = max(0, (xs.min() ?? 0) >> 8)
    let firstY = max(0, (ys.min() ?? 0) >> 8)
    let lastX = min(Int64(options.width) - 1, (xs.max() ?? 0) >> 8)
    let lastY = min(Int64(options.height) - 1, (ys.max() ?? 0) >> 8)
    guard firstX <= lastX, firstY <= lastY else { return nil }
    return ScreenTriangle(
      edgeA: (e0.a, e1.a, e2.a), edgeB: (e0.b, e1.b, e2.b), edgeC: (e0.c, e1.c, e2.c),
      firstX: Int32(firstX), firstY: Int32(firstY), lastX: Int32(lastX), lastY: Int32(lastY),
      primitive: 0, isFrontFacing: true, isWithoutPerspective: false)
  }

  private mutating func addPlanes(_ p: [ScreenVertex], area: Int64) {
    let scale = 256 / Double(area)
    let (x1, y1) = (Double(p[1].x - p[0].x), Double(p[1].y - p[0].y))
    let (x2, y2) = (Double(p[2].x - p[0].x), Double(p[2].y - p[0].y))
    let (x0, y0) = (Double(p[0].x) / 256, Double(p[0].y) / 256)
    func plane(_ v0: Double, _ v1: Double, _ v2: Double) -> Plane {
      let (d1, d2) = (v1 - v0, v2 - v0)
      let b = (d1 * y2 - d2 * y1) * scale
      let c = (d2 * x1 - d1 * x2) * scale
      return Plane(a: v0 - b * x0 - c * y0, b: b, c: c)
    }
    for (slot, role) in roles.enumerated() {
      if case .pointCoord(let component) = role {
        planes.append(
          Plane(
            a: 0, b: component == 0 ? 1 / Double(options.width) : 0,
            c: component == 0 ? 0 : 1 / Double(options.height)))
        continue
      }
      let values = p.map { role.isPerspective ? $0.values[slot] * $0.reciprocalW : $0.values[slot] }
      planes.append(plane(values[0], values[1], values[2]))
    }
    planes.append(plane(p[0].reciprocalW, p[1].reciprocalW, p[2].reciprocalW))
    planes.append(plane(p[0].depth, p[1].depth, p[2].depth))
  }
}

/// A vertex on the screen.
private struct ScreenVertex {
  /// The place in 1/256 pixels.
  var x: Int64
  var y: Int64
  var depth: Double
  var reciprocalW: Double
  var values: [Double]

  init(_ vertex: ClipVertex, _ options: RasterizerOptions) {
    let p = vertex.position
    reciprocalW = 1 / p.w
    x = Int64(((p.x / p.w + 1) * 128 * Double(options.width)).rounded())
    y = Int64(((p.y / p.w + 1) * 128 * Double(options.height)).rounded())
    depth = p.z / p.w
    values = vertex.values
  }
}

extension SIMD4 where Scalar == Double {
  /// Whether all components are finite.
  var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite && w.isFinite }
}
