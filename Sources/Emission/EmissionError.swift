/// Why a module could not be written in another language.
public enum EmissionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The words are no SPIR-V module that SPIRV-Cross can read.
  case unreadableModule(String)
  /// The target language, or its version, has no words for something in the module.
  case inexpressible(String)
  /// The module has no fragment entry point of this name.
  case noEntryPoint(String)
  /// The SPIRV-Cross library was built without this back end.
  case missingBackEnd(String)
  /// A uniform or varying has the name of a built-in function that the shader now calls; GLSL cannot
  /// say both.
  case nameHidesBuiltIn(String)

  /// One line for people.
  public var description: String {
    switch self {
    case .unreadableModule(let reason): "cannot read the SPIR-V module: \(reason)"
    case .inexpressible(let reason): "cannot be written in this language or version: \(reason)"
    case .noEntryPoint(let name): "there is no fragment entry point named '\(name)'"
    case .missingBackEnd(let name): "the installed SPIRV-Cross cannot write \(name)"
    case .nameHidesBuiltIn(let name):
      "the interface variable '\(name)' hides the built-in function of that name, which is needed"
    }
  }
}
