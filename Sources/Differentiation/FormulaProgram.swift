import SPIRV

/// A formula as a list of steps, each after the steps it needs and each distinct subformula once.
final class FormulaProgram: Sendable {
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
  let steps: [Step]
  /// Whether the formula is the structural zero.
  let isZero: Bool
  /// Whether a differential stands in it.
  let isDirectional: Bool

  init(_ formula: Formula) {
    isZero = formula.isZero
    isDirectional = formula.dependsOnDifferential
    var places: [Formula: Int] = [:]
    var steps: [Step] = []
    FormulaProgram.add(formula, &steps, &places)
    self.steps = steps
  }

  @discardableResult
  private static func add(
    _ formula: Formula, _ steps: inout [Step], _ places: inout [Formula: Int]
  ) -> Int {
    if let place = places[formula] { return place }
    let kind: Kind =
      switch formula {
      case .constant(let value): .constant(value)
      case .argument(let position): .argument(position)
      case .differential(let position): .differential(position)
      case .result: .result
      case .leastNormal: .leastNormal
      case .apply(let op, let parts): .apply(op, parts.map { add($0, &steps, &places) })
      }
    steps.append(Step(formula: kind, isDirectional: formula.dependsOnDifferential))
    places[formula] = steps.count - 1
    return steps.count - 1
  }
}

/// What is known of an argument's differential before instructions are emitted.
enum DifferentialState: UInt8, Hashable {
  case zero, one, value

  /// What is known of a coefficient.
  init(_ coefficient: Operand) {
    switch coefficient {
    case .constant(0): self = .zero
    case .constant(1): self = .one
    default: self = .value
    }
  }
}

extension Rule {
  /// The program of the rule where arguments may be the same value and differentials 0 or 1.
  ///
  /// Programs are made on demand and shared by all conversions of the process: a shader meets few patterns, but each
  /// of them often.
  ///
  /// - Parameters:
  ///   - count: the number of arguments.
  ///   - state: what is known of each argument's differential.
  ///   - representative: for each argument, the first argument that is the same value.
  func program(
    count: Int, state: (Int) -> DifferentialState, representative: (Int) -> Int
  ) -> FormulaProgram {
    // Two bits an argument for what is known of its differential, two for the first argument that is the same value.
    var pattern: UInt32 = 0
    for position in 0..<count {
      pattern = pattern << 4 | UInt32(state(position).rawValue) << 2 | UInt32(representative(position))
    }
    return programs.withLock { programs in
      if let program = programs[pattern] { return program }
      let program = makeProgram((0..<count).map(state), (0..<count).map(representative))
      programs[pattern] = program
      return program
    }
  }

  private func makeProgram(_ states: [DifferentialState], _ representatives: [Int]) -> FormulaProgram {
    let differentials = states.enumerated().map { position, state -> Formula in
      switch state {
      case .zero: 0
      case .one: 1
      case .value: .differential(representatives[position])
      }
    }
    return FormulaProgram(differential(differentials).substituting(representatives))
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
