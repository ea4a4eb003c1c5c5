import Differentiation
import Emission
import Frontend
import SPIRV

/// Converts one fragment shader: reads it, replaces its screen-space derivatives by analytic ones and writes
/// it in the form asked for.
///
///     var options = ConversionOptions()
///     options.output = .glsl
///     options.compilation.definitions = [.init(name: "LIGHTS", value: "4")]
///     let conversion = try convert(Input(path: "water.frag", bytes: bytes), options: options)
///     conversion.bytes         // the converted shader
///     conversion.sites         // each derivative: where it is, what it became, why not if not
///     conversion.diagnostics   // warnings and notes, by file, line and column
///
/// All that the command `quadless` can do to a shader is in ``ConversionOptions``; what it adds is files, jobs and
/// printing. The steps: GLSL is compiled by glslang (`CompileOptions`: macros, includes, environment), or SPIR-V
/// is read and validated; the optimizer runs where it is asked for; the pass (`DifferentiationOptions`) rewrites
/// the sites; the module is written, or handed to SPIRV-Cross and given the source's names and interface back.
/// With ``ConversionOptions/functions`` it is single functions that are written, for stages that have no quad.
///
/// Nothing is read but what the input includes, and that through `CompileOptions.includer` where there is one, from
/// memory; nothing is written or printed. The same input, options and version give the same bytes. Many threads may
/// convert at once. The compilers below recurse as deep as the shader nests: where this thread's stack might not do, the
/// work is done on one of 256 MiB of address space, while this thread waits. What a shader may cost is in ``Limits``.
///
/// - Throws: ``ConversionError``, whose `diagnostics` are the messages; at least one of them is an error.
public func convert(
  _ input: Input, options: ConversionOptions = ConversionOptions()
) throws(ConversionError) -> Conversion {
  let result = DeepThread.runDeep { () -> Result<Conversion, ConversionError> in
    Result { () throws(ConversionError) in try converted(input, options) }
  }
  guard let result else { throw .resources(path: input.path) }
  return try result.get()
}

private func converted(_ input: Input, _ options: ConversionOptions) throws(ConversionError) -> Conversion {
  let run = ConversionRun(path: input.path, options: options)
  switch input.content {
  case .text(let source):
    if let functions = options.functions { return try run.convert(functions, of: source) }
    return try run.convert(source)
  case .module(let bytes):
    if let functions = options.functions { return try run.convert(functions, of: bytes) }
    return try run.convert(bytes)
  }
}

/// One conversion under way.
struct ConversionRun {
  let path: String
  let options: ConversionOptions
  let stopwatch: Stopwatch

  init(path: String, options: ConversionOptions) {
    self.path = path
    let deadline = Deadline(after: options.limits.time)
    stopwatch = Stopwatch(path: path, deadline: deadline)
    var options = options
    options.compilation.limits = options.limits
    options.differentiation.limits = options.limits
    options.differentiation.deadline = deadline
    self.options = options
  }

  /// Whether the output is SPIR-V, as words or as text.
  var writesModule: Bool { options.output == .spv || options.output == .spvasm }

  // MARK: GLSL in

