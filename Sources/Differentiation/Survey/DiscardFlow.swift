import SPIRV

/// Which steps are reached though part of their quad may have been discarded on the way.
///
/// A discard may part a quad where a varying branch decides on it, in its function or where that is called; all that
/// is reached from that branch, or from the call, comes after it. `demote` does not count: a demoted invocation
/// goes on as a helper, and derivatives stay defined.
final class DiscardFlow {
  private let view: SurveyView
  private let divergence: Divergence
  /// A discard, or a call of a function that may discard, with the block from whose start on, or the step from
  /// behind which on, all comes after it.
  private struct Discard {
    var place: SurveyView.Node
    var isCall: Bool
    /// The branch that decides on it; nil where that is a matter of the callers.
    var branch: Int?
  }

  /// By function and pattern of arguments, the discards that may part a quad.
  private var discards: [ObjectIdentifier: [Discard]] = [:]
  /// Functions that are called after a discard, with that and the call.
  private var entered: [ObjectIdentifier: (discard: [TraceStep], call: SurveyView.Node)] = [:]
  /// For each discard by its place, the blocks that are reached after it.
  private var reached: [SurveyView.Node: Set<Int>] = [:]

  init(_ view: SurveyView, _ divergence: Divergence) {
    self.view = view
    self.divergence = divergence
    findDiscards()
    enterCalls()
  }

  /// The discard that a step comes after, and how; nil where there is none.
  func cause(at node: SurveyView.Node) -> [TraceStep]? {
    for discard in discards[ObjectIdentifier(node.state)] ?? [] where isAfter(node, discard) {
      return trace(of: discard)
    }
    guard let entry = entered[ObjectIdentifier(node.state)] else { return nil }
    let name = view.shape(of: node.state).name
    return entry.discard + [TraceStep(role: .call(name), location: view.location(of: entry.call))]
  }

  // MARK: Discards

  private func findDiscards() {
    // Callees first, as far as that goes: what a call may do is asked at the call.
    for state in view.states.reversed() { findDiscards(in: state) }
    var changed = true
    while changed {
      changed = false
      for state in view.states {
        let known = discards[ObjectIdentifier(state)]?.count ?? 0
        findDiscards(in: state)
        if discards[ObjectIdentifier(state)]?.count ?? 0 != known { changed = true }
      }
    }
  }

  private func findDiscards(in state: ForwardState) {
    let shape = view.shape(of: state)
    var found: [Discard] = []
    for block in shape.labels.indices where shape.isDiscard(block) {
      let branch = varyingBranch(deciding: block, in: state)
      if branch != nil || state.key.control.isVaried {
        found.append(
          Discard(place: view.terminator(of: block, in: state), isCall: false, branch: branch))
      }
    }
    for (step, callee) in state.calls where !(discards[ObjectIdentifier(callee)] ?? []).isEmpty {
      found.append(Discard(place: SurveyView.Node(state: state, step: step), isCall: true))
    }
    discards[ObjectIdentifier(state)] = found
  }

  private func varyingBranch(deciding block: Int, in state: ForwardState) -> Int? {
    let controllers = divergence.controllersCountingDiscards(of: view.shape(of: state))
    var seen: Set<Int> = []
    var queue = Array(controllers[block])
    var at = 0
    while at < queue.count {
      let branch = queue[at]
      at += 1
      guard seen.insert(branch).inserted else { continue }
      if divergence.isVarying(branch, in: state) { return branch }
      queue += controllers[branch]
    }
    return nil
  }

  private func trace(of discard: Discard) -> [TraceStep] {
    var steps: [TraceStep] = []
    if discard.isCall {
      if let callee = discard.place.state.calls[discard.place.step] {
        let inner = discards[ObjectIdentifier(callee)]?.first
        steps = divergence.cause(at: discard.place) ?? []
        steps.append(
          TraceStep(role: .call(view.shape(of: callee).name), location: view.location(of: discard.place)))
        if let inner { steps += inner.branch == nil ? [step(of: inner)] : trace(of: inner) }
      }
      return steps
    }
    if let branch = discard.branch { steps = divergence.trace(of: branch, in: discard.place.state) }
    return steps + [step(of: discard)]
  }

  private func step(of discard: Discard) -> TraceStep {
    TraceStep(role: .discard, location: view.location(of: discard.place))
  }

  // MARK: After them

  private func isAfter(_ node: SurveyView.Node, _ discard: Discard) -> Bool {
    let shape = view.shape(of: node.state)
    let block = shape.steps[node.step].block
    if blocksReached(after: discard).contains(block) { return true }
    return discard.isCall && shape.steps[discard.place.step].block == block && node.step > discard.place.step
  }

  private func blocksReached(after discard: Discard) -> Set<Int> {
    if let known = reached[discard.place] { return known }
    let shape = view.shape(of: discard.place.state)
    let start = discard.isCall ? shape.steps[discard.place.step].block : discard.branch
    var result: Set<Int> = []
    var queue = start.map { Array(shape.successors[$0]) } ?? []
    while let block = queue.popLast() {
      if result.insert(block).inserted { queue += shape.successors[block] }
    }
    reached[discard.place] = result
    return result
  }

  private func enterCalls() {
    var queue = view.states
    while let state = queue.popLast() {
      for (step, callee) in state.calls where entered[ObjectIdentifier(callee)] == nil {
        let call = SurveyView.Node(state: state, step: step)
        guard let discard = cause(at: call) else { continue }
        entered[ObjectIdentifier(callee)] = (discard, call)
        queue.append(callee)
      }
    }
  }
}
