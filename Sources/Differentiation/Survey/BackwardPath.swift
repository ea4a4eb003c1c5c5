import SPIRV

/// The shortest way back from a value to a step that is looked for.
struct BackwardPath {
  /// The step that was found.
  var source: SurveyView.Node
  /// The variables and calls with names on the way from there to the value's user.
  var steps: [TraceStep]

  /// Searches backwards, breadth first, along what a criterion follows.
  static func find(
    from value: ValueID, at user: SurveyView.Node, _ view: SurveyView, _ criterion: Provenance.Criterion,
    isSource: (SurveyView.Node) -> Bool
  ) -> BackwardPath? {
    var cameFrom: [SurveyView.Node: SurveyView.Node] = [:]
    var queue = view.provenance.sources(of: value, in: user.state)
    for node in queue { cameFrom[node] = user }
    var at = 0
    while at < queue.count {
      let node = queue[at]
      at += 1
      if isSource(node) {
        return BackwardPath(source: node, steps: steps(from: node, to: user, cameFrom, view))
      }
      for next in view.provenance.sources(of: node, criterion) where cameFrom[next] == nil && next != user {
        cameFrom[next] = node
        queue.append(next)
      }
    }
    return nil
  }

  private static func steps(
    from start: SurveyView.Node, to user: SurveyView.Node, _ cameFrom: [SurveyView.Node: SurveyView.Node],
    _ view: SurveyView
  ) -> [TraceStep] {
    var result: [TraceStep] = []
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
  fileprivate func named(_ node: Node) -> TraceStep? {
    guard let step = provenance.named(node) else { return nil }
    if step.name.hasSuffix("(...)") {
      return TraceStep(role: .call(String(step.name.dropLast(5))), location: step.location)
    }
    return TraceStep(role: .store(step.name), location: step.location)
  }
}
