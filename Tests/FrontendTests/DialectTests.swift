import Testing

@testable import Frontend

/// A text of each version compiles and validates.
@Suite struct DialectTests {
  @Test(arguments: [330, 400, 410, 420, 430, 440, 450, 460])
  func desktop(version: Int) throws {
    let text = Shaders.desktop.replacing("330", with: "\(version)")
    let shader = try compile(Source(path: "a.frag", text: text))
    #expect(shader.environment == .opengl)
    #expect(shader.version == version)
    #expect(shader.profile == .core)
    #expect(try validatorComplaint(shader.words, environment: "opengl4.5") == nil)
  }

  @Test(arguments: [300, 310, 320])
  func embedded(version: Int) throws {
    let text = Shaders.es300.replacing("300", with: "\(version)")
    let shader = try compile(Source(path: "a.frag", text: text))
    #expect(shader.environment == .opengl)
    #expect(shader.version == version)
    #expect(shader.profile == .es)
    #expect(shader.facts.version == version)
    #expect(try validatorComplaint(shader.words, environment: "opengl4.5") == nil)
  }

  /// What an old text is, by its `#version` or by what it says without one.
  @Test(arguments: [
    ("#version 110\n", 110, Profile.core, true), ("#version 120\n", 120, .core, true),
    ("#version 130\n", 130, .core, true), ("#version 140\n", 140, .core, true),
    ("#version 150\n", 150, .core, true), ("#version 150 compatibility\n", 150, .compatibility, true),
    ("#version 450 compatibility\n", 450, .compatibility, true),
    ("#version 100\nprecision mediump float;\n", 100, .es, true), ("", 110, .core, false),
    ("precision highp float;\n", 100, .es, false),
    ("#ifdef GL_ES\nprecision mediump float;\n#endif\n", 100, .es, false),
    // A sign of ESSL, and what ESSL refuses: it is the other.
    ("#ifdef GL_ES\n#endif\nuniform sampler1D only;\n", 110, .core, false),
  ]) func old(head: String, version: Int, profile: Profile, isNamed: Bool) throws {
    let text = head + "varying vec2 uv;\nvoid main() { gl_FragColor = vec4(uv, 0.0, 1.0); }\n"
    let shader = try compile(Source(path: "a.frag", text: text))
    #expect(shader.version == version && shader.profile == profile && shader.environment == .opengl)
    #expect(shader.facts.isVersionNamed == isNamed && shader.facts.isLegacy)
    #expect(try validatorComplaint(shader.words, environment: "opengl4.5") == nil)
  }

  /// Each dialect's own rules hold: macros, conversions, words.
  @Test(arguments: [
    ("#version 110\nvoid main() { float x = 1; gl_FragColor = vec4(x); }", "cannot convert"),
    ("#version 100\nvarying vec2 uv;\nvoid main() {}", "precision"),
    ("#version 120\n#if __VERSION__ != 120\n#error wrong\n#endif\nvoid main() { float x = 1; }", ""),
    ("#version 100\n#ifndef GL_OES_standard_derivatives\n#error none\n#endif\nvoid main() {}", ""),
    ("#version 100\nprecision highp float;\nvoid main() { gl_FragColor = vec4(dFdx(1.0)); }", "dFdx"),
    ("#version 120\nvoid main() { float sample = 1.0, texture = sample; gl_FragColor = vec4(texture); }", ""),
    ("#version 120\nvoid main() { gl_FragColor = vec4(noise1(1.0)); }", ":2: error: 'noise'"),
    ("#version 330\nvoid main() { gl_FragColor = texture2D(1.0); }", "texture2D"),
  ]) func rules(text: String, message: String) throws {
    let source = Source(path: "a.frag", text: text)
    if message.isEmpty {
      _ = try compile(source)
    } else {
      #expect(complaint(of: source)?.description.contains(message) == true)
    }
  }

