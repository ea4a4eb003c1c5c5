import SPIRV

/// Finds what makes a value vary: the nearest input, or read from memory.
struct VaryingTrace {
  private let view: SurveyView

  init(_ view: SurveyView) { self.view = view }

  /// The way from what varies to a value, through the variables and calls that have names.
  func trace(of value: ValueID, at user: SurveyView.Node) -> [TraceStep] {
    trace(of: value, at: user, having: .varied) { source($0) }
  }

  /// The way from a read from memory to a value whose derivative is lost through it.
  func traceToMemory(of value: ValueID, at user: SurveyView.Node) -> [TraceStep] {
    trace(of: value, at: user, having: .opaque) { read($0) }
  }

  /// Whether a value is computed from what textureQueryLod says.
  func comesFromQuery(_ value: ValueID, at user: SurveyView.Node) -> Bool {
    let steps = trace(of: value, at: user, having: .opaque) { node in
      if case .queryLod = view.shape(of: node.state).operation(node.step) {
        .read("textureQueryLod")
      } else {
        nil
      }
    }
    return !steps.isEmpty
  }

  private func trace(
    of value: ValueID, at user: SurveyView.Node, having variation: Variation,
    _ role: (SurveyView.Node) -> TraceStep.Role?
  ) -> [TraceStep] {
    let module = view.module
    var criterion = Provenance.Criterion { value, state in
      module.local(value).map { !state.values[$0].variation.isDisjoint(with: variation) } ?? false
    } isOrigin: { _ in
      false
    }
    func find() -> BackwardPath? {
      BackwardPath.find(from: value, at: user, view, criterion, isSource: { role($0) != nil })
    }
    var path = find()
    if path == nil {
      // A count goes up by a constant: only the branch that decides on it varies.
      criterion.followsBranchesOfStores = true
      path = find()
    }
    guard let path, let found = role(path.source) else { return [] }
    return [TraceStep(role: found, location: view.location(of: path.source))] + path.steps
  }

  /// What a step reads that varies by itself: an input, or a subpass.
  private func source(_ node: SurveyView.Node) -> TraceStep.Role? {
    let shape = view.shape(of: node.state)
    switch shape.operation(node.step) {
    case .load(let pointer): return view.module.inputName(pointer, in: shape).map { .source($0) }
    case .extended(.interpolateAtCentroid, let operands), .extended(.interpolateAtSample, let operands),
      .extended(.interpolateAtOffset, let operands):
      return operands.first.flatMap { view.module.inputName($0, in: shape) }.map { .source($0) }
    case .opaqueRead:
      return view.walk(of: node.state)?.readsSubpass(node.step) == true ? .source("subpassLoad") : nil
    default: return nil
    }
  }

  /// What a step reads from memory.
  private func read(_ node: SurveyView.Node) -> TraceStep.Role? {
    let shape = view.shape(of: node.state)
    switch shape.operation(node.step) {
    case .opaqueRead: return .read("an image")
    case .sample: return .read("a depth comparison")
    case .load(let pointer):
      guard let target = view.module.pointer(pointer, in: shape) else { return .read("a buffer") }
      guard target.slotsAre == .none, target.storage != .input else { return nil }
      return .read(
        view.module.index.name(of: target.root.rawValue).flatMap { $0.isEmpty ? nil : "'\($0)'" }
          ?? "a buffer")
    default: return nil
    }
  }
}

extension ModuleShape {
  /// What the source calls the input that a pointer points into; nil where it points elsewhere.
  fileprivate func inputName(_ pointer: ValueID, in shape: FunctionShape) -> String? {
    guard let target = self.pointer(pointer, in: shape), target.storage == .input else { return nil }
    return index.name(of: target.root.rawValue).flatMap { $0.isEmpty ? nil : $0 } ?? "an input"
  }
}
