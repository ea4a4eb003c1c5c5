// Vectors and matrices as wholes.
extension ShaderWriter {
  mutating func scalarGeometry(_ scalar: GLSLType.Scalar, _ depth: Int) -> Value {
    // Vectors of one component are scalars to GLSL, which these functions take, too.
    let count = once(in: 8) ? 1 : number(2...4)
    let type = GLSLType.of(scalar, count)
    let result = GLSLType.scalar(scalar)
    let a = tamed(float(type, depth: depth - 1), to: 4)
    switch number(0...3) {
    case 0: return Value(result, 0...2 * a.bound, "length(#)", [a.node])
    case 1:
      let b = tamed(operand(type, depth), to: 4)
      return Value(result, 0...2 * (a.bound + b.bound), "distance(#, #)", [a.node, b.node])
    default:
      let b = tamed(operand(type, depth), to: 4)
      return Value(
        result, .symmetric(Double(count) * a.bound * b.bound), "dot(#, #)",
        once(in: 2) ? [a.node, b.node] : [b.node, a.node])
    }
  }

  /// The other operand: now and then a constant.
  private mutating func operand(_ type: GLSLType, _ depth: Int) -> Value {
    once(in: 4) ? Value(node: constant(type), type, -2...2) : float(type, depth: depth - 1)
  }

  mutating func vectorGeometry(_ type: GLSLType, _ depth: Int) -> Value {
    let scalar = type.scalar ?? .float
    let a = tamed(operand(type, depth), to: 4)
    switch number(0...(type.width == 3 ? 5 : 3)) {
    case 0:
      let away = tamed(operand(type, depth), to: 4)
      return Value(type, -1...1, "normalize(# + \(5.0.literal(scalar)))", [away.node])
    case 1:
      let b = tamed(operand(type, depth), to: 1.5)
      return Value(type, .symmetric(a.bound * 20), "reflect(#, #)", [a.node, b.node])
    case 2:
      let (b, c) = (operand(type, depth), operand(type, depth))
      return Value(type, .symmetric(a.bound), "faceforward(#, #, #)", [a.node, b.node, c.node])
    case 3:
      let b = tamed(operand(type, depth), to: 1.2)
      // A float becomes a double by itself, whichever of the two the ratio of doubles is.
      let ratio = positive(
        float(scalar == .half ? .scalar(.half) : .float, depth: depth - 2), from: 0.2, to: 0.8)
      return Value(type, .symmetric(40), "refract(#, #, #)", [tamed(a, to: 1.2).node, b.node, ratio.node])
    default:
      let b = tamed(operand(type, depth), to: 4)
      return Value(type, .symmetric(2 * a.bound * b.bound), "cross(#, #)", [a.node, b.node])
    }
  }

  /// A product of a matrix and a vector, or a column.
  mutating func matrixProduct(_ type: GLSLType, _ depth: Int) -> Value {
    guard let scalar = type.scalar, scalar != .half, let width = type.width, width > 1 else {
      return type.width == 1 ? scalarGeometry(type.scalar ?? .float, depth) : vectorGeometry(type, depth)
    }
    let other = rows(width)
    switch number(0...4) {
    case 0, 1:
      let m = matrix(scalar, other, width, depth: depth - 1)
      let v = operand(.of(scalar, other), depth)
      return Value(type, .symmetric(Double(other) * m.bound * v.bound), "(# * #)", [m.node, v.node])
    case 2, 3:
      let m = matrix(scalar, width, other, depth: depth - 1)
      let v = operand(.of(scalar, other), depth)
      return Value(type, .symmetric(Double(other) * m.bound * v.bound), "(# * #)", [v.node, m.node])
    default:
      let m = matrix(scalar, other, width, depth: depth - 1)
      return Value(type, m.range, "#[#]", [m.node, index(below: other)])
    }
  }

  mutating func determinant(_ scalar: GLSLType.Scalar, _ depth: Int) -> Value {
    guard scalar != .half else { return scalarGeometry(scalar, depth) }
    let size = number(2...4)
    let m = matrix(scalar, size, size, depth: depth - 1)
    if m.bound > 2 || !dialect.hasInverse {
      return Value(.scalar(scalar), m.range, "#[\(number(0...(size - 1)))][#]", [m.node, index(below: size)])
    }
    return Value(.scalar(scalar), .symmetric(40), "determinant(#)", [m.node])
  }

