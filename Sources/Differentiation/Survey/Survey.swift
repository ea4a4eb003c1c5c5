import SPIRV

/// What lint asks of a module: the analyses of the differentiation pass over all of it, and what they say of each
/// derivative and each sample.
///
/// Everything is followed, not only what bears on a site: what decides on a discard matters here, too.
package struct Survey {
  /// What was found, in the order of the module.
  package private(set) var observations: [Observation] = []

  /// Looks over the fragment entry points of a module.
  package init(_ module: Module, options: DifferentiationOptions = DifferentiationOptions()) {
    let index = ModuleIndex(module)
    let shape = ModuleShape(module, index: index)
    Relevance.markAll(shape)
    let inputs = InputCatalog(module, index: index)
    var choices = options
    choices.sites = .all
    choices.keptLines = [:]
    let forward = ForwardActivity(module: shape, options: choices, inputs: inputs, sites: OpenSites())
    var walks: [ObjectIdentifier: ForwardWalk] = [:]
    forward.finished = { walks[ObjectIdentifier($0.state)] = $0 }
    let entries = options.entryPoints(of: index).compactMap { shape.function($0.function) }
    let states = forward.run(entryPoints: entries)
    forward.finished = nil
    let view = SurveyView(forward: forward, entryPoints: states, walks: walks)
    observations = Surveyor(view).observe()
  }
}

/// The finished analyses: what is known of values and branches in each function under each pattern of arguments.
final class SurveyView {
  typealias Node = Provenance.Node
  let forward: ForwardActivity
  let provenance: Provenance
  private let walks: [ObjectIdentifier: ForwardWalk]
  var module: ModuleShape { forward.module }
  /// Every function under each of its patterns of arguments, callers first.
  var states: [ForwardState] { provenance.states }

  init(forward: ForwardActivity, entryPoints: [ForwardState], walks: [ObjectIdentifier: ForwardWalk]) {
    self.forward = forward
    self.walks = walks
    provenance = Provenance(forward, entryPoints: entryPoints)
  }

  func shape(of state: ForwardState) -> FunctionShape { provenance.shape(of: state) }

  func walk(of state: ForwardState) -> ForwardWalk? { walks[ObjectIdentifier(state)] }

  /// What is known of a value where a step uses it.
  func fact(_ value: ValueID, at step: Int, in state: ForwardState) -> Fact {
    walk(of: state)?.fact(value, at: shape(of: state).steps[step].block) ?? Fact()
  }

  func location(of node: Node) -> SourceLocation {
    module.location(of: node.step, in: shape(of: node.state))
  }

  /// The last step of a block.
  func terminator(of block: Int, in state: ForwardState) -> Node {
    Node(state: state, step: shape(of: state).blockStarts[block + 1] - 1)
  }
}
