import Conversion
import Differentiation
import Foundation
import Frontend
import Testing

/// Shaders in old dialects, in Tests/Legacy: what they become is beside them as recorded, `.glsl` the text and
/// `.sites` what `--print-sites` says. RECORD=1 records anew.
@Suite struct LegacyTests {
  private static let folder = Repository.root.appendingPathComponent("Tests/Legacy")
  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".frag") }.sorted()

  private func source(_ name: String) throws -> String {
    try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func converted(_ text: String, _ change: (inout ConversionOptions) -> Void = { _ in }) throws
    -> Conversion
  {
    var options = ConversionOptions()
    options.output = .glsl
    options.verifiesEach = true
    change(&options)
    return try convert(Input(path: "old.frag", bytes: Array(text.utf8)), options: options)
  }

  @Test func thereAreShaders() { #expect(Self.names.count >= 15) }

  @Test(arguments: names) func convertsAsRecorded(name: String) throws {
    let conversion = try converted(try source(name))
    let stem = name.dropLast(".frag".count)
    for (suffix, text) in [
      (".glsl", String(decoding: conversion.bytes, as: UTF8.self)),
      (".sites", conversion.siteList(path: name)),
    ] {
      let url = Self.folder.appendingPathComponent(stem + suffix)
      if ProcessInfo.processInfo.environment["RECORD"] == "1" { try Data(text.utf8).write(to: url) }
      #expect(try String(contentsOf: url, encoding: .utf8) == text, "\(stem)\(suffix)")
    }
  }

  /// glslangValidator takes the text before and after, in its own dialect, and in ESSL 100 by Appendix A.
  @Test(arguments: names) func staysInItsDialect(name: String) throws {
    let before = try source(name)
    let after = String(decoding: try converted(before).bytes, as: UTF8.self)
    let (old, new) = try (compile(Source(path: name, text: before)), compile(Source(path: name, text: after)))
    #expect(old.version == new.version && old.profile == new.profile)
    #expect(old.facts.isVersionNamed == new.facts.isVersionNamed)
    let isES = old.profile == .es
    for text in [before, after] {
      #expect(try GLSLValidator.complaint(about: text, isES: isES, keepsAppendixA: isES) == nil, "\(text)")
    }
    #expect(interface(old.facts) == interface(new.facts), "\(after)")
    #expect(!old.facts.requestedExtensions.contains { !new.facts.requestedExtensions.contains($0) })
    if isES { #expect(old.facts.requestedExtensions == new.facts.requestedExtensions) }
    for word in ["layout(location", "spv", "_RESERVED"] { #expect(!after.contains(word), "\(after)") }
  }

  /// Name, type of storage and precision of what the outside knows.
  private func interface(_ facts: SourceFacts) -> Set<String> {
    Set(
      facts.symbols.filter { !$0.isBuiltIn }.map {
        "\($0.storage) \($0.name) \($0.blockName ?? "") \($0.packing) \($0.precision?.rawValue ?? "")"
      })
  }

  /// The same text in a newer dialect, and as SPIR-V.
  @Test(arguments: names) func otherOutputs(name: String) throws {
    let text = try source(name)
    let newer = try converted(text) { $0.glslVersion = GLSLVersion("450") }
    let written = String(decoding: newer.bytes, as: UTF8.self)
    #expect(written.hasPrefix("#version 450 core\n"))
    #expect(try GLSLValidator.complaint(about: written, isES: false) == nil, "\(written)")
    #expect(try converted(text) { $0.output = .spv }.bytes.count > 20)
  }

  @Test func withoutASiteTheTextIsCopied() throws {
    let text = "// mine\nvarying vec4 c;\nvoid main() { gl_FragColor = c; }\n"
    #expect(String(decoding: try converted(text).bytes, as: UTF8.self) == text)
  }

  /// ES 100 that would need both of its extensions.
  private static let sampling = """
    precision mediump float;
    uniform sampler2D image;
    varying vec2 uv;
    void main() { gl_FragColor = texture2D(image, uv * uv.x); }

    """

  @Test func whatTheShaderDoesNotEnableIsNotUsed() throws {
    let text = Self.sampling
    for (head, name) in [
      ("", "GL_EXT_shader_texture_lod"),
      ("#extension GL_OES_standard_derivatives : enable\n", "GL_EXT_shader_texture_lod"),
      ("#extension GL_EXT_shader_texture_lod : enable\n", "GL_OES_standard_derivatives"),
    ] {
      let conversion = try converted(head + text)
      #expect(String(decoding: conversion.bytes, as: UTF8.self) == head + text)
      #expect(conversion.sites.map(\.outcome) == [.kept(.missingExtension(name))])
      #expect(conversion.diagnostics.isEmpty)
    }
    let place =
      "#extension GL_EXT_shader_texture_lod : enable\n"
      + text.replacing("uv * uv.x", with: "gl_FragCoord.xy * 0.1")
    let written = String(decoding: try converted(place).bytes, as: UTF8.self)
    #expect(written.contains("texture2DGradEXT") && !written.contains("dFd"))
  }

  @Test func whatThePageEnablesIsUsed() throws {
    let text = Self.sampling
    let written = String(
      decoding: try converted(text) { $0.enabledExtensions = [.textureLevels, .derivatives] }.bytes,
      as: UTF8.self)
    #expect(written.contains("texture2DGradEXT") && written.contains("dFdx"))
    for name in EmbeddedExtension.allCases {
      #expect(written.contains("#extension \(name.rawValue) : require\n"), "\(written)")
    }
    #expect(
      try GLSLValidator.complaint(about: written, isES: true, keepsAppendixA: true) == nil, "\(written)")
    // One alone does not reach: the coordinate comes from a varying.
    #expect(try converted(text) { $0.enabledExtensions = [.textureLevels] }.isUnchanged)
    // A text that needs neither asks for neither.
    let plain = "varying mediump vec4 c;\nvoid main() { gl_FragColor = c; }\n"
    let same = try converted(plain) { $0.enabledExtensions = Set(EmbeddedExtension.allCases) }
    #expect(String(decoding: same.bytes, as: UTF8.self) == plain)
  }

  @Test func optimizingBreaksAppendixA() throws {
    let text = try source("loops-100.frag")
    let error = #expect(throws: ConversionError.self) { try converted(text) { $0.optimizes = true } }
    #expect(error?.description.contains("'-O' does not keep to the loops that GLSL ES 1.00 allows") == true)
    let newer = try converted(text) {
      $0.optimizes = true
      $0.glslVersion = GLSLVersion("300es")
    }
    #expect(String(decoding: newer.bytes, as: UTF8.self).hasPrefix("#version 300 es\n"))
  }

  /// The judge of Appendix A sees what it is there for.
  @Test(arguments: [
    "int i = 0; while (i < 3) i++;", "int i = 0; do i++; while (i < 3);", "int i; for (i = 0; i < 3; i++);",
    "for (int i = 0; i < int(v); i++);", "gl_FragColor = colours[int(v)];",
  ]) func appendixAIsJudged(body: String) throws {
    let text = "precision mediump float; uniform vec4 colours[4]; varying float v; void main() { \(body) }"
    #expect(try GLSLValidator.complaint(about: text, isES: true) == nil)
    #expect(try GLSLValidator.complaint(about: text, isES: true, keepsAppendixA: true) != nil)
  }
}

/// glslangValidator by the plain rules of a dialect.
private enum GLSLValidator {
  /// What it says against a text; nil where it takes it.
  static func complaint(about text: String, isES: Bool, keepsAppendixA: Bool = false) throws -> String? {
    let folder = try TemporaryFolder()
    var arguments = isES ? [] : ["-d"]
    if keepsAppendixA {
      // glslang checks Appendix A where its limits say that the device has no more.
      var limits = try run(["-c"], in: folder).output
      for limit in [
        "nonInductiveForLoops", "whileLoops", "doWhileLoops", "generalUniformIndexing",
        "generalAttributeMatrixVectorIndexing", "generalVaryingIndexing", "generalSamplerIndexing",
        "generalVariableIndexing", "generalConstantMatrixVectorIndexing",
      ] { limits = limits.replacing("\n\(limit) 1\n", with: "\n\(limit) 0\n") }
      arguments.append(try folder.write("limits.conf", limits))
    }
    let result = try run(arguments + [try folder.write("shader.frag", text)], in: folder)
    return result.status == 0 ? nil : result.output
  }

  private static func run(_ arguments: [String], in folder: TemporaryFolder) throws -> (
    status: Int32, output: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["glslangValidator"] + arguments
    try Data().write(to: folder["output"])
    process.standardOutput = try FileHandle(forWritingTo: folder["output"])
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: folder["output"], encoding: .utf8))
  }
}
