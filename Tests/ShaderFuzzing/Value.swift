/// An expression with what its components lie between.
struct Value {
  var node: Node
  var type: GLSLType
  /// Every component lies in it, as far as is known.
  var range: ClosedRange<Double>

  init(_ type: GLSLType, _ range: ClosedRange<Double>, _ template: String, _ parts: [Node] = []) {
    node = .expression(type.name, template, parts)
    self.type = type
    self.range = range
  }

  init(node: Node, _ type: GLSLType, _ range: ClosedRange<Double>) {
    (self.node, self.type, self.range) = (node, type, range)
  }

  /// The greatest magnitude.
  var bound: Double { max(abs(range.lowerBound), abs(range.upperBound)) }
}

/// What may be read, and perhaps written, in some place of a program.
struct Variable {
  var name: String
  var type: GLSLType
  /// What it always lies in; what is written to it is brought there.
  var range: ClosedRange<Double> = Variable.usual
  var isWritable = true
  /// Whether it is likely to change over the screen.
  var isVaried = true

  /// What variables lie in.
  static let usual = -4.0...4.0
}

extension ClosedRange where Bound == Double {
  static func + (a: ClosedRange, b: ClosedRange) -> ClosedRange {
    a.lowerBound + b.lowerBound...a.upperBound + b.upperBound
  }

  static func - (a: ClosedRange, b: ClosedRange) -> ClosedRange {
    a.lowerBound - b.upperBound...a.upperBound - b.lowerBound
  }

  static func * (a: ClosedRange, b: ClosedRange) -> ClosedRange {
    let products = [
      a.lowerBound * b.lowerBound, a.lowerBound * b.upperBound, a.upperBound * b.lowerBound,
      a.upperBound * b.upperBound,
    ]
    return (products.min() ?? 0)...(products.max() ?? 0)
  }

  static func symmetric(_ bound: Double) -> ClosedRange { -bound...bound }

  /// The range of a function that grows.
  func mapped(_ function: (Double) -> Double) -> ClosedRange {
    let (a, b) = (function(lowerBound), function(upperBound))
    return Swift.min(a, b)...Swift.max(a, b)
  }

  func contains(_ other: ClosedRange) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }

  func joined(_ other: ClosedRange) -> ClosedRange {
    Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }
}
