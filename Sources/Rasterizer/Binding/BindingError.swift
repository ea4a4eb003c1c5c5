/// Why a shader's inputs and resources cannot be bound.
public enum BindingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A name of the sidecar that the shader does not have; `kind` is "input", "uniform" or "texture".
  case unknownName(kind: String, name: String, known: [String])
  /// A number of values that does not fit.
  case count(name: String, expected: Int, found: Int)
  /// A texture that cannot be had.
  case texture(name: String, message: String)
  /// A block, or an array of them, of more bytes than one is given.
  case tooLarge(name: String, limit: Int)

  /// The message.
  public var description: String {
    switch self {
    case .unknownName(let kind, let name, let known):
      "the shader has no \(kind) '\(name)'"
        + (known.isEmpty ? "" : "; it has \(known.sorted().joined(separator: ", "))")
    case .count(let name, let expected, let found):
      "'\(name)' has \(expected) numbers, not \(found)"
    case .tooLarge(let name, let limit): "'\(name)' has more than \(limit) bytes"
    case .texture(let name, let message): "texture '\(name)': \(message)"
    }
  }
}
