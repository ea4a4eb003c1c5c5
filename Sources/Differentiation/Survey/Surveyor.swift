import SPIRV

/// Looks at each derivative and sample of the analyzed functions, once for each pattern of arguments.
struct Surveyor {
  private let view: SurveyView
  private let divergence: Divergence

  init(_ view: SurveyView) {
    self.view = view
    divergence = Divergence(view)
  }

  /// What there is to say, in the order of the module.
  func observe() -> [Observation] {
    var found: [(function: Int, step: Int, observation: Observation)] = []
    for state in view.states {
      let shape = view.shape(of: state)
      for step in shape.siteSteps {
        for observation in observe(SurveyView.Node(state: state, step: step)) {
          found.append((state.key.function, step, observation))
        }
      }
    }
    found.sort { ($0.function, $0.step) < ($1.function, $1.step) }
    return found.map(\.observation)
  }

  private func observe(_ site: SurveyView.Node) -> [Observation] {
    if let trace = divergence.cause(at: site) { return [observation(.nonUniformFlow, of: site, trace)] }
    return []
  }

  private func observation(
    _ subject: Observation.Subject, of site: SurveyView.Node, _ trace: [TraceStep]
  ) -> Observation {
    let shape = view.shape(of: site.state)
    let (kind, name): (Observation.Kind, String) =
      switch shape.operation(site.step) {
      case .derivative(let derivative, _): (.derivative, derivative.name)
      case .queryLod: (.queryLod, "textureQueryLod")
      case .sample(let sample) where !sample.isImplicit: (.explicitSample, "textureLod")
      default: (.sample, "texture")
      }
    return Observation(
      subject: subject, kind: kind, name: name, location: view.location(of: site), function: shape.name,
      result: shape.steps[site.step].result ?? ValueID(0), trace: trace)
  }
}
