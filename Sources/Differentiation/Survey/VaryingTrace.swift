import SPIRV

/// Finds the nearest input, or read from memory, that makes a value vary.
struct VaryingTrace {
  private let view: SurveyView
  private typealias Node = SurveyView.Node

  init(_ view: SurveyView) { self.view = view }

  /// The way from what varies to a value, through the variables and calls that have names.
  func trace(of value: ValueID, at user: SurveyView.Node) -> [TraceStep] {
    let (module, provenance) = (view.module, view.provenance)
    let criterion = Provenance.Criterion { value, state in
      module.local(value).map { state.values[$0].variation.isVaried } ?? false
    } isOrigin: { _ in
      false
    }
    var cameFrom: [Node: Node] = [:]
    var queue = provenance.sources(of: value, in: user.state)
    for node in queue { cameFrom[node] = user }
    var at = 0
    while at < queue.count {
      let node = queue[at]
      at += 1
      if let source = source(node) { return steps(from: node, source, to: user, cameFrom) }
      for next in provenance.sources(of: node, criterion) where cameFrom[next] == nil && next != user {
        cameFrom[next] = node
        queue.append(next)
      }
    }
    return []
  }

  /// What a step reads that varies by itself: an input, or memory.
  private func source(_ node: Node) -> TraceStep.Role? {
    let shape = view.shape(of: node.state)
    switch shape.operation(node.step) {
    case .load(let pointer):
      guard let target = view.module.pointer(pointer, in: shape), target.storage == .input else { return nil }
      return .source(view.module.name(of: target))
    default: return nil
    }
  }

  private func steps(
    from start: Node, _ source: TraceStep.Role, to user: Node, _ cameFrom: [Node: Node]
  ) -> [TraceStep] {
    var result = [TraceStep(role: source, location: view.location(of: start))]
    var node = cameFrom[start]
    while let current = node, current != user {
      if let step = view.named(current), result.last != step { result.append(step) }
      node = cameFrom[current]
    }
    return result
  }
}

extension SurveyView {
  /// What the source calls a step that writes a variable or calls a function.
  func named(_ node: Node) -> TraceStep? {
    guard let step = provenance.named(node) else { return nil }
    if step.name.hasSuffix("(...)") {
      return TraceStep(role: .call(String(step.name.dropLast(5))), location: step.location)
    }
    return TraceStep(role: .store(step.name), location: step.location)
  }
}

extension ModuleShape {
  /// What the source calls what a pointer points into.
  func name(of pointer: FunctionShape.Pointer) -> String {
    index.name(of: pointer.root.rawValue) ?? "an input"
  }
}
