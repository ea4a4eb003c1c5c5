/// From directions to the faces of a cube, by the Vulkan specification's "Cube Map Face Selection", "Cube Map
/// Coordinate Transformation", "Cube Map Derivative Transformation" and "Cube Map Edge Handling".
enum CubeFaces {
  /// A direction on its face: the face, and the coordinates before their division: s_c, t_c and the signed
  /// r_c.
  struct Selection<Element: TexelElement> {
    let face: Int32
    let s: Element
    let t: Element
    let r: Element

    /// The coordinates on the face, 0…1.
    @inline(__always)
    var coordinates: (s: Element, t: Element) {
      let scale = 0.5 / r.magnitude
      return (s * scale + 0.5, t * scale + 0.5)
    }
  }

  /// The face of the largest component; of equal ones z wins over y, and y over x.
  @inline(__always)
  static func select<Element: TexelElement>(_ direction: SIMD3<Element>) -> Selection<Element> {
    let face = face(direction)
    let (s, t) = axes(direction, face)
    return Selection(face: face, s: s, t: t, r: direction[Int(face >> 1)])
  }

  @inline(__always)
  private static func face<Element: TexelElement>(_ direction: SIMD3<Element>) -> Int32 {
    let x = direction.x.magnitude
    let y = direction.y.magnitude
    let z = direction.z.magnitude
    if z >= x && z >= y { return direction.z < 0 ? 5 : 4 }
    if y >= x { return direction.y < 0 ? 3 : 2 }
    return direction.x < 0 ? 1 : 0
  }

  /// A vector's components along a face's s and t axes: the table "Cube Map Face and Coordinate Selection".
  @inline(__always)
  static func axes<Number: SIMDScalar & SignedNumeric>(_ v: SIMD3<Number>, _ face: Int32) -> (Number, Number)
  {
    switch face {
    case 0: (-v.z, -v.y)
    case 1: (v.z, -v.y)
    case 2: (v.x, v.z)
    case 3: (v.x, -v.z)
    case 4: (v.x, -v.y)
    default: (-v.x, -v.y)
    }
  }

  /// The gradient of a face's coordinates, from the gradient of the direction.
  @inline(__always)
  static func gradient<Element: TexelElement>(
    _ direction: SIMD3<Element>, on selection: Selection<Element>
  ) -> (Element, Element) {
    let (s, t) = axes(direction, selection.face)
    // The change of |r_c|: the table lists it with r_c's sign.
    let component = direction[Int(selection.face >> 1)]
    let r = selection.r < 0 ? -component : component
    let magnitude = selection.r.magnitude
    let scale = 0.5 / (magnitude * magnitude)
    return ((magnitude * s - selection.s * r) * scale, (magnitude * t - selection.t * r) * scale)
  }

  /// The texel that adjoins a face's edge from outside: on the neighbouring face.
  ///
  /// In half texels from the cube's centre the face lies at `size`, and the neighbour's texel at one half
  /// texel beyond the edge: the coordinate that left the face comes to lie on the cube's side, the face's own
  /// axis a half texel in.
  /// - Parameters x, y: one of them is -1 or `size`, the other on the face.
  static func neighbor(face: Int32, x: Int32, y: Int32, size: Int32) -> (face: Int32, x: Int32, y: Int32) {
    let s = 2 * x + 1 - size
    let t = 2 * y + 1 - size
    let inner = size - 1
    var position = point(face: face, s: min(max(s, -size), size), t: min(max(t, -size), size), r: inner)
    // A face of one texel has its only texel's centre on the axis: `inner` is 0 there and the side is still
    // the largest.
    for axis in 0..<3 where abs(position[axis]) == size {
      let neighbor = Int32(2 * axis) + (position[axis] < 0 ? 1 : 0)
      position[axis] = 0
      let (s, t) = axes(position, neighbor)
      return (neighbor, (s + inner) / 2, (t + inner) / 2)
    }
    return (face, min(max(x, 0), inner), min(max(y, 0), inner))
  }

  /// The inverse of the table: a point of coordinates s and t on a face at a distance r from the centre.
  private static func point(face: Int32, s: Int32, t: Int32, r: Int32) -> SIMD3<Int32> {
    switch face {
    case 0: SIMD3(r, -t, -s)
    case 1: SIMD3(-r, -t, s)
    case 2: SIMD3(s, r, t)
    case 3: SIMD3(s, -r, -t)
    case 4: SIMD3(s, -t, r)
    default: SIMD3(-s, -t, -r)
    }
  }
}