  /// Converts GLSL.
  func convert(_ source: Source) throws(ConversionError) -> Conversion {
    var compilation = options.compilation
    // GLSL needs its uniforms loose; the other languages bind by number.
    compilation.mapsIO = options.output != .glsl
    compilation.embedsSourceText = options.keepsDebugInfo && writesModule
    let shader = try stopwatch.time("compile") { () throws(CompilationError) in
      try compile(source, options: compilation)
    } failure: {
      .compilation($0)
    }
    let environment = ValidationEnvironment(shader.environment)
    options.afterEachPass?("compile", shader.words)
    if options.verifiesEach {
      try validate(shader.words, environment) {
        .invalidModule(path: path, "glslang makes invalid SPIR-V of it: \($0.headline)")
      }
    }

    var choices = options.differentiation
    choices.keptLines = keptLines(of: source, includes: shader.includedSources)
    choices.isOpenGL = !shader.environment.isVulkan
    choices.writesGLSL = !writesModule
    choices.hasInterpolateAtOffset = writesModule || hasInterpolateAtOffset(shader)
    choices.hasTextureQueryLevels = writesModule || hasTextureQueryLevels(shader)
    choices.hasRoundEven = options.output != .glsl || writtenDialect(shader).version >= 130
    try refuseOptimizing(shader)
    choices.hasPreciseFragCoord = !(shader.isOldES && writesSource(of: shader))
    if writesSource(of: shader) { choices.missingGradientExtension = missingGradientExtension(shader) }
    var changed: Changed
    if !options.optimizes, choices.entryPoint == nil, !ModuleWords(shader.words).hasSite {
      // Most shaders of a studio have no site: they are not even taken apart.
      changed = Changed(unchanged: shader.words)
    } else {
      changed = try differentiated(shader.words, read(shader.words), choices, environment)
      if writesSource(of: shader), let name = missingDerivativeExtension(shader, changed.words) {
        // The samples' coordinates come from varyings, whose derivatives the shader has no words for.
        choices.missingGradientExtension = name
        changed = try differentiated(shader.words, read(shader.words), choices, environment)
      }
    }

    let bytes: [UInt8]
    if options.output == .glsl, changed.isUnchanged, keepsText(of: shader) {
      bytes = Array(source.text.utf8)
    } else {
      bytes = try emitted(changed, facts: shader.facts, isVulkan: shader.environment.isVulkan)
    }
    var conversion = changed.conversion(
      bytes: bytes, environment: shader.environment,
      diagnostics: shader.warnings + changed.diagnostics(in: path), timings: stopwatch.timings)
    conversion.includes = shader.includes
    return conversion
  }

  /// Whether the GLSL to write is in the source's dialect.
  func isSameDialect(as shader: CompiledShader) -> Bool {
    options.glslVersion.map { $0.number == shader.version && $0.profile == shader.profile } ?? true
  }

  /// Whether the source's text, as it is, says the same as the module: it needs no option to compile.
  private func keepsText(of shader: CompiledShader) -> Bool {
    isSameDialect(as: shader) && shader.includes.isEmpty && options.compilation.definitions.isEmpty
      && options.compilation.undefinitions.isEmpty
  }

  func hasInterpolateAtOffset(_ shader: CompiledShader) -> Bool {
    let (version, isES) = writtenDialect(shader)
    return options.output != .glsl || version >= (isES ? 320 : 400)
  }

  func hasTextureQueryLevels(_ shader: CompiledShader) -> Bool {
    let (version, isES) = writtenDialect(shader)
    return options.output != .glsl || version >= 430 && !isES
  }

  /// The dialect of the GLSL to write.
  private func writtenDialect(_ shader: CompiledShader) -> (version: Int, isES: Bool) {
    let profile = options.glslVersion?.profile ?? shader.profile
    return (options.glslVersion?.number ?? shader.version, profile == .es)
  }

  // MARK: SPIR-V in

  /// Converts a SPIR-V module.
  func convert(_ bytes: [UInt8]) throws(ConversionError) -> Conversion {
    let (module, words, environment) = try readModule(bytes)
    var choices = options.differentiation
    let isVulkan = options.compilation.targetEnvironment?.isVulkan ?? module.isForVulkan
    choices.isOpenGL = !isVulkan
    choices.writesGLSL = !writesModule
    if options.output == .glsl, let version = options.glslVersion {
      choices.hasInterpolateAtOffset = version.number >= (version.profile == .es ? 320 : 400)
      choices.hasTextureQueryLevels = version.number >= 430 && version.profile != .es
    }
    let changed = try differentiated(words, module, choices, environment)
    let output = try emitted(changed, facts: nil, isVulkan: isVulkan)
    return changed.conversion(
      bytes: output, environment: nil, diagnostics: changed.diagnostics(in: path), timings: stopwatch.timings)
  }

  /// Reads and validates a module.
  func readModule(
    _ bytes: [UInt8]
  ) throws(ConversionError) -> (module: Module, words: [UInt32], environment: ValidationEnvironment) {
    if bytes.isEmpty { throw .unsuitable(path: path, "the file is empty") }
    let limits = options.limits
    if bytes.count > limits.inputBytes { throw .limit(path: path, .inputBytes(limits.inputBytes)) }
    let module = try stopwatch.time("read") { () throws(ReadError) in
      try Module(bytes: bytes)
    } failure: {
      .invalidModule(path: path, $0.description)
    }
    try check(module)
    let words = module.words
    let environment = options.compilation.targetEnvironment.map(ValidationEnvironment.init) ?? .universal
    try validate(words, environment, nesting: limits.nesting) {
      .invalidModule(path: path, "invalid SPIR-V: \($0.headline)")
    }
    options.afterEachPass?("read", words)
    return (module, words, environment)
  }

