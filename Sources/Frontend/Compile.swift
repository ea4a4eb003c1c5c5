import CGlslang

/// A fragment shader as SPIR-V, and what its text said besides.
public struct CompiledShader: Sendable {
  /// The SPIR-V module, with OpLine and names inside.
  public var words: [UInt32]
  /// The environment it was compiled for.
  public var environment: TargetEnvironment
  /// The text leaves no doubt about Vulkan or OpenGL, or the options decided it. Where false, either
  /// may be meant: the text keeps to the rules that both share.
  public var environmentIsCertain: Bool
  /// The number after `#version` as written.
  public var version: Int
  /// The profile it names or implies.
  public var profile: Profile
  /// The included files, in the order they were first read.
  public var includes: [String] { includedSources.map(\.path) }
  /// The same with their texts.
  public var includedSources: [Source]
  /// The compiler's warnings.
  public var warnings: [Diagnostic]
  /// What the text says and SPIR-V does not keep.
  public var facts: SourceFacts
  /// The functions that the text defines and the module holds.
  public var functions: [SourceFunction]
  /// An included file leaves no doubt about Vulkan.
  var hasVulkanInclude: Bool
}

/// The version of the glslang in use, e.g. "12.0.0".
public var glslangVersion: String { String(cString: quadless_glslang_version()) }

/// Compiles a fragment shader to SPIR-V. May be called from many threads at once.
///
/// Throws a `CompilationError` with at least one error where the source, or what it includes, is not a
/// fragment shader in a dialect that is supported, or the options are wrong.
public func compile(
  _ source: Source, options: CompileOptions = CompileOptions()
) throws(CompilationError) -> CompiledShader {
  try options.validate()
  let unit = try CompilationUnit(source, options)
  var firstError: CompilationError?
  for candidate in unit.candidates {
    do {
      return try candidate.compile()
    } catch {
      // What the likeliest says is what the user wants to know.
      firstError = firstError ?? error
    }
  }
  throw firstError ?? CompilationError(source.path, line: nil, "nothing to compile")
}

/// The text after glslang's preprocessor, with `#line` where lines were left out.
///
/// Throws a `CompilationError` as `compile` does.
public func preprocess(
  _ source: Source, options: CompileOptions = CompileOptions()
) throws(CompilationError) -> String {
  try options.validate()
  let unit = try CompilationUnit(source, options)
  return try unit.preprocess(for: unit.plan.environments.first ?? .opengl)
}

/// The files that a source includes, in the order they are first read; only its preprocessor directives are heeded.
///
/// Throws a `CompilationError` as `compile` does where one of them is missing or the directives are wrong.
public func includedFiles(
  of source: Source, options: CompileOptions = CompileOptions()
) throws(CompilationError) -> [String] {
  try options.validate()
  let unit = try CompilationUnit(source, options)
  let resolver = IncludeResolver(options, source: source.path, unit.bytes)
  _ = try unit.preprocess(for: unit.plan.environments.first ?? .opengl, resolver)
  return resolver.files.map(\.path)
}

/// A source, scanned, on its way through glslang.
struct CompilationUnit {
  let source: Source
  let options: CompileOptions
  /// The text that glslang gets, but for patches that keep its length.
  private(set) var bytes: [UInt8]
  let scan: TextScan
  private(set) var dialect: Dialect
  let plan: EnvironmentPlan
  /// What the source was put into, where it is Shadertoy's.
  let shadertoy: ShadertoyWrapper?

  /// Scans a source. Throws where it is empty or in an unknown dialect.
  init(_ source: Source, _ options: CompileOptions) throws(CompilationError) {
    self.source = source
    self.options = options
    let text = Array(source.text.utf8)
    do throws(InputGuard.Excess) {
      try InputGuard(options).admit(text, path: source.path)
    } catch {
      throw CompilationError(error, path: source.path, text: text)
    }
    let sourceScan = TextScan(text)
    shadertoy = options.keepsFunctions ? nil : ShadertoyWrapper(sourceScan, text, dialect: options.dialect)
    bytes = shadertoy?.wrapped(text) ?? text
    scan = shadertoy == nil ? sourceScan : TextScan(bytes, otherStage: sourceScan.otherStage)
    if bytes.contains(0) {
      throw CompilationError(source.path, line: nil, "not a text file: it holds a NUL byte")
    }
    if !sourceScan.hasTokens {
      let what = text.isEmpty ? "the file is empty" : "there is nothing but blanks and comments"
      throw CompilationError(source.path, line: nil, what)
    }
    let plan = EnvironmentPlan(scan, override: options.targetEnvironment)
    if let version = scan.version {
      dialect = try Dialect(version, path: source.path, plan: plan, keepsFunctions: options.keepsFunctions)
    } else {
      dialect = options.keepsFunctions ? .functions : Dialect.unnamed(scan)[0]
    }
    let isOld = dialect.isLegacy(for: .vulkan1_0) || dialect.version < 140
    guard isOld else {
      self.plan = plan
      return
    }
    self.plan = .opengl
    if options.targetEnvironment?.isVulkan == true {
      let name = dialect.isNamed ? "#version \(dialect.version)" : "a text without #version"
      throw CompilationError(
        source.path, line: scan.version?.line ?? 1,
        "\(name) is not for Vulkan, which begins with #version 140")
    }
  }

