import Checking
import Conversion
import Differentiation
import SPIRV
import VulkanWitness

/// What was found about a shader on a driver.
public struct DriverShaderCheck: Codable, Hashable, Sendable {
  /// The path of the shader.
  public var path: String
  /// The scene it was drawn in.
  public var scene: String
  /// The picture's width in pixels.
  public var width: Int
  /// Its height in pixels.
  public var height: Int
  /// What is drawn at all, then each component of each output.
  public var outputs: [DriverOutputCheck]
  /// Every site in the order of the module.
  public var sites: [DriverSiteCheck]
  /// How long a frame takes before and after; nil where it was not measured.
  public var time: FrameTime?

  /// How long frames take.
  public struct FrameTime: Codable, Hashable, Sendable {
    /// Whether the device measured it; else it is the processor time of the driver.
    public var isDeviceTime: Bool
    /// Seconds of the original.
    public var original: Double
    /// Seconds of the transformed shader.
    public var transformed: Double
  }

  /// Whether nothing differs that should not.
  public var isPassed: Bool {
    !outputs.contains(where: \.isFailure) && !sites.contains { $0.verdict == .differs }
  }
}

/// Why a shader was not drawn.
public struct DriverFailure: Error, Codable, Hashable, Sendable {
  /// The path.
  public var path: String
  /// Why.
  public var error: String
  /// Whether the driver cannot draw it, rather than the shader being at fault.
  public var isUnsupported: Bool

  /// A failure.
  public init(path: String, error: String, isUnsupported: Bool) {
    (self.path, self.error, self.isUnsupported) = (path, error, isUnsupported)
  }
}

/// Draws shaders before and after with a Vulkan driver, and compares.
public struct DriverChecker: Sendable {
  /// Choices of a check.
  public struct Options: Sendable {
    /// The frames of each version whose time is taken; none where 0.
    public var timedFrames = 5
    /// The share of a site's pairs that may differ: of a function that is rough at most pixels, some look smooth by
    /// chance.
    public var tolerated = 0.01

    /// The defaults.
    public init() {}
  }

  private let witness: VulkanWitness
  /// Draws without the validation layer, which takes time.
  private let clock: VulkanWitness
  private let options: Options

  /// A checker on drivers; `clock` is the same device without the validation layer.
  public init(_ witness: VulkanWitness, clock: VulkanWitness, options: Options = Options()) {
    (self.witness, self.clock, self.options) = (witness, clock, options)
  }

  /// Compares a shader before and after.
  public func check(_ shader: LoadedShader, on stage: some Stage) throws(DriverFailure) -> DriverShaderCheck {
    do {
      if let missing = witness.missingFeature(of: shader.original.words) {
        throw DriverScene.Obstacle("the device has no \(missing)")
      }
      let shader = shader.withPointPlace(width: stage.options.width, height: stage.options.height)
      let scene = try DriverScene(shader, on: stage)
      if let exceeded = witness.exceededLimit(of: scene.drawing) {
        throw DriverScene.Obstacle("the device \(exceeded)")
      }
      return try DriverRun(shader, scene, witness, options).run(stage, clock)
    } catch let error as DriverScene.Obstacle {
      throw DriverFailure(path: shader.path, error: error.description, isUnsupported: true)
    } catch {
      throw DriverFailure(path: shader.path, error: "\(error)", isUnsupported: false)
    }
  }
}

/// One check under way.
private struct DriverRun {
  let shader: LoadedShader
  let scene: DriverScene
  let witness: VulkanWitness
  let options: DriverChecker.Options
  let index: ModuleIndex
  let reach: SiteReach