  // MARK: The pass

  /// A module after the pass, and after the optimizer where that is asked for.
  struct Changed {
    var original: [UInt32]
    var words: [UInt32]
    var sites: [SiteReport]
    var seedInputs: [SeedInput] = []
    var remarks: [Remark] = []
    var isUnchanged: Bool
    var instructionsBefore: Int

    init(words: [UInt32], sites: [SiteReport], instructionsBefore: Int) {
      original = words
      self.words = words
      self.sites = sites
      isUnchanged = true
      self.instructionsBefore = instructionsBefore
    }

    /// A module without a site.
    init(unchanged words: [UInt32]) {
      self.init(words: words, sites: [], instructionsBefore: ModuleWords(words).instructionCount)
    }

    /// What to tell of the sites and besides.
    func diagnostics(in path: String) -> [Diagnostic] {
      sites.flatMap { $0.diagnostics(in: path) }
        + remarks.map { $0.diagnostic(in: path) }
    }

    /// The conversion as it is handed out.
    func conversion(
      bytes: [UInt8], environment: TargetEnvironment?, diagnostics: [Diagnostic], timings: [Timing]
    ) -> Conversion {
      Conversion(
        bytes: bytes, original: original, converted: words, sites: sites, seedInputs: seedInputs,
        remarks: remarks,
        isUnchanged: isUnchanged,
        environment: environment,
        instructionsBefore: instructionsBefore,
        instructionsAfter: ModuleWords(words).instructionCount, diagnostics: diagnostics, timings: timings)
    }
  }

  private func differentiated(
    _ original: [UInt32], _ input: Module, _ choices: DifferentiationOptions,
    _ environment: ValidationEnvironment
  ) throws(ConversionError) -> Changed {
    var words = original
    var module = input
    if options.optimizes {
      words = try optimized(words, environment)
      module = try read(words)
    }
    let result = try stopwatch.time("differentiate") { () throws(DifferentiationError) in
      try differentiate(module, options: choices)
    } failure: {
      .differentiation(path: path, $0)
    }
    var changed = Changed(
      words: words, sites: result.sites, instructionsBefore: ModuleWords(words).instructionCount)
    changed.seedInputs = result.seedInputs
    changed.remarks = result.remarks
    changed.words = stopwatch.time("write") { result.module.words }
    changed.isUnchanged = !options.optimizes && changed.words == original
    try finishPass("differentiate", changed.words, environment)
    if options.optimizes {
      changed.words = try optimized(changed.words, environment)
    }
    return changed
  }

  /// Reads words, and holds the module to the limits.
  func read(_ words: [UInt32]) throws(ConversionError) -> Module {
    let module = try stopwatch.time("read") { () throws(ReadError) in
      try Module(words: words)
    } failure: {
      .invalidModule(path: path, $0.description)
    }
    try check(module)
    return module
  }

  private func check(_ module: Module) throws(ConversionError) {
    do throws(ExceededLimit) { try module.check(options.limits) } catch { throw .limit(path: path, error) }
  }

  private func optimized(
    _ words: [UInt32], _ environment: ValidationEnvironment
  ) throws(ConversionError) -> [UInt32] {
    let result = try stopwatch.time("optimize") { () throws(ToolError) in
      try SPIRVTools.optimize(words, environment: environment)
    } failure: {
      .optimization(path: path, $0)
    }
    // The optimizer has shipped with defects: what comes out of it is always checked. It cannot mend what
    // glslang got wrong, though, such as a uniform bool, which drivers take all the same.
    do throws(ConversionError) {
      try verify("optimize", result, environment)
    } catch {
      guard (try? SPIRVTools.validate(words, environment: environment)) == nil else { throw error }
    }
    options.afterEachPass?("optimize", result)
    return result
  }

  func finishPass(
    _ pass: String, _ words: [UInt32], _ environment: ValidationEnvironment
  ) throws(ConversionError) {
    options.afterEachPass?(pass, words)
    if options.verifiesEach { try verify(pass, words, environment) }
  }

  func verify(
    _ pass: String, _ words: [UInt32], _ environment: ValidationEnvironment
  ) throws(ConversionError) {
    try validate(words, environment) { .verification(path: path, pass: pass, $0) }
  }

