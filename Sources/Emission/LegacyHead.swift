import Frontend

/// The head of a text in an old dialect: the `#version` line if the source has one, then the extensions.
struct LegacyHead {
  private let lines: [Substring]
  private let dialect: Dialect
  private let requests: [RequestedExtension]

  /// What SPIRV-Cross asks for unasked: old drivers that have `gl_FragData` at all have it without.
  private static let needless: Set<Substring> = ["GL_EXT_draw_buffers"]

  /// The head of a text as SPIRV-Cross prints it.
  init(_ text: String, dialect: Dialect, facts: SourceFacts?) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.dialect = dialect
    requests = (facts?.requestedExtensions ?? []).filter { !textualExtensions.contains($0.name) }
  }

  /// The text with that head: what the source asks for, in its words, and what the text needs besides.
  var text: String {
    var body = lines.drop { $0.hasPrefix("#version") }
    var head = [dialect.versionLine].compactMap { $0 }
    head += requests.map { "#extension \($0.name) : \($0.behaviour)" }
    while let line = body.first, line.hasPrefix("#") || line.isEmpty {
      body = body.dropFirst()
      guard let name = extensionName(line) else { continue }
      if requests.contains(where: { $0.name == name }) || Self.needless.contains(name) { continue }
      head.append(String(line))
    }
    let separator = head.isEmpty ? "" : "\n\n"
    return head.joined(separator: "\n") + separator + body.joined(separator: "\n")
  }

  /// The name in `#extension name : behaviour`.
  private func extensionName(_ line: Substring) -> Substring? {
    let words = line.split(separator: " ")
    return words.count == 4 && words[0] == "#extension" ? words[1] : nil
  }
}