  init(
    _ shader: LoadedShader, _ scene: DriverScene, _ witness: VulkanWitness,
    _ options: DriverChecker.Options
  ) throws {
    (self.shader, self.scene, self.witness, self.options) = (shader, scene, witness, options)
    index = ModuleIndex(shader.original)
    let point = index.entryPoints.first {
      $0.isFragment && (shader.entryPoint == nil || $0.name == shader.entryPoint)
    }
    guard let point else { throw DriverScene.Obstacle("there is no fragment entry point") }
    var sources: [ValueID: Feeding] = [:]
    for site in shader.sites {
      let isSample = site.kind == .sample || site.kind == .queryLod
      if case .kept = site.outcome {
        if !isSample { sources[site.result] = .kept }
      } else {
        sources[site.result] = isSample ? .samples : .derivatives
      }
    }
    reach = SiteReach(shader.original, index, entryPoint: point.function, sources: sources)
  }

  func run(_ stage: some Stage, _ clock: VulkanWitness) throws -> DriverShaderCheck {
    let triangles = try (visible(shader.original), visible(shader.transformed))
    var check = DriverShaderCheck(
      path: shader.path, scene: stage.name, width: stage.options.width, height: stage.options.height,
      outputs: try compareOutputs(triangles), sites: try compareSites(triangles.0), time: nil)
    if options.timedFrames > 0 { check.time = try time(clock) }
    return check
  }

  // MARK: Outputs

  /// What differs is drawn again where nothing is undefined, and what still does where no arithmetic is reordered.
  private func compareOutputs(_ triangles: ([UInt32], [UInt32])) throws -> [DriverOutputCheck] {
    var outputs = try compareOutputs(shader.original.words, shader.transformed.words, triangles)
    guard outputs.contains(where: \.isFailure) else { return outputs }
    let before = try shader.original.zeroingOutputs(entryPoint: shader.entryPoint)
    let after = try shader.transformed.zeroingOutputs(entryPoint: shader.entryPoint)
    outputs = try compareOutputs(before.words, after.words, triangles)
    guard outputs.contains(where: \.isFailure) else { return outputs }
    let exact = try compareOutputs(before.withoutContraction(), after.withoutContraction(), triangles)
    for position in outputs.indices { outputs[position].differentExactly = exact[position].different }
    return outputs
  }

  private func compareOutputs(
    _ before: [UInt32], _ after: [UInt32], _ triangles: ([UInt32], [UInt32])
  ) throws -> [DriverOutputCheck] {
    let table = OutputTable(scene.interface, reach, index)
    return table.compare(
      try witness.drawFrame(scene.drawing(of: before)), try witness.drawFrame(scene.drawing(of: after)),
      triangles)
  }

  /// The number of the triangle that is seen at each pixel, from 1; 0 for none.
  private func visible(_ module: Module) throws -> [UInt32] {
    let location = scene.freeOutput
    guard location < VulkanWitness.attachmentLimit else {
      throw DriverScene.Obstacle("all \(location) attachments are taken")
    }
    guard
      let words = module.showingTriangles(
        entryPoint: shader.entryPoint, input: scene.freeInput, output: location)
    else { throw DriverScene.Obstacle("there is no fragment entry point") }
    var drawing = scene.numberedDrawing(of: words)
    drawing.attachments = location + 1
    drawing.outputs?[location] = .float
    let image = try witness.drawFrame(drawing).images[location]
    return (0..<image.width * image.height).map { UInt32(image.components[4 * $0]) }
  }

  // MARK: Sites

  private func compareSites(_ triangles: [UInt32]) throws -> [DriverSiteCheck] {
    var checks = shader.sites.map { DriverSiteCheck($0) }
    var plans: [SitePlan] = []
    let instructions = siteInstructions()
    for (position, site) in shader.sites.enumerated() where checks[position].verdict != .kept {
      if let reason = whyNot(site) {
        checks[position].reason = reason
      } else if let instruction = instructions[site.result],
        let plan = SitePlan(site, position: position, instruction, index)
      {
        plans.append(plan)
      } else {
        checks[position].reason = "its operand is not recorded"
      }
    }
    for layout in RecordLayout.groups(plans, width: scene.drawing.width, height: scene.drawing.height) {
      let (original, transformed) = try record(layout, triangles)
      for site in layout.sites {
        var judge = PairJudge(
          SiteView(site: site, original: original, transformed: transformed),
          isThroughSample: reach.operands[site.result]?.contains(.samples) ?? false)
        judge.run()
        checks[site.position].judge(judge, options)
      }
    }
    return checks
  }

