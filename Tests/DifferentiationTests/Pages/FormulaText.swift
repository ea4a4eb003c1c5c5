import Differentiation

/// A formula as one would write it: no parentheses without need, guarded reciprocals by their names.
struct FormulaText {
  /// How tightly the outermost operation binds.
  private enum Binding: Int, Comparable {
    case or, comparison, sum, product, atom

    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  /// The text.
  let text: String
  private let binding: Binding

  /// Writes a formula.
  init(_ formula: Formula) {
    if let guarded = Self.guarded(formula) {
      (text, binding) = (guarded, .atom)
      return
    }
    guard case .apply(let op, let parts) = formula else {
      (text, binding) = (formula.description, .atom)
      return
    }
    let written = parts.map { FormulaText($0) }
    switch op {
    case .add: (text, binding) = ("\(written[0].within(.sum)) + \(written[1].within(.sum))", .sum)
    case .subtract: (text, binding) = ("\(written[0].within(.sum)) - \(written[1].within(.product))", .sum)
    case .multiply:
      (text, binding) = ("\(written[0].within(.product)) * \(written[1].within(.product))", .product)
    case .divide: (text, binding) = ("\(written[0].within(.product)) / \(written[1].within(.atom))", .product)
    case .negate: (text, binding) = ("-\(written[0].within(.product))", .product)
    case .less: (text, binding) = ("\(written[0].within(.sum)) < \(written[1].within(.sum))", .comparison)
    case .equal: (text, binding) = ("\(written[0].within(.sum)) == \(written[1].within(.sum))", .comparison)
    case .or:
      (text, binding) = ("\(written[0].within(.comparison)) or \(written[1].within(.comparison))", .or)
    default: (text, binding) = ("\(op.rawValue)(\(written.map(\.text).joined(separator: ", ")))", .atom)
    }
  }

  private func within(_ outer: Binding) -> String { binding < outer ? "(\(text))" : text }

  /// `reciprocal(x)` for 1/x that is 0 where x is, and `reciprocalRoot(x)` for 1/√x that is 0 where x is not positive.
  private static func guarded(_ formula: Formula) -> String? {
    guard case .apply(.select, let parts) = formula else { return nil }
    if case .apply(.less, let comparison) = parts[0], comparison[1] == .leastNormal,
      case .apply(.abs, let inner) = comparison[0], parts[2] == .apply(.divide, [1, inner[0]])
    {
      return "reciprocal(\(FormulaText(inner[0]).text))"
    }
    if case .apply(.inverseSqrt, let inner) = parts[1], parts[0] == .apply(.less, [0, inner[0]]),
      parts[2] == 0
    {
      return "reciprocalRoot(\(FormulaText(inner[0]).text))"
    }
    return nil
  }
}
