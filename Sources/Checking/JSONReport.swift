import Foundation

/// What `--json` prints: an object of the shaders' checks.
public struct JSONReport: Codable, Hashable, Sendable {
  /// A shader that could not be checked.
  public struct Failure: Codable, Hashable, Sendable {
    /// The path.
    public var path: String
    /// Why.
    public var error: String

    /// A failure.
    public init(path: String, error: String) {
      self.path = path
      self.error = error
    }
  }

  /// The format's version; it grows when a key changes its meaning or goes away.
  public var version = 1
  /// The shaders that were checked, in the order of the inputs.
  public var shaders: [ShaderCheck]
  /// Those that could not be.
  public var failures: [Failure]

  /// A report.
  public init(shaders: [ShaderCheck], failures: [Failure] = []) {
    self.shaders = shaders
    self.failures = failures
  }

  /// A report from its text.
  public init(json: Data) throws {
    self = try JSONDecoder().decode(JSONReport.self, from: json)
  }

  /// The text: indented, keys in alphabetical order, a line feed at the end.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