  /// An expression of a matrix.
  mutating func matrix(_ scalar: GLSLType.Scalar, _ columns: Int, _ rows: Int, depth: Int) -> Value {
    let type = GLSLType.matrix(scalar, columns: columns, rows: rows)
    let column = GLSLType.of(scalar, rows)
    budget -= 1
    if depth <= 0 || budget < 0 {
      if let variable = access(type) { return variable }
      return matrixLeaf(type, columns, column)
    }
    switch number(0...11) {
    case 0 where dialect.hasArrayValues:
      let (a, b) = (float(column, depth: depth - 1), float(.of(scalar, columns), depth: depth - 1))
      return Value(type, .symmetric(a.bound * b.bound), "outerProduct(#, #)", [a.node, b.node])
    case 1 where dialect.hasArrayValues:
      let m = matrix(scalar, rows, columns, depth: depth - 1)
      return Value(type, m.range, "transpose(#)", [m.node])
    case 2:
      let (a, b) = (
        matrix(scalar, columns, rows, depth: depth - 1), matrix(scalar, columns, rows, depth: depth - 1)
      )
      let op = pick(["+", "-"])
      return Value(type, op == "+" ? a.range + b.range : a.range - b.range, "(# \(op) #)", [a.node, b.node])
    case 3:
      let a = matrix(scalar, columns, rows, depth: depth - 1)
      let s = float(.scalar(scalar), depth: depth - 1)
      return Value(type, a.range * s.range, "(# * #)", once(in: 2) ? [a.node, s.node] : [s.node, a.node])
    case 4:
      let inner = self.rows(columns)
      let (a, b) = (
        matrix(scalar, inner, rows, depth: depth - 1), matrix(scalar, columns, inner, depth: depth - 1)
      )
      return Value(type, .symmetric(Double(inner) * a.bound * b.bound), "(# * #)", [a.node, b.node])
    case 5:
      let (a, b) = (
        matrix(scalar, columns, rows, depth: depth - 1), matrix(scalar, columns, rows, depth: depth - 1)
      )
      return Value(type, a.range * b.range, "matrixCompMult(#, #)", [a.node, b.node])
    case 6 where columns == rows && dialect.hasInverse:
      // Far from singular: the diagonal outweighs the rest.
      let columns = (0..<columns).map { _ in tamed(float(column, depth: depth - 1), to: 1) }
      let sum = Node.expression(
        type.name, "(\(type.name)(\(6.0.literal(scalar))) + #)", [composite(type, columns.map(\.node))])
      return Value(type, -2...2, "inverse(#)", [sum])
    case 7:
      let a = matrix(scalar, columns, rows, depth: depth - 1)
      let s = positive(float(.scalar(scalar), depth: depth - 1))
      return Value(type, .symmetric(a.bound / s.range.lowerBound), "(# / #)", [a.node, s.node])
    case 8 where dialect.hasArrayValues:
      let wide = GLSLType.matrix(scalar, columns: number(columns...4), rows: number(rows...4))
      guard case .matrix(_, let c, let r) = wide, wide != type else {
        return matrixLeaf(type, columns, column)
      }
      let m = matrix(scalar, c, r, depth: depth - 1)
      return Value(type, m.range, "\(type.name)(#)", [m.node])
    case 9:
      let m = matrix(scalar, columns, rows, depth: depth - 1)
      return Value(type, -m.range.upperBound...(-m.range.lowerBound), "(- #)", [m.node])
    case 10: return access(type) ?? matrixLeaf(type, columns, column)
    default:
      let parts = (0..<columns).map { _ in float(column, depth: depth - 1) }
      let range = parts.dropFirst().reduce(parts[0].range) { $0.joined($1.range) }
      return Value(node: composite(type, parts.map(\.node)), type, range)
    }
  }

  private mutating func matrixLeaf(_ type: GLSLType, _ columns: Int, _ column: GLSLType) -> Value {
    switch number(0...2) {
    case 0: return Value(node: constant(type), type, -2...2)
    case 1:
      let diagonal = float(.scalar(column.scalar ?? .float), depth: 0)
      return Value(type, diagonal.range.joined(0...0), "\(type.name)(#)", [diagonal.node])
    default:
      let parts = (0..<columns).map { _ in float(column, depth: 0) }
      let range = parts.dropFirst().reduce(parts[0].range) { $0.joined($1.range) }
      return Value(node: composite(type, parts.map(\.node)), type, range)
    }
  }
}