  /// This unit, and its like: where it is Shadertoy's those with other things in its channels, where it has no
  /// `#version` that in the other dialect; likeliest first.
  var candidates: [CompilationUnit] {
    guard let shadertoy else {
      if dialect.isNamed { return [self] }
      return Dialect.unnamed(scan).map { dialect in
        var unit = self
        unit.dialect = dialect
        return unit
      }
    }
    let text = Array(source.text.utf8)
    return shadertoy.candidates.map { wrapper in
      var unit = self
      unit.bytes = wrapper.wrapped(text)
      return unit
    }
  }

  /// Compiles under the likeliest rules that will do.
  func compile() throws(CompilationError) -> CompiledShader {
    var firstError: CompilationError?
    var fallback: CompiledShader?
    for environment in plan.environments {
      do {
        let shader = try compile(for: environment)
        if !contradicts(shader) { return shader }
        fallback = fallback ?? shader
      } catch {
        // An error under the likelier rules says more than one under the others.
        firstError = firstError ?? error
      }
    }
    if let fallback { return fallback }
    throw firstError ?? CompilationError(source.path, line: nil, "no environment to compile it for")
  }

  /// Compiles for one environment, or for the first later Vulkan whose SPIR-V has what the text uses.
  func compile(for environment: TargetEnvironment) throws(CompilationError) -> CompiledShader {
    var environment = environment
    while true {
      do {
        return try compileOnce(for: environment)
      } catch {
        let isTooOld = error.diagnostics.contains {
          $0.message.contains("targeted SPIR-V version") || $0.message.contains("requires SPIR-V 1.")
        }
        guard isTooOld, options.targetEnvironment == nil, let next = environment.successor else {
          throw error
        }
        environment = next
      }
    }
  }

  private func compileOnce(for environment: TargetEnvironment) throws(CompilationError) -> CompiledShader {
    let resolver = IncludeResolver(options, source: source.path, bytes)
    let patched = bytes.applying(scan.extensionPatches + scan.packingPatches)
    let output = GlslangOutput(
      .compile, text: patched, path: source.path, preamble: options.preamble(hasInclude: scan.hasInclude),
      dialect: dialect, environment: environment,
      options: options, resolver: resolver)
    let diagnostics = diagnostics(output.messages, resolver)
    guard output.succeeded else { throw failure(diagnostics, resolver) }
    let hasVulkanInclude = resolver.files.contains { $0.scan.vulkan == .strong }
    let facts = try FactsCollector(unit: self, environment: environment, resolver: resolver).collect(output)
    return CompiledShader(
      words: output.words, environment: environment,
      environmentIsCertain: environment.isVulkan && hasVulkanInclude || plan.isCertain,
      version: dialect.version, profile: dialect.profile,
      includedSources: resolver.files.map { Source(path: $0.path, text: $0.text) },
      warnings: diagnostics.filter { $0.severity != .error }, facts: facts,
      functions: output.functions.filter { $0.name != "main" }, hasVulkanInclude: hasVulkanInclude)
  }

  /// Whether the compiler bent OpenGL's rules to take what is Vulkan's: it allows `set` under both, and
  /// only an included file or a macro may tell.
  func contradicts(_ shader: CompiledShader) -> Bool {
    guard options.targetEnvironment == nil, shader.environment == .opengl else { return false }
    return shader.hasVulkanInclude || shader.facts.symbols.contains { $0.explicitSet != nil }
  }

  /// Preprocesses for one environment. Layouts stay as written.
  func preprocess(
    for environment: TargetEnvironment, _ given: IncludeResolver? = nil
  ) throws(CompilationError) -> String {
    let resolver = given ?? IncludeResolver(options, source: source.path, bytes)
    let output = GlslangOutput(
      .preprocess, text: bytes.applying(scan.extensionPatches), path: source.path,
      preamble: options.preamble(hasInclude: scan.hasInclude), dialect: dialect,
      environment: environment, options: options, resolver: resolver)
    guard output.succeeded else { throw failure(diagnostics(output.messages, resolver), resolver) }
    guard scan.hasInclude else { return output.preprocessed }
    // The preamble's own #extension comes out first.
    let lines = output.preprocessed.drop { $0 != "\n" }
    return String(lines.dropFirst())
  }

  private func diagnostics(_ log: String, _ resolver: IncludeResolver) -> [Diagnostic] {
    var texts = [source.path: source.text]
    for file in resolver.files { texts[file.path] = file.text }
    return MessageParser(texts: texts).parse(log, fallback: source.path)
  }

  private func failure(_ diagnostics: [Diagnostic], _ resolver: IncludeResolver) -> CompilationError {
    if let other = scan.otherStage {
      return CompilationError(
        source.path, line: other.line, "this is a \(other.stage) shader; only fragment shaders are converted")
    }
    // What a missing file would have declared is not worth a word.
    let missing = diagnostics.filter { $0.severity == .error && $0.message.hasPrefix("'#include': ") }
    // A refusal comes again with every directive after it.
    if let first = missing.first, resolver.isRefused { return CompilationError(diagnostics: [first]) }
    if !missing.isEmpty { return CompilationError(diagnostics: missing) }
    if diagnostics.contains(where: { $0.severity == .error }) {
      return CompilationError(diagnostics: diagnostics)
    }
    return CompilationError(source.path, line: nil, "glslang refuses the shader and does not say why")
  }
}
