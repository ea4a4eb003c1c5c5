/// A type of GLSL.
indirect enum GLSLType: Hashable, Sendable {
  /// What a scalar is.
  enum Scalar: Hashable, Sendable {
    case float, double, half, int, uint, bool

    /// Whether it has derivatives.
    var isFloat: Bool { self == .float || self == .double || self == .half }
  }

  /// A member of a structure.
  struct Member: Hashable, Sendable {
    var name: String
    var type: GLSLType
  }

  case scalar(Scalar)
  case vector(Scalar, Int)
  case matrix(Scalar, columns: Int, rows: Int)
  case array(GLSLType, Int)
  case structure(String, [Member])

  static let float = GLSLType.scalar(.float)
  static let int = GLSLType.scalar(.int)
  static let uint = GLSLType.scalar(.uint)
  static let bool = GLSLType.scalar(.bool)

  /// A scalar, or a vector of more than one.
  static func of(_ scalar: Scalar, _ count: Int) -> GLSLType {
    count == 1 ? .scalar(scalar) : .vector(scalar, count)
  }

  static func vec(_ count: Int) -> GLSLType { of(.float, count) }

  /// As GLSL spells it.
  var name: String {
    switch self {
    case .scalar(let scalar):
      switch scalar {
      case .float: "float"
      case .double: "double"
      case .half: "float16_t"
      case .int: "int"
      case .uint: "uint"
      case .bool: "bool"
      }
    case .vector(let scalar, let count): "\(Self.prefix(scalar))vec\(count)"
    case .matrix(let scalar, let columns, let rows):
      "\(Self.prefix(scalar))mat\(columns)" + (columns == rows ? "" : "x\(rows)")
    case .array(let element, let count): "\(element.name)[\(count)]"
    case .structure(let name, _): name
    }
  }

  private static func prefix(_ scalar: Scalar) -> String {
    switch scalar {
    case .float: ""
    case .double: "d"
    case .half: "f16"
    case .int: "i"
    case .uint: "u"
    case .bool: "b"
    }
  }

  /// The scalar of a scalar, vector or matrix.
  var scalar: Scalar? {
    switch self {
    case .scalar(let scalar), .vector(let scalar, _), .matrix(let scalar, _, _): scalar
    case .array, .structure: nil
    }
  }

  /// The components of a scalar or vector.
  var width: Int? {
    switch self {
    case .scalar: 1
    case .vector(_, let count): count
    case .matrix, .array, .structure: nil
    }
  }

  /// Whether it is a scalar or vector of floating-point numbers.
  var isFloat: Bool { width != nil && scalar?.isFloat == true }

  /// The same shape of another scalar.
  func with(_ scalar: Scalar) -> GLSLType { width.map { .of(scalar, $0) } ?? self }
}

extension Double {
  /// As GLSL spells it in a type's precision.
  func literal(_ scalar: GLSLType.Scalar) -> String {
    let rounded = (self * 1000).rounded() / 1000
    return switch scalar {
    case .double: "\(rounded)lf"
    case .half: "\(rounded)hf"
    case .float: "\(rounded)"
    case .int: "\(Int(rounded))"
    case .uint: "\(Int(Swift.abs(rounded)))u"
    case .bool: rounded > 0.5 ? "true" : "false"
    }
  }
}
