import Foundation

extension Scene {
  /// A surface that bulges a little towards the eye, so that normals and frames vary over the screen too.
  private static func bulging(at place: SIMD2<Double>, uv: SIMD2<Double>) -> SurfaceVertex {
    var vertex = SurfaceVertex()
    vertex.position = SIMD3(place.x, place.y, 0)
    vertex.normal = SIMD3(0.4 * place.x, 0.4 * place.y, 1)
    vertex.tangent = SIMD3(1, 0, -0.4 * place.x)
    vertex.bitangent = SIMD3(0, 1, -0.4 * place.y)
    vertex.uv = uv
    vertex.color = SIMD4(0.2 + 0.7 * uv.x, 0.3 + 0.6 * uv.y, 0.9 - 0.3 * uv.x - 0.2 * uv.y, 1)
    return vertex
  }

  mutating func makeFullScreen(_ aspect: Double) {
    for corner in [SIMD2<Double>(-1, -1), SIMD2(3, -1), SIMD2(-1, 3)] {
      var vertex = Self.bulging(at: SIMD2(corner.x * aspect, -corner.y), uv: (corner + 1) / 2)
      vertex.clip = SIMD4(corner.x, corner.y, 0.5, 1)
      vertices.append(vertex)
    }
    indices = [0, 1, 2]
    camera.eye = SIMD3(0, 0, 2)
    camera.view = .translation(SIMD3(0, 0, -2))
    camera.projection = Matrix4(columns: [
      SIMD4(1 / aspect, 0, 0, 0), SIMD4(0, -1, 0, 0), SIMD4(0, 0, -0.25, 0), SIMD4(0, 0, 0, 1),
    ])
    isDepthTested = false
  }

  mutating func makeTiltedRectangle(_ aspect: Double) {
    for corner in [SIMD2<Double>(-1, -1), SIMD2(1, -1), SIMD2(1, 1), SIMD2(-1, 1)] {
      let place = SIMD2(corner.x * 5 * max(1, aspect), corner.y * 5)
      vertices.append(Self.bulging(at: place, uv: SIMD2(2 * corner.x + 0.5, 0.5 - 2 * corner.y)))
    }
    // In the order in which the rectangle faces its camera counter-clockwise on a screen with y downwards.
    indices = [0, 2, 1, 0, 3, 2]
    look(from: SIMD3(1.1, -1.4, 2.1), at: SIMD3(0.1, -0.1, 0), aspect: aspect)
  }

  mutating func makeGround(_ aspect: Double) {
    for corner in [SIMD2<Double>(-60, 6), SIMD2(60, 6), SIMD2(60, -90), SIMD2(-60, -90)] {
      var vertex = SurfaceVertex()
      vertex.position = SIMD3(corner.x, 0, corner.y)
      vertex.normal = SIMD3(0.002 * corner.x, 1, 0.002 * corner.y)
      vertex.tangent = SIMD3(1, -0.002 * corner.x, 0)
      vertex.bitangent = SIMD3(0, -0.002 * corner.y, 1)
      vertex.uv = 0.25 * corner
      vertex.color = SIMD4(0.5 + 0.005 * corner.x, 0.5 - 0.004 * corner.y, 0.4, 1)
      vertices.append(vertex)
    }
    indices = [0, 2, 1, 0, 3, 2]
    look(from: SIMD3(0.3, 1, 3), at: SIMD3(0, 0.2, 0), aspect: aspect)
  }

  /// A grid of quadrilaterals over (u, v), each cut along one diagonal.
  private mutating func makeGrid(
    columns: Int, rows: Int, _ surface: (_ u: Double, _ v: Double) -> SurfaceVertex
  ) {
    for row in 0...rows {
      for column in 0...columns {
        let (u, v) = (Double(column) / Double(columns), Double(row) / Double(rows))
        var vertex = surface(u, v)
        vertex.color = SIMD4(0.5 + 0.5 * vertex.normal.x, 0.5 + 0.5 * vertex.normal.y, 0.8, 1)
        vertices.append(vertex)
      }
    }
    for row in 0..<rows {
      for column in 0..<columns {
        let corner = Int32(row * (columns + 1) + column)
        let below = corner + Int32(columns) + 1
        indices += [corner, below, corner + 1, corner + 1, below, below + 1]
      }
    }
  }

