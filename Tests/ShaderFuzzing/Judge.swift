import Checking
import Conversion
import Differentiation
import Frontend
import LaneHost
import Lowering
import Rasterizer
import SPIRV
import Soundness

/// A failure of Quadless, by where it showed.
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stages of a judgment.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The front end's: it takes what the generator wrote for no GLSL, or makes invalid SPIR-V of it.
    case source
    /// It is not converted.
    case conversion
    /// It is not converted where it is optimized.
    case optimizedConversion = "optimized-conversion"
    /// What comes out of the pass breaks an invariant.
    case soundness
    /// The same after optimizing.
    case optimizedSoundness = "optimized-soundness"
    /// It is not written as GLSL.
    case emission
    /// The GLSL written does not compile.
    case recompilation
    /// It cannot be drawn.
    case drawing
    /// A derivative is not that of the reference.
    case derivative
    /// Lanes of different groups do not agree.
    case lanes
    /// What is written is not the same to the shader once it is optimized.
    case optimizedValues = "optimized-values"
    /// The process ends.
    case crash
  }

  /// Where it showed.
  public var kind: Kind
  /// What is wrong.
  public var message: String

  /// A failure.
  public init(kind: Kind, message: String) { (self.kind, self.message) = (kind, message) }

  /// Kind and message.
  public var description: String { "\(kind.rawValue): \(message)" }

  /// What has to stay while a program is reduced: the kind, and the message but for names and numbers.
  public var signature: String {
    "\(kind.rawValue) \(message.filter { $0.isLetter || $0 == " " }.prefix(40))"
  }
}

/// What was found about a program besides failures.
public struct Judgment: Sendable {
  /// The modules that were differentiated: as compiled, and optimized.
  public var modules: [Module] = []
  /// The sites, as compiled.
  public var sites: [SiteReport] = []
  /// What the check said of the sites.
  public var verdicts: [Verdict] = []
}

/// Sends one program through everything.
public struct Judge: Sendable {
  /// Which of the forms and widths are drawn and run: they take turns from program to program.
  public var turn: Int
  /// Whether it is drawn and run, which takes most of the time.
  public var draws = true
  /// The picture's size.
  public var size = 16
  /// Told each step's name before it is made.
  public var progress: (@Sendable (String) -> Void)?

  /// A judge of a turn.
  public init(turn: Int, draws: Bool = true) { (self.turn, self.draws) = (turn, draws) }

  /// Judges a text.
  ///
  /// - Throws: ``Failure``.
  public func judge(_ text: String) throws(Failure) -> Judgment {
    let input: Input
    do { input = try Input(path: "fuzz.frag", bytes: Array(text.utf8)) } catch {
      throw Failure(kind: .source, message: "\(error)")
    }
    do { _ = try compile(Source(path: "fuzz.frag", text: text)) } catch {
      throw Failure(kind: .source, message: "\(error)")
    }
    var judgment = Judgment()
    let plain = try load(input, .conversion)
    let optimized = try loadOptimized(input)
    judgment.modules = [plain.original, optimized.original]
    judgment.sites = plain.sites
    try expectSound(plain.original, .soundness)
    try expectSound(optimized.original, .optimizedSoundness)
    try writeGLSL(input)
    guard draws else { return judgment }
    judgment.verdicts = try check(turn % 2 == 0 ? plain : optimized, of: text)
    try compareLanes(turn % 4 < 2 ? plain.original : optimized.original)
    if turn % 4 == 3 { try compareOptimized(plain.original) }
    return judgment
  }

  /// The failure of a text; nil where it passes.
  public func failure(of text: String) -> Failure? {
    do throws(Failure) {
      _ = try judge(text)
      return nil
    } catch {
      return error
    }
  }

  private func load(_ input: Input, _ kind: Failure.Kind) throws(Failure) -> LoadedShader {
    progress?("convert")
    var options = ConversionOptions()
    options.verifiesEach = true
    do { return try LoadedShader(input, conversion: options) } catch {
      let message = "\(error)"
      throw Failure(kind: message.contains("glslang makes invalid SPIR-V") ? .source : kind, message: message)
    }
  }

