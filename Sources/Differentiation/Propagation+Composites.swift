import SPIRV

// Composites, copies and phis: structure that tangents follow as the primal does.
extension FunctionEmitter {
  func visitConstruct(
    _ parts: [ValueID], result: ValueID, type: TypeID, _ active: [Direction]
  ) {
    set(result, active) { direction in
      guard parts.contains(where: { self.tangent($0, direction) != nil }) else { return nil }
      let tangents = parts.map { part -> ValueID in
        // SPIRV-Tools' optimizer dies of a constant matrix with OpConstantNull among its columns.
        guard case .matrix = self.code.shape(type) else { return self.tangentOrNull(part, direction) }
        return self.tangent(part, direction) ?? self.builder.constant(0, self.code.type(part))
      }
      return self.code.add(type) { .compositeConstruct(type: type, result: $0, tangents) }
    }
  }

  func visitExtract(
    _ composite: ValueID, _ path: [UInt32], result: ValueID, type: TypeID, _ active: [Direction]
  ) {
    guard hasTangent(composite) else { return }
    if active.count == 2, path.count == 1, case .vector = code.shape(code.type(composite)),
      form(composite).count <= 2
    {
      extractForm(composite, path[0], result: result, type: type)
      return
    }
    set(result, active) { direction in
      guard let tangent = self.tangent(composite, direction) else { return nil }
      return self.code.add(type) { .compositeExtract(type: type, result: $0, tangent, path: path) }
    }
  }

  /// A component of a linear form: the component of each coefficient and of each base.
  private func extractForm(_ composite: ValueID, _ component: UInt32, result: ValueID, type: TypeID) {
    let terms = form(composite).map { term -> TangentTerm in
      var term = term
      if case .value(let id, let own) = term.coefficient, case .vector = code.shape(own) {
        let part = code.add(type) {
          .compositeExtract(type: type, result: $0, id, path: [component])
        }
        term.coefficient = .value(part, type)
      }
      if term.base.component == nil, case .vector = code.shape(code.type(term.base.value)) {
        term.base.component = component
      }
      return term
    }
    setTangent(result, .form(terms))
  }

  func visitShuffle(
    _ a: ValueID, _ b: ValueID, _ components: [UInt32], result: ValueID, type: TypeID,
    _ active: [Direction]
  ) {
    set(result, active) { direction in
      guard self.tangent(a, direction) != nil || self.tangent(b, direction) != nil else { return nil }
      let (da, db) = (self.tangentOrNull(a, direction), self.tangentOrNull(b, direction))
      return self.code.add(type) {
        .vectorShuffle(type: type, result: $0, da, db, components: components)
      }
    }
  }

  func visitCopy(
    _ number: Int, _ value: ValueID, result: ValueID, type: TypeID, _ active: [Direction]
  ) {
    guard hasTangent(value) else { return }
    if code.type(value) == type {
      set(result, active) { self.tangent(value, $0) }
      return
    }
    let op = shape.steps[number].op
    set(result, active) { direction in
      guard let tangent = self.tangent(value, direction) else { return nil }
      return self.code.add(type) { .plain(op, type: type, result: $0, [tangent]) }
    }
  }

  /// A phi's tangents are declared now and get their sources at the end, when those are known.
  func visitPhi(
    _ number: Int, _ sources: [PhiSource], result: ValueID, type: TypeID, _ active: [Direction]
  ) {
    set(result, active) { direction in
      let id = self.builder.newValue(type: type)
      self.phis[self.shape.steps[number].block, default: []].append(
        PendingPhi(result: id, type: type, direction: direction, sources: sources))
      return id
    }
  }

  /// Fills in the sources of the tangent phis.
  func finishPhis() {
    // In the order of the blocks: writing a tangent out may number new ids.
    for (block, pending) in phis.sorted(by: { $0.key < $1.key }) {
      for (position, phi) in pending.enumerated() {
        let sources = phi.sources.map { source in
          PhiSource(value: tangentOrNull(source.value, phi.direction), parent: source.parent)
        }
        phis[block]?[position].sources = sources
      }
    }
  }
}
