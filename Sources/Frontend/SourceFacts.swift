/// A profile named by (or implied in) a shader's `#version` line.
public enum Profile: String, Sendable, Equatable {
  /// Desktop GLSL without what was removed from it.
  case core
  /// Desktop GLSL with what was removed from it.
  case compatibility
  /// GLSL ES.
  case es
}

/// What the GLSL text says and SPIR-V does not keep: what a writer of GLSL needs to give back the
/// interface of the original.
public struct SourceFacts: Sendable, Equatable {
  /// The number after `#version` as written, e.g. 300 though glslang compiled it as 310.
  public var version: Int
  /// The profile after `#version`, or the one that number implies.
  public var profile: Profile
  /// There is a `#version` line.
  public var isVersionNamed: Bool
  /// The text is GLSL before 330, ESSL 100, or in a compatibility profile: what `gl_FragColor`, `gl_TexCoord` and
  /// their like mean is left to the dialect.
  public var isLegacy: Bool
  /// The text is Shadertoy's; the names that it leaves undeclared there.
  public var shadertoyNames: Set<String>?
  /// Extensions the text turns on, in order of name, each once.
  public var requestedExtensions: [RequestedExtension]
  /// `gl_FragCoord` is redeclared with `origin_upper_left`.
  public var originUpperLeft: Bool
  /// `gl_FragCoord` is redeclared with `pixel_center_integer`.
  public var pixelCenterInteger: Bool
  /// `layout(early_fragment_tests) in;` is given.
  public var earlyFragmentTests: Bool
  /// The layout of a redeclared `gl_FragDepth` (`depth_any`, `depth_greater`, `depth_less`,
  /// `depth_unchanged`), or nil.
  public var depthLayout: String?
  /// The default precision of `float` at global scope, where a `precision` statement gives it.
  public var defaultFloatPrecision: Precision?
  /// The default precision of `int` at global scope, where a `precision` statement gives it.
  public var defaultIntPrecision: Precision?
  /// Default precisions of samplers and images, keyed by type name, e.g. `sampler2DShadow`.
  public var defaultOpaquePrecisions: [String: Precision]
  /// The inputs, outputs, uniforms and blocks of the shader, in order of declaration. Unused ones are
  /// listed too.
  public var symbols: [InterfaceSymbol]

  /// All facts of a text; those left out are the absent ones.
  public init(
    version: Int, profile: Profile, requestedExtensions: [RequestedExtension] = [],
    originUpperLeft: Bool = false, pixelCenterInteger: Bool = false, earlyFragmentTests: Bool = false,
    depthLayout: String? = nil, defaultFloatPrecision: Precision? = nil,
    defaultIntPrecision: Precision? = nil, defaultOpaquePrecisions: [String: Precision] = [:],
    symbols: [InterfaceSymbol] = [], shadertoyNames: Set<String>? = nil,
    isVersionNamed: Bool = true, isLegacy: Bool = false
  ) {
    self.isVersionNamed = isVersionNamed
    self.isLegacy = isLegacy
    self.shadertoyNames = shadertoyNames
    self.version = version
    self.profile = profile
    self.requestedExtensions = requestedExtensions
    self.originUpperLeft = originUpperLeft
    self.pixelCenterInteger = pixelCenterInteger
    self.earlyFragmentTests = earlyFragmentTests
    self.depthLayout = depthLayout
    self.defaultFloatPrecision = defaultFloatPrecision
    self.defaultIntPrecision = defaultIntPrecision
    self.defaultOpaquePrecisions = defaultOpaquePrecisions
    self.symbols = symbols
  }
}

/// One `#extension` that is on.
public struct RequestedExtension: Sendable, Equatable, Hashable {
  /// The extension's name, e.g. `GL_EXT_nonuniform_qualifier`.
  public var name: String
  /// `require`, `enable` or `warn`.
  public var behaviour: String

  /// An extension by name and behaviour.
  public init(name: String, behaviour: String) {
    self.name = name
    self.behaviour = behaviour
  }
}

/// A GLSL precision qualifier.
public enum Precision: String, Sendable, Equatable {
  /// `lowp`.
  case lowp
  /// `mediump`.
  case mediump
  /// `highp`.
  case highp
}