  mutating func makeSphere(_ aspect: Double) {
    makeGrid(columns: 48, rows: 24) { u, v in
      let (longitude, latitude) = (2 * Double.pi * u, Double.pi * v)
      var vertex = SurfaceVertex()
      vertex.normal = SIMD3(
        cos(longitude) * sin(latitude), cos(latitude), -sin(longitude) * sin(latitude))
      vertex.position = vertex.normal
      vertex.tangent = SIMD3(-sin(longitude), 0, -cos(longitude))
      vertex.bitangent = SIMD3(
        cos(longitude) * cos(latitude), -sin(latitude), -sin(longitude) * cos(latitude))
      vertex.uv = SIMD2(4 * u, 2 * v)
      return vertex
    }
    look(from: SIMD3(0.6, 0.9, 2.7), at: SIMD3(), aspect: aspect)
  }

  mutating func makeTorus(_ aspect: Double) {
    makeGrid(columns: 64, rows: 32) { u, v in
      let (around, tube) = (2 * Double.pi * u, 2 * Double.pi * v)
      let out = SIMD3(cos(around), 0, -sin(around))
      var vertex = SurfaceVertex()
      vertex.normal = out * cos(tube) - SIMD3(0, sin(tube), 0)
      vertex.position = out + 0.45 * vertex.normal
      vertex.tangent = SIMD3(-sin(around), 0, -cos(around))
      vertex.bitangent = out * -sin(tube) - SIMD3(0, cos(tube), 0)
      vertex.uv = SIMD2(6 * u, 3 * v)
      return vertex
    }
    look(from: SIMD3(0.5, 2.4, 3.1), at: SIMD3(), aspect: aspect)
  }

  mutating func makeCube(_ aspect: Double) {
    let axes: [(normal: SIMD3<Double>, tangent: SIMD3<Double>)] = [
      (SIMD3(1, 0, 0), SIMD3(0, 0, -1)), (SIMD3(-1, 0, 0), SIMD3(0, 0, 1)), (SIMD3(0, 1, 0), SIMD3(1, 0, 0)),
      (SIMD3(0, -1, 0), SIMD3(1, 0, 0)), (SIMD3(0, 0, 1), SIMD3(1, 0, 0)), (SIMD3(0, 0, -1), SIMD3(-1, 0, 0)),
    ]
    for (normal, tangent) in axes {
      let first = Int32(vertices.count)
      let down = -cross(normal, tangent)
      for corner in [SIMD2<Double>(-1, -1), SIMD2(1, -1), SIMD2(1, 1), SIMD2(-1, 1)] {
        var vertex = SurfaceVertex()
        (vertex.normal, vertex.tangent, vertex.bitangent) = (normal, tangent, down)
        vertex.position = 0.8 * (normal + corner.x * tangent + corner.y * down)
        vertex.uv = (corner + 1) / 2
        vertex.color = SIMD4(0.5 + 0.4 * vertex.position, 1)
        vertices.append(vertex)
      }
      indices += [first, first + 2, first + 1, first, first + 3, first + 2]
    }
    look(from: SIMD3(1.5, 1.3, 2.6), at: SIMD3(), aspect: aspect)
  }

  mutating func makeFan(_ aspect: Double) {
    look(from: SIMD3(0, 0, 2), at: SIMD3(), aspect: aspect)
    let ring = 9
    for index in 0...ring {
      let angle = 2 * Double.pi * Double(index) / Double(ring)
      let isCenter = index == ring
      let screen = isCenter ? SIMD2(0.1, -0.05) : SIMD2(cos(angle), sin(angle)) * (index % 2 == 0 ? 1.3 : 0.9)
      let uv = (screen + 1) * 1.5
      var vertex = Self.bulging(at: SIMD2(screen.x * aspect, -screen.y), uv: uv)
      let w = isCenter ? 1.0 : [0.35, 4, 0.8, 2.5, 0.5][index % 5]
      vertex.clip = SIMD4(screen.x * w, screen.y * w, (0.3 + 0.05 * Double(index % 3)) * w, w)
      vertices.append(vertex)
    }
    for index in 0..<Int32(ring) { indices += [Int32(ring), (index + 1) % Int32(ring), index] }
  }
}
