import SPIRV

// Instructions of GLSL.std.450 that are no formula: they write memory, return structures or read inputs.
extension FunctionEmitter {
  func visitExtended(
    _ number: Int, _ op: GLSLInstruction, _ operands: [ValueID], result: ValueID, type: TypeID,
    _ active: [Direction]
  ) {
    switch op {
    case .modfStruct, .frexpStruct: visitSplitStruct(number, op, operands[0], result, type, active)
    case .ldexp:
      set(result, active) { direction in
        guard let tangent = tangent(operands[0], direction) else { return nil }
        let set = builder.glslSet()
        return code.add(type) {
          .extended(
            .ldexp, set: set, type: type, result: $0, [tangent, mapped(operands[1])])
        }
      }
    case .determinant: visitDeterminant(operands[0], result, type, active)
    case .interpolateAtCentroid, .interpolateAtSample, .interpolateAtOffset:
      visitInterpolation(op, operands, result, type, active)
    default: apply(.extended(op), operands, result: result, type: type, active)
    }
  }

  // MARK: Modf and Frexp

  /// The whole part's and the exponent's tangent is zero; the fraction's is du, the significand's du · r/u.
  func visitSplit(
    _ number: Int, _ op: GLSLInstruction, _ operands: [ValueID], _ active: [Direction]
  ) {
    guard operands.count == 2 else { return }
    if op == .modf, let type = pointee(operands[1]) {
      for direction in memoryDirections(operands[1]) {
        guard let shadow = shadow(operands[1], direction) else { continue }
        code.add(.store(builder.null(type), to: shadow))
      }
    }
    let step = shape.steps[number]
    guard !active.isEmpty, let result = step.result, let type = step.type else { return }
    if op == .modf {
      set(result, active) { tangent(operands[0], $0) }
    } else {
      let scale = significandScale(operands[0], mapped(result), type)
      set(result, active) { direction in
        guard let tangent = tangent(operands[0], direction) else { return nil }
        let product = code.product(
          .value(tangent, type), .value(scale, type), scalar: code.component(type))
        return code.value(product, as: type)
      }
    }
  }

  /// r/u, and 0 where u is 0: two to minus the exponent.
  private func significandScale(_ value: ValueID, _ significand: ValueID, _ type: TypeID) -> ValueID {
    let formula = FormulaProgram(Formula.result * reciprocal(.argument(0)))
    let emitter = FormulaEmitter(
      arguments: [operand(value)], result: .value(significand, type), scalar: code.component(type))
    let results = emitter.emit(formula, differentials: [[]], into: code)
    return code.value(results[0], as: type)
  }

  private func visitSplitStruct(
    _ number: Int, _ op: GLSLInstruction, _ value: ValueID, _ result: ValueID, _ type: TypeID,
    _ active: [Direction]
  ) {
    guard case .structure(let members) = builder[type], members.count == 2 else { return }
    var scale: ValueID?
    if op == .frexpStruct {
      let significand = code.add(members[0]) {
        .compositeExtract(type: members[0], result: $0, self.mapped(result), path: [0])
      }
      scale = significandScale(value, significand, members[0])
    }
    set(result, active) { direction in
      guard var tangent = tangent(value, direction) else { return nil }
      if let scale {
        let product = code.product(
          .value(tangent, members[0]), .value(scale, members[0]), scalar: code.component(members[0]))
        tangent = code.value(product, as: members[0])
      }
      let rest = builder.null(members[1])
      return code.add(type) { .compositeConstruct(type: type, result: $0, [tangent, rest]) }
    }
  }

  // MARK: Determinant

  /// The determinant is linear in each column: the sum, over the columns, of the determinant with that column
  /// replaced by its tangent. It has no singular points, where det · tr(M⁻¹ dM) has them.
  private func visitDeterminant(
    _ matrix: ValueID, _ result: ValueID, _ type: TypeID, _ active: [Direction]
  ) {
    let matrixType = code.type(matrix)
    guard case .matrix(let column, let count) = code.shape(matrixType) else { return }
    let set = builder.glslSet()
    self.set(result, active) { direction in
      guard let tangent = tangent(matrix, direction) else { return nil }
      var sum: ValueID?
      for position in 0..<UInt32(count) {
        let part = code.add(column) {
          .compositeExtract(type: column, result: $0, tangent, path: [position])
        }
        let replaced = code.add(matrixType) {
          .compositeInsert(
            type: matrixType, result: $0, part, into: self.mapped(matrix), path: [position])
        }
        let term = code.add(type) {
          .extended(.determinant, set: set, type: type, result: $0, [replaced])
        }
        sum = sum.map { code.sum($0, term, type) } ?? term
      }
      return sum
    }
  }

