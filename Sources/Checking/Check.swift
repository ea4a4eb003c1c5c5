import Conversion
import Differentiation
import Lowering
import Rasterizer
import SPIRV

/// A shader with what it became, to be compared.
public struct CheckSubject: Sendable {
  /// The path that messages name.
  public var path: String
  /// The module that was differentiated.
  public var original: Module
  /// What came of it.
  public var transformed: Module
  /// Its sites, with their ids in both.
  public var sites: [SiteReport]
  /// The fragment entry point; the first where nil.
  public var entryPoint: String?
  /// What the tangents of texture samples are.
  public var textureDerivative: TextureDerivative
  /// The inputs that hand tangents over to the transformed shader: they are filled with those of the interpolation.
  public var seedInputs: [SeedInput] = []
  /// What the scene's author allows a site of a source line.
  public var allowance: @Sendable (_ line: Int) -> Allowance

  /// What is allowed to a site.
  public struct Allowance: Hashable, Sendable {
    /// The greatest relative error; nil for the usual one.
    public var relative: Double?
    /// Why too few pixels have a reference; nil where that is a failure.
    public var unproven: String?

    /// An allowance.
    public init(relative: Double? = nil, unproven: String? = nil) {
      self.relative = relative
      self.unproven = unproven
    }
  }

  /// A subject.
  public init(
    path: String, original: Module, transformed: Module, sites: [SiteReport], entryPoint: String? = nil,
    textureDerivative: TextureDerivative = .difference,
    allowance: @escaping @Sendable (_ line: Int) -> Allowance = { _ in Allowance() }
  ) {
    self.path = path
    self.original = original
    self.transformed = transformed
    self.sites = sites
    self.entryPoint = entryPoint
    self.textureDerivative = textureDerivative
    self.allowance = allowance
  }
}

/// What a check gives besides its numbers.
public struct CheckResult: Sendable {
  /// What was found.
  public var check: ShaderCheck
  /// The original with quad differences, the transformed shader, the original with the reference's
  /// derivatives.
  public var original: Framebuffer?
  /// The transformed shader in float.
  public var transformed: Framebuffer?
  /// The original in double.
  public var reference: Framebuffer?
  /// The error maps by site.
  public var maps: [ShaderReport.Maps]
}

/// Compares the derivatives of a transformed shader with a reference at every pixel of a scene.
///
/// The reference is the original in double, with central differences of the values on the lanes of a stencil,
/// at two steps and extrapolated; where they do not agree, at finer ones. The verdict is the transformed
/// shader in double at the same pixels. Quad differences, as hardware takes them, and the transformed shader
/// as it is used run in float. Executions of a site in one pixel are compared one by one in their order.
public func check(
  _ subject: CheckSubject, on stage: some Stage, options: CheckOptions = CheckOptions()
) throws(CheckError) -> CheckResult {
  try CheckRun(subject: subject, stage: stage, options: options).run()
}

/// The positions of a site's probes among those of the original.
private struct SiteProbe {
  /// Its result's.
  var site: Int
  /// Its operand's, where it has one.
  var operand: Int?
  /// The operand's component that divides those before it.
  var divisor: Int?
  /// How deep derivatives nest in it.
  var depth: Int
  /// The same, levels of detail counted: only sites of a lower rank can be what this one depends on.
  var rank: Int
}

/// One check under way.
private struct CheckRun<Scene: Stage> {
  let subject: CheckSubject
  let stage: Scene
  let options: CheckOptions
  /// The original, with copies of its sites' operands.
  let watched: WatchedModule
  /// Positions of the sites that hang on more derivatives than a stencil has lanes for.
  let tooDeep: [Int]
  /// Positions of the sites that are judged.
  let judged: [Int]
  /// By judged site.
  let probes: [SiteProbe]
  /// The sites that stay quad operations, on which others may depend.
  private let witnesses: [SiteProbe]
  private let plan: Pass.Plan
  private let depth: Int

