import Testing

@testable import Frontend

/// Where errors are said to be.
@Suite struct DiagnosticTests {
  @Test(arguments: [
    // The token of the message stands once in its line.
    ("void main() { c = vec4(x); }", "a.frag:3:24: error: 'x': undeclared identifier"),
    // The grammar names the token it did not expect.
    ("void main() { c = ; }", "a.frag:3:19: error: syntax error, unexpected SEMICOLON"),
    // Twice in its line: no column.
    ("void main() { c = vec4(x) + x; }", "a.frag:3: error: 'x': undeclared identifier"),
    ("#error stop", "a.frag:3:1: error: '#error': stop"),
    ("float f;", "a.frag: error: Linking fragment stage: Missing entry point"),
  ])
  func errors(line: String, message: String) throws {
    let text = "#version 330\nout vec4 c;\n\(line)\n"
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(error.diagnostics.count == 1)
    #expect(error.description.hasPrefix(message), "\(error)")
  }

  @Test func pathsWithColons() throws {
    let text = "#version 330\nvoid main() { x = 1.0; }\n"
    let error = try #require(complaint(of: Source(path: "a:1:b.frag", text: text)))
    #expect(error.description == "a:1:b.frag:2:15: error: 'x': undeclared identifier")
  }

  @Test func renumberedLines() throws {
    let text = "#version 330\n#line 40\nvoid main() { x = 1.0; }\n"
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(error.description == "a.frag:40: error: 'x': undeclared identifier")
  }

  @Test func warnings() throws {
    let text = "#version 330\n#extension GL_XX_unknown : enable\nvoid main() {}\n"
    let shader = try compile(Source(path: "a.frag", text: text))
    #expect(
      shader.warnings.map(\.description)
        == ["a.frag:2:1: warning: '#extension': extension not supported: GL_XX_unknown"])
  }

  @Test func columns() {
    let source = Source(path: "a.frag", text: "float dx = dFdx(x) + dFdx2;\n\tä = fwidth(y); z = y;\n")
    #expect(source.uniqueColumn(of: "dFdx", onLine: 1) == 12)
    #expect(source.uniqueColumn(of: "fwidth", onLine: 2) == 6)
    #expect(source.uniqueColumn(of: "y", onLine: 2) == nil)
    #expect(source.uniqueColumn(of: "none", onLine: 1) == nil)
    #expect(source.uniqueColumn(of: "dFdx", onLine: 9) == nil)
  }

  @Test func oneTextFromManyTasks() async throws {
    let source = Source(path: "a.frag", text: Shaders.desktop)
    let first = try compile(source).words
    let results = try await withThrowingTaskGroup(of: [UInt32].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var words: [UInt32] = []
          for _ in 0..<5 { words = try compile(source).words }
          return words
        }
      }
      return try await group.reduce(into: [[UInt32]]()) { $0.append($1) }
    }
    #expect(results.count == 8)
    #expect(results.allSatisfy { $0 == first })
  }
}
