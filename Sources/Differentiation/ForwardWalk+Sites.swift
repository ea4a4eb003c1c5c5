import SPIRV

// Derivatives, samples and other reads from images, and what becomes of each site.
extension ForwardWalk {
  func visitImage(_ number: Int) {
    switch shape.operation(number) {
    case .derivative(let derivative, let value):
      var result = derived(fact(value), at: number)
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

  /// What is known of a derivative: what it becomes is written out first, unless it stays or waits for itself.
  private func derived(_ operand: Fact, at number: Int) -> Fact {
    let what: String? =
      switch (isOpen(number), analysis.sites.nesting) {
      case (false, _): Cut.leftDerivative
      case (true, .circular): Cut.circularDerivative
      case (true, .unseeded): Cut.nestedDerivative
      case (true, .deferred): nil
      }
    if let what { return cut(operand, to: operand.variation.readThrough, at: number, what) }
    var result = Fact()
    if operand.variation.isVaried { result.variation.insert(.pending) }
    return result
  }

  func readsSubpass(_ number: Int) -> Bool {
    guard shape.steps[number].op == .imageRead, case .opaqueRead(let operands) = shape.operation(number),
      let image = operands.first, let type = module.index.type(of: image),
      case .image(let image) = module.index[type]
    else { return false }
    return image.dimension == .subpassData
  }

  func visitSample(_ number: Int, _ sample: ImageSample) {
    let coordinate = fact(sample.coordinate)
    // Gradients choose the level of detail only: no chain goes through them.
    var read = sample
    read.gradients = nil
    let operand = joined(read.operands)
    let isPlain =
      sample.depthReference == nil && !sample.isSparse && !sample.hasOtherOperands && isFloat(number)
    guard isPlain, options.takesSampleTangents, !operand.variation.contains(.opaque) else {
      set(number, cut(operand, to: operand.variation.readThrough, at: number, Cut.textureSample))
      return
    }
    let all = sample.gradients == nil ? operand : joined(sample.operands)
    if coordinate.variation.isDisjoint(with: .varied), all.variation.isVaried {
      // The level of detail is held fixed, but that it has no part in the derivative must not go unsaid.
      set(number, cut(all, to: all.variation.discretized, at: number, "a level of detail"))
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
  func decide() {
    for number in shape.siteSteps where isOpen(number) {
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

  /// Whether a step, if it is a site, is one of those that this round decides on.
  func isOpen(_ number: Int) -> Bool {
    shape.steps[number].result.map(analysis.sites.isOpen) ?? true
  }

  func decideSample(_ number: Int, _ sample: ImageSample) -> SiteDecision {
    if analysis.options.writesGLSL, sample.depthReference != nil,
      let type = module.index.type(of: sample.sampledImage),
      case .sampledImage(let image) = module.index[type], case .image(let shape) = module.index[image],
      shape.dimension == .cube, shape.isArrayed
    {
      return .keep(.noGradientForm)
    }
    if let name = analysis.options.missingGradientExtension { return .keep(.missingExtension(name)) }
    return decide(number, on: fact(sample.coordinate), .width, isTexture: true)
  }

  func decide(
    _ number: Int, on operand: Fact, _ kind: Derivative.Kind, isTexture: Bool
  ) -> SiteDecision {
    let options = analysis.options
    if analysis.sites.isFirstRound, let reason = exclusion(number, operand, isTexture) {
      return .keep(reason)
    }
    let variation = operand.variation
    if !variation.isVaried { return .zero }
    if variation.contains(.pending), !variation.contains(.opaque) || options.onCut == .zero {
      return .deferred
    }
    if variation.contains(.opaque) || variation.isDisjoint(with: .smooth) {
      let cut = analysis.cuts[Int(operand.cut)]
      let isRefused = options.textureDerivative == .error && cut.operation == Cut.textureSample
      if options.onCut == .zero, !isRefused {
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

  /// Why a site is none of those to rewrite, whatever its derivative is.
  private func exclusion(_ number: Int, _ operand: Fact, _ isTexture: Bool) -> SiteReport.KeepReason? {
    let options = analysis.options
    switch options.sites {
    case .all: break
    case .derivatives where isTexture: return .excluded
    case .textures where !isTexture: return .excluded
    case .undefined:
      let diverges = absoluteControl.contains(.nonUniform) || absoluteControl.isVaried
      if !diverges, !operand.variation.contains(.jump) { return .excluded }
    case .derivatives, .textures: break
    }
    if !options.keptLines.isEmpty {
      let location = module.location(of: number, in: shape)
      if options.keptLines[location.file]?.contains(location.line) == true { return .excluded }
    }
    return state.channels.contains(number) ? .quadChannel : nil
  }
}
