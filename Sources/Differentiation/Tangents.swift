import SPIRV

/// A value whose tangents stand as values, or a component of it: what other tangents are written in terms of.
struct TangentBase: Hashable {
  var value: ValueID
  var component: UInt32?
}

/// A coefficient of a base: the tangent is Σ coefficient ∘ (tangent of base), in either direction.
struct TangentTerm: Hashable {
  var base: TangentBase
  var coefficient: Operand
}

/// What is known of a value's tangents.
///
/// Both directions multiply the same local derivatives. Where it saves work, a tangent is therefore kept as a
/// linear form over other values' tangents, whose coefficients are computed once for both directions, and is
/// written out only where it is needed (statement-level preaccumulation; Griewank and Walther, "Evaluating
/// Derivatives", chapter 10).
enum Tangent {
  /// Written out, by direction; nil is the structural zero.
  case screen(ScreenTangent)
  /// A linear form.
  case form([TangentTerm])
}

/// The tangents of a value by direction; nil is the structural zero.
struct ScreenTangent {
  var x: ValueID?
  var y: ValueID?

  subscript(direction: Direction) -> ValueID? {
    get { direction == .x ? x : y }
    set { if direction == .x { x = newValue } else { y = newValue } }
  }
}

extension FunctionEmitter {
  /// The tangent of a value in a direction, written out; nil where it is structurally zero.
  func tangent(_ value: ValueID, _ direction: Direction) -> ValueID? {
    guard isActive(value, direction), let tangent = tangentState(value) else { return nil }
    switch tangent {
    case .screen(let values): return values[direction]
    case .form(let terms):
      guard let local = module.local(value) else { return nil }
      let place = 2 * local + direction.rawValue
      if let known = written[place] { return known }
      let result = atDefinition(of: value) { writeOut(terms, type: code.type(value), direction) }
      written[place] = .some(result)
      return result
    }
  }

  /// The tangent of a value in a direction, null where it is structurally zero.
  func tangentOrNull(_ value: ValueID, _ direction: Direction) -> ValueID {
    tangent(value, direction) ?? builder.null(code.type(value))
  }

  /// Adds up the terms of a linear form in a direction.
  private func writeOut(_ terms: [TangentTerm], type: TypeID, _ direction: Direction) -> ValueID? {
    let scalar = code.component(type)
    var sum: ValueID?
    let unitFirst =
      terms.count == 1
      ? terms
      : terms.filter { $0.coefficient == .constant(1) } + terms.filter { $0.coefficient != .constant(1) }
    for term in unitFirst {
      guard let base = tangent(of: term.base, direction) else { continue }
      let baseOperand = Operand.value(base, code.type(base))
      guard let partial = sum else {
        let product = code.product(term.coefficient, baseOperand, scalar: scalar)
        sum = code.value(product, as: type)
        continue
      }
      sum = accumulate(partial, term.coefficient, baseOperand, type: type, scalar: scalar)
    }
    return sum
  }

  /// partial + coefficient ∘ base, by a fused multiply-add where the shapes allow it.
  private func accumulate(
    _ partial: ValueID, _ coefficient: Operand, _ base: Operand, type: TypeID, scalar: TypeID
  ) -> ValueID {
    if coefficient == .constant(-1) {
      return code.difference(partial, code.value(base, as: type), type)
    }
    if coefficient != .constant(1), code.isAs(base, type), code.isAs(coefficient, type),
      code.shape(type) != .matrixShape
    {
      let operands = [code.value(coefficient, as: type), code.value(base, as: type), partial]
      return code.value(code.extended(.fma, type, operands), as: type)
    }
    let product = code.product(coefficient, base, scalar: scalar)
    return code.sum(partial, code.value(product, as: type), type)
  }

  /// The tangent of a base in a direction.
  func tangent(of base: TangentBase, _ direction: Direction) -> ValueID? {
    guard let whole = tangent(base.value, direction) else { return nil }
    guard let component = base.component else { return whole }
    let key = ComponentKey(base: base, direction: direction)
    if let known = components[key] { return known }
    let type = code.component(code.type(base.value))
    let result = atDefinition(of: base.value) {
      code.add(type) { .compositeExtract(type: type, result: $0, whole, path: [component]) }
    }
    components[key] = result
    return result
  }

  /// Runs a body whose instructions go right behind a value's definition, so that they dominate every use.
  private func atDefinition<T>(of value: ValueID, _ body: () -> T) -> T {
    let here = code.place
    defer { code.place = here }
    if let step = definingStep(value) {
      code.place = .after(step)
    } else {
      code.place = .head
    }
    return body()
  }

  /// The linear form of a value: its own where it has one, else itself as a base.
  func form(_ value: ValueID) -> [TangentTerm] {
    guard let tangent = tangentState(value) else { return [] }
    switch tangent {
    case .form(let terms): return terms
    case .screen:
      return [TangentTerm(base: TangentBase(value: value, component: nil), coefficient: .constant(1))]
    }
  }

  /// Whether a value has any tangent.
  func hasTangent(_ value: ValueID) -> Bool {
    guard let tangent = tangentState(value) else { return false }
    switch tangent {
    case .screen(let values): return values.x != nil || values.y != nil
    case .form(let terms): return !terms.isEmpty
    }
  }
}

/// A value or pointer in a direction.
struct WrittenKey: Hashable {
  var value: ValueID
  var direction: Direction
}

/// A component extracted from a base's tangent.
struct ComponentKey: Hashable {
  var base: TangentBase
  var direction: Direction
}

extension OperandShape {
  /// A pattern for "is a matrix": compares equal to every matrix shape.
  static let matrixShape = OperandShape.matrix(column: TypeID(0), count: 0)

  static func == (a: OperandShape, b: OperandShape) -> Bool {
    switch (a, b) {
    case (.scalar, .scalar), (.matrix, .matrix): true
    case (.vector(let m), .vector(let n)): m == n
    default: false
    }
  }
}

extension Code {
  /// Whether an operand can stand as a value of a type without splatting a computed scalar.
  func isAs(_ operand: Operand, _ type: TypeID) -> Bool {
    switch operand {
    case .constant, .boolean: true
    case .value(_, let own): own == type
    }
  }
}
