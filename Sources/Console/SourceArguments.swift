import ArgumentParser
import Conversion
import Frontend

/// How GLSL is read; the flags are glslc's.
package struct SourceArguments: ParsableArguments {
  @Option(
    name: .customShort("I"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Look for included files in a directory, too.", valueName: "directory"),
    completion: .directory)
  package var includeDirectories: [String] = []

  @Flag(
    help: """
      Read files outside the shader's folder and the directories of -I, too, where it includes them by '..' or links \
      lead there, or its scene names them as pictures.
      """)
  package var allowOutsideFiles = false

  @Option(
    name: .customShort("D"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Define a macro.", valueName: "name[=value]"))
  package var definitions: [String] = []

  @Option(
    name: .customShort("U"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Undefine a macro.", valueName: "name"))
  package var undefinitions: [String] = []

  @Option(
    help: ArgumentHelp(
      "The dialect: glsl, or shadertoy (a function mainImage, undeclared uniforms). (default: told from the source)",
      valueName: "dialect"))
  package var dialect: SourceDialect?

  @Option(
    help: ArgumentHelp(
      """
      The rules to hold the shader to: opengl, opengl4.5, vulkan, vulkan1.0 to vulkan1.3. (default: told from \
      the source)
      """, valueName: "environment"),
    transform: environment)
  package var targetEnv: TargetEnvironment?

  package init() {}

  package func apply(to options: inout ConversionOptions) {
    options.compilation.includeDirectories = includeDirectories
    options.compilation.allowsOutsideFiles = allowOutsideFiles
    options.compilation.definitions = definitions.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return CompileOptions.Definition(
        name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
    options.compilation.undefinitions = undefinitions
    options.compilation.dialect = dialect
    options.compilation.targetEnvironment = targetEnv
  }
}

extension SourceDialect: ExpressibleByArgument {}

private func environment(_ text: String) throws -> TargetEnvironment {
  do throws(TargetEnvironment.SpellingError) {
    return try TargetEnvironment(spelling: text)
  } catch {
    throw ValidationError(error.description)
  }
}