  /// Converts with -O, and loads what was differentiated then: once more optimized, the module has lost the ids of
  /// its sites.
  private func loadOptimized(_ input: Input) throws(Failure) -> LoadedShader {
    var options = ConversionOptions()
    options.verifiesEach = true
    options.optimizes = true
    let module: Input
    do {
      let words = withOtherOperations(try convert(input, options: options).original)
      module = try Input(path: input.path, bytes: words.withUnsafeBytes { Array($0) })
    } catch {
      let message = "\(error)"
      // SPIRV-Tools' fault: it was given a valid module.
      let isOptimizers = message.contains("the module after 'optimize' is not valid")
      throw Failure(kind: isOptimizers ? .source : .optimizedConversion, message: message)
    }
    return try load(module, .optimizedConversion)
  }

  /// What no function of GLSL does: in every sixth module `mod` rounds to zero, and in every sixth what rounds to whole
  /// numbers rounds to the precision of 16 bits.
  private func withOtherOperations(_ words: [UInt32]) -> [UInt32] {
    guard turn % 6 == 5 || turn % 6 == 3, let module = try? Module(words: words) else { return words }
    let index = ModuleIndex(module)
    return module.mappingFunctions { instruction in
      guard let type = instruction.resultType, let result = instruction.result else { return instruction }
      switch instruction.operation(glsl: index.glsl) {
      case .arithmetic(.modulo, let operands) where turn % 6 == 5:
        return .arithmetic(.remainder, type: type, result: result, operands)
      case .extended(.ceil, let operands), .extended(.trunc, let operands),
        .extended(.roundEven, let operands):
        guard turn % 6 == 3, Self.isSingle(type, index) else { return instruction }
        return .arithmetic(.quantize, type: type, result: result, operands)
      default: return instruction
      }
    }.words
  }

  private static func isSingle(_ type: TypeID, _ index: ModuleIndex) -> Bool {
    switch index[type] {
    case .float(let width): width == 32
    case .vector(let component, _): isSingle(component, index)
    default: false
    }
  }

  /// The invariants of the pass.
  private func expectSound(_ module: Module, _ kind: Failure.Kind) throws(Failure) {
    progress?("soundness")
    do {
      let faults = faults(of: try differentiate(module), from: module)
      if let first = faults.first { throw Failure(kind: kind, message: first) }
    } catch {
      throw error as? Failure ?? Failure(kind: kind, message: "\(error)")
    }
  }

