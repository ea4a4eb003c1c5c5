import SPIRV

/// Looks at each derivative and sample of the analyzed functions, once for each pattern of arguments.
struct Surveyor {
  private typealias Node = SurveyView.Node
  private let view: SurveyView
  private let divergence: Divergence
  private let discards: DiscardFlow
  private let seams: Seams
  private let traces: VaryingTrace

  init(_ view: SurveyView) {
    self.view = view
    divergence = Divergence(view)
    discards = DiscardFlow(view, divergence)
    seams = Seams(view)
    traces = VaryingTrace(view)
  }

  /// What there is to say, in the order of the module: of each instruction, each kind of thing once.
  func observe() -> [Observation] {
    var found: [Place: [Observation]] = [:]
    var visits: [Place: Int] = [:]
    for state in view.states {
      for step in sites(of: view.shape(of: state)) {
        let place = Place(function: state.key.function, step: step)
        visits[place, default: 0] += 1
        found[place, default: []] += observe(Node(state: state, step: step))
      }
    }
    return found.keys.sorted().flatMap { place in
      settled(found[place] ?? [], visits: visits[place] ?? 0)
    }
  }

  /// A step of a function.
  private struct Place: Hashable, Comparable {
    var function: Int
    var step: Int
    static func < (a: Place, b: Place) -> Bool { (a.function, a.step) < (b.function, b.step) }
  }

  /// A function may be called in many ways: what is wrong in one of them is told once, what is useless only where
  /// it is useless in all of them.
  private func settled(_ all: [Observation], visits: Int) -> [Observation] {
    var seen: Set<Int> = []
    return all.filter { observation in
      if case .constant = observation.subject {
        let count = all.count { if case .constant = $0.subject { true } else { false } }
        guard count == visits else { return false }
      }
      return seen.insert(observation.subject.order).inserted
    }
  }

  /// Derivatives and samples, with implicit level of detail or not.
  private func sites(of shape: FunctionShape) -> [Int] {
    shape.steps.indices.filter { step in
      switch shape.operation(step) {
      case .derivative, .sample, .queryLod: true
      default: false
      }
    }
  }

  private func observe(_ site: Node) -> [Observation] {
    switch view.shape(of: site.state).operation(site.step) {
    case .derivative(let derivative, let operand):
      return flow(at: site) + values(of: derivative, operand, at: site)
    case .sample(let sample) where sample.isImplicit:
      guard hasLevels(sample) else { return [] }
      return flow(at: site) + jumps(in: sample.coordinate, at: site)
    case .sample(let sample): return explicitLevel(of: sample, at: site)
    case .queryLod: return flow(at: site)
    default: return []
    }
  }

  /// Whether the level of detail matters to a sample: rectangles have one level.
  private func hasLevels(_ sample: ImageSample) -> Bool {
    guard let type = view.module.index.type(of: sample.sampledImage),
      case .sampledImage(let image) = view.module.index[type],
      case .image(let shape) = view.module.index[image]
    else { return true }
    return shape.dimension != .rect && shape.dimension != .buffer
  }

  // MARK: Flow

  private func flow(at site: Node) -> [Observation] {
    if let trace = divergence.cause(at: site) { return [observation(.nonUniformFlow, of: site, trace)] }
    if let trace = discards.cause(at: site) { return [observation(.afterDiscard, of: site, trace)] }
    return []
  }

  // MARK: Values

  private func values(of derivative: Derivative, _ operand: ValueID, at site: Node) -> [Observation] {
    if site.state.channels.contains(site.step) {
      return [observation(.channel, of: site, traces.trace(of: operand, at: site))]
    }
    let variation = view.fact(operand, at: site.step, in: site.state).variation
    guard variation.isVaried else { return [observation(.constant(along: nil), of: site, [])] }
    if variation.isDisjoint(with: [.jump, .opaque, .pending]) {
      switch derivative.kind {
      case .dx where !variation.contains(.x): return [observation(.constant(along: .x), of: site, [])]
      case .dy where !variation.contains(.y): return [observation(.constant(along: .y), of: site, [])]
      case .dx, .dy, .width: return []
      }
    }
    return jumps(in: operand, at: site)
  }

  /// What is lost or torn of a derivative's operand, or of a texture coordinate.
  private func jumps(in operand: ValueID, at site: Node) -> [Observation] {
    let fact = view.fact(operand, at: site.step, in: site.state)
    if fact.variation.contains(.opaque) { return memory(fact, operand, at: site) }
    guard fact.variation.contains(.jump) else { return [] }
    let seam = seams.seam(in: operand, at: site)
    let isSample = if case .sample = view.shape(of: site.state).operation(site.step) { true } else { false }
    if !isSample, fact.variation.isDisjoint(with: [.x, .y, .pending]) {
      let cut = view.forward.cuts[Int(fact.cut)]
      let trace = traces.trace(of: operand, at: site)
      let operation = seam?.operation ?? cut.operation
      let own = seam?.trace ?? trace + [TraceStep(role: .jump(operation), location: cut.location)]
      return [observation(.piecewiseConstant(operation: operation), of: site, own)]
    }
    return seam.map { [observation(.seam(operation: $0.operation), of: site, $0.trace)] } ?? []
  }

  private func memory(_ fact: Fact, _ operand: ValueID, at site: Node) -> [Observation] {
    let trace = traces.traceToMemory(of: operand, at: site)
    // Opaque by something else: a derivative that stays, an instruction that is not known.
    guard let first = trace.first, case .read(let name) = first.role else { return [] }
    return [observation(.memory(operation: name), of: site, trace)]
  }

  // MARK: Levels

  private func explicitLevel(of sample: ImageSample, at site: Node) -> [Observation] {
    guard let level = sample.lod, hasLevels(sample) else { return [] }
    let coordinate = view.fact(sample.coordinate, at: site.step, in: site.state).variation
    guard !coordinate.isDisjoint(with: .smooth), !comesFromDerivative(level, at: site) else { return [] }
    let trace = traces.trace(of: sample.coordinate, at: site)
    return [observation(.explicitLevel(view.number(level, in: site.state)), of: site, trace)]
  }

  /// Whether a level is computed from a derivative, or from what textureQueryLod says.
  private func comesFromDerivative(_ level: ValueID, at site: Node) -> Bool {
    let variation = view.fact(level, at: site.step, in: site.state).variation
    return !variation.isDisjoint(with: [.derivative, .pending]) || traces.comesFromQuery(level, at: site)
  }

  // MARK: Observations

  private func observation(
    _ subject: Observation.Subject, of site: Node, _ trace: [TraceStep]
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

extension Observation.Subject {
  /// A number for each kind of thing, whatever its details.
  fileprivate var order: Int {
    switch self {
    case .nonUniformFlow: 0
    case .afterDiscard: 1
    case .seam: 2
    case .piecewiseConstant: 3
    case .constant: 4
    case .memory: 5
    case .explicitLevel: 6
    case .channel: 7
    }
  }
}
