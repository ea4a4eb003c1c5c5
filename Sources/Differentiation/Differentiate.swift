import SPIRV

/// A differentiated module and what became of its sites.
public struct Differentiated: Sendable {
  /// The module.
  public var module: Module
  /// Every site, in the order of the module.
  public var sites: [SiteReport]
  /// The inputs that hand tangents over, in the order of their locations; none with ``SeedSource/quad``.
  public var seedInputs: [SeedInput] = []
  /// What should be known besides, in the order of the module.
  public var remarks: [Remark] = []
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
  // A derivative could be multiplied by the parity of a pixel's position.
  let mayHoldChannel =
    index.summaries.contains(where: \.hasDerivative) && index.summaries.contains(where: \.mayTakeParity)
  shape.markRelevant(findsChannels: mayHoldChannel)
  let forward = ForwardActivity(module: shape, options: options, inputs: inputs)
  let entries = points.compactMap { point in shape.functionByID[point.function].map { (point, $0) } }
  let states = forward.run(entryPoints: entries.map(\.1))
  if options.onCut == .error || options.textureDerivative == .error {
    try refuseCuts(states, forward, onlySamples: options.onCut != .error)
  }
  if options.seeds == .explicit { try refuseKept(states, shape) }
  let backward = BackwardActivity(forward: forward)
  let activations = backward.run(entryPoints: states)
  let context = PassContext(
    builder: Builder(module, index: index), options: options, module: shape, inputs: inputs)
  let pass = ModulePass(module: module, context: context, backward: backward)
  return try pass.run(zip(entries, activations).map { ($0.0, $1) })
}

/// Throws at the first site that a cut keeps, or only one by a texture sample.
private func refuseCuts(
  _ states: [ForwardState], _ forward: ForwardActivity, onlySamples: Bool
) throws(DifferentiationError) {
  try forEachKept(states, forward.module) { kept throws(DifferentiationError) in
    guard case .cut(let operation, let place) = kept.reason, !onlySamples || operation == Cut.textureSample
    else { return }
    throw .cut(
      site: kept.name, at: kept.location, by: operation, standing: place,
      path: CutPaths(forward, entryPoints: states).path(to: kept.step, in: kept.state))
  }
}

/// Throws at the first site that would be kept.
private func refuseKept(_ states: [ForwardState], _ module: ModuleShape) throws(DifferentiationError) {
  try forEachKept(states, module) { kept throws(DifferentiationError) in
    throw .needsQuad(site: kept.name, at: kept.location, kept.reason)
  }
}

/// A site that is kept.
private struct KeptSite {
  var name: String
  var location: SourceLocation
  var reason: SiteReport.KeepReason
  var step: Int
  var state: ForwardState
}

/// Calls a body with each site that is kept.
private func forEachKept(
  _ states: [ForwardState], _ module: ModuleShape,
  _ body: (KeptSite) throws(DifferentiationError) -> Void
) throws(DifferentiationError) {
  var visited: Set<ObjectIdentifier> = []
  var stack = states
  while let state = stack.popLast() {
    guard visited.insert(ObjectIdentifier(state)).inserted else { continue }
    let shape = module.functions[state.key.function]
    for (step, decision) in state.decisions.sorted(by: { $0.key < $1.key }) {
      guard case .keep(let reason) = decision else { continue }
      let site =
        switch shape.operation(step) {
        case .derivative(let derivative, _): derivative.name
        case .queryLod: "textureQueryLod"
        default: "texture"
        }
      try body(
        KeptSite(
          name: site, location: module.location(of: step, in: shape), reason: reason, step: step, state: state
        ))
    }
    stack += state.calls.sorted { $0.key < $1.key }.map(\.value)
  }
}
