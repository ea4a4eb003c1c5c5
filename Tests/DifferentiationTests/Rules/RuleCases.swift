import Differentiation
import SPIRV
import SeededRandom

/// One way to apply a rule: the shapes of its arguments.
struct RuleCase: CustomStringConvertible {
  var rule: Rule
  var shapes: [Tensor.Shape]

  var description: String { "\(rule.key)(\(shapes.map(\.description).joined(separator: ", ")))" }

  /// Every rule of the tables with every width its shapes allow.
  static let all: [RuleCase] = (derivativeRules.rules + overflowRules.rules).flatMap { rule in
    shapes(of: rule).map { RuleCase(rule: rule, shapes: $0) }
  }

  private static func shapes(of rule: Rule) -> [[Tensor.Shape]] {
    if rule.shapes.contains(.matrix) || rule.key == .arithmetic(.outerProduct) { return matrices(rule.key) }
    // Scalars are legal wherever the extended set says vector, and nowhere else.
    let isCore = if case .arithmetic = rule.key { true } else { false }
    let least = isCore && rule.shapes.contains(.vector) ? 2 : 1
    let widths = rule.shapes.contains(.vector3) ? [3] : Array(least...4)
    return widths.map { width in
      rule.shapes.map { $0 == .scalar ? .scalar : .of(width) }
    }
  }

  private static func matrices(_ key: RuleKey) -> [[Tensor.Shape]] {
    let sizes = (2...4).flatMap { columns in (2...4).map { (columns, $0) } }
    switch key {
    case .arithmetic(.matrixTimesScalar): return sizes.map { [.matrix(columns: $0, rows: $1), .scalar] }
    case .arithmetic(.matrixTimesVector):
      return sizes.map { [.matrix(columns: $0, rows: $1), .vector($0)] }
    case .arithmetic(.vectorTimesMatrix):
      return sizes.map { [.vector($1), .matrix(columns: $0, rows: $1)] }
    case .arithmetic(.matrixTimesMatrix):
      return sizes.flatMap { columns, rows in
        (2...4).map { [.matrix(columns: columns, rows: rows), .matrix(columns: $0, rows: columns)] }
      }
    case .arithmetic(.outerProduct): return sizes.map { [.vector($1), .vector($0)] }
    case .arithmetic(.transpose): return sizes.map { [.matrix(columns: $0, rows: $1)] }
    case .extended(.matrixInverse): return (2...4).map { [.matrix(columns: $0, rows: $0)] }
    default: preconditionFailure("which matrices does \(key) take?")
    }
  }

  /// Arguments drawn from the rule's domains.
  func arguments(_ generator: inout SeededGenerator) -> [Tensor] {
    zip(shapes, rule.domain).map { shape, domain in
      var tensor = Tensor(shape, (0..<shape.count).map { _ in Double.random(in: domain, using: &generator) })
      // Far from singular, so that an inverse is well conditioned.
      if rule.key == .extended(.matrixInverse) {
        let (columns, rows) = tensor.size
        for place in 0..<columns { tensor.values[place * rows + place] += 2 }
      }
      return tensor
    }
  }

  /// Every pattern of active arguments but none.
  var patterns: [[Bool]] {
    (1..<(1 << rule.arity)).map { bits in (0..<rule.arity).map { bits >> $0 & 1 == 1 } }
  }
}
