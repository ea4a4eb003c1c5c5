import SPIRV

/// A differentiated module and what became of its sites.
public struct Differentiated: Sendable {
  /// The module.
  public var module: Module
  /// Every site, in the order of the module.
  public var sites: [SiteReport]
}

/// Replaces the sites of a module's fragment entry points by analytic derivatives.
///
/// Without a site the module comes back unchanged. The primal's instructions and ids are never renumbered,
/// reordered or re-associated: sites and calls change in place, everything else is added.
///
/// - Throws: ``DifferentiationError``.
public func differentiate(
  _ module: Module, options: DifferentiationOptions = DifferentiationOptions()
) throws(DifferentiationError) -> Differentiated {
  let index = ModuleIndex(module)
  let points = index.entryPoints.filter {
    $0.isFragment && (options.entryPoint == nil || options.entryPoint == $0.name)
  }
  guard !points.isEmpty else { throw .noFragmentEntryPoint(named: options.entryPoint) }
  guard index.summaries.contains(where: \.hasSite) else { return Differentiated(module: module, sites: []) }
  let shape = ModuleShape(module, index: index)
  let inputs = InputCatalog(module, index: index)
  // A derivative could be multiplied by the parity of gl_FragCoord.
  let mayHoldChannel =
    inputs.fragCoord != nil && index.summaries.contains(where: \.hasDerivative)
    && index.summaries.contains(where: \.mayTakeParity)
  shape.markRelevant(findsChannels: mayHoldChannel)
  let forward = ForwardActivity(module: shape, options: options, inputs: inputs)
  let entries = points.compactMap { point in shape.functionByID[point.function].map { (point, $0) } }
  let states = forward.run(entryPoints: entries.map(\.1))
  if options.onCut == .error || options.textureDerivative == .error {
    try refuseCuts(states, shape, onlySamples: options.onCut != .error)
  }
  let backward = BackwardActivity(forward: forward)
  let activations = backward.run(entryPoints: states)
  let context = PassContext(
    builder: Builder(module, index: index), options: options, module: shape, inputs: inputs)
  let pass = ModulePass(module: module, context: context, backward: backward)
  return try pass.run(zip(entries, activations).map { ($0.0, $1) })
}

/// Throws at the first site that a cut keeps, or only one by a texture sample.
private func refuseCuts(
  _ states: [ForwardState], _ module: ModuleShape, onlySamples: Bool
) throws(DifferentiationError) {
  var visited: Set<ObjectIdentifier> = []
  var stack = states
  while let state = stack.popLast() {
    guard visited.insert(ObjectIdentifier(state)).inserted else { continue }
    let shape = module.functions[state.key.function]
    for (step, decision) in state.decisions {
      guard case .keep(.cut(let operation, _)) = decision,
        !onlySamples || operation == Cut.textureSample
      else { continue }
      let site =
        if case .derivative(let derivative, _) = shape.operation(step) { derivative.name } else {
          "texture"
        }
      throw .cut(site: site, at: module.location(of: step, in: shape), by: operation)
    }
    stack += state.calls.map(\.value)
  }
}
