import Differentiation

/// Something that lint found.
public struct Finding: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable {
    /// The result is undefined, torn, or not what it looks like.
    case warning
    /// Worth knowing; the result is what the source says.
    case note
  }

  /// A stage on the way from the cause to the place.
  public struct PathNote: Hashable, Sendable {
    /// What happens there.
    public var message: String
    /// Where.
    public var location: SourceLocation
  }

  /// Whether `quadless convert` makes it go away.
  public enum Cure: Hashable, Sendable {
    /// It does.
    case cured
    /// It does not: why.
    case notCured(String)
  }

  /// What was looked for.
  public var rule: LintRule
  /// How bad it is.
  public var severity: Severity
  /// Where.
  public var location: SourceLocation
  /// What is wrong, in a sentence without a full stop.
  public var message: String
  /// How it comes about, from the cause on.
  public var path: [PathNote]
  /// Whether conversion cures it.
  public var cure: Cure
}

extension Finding {
  /// Whether the finding comes first in a list: those in the shader's own file go before those in included ones.
  func precedes(_ other: Finding, in path: String) -> Bool {
    func key(_ finding: Finding) -> (Int, String, Int, Int, String) {
      let place = finding.location
      return (place.file == path ? 0 : 1, place.file, place.line, place.column, finding.rule.rawValue)
    }
    return key(self) < key(other)
  }
}
