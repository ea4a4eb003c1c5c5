/// Turns the lines that glslang logs into diagnostics.
struct MessageParser {
  /// The texts of the files in play by the path glslang knows them by.
  let texts: [String: String]

  /// The diagnostics in a log, in order. `fallback` is the file of those without a place.
  func parse(_ log: String, fallback: String) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var indices: [String: LineIndex] = [:]
    for line in log.split(separator: "\n") {
      guard let (severity, rest) = splitSeverity(line) else {
        // A line without a severity continues the one before it.
        let more = tidy(line)
        if let last = diagnostics.indices.last, !more.isEmpty { diagnostics[last].message += " " + more }
        continue
      }
      if isSummary(rest) { continue }
      var diagnostic = Diagnostic(file: fallback, severity: severity, message: "")
      var token: String?
      if let place = splitPlace(rest) {
        diagnostic.file = place.file
        diagnostic.line = place.line
        (token, diagnostic.message) = splitToken(place.rest)
      } else {
        diagnostic.message = tidy(rest)
      }
      if let number = diagnostic.line, let token, let text = texts[diagnostic.file] {
        let index = indices[diagnostic.file] ?? LineIndex(text)
        indices[diagnostic.file] = index
        diagnostic.column = index.uniqueColumn(of: token, onLine: number)
      }
      if isEcho(diagnostic, of: diagnostics.last) { continue }
      diagnostics.append(diagnostic)
    }
    return diagnostics
  }

  /// Whether an error only follows from the one before it: glslang stops at an error, and what the
  /// sudden end of the line then looks like to the preprocessor is of no use to anybody.
  private func isEcho(_ diagnostic: Diagnostic, of last: Diagnostic?) -> Bool {
    guard let last, last.severity == .error, diagnostic.severity == .error else { return false }
    return last.file == diagnostic.file && last.line != nil && last.line == diagnostic.line
  }

  private func splitSeverity(_ line: Substring) -> (Diagnostic.Severity, Substring)? {
    let prefixes: [(String, Diagnostic.Severity)] = [
      ("ERROR: ", .error), ("INTERNAL ERROR: ", .error), ("UNIMPLEMENTED: ", .error),
      ("UNKNOWN ERROR: ", .error), ("WARNING: ", .warning), ("Warning, ", .warning), ("NOTE: ", .note),
    ]
    for (prefix, severity) in prefixes where line.hasPrefix(prefix) {
      return (severity, line.dropFirst(prefix.count))
    }
    return nil
  }

  /// Lines that only say that there were other lines.
  private func isSummary(_ line: Substring) -> Bool {
    line.hasSuffix("compilation errors.  No code generated.")
      || tidy(line).hasSuffix("'' : compilation terminated")
  }

  /// Splits `file:line: rest`.
  private func splitPlace(_ text: Substring) -> (file: String, line: Int, rest: Substring)? {
    // A known name may itself hold colons; the longest that fits is meant.
    let known = texts.keys.filter { text.hasPrefix($0 + ":") }.max { $0.utf8.count < $1.utf8.count }
    var start = text.startIndex
    if let known { start = text.index(start, offsetBy: known.count) }
    while let colon = text[start...].firstIndex(of: ":") {
      let tail = text[text.index(after: colon)...]
      let digits = tail.prefix { $0.isASCII && $0.isNumber }
      if let line = Int(digits), tail.dropFirst(digits.count).first == ":" {
        let file = String(text[..<colon])
        // glslang numbers the preamble −1.
        return (file == "-1" ? commandLineName : file, line, tail.dropFirst(digits.count + 1))
      }
      start = text.index(after: colon)
    }
    return nil
  }

  /// Splits `'token' : message`; the token may be empty.
  private func splitToken(_ text: Substring) -> (token: String?, message: String) {
    let body = tidy(text)
    guard body.hasPrefix("'"), let separator = body.firstRange(of: "' : ") else { return (nil, body) }
    let token = String(body[body.index(after: body.startIndex)..<separator.lowerBound])
    var message = tidy(body[separator.upperBound...])
    // What glslang's parser says where its stack is full.
    if message == "memory exhausted" { return (nil, "it nests too deeply for glslang") }
    if token.isEmpty { return (unexpectedToken(in: message), message) }
    // The include callback's message says which header.
    if token == "#include", let tail = message.firstRange(of: " for header name: ") {
      message = String(message[..<tail.lowerBound])
    }
    return (token, "'\(token)': \(message)")
  }

  /// The text of the token that the grammar did not expect, where its name in the grammar tells it.
  private func unexpectedToken(in message: String) -> String? {
    guard let start = message.firstRange(of: "unexpected ")?.upperBound else { return nil }
    let name = message[start...].prefix { $0.isLetter || $0 == "_" }
    return grammarTokens[String(name)]
  }

  /// Without blanks at either end and doubled ones inside.
  private func tidy(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func tidy(_ text: String) -> String { tidy(text[...]) }
}

/// What diagnostics call the definitions given beside the source.
let commandLineName = "<command line>"

private let grammarTokens: [String: String] = [
  "RIGHT_BRACE": "}", "LEFT_BRACE": "{", "SEMICOLON": ";", "RIGHT_PAREN": ")", "LEFT_PAREN": "(",
  "RIGHT_BRACKET": "]", "LEFT_BRACKET": "[", "COMMA": ",", "EQUAL": "=", "COLON": ":", "QUESTION": "?",
  "DOT": ".", "PLUS": "+", "DASH": "-", "STAR": "*", "SLASH": "/", "BANG": "!", "LEFT_ANGLE": "<",
  "RIGHT_ANGLE": ">", "ELSE": "else", "IF": "if", "FOR": "for", "WHILE": "while", "RETURN": "return",
]
