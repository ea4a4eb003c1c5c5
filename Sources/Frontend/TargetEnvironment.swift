/// The rules a shader is written under.
public enum TargetEnvironment: String, Sendable, Equatable, CaseIterable {
  /// OpenGL 4.5.
  case opengl = "opengl4.5"
  /// Vulkan 1.0.
  case vulkan1_0 = "vulkan1.0"
  /// Vulkan 1.1.
  case vulkan1_1 = "vulkan1.1"
  /// Vulkan 1.2.
  case vulkan1_2 = "vulkan1.2"
  /// Vulkan 1.3.
  case vulkan1_3 = "vulkan1.3"

  /// A spelling that `--target-env` refuses, and why.
  public struct SpellingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, and what is accepted.
    public var description: String
  }

  /// Reads glslc's spellings of `--target-env`: `opengl`, `opengl4.5`, `vulkan` (which is `vulkan1.0`)
  /// and `vulkan1.0` to `vulkan1.3`.
  ///
  /// Throws a `SpellingError` for anything else, `opengl_compat` among it.
  public init(spelling: String) throws(SpellingError) {
    switch spelling {
    case "opengl": self = .opengl
    case "vulkan": self = .vulkan1_0
    case "opengl_compat":
      throw SpellingError(description: "opengl_compat has no SPIR-V; use opengl for core profiles")
    default:
      guard let environment = Self(rawValue: spelling) else {
        let known = (["opengl", "vulkan"] + Self.allCases.map(\.rawValue)).joined(separator: ", ")
        throw SpellingError(description: "unknown environment '\(spelling)'; known are \(known)")
      }
      self = environment
    }
  }

  /// Whether Vulkan's rules hold.
  public var isVulkan: Bool { self != .opengl }

  /// The number the shim knows it by.
  var shimNumber: UInt32 {
    switch self {
    case .opengl: 0
    case .vulkan1_0: 10
    case .vulkan1_1: 11
    case .vulkan1_2: 12
    case .vulkan1_3: 13
    }
  }

  /// The next later Vulkan, which has a later SPIR-V; nil where there is none.
  var successor: TargetEnvironment? {
    switch self {
    case .opengl, .vulkan1_3: nil
    case .vulkan1_0: .vulkan1_1
    case .vulkan1_1: .vulkan1_2
    case .vulkan1_2: .vulkan1_3
    }
  }
}