  @Test func oldTextsAreNotForVulkanNorForFunctions() throws {
    let source = Source(path: "a.frag", text: "#version 120\nvoid main() {}\n")
    let vulkan = complaint(of: source, CompileOptions(targetEnvironment: .vulkan1_0))
    #expect(
      vulkan?.description == "a.frag:1: error: #version 120 is not for Vulkan, which begins with #version 140"
    )
    let functions = complaint(of: source, CompileOptions(keepsFunctions: true))
    #expect(
      functions?.description.hasPrefix("a.frag:1: error: #version 120 is not supported; functions") == true)
  }

  @Test func vulkan() throws {
    let shader = try compile(Source(path: "a.frag", text: Shaders.vulkan))
    #expect(shader.environment == .vulkan1_0)
    #expect(shader.environmentIsCertain)
    #expect(try validatorComplaint(shader.words, environment: "vulkan1.0") == nil)
  }

  @Test func mapsIO() throws {
    let plain = try compile(Source(path: "a.frag", text: Shaders.desktop))
    let mapped = try compile(
      Source(path: "a.frag", text: Shaders.desktop), options: CompileOptions(mapsIO: true))
    #expect(try validatorComplaint(mapped.words, environment: "opengl4.5") == nil)
    #expect(mapped.words.count > plain.words.count)
    #expect(mapped.facts == plain.facts)
  }

  /// glslang 12 generates names and lines; the text itself only where it is asked for.
  @Test func debugInformation() throws {
    let source = Source(path: "folder/a.frag", text: Shaders.desktop)
    let plain = try compile(source)
    let embedded = try compile(source, options: CompileOptions(embedsSourceText: true))
    #expect(holds("folder/a.frag", plain.words))
    #expect(!holds("uniform sampler2D image;", plain.words))
    #expect(!holds("GL_GOOGLE", plain.words))
    #expect(holds("uniform sampler2D image;", embedded.words))
  }

  private func holds(_ text: String, _ words: [UInt32]) -> Bool {
    let bytes = words.withUnsafeBytes { Array($0) }
    return bytes.contains(Array(text.utf8))
  }

  @Test(arguments: [
    ("\n#version 115\nvoid main() {}", "a.frag:2: error: #version 115 is not supported; supported are 110"),
    ("#version 120 core\nvoid main() {}", "a.frag:1: error: #version 120 core is not supported"),
    ("#version 140 compatibility\nvoid main() {}", "a.frag:1: error: #version 140 compatibility is not"),
    ("#version 100 es\nvoid main() {}", "a.frag:1: error: #version 100 es is not supported"),
    ("#version 310\nvoid main() {}", "a.frag:1: error: #version 310 needs the profile es"),
    ("#version 455\nvoid main() {}", "a.frag:1: error: #version 455 is not supported"),
    ("#version x\nvoid main() {}", "a.frag:1: error: #version needs a number"),
    ("", "a.frag: error: the file is empty"),
    (" // nothing\n/* here */\n", "a.frag: error: there is nothing but blanks and comments"),
  ])
  func refused(text: String, message: String) throws {
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(error.diagnostics.count == 1)
    #expect(error.description.hasPrefix(message), "\(error)")
  }

  @Test func byteOrderMark() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array(Shaders.es300.utf8)
    let source = try Source(path: "a.frag", bytes: bytes)
    #expect(source.text == Shaders.es300)
    _ = try compile(source)
  }

  @Test func unreadableText() throws {
    #expect(throws: CompilationError("a.frag", line: 2, "the text is not UTF-8")) {
      try Source(path: "a.frag", bytes: Array("// ä\n// ".utf8) + [0xE4, 0x0A])
    }
    #expect(throws: CompilationError("a.frag", line: 1, "not a text file: it holds a NUL byte")) {
      try Source(path: "a.frag", bytes: [0x03, 0x02, 0x23, 0x07, 0, 0, 1, 0])
    }
    #expect(throws: CompilationError("none/a.frag", line: nil, "no such file or directory")) {
      try Source(readingFrom: "none/a.frag")
    }
    #expect(throws: CompilationError("/", line: nil, "it is a directory")) {
      try Source(readingFrom: "/")
    }
  }

  @Test func otherStages() throws {
    let text = "#version 330\nin vec4 p;\nvoid main() {\n  gl_Position = p;\n}\n"
    let error = try #require(complaint(of: Source(path: "a.vert", text: text)))
    #expect(
      error.description == "a.vert:4: error: this is a vertex shader; only fragment shaders are converted")
  }

  /// A file may hold several stages, and its fragment shader be wrong.
  @Test func otherStagesNotChosen() throws {
    let text = """
      #version 330
      #ifdef VERTEX
      void main() { gl_Position = vec4(0.0); }
      #else
      out vec4 color;
      void main() { color = missing; }
      #endif
      """
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(error.description == "a.frag:6:23: error: 'missing': undeclared identifier")
  }
}

/// Texts that programs write.
@Suite struct GeneratedTextTests {
  /// glslang recurses over the sum; 8 MiB of stack do not hold it.
  @Test func longSums() throws {
    let sum = Array(repeating: "a", count: 50_000).joined(separator: "+")
    let text = "#version 330\nuniform float a;\nout vec4 c;\nvoid main() { c = vec4(\(sum)); }\n"
    #expect(try compile(Source(path: "a.frag", text: text)).words.count > 100_000)
  }
}
