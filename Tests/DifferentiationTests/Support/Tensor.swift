/// A scalar, vector or matrix in double: what formulas and reference operations compute with.
struct Tensor: Hashable, CustomStringConvertible {
  /// A shape; a matrix is so many columns of so many rows.
  enum Shape: Hashable, CustomStringConvertible {
    case scalar
    case vector(Int)
    case matrix(columns: Int, rows: Int)

    /// The number of numbers.
    var count: Int {
      switch self {
      case .scalar: 1
      case .vector(let count): count
      case .matrix(let columns, let rows): columns * rows
      }
    }

    var description: String {
      switch self {
      case .scalar: "float"
      case .vector(let count): "vec\(count)"
      case .matrix(let columns, let rows): "mat\(columns)x\(rows)"
      }
    }

    /// A vector, or a scalar for a count of one.
    static func of(_ count: Int) -> Shape { count == 1 ? .scalar : .vector(count) }
  }

  var shape: Shape
  /// The numbers, column by column.
  var values: [Double]

  init(_ shape: Shape, _ values: [Double]) {
    precondition(shape.count == values.count, "\(values.count) numbers for \(shape)")
    self.shape = shape
    self.values = values
  }

  init(_ value: Double) { self.init(.scalar, [value]) }

  static func vector(_ values: [Double]) -> Tensor { Tensor(.of(values.count), values) }

  static func zero(_ shape: Shape) -> Tensor { Tensor(shape, Array(repeating: 0, count: shape.count)) }

  var description: String { "\(shape)\(values)" }

  /// The number of a scalar.
  var scalar: Double { values[0] }

  func map(_ body: (Double) -> Double) -> Tensor { Tensor(shape, values.map(body)) }

  /// Number by number, a scalar standing beside each.
  func zip(_ other: Tensor, _ body: (Double, Double) -> Double) -> Tensor {
    if shape == .scalar { return other.map { body(scalar, $0) } }
    if other.shape == .scalar { return map { body($0, other.scalar) } }
    precondition(shape == other.shape, "\(shape) beside \(other.shape)")
    return Tensor(shape, values.indices.map { body(values[$0], other.values[$0]) })
  }

  static func + (a: Tensor, b: Tensor) -> Tensor { a.zip(b, +) }
  static func - (a: Tensor, b: Tensor) -> Tensor { a.zip(b, -) }
  static func * (a: Tensor, b: Tensor) -> Tensor { a.zip(b, *) }
  static func * (a: Double, b: Tensor) -> Tensor { b.map { a * $0 } }

  /// The inner product.
  func dot(_ other: Tensor) -> Double {
    (self * other).values.reduce(0, +)
  }

  /// The Euclidean length.
  var length: Double { dot(self).squareRoot() }

  /// The outer product of vectors: column i is the vector times component i of the other.
  func outer(_ row: Tensor) -> Tensor {
    Tensor(
      .matrix(columns: row.values.count, rows: values.count),
      row.values.flatMap { factor in values.map { $0 * factor } })
  }

  func cross(_ other: Tensor) -> Tensor {
    let (a, b) = (values, other.values)
    return .vector([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])
  }

  // MARK: Matrices

  /// The columns and rows; a vector is one column.
  var size: (columns: Int, rows: Int) {
    switch shape {
    case .scalar: (1, 1)
    case .vector(let count): (1, count)
    case .matrix(let columns, let rows): (columns, rows)
    }
  }

  subscript(column: Int, row: Int) -> Double { values[column * size.rows + row] }

  /// The matrix product; vectors are columns.
  func times(_ other: Tensor) -> [Double] {
    (0..<other.size.columns).flatMap { column in
      (0..<size.rows).map { row in
        (0..<size.columns).reduce(0) { $0 + self[$1, row] * other[column, $1] }
      }
    }
  }

  var transposed: Tensor {
    let (columns, rows) = size
    return Tensor(
      .matrix(columns: rows, rows: columns),
      (0..<rows).flatMap { row in (0..<columns).map { self[$0, row] } })
  }

  /// The determinant, by expansion along the first column.
  var determinant: Double {
    let count = size.columns
    if count == 1 { return values[0] }
    return (0..<count).reduce(0) { sum, row in
      sum + (row % 2 == 0 ? 1 : -1) * self[0, row] * minor(0, row).determinant
    }
  }

  private func minor(_ column: Int, _ row: Int) -> Tensor {
    let count = size.columns
    let rest = (0..<count).filter { $0 != column }.flatMap { c in
      (0..<count).filter { $0 != row }.map { self[c, $0] }
    }
    return Tensor(.matrix(columns: count - 1, rows: count - 1), rest)
  }

  /// The inverse, by cofactors.
  var inverse: Tensor {
    let count = size.columns
    let whole = determinant
    return Tensor(
      shape,
      (0..<count).flatMap { column in
        (0..<count).map { row in ((column + row) % 2 == 0 ? 1 : -1) * minor(row, column).determinant / whole }
      })
  }
}
