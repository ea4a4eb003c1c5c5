import Differentiation
import Frontend

extension SiteReport {
  /// What to tell the user about the site unasked: a loss as a warning, a remark as a note.
  func diagnostics(in path: String) -> [Diagnostic] {
    var messages: [Diagnostic] = []
    if case .kept(let reason) = outcome, !reason.isChosen {
      let message = "'\(name)' stays a quad operation: \(reason.text)\(self.path.text(from: location))"
      messages.append(Diagnostic(at: location, in: path, severity: .warning, message: message))
    }
    if let zeroedCut {
      messages.append(
        Diagnostic(
          at: location, in: path, severity: .warning, message: "'\(name)': \(zeroedCut.text)"))
    }
    for note in notes {
      messages.append(Diagnostic(at: location, in: path, severity: .note, message: "'\(name)': \(note)"))
    }
    return messages
  }

  /// One line for `--print-sites`: where and what the site is, what it became, what that costs, or why it
  /// stays; then its notes, a line each.
  public func text(in path: String) -> String {
    let place =
      location.file.isEmpty
      ? SourceLocation(file: path, line: location.line, column: location.column)
      : location
    let line = "\(place): \(name) in \(function): \(outcomeText)"
    return
      ([line] + [zeroedCut].compactMap { $0.map { "    warning: \($0.text)" } }
      + notes.map { "    note: \($0)" }).joined(separator: "\n")
  }

  private var outcomeText: String {
    let added = "+\(cost) instruction\(cost == 1 ? "" : "s")"
    return switch outcome {
    case .tangent: "analytic derivative, \(added)"
    case .zero where zeroedCut != nil: "zero, \(added)"
    case .zero: "zero, its operand does not vary, \(added)"
    case .gradients: "explicit gradients, \(added)"
    case .kept(let reason): "kept: \(reason.text)\(path.text(from: location))"
    }
  }

  /// The site as a JSON object, for scripts.
  public var json: String {
    var fields = [
      "\"kind\":\(quoted(kind.rawValue))", "\"name\":\(quoted(name))", "\"file\":\(quoted(location.file))",
      "\"line\":\(location.line)", "\"column\":\(location.column)", "\"function\":\(quoted(function))",
    ]
    switch outcome {
    case .tangent: fields.append("\"outcome\":\"tangent\"")
    case .zero: fields.append("\"outcome\":\"zero\"")
    case .gradients: fields.append("\"outcome\":\"gradients\"")
    case .kept(let reason):
      fields += ["\"outcome\":\"kept\"", "\"reason\":\(quoted(reason.code))"]
      if case .cut(let operation, let place) = reason {
        let steps = path.map { "{\"name\":\(quoted($0.name)),\"at\":\(quoted($0.location.description))}" }
        fields += [
          "\"operation\":\(quoted(operation))", "\"at\":\(quoted(place.description))",
          "\"path\":[\(steps.joined(separator: ","))]",
        ]
      }
    }
    if let zeroedCut {
      fields.append("\"zeroedCut\":\(quoted(zeroedCut.operation))")
      fields.append("\"at\":\(quoted(zeroedCut.location.description))")
    }
    fields.append("\"cost\":\(cost)")
    fields.append("\"notes\":[\(notes.map(quoted).joined(separator: ","))]")
    return "{\(fields.joined(separator: ","))}"
  }
}

extension Remark {
  /// The remark as a note.
  func diagnostic(in path: String) -> Diagnostic {
    Diagnostic(at: location, in: path, severity: .note, message: "\(subject): \(text)")
  }

  /// One line for `--print-sites`.
  func text(in path: String) -> String { diagnostic(in: path).description }

  /// The remark as a JSON object, for scripts.
  var json: String {
    "{\"subject\":\(quoted(subject)),\"file\":\(quoted(location.file)),\"line\":\(location.line),"
      + "\"column\":\(location.column),\"text\":\(quoted(text))}"
  }
}

extension SiteReport.ZeroedCut {
  /// What was taken as zero, in words.
  public var text: String {
    "its operand is cut by \(operation)\(location.line > 0 ? " at \(location)" : ""): "
      + "the derivative through it is taken as zero"
  }
}

extension SiteReport.KeepReason {
  /// Why, in words.
  public var text: String {
    switch self {
    case .cut(let operation, let place) where place.line > 0:
      "its operand is cut by \(operation) at \(place), which has no derivative"
    case .cut(let operation, _): "its operand is cut by \(operation), which has no derivative"
    case .quadChannel: "it is a message to the neighbouring pixel, not a derivative"
    case .excluded: "excluded by the pragma or by --sites"
    case .queryLod: "the sampler's bias and clamps are not known to the shader"
    case .noGradientForm: "the output language has no gradient form for its sampler"
    case .missingExtension(let name): "the shader does not enable \(name), which it would need"
    }
  }

  /// Whether the user, or the shader, asked for it: then it is no loss to warn of.
  var isChosen: Bool {
    switch self {
    case .excluded, .missingExtension: true
    case .cut, .quadChannel, .queryLod, .noGradientForm: false
    }
  }

  /// Why, in a word.
  var code: String {
    switch self {
    case .cut: "cut"
    case .quadChannel: "quadChannel"
    case .excluded: "excluded"
    case .queryLod: "queryLod"
    case .noGradientForm: "noGradientForm"
    case .missingExtension: "missingExtension"
    }
  }
}

/// A text as a JSON string.
public func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
