import SPIRV

/// What forward analysis found for a function under one pattern of arguments.
final class ForwardState {
  struct Key: Hashable {
    let function: Int
    /// The variation of each value argument, or of each slot of a pointer argument, components not told apart.
    let arguments: [Variation]
    /// How the decision to call varies.
    let control: Variation

    init(function: Int, arguments: [Variation], control: Variation) {
      (self.function, self.control) = (function, control)
      self.arguments = arguments.map(\.asWhole)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(function)
      hasher.combine(arguments.digest ^ UInt64(control.rawValue))
    }
  }

  let key: Key
  /// What is known of each value, by its local number.
  var values: [Fact]
  var slots: [Fact]
  var returned: Variation = []
  /// The cut that a returned value went through.
  var returnedCut: Int32 = 0
  /// The callee's state at each call.
  var calls: StepTable<ForwardState>
  /// The decision at each site.
  var decisions: StepTable<SiteDecision>
  /// By step of a site, the cut whose part of the derivative is taken as zero.
  var zeroedCuts: [Int: Cut] = [:]
  /// Sites used as a quad channel, by step.
  var channels: Set<Int> = []
  /// The derivatives met, as steps; what is computed from the first 31 is told apart.
  var sites: [Int] = []
  /// The sites s of a value x that stand in a sum x ± s·k: where k has the pixel's side, that is the neighbour's x.
  var neighbourSums: UInt32 = 0

  init(key: Key, shape: FunctionShape) {
    self.key = key
    values = Array(filling: Fact(), count: shape.valueCount)
    slots = Array(filling: Fact(), count: shape.slotCount)
    calls = StepTable(of: shape.callSteps)
    decisions = StepTable(of: shape.siteSteps)
  }
}

/// Forward analysis: which values vary, how, and through which cut.
///
/// Context-sensitive for functions. What a local variable holds is followed from block to block; for structures,
/// globals and too many variables it is one state per variable and structure member.
final class ForwardActivity {
  let module: ModuleShape
  let options: DifferentiationOptions
  let inputs: InputCatalog
  /// The sites to decide on.
  let sites: OpenSites
  /// What earlier rounds have the heads compute.
  let seeds: SeedBank?
  /// Where what earlier rounds added comes from.
  let origins: Origins
  private var memo: [ForwardState.Key: ForwardState] = [:]
  /// The variation of Private and Output variables, over all functions.
  private(set) var globalSlots: [Variation]
  private var globalCuts: [Int32]
  /// What the head of the entry point writes into globals.
  private var written: [Int: Variation] = [:]
  /// Whether a global changed after it was read, so that readers must look again.
  private var globalsChanged = false
  private var readGlobals: [Bool]
  /// Cuts by number; number 0 is no cut.
  private(set) var cuts: [Cut] = [Cut(operation: "", location: SourceLocation(file: "", line: 0, column: 0))]
  private var cutNumbers: [Cut: Int32] = [:]
  /// Called with each walk that came to its end.
  var finished: ((ForwardWalk) -> Void)?

  init(
    module: ModuleShape, options: DifferentiationOptions, inputs: InputCatalog, sites: OpenSites,
    seeds: SeedBank? = nil, origins: Origins = Origins()
  ) {
    self.module = module
    self.options = options
    self.inputs = inputs
    self.sites = sites
    self.seeds = seeds
    self.origins = origins
    globalSlots = Array(filling: [], count: module.globalSlotCount)
    globalCuts = Array(filling: 0, count: module.globalSlotCount)
    readGlobals = Array(filling: false, count: module.globalSlotCount)
    for (slot, variation) in seeds?.slotVariations ?? [] {
      globalSlots[slot] = variation.asWhole
      written[slot] = variation.asWhole
    }
  }

  /// Analyzes from the entry points until the globals are stable; returns each entry point's state.
  func run(entryPoints: [Int]) -> [ForwardState] {
    run(entryPoints.map { ForwardState.Key(function: $0, arguments: [], control: []) })
  }

  /// The same from functions under some arguments.
  func run(_ roots: [ForwardState.Key]) -> [ForwardState] {
    while true {
      globalsChanged = false
      memo = [:]
      let states = roots.map { analyze($0, argumentCuts: []) }
      if !globalsChanged || isLate { return states }
    }
  }

  /// Whether the time is up: what is found then is not used.
  private var isLate: Bool { options.deadline?.exceeded != nil }

  private func analyze(_ key: ForwardState.Key, argumentCuts: [Int32]) -> ForwardState {
    if let known = memo[key] { return known }
    let shape = module.functions[key.function]
    let state = ForwardState(key: key, shape: shape)
    memo[key] = state
    setParameters(state, shape, argumentCuts)
    let walk = ForwardWalk(analysis: self, state: state, shape: shape)
    repeat { walk.changed = false; walk.visitAll() } while walk.changed && !isLate
    walk.decide()
    finished?(walk)
    return state
  }

  private func setParameters(_ state: ForwardState, _ shape: FunctionShape, _ argumentCuts: [Int32]) {
    var at = 0
    func take() -> Fact {
      defer { at += 1 }
      guard at < state.key.arguments.count else { return Fact() }
      return Fact(
        variation: state.key.arguments[at], cut: at < argumentCuts.count ? argumentCuts[at] : 0)
    }
    for parameter in shape.parameters {
      if let slots = module.parameterSlots(parameter, in: shape) {
        for slot in slots { state.slots[slot] = take() }
      } else if let number = module.local(parameter) {
        state.values[number] = take()
      }
    }
  }

  /// The state of a callee under a pattern of arguments.
  func call(
    _ function: FunctionID, arguments: [Variation], cuts: [Int32], control: Variation
  ) -> ForwardState? {
    guard let callee = module.function(function) else { return nil }
    return analyze(
      ForwardState.Key(
        function: callee, arguments: arguments,
        control: control.isVaried ? .jump : []),
      argumentCuts: cuts)
  }

  /// The number of a cut.
  func number(of cut: Cut) -> Int32 {
    if let number = cutNumbers[cut] { return number }
    cuts.append(cut)
    cutNumbers[cut] = Int32(cuts.count - 1)
    return Int32(cuts.count - 1)
  }

  /// What a global's slot holds where the entry point begins.
  func atStart(_ slot: Int) -> Fact { Fact(variation: written[slot] ?? []) }

  /// What is known of a global's slot so far.
  func readGlobal(_ slot: Int) -> (variation: Variation, cut: Int32) {
    readGlobals[slot] = true
    return (globalSlots[slot], globalCuts[slot])
  }

  /// Joins a variation into a global's slot.
  func joinGlobal(_ slot: Int, _ variation: Variation, cut: Int32) {
    if !globalSlots[slot].isSuperset(of: variation) {
      globalSlots[slot].formUnion(variation)
      if readGlobals[slot] { globalsChanged = true }
    }
    if globalCuts[slot] == 0 { globalCuts[slot] = cut }
  }
}
