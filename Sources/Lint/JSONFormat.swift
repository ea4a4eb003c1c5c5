import Differentiation

extension LintReport {
  /// The findings as a JSON object on one line.
  public var json: String {
    JSONValue.object([
      ("input", .string(path)), ("findings", .array(findings.map(\.json))),
    ]).text + "\n"
  }
}

extension Finding {
  fileprivate var json: JSONValue {
    let reason: JSONValue? = if case .notCured(let reason) = cure { .string(reason) } else { nil }
    let path = path.map { JSONValue.object([("message", .string($0.message))] + $0.location.members) }
    return .object(
      [("rule", .string(rule.rawValue)), ("severity", .string(severity.rawValue))] + location.members + [
        ("message", .string(message)), ("path", .array(path)), ("curedByConvert", .boolean(cure == .cured)),
        ("reason", reason),
      ])
  }
}

extension SourceLocation {
  /// The members of an object that say where; what is not known is left out.
  fileprivate var members: [(String, JSONValue?)] {
    [
      ("file", .string(file)), ("line", line > 0 ? .integer(line) : nil),
      ("column", column > 0 ? .integer(column) : nil),
    ]
  }
}
