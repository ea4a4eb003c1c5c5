import Foundation
import Frontend
import Testing

@testable import Emission

/// A source, what emission makes of it, and that read in again.
struct RoundTrip {
  /// The source, compiled.
  let before: CompiledShader
  /// The GLSL written.
  let text: String
  /// The GLSL written, compiled.
  let after: CompiledShader

  /// Sends `source` through SPIR-V and back. Fails the test where glslangValidator refuses the result.
  init(
    _ source: String, environment: TargetEnvironment = .opengl, path: String = "source.frag"
  ) throws {
    let options = CompileOptions(targetEnvironment: environment)
    before = try compile(Source(path: path, text: source), options: options)
    text = try emitGLSL(
      words: before.words, facts: before.facts, options: GLSLOptions(isVulkan: environment.isVulkan))
    let complaint = try Validator.complaint(about: text, environment: environment)
    #expect(complaint == nil, "\(complaint ?? "")\n\(text)")
    after = try compile(Source(path: "written.frag", text: text), options: options)
  }

  /// The facts of the interface before and after are the same, but for order.
  func expectSameInterface(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(symbols(before.facts) == symbols(after.facts), "\(text)", sourceLocation: sourceLocation)
    #expect(before.facts.version == after.facts.version, sourceLocation: sourceLocation)
    #expect(before.facts.profile == after.facts.profile, sourceLocation: sourceLocation)
    #expect(before.facts.originUpperLeft == after.facts.originUpperLeft, sourceLocation: sourceLocation)
    #expect(before.facts.pixelCenterInteger == after.facts.pixelCenterInteger, sourceLocation: sourceLocation)
    #expect(before.facts.earlyFragmentTests == after.facts.earlyFragmentTests, sourceLocation: sourceLocation)
    #expect(before.facts.depthLayout == after.facts.depthLayout, sourceLocation: sourceLocation)
    let (old, new) = (Reflection(before.words), Reflection(after.words))
    #expect(old.resources == new.resources, "\(text)", sourceLocation: sourceLocation)
  }

  private func symbols(_ facts: SourceFacts) -> [String: InterfaceSymbol] {
    let pairs = facts.symbols.filter { !$0.isBuiltIn }.map { symbol in
      var symbol = symbol
      // glslang reports the offsets it worked out, whether written or not.
      symbol.explicitOffsets = [:]
      return ("\(symbol.storage) \(symbol.name) \(symbol.blockName ?? "")", symbol)
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}

/// The glslangValidator of the system: a reader of GLSL that is not our own front end.
enum Validator {
  /// What it says against one fragment shader; nil if nothing. OpenGL's GLSL is checked as such, not on
  /// its way to SPIR-V, which has no ES 300 and no shared blocks.
  static func complaint(about text: String, environment: TargetEnvironment) throws -> String? {
    let flags = environment.isVulkan ? ["-V", "--target-env", environment.rawValue, "-o", "/dev/null"] : []
    return try complaint(files: [("frag", text)], flags: flags)
  }

  /// What it says when linking a vertex and a fragment shader; nil if nothing.
  static func complaint(linking vertex: String, with fragment: String, isVulkan: Bool = false) throws
    -> String?
  {
    try complaint(
      files: [("vert", vertex), ("frag", fragment)],
      flags: isVulkan ? ["-V", "-l", "-o", "/dev/null"] : ["-l"])
  }

  private static func complaint(
    files: [(stage: String, text: String)], flags: [String]
  ) throws -> String? {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    var paths: [String] = []
    for (stage, text) in files {
      let file = directory.appendingPathComponent("shader.\(stage)")
      try text.write(to: file, atomically: true, encoding: .utf8)
      paths.append(file.path)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["glslangValidator"] + flags + paths
    // A file, not a pipe: a signal interrupts Foundation's reading of pipes, which it takes as fatal.
    let output = directory.appendingPathComponent("messages")
    FileManager.default.createFile(atPath: output.path, contents: nil)
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : try String(contentsOf: output, encoding: .utf8)
  }
}
