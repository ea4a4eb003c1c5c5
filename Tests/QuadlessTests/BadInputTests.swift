import Conversion
import Foundation
import SPIRV
import SeededRandom
import Testing

/// The module Glibc leaves it out.
@_silgen_name("tgkill")
private func signalThread(_ process: Int32, _ thread: Int32, _ number: Int32) -> Int32

/// Bad input: one clear error, exit 1, nothing written, no crash.
@Suite struct BadInputTests {
  /// A file that cannot be converted, and what the error must say.
  struct Bad: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var says: String
    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], _ says: String) {
      self.name = name
      self.bytes = bytes
      self.says = says
    }

    init(_ name: String, _ text: String, _ says: String) { self.init(name, Array(text.utf8), says) }
  }

  static let module: [UInt8] = {
    guard let input = try? Input(path: "width.frag", bytes: Array(widthShader.utf8)) else { return [] }
    return (try? convert(input))?.bytes ?? []
  }()

  static let noise: [UInt8] = {
    var generator = SeededGenerator(seed: 1)
    return (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }()

  static let vertex = """
    #version 450
    layout(location = 0) in vec4 position;
    void main() { gl_Position = position; }

    """

  static let files: [Bad] = [
    Bad("empty.frag", "", "empty"),
    Bad("empty.spv", "", "empty"),
    Bad("blank.frag", "\n  // nothing\n", "nothing but blanks and comments"),
    Bad("noise.frag", noise, "not a text file"),
    Bad("noise.spv", noise, "not a SPIR-V module"),
    Bad("words.spv", "some words in no language", "not a SPIR-V module"),
    Bad("magic.spv", Array(module.prefix(4)), "not a SPIR-V module"),
    Bad("header.spv", Array(module.prefix(20)), "invalid SPIR-V"),
    Bad("half.spv", Array(module.prefix(module.count / 8 * 4)), "SPIR-V"),
    Bad("odd.spv", Array(module.dropLast(3)), "multiple of 4"),
    Bad("latin1.frag", Array(plainShader.utf8) + [0xe9, 0x0a], "not UTF-8"),
    Bad("syntax.frag", "#version 450\nvoid main() { int x = ; }\n", "syntax"),
    Bad("version.frag", "#version 115\nvoid main() {}\n", "#version"),
    Bad("include.frag", "#version 450\n#include \"gone.glsl\"\nvoid main() {}\n", "gone.glsl"),
    Bad("shader.vert", vertex, "not a fragment shader"),
    Bad("shader.comp", vertex, "compute"),
    Bad("vertex.glsl", vertex, "vertex shader"),
  ]

  @Test(arguments: files, ["out.frag", "out.spv"])
  func isRefused(file: Bad, output: String) throws {
    let folder = try TemporaryFolder()
    try Data(file.bytes).write(to: folder[file.name])
    let result = try Command.run([file.name, "-o", output], in: folder.url)
    expectOneError(result, in: file.name, saying: file.says)
    #expect(folder.names == [file.name])
  }

  @Test func directoryIsRefused() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder["d.frag"], withIntermediateDirectories: false)
    expectOneError(
      try Command.run(["d.frag", "-o", "out.frag"], in: folder.url), in: "d.frag", saying: "directory")
    #expect(folder.names == ["d.frag"])
  }

  @Test func missingFileIsNamed() throws {
    let folder = try TemporaryFolder()
    expectOneError(
      try Command.run(["gone.frag", "-o", "out.frag"], in: folder.url), in: "gone.frag",
      saying: "no such file")
    #expect(folder.names == [])
  }

  @Test(arguments: ["missing/out.frag", "folder.frag", "plain.frag/out.frag"])
  func unwritableOutputIsNamed(output: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("plain.frag", plainShader)
    try FileManager.default.createDirectory(at: folder["folder.frag"], withIntermediateDirectories: false)
    let result = try Command.run(["plain.frag", "-o", output], in: folder.url)
    expectOneError(result, in: output, saying: "cannot be written")
    #expect(folder.names == ["folder.frag", "plain.frag"])
  }

  /// What glslang 12 itself crashes on.
  @Test func stringsAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "strings.frag",
      """
      #version 450
      #extension GL_EXT_debug_printf : require
      void main() { true ? "abd" : "def"; "o" + "k" * "l"; }

      """)
    let result = try Command.run(["strings.frag", "-o", "out.spv"], in: folder.url)
    expectOneError(result, in: "strings.frag", saying: "'string': has no counterpart in SPIR-V")
    #expect(folder.names == ["strings.frag"])
  }

  /// The worker waits for the text when the signal of a crash reaches it.
  @Test func crashOfALibraryIsAnError() throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder["pipe.frag"].path, 0o600) == 0)
    let process = Process()
    process.executableURL = Command.url
    process.arguments = ["pipe.frag", "-o", "out.spv"]
    process.currentDirectoryURL = folder.url
    try Data().write(to: folder["errors"])
    process.standardError = try FileHandle(forWritingTo: folder["errors"])
    try process.run()
    // Opens when the worker does.
    let pipe = try FileHandle(forWritingTo: folder["pipe.frag"])
    let threads = try FileManager.default.contentsOfDirectory(
      atPath: "/proc/\(process.processIdentifier)/task")
    let worker = try #require(threads.compactMap { Int32($0) }.max())
    #expect(signalThread(process.processIdentifier, worker, SIGSEGV) == 0)
    process.waitUntilExit()
    try pipe.close()
    #expect(process.terminationReason == .exit && process.terminationStatus == 1)
    #expect(
      try String(contentsOf: folder["errors"], encoding: .utf8)
        == "pipe.frag: error: internal error: a compiler library crashed on it\n")
    #expect(folder.names == ["errors", "pipe.frag"])
  }

  @Test func fullDeviceIsReported() throws {
    let folder = try TemporaryFolder()
    try folder.write("plain.frag", plainShader)
    let result = try Command.run(["plain.frag", "-o", "/dev/full"], in: folder.url)
    expectOneError(result, in: "/dev/full", saying: "no space left")
  }

  @Test func vertexModuleIsRefused() throws {
    // One word of the entry point makes the vertex stage of it; the modes of fragments must go.
    let text = """
      OpCapability Shader
      OpMemoryModel Logical GLSL450
      OpEntryPoint Vertex %1 "main"
      %2 = OpTypeVoid
      %3 = OpTypeFunction %2
      %1 = OpFunction %2 None %3
      %4 = OpLabel
      OpReturn
      OpFunctionEnd
      """
    let words = try SPIRVTools.assemble(text, environment: .vulkan1_0)
    let folder = try TemporaryFolder()
    try words.withUnsafeBytes { try Data($0).write(to: folder["vertex.spv"]) }
    let result = try Command.run(["vertex.spv", "-o", "out.spv"], in: folder.url)
    expectOneError(result, in: "vertex.spv", saying: "not a fragment shader")
    #expect(folder.names == ["vertex.spv"])
  }

  /// A loss in line 5, and what is said of it.
  @Test(arguments: [
    ("color = vec4(fwidth(texelFetch(image, ivec2(uv), 0).x));", "cut by a read from an image"),
    ("float id = floor(uv.x); color = vec4(fwidth(id));", ", through id (line 5)"),
    (
      "vec2 k = mod(floor(gl_FragCoord.xy), 2.0); color = vec4(uv, uv - dFdx(uv) * k);",
      "a message to the neighbouring pixel"
    ),
    ("color = vec4(textureQueryLod(image, uv), 0.0, 1.0);", "the sampler's bias and clamps are not known"),
    ("color = vec4(texture(shadow, uv.xyxy, uv.x));", "no gradient form"),
  ])
  func warningsAsErrorsWriteNothing(body: String, text: String) throws {
    let folder = try TemporaryFolder()
    let shadow = "layout(binding = 1) uniform samplerCubeArrayShadow shadow;"
    try folder.write(
      "cut.frag",
      """
      #version 450
      layout(location = 0) in vec2 uv; layout(location = 0) out vec4 color;
      layout(binding = 0) uniform sampler2D image;
      \(shadow)
      void main() { \(body) }

      """)
    let warned = try Command.run(["cut.frag", "-o", "out.frag"], in: folder.url)
    #expect(warned.status == 0)
    #expect(warned.errors.hasPrefix("cut.frag:5") && warned.errors.contains(": warning: "))
    #expect(warned.errors.contains(text), "\(warned.errors)")
    let listed = try Command.run(["cut.frag", "--print-sites", "-w"], in: folder.url)
    #expect(listed.status == 0 && listed.errors.isEmpty && listed.text.contains(text), "\(listed.text)")
    let silent = try Command.run(["cut.frag", "-o", "out.frag", "-w"], in: folder.url)
    #expect(silent.status == 0 && silent.errors.isEmpty)
    try FileManager.default.removeItem(at: folder["out.frag"])
    let refused = try Command.run(["cut.frag", "-o", "out.frag", "-Werror"], in: folder.url)
    expectOneError(refused, in: "cut.frag:5", saying: "[-Werror]")
    #expect(folder.names == ["cut.frag"])
  }

  /// A cut is an error where that is asked for, with its path; a sample where its derivative is.
  @Test(arguments: [
    (["--on-cut", "error"], "cut by floor at cut.frag:5, through id (line 5)", 6),
    (["--on-cut", "zero", "--texture-derivative", "error"], "cut by a texture sample at cut.frag:7", 8),
  ])
  func cutsAsErrors(arguments: [String], text: String, line: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "cut.frag",
      """
      #version 450
      layout(location = 0) in vec2 uv; layout(location = 0) out vec4 color;
      layout(binding = 0) uniform sampler2D image;
      void main() {
        float id = floor(uv.x);
        color = vec4(fwidth(id));
        float height = texture(image, uv).x;
        color += dFdx(height);
      }

      """)
    let refused = try Command.run(["cut.frag", "-o", "out.frag"] + arguments, in: folder.url)
    expectOneError(refused, in: "cut.frag:\(line)", saying: text)
    #expect(folder.names == ["cut.frag"])
  }

  /// Remarks are no warnings.
  @Test func remarksAreNotErrors() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "bump.frag",
      """
      #version 450
      layout(location = 0) in vec2 uv; layout(location = 0) out vec4 color;
      layout(binding = 0) uniform sampler2D image;
      void main() { color = dFdx(texture(image, uv)); }

      """)
    let arguments = ["bump.frag", "-o", "out.spv", "--texture-derivative", "bilinear"]
    let strict = try Command.run(arguments + ["-Werror", "--print-sites"], in: folder.url)
    #expect(strict.status == 0 && folder.names == ["bump.frag", "out.spv"])
    let note = "bump.frag:4: note: texture sample: its derivative takes the filter for linear"
    #expect(strict.errors.hasPrefix(note) && strict.text.contains(note))
    #expect(try Command.run(arguments + ["-w"], in: folder.url).errors.isEmpty)
    let json = try Command.run(arguments + ["-w", "--print-sites-json"], in: folder.url)
    #expect(
      json.text.contains("\"remarks\":[{\"subject\":\"texture sample\",\"file\":\"bump.frag\",\"line\":4"))
  }

  private func expectOneError(
    _ result: Command.Result, in file: String, saying text: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(!result.isCrash, sourceLocation: sourceLocation)
    #expect(result.status == 1, sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix(file), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.contains(": error: "), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.contains(text), "\(result.errors)", sourceLocation: sourceLocation)
  }
}
