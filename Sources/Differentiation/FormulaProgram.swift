import SPIRV

/// A formula as a list of steps, each after the steps it needs and each distinct subformula once.
struct FormulaProgram: Sendable {
  struct Step: Sendable {
    var formula: Kind
    /// Whether the step must be done once for each direction.
    var isDirectional: Bool
  }

  enum Kind: Sendable {
    case constant(Double)
    case argument(Int)
    case differential(Int)
    case result
    case leastNormal
    case apply(Formula.Op, [Int])
  }

  /// The steps; the last is the formula itself.
  private(set) var steps: [Step] = []
  /// Whether the formula is the structural zero.
  let isZero: Bool
  /// Whether a differential stands in it.
  let isDirectional: Bool

  init(_ formula: Formula) {
    isZero = formula.isZero
    isDirectional = formula.dependsOnDifferential
    var places: [Formula: Int] = [:]
    _ = add(formula, &places)
  }

  private mutating func add(_ formula: Formula, _ places: inout [Formula: Int]) -> Int {
    if let place = places[formula] { return place }
    let kind: Kind =
      switch formula {
      case .constant(let value): .constant(value)
      case .argument(let position): .argument(position)
      case .differential(let position): .differential(position)
      case .result: .result
      case .leastNormal: .leastNormal
      case .apply(let op, let parts): .apply(op, parts.map { add($0, &places) })
      }
    steps.append(Step(formula: kind, isDirectional: formula.dependsOnDifferential))
    places[formula] = steps.count - 1
    return steps.count - 1
  }
}

/// What is known of an argument's differential before instructions are emitted.
enum DifferentialState: UInt8, Hashable {
  case zero, one, value
}

/// The programs of a rule for each pattern of differentials, made on demand.
struct ProgramCache {
  private struct Key: Hashable {
    var rule: RuleKey
    var states: [DifferentialState]
    /// For each argument, the first argument that is the same value.
    var representatives: [Int]
  }
  private var programs: [Key: FormulaProgram] = [:]

  /// The program of a rule where arguments may be the same value and differentials 0 or 1.
  mutating func program(
    _ rule: Rule, states: [DifferentialState], representatives: [Int]
  ) -> FormulaProgram {
    let key = Key(rule: rule.key, states: states, representatives: representatives)
    if let program = programs[key] { return program }
    let differentials = states.enumerated().map { position, state -> Formula in
      switch state {
      case .zero: 0
      case .one: 1
      case .value: .differential(representatives[position])
      }
    }
    let formula = rule.differential(differentials).substituting(representatives)
    let program = FormulaProgram(formula)
    programs[key] = program
    return program
  }
}

extension Formula {
  /// The formula with equal arguments made one and rebuilt by the simplifying operators.
  func substituting(_ representatives: [Int]) -> Formula {
    switch self {
    case .argument(let i): .argument(representatives[i])
    case .constant, .differential, .result, .leastNormal: self
    case .apply(let op, let parts): rebuild(op, parts.map { $0.substituting(representatives) })
    }
  }

  private func rebuild(_ op: Op, _ parts: [Formula]) -> Formula {
    switch op {
    case .add: parts[0] + parts[1]
    case .subtract: parts[0] - parts[1]
    case .multiply: parts[0] * parts[1]
    case .negate: -parts[0]
    default: .apply(op, parts)
    }
  }
}
