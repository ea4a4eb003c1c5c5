/// The version and profile a text is written in.
struct Dialect {
  var version: Int
  var profile: Profile

  /// The version glslang is told: it takes ES 300 for SPIR-V only under the name of 310.
  var overrideVersion: Int { profile == .es && version == 300 ? 310 : 0 }

  /// The version of a text of functions that names none.
  static let defaultVersion = 450

  private static let supported =
    "supported are 330 to 460 core, 300 es, 310 es, 320 es and Vulkan GLSL (from 140)"
  private static let desktopVersions: Set<Int> = [330, 400, 410, 420, 430, 440, 450, 460]
  private static let esVersions: Set<Int> = [300, 310, 320]

  /// Reads the arguments of `#version`.
  ///
  /// Throws a `CompilationError` where there are none or they name what is not supported.
  init(_ written: TextScan.Version?, path: String, plan: EnvironmentPlan) throws(CompilationError) {
    guard let written else {
      throw CompilationError(path, line: 1, "there is no #version; \(Self.supported)")
    }
    if written.number == 0 {
      throw CompilationError(path, line: written.line, "#version needs a number; \(Self.supported)")
    }
    let name = "#version \(written.number)" + (written.profile.map { " \($0)" } ?? "")
    let isSupported: Bool
    switch written.profile {
    case "es": isSupported = Self.esVersions.contains(written.number)
    case nil, "core":
      let isOldVulkan = (written.number == 140 && written.profile == nil) || written.number == 150
      isSupported =
        Self.desktopVersions.contains(written.number) || (plan.startsWithVulkan && isOldVulkan)
      if Self.esVersions.contains(written.number) {
        throw CompilationError(path, line: written.line, "\(name) needs the profile es")
      }
    default: isSupported = false
    }
    if !isSupported {
      throw CompilationError(path, line: written.line, "\(name) is not supported; \(Self.supported)")
    }
    version = written.number
    profile = written.profile == "es" ? .es : .core
  }
}

/// The environments to try a text under, likeliest first.
struct EnvironmentPlan {
  var environments: [TargetEnvironment]
  /// The text, or the user, leaves no doubt.
  var isCertain: Bool

  /// Whether Vulkan is the likelier.
  var startsWithVulkan: Bool { environments.first?.isVulkan ?? false }

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