  /// Why a site has no reference in hardware; nil where it may have.
  private func whyNot(_ site: SiteReport) -> String? {
    if site.emitted.isEmpty { return "it is never executed" }
    let feeding = reach.operands[site.result] ?? []
    if !feeding.isDisjoint(with: [.derivatives, .kept]) {
      return "it hangs on another derivative, which hardware has once in a quad"
    }
    return nil
  }

  private func siteInstructions() -> [ValueID: Instruction] {
    let results = Set(shader.sites.map(\.result))
    var found: [ValueID: Instruction] = [:]
    for block in shader.original.functions.lazy.flatMap(\.blocks) {
      for instruction in block.instructions {
        if let result = instruction.result, results.contains(result) { found[result] = instruction }
      }
    }
    return found
  }

  private func record(
    _ layout: RecordLayout, _ triangles: [UInt32]
  ) throws -> (original: SiteRecords, transformed: SiteRecords) {
    let place = Recorder.Place(
      set: scene.freePlace.set, binding: scene.freePlace.binding, location: scene.freeInput)
    guard
      let original = Recorder.original(shader.original, entryPoint: shader.entryPoint, layout, place),
      let transformed = Recorder.transformed(
        shader.transformed, entryPoint: shader.entryPoint, layout, place)
    else { throw DriverScene.Obstacle("there is no fragment entry point") }
    let blank = triangles + [UInt32](repeating: 0, count: layout.wordCount - triangles.count)
    var buffer = BoundBuffer(
      set: place.set, binding: place.binding, bytes: blank.withUnsafeBytes { Array($0) }, isStorage: true)
    buffer.isReadBack = true
    func draw(_ words: [UInt32]) throws -> SiteRecords {
      var drawing = scene.numberedDrawing(of: words)
      drawing.buffers.append(buffer)
      guard let written = try witness.drawFrame(drawing).buffers.last else {
        throw DriverScene.Obstacle("nothing was recorded")
      }
      return SiteRecords(layout, written)
    }
    return (try draw(original), try draw(transformed))
  }

  // MARK: Time

  private func time(_ clock: VulkanWitness) throws -> DriverShaderCheck.FrameTime {
    let isDeviceTime = clock.hasTimestamps && !clock.isProcessor
    func seconds(_ module: Module) throws -> Double {
      let drawing = scene.drawing(of: module.words)
      return isDeviceTime
        ? try clock.deviceTimeOfFrame(drawing, frames: options.timedFrames)
        : try clock.cpuTimeOfFrame(drawing, frames: options.timedFrames)
    }
    return DriverShaderCheck.FrameTime(
      isDeviceTime: isDeviceTime, original: try seconds(shader.original),
      transformed: try seconds(shader.transformed))
  }
}

extension DriverSiteCheck {
  /// Draws the verdict from what was compared.
  mutating func judge(_ judge: PairJudge, _ options: DriverChecker.Options) {
    pairs = judge.counts
    errors = ErrorSummary(errors: judge.errors, width: max(1, judge.errors.count))
    if pairs.differing > 0 { worst = judge.worst }
    if Double(pairs.differing) > options.tolerated * Double(pairs.referenced + pairs.rough) {
      verdict = .differs
    } else if pairs.isEnough {
      verdict = .agrees
    } else {
      verdict = .noReference
      reason = pairs.executed == 0 ? "it is executed nowhere in this scene" : tooFew
    }
  }

  private var tooFew: String {
    pairs.leastCompared == 0
      ? "no difference of hardware is smooth enough or in one way at this size"
      : "only \(pairs.leastCompared) of \(pairs.executed) differences of hardware are smooth enough and in one way "
        + "at this size"
  }
}
