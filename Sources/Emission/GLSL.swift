import CSPIRVCross
import Frontend
import SPIRV

/// Writes a fragment shader as GLSL that another compiler takes in place of the source: in its version
/// and profile, with its names, and with its interface.
///
/// SPIRV-Cross does the writing. What GLSL says and SPIR-V does not keep comes from `facts`; without
/// them (the input was SPIR-V) the module's own decorations and names are all there is. Comments and
/// preprocessor conditionals of the source are gone.
public func emitGLSL(
  words: [UInt32], facts: SourceFacts?, options: GLSLOptions
) throws(EmissionError) -> String {
  try emitGLSL(
    words: words, facts: facts, options: options,
    plainer: ["--convert-local-access-chains", "--inline-entry-points-exhaustive"])
}

/// The same with passes of the optimizer to try, each by itself, where SPIRV-Cross cannot do without.
func emitGLSL(
  words: [UInt32], facts: SourceFacts?, options: GLSLOptions, plainer passes: [String]
) throws(EmissionError) -> String {
  do {
    return try writeGLSL(words: words, facts: facts, options: options)
  } catch .inexpressible(let reason) {
    // This SPIRV-Cross loses track of some variables that a loop's header sets and its body indexes or
    // passes on. Loaded whole and taken apart, or inlined, they are the same to the shader and fine with
    // it.
    for pass in passes {
      let plainer = try? SPIRVTools.optimize(words, passes: [pass], environment: .universal)
      if let plainer, plainer != words,
        let text = try? writeGLSL(words: plainer, facts: facts, options: options)
      {
        return text
      }
    }
    throw .inexpressible(reason)
  }
}

private func writeGLSL(
  words: [UInt32], facts: SourceFacts?, options: GLSLOptions
) throws(EmissionError) -> String {
  var survey = ModuleSurvey(words: words)
  try survey.refuseUnreadable()
  let dialect = Dialect(options: options, facts: facts, survey: survey)
  let words = try expressible(words, in: dialect)
  if dialect.hasOldWords { survey = ModuleSurvey(words: words) }
  let compiler = try CrossCompiler(words: words, backEnd: SPVC_BACKEND_GLSL, name: "GLSL")
  try compiler.chooseEntryPoint(options.entryPoint)
  try setOptions(of: compiler, survey: survey, dialect: dialect, facts: facts)
  for image in survey.nonUniformSampledImages {
    // glslang marks the image or the sampler, SPIRV-Cross looks for the mark on the pair.
    compiler.decorate(image, SpvDecorationNonUniform)
  }
  var planner = InterfacePlanner(compiler: compiler, survey: survey, facts: facts, dialect: dialect)
  var plan = planner.make()
  if !dialect.isVulkan, survey.hasSeparateImages {
    for (pair, image, sampler) in try compiler.combineImagesAndSamplers() {
      let name = [image, sampler].compactMap { survey.name(of: $0) }.joined(separator: "_")
      compiler.setName(of: pair, to: plan.names.standIn(for: name))
    }
  }
  for line in try redeclarations(in: compiler, survey: survey, dialect: dialect, facts: facts) {
    try compiler.addHeaderLine(line)
  }
  var restoration = GLSLRestoration(text: try compiler.compile(), plan: plan)
  let restored = try restoration.restored()
  if let names = facts?.shadertoyNames, dialect.isSourceDialect {
    return try ShadertoyText(restored, undeclared: names).unwrapped()
  }
  return withHead(restored, dialect: dialect, facts: facts)
}

/// The module without what the dialect has no words for.
private func expressible(_ words: [UInt32], in dialect: Dialect) throws(EmissionError) -> [UInt32] {
  var words = words
  if !dialect.hasArrayValues { words = try ArrayValues.removed(from: words) }
  if dialect.hasOldWords, let module = try? Module(words: words) { words = module.withSignedIntegers().words }
  return words
}

