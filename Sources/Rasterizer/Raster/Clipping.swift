/// A vertex of a polygon being clipped, with its interpolants.
struct ClipVertex {
  /// The place in clip space.
  var position: SIMD4<Double>
  /// A value per interpolant.
  var values: [Double]
}

/// Sutherland and Hodgman's clipping (1974) of triangles to the part before the eye that fits fixed-point coordinates.
struct Clipper {
  /// The bound of |x / w| and |y / w|: beyond it, coordinates would leave the guard band of fixed-point numbers.
  var guardBand: Double
  /// Which interpolants are linear on the screen, not in space.
  var isLinearOnScreen: [Bool]

  /// The least w.
  static let leastW = 1e-6

  /// A plane's signed distance, positive inside.
  private func distance(_ plane: Int, _ p: SIMD4<Double>) -> Double {
    switch plane {
    case 0: p.w - Self.leastW
    case 1: p.z
    case 2: p.w - p.z
    case 3: guardBand * p.w + p.x
    case 4: guardBand * p.w - p.x
    case 5: guardBand * p.w + p.y
    default: guardBand * p.w - p.y
    }
  }

  /// Whether no plane cuts a point off.
  func isInside(_ p: SIMD4<Double>) -> Bool { (0..<7).allSatisfy { distance($0, p) >= 0 } }

  /// The convex polygon that is left; fewer than three vertices where nothing is.
  ///
  /// An edge is always cut from its inner to its outer end, so that two triangles that share it get the same vertex.
  func clip(_ triangle: [ClipVertex]) -> [ClipVertex] {
    var polygon = triangle
    for plane in 0..<7 where polygon.count >= 3 {
      var kept: [ClipVertex] = []
      for (index, vertex) in polygon.enumerated() {
        let next = polygon[(index + 1) % polygon.count]
        let (here, there) = (distance(plane, vertex.position), distance(plane, next.position))
        if here >= 0 { kept.append(vertex) }
        if here >= 0, there < 0 { kept.append(cut(vertex, next, here / (here - there))) }
        if here < 0, there >= 0 { kept.append(cut(next, vertex, there / (there - here))) }
      }
      polygon = kept
    }
    return polygon
  }

  private func cut(_ inner: ClipVertex, _ outer: ClipVertex, _ t: Double) -> ClipVertex {
    let position = inner.position + t * (outer.position - inner.position)
    // The same point's parameter on the screen (Vulkan specification, "Clipping Shader Outputs").
    let onScreen = t * outer.position.w / position.w
    let values = inner.values.indices.map { index in
      let parameter = isLinearOnScreen[index] ? onScreen : t
      return inner.values[index] + parameter * (outer.values[index] - inner.values[index])
    }
    return ClipVertex(position: position, values: values)
  }
}
