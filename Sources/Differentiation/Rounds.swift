import SPIRV

/// The rounds of the pass, innermost derivatives first.
///
///     float a = dFdx(f);    round 1    float a = f_dx;      round 2    float a = f_dx;
///     float b = dFdy(a);       ⇒       float b = dFdy(a);      ⇒       float b = f_dx_dy;
///
/// A round rewrites the sites whose operands hang on no site that is still open, and leaves the others to the next
/// one, to which the tangents of this one are ordinary instructions. What the heads compute is written by the last
/// round only, of every order at once; until then it stands in the entry points as undefined values whose
/// derivatives are known (``SeedBank``).
struct Rounds {
  let options: DifferentiationOptions
  private var module: Module
  private var records: [SiteRecord] = []
  private var remarks: [Remark] = []
  /// The position of the record of each result that is still open.
  private var owners: [ValueID: Int] = [:]
  private var seeds: SeedBank?
  private var undecoratedTypes: [TypeID: TypeID] = [:]
  private var origins = Origins()

  init(_ module: Module, options: DifferentiationOptions) {
    self.module = module
    self.options = options
  }

  /// Runs rounds until no site is left open.
  mutating func run(_ index: ModuleIndex) throws(DifferentiationError) -> Differentiated {
    var sites = OpenSites()
    if options.seeds == .explicit { sites.nesting = .unseeded }
    try runRound(index, sites)
    while !owners.isEmpty {
      sites.results = Set(owners.keys)
      // Where nothing could be settled, every open site hangs on itself.
      sites.nesting = try runRound(ModuleIndex(module), sites) ? .deferred : .circular
    }
    return Differentiated(
      module: module, sites: records.map(\.report), seedInputs: seeds?.explicit.inputs ?? [], remarks: remarks
    )
  }

  /// Runs one round; returns whether it settled anything.
  @discardableResult
  private mutating func runRound(
    _ index: ModuleIndex, _ sites: OpenSites
  ) throws(DifferentiationError) -> Bool {
    let shape = ModuleShape(module, index: index)
    let inputs = InputCatalog(module, index: index, options: options)
    // A derivative could be multiplied by the parity of a pixel's position.
    let mayHoldChannel =
      sites.isFirstRound && index.summaries.contains(where: \.hasDerivative)
      && index.summaries.contains(where: \.mayTakeParity)
    shape.markRelevant(for: sites, findsChannels: mayHoldChannel)
    let context = PassContext(
      builder: Builder(module, index: index), options: options, module: shape, inputs: inputs)
    context.undecoratedTypes = undecoratedTypes
    let seeds = self.seeds ?? SeedBank(context, module: module)
    seeds.context = context
    self.seeds = seeds
    let forward = ForwardActivity(
      module: shape, options: options, inputs: inputs, sites: sites, seeds: seeds, origins: origins)
    let entries = options.entryPoints(of: index).compactMap { point in
      shape.function(point.function).map { (point, $0) }
    }
    let states = forward.run(entryPoints: entries.map(\.1))
    if let exceeded = options.deadline?.exceeded { throw .limit(exceeded, at: nil) }
    if options.onCut == .error || options.textureDerivative == .error {
      try refuseCuts(states, forward, onlySamples: options.onCut != .error)
    }
    if states.contains(where: \.defers) { context.origins = origins }
    if options.seeds == .explicit { try refuseKept(states, shape) }
    let backward = BackwardActivity(forward: forward)
    let activations = backward.run(entryPoints: states)
    let pass = ModulePass(
      module: module, context: context, backward: backward, seeds: seeds,
      settled: Set(records.flatMap(\.report.emitted)))
    let round = try pass.run(zip(entries, activations).map { ($0.0, $1) })
    module = round.module
    try options.check(module)
    undecoratedTypes = context.undecoratedTypes
    origins = context.origins ?? origins
    return enter(round)
  }

  /// Enters what became of sites; returns whether any was settled.
  private mutating func enter(_ round: ModulePass.Round) -> Bool {
    for position in records.indices {
      records[position].report.emitted += records[position].report.emitted.flatMap { round.copies[$0] ?? [] }
    }
    let isFirst = records.isEmpty
    for position in records.indices { records[position].deferred = [] }
    for record in round.sites {
      if isFirst {
        records.append(record)
      } else if let owner = owners[record.report.result] {
        records[owner].merge(record)
      }
    }
    remarks += round.remarks.filter { !remarks.contains($0) }
    owners = [:]
    for position in records.indices {
      records[position].reopen()
      for result in records[position].deferred { owners[result] = position }
    }
    // Where a function stays as it is, a site may be kept for one caller and wait for another: that settles nothing.
    return round.sites.contains { site in site.report.emitted.contains { !site.deferred.contains($0) } }
  }
}

extension DifferentiationOptions {
  /// Checks what a round made, before the next one makes more of it.
  fileprivate func check(_ module: Module) throws(DifferentiationError) {
    if Int(module.header.bound) > limits.ids + 1 { throw .limit(.ids(limits.ids), at: nil) }
    // Every instruction that is added has an id of its own or goes with one; counting them all takes its time.
    if Int(module.header.bound) > limits.instructions / 16, module.instructionCount > limits.instructions {
      throw .limit(.instructions(limits.instructions), at: nil)
    }
  }
}

extension ForwardState {
  /// Whether the function, or one it calls, leaves a site to the next round.
  fileprivate var defers: Bool {
    var visited: Set<ObjectIdentifier> = []
    var stack = [self]
    while let state = stack.popLast() {
      guard visited.insert(ObjectIdentifier(state)).inserted else { continue }
      if state.decisions.contains(where: { $0.value == .deferred }) { return true }
      stack += state.calls.map(\.value)
    }
    return false
  }
}