  init(subject: CheckSubject, stage: Scene, options: CheckOptions) {
    self.subject = subject
    self.stage = stage
    self.options = options
    let rewritten = subject.sites.indices.filter { subject.sites[$0].isJudged }
    let depths = DerivativeDepth.of(
      Set(rewritten.map { subject.sites[$0].result }), in: subject.original)
    let ranks = DerivativeDepth.of(
      Set(subject.sites.map(\.result)), in: subject.original, countsLevels: true)
    func depth(_ site: Int) -> Int { depths[subject.sites[site].result] ?? 1 }
    tooDeep = rewritten.filter { depth($0) > DerivativeDepth.limit }
    judged = rewritten.filter { depth($0) <= DerivativeDepth.limit }
    self.depth = judged.map(depth).max() ?? 1
    watched = WatchedModule(subject.original, sites: Set(judged.map { subject.sites[$0].result }))
    var plan = Pass.Plan(
      module: watched.module, derivatives: .none, element: .double, entryPoint: subject.entryPoint,
      iterationLimit: options.iterationLimit, deadline: options.deadline)
    plan.texture = subject.textureDerivative.stencil
    plan.isOptimized = options.isOptimized
    let index = ModuleIndex(subject.original)
    var probes: [SiteProbe] = []
    for site in judged.map({ subject.sites[$0] }) {
      plan.probes.append([site.result])
      plan.components.append(site.components(index))
      let operand = watched.operands[site.result]
      probes.append(
        SiteProbe(
          site: plan.probes.count - 1, operand: operand.map { _ in plan.probes.count },
          divisor: operand?.divisor, depth: depths[site.result] ?? 1, rank: ranks[site.result] ?? 1))
      if let operand {
        plan.probes.append([operand.value])
        plan.components.append(operand.components)
      }
    }
    // Those on which no judged site can depend are not asked for.
    let greatest = probes.map(\.rank).max() ?? 0
    var witnesses: [SiteProbe] = []
    for site in subject.sites where site.isLeft && site.kind != .queryLod {
      let rank = ranks[site.result] ?? 1
      guard rank < greatest else { continue }
      witnesses.append(SiteProbe(site: plan.probes.count, depth: 1, rank: rank))
      plan.probes.append([site.result])
      plan.components.append(site.components(index))
    }
    self.plan = plan
    self.probes = probes
    self.witnesses = witnesses
  }

  /// The steps of the stencils in pixels, each used with its half: the first is wide enough for values of any
  /// size, the later ones fine enough for functions as steep as hashes. Second differences lose twice as many
  /// digits.
  private var steps: [Double] {
    depth == 1 ? [0x1p-10, 0x1p-18] : [0x1p-7, 0x1p-10, 0x1p-14]
  }

  func run() throws(CheckError) -> CheckResult {
    var check = ShaderCheck(
      path: subject.path, scene: stage.name, width: stage.options.width, height: stage.options.height,
      sites: subject.sites.map { SiteCheck($0) }, diagnostics: [])
    for site in tooDeep { check.sites[site].leaveUnreferenced() }
    guard !judged.isEmpty || options.makesPictures else {
      return CheckResult(check: check, maps: subject.sites.map { _ in .init() })
    }
    let (references, operands, reference) = try makeReferences()
    let analytic = try draw(transformed(.stencil(step: steps[0]), .double), "transformed, double")
    let analyticFloat = try draw(transformed(.quad(), .float), "transformed, float")
    let quad = try draw(original(.quad(), .float), "original, quads")
    if [reference, analytic, analyticFloat, quad].contains(where: \.isLimited) {
      check.diagnostics.append("a loop was ended after \(options.iterationLimit) iterations")
    }
    var maps = subject.sites.map { _ in ShaderReport.Maps() }
    let left = subject.transformed.siteResults
    let isLeft = subject.sites.map { !left.isDisjoint(with: $0.emitted) }
    for (position, site) in judged.enumerated() {
      let evidence = quad.tiles.indices.map { tile in
        SiteTally.Evidence(
          tile: quad.tiles[tile].tile, primitives: quad.tiles[tile].primitives,
          reference: references[tile][position], analytic: analytic.tiles[tile].series[position],
          analyticFloat: analyticFloat.tiles[tile].series[position],
          quad: quad.tiles[tile].series[probes[position].site],
          operand: operands[tile][position],
          operandFloat: probes[position].operand.map { quad.tiles[tile].series[$0] },
          divisor: probes[position].divisor, isSample: subject.sites[site].kind == .sample)
      }
      let tally = tally(evidence)
      if isLeft[site] {
        check.sites[site].fail("the transformed shader still takes a quad difference there")
        continue
      }
      check.sites[site].judge(tally, subject.allowance(subject.sites[site].location.line), options)
      if options.makesPictures { maps[site] = makeMaps(tally) }
    }
    return CheckResult(
      check: check, original: quad.framebuffer, transformed: analyticFloat.framebuffer,
      reference: reference.framebuffer, maps: maps)
  }