/// A global variable or block through which the shader meets the outside.
public struct InterfaceSymbol: Sendable, Equatable {
  /// The storage qualifier it was declared with.
  public enum Storage: String, Sendable, Equatable {
    /// `in`, or `varying` of the older versions.
    case input = "in"
    /// `out`.
    case output = "out"
    /// `uniform`.
    case uniform
    /// `buffer`.
    case buffer
    /// A uniform block with `layout(push_constant)`.
    case pushConstant = "push_constant"
    /// `shared`.
    case shared
    /// Anything else (ray payloads and the like).
    case other
  }

  /// How the members of a block are laid out, as the text says it.
  public enum Packing: String, Sendable, Equatable {
    /// Not a block, or a block whose text (and the defaults before it) names no packing.
    case none
    /// `layout(shared)`.
    case shared
    /// `layout(packed)`.
    case packed
    /// `layout(std140)`.
    case std140
    /// `layout(std430)`.
    case std430
    /// `layout(scalar)`.
    case scalar
  }

  /// The variable's name; of a block its instance name, and "" where it has none.
  public var name: String
  /// The block's name, e.g. `Camera` in `uniform Camera { … } camera;`; nil if it is no block.
  public var blockName: String?
  /// A block without an instance name: its members are global names.
  public var isAnonymousBlock: Bool
  /// The block's packing as written.
  public var packing: Packing
  /// `layout(location = n)`, if written.
  public var explicitLocation: Int?
  /// `layout(component = n)`, if written.
  public var explicitComponent: Int?
  /// `layout(index = n)`, if written.
  public var explicitIndex: Int?
  /// `layout(binding = n)`, if written.
  public var explicitBinding: Int?
  /// `layout(set = n)`, if written.
  public var explicitSet: Int?
  /// The storage qualifier.
  public var storage: Storage
  /// A built-in of GLSL such as `gl_FragCoord`, redeclared or only used.
  public var isBuiltIn: Bool
  /// The members of a block in order; empty for a plain variable.
  public var memberNames: [String]
  /// The byte offsets of those members of a block that `layout(offset = n)` or `align` puts elsewhere
  /// than its packing does by itself, by name.
  public var explicitOffsets: [String: Int]
  /// The precision, as written or by default; nil where the language or the type has none.
  public var precision: Precision?

  /// A symbol; what is left out is not written in the text.
  public init(
    name: String, blockName: String? = nil, isAnonymousBlock: Bool = false, packing: Packing = .none,
    explicitLocation: Int? = nil, explicitComponent: Int? = nil, explicitIndex: Int? = nil,
    explicitBinding: Int? = nil, explicitSet: Int? = nil, storage: Storage, isBuiltIn: Bool = false,
    memberNames: [String] = [], explicitOffsets: [String: Int] = [:], precision: Precision? = nil
  ) {
    self.name = name
    self.blockName = blockName
    self.isAnonymousBlock = isAnonymousBlock
    self.packing = packing
    self.explicitLocation = explicitLocation
    self.explicitComponent = explicitComponent
    self.explicitIndex = explicitIndex
    self.explicitBinding = explicitBinding
    self.explicitSet = explicitSet
    self.storage = storage
    self.isBuiltIn = isBuiltIn
    self.memberNames = memberNames
    self.explicitOffsets = explicitOffsets
    self.precision = precision
  }
}

/// A function that the text defines.
public struct SourceFunction: Sendable, Equatable {
  /// A parameter of a function.
  public struct Parameter: Sendable, Equatable {
    /// How it is passed: by value, back by value, or both.
    public enum Passing: String, Sendable, Equatable {
      /// By value.
      case `in`
      /// Back by value.
      case out
      /// Both.
      case `inout`
    }

    /// The name; "" where the text gives none.
    public var name: String
    /// How it is passed; SPIR-V has a pointer for all three.
    public var passing: Passing

    /// A parameter.
    public init(name: String, passing: Passing) {
      self.name = name
      self.passing = passing
    }
  }

  /// The name as glslang writes it into OpName, its parameters' types behind it: `noise(vf2;`.
  public var mangledName: String
  /// The parameters, in order.
  public var parameters: [Parameter]

  /// The name as the source has it.
  public var name: Substring { mangledName.prefix { $0 != "(" } }

  /// A function.
  public init(mangledName: String, parameters: [Parameter]) {
    self.mangledName = mangledName
    self.parameters = parameters
  }
}
