import Foundation

/// A 4x4 matrix in double precision, in columns; vectors are columns, as in GLSL.
public struct Matrix4: Hashable, Sendable {
  /// The four columns.
  public var columns: [SIMD4<Double>]

  /// The matrix of four columns; missing ones are the identity's.
  public init(columns: [SIMD4<Double>]) {
    self.columns = (0..<4).map { index in
      if index < columns.count { return columns[index] }
      var column = SIMD4<Double>()
      column[index] = 1
      return column
    }
  }

  /// The identity.
  public static let identity = Matrix4(columns: [])

  /// The element at a column and row.
  public subscript(column: Int, row: Int) -> Double { columns[column][row] }

  /// The matrix's image of a vector.
  public static func * (matrix: Matrix4, vector: SIMD4<Double>) -> SIMD4<Double> {
    matrix.columns[0] * vector.x + matrix.columns[1] * vector.y + matrix.columns[2] * vector.z
      + matrix.columns[3] * vector.w
  }

  /// The product: first `b`, then `a`.
  public static func * (a: Matrix4, b: Matrix4) -> Matrix4 { Matrix4(columns: b.columns.map { a * $0 }) }

  /// The matrix with rows and columns swapped.
  public var transposed: Matrix4 {
    Matrix4(columns: (0..<4).map { row in SIMD4((0..<4).map { self[$0, row] }) })
  }

  /// The inverse by Gauss-Jordan elimination with row pivots; the identity where there is none.
  public var inverse: Matrix4 {
    var left = transposed.columns
    var right = Matrix4.identity.columns
    for column in 0..<4 {
      let pivot = (column..<4).max { abs(left[$0][column]) < abs(left[$1][column]) } ?? column
      guard left[pivot][column] != 0 else { return .identity }
      left.swapAt(column, pivot)
      right.swapAt(column, pivot)
      let scale = 1 / left[column][column]
      left[column] *= scale
      right[column] *= scale
      for row in 0..<4 where row != column {
        let factor = left[row][column]
        left[row] -= left[column] * factor
        right[row] -= right[column] * factor
      }
    }
    return Matrix4(columns: right).transposed
  }

  /// The upper left 3x3 part, alone.
  public var linearPart: Matrix4 {
    var columns = Array(self.columns.prefix(3))
    for index in 0..<3 { columns[index].w = 0 }
    return Matrix4(columns: columns)
  }

  /// A shift.
  public static func translation(_ offset: SIMD3<Double>) -> Matrix4 {
    var columns = identity.columns
    columns[3] = SIMD4(offset, 1)
    return Matrix4(columns: columns)
  }

  /// A rotation about the y axis, in radians.
  public static func rotationY(_ angle: Double) -> Matrix4 {
    let (c, s) = (cos(angle), sin(angle))
    return Matrix4(columns: [SIMD4(c, 0, -s, 0), SIMD4(0, 1, 0, 0), SIMD4(s, 0, c, 0)])
  }

  /// A rotation about the x axis, in radians.
  public static func rotationX(_ angle: Double) -> Matrix4 {
    let (c, s) = (cos(angle), sin(angle))
    return Matrix4(columns: [SIMD4(1, 0, 0, 0), SIMD4(0, c, s, 0), SIMD4(0, -s, c, 0)])
  }

  /// World to view: the eye at the origin looking along −z with y upwards.
  public static func lookAt(eye: SIMD3<Double>, target: SIMD3<Double>) -> Matrix4 {
    let back = normalized(eye - target)
    let right = normalized(cross(SIMD3(0, 1, 0), back))
    let up = cross(back, right)
    return Matrix4(columns: [
      SIMD4(right, 0), SIMD4(up, 0), SIMD4(back, 0), SIMD4(0, 0, 0, 1),
    ]).transposed * translation(-eye)
  }

  /// View to Vulkan's clip space: y downwards, depth from 0 at `near` to 1 at `far`.
  ///
  /// - Parameter fieldOfView: the vertical angle in radians.
  public static func perspective(fieldOfView: Double, aspect: Double, near: Double, far: Double) -> Matrix4 {
    let focal = 1 / tan(fieldOfView / 2)
    return Matrix4(columns: [
      SIMD4(focal / aspect, 0, 0, 0), SIMD4(0, -focal, 0, 0), SIMD4(0, 0, far / (near - far), -1),
      SIMD4(0, 0, near * far / (near - far), 0),
    ])
  }
}

/// The dot product.
func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }

/// The cross product.
func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

/// The vector of length 1 in a direction; zero for zero.
func normalized(_ v: SIMD3<Double>) -> SIMD3<Double> {
  let length = dot(v, v).squareRoot()
  return length > 0 ? v / length : v
}

extension SIMD4 where Scalar == Double {
  /// The first three components.
  var xyz: SIMD3<Double> { SIMD3(x, y, z) }
}
