import SPIRV

// Mathematics: what has a rule, applied to coefficients of linear forms or in each direction.
extension FunctionEmitter {
  /// An argument as formulas see it: plain constants as numbers.
  func operand(_ value: ValueID) -> Operand {
    if let number = builder.scalarConstant(value) { return .constant(number) }
    return .value(mapped(value), code.type(value))
  }

  /// Arguments as the formula of a rule sees them. A vector of one number is that number only where components are
  /// taken one by one: the dot product of two such vectors is not that of the numbers.
  private func operands(_ arguments: [ValueID], of rule: Rule) -> [Operand] {
    zip(arguments, rule.shapes).map { argument, shape in
      rule.isElementwise || shape == .any || shape == .scalar
        ? operand(argument) : .value(mapped(argument), code.type(argument))
    }
  }

  /// Applies an operation's rule: to coefficients where that saves work, else in each direction.
  func apply(
    _ key: RuleKey, _ arguments: [ValueID], result: ValueID, type: TypeID, _ active: [Direction]
  ) {
    let careful = overflowRules[key].flatMap { mayOverflow(arguments.last) ? $0 : nil }
    guard let rule = careful ?? derivativeRules[key], !rule.isFlat else { return }
    if rule.isElementwise, active.count == 2 {
      if rule.isCheap, !key.takesTermsExactly { writeOutSums(arguments) }
      if let bases = sharedBases(arguments, rule: rule) {
        applyToForms(rule, arguments, bases: bases, result: result, type: type)
        return
      }
    }
    let arguments = canonical(arguments)
    let differentials = active.map { direction in arguments.map { tangent($0, direction) } }
    let emitter = FormulaEmitter(
      arguments: operands(arguments, of: rule), result: .value(mapped(result), type),
      scalar: code.component(type))
    var values = ScreenTangent()
    // Directions in which the same arguments move share what does not depend on the direction.
    let patterns = differentials.map { $0.map { $0 == nil ? DifferentialState.zero : .value } }
    for (first, pattern) in patterns.enumerated() where patterns.firstIndex(of: pattern) == first {
      let members = active.indices.filter { patterns[$0] == pattern }
      guard pattern.contains(.value) else { continue }
      let program = program(rule, arguments) { pattern[$0] }
      let results = emitter.emit(
        program,
        differentials: members.map { member in
          differentials[member].map { $0.map { .value($0, code.type($0)) } ?? .constant(0) }
        }, into: code)
      for (member, result) in zip(members, results) {
        values[active[member]] = result == .constant(0) ? nil : code.value(result, as: type)
      }
    }
    setTangent(result, .screen(values))
  }

  /// Whether a value, the divisor or the only argument, comes from an exponential.
  private func mayOverflow(_ value: ValueID?) -> Bool {
    guard let value, let number = module.local(value) else { return false }
    return activation.state.values[number].variation.contains(.overflowing)
  }

  private func program(
    _ rule: Rule, _ arguments: [ValueID], _ state: (Int) -> DifferentialState
  ) -> FormulaProgram {
    rule.program(count: arguments.count, state: state) { position in
      arguments.firstIndex(of: arguments[position]) ?? position
    }
  }

  /// The bases over which a rule is applied to coefficients, or nil where each direction is cheaper.
  private func sharedBases(_ arguments: [ValueID], rule: Rule) -> [TangentBase]? {
    var bases: [TangentBase] = []
    func add(_ base: TangentBase) {
      if !bases.contains(base) { bases.append(base) }
    }
    func addBases(of argument: ValueID) {
      guard hasTangent(argument) else { return }
      switch tangentState(argument) {
      case .form(let terms): for term in terms { add(term.base) }
      case .screen: add(TangentBase(value: argument, component: nil))
      case nil: break
      }
    }
    switch arguments.count {
    case 1: addBases(of: arguments[0])
    case 2:
      addBases(of: min(arguments[0], arguments[1]))
      addBases(of: max(arguments[0], arguments[1]))
    default: arguments.sorted().forEach(addBases)
    }
    switch bases.count {
    case 0: return nil
    case 1: return bases
    case 2: return rule.isCheap ? bases : nil
    case 3: return rule.key.isSum ? bases : nil
    default: return nil
    }
  }

  /// Writes out sums and differences of tangents: of c (a − b) that leaves exactly nothing where those of a and b are
  /// equal, as c a − c b need not, and takes no more.
  private func writeOutSums(_ arguments: [ValueID]) {
    for argument in arguments {
      guard hasTangent(argument), case .form(let terms) = tangentState(argument), terms.count > 1,
        terms.allSatisfy({ $0.coefficient == .constant(1) || $0.coefficient == .constant(-1) })
      else { continue }
      set(argument, Direction.allCases) { tangent(argument, $0) }
    }
  }

  private func applyToForms(
    _ rule: Rule, _ arguments: [ValueID], bases: [TangentBase], result: ValueID, type: TypeID
  ) {
    let arguments = canonical(arguments)
    let emitter = FormulaEmitter(
      arguments: operands(arguments, of: rule), result: .value(mapped(result), type),
      scalar: code.component(type))
    var terms: [TangentTerm] = []
    for base in bases {
      let coefficients = arguments.map { factor(of: base, in: $0) }
      guard coefficients.contains(where: { DifferentialState($0) != .zero }) else { continue }
      let program = program(rule, arguments) { DifferentialState(coefficients[$0]) }
      let coefficient =
        program.isZero ? .constant(0) : emitter.emit(program, differentials: coefficients, into: code)
      if coefficient != .constant(0) { terms.append(TangentTerm(base: base, coefficient: coefficient)) }
    }
    setTangent(result, .form(terms))
    if terms.count > 2 || (terms.count == 2 && useCount(result) > 1) {
      set(result, Direction.allCases) { tangent(result, $0) }
    }
  }
}

extension FunctionEmitter {
  /// What a base is multiplied by in the linear form of a value.
  private func factor(of base: TangentBase, in value: ValueID) -> Operand {
    guard hasTangent(value), let tangent = tangentState(value) else { return .constant(0) }
    switch tangent {
    case .form(let terms): return terms.first { $0.base == base }?.coefficient ?? .constant(0)
    case .screen: return base == TangentBase(value: value, component: nil) ? .constant(1) : .constant(0)
    }
  }
}

extension RuleKey {
  /// Whether the operation adds its arguments, so that a longer form costs nothing.
  var isSum: Bool {
    switch self {
    case .arithmetic(.add), .arithmetic(.subtract): true
    default: false
    }
  }

  /// Whether the operation, taken of a sum's terms one by one, rounds no more than of the sum.
  var takesTermsExactly: Bool { isSum || self == .arithmetic(.negate) }
}
