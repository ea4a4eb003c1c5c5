import Frontend

/// The head of a text in an old dialect: the `#version` line if the source has one, then the extensions.
struct LegacyHead {
  private let lines: [Substring]
  private let dialect: Dialect
  private let requests: [RequestedExtension]
  /// Whether the source itself takes highp for granted.
  private let asksForHighp: Bool

  /// What SPIRV-Cross asks for wherever `gl_FragData` is: taken from the source, or left out.
  private static let drawBuffers = "GL_EXT_draw_buffers"

  /// The head of a text as SPIRV-Cross prints it.
  init(_ text: String, dialect: Dialect, facts: SourceFacts?) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.dialect = dialect
    requests = (facts?.requestedExtensions ?? []).filter { !textualExtensions.contains($0.name) }
    asksForHighp =
      facts?.defaultFloatPrecision == .highp || (facts?.symbols ?? []).contains { $0.precision == .highp }
  }

  /// The text with that head: what the source asks for, in its words, and what the text needs besides.
  var text: String {
    let head = lines.prefix { $0.hasPrefix("#") || $0.isEmpty }
    let needed = head.compactMap { extensionName($0) }
    let kept = requests.filter { $0.name != Self.drawBuffers || needed.contains(Self.drawBuffers[...]) }
    let needless = dialect.needlessExtensions.union([Self.drawBuffers])
    let added = needed.filter { name in
      !needless.contains(String(name)) && !requests.contains { $0.name == name }
    }
    let written =
      [dialect.versionLine].compactMap { $0 } + kept.map { "#extension \($0.name) : \($0.behaviour)" }
      + added.map { "#extension \($0) : require" }
    let body = lines[head.endIndex...].joined(separator: "\n")
    return (written + guardedPrecision(of: body)).joined(separator: "\n") + (written.isEmpty ? "" : "\n\n")
      + body
  }

  /// Tangents are highp, which fragment shaders of GLSL ES 100 need not have: where the source does without, so does
  /// what is written.
  private func guardedPrecision(of body: String) -> [String] {
    guard dialect.isES, !asksForHighp, body.contains("highp ") else { return [] }
    return ["", "#ifndef GL_FRAGMENT_PRECISION_HIGH", "#define highp mediump", "#endif"]
  }

  /// The name in `#extension name : behaviour`.
  private func extensionName(_ line: Substring) -> Substring? {
    let words = line.split(separator: " ")
    return words.count == 4 && words[0] == "#extension" ? words[1] : nil
  }
}
