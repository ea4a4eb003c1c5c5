import SPIRV

/// Which steps run in control flow that may part a quad, and by which branch.
///
/// A branch parts the quad where its condition varies; the flow is one again where all paths from the branch meet
/// (after Ferrante, Ottenstein and Warren's control dependence). A branch that a discard ends counts for what stands
/// between it and the discard.
final class Divergence {
  private let view: SurveyView
  private var controllers: [ObjectIdentifier: BlockGraph] = [:]

  init(_ view: SurveyView) { self.view = view }

  /// Why the flow at a step may part a quad: from what varies to the branch, and the calls after it; nil where it
  /// does not.
  func cause(at node: SurveyView.Node) -> [TraceStep]? {
    if let branch = varyingBranch(deciding: node) { return trace(of: branch) }
    guard node.state.key.control.isVaried, let call = view.provenance.callers[ObjectIdentifier(node.state)]
    else { return nil }
    let name = view.shape(of: node.state).name
    return (cause(at: call) ?? []) + [TraceStep(role: .call(name), location: view.location(of: call))]
  }

  /// From what makes a branch vary to the branch.
  func trace(of branch: Int, in state: ForwardState) -> [TraceStep] {
    trace(of: view.terminator(of: branch, in: state))
  }

  private func trace(of branch: SurveyView.Node) -> [TraceStep] {
    let shape = view.shape(of: branch.state)
    var steps: [TraceStep] = []
    switch shape.operation(branch.step) {
    case .conditionalBranch(let condition, _, _), .switch(let condition, _):
      steps = VaryingTrace(view).trace(of: condition, at: branch)
    default: break
    }
    return steps + [TraceStep(role: .branch, location: view.location(of: branch))]
  }

  /// The nearest branch with a varying condition among those that decide whether a step runs.
  private func varyingBranch(deciding node: SurveyView.Node) -> SurveyView.Node? {
    let shape = view.shape(of: node.state)
    var seen: Set<Int> = []
    var queue = deciders(of: shape.steps[node.step].block, in: shape)
    var at = 0
    while at < queue.count {
      let branch = queue[at]
      at += 1
      guard seen.insert(branch).inserted else { continue }
      if isVarying(branch, in: node.state) { return view.terminator(of: branch, in: node.state) }
      queue += deciders(of: branch, in: shape)
    }
    return nil
  }

  /// Whether the condition of a block's branch varies.
  func isVarying(_ branch: Int, in state: ForwardState) -> Bool {
    view.walk(of: state)?.branchCondition(of: branch).variation.isVaried ?? false
  }

  /// The branches that decide whether a block runs. From some blocks no return is reached: those a discard ends.
  private func deciders(of block: Int, in shape: FunctionShape) -> [Int] {
    let reachesEnd = shape.labels.count == 1 || shape.postDominators[block] != nil
    return Array(reachesEnd ? shape.controllers[block] : controllersCountingDiscards(of: shape)[block])
  }

  /// For each block of a function, the branches that decide whether it runs, discards counted as ends.
  func controllersCountingDiscards(of shape: FunctionShape) -> BlockGraph {
    if let known = controllers[ObjectIdentifier(shape)] { return known }
    let result = shape.controllersCountingDiscards()
    controllers[ObjectIdentifier(shape)] = result
    return result
  }
}
