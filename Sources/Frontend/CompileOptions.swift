import SPIRV

/// An `#include` on its way to a text.
public struct IncludeRequest: Sendable, Equatable {
  /// What stands between the quotes or brackets.
  public var name: String
  /// The path of the file with the directive, as diagnostics name it.
  public var includer: String
  /// Whether a file beside the including one is meant: `"name"`, at first. Where that is missing the request
  /// comes again with false, as it does for `<name>`.
  public var isLocal: Bool
  /// How deep inclusions are nested, from 1.
  public var depth: Int
}

/// What becomes of an ``IncludeRequest``.
public enum IncludeAnswer: Sendable {
  /// The text, and the path that diagnostics and further requests name it by.
  case source(Source)
  /// There is none. The answer to the second request decides.
  case missing
  /// It is there and cannot be had: why.
  case failure(String)
  /// Look for it in the file system, as without an ``Includer``.
  case fileSystem
}

/// Finds included files for a compilation, in memory for example. It is called on the thread that compiles.
public typealias Includer = @Sendable (IncludeRequest) -> IncludeAnswer

/// How to compile a source.
public struct CompileOptions: Sendable {
  /// What the text may come to with all that it includes.
  public var limits = Limits()
  /// A macro to define before the text is read.
  public struct Definition: Sendable, Equatable {
    /// The macro's name, with its parameters if it has any, e.g. `LIGHTS` or `SQUARE(x)`.
    public var name: String
    /// What it stands for; "" for nothing.
    public var value: String

    /// A macro and what it stands for.
    public init(name: String, value: String = "") {
      self.name = name
      self.value = value
    }
  }

  /// Where to look for included files, in order (-I).
  public var includeDirectories: [String]
  /// Whether files outside the source's folder and ``includeDirectories``, with all that is below them, may be
  /// included: by `..`, or where a symbolic link leads. What ``includer`` hands over is its own affair.
  public var allowsOutsideFiles = false
  /// Asked for every included file before any directory is looked into; nil: only directories are.
  public var includer: Includer?
  /// Macros to define (-D), in order.
  public var definitions: [Definition]
  /// Macros to undefine after that (-U), in order.
  public var undefinitions: [String]
  /// The dialect; nil to tell it from the text.
  public var dialect: SourceDialect?
  /// The environment; nil to tell it from the text.
  public var targetEnvironment: TargetEnvironment?
  /// Give locations and bindings to what has none. Wanted where the output is SPIR-V for OpenGL; not
  /// where it is GLSL, whose uniforms must stay loose.
  public var mapsIO: Bool
  /// Under Vulkan's rules, take what only OpenGL's allow: uniforms outside blocks go into one. With ``mapsIO``.
  public var relaxesVulkan = false
  /// Put the text of the source and its includes into OpSource, as debuggers like it.
  public var embedsSourceText: Bool
  /// Keep functions that nothing calls. A text without `main`, and without `#version` (which is then
  /// 450), will do. The source's own `main` is then a function called ``renamedMain``, and the module's does
  /// nothing but initialize global variables.
  public var keepsFunctions: Bool

  /// Options; all off if left out.
  public init(
    includeDirectories: [String] = [], includer: Includer? = nil, definitions: [Definition] = [],
    undefinitions: [String] = [],
    targetEnvironment: TargetEnvironment? = nil, mapsIO: Bool = false, embedsSourceText: Bool = false,
    keepsFunctions: Bool = false
  ) {
    self.includeDirectories = includeDirectories
    self.includer = includer
    self.definitions = definitions
    self.undefinitions = undefinitions
    self.targetEnvironment = targetEnvironment
    self.mapsIO = mapsIO
    self.embedsSourceText = embedsSourceText
    self.keepsFunctions = keepsFunctions
  }

  /// What `main` is called where functions are kept.
  public static let renamedMain = "quadless_source_main"

  /// What is put behind the text where functions are kept: glslang initializes variables in `main`.
  static let emptyMain = "\n#undef main\nvoid main() {}\n"

  /// The lines put before the text. As with glslc, `#include` needs no `#extension`; that is left out of
  /// texts without one, as it would show in the module.
  func preamble(hasInclude: Bool) -> String {
    var text = hasInclude ? "#extension GL_GOOGLE_include_directive : enable\n" : ""
    if keepsFunctions { text += "#define main \(Self.renamedMain)\n" }
    for definition in definitions { text += "#define \(definition.name) \(definition.value)\n" }
    for name in undefinitions { text += "#undef \(name)\n" }
    return text
  }

  /// Throws where a name or value would break out of its line.
  func validate() throws(CompilationError) {
    for name in definitions.map(\.name) + undefinitions {
      let head = name.prefix { $0 != "(" }
      let isName =
        !head.isEmpty && head.utf8.allSatisfy(isWordByte) && !(head.utf8.first.map(isDigit) ?? true)
      if !isName || name.contains(where: \.isNewline) {
        throw CompilationError(commandLineName, line: nil, "'\(name)' is not the name of a macro")
      }
    }
    for definition in definitions where definition.value.contains(where: \.isNewline) {
      throw CompilationError(
        commandLineName, line: nil, "the value of '\(definition.name)' holds a line break")
    }
  }
}
