import Conversion
import Differentiation

/// Writes reports as one SARIF 2.1.0 log (OASIS, Static Analysis Results Interchange Format).
public enum SARIFLog {
  /// The log of one run over some shaders.
  public static func text(_ reports: [LintReport]) -> String {
    let driver = JSONValue.object([
      ("name", "quadless"), ("version", .string(Versions.quadless)),
      ("semanticVersion", .string(Versions.quadless)), ("rules", .array(LintRule.allCases.map(\.sarif))),
    ])
    let results = reports.flatMap(\.findings).map(\.sarif)
    let run = JSONValue.object([
      ("tool", .object([("driver", driver)])), ("columnKind", "unicodeCodePoints"),
      ("results", .array(results)),
    ])
    return JSONValue.object([
      ("$schema", "https://json.schemastore.org/sarif-2.1.0.json"), ("version", "2.1.0"),
      ("runs", .array([run])),
    ]).text + "\n"
  }
}

private func message(_ text: String) -> JSONValue { .object([("text", .string(text))]) }

extension LintRule {
  fileprivate var sarif: JSONValue {
    .object([
      ("id", .string(rawValue)), ("shortDescription", message(summary)), ("help", message(help)),
      ("defaultConfiguration", .object([("level", .string(severity.rawValue))])),
    ])
  }
}

extension Finding {
  fileprivate var sarif: JSONValue {
    let steps = path + [PathNote(message: message, location: location)]
    let flow = steps.map { JSONValue.object([("location", location(of: $0))]) }
    let flows = JSONValue.array([.object([("threadFlows", .array([.object([("locations", .array(flow))])]))])]
    )
    let related = path.enumerated().map { location(of: $1, id: $0 + 1) }
    let reason: JSONValue? = if case .notCured(let reason) = cure { .string(reason) } else { nil }
    return .object([
      ("ruleId", .string(rule.rawValue)),
      ("ruleIndex", LintRule.allCases.firstIndex(of: rule).map { .integer($0) }),
      ("level", .string(severity.rawValue)), ("message", Lint.message(message)),
      ("locations", .array([.object([("physicalLocation", location.sarif)])])),
      ("relatedLocations", path.isEmpty ? nil : .array(related)), ("codeFlows", path.isEmpty ? nil : flows),
      ("properties", .object([("curedByConvert", .boolean(cure == .cured)), ("reason", reason)])),
    ])
  }

  private func location(of note: PathNote, id: Int? = nil) -> JSONValue {
    .object([
      ("id", id.map { .integer($0) }), ("physicalLocation", note.location.sarif),
      ("message", Lint.message(note.message)),
    ])
  }
}

extension SourceLocation {
  fileprivate var sarif: JSONValue {
    let region: JSONValue? =
      line > 0
      ? .object([("startLine", .integer(line)), ("startColumn", column > 0 ? .integer(column) : nil)]) : nil
    return .object([
      ("artifactLocation", .object([("uri", .string(uriReference(file)))])), ("region", region),
    ])
  }
}

/// A path as a URI reference: what may not stand in one is percent-encoded.
private func uriReference(_ path: String) -> String {
  var result = ""
  for byte in path.utf8 {
    let character = UnicodeScalar(byte)
    if byte < 0x80,
      character.properties.isAlphabetic || "0123456789-._~/+@".unicodeScalars.contains(character)
    {
      result.unicodeScalars.append(character)
    } else {
      result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
  return result
}
