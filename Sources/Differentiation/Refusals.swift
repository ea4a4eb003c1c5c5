import SPIRV

// Sites that may not stay.

/// Throws at the first site that a cut keeps, or only one by a texture sample.
func refuseCuts(
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
func refuseKept(_ states: [ForwardState], _ module: ModuleShape) throws(DifferentiationError) {
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
    for (step, decision) in state.decisions {
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
    stack += state.calls.map(\.value)
  }
}
