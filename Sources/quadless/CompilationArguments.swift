import ArgumentParser
import Console
import Conversion

extension EmbeddedExtension: ExpressibleByArgument {}

/// How GLSL is read and SPIR-V is made; the flags are glslc's.
struct CompilationArguments: ParsableArguments {
  @OptionGroup var source: SourceArguments

  @Option(
    help: ArgumentHelp(
      "The version of the GLSL to write, such as 450 or 300es. (default: that of the source)",
      valueName: "version"),
    transform: dialect)
  var glslVersion: GLSLVersion?

  @Option(
    name: .customLong("enable-extension"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      GLSL ES 100: use this extension where a site needs it, though the shader does not enable it; the page has to. \
      May be given several times.
      """, valueName: "name"))
  var enabledExtensions: [EmbeddedExtension] = []

  @Flag(
    name: .customShort("O"),
    help: "Optimize before differentiating and after; this may change how primal values round.")
  var optimizes = false

  @Flag(name: .customShort("g"), help: "Keep debug info in the SPIR-V: lines, file names, the source's text.")
  var keepsDebugInfo = false

  func apply(to options: inout ConversionOptions) {
    source.apply(to: &options)
    options.glslVersion = glslVersion
    options.enabledExtensions = Set(enabledExtensions)
    options.optimizes = optimizes
    options.keepsDebugInfo = keepsDebugInfo
  }
}

private func dialect(_ text: String) throws -> GLSLVersion {
  if let version = GLSLVersion(text) { return version }
  throw ValidationError("'\(text)' is none of 330 to 460 (core), 300es, 310es and 320es")
}