  func validate(
    _ words: [UInt32], _ environment: ValidationEnvironment, nesting: Int? = nil,
    failure: (ToolError) -> ConversionError
  ) throws(ConversionError) {
    try stopwatch.time("validate") { () throws(ToolError) in
      try SPIRVTools.validate(words, environment: environment, nesting: nesting)
    } failure: {
      failure($0)
    }
  }

  // MARK: Output

  /// The output's bytes. `facts` are those of the source's text, nil where the input was SPIR-V.
  private func emitted(
    _ changed: Changed, facts: SourceFacts?, isVulkan: Bool
  ) throws(ConversionError) -> [UInt8] {
    // What has no site was not taken apart so far.
    if !writesModule, changed.isUnchanged, facts != nil { _ = try read(changed.words) }
    // Debug info is in a compiled module only because messages need lines; that of an input is its own.
    let strips = facts != nil && !options.keepsDebugInfo && writesModule
    let words =
      !strips
      ? changed.words
      : stopwatch.time("strip") {
        ModuleWords(changed.words).withoutDebugInfo(
          unrequestedExtensions: facts?.unrequestedExtensions ?? [], closesGaps: changed.isUnchanged)
      }
    return try stopwatch.time("emit") { () throws(EmissionError) in
      switch options.output {
      case .spv: return words.withUnsafeBytes { Array($0) }
      case .spvasm:
        // Words that were just written can be parsed.
        return Array(((try? SPIRVTools.disassemble(words)) ?? "").utf8)
      case .glsl:
        let target = GLSLOptions(
          version: options.glslVersion?.number, profile: options.glslVersion?.profile, isVulkan: isVulkan)
        return Array(try emitGLSL(words: words, facts: facts, options: target).utf8)
      case .msl: return Array(try emitMSL(words: words).utf8)
      case .hlsl: return Array(try emitHLSL(words: words).utf8)
      }
    } failure: {
      .emission(path: path, options.output, $0)
    }
  }
}

/// Notes the time of the steps of one conversion.
final class Stopwatch {
  private let clock = ContinuousClock()
  private(set) var timings: [Timing] = []
  private let path: String
  private let deadline: Deadline?

  init(path: String, deadline: Deadline?) {
    self.path = path
    self.deadline = deadline
  }

  /// Runs a step and notes its time.
  func time<Result>(_ step: String, _ body: () -> Result) -> Result {
    let start = clock.now
    defer { timings.append(Timing(step: step, duration: clock.now - start)) }
    return body()
  }

  /// Runs a step and notes its time; `failure` says what its error means to the conversion.
  func time<Result, Failure: Error>(
    _ step: String, _ body: () throws(Failure) -> Result, failure: (Failure) -> ConversionError
  ) throws(ConversionError) -> Result {
    if let exceeded = deadline?.exceeded { throw .limit(path: path, exceeded) }
    let start = clock.now
    defer { timings.append(Timing(step: step, duration: clock.now - start)) }
    do throws(Failure) { return try body() } catch { throw failure(error) }
  }
}

extension SourceFacts {
  /// Extensions that the front end turns on in every text, as glslc does, and this text does not ask for.
  var unrequestedExtensions: Set<String> {
    let requested = Set(requestedExtensions.map(\.name))
    // The first brings the second with it.
    if requested.contains("GL_GOOGLE_include_directive") { return [] }
    return Set(["GL_GOOGLE_include_directive", "GL_GOOGLE_cpp_style_line_directive"]).subtracting(requested)
  }
}

extension ValidationEnvironment {
  /// The rules for what was compiled for an environment.
  init(_ environment: TargetEnvironment) {
    switch environment {
    case .opengl: self = .opengl
    case .vulkan1_0: self = .vulkan1_0
    case .vulkan1_1: self = .vulkan1_1
    case .vulkan1_2: self = .vulkan1_2
    case .vulkan1_3: self = .vulkan1_3
    }
  }
}

extension ToolError {
  /// The message in one line; a list of ids that goes on and on is cut off.
  var headline: String {
    let text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    return text.count <= 200 ? text : text.prefix(200) + "…"
  }
}

extension Module {
  /// Whether the module was made for Vulkan rather than OpenGL, as far as its origin mode tells: Vulkan has
  /// only OriginUpperLeft, and glslang writes OriginLowerLeft for OpenGL unless the source says otherwise.
  package var isForVulkan: Bool {
    var head = self
    head.functions = []
    let index = ModuleIndex(head)
    return index.entryPoints.contains { $0.isFragment && index.hasOriginUpperLeft($0.function) }
  }
}