  // MARK: Interpolation functions

  /// With N = v·w' and D = w' both affine, the value at offset o is N(p+o)/D(p+o) and its tangent
  /// (N_x + N_x·o_x,x + N_y·o_y,x − r·(D_x + D_x·o_x,x + D_y·o_y,x)) / D(p+o).
  private func visitInterpolation(
    _ op: GLSLInstruction, _ operands: [ValueID], _ result: ValueID, _ type: TypeID,
    _ active: [Direction]
  ) {
    guard let pointer = operands.first, let target = module.pointer(pointer, in: shape)
    else { return }
    let interpolation = context.inputs.interpolation(of: target.root, member: nil)
    guard interpolation != .flat else { return }
    let offset = op == .interpolateAtOffset && operands.count == 2 ? operands[1] : nil
    let isExplicit = context.options.seeds == .explicit
    if isExplicit { pass.seeds.note("an interpolation elsewhere takes the tangent at the pixel's centre") }
    let isAffine = interpolation == .affine || isExplicit
    let numerators = Direction.allCases.map { numerator(target, type, isAffine: isAffine, $0) }
    if isAffine {
      set(result, active) { direction in
        chained(numerators, offset, direction, type)
      }
      return
    }
    if offset == nil {
      // Where samples and centroids lie, no shader can ask: an error of the order of w's change over the pixel.
      pass.seeds.note("interpolation at a sample or centroid takes w at the pixel's centre")
    }
    let float = builder.floatType(width: 32)
    let gradients = Direction.allCases.map {
      pass.seeds.quantity(.wGradient($0), type: float, in: self)
    }
    let inverse = inverseWeight(at: offset, gradients, float)
    set(result, active) { direction in
      let top = chained(numerators, offset, direction, type)
      let bottom = chained(gradients, offset, direction, float)
      let drift = code.value(
        code.product(.value(mapped(result), type), .value(bottom, float), scalar: float), as: type)
      let change = code.difference(top, drift, type)
      return code.value(
        code.product(.value(change, type), .value(inverse, float), scalar: float), as: type)
    }
  }

  private func numerator(
    _ target: FunctionShape.Pointer, _ type: TypeID, isAffine: Bool, _ direction: Direction
  ) -> ValueID {
    guard case .pointer(_, let whole) = builder[code.type(target.root)] else {
      return builder.null(type)
    }
    let quantity: HeadQuantity =
      isAffine ? .seed(target.root, SeedOrder(direction)) : .numerator(target.root, direction)
    let value = pass.seeds.quantity(quantity, type: whole, in: self)
    guard let component = target.component else { return value }
    return code.add(type) {
      .compositeExtract(type: type, result: $0, value, path: [component])
    }
  }

  /// slope_d + slope_x·(o_x)_d + slope_y·(o_y)_d.
  private func chained(
    _ slopes: [ValueID], _ offset: ValueID?, _ direction: Direction, _ type: TypeID
  ) -> ValueID {
    let base = slopes[direction.rawValue]
    guard let offset, let tangent = tangent(offset, direction) else { return base }
    let float = builder.floatType(width: 32)
    var sum = base
    for component in Direction.allCases {
      let part = code.add(float) {
        .compositeExtract(
          type: float, result: $0, tangent, path: [UInt32(component.rawValue)])
      }
      let product = code.product(
        .value(slopes[component.rawValue], type), .value(part, float), scalar: float)
      sum = code.sum(sum, code.value(product, as: type), type)
    }
    return sum
  }

  /// 1 / (w' + o·∇w').
  private func inverseWeight(
    at offset: ValueID?, _ gradients: [ValueID], _ float: TypeID
  ) -> ValueID {
    var weight = pass.seeds.quantity(.w, type: float, in: self)
    if let offset {
      for component in Direction.allCases {
        let part = code.add(float) {
          .compositeExtract(
            type: float, result: $0, mapped(offset), path: [UInt32(component.rawValue)])
        }
        let product = code.product(
          .value(gradients[component.rawValue], float), .value(part, float), scalar: float)
        weight = code.sum(weight, code.value(product, as: float), float)
      }
    }
    let one = builder.constant(1, float)
    return code.add(float) { .arithmetic(.divide, type: float, result: $0, [one, weight]) }
  }
}
