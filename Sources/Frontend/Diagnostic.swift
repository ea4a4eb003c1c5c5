/// One message about a place in a source.
public struct Diagnostic: Sendable, Equatable, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Sendable, Equatable {
    /// The shader was refused.
    case error
    /// It was taken, and something in it is doubtful or stays as it was.
    case warning
    /// It was taken, and something about it is worth knowing.
    case note
  }

  /// The file as it was named to us; `<command line>` for the definitions given with -D and -U.
  public var file: String
  /// The line, from 1, or nil where the message is about the whole file.
  public var line: Int?
  /// The column, from 1 in characters, where it is known.
  public var column: Int?
  /// How bad it is.
  public var severity: Severity
  /// What is wrong, in one sentence without a full stop.
  public var message: String

  /// A message.
  public init(file: String, line: Int? = nil, column: Int? = nil, severity: Severity, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
  }

  /// `file:line:column: error: message`, less what is not known.
  public var description: String {
    var place = file
    if let line {
      place += ":\(line)"
      if let column { place += ":\(column)" }
    }
    return "\(place): \(severity.rawValue): \(message)"
  }
}

/// A source that cannot be compiled.
public struct CompilationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// At least one error, and the warnings and notes that came with it, in the order they were found.
  public var diagnostics: [Diagnostic]

  /// An error that consists of these messages.
  public init(diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  /// An error of one message.
  init(_ file: String, line: Int?, column: Int? = nil, _ message: String) {
    diagnostics = [
      Diagnostic(file: file, line: line, column: column, severity: .error, message: message)
    ]
  }

  /// The messages, a line each.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
