import ArgumentParser
import Conversion
import Frontend

/// How GLSL is read and SPIR-V is made; the flags are glslc's.
struct CompilationArguments: ParsableArguments {
  @Option(
    name: .customShort("I"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Look for included files in a directory, too.", valueName: "directory"),
    completion: .directory)
  var includeDirectories: [String] = []

  @Option(
    name: .customShort("D"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Define a macro.", valueName: "name[=value]"))
  var definitions: [String] = []

  @Option(
    name: .customShort("U"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Undefine a macro.", valueName: "name"))
  var undefinitions: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      The rules to hold the shader to: opengl, opengl4.5, vulkan, vulkan1.0 to vulkan1.3. (default: told from \
      the source)
      """, valueName: "environment"),
    transform: environment)
  var targetEnv: TargetEnvironment?

  @Option(
    help: ArgumentHelp(
      "The version of the GLSL to write, such as 450 or 300es. (default: that of the source)",
      valueName: "version"),
    transform: dialect)
  var glslVersion: GLSLVersion?

  @Flag(
    name: .customShort("O"),
    help: "Optimize before differentiating and after; this may change how primal values round.")
  var optimizes = false

  @Flag(name: .customShort("g"), help: "Keep debug info in the SPIR-V: lines, file names, the source's text.")
  var keepsDebugInfo = false

  func apply(to options: inout ConversionOptions) {
    options.compilation.includeDirectories = includeDirectories
    options.compilation.definitions = definitions.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return CompileOptions.Definition(
        name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
    options.compilation.undefinitions = undefinitions
    options.compilation.targetEnvironment = targetEnv
    options.glslVersion = glslVersion
    options.optimizes = optimizes
    options.keepsDebugInfo = keepsDebugInfo
  }
}

private func environment(_ text: String) throws -> TargetEnvironment {
  do throws(TargetEnvironment.SpellingError) {
    return try TargetEnvironment(spelling: text)
  } catch {
    throw ValidationError(error.description)
  }
}

private func dialect(_ text: String) throws -> GLSLVersion {
  if let version = GLSLVersion(text) { return version }
  throw ValidationError("'\(text)' is none of 330 to 460 (core), 300es, 310es and 320es")
}