  // MARK: Passes

  private func original(_ derivatives: DerivativeMeaning, _ element: ElementType) -> Pass.Plan {
    var plan = plan
    (plan.derivatives, plan.element) = (derivatives, element)
    return plan
  }

  private func transformed(_ derivatives: DerivativeMeaning, _ element: ElementType) -> Pass.Plan {
    var plan = plan
    plan.module = subject.transformed
    plan.seedInputs = subject.seedInputs
    plan.probes = judged.map { subject.sites[$0].emitted }
    plan.components = probes.map { self.plan.components[$0.site] }
    (plan.derivatives, plan.element) = (derivatives, element)
    return plan
  }

  private func draw(_ plan: Pass.Plan, _ step: String) throws(CheckError) -> Pass {
    try draw(Pass.compile(plan, path: subject.path), step)
  }

  private func draw(_ compiled: Pass.Compiled, _ step: String) throws(CheckError) -> Pass {
    guard let report = options.progress else {
      return try Pass(compiled, on: stage, path: subject.path, progress: nil)
    }
    return try Pass(compiled, on: stage, path: subject.path) { report(step, $0) }
  }

  /// By tile and judged site: the references, and the operands' values; then what the original draws with
  /// them.
  private func makeReferences() throws(CheckError) -> (
    references: [[SiteReference]], operands: [[TileRecording.Series?]], picture: Pass
  ) {
    var references: [[SiteReference]] = []
    var operands: [[TileRecording.Series?]] = []
    var leftAtFirst: [[SiteReference]] = []
    var picture: Pass?
    // One function for all steps.
    var compiled = try Pass.compile(
      original(.stencil(step: steps[0], order: depth), .double), path: subject.path)
    func drawReference(_ step: Double) throws(CheckError) -> Pass {
      compiled.program.options.derivatives = .stencil(step: step, order: depth)
      return try draw(compiled, "reference")
    }
    for step in steps where !references.joined().allSatisfy(\.isComplete) || references.isEmpty {
      let (wide, narrow) = (try drawReference(step), try drawReference(step / 2))
      let found = narrow.tiles.indices.map { tile in
        let sizes = depth > 1 ? operandSizes(narrow.tiles[tile]) : nil
        func reference(_ probe: SiteProbe) -> SiteReference {
          SiteReference(
            wide: wide.tiles[tile].series[probe.site], narrow: narrow.tiles[tile].series[probe.site],
            operands: probe.operand.map { narrow.tiles[tile].series[$0] },
            innerSizes: probe.depth > 1 ? sizes : nil, step: step / 2, tolerance: options.agreement)
        }
        let left = witnesses.map(reference)
        if picture == nil { leftAtFirst.append(left) }
        let judged = probes.map(reference)
        return distrusting(judged, of: probes + witnesses, judged + left)
      }
      if picture == nil {
        references = found
        operands = narrow.tiles.map { tile in probes.map { probe in probe.operand.map { tile.series[$0] } } }
        picture = narrow
      } else {
        for tile in found.indices {
          for site in found[tile].indices {
            references[tile][site].complete(from: found[tile][site], tolerance: options.agreement)
          }
        }
      }
    }
    guard let picture else { throw .drawing(path: subject.path, "nothing was drawn") }
    // The transformed shader is drawn with the first step, and there the sites that are left are what that makes them.
    for tile in references.indices {
      references[tile] = distrusting(references[tile], of: witnesses, leftAtFirst[tile])
    }
    return (references, operands, picture)
  }

