import SPIRV

// Derivatives, samples and other reads from images, and what becomes of each site.
extension ForwardWalk {
  mutating func visitImage(_ number: Int) {
    switch shape.operation(number) {
    case .derivative(let derivative, let value):
      let operand = fact(value)
      var result = cut(
        operand, to: operand.variation.readThrough, at: number, "a derivative of a derivative")
      result.variation.formUnion([.derivative, .nonUniform])
      // A width has lost its sign and can carry no message.
      result.sites = derivative.kind == .width ? 0 : bit(ofSite: number)
      if derivative.kind != .width { noteMessage(number, value) }
      set(number, result)
    case .sample(let sample): visitSample(number, sample)
    case .queryLod(_, let coordinate):
      let operand = fact(coordinate)
      set(number, cut(operand, to: operand.variation.readThrough, at: number, "textureQueryLod"))
    case .opaqueRead(let operands):
      let operand = joined(operands)
      var variation = operand.variation.readThrough
      if readsSubpass(number) { variation.formUnion([.opaque, .nonUniform]) }
      set(number, cut(operand, to: variation, at: number, "a read from an image"))
    default: break
    }
  }

  func readsSubpass(_ number: Int) -> Bool {
    guard shape.steps[number].op == .imageRead, case .opaqueRead(let operands) = shape.operation(number),
      let image = operands.first, let type = module.index.type(of: image),
      case .image(let image) = module.index[type]
    else { return false }
    return image.dimension == .subpassData
  }

  mutating func visitSample(_ number: Int, _ sample: ImageSample) {
    let coordinate = fact(sample.coordinate)
    let operand = joined(sample.operands)
    let isPlain =
      sample.depthReference == nil && !sample.isSparse && !sample.hasOtherOperands && isFloat(number)
    guard isPlain, options.textureDerivative.isTaken, !operand.variation.contains(.opaque) else {
      set(number, cut(operand, to: operand.variation.readThrough, at: number, Cut.textureSample))
      return
    }
    if coordinate.variation.isDisjoint(with: .varied), operand.variation.isVaried {
      // The level of detail is held fixed, but that it has no part in the derivative must not go unsaid.
      set(number, cut(operand, to: operand.variation.discretized, at: number, "a level of detail"))
      return
    }
    var result = coordinate
    result.variation.formUnion(operand.variation.intersection([.jump, .nonUniform]))
    set(number, result)
  }

  /// Whether a step's result is of floats.
  private func isFloat(_ step: Int) -> Bool {
    guard let type = shape.steps[step].type, case .vector(let component, _) = module.index[type] else {
      return false
    }
    if case .float = module.index[component] { return true }
    return false
  }

  // MARK: Sites

  /// Decides what becomes of each site, now that every variation is known.
  mutating func decide() {
    for number in shape.relevantSteps {
      block = shape.steps[number].block
      switch shape.operation(number) {
      case .derivative(let derivative, let value):
        state.decisions[number] = decide(
          number, on: fact(value), derivative.kind, isTexture: false)
      case .sample(let sample) where sample.isImplicit:
        state.decisions[number] = decideSample(number, sample)
      case .queryLod: state.decisions[number] = .keep(.queryLod)
      default: break
      }
    }
  }

  func decideSample(_ number: Int, _ sample: ImageSample) -> SiteDecision {
    if analysis.options.writesGLSL, sample.depthReference != nil,
      let type = module.index.type(of: sample.sampledImage),
      case .sampledImage(let image) = module.index[type], case .image(let shape) = module.index[image],
      shape.dimension == .cube, shape.isArrayed
    {
      return .keep(.noGradientForm)
    }
    return decide(number, on: fact(sample.coordinate), .width, isTexture: true)
  }

  func decide(
    _ number: Int, on operand: Fact, _ kind: Derivative.Kind, isTexture: Bool
  ) -> SiteDecision {
    let options = analysis.options
    switch options.sites {
    case .all: break
    case .derivatives where isTexture: return .keep(.excluded)
    case .textures where !isTexture: return .keep(.excluded)
    case .undefined:
      let diverges = absoluteControl.contains(.nonUniform) || absoluteControl.isVaried
      if !diverges, !operand.variation.contains(.jump) { return .keep(.excluded) }
    case .derivatives, .textures: break
    }
    if !options.keptLines.isEmpty {
      let location = module.location(of: number, in: shape)
      if options.keptLines[location.file]?.contains(location.line) == true { return .keep(.excluded) }
    }
    if state.channels.contains(number) { return .keep(.quadChannel) }
    let variation = operand.variation
    if !variation.isVaried { return .zero }
    if variation.contains(.opaque) || variation.isDisjoint(with: .smooth) {
      let cut = analysis.cuts[Int(operand.cut)]
      if options.onCut == .zero {
        state.zeroedCuts[number] = cut
        return variation.isDisjoint(with: .smooth) ? .zero : .rewrite
      }
      return .keep(.cut(operation: cut.operation, at: cut.location))
    }
    switch kind {
    case .dx: return variation.contains(.x) ? .rewrite : .zero
    case .dy: return variation.contains(.y) ? .rewrite : .zero
    case .width: return .rewrite
    }
  }
}
