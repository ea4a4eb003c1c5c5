import SPIRV

// What is put together of components, and taken apart again. A vector's components are told apart where a chain of
// tangents is concerned: one that only jumps must not get the tangent 0 for its neighbour's sake.
extension ForwardWalk {
  /// The number of components of a vector; nil for other values.
  private func componentCount(_ value: ValueID) -> Int? {
    module.index.type(of: value).flatMap { type in
      if case .vector(_, let count) = module.index[type] { return count }
      return nil
    }
  }

  private func isVector(_ step: Int) -> Bool {
    guard let type = shape.steps[step].type, case .vector = module.index[type] else { return false }
    return true
  }

  func visitConstruct(_ number: Int, _ parts: [ValueID]) {
    guard isVector(number) else { return set(number, joined(parts)) }
    var result = Fact()
    var at: UInt32 = 0
    for part in parts {
      var fact = fact(part)
      let count = UInt32(componentCount(part) ?? 1)
      var components: Variation = []
      for component in 0..<count where fact.variation.isChained(component) {
        components.formUnion(.component(at + component))
      }
      fact.variation = fact.variation.placed(at: components)
      result.join(fact)
      at += count
    }
    set(number, byComponent: result)
  }

  func visitInsert(_ number: Int, _ value: ValueID, _ into: ValueID, _ path: [UInt32]) {
    guard isVector(number), path.count == 1 else { return set(number, joined([value, into])) }
    var result = fact(into)
    result.variation = result.variation.removing(path[0])
    var part = fact(value)
    part.variation = part.variation.placed(at: .component(path[0]))
    result.join(part)
    set(number, byComponent: result)
  }

  func visitShuffle(_ number: Int, _ a: ValueID, _ b: ValueID, _ components: [UInt32]) {
    let first = extracted(fact(a), from: a, components: a == b ? [] : components)
    let second = fact(b)
    let count = UInt32(componentCount(a) ?? 4)
    var placed: (a: Variation, b: Variation) = ([], [])
    for (position, component) in components.enumerated() where component != .max {
      let own = Variation.component(UInt32(position))
      if component < count {
        if first.variation.isChained(component) { placed.a.formUnion(own) }
      } else if second.variation.isChained(component - count) {
        placed.b.formUnion(own)
      }
    }
    var result = taken(first, at: placed.a)
    result.join(taken(second, at: placed.b))
    if componentCount(a) == nil { return set(number, result) }
    set(number, byComponent: result)
  }

  /// What components are taken of a vector, at their places in another; none of them may have a chain of tangents.
  private func taken(_ fact: Fact, at components: Variation) -> Fact {
    var result = fact
    result.variation =
      components.isEmpty
      ? fact.variation.unchained : fact.variation.placed(at: components)
    return result
  }

  /// What is taken out of a composite. gl_FragCoord's components vary in one direction each.
  func extracted(_ whole: Fact, from composite: ValueID, components: [UInt32]) -> Fact {
    var result = whole
    if components.count == 1, componentCount(composite) != nil {
      result.variation = whole.variation.extracted(components[0])
    }
    guard whole.variation.contains(.x), let number = module.local(composite),
      analysis.inputs.fragCoordLoads.contains(composite), number >= 0
    else { return result }
    if components == [0] { result.variation.remove(.y) }
    if components == [1] { result.variation.remove(.x) }
    return result
  }

  // MARK: Memory

  /// What a load through a pointer takes out of what the slots hold.
  func component(_ target: FunctionShape.Pointer, of whole: Fact) -> Fact {
    if target.isWhole { return whole }
    var result = whole
    result.variation = target.component.map { whole.variation.extracted($0) } ?? whole.variation.asWhole
    return result
  }

  /// What a store through a pointer puts into the slots.
  func placed(_ value: Fact, in target: FunctionShape.Pointer) -> Fact {
    if target.isWhole { return value }
    var result = value
    result.variation =
      target.component.map { value.variation.placed(at: .component($0)) } ?? value.variation.asWhole
    return result
  }
}

extension Arithmetic {
  /// Whether the result is 0 whatever the other operand is, as far as that is finite.
  func isZero(where operandIsZero: (Int) -> Bool) -> Bool {
    switch self {
    case .multiply, .vectorTimesScalar: operandIsZero(0) || operandIsZero(1)
    case .divide: operandIsZero(0)
    case .add, .subtract, .remainder, .modulo, .negate, .dot, .matrixTimesScalar, .matrixTimesVector,
      .vectorTimesMatrix, .matrixTimesMatrix, .outerProduct, .transpose, .convert, .quantize:
      false
    }
  }
}
