import SPIRV
import Synchronization

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
}

/// The programs of a rule for each pattern of differentials, made on demand and shared by all conversions of the
/// process: a shader meets few patterns, but each of them often.
enum ProgramCache {
  private struct Key: Hashable {
    var rule: ObjectIdentifier
    /// Two bits an argument for what is known of its differential, two for the first argument that is the same
    /// value.
    var pattern: UInt32
  }
  private static let programs = Mutex<[Key: FormulaProgram]>([:])

  /// The program of a rule where arguments may be the same value and differentials 0 or 1.
  ///
  /// - Parameters:
  ///   - states: what is known of each argument's differential.
  ///   - representatives: for each argument, the first argument that is the same value.
  static func program(
    _ rule: Rule, states: [DifferentialState], representatives: [Int]
  ) -> FormulaProgram {
    var pattern: UInt32 = 0
    for (state, first) in zip(states, representatives) {
      pattern = pattern << 4 | UInt32(state.rawValue) << 2 | UInt32(first)
    }
    let key = Key(rule: ObjectIdentifier(rule), pattern: pattern)
    return programs.withLock { programs in
      if let program = programs[key] { return program }
      let program = make(rule, states, representatives)
      programs[key] = program
      return program
    }
  }

  private static func make(
    _ rule: Rule, _ states: [DifferentialState], _ representatives: [Int]
  ) -> FormulaProgram {
    let differentials = states.enumerated().map { position, state -> Formula in
      switch state {
      case .zero: 0
      case .one: 1
      case .value: .differential(representatives[position])
      }
    }
    return FormulaProgram(rule.differential(differentials).substituting(representatives))
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