private func setOptions(
  of compiler: CrossCompiler, survey: ModuleSurvey, dialect: Dialect, facts: SourceFacts?
) throws(EmissionError) {
  // SPIRV-Cross takes structs that vary apart below ES 310, which has had them since 300.
  let understatesStructs = dialect.isES && dialect.version == 300 && survey.hasVaryingStructs
  try compiler.set(SPVC_COMPILER_OPTION_GLSL_VERSION, understatesStructs ? 310 : dialect.version)
  try compiler.set(SPVC_COMPILER_OPTION_GLSL_ES, dialect.isES)
  try compiler.set(SPVC_COMPILER_OPTION_GLSL_VULKAN_SEMANTICS, dialect.isVulkan)
  // Bindings below 4.20 are put back only where the source had them, with its own extension line.
  try compiler.set(SPVC_COMPILER_OPTION_GLSL_ENABLE_420PACK_EXTENSION, false)
  let isSeparable = facts?.requests("GL_ARB_separate_shader_objects") ?? false
  try compiler.set(SPVC_COMPILER_OPTION_GLSL_SEPARATE_SHADER_OBJECTS, isSeparable)
  // Every declaration gets its own precision; these two only choose which need not be printed.
  try compiler.set(
    SPVC_COMPILER_OPTION_GLSL_ES_DEFAULT_FLOAT_PRECISION_HIGHP,
    // Where ESSL 100 has no default, the least that holds everything: highp is an option of its devices.
    dialect.isES && dialect.version == 100
      ? facts?.defaultFloatPrecision == .highp : facts?.defaultFloatPrecision != .mediump)
  try compiler.set(
    SPVC_COMPILER_OPTION_GLSL_ES_DEFAULT_INT_PRECISION_HIGHP, facts?.defaultIntPrecision == .highp)
}

/// Built-in variables that the source declared again with a layout SPIRV-Cross does not print.
private func redeclarations(
  in compiler: CrossCompiler, survey: ModuleSurvey, dialect: Dialect, facts: SourceFacts?
) throws(EmissionError) -> [String] {
  var lines: [String] = []
  let isRedeclared = facts.map { $0.originUpperLeft || $0.pixelCenterInteger } ?? false
  // Vulkan has the one origin, unasked.
  if !dialect.isES, isRedeclared || (!dialect.isVulkan && survey.readsFragCoord) {
    // The module, not the facts, says how gl_FragCoord was read when the derivatives were taken.
    let modes = Set(try compiler.executionModes().map(\.rawValue))
    let layouts = [
      (SpvExecutionModeOriginUpperLeft, "origin_upper_left"),
      (SpvExecutionModePixelCenterInteger, "pixel_center_integer"),
    ].filter { modes.contains($0.0.rawValue) }.map(\.1)
    if !layouts.isEmpty {
      lines.append("layout(\(layouts.joined(separator: ", "))) in vec4 gl_FragCoord;")
    }
  }
  // SPIRV-Cross prints the other two.
  if let layout = facts?.depthLayout, ["depth_any", "depth_unchanged"].contains(layout) {
    lines.append("layout(\(layout)) out float gl_FragDepth;")
  }
  return lines
}

/// Extensions that change only how a text is read in, and this text is already read in.
let textualExtensions: Set<String> = [
  "GL_GOOGLE_include_directive", "GL_ARB_shading_language_include", "GL_GOOGLE_cpp_style_line_directive",
]

extension Dialect {
  /// What SPIRV-Cross asks for though it is in the language: texture buffers are since 1.40, and few compilers know the
  /// extension's name.
  var needlessExtensions: Set<String> { !isES && version >= 140 ? ["GL_EXT_texture_buffer_object"] : [] }
}

/// The text with the `#version` line as the source has it, and the extensions that it asked for.
private func withHead(_ text: String, dialect: Dialect, facts: SourceFacts?) -> String {
  if dialect.isLegacy { return LegacyHead(text, dialect: dialect, facts: facts).text }
  var head = [dialect.versionLine].compactMap { $0 }
  if dialect.isSourceDialect {
    let printed = Set(text.split(separator: "\n").prefix { $0.hasPrefix("#") })
    for request in facts?.requestedExtensions ?? [] where !textualExtensions.contains(request.name) {
      if !printed.contains("#extension \(request.name) : require") {
        head.append("#extension \(request.name) : \(request.behaviour)")
      }
    }
  }
  var body = String(text.drop { $0 != "\n" })
  for name in dialect.needlessExtensions { body = body.replacing("\n#extension \(name) : require", with: "") }
  return head.joined(separator: "\n") + body
}

extension SourceFacts {
  /// Whether the text turns an extension on.
  func requests(_ name: String) -> Bool { requestedExtensions.contains { $0.name == name } }
}
