/// The version and profile a text is written in.
struct Dialect: Equatable {
  var version: Int
  var profile: Profile
  /// There is a `#version` that says so.
  var isNamed = true

  /// The version glslang is told: it takes ES 300 for SPIR-V only under the name of 310.
  var overrideVersion: Int { profile == .es && version == 300 ? 310 : 0 }

  /// The version of a text of functions that names none.
  static let defaultVersion = 450

  private static let supported =
    "supported are 110 to 460, 100, 300 es, 310 es, 320 es and Vulkan GLSL (from 140)"
  private static let supportedForFunctions =
    "functions are taken out of 330 to 460 core, 300 es, 310 es, 320 es and Vulkan GLSL (from 140)"
  private static let desktopVersions: Set<Int> = [330, 400, 410, 420, 430, 440, 450, 460]
  private static let oldDesktopVersions: Set<Int> = [110, 120, 130, 140, 150]
  private static let esVersions: Set<Int> = [300, 310, 320]

  /// Whether a text is to be read by rules that glslang does not have for SPIR-V: GLSL before 330, ESSL 100, and
  /// the compatibility profiles, with `varying`, `texture2D` and `gl_FragColor`.
  func isLegacy(for environment: TargetEnvironment) -> Bool {
    switch profile {
    case .compatibility: true
    case .es: version == 100
    case .core: version < 330 && !environment.isVulkan
    }
  }

  /// Reads the arguments of `#version`.
  ///
  /// Throws a `CompilationError` where they name what is not supported, or only for whole shaders.
  init(
    _ written: TextScan.Version, path: String, plan: EnvironmentPlan, keepsFunctions: Bool
  ) throws(CompilationError) {
    let supported = keepsFunctions ? Self.supportedForFunctions : Self.supported
    if written.number == 0 {
      throw CompilationError(path, line: written.line, "#version needs a number; \(supported)")
    }
    version = written.number
    let name = "#version \(written.number)" + (written.profile.map { " \($0)" } ?? "")
    let isSupported: Bool
    switch written.profile {
    case "es":
      profile = .es
      isSupported = Self.esVersions.contains(version)
    case "compatibility":
      profile = .compatibility
      isSupported = version == 150 || Self.desktopVersions.contains(version)
    case nil, "core":
      if Self.esVersions.contains(version) {
        throw CompilationError(path, line: written.line, "\(name) needs the profile es")
      }
      // Before 150 there are no profiles to name.
      let isNameable = written.profile == nil || version >= 150
      profile = version == 100 ? .es : .core
      isSupported =
        isNameable
        && (version == 100 || Self.desktopVersions.union(Self.oldDesktopVersions).contains(version))
    default:
      profile = .core
      isSupported = false
    }
    guard isSupported, !(keepsFunctions && isLegacy(for: plan.environments.first ?? .opengl)) else {
      throw CompilationError(path, line: written.line, "\(name) is not supported; \(supported)")
    }
  }

  /// A dialect that is known.
  private init(version: Int, profile: Profile, isNamed: Bool) {
    (self.version, self.profile, self.isNamed) = (version, profile, isNamed)
  }

  /// What a text without `#version` may be written in, likeliest first: it is GLSL 110 to a desktop driver and
  /// ESSL 100 to an embedded one or a browser.
  static func unnamed(_ scan: TextScan) -> [Dialect] {
    let desktop = Dialect(version: 110, profile: .core, isNamed: false)
    let embedded = Dialect(version: 100, profile: .es, isNamed: false)
    return scan.mentionsES ? [embedded, desktop] : [desktop, embedded]
  }

  /// The dialect of functions without `#version`.
  static let functions = Dialect(version: defaultVersion, profile: .core, isNamed: true)
}

/// The environments to try a text under, likeliest first.
struct EnvironmentPlan {
  var environments: [TargetEnvironment]
  /// The text, or the user, leaves no doubt.
  var isCertain: Bool

  /// Whether Vulkan is the likelier.
  var startsWithVulkan: Bool { environments.first?.isVulkan ?? false }

  /// OpenGL, without a doubt.
  static let opengl = EnvironmentPlan(environments: [.opengl], isCertain: true)

  private init(environments: [TargetEnvironment], isCertain: Bool) {
    (self.environments, self.isCertain) = (environments, isCertain)
  }

  /// Tells the environment from signs in the text; `override` settles it.
  init(_ scan: TextScan, override: TargetEnvironment?) {
    if let override {
      environments = [override]
      isCertain = true
      return
    }
    let isES = scan.version?.profile == "es"
    switch scan.vulkan {
    case .strong:
      environments = scan.hasOpenGLOnlyDeclaration ? [.vulkan1_0, .opengl] : [.vulkan1_0]
    case .weak:
      environments = scan.hasOpenGLOnlyDeclaration ? [.opengl, .vulkan1_0] : [.vulkan1_0, .opengl]
    case .none:
      // With a location for every input and a binding for every resource, a text of the versions that
      // Vulkan shaders are written in is as good under its rules, and SPIR-V made of it is meant for it.
      let isVulkanLike =
        !isES && !scan.hasOpenGLOnlyDeclaration && scan.hasLocatedInterface
        && (scan.version?.number ?? 0) >= 440
      environments = isVulkanLike ? [.vulkan1_0, .opengl] : [.opengl, .vulkan1_0]
    }
    isCertain = scan.vulkan == .strong || scan.hasOpenGLOnlyDeclaration
  }
}
