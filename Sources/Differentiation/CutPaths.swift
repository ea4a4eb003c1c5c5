import SPIRV

/// Finds the way from the operation that cut a derivative to the site, backwards from the site.
///
/// Every value knows the cut it went through. A breadth-first search along what values are computed from keeps to
/// those of the site's own cut, up to the place where it was made. Only kept sites pay for their path.
final class CutPaths {
  private typealias Node = Provenance.Node
  private let forward: ForwardActivity
  private let provenance: Provenance
  private var module: ModuleShape { forward.module }

  init(_ forward: ForwardActivity, entryPoints: [ForwardState]) {
    self.forward = forward
    provenance = Provenance(forward, entryPoints: entryPoints)
  }

  /// The path to a site: variables and calls by their names in the source, from the cut on.
  func path(to step: Int, in state: ForwardState) -> [PathStep] {
    let shape = provenance.shape(of: state)
    let operand: ValueID
    switch shape.operation(step) {
    case .derivative(_, let value): operand = value
    case .sample(let sample): operand = sample.coordinate
    default: return []
    }
    guard let local = module.local(operand), state.values[local].cut != 0 else { return [] }
    let number = state.values[local].cut
    let place = forward.cuts[Int(number)].location
    let (module, provenance) = (module, provenance)
    let criterion = Provenance.Criterion { value, state in
      module.local(value).map { state.values[$0].cut == number } ?? false
    } isOrigin: { node in
      module.location(of: node.step, in: provenance.shape(of: node.state)) == place
    }
    let site = Node(state: state, step: step)
    var cameFrom: [Node: Node] = [:]
    var queue = provenance.sources(of: operand, in: state)
    for node in queue { cameFrom[node] = site }
    var at = 0
    var nearest: Node?
    while at < queue.count {
      let node = queue[at]
      at += 1
      let next = provenance.sources(of: node, criterion)
      if criterion.isOrigin(node) {
        // Other steps of the line may lie on the way.
        if next.isEmpty { return steps(from: node, to: site, cameFrom) }
        nearest = nearest ?? node
      }
      for source in next where cameFrom[source] == nil && source != site {
        cameFrom[source] = node
        queue.append(source)
      }
    }
    return nearest.map { steps(from: $0, to: site, cameFrom) } ?? []
  }

  // MARK: Names

  /// The named steps from the cut to the site.
  private func steps(from start: Node, to site: Node, _ cameFrom: [Node: Node]) -> [PathStep] {
    var result: [PathStep] = []
    var node: Node? = start
    while let current = node, current != site {
      if let step = provenance.named(current), result.last != step { result.append(step) }
      node = cameFrom[current]
    }
    return result
  }
}