  /// The references of a tile's judged sites, as far as the sites that they may depend on have some.
  private func distrusting(
    _ found: [SiteReference], of others: [SiteProbe], _ references: [SiteReference]
  ) -> [SiteReference] {
    var result = found
    for (outer, probe) in probes.enumerated() {
      for (inner, other) in zip(others, references) where inner.rank < probe.rank {
        result[outer].distrust(where: other)
      }
    }
    return result
  }

  /// By pixel: the size of the greatest operand of any site.
  private func operandSizes(_ tile: TileRecording) -> [Double] {
    let operands = probes.compactMap { probe in probe.operand.map { tile.series[$0] } }
    return tile.primitives.indices.map { pixel in
      operands.reduce(0) { size, operand in
        (0..<operand.recorded(pixel)).reduce(size) { max($0, operand.magnitude(pixel, $1)) }
      }
    }
  }

  // MARK: Sites

  private func tally(_ evidence: [SiteTally.Evidence]) -> SiteTally {
    // The quad's differences of inputs at the head of the shader are rounded like the inputs: some 16 units
    // in the last place in their perspective formula. On the way to the site that grows as the value's own
    // rounding does.
    let deviations = evidence.flatMap(\.operandDeviations)
    let deviation = ErrorSummary(errors: deviations, width: max(1, deviations.count))?.percentile99 ?? 0
    var floatTolerance = options.floatTolerance
    floatTolerance.absolute = max(floatTolerance.absolute, 32 * deviation)
    var tally = SiteTally(
      width: stage.options.width, height: stage.options.height, tolerance: options.tolerance,
      floatTolerance: floatTolerance)
    for tile in evidence { tally.add(tile) }
    return tally
  }

  private func makeMaps(_ tally: SiteTally) -> ShaderReport.Maps {
    ShaderReport.Maps(
      analytic: tally.map(tally.analytic, upwards: stage.countsRowsUpwards),
      quad: tally.map(tally.quad, upwards: stage.countsRowsUpwards))
  }
}

extension TextureDerivative {
  /// What samples are on the lanes of a stencil, so that its differences are these tangents.
  fileprivate var stencil: StencilTexture {
    switch self {
    case .difference, .keep, .error: .difference
    case .central: .central
    case .bilinear: .level
    }
  }
}

extension SiteReport {
  /// Whether it is no longer a quad operation, so that the check can judge what took its place.
  fileprivate var isJudged: Bool {
    switch outcome {
    case .tangent, .zero, .gradients: !emitted.isEmpty
    case .kept: false
    }
  }

  /// Whether it stays a quad operation.
  fileprivate var isLeft: Bool {
    switch outcome {
    case .tangent, .zero, .gradients: false
    case .kept: true
    }
  }

  /// The number of components that a probe records: gradients of samples are two times three.
  fileprivate func components(_ index: ModuleIndex) -> Int {
    switch kind {
    case .sample: 6
    case .dx, .dy, .width, .queryLod: index.type(of: result).flatMap { index.componentCount($0) } ?? 1
    }
  }
}

extension Module {
  /// The results of all instructions that consume a quad difference.
  fileprivate var siteResults: Set<ValueID> {
    var results: Set<ValueID> = []
    for block in functions.lazy.flatMap(\.blocks) {
      for instruction in block.instructions where instruction.op.isSite {
        if let result = instruction.result { results.insert(result) }
      }
    }
    return results
  }
}
