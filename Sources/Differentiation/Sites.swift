import SPIRV

// Sites: where a derivative is consumed, the tangent takes its place under the same result id.
extension FunctionEmitter {
  func visitDerivative(_ number: Int, _ derivative: Derivative, _ operand: ValueID) {
    let step = shape.steps[number]
    guard let result = step.result, let type = step.type,
      let decision = activation.state.decisions[number]
    else { return }
    let kind: SiteReport.Kind =
      switch derivative.kind {
      case .dx: .dx
      case .dy: .dy
      case .width: .width
      }
    switch decision {
    case .keep(let reason): return report(number, kind: kind, name: derivative.name, .kept(reason))
    case .deferred: return report(number, kind: kind, name: derivative.name, nil)
    case .rewrite, .zero: break
    }
    code.place = .before(number)
    let target = mapped(result)
    switch derivative.kind {
    case .dx, .dy:
      let direction: Direction = derivative.kind == .dx ? .x : .y
      if let tangent = tangent(operand, direction) {
        replace(number, by: code.finite(tangent, type: type, result: target))
      } else {
        replace(number, by: .copy(type: type, result: target, builder.null(type)))
      }
    case .width: replace(number, by: width(operand, type: type, result: target))
    }
    report(
      number, kind: kind, name: derivative.name, decision == .zero ? .zero : .tangent,
      notes: inputNotes)
  }

  /// |d/dx| + |d/dy|.
  private func width(_ operand: ValueID, type: TypeID, result: ValueID) -> Instruction {
    // Imported before anything else takes an id.
    _ = builder.glslSet()
    let tangents = Direction.allCases.compactMap { tangent(operand, $0) }
    guard let last = tangents.last else {
      return .copy(type: type, result: result, builder.null(type))
    }
    func magnitude(_ value: ValueID) -> ValueID {
      code.add(.fAbs, type, value)
    }
    guard tangents.count == 2 else {
      return code.finite(magnitude(last), isMagnitude: true, type: type, result: result)
    }
    let magnitudes = tangents.map { magnitude($0) }
    return code.finite(
      code.sum(magnitudes[0], magnitudes[1], type), isMagnitude: true, type: type, result: result)
  }

  private var inputNotes: [String] { pass.seeds.notes.sorted() }

  // MARK: Samples

  func visitSample(_ number: Int, _ sample: ImageSample) {
    let step = shape.steps[number]
    guard let result = step.result else { return }
    let active = directions(result)
    let decision = activation.state.decisions[number]
    var sampling = mappedInstruction(shape.instruction(number))
    if let decision {
      switch decision {
      case .keep(let reason): report(number, kind: .sample, name: "texture", .kept(reason))
      case .deferred: report(number, kind: .sample, name: "texture", nil)
      case .rewrite, .zero:
        code.place = .before(number)
        sampling = withGradients(sampling, sample) ?? sampling
        replace(number, by: sampling)
        report(
          number, kind: .sample, name: "texture", decision == .zero ? .zero : .gradients,
          notes: sample.bias == nil ? [] : ["the bias scales the gradients: approximate under anisotropy"])
      }
    }
    guard !active.isEmpty, let type = step.type else { return }
    code.place = .after(number)
    setTangents(ofSample: number, sampling, sample, result: result, type: type, active)
  }

  func imageType(_ sample: ImageSample) -> ImageType? {
    guard let type = module.index.type(of: sample.sampledImage),
      case .sampledImage(let image) = module.index[type],
      case .image(let shape) = module.index[image]
    else { return nil }
    return shape
  }
}

extension Code {
  /// The value where it is finite, else 0: what overflowed or met an infinite intermediate value on its way to a
  /// site must not reach the image as an infinity or NaN that the quad would not have shown.
  func finite(
    _ value: ValueID, isMagnitude: Bool = false, type: TypeID, result: ValueID
  ) -> Instruction {
    guard !builder.isConstant(value) else { return .copy(type: type, result: result, value) }
    // Imported before anything else takes an id.
    _ = builder.glslSet()
    let magnitude = isMagnitude ? value : add(.fAbs, type, value)
    let greatest = builder.constant(greatestFinite(width(type)), type)
    let isFinite = add(.fOrdLessThanEqual, truthType(like: type), magnitude, greatest)
    return .select(
      type: type, result: result, condition: isFinite, ifTrue: value, ifFalse: builder.null(type))
  }

  /// Adds the same under a new result.
  func addFinite(_ value: ValueID, type: TypeID) -> ValueID {
    add(type) { finite(value, type: type, result: $0) }
  }

  private func greatestFinite(_ width: Int) -> Double {
    switch width {
    case 16: 65504
    case 64: Double.greatestFiniteMagnitude
    default: Double(Float.greatestFiniteMagnitude)
    }
  }
}
