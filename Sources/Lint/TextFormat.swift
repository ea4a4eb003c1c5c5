import Differentiation

extension LintReport {
  /// The findings as a compiler's messages: a line a finding, indented ones for its path and its cure.
  public var text: String { findings.map(\.text).joined() }
}

extension Finding {
  /// `file:line:column: warning: message [rule]`, how it comes about, whether conversion cures it.
  var text: String {
    var lines = ["\(location): \(severity.rawValue): \(message) [\(rule.rawValue)]"]
    if !path.isEmpty { lines.append("    \(pathText)") }
    switch cure {
    case .cured: lines.append("    'quadless convert' cures it")
    case .notCured(let reason): lines.append("    'quadless convert' does not cure it: \(reason)")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The path on one line: `varies because of 'uv', line 4; branch, line 9`.
  var pathText: String {
    path.map { note in
      let place = note.location
      if place.line == 0 { return note.message }
      return note.message + (place.file == location.file ? ", line \(place.line)" : ", \(place)")
    }.joined(separator: "; ")
  }
}
