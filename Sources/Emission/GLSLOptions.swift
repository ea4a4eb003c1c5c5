import Frontend

/// What GLSL to write.
public struct GLSLOptions: Sendable, Equatable {
  /// The number after `#version`; nil for that of the source.
  public var version: Int?
  /// The profile after `#version`; nil for that of the source.
  public var profile: Profile?
  /// GLSL for Vulkan (descriptor sets, push constants, separate samplers) rather than for OpenGL.
  public var isVulkan: Bool
  /// The fragment entry point to write, which GLSL calls `main`; nil for the module's first.
  public var entryPoint: String?

  /// The source's version and profile, unless told otherwise.
  public init(
    version: Int? = nil, profile: Profile? = nil, isVulkan: Bool, entryPoint: String? = nil
  ) {
    self.entryPoint = entryPoint
    self.version = version
    self.profile = profile
    self.isVulkan = isVulkan
  }
}

/// The dialect that a text is written in: options and source facts made one.
struct Dialect {
  var version: Int
  var isES: Bool
  var isVulkan: Bool
  /// Version and profile are those of the source, so that whatever was legal there is legal here.
  var isSourceDialect: Bool
  /// It is the source's, and an old one, whose `gl_FragColor`, `gl_TexCoord` and the like go without a declaration.
  var isLegacy: Bool
  private var isNamed: Bool
  private var isCompatibility: Bool

  /// Chooses from the options, then the source's facts, then what the module itself says of its source.
  init(options: GLSLOptions, facts: SourceFacts?, survey: ModuleSurvey) {
    let sourceVersion = facts?.version ?? survey.source?.version
    let sourceIsES = facts.map { $0.profile == .es } ?? survey.source?.isES ?? false
    isES = options.profile.map { $0 == .es } ?? sourceIsES
    version = options.version ?? (isES == sourceIsES ? sourceVersion : nil) ?? (isES ? 320 : 450)
    isVulkan = options.isVulkan
    let isSameProfile = options.profile == nil || facts == nil || options.profile == facts?.profile
    isSourceDialect = version == sourceVersion && isES == sourceIsES && isSameProfile
    isLegacy = isSourceDialect && facts?.isLegacy == true
    isNamed = !isSourceDialect || facts?.isVersionNamed != false
    isCompatibility = isLegacy && facts?.profile == .compatibility
  }

  /// Before GLSL 130 and ESSL 300: SPIRV-Cross writes `varying`, `texture2D` and `gl_FragData`.
  var hasOldWords: Bool { version < 130 }

  /// Whether arrays can be constructed and assigned.
  var hasArrayValues: Bool { version >= 120 }

  /// The `#version` line's text, nil where the source has none. OpenGL's default profile is named, as most sources
  /// do.
  var versionLine: String? {
    if !isNamed { return nil }
    if isCompatibility { return "#version \(version) compatibility" }
    if isES { return version > 100 ? "#version \(version) es" : "#version \(version)" }
    return version >= 150 && !isVulkan ? "#version \(version) core" : "#version \(version)"
  }
}