  private func writeGLSL(_ input: Input) throws(Failure) {
    progress?("emit")
    var options = ConversionOptions()
    options.output = .glsl
    options.verifiesEach = true
    let bytes: [UInt8]
    do { bytes = try convert(input, options: options).bytes } catch {
      throw Failure(kind: .emission, message: "\(error)")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do { _ = try compile(Source(path: "written.frag", text: text)) } catch {
      throw Failure(kind: .recompilation, message: "\(error)")
    }
  }

  // MARK: Drawing

  /// Small and smooth.
  private static let texture: TextureSource = {
    var texture = TextureSource(pattern: .noise)
    (texture.width, texture.height) = (8, 8)
    return texture
  }()

  private static let scenes: [Scene.Name] = [.perspective, .perspective, .fullScreen, .plane]

  private func check(_ shader: LoadedShader, of text: String) throws(Failure) -> [Verdict] {
    let hasHalves =
      text.contains("explicit_arithmetic_types_float16")
      || shader.original.functions.contains {
        $0.blocks.contains { $0.instructions.contains { $0.op == .quantizeToF16 } }
      }
    progress?("check")
    var choices = SceneStage.Choices()
    choices.size = (size, size)
    choices.scene = Self.scenes[turn / 2 % Self.scenes.count]
    // Without perspective the plane's inputs leave the range that the generator counts on, towards the horizon.
    if choices.scene == .plane, text.contains("noperspective") { choices.scene = .perspective }
    var options = CheckOptions()
    options.iterationLimit = 200
    options.isOptimized = false
    // A constant of a rule, such as ln 2, has the operation's precision: 24 bits in a float, 11 in a half, and fewer in a
    // sum of terms that nearly cancel, as few pixels' do.
    let allowance = CheckSubject.Allowance(relative: hasHalves ? 4e-3 : 1e-3)
    if hasHalves {
      options.tolerance.absolute = 2e-3
      // In float the halves are halves, whose roundings add up; in double they are not.
      options.floatTolerance = Tolerance(relative: 5e-2, absolute: 2e-3)
    }
    var sidecar = Sidecar()
    sidecar.everyTexture = Self.texture
    let stage = SceneStage(for: shader, choices: choices, sidecar: sidecar)
    let sites: [SiteCheck]
    do {
      sites = try shader.report(on: stage, options: options) { _ in allowance }.check.sites
    } catch {
      throw Failure(kind: .drawing, message: "\(error)")
    }
    if let failed = sites.first(where: { $0.verdict == .failed }) {
      throw Failure(
        kind: .derivative, message: "\(failed.reason ?? ""); \(failed.name) in line \(failed.line)")
    }
    let limit = options.tolerance.relative
    if !hasHalves, let failed = sites.first(where: { ($0.analytic?.percentile99 ?? 0) > limit }) {
      throw Failure(
        kind: .derivative, message: "more than 1 of 100 pixels are off; \(failed.name) in line \(failed.line)"
      )
    }
    return sites.map(\.verdict)
  }

  private func compareLanes(_ original: Module) throws(Failure) {
    progress?("lanes")
    do {
      if let first = try laneDifferences(original).first { throw Failure(kind: .lanes, message: first) }
    } catch {
      throw error as? Failure ?? Failure(kind: .lanes, message: "\(error)")
    }
  }

  /// The pass's result as `-O` leaves it gives what it gave before. Numbers that the optimizer folds are rounded to float,
  /// which a jump may turn into more at some places.
  private func compareOptimized(_ original: Module) throws(Failure) {
    progress?("optimize")
    do {
      guard let module = try withExplicitSeeds(original) else { return }
      let words = try SPIRVTools.optimize(module.words, environment: .universal)
      let agreement = try WidthAgreement(module, options: Self.options(LoweringOptions(lanes: 1, .double)))
      let count = try agreement.places(differingIn: Module(words: words), by: 1e-3)
      if count > 4 { throw Failure(kind: .optimizedValues, message: "other values at \(count) of 16 places") }
    } catch {
      throw error as? Failure ?? Failure(kind: .optimizedValues, message: "\(error)")
    }
  }

  /// Of programs as small as these LLVM's optimization takes longer than it saves.
  private static func options(_ options: LoweringOptions) -> LoweringOptions {
    var options = options
    (options.iterationLimit, options.isOptimized) = (200, false)
    return options
  }

  /// With explicit seeds one lane alone is the reference; where a site needs its quad, a group of one quad.
  private func laneDifferences(_ original: Module) throws -> [String] {
    var options = Self.options(LoweringOptions(lanes: 1))
    if let module = try withExplicitSeeds(original) {
      return try WidthAgreement(module, options: options).differences(lanes: [4, 8, 16][turn % 3])
    }
    (options.lanes, options.derivatives) = (4, .quad())
    let module = try differentiate(original).module
    return try WidthAgreement(module, options: options).differences(lanes: [8, 16][turn % 2])
  }

  /// The module with its inputs' derivatives handed in; nil where a site needs its quad.
  private func withExplicitSeeds(_ original: Module) throws -> Module? {
    var seeding = DifferentiationOptions()
    (seeding.seeds, seeding.onCut) = (.explicit, .zero)
    do {
      return try differentiate(original, options: seeding).module
    } catch DifferentiationError.needsQuad {
      return nil
    }
  }
}
