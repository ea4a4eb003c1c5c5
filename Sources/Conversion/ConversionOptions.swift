import Differentiation
import Frontend
import SPIRV

/// A form in which a converted shader can be written.
public enum OutputKind: String, Sendable, CaseIterable {
  /// A SPIR-V module.
  case spv
  /// GLSL in the version and profile of the input.
  case glsl
  /// SPIR-V as spirv-dis prints it.
  case spvasm
  /// The Metal shading language.
  case msl
  /// HLSL.
  case hlsl

  /// The kind that the suffix of a path stands for, or nil.
  public init?(suffixOf path: String) {
    let kinds: [(String, OutputKind)] = [
      (".spv", .spv), (".frag", .glsl), (".glsl", .glsl), (".fs", .glsl), (".spvasm", .spvasm),
      (".metal", .msl), (".msl", .msl), (".hlsl", .hlsl),
    ]
    guard let kind = kinds.first(where: { path.hasSuffix($0.0) })?.1 else { return nil }
    self = kind
  }
}

/// The dialect of GLSL to write.
public struct GLSLVersion: Hashable, Sendable {
  /// The number after `#version`.
  public var number: Int
  /// The profile after it.
  public var profile: Profile

  /// Reads `450`, `330core`, `300es` and the like, with or without a space.
  public init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Int(digits) else { return nil }
    let isES = [300, 310, 320].contains(number)
    switch (rest, isES) {
    case ("es", true): profile = .es
    case ("core", false), ("", false): profile = .core
    default: return nil
    }
    guard isES || [330, 400, 410, 420, 430, 440, 450, 460].contains(number) else { return nil }
    self.number = number
  }
}

/// What to write of single functions of a source, for stages that have no quad.
public struct FunctionOptions: Hashable, Sendable {
  /// The functions' names; of overloads, all are written.
  public var names: [String]
  /// Hand back the tangents of results, and of the shader's outputs, through further parameters.
  public var returnsTangents = false
  /// Leave out uniforms, buffers and structs, which the including shader declares itself.
  public var omitsDeclarations = false

  /// Functions by name.
  public init(names: [String]) { self.names = names }
}

/// Choices of a conversion.
public struct ConversionOptions: Sendable {
  /// What to write.
  public var output: OutputKind = .spv
  /// What a shader may cost; those of `compilation` and `differentiation` follow from these.
  public var limits = Limits()
  /// How to compile; `mapsIO` and `embedsSourceText` follow from the other choices.
  public var compilation = CompileOptions()
  /// What the pass does; what depends on the output and on the source's pragmas is filled in.
  public var differentiation = DifferentiationOptions()
  /// Write functions to be included in other stages, or linked, instead of the shader; nil: the shader.
  /// GLSL and SPIR-V only, and without ``optimizes``.
  public var functions: FunctionOptions?
  /// Optimize before differentiating and after (-O). This may change the rounding of primal values.
  public var optimizes = false
  /// Keep lines, file names and the source's text in the SPIR-V (-g).
  public var keepsDebugInfo = false
  /// The dialect of GLSL to write, nil for the source's.
  public var glslVersion: GLSLVersion?
  /// Extensions of GLSL ES 100 to use where a site needs them, besides those that the shader enables itself.
  public var enabledExtensions: Set<EmbeddedExtension> = []
  /// Validate the module after every pass.
  public var verifiesEach = false
  /// Called with a pass's name and the module's words after every pass.
  public var afterEachPass: (@Sendable (_ pass: String, _ words: [UInt32]) -> Void)?

  /// The defaults.
  public init() {}
}
