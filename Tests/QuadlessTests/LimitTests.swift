import Foundation
import SPIRV
import Testing

/// What a shader may cost, and what it may read: one clear error, exit 1, nothing written.
@Suite struct LimitTests {
  /// Derivatives of derivatives, whose code grows by a factor with each.
  static func nested(_ depth: Int) -> String {
    let calls = String(repeating: "dFdx(", count: depth)
    return """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(\(calls)sin(uv.x * uv.y) * exp(uv.x)\(String(repeating: ")", count: depth))); }

      """
  }

  private func expectRefusal(
    _ result: Command.Result, saying text: String, in folder: TemporaryFolder, leaving names: [String],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(!result.isCrash && result.status == 1, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(result.errorLines.count == 1, "\(result.errors.prefix(500))", sourceLocation: sourceLocation)
    #expect(
      result.errors.hasPrefix(names[0] + ":"), "\(result.errors.prefix(500))", sourceLocation: sourceLocation)
    #expect(result.errors.contains(text), "\(result.errors.prefix(500))", sourceLocation: sourceLocation)
    #expect(folder.names == names, sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    (["--max-ids", "2000"], "2000 ids (--max-ids)"),
    (["--max-instructions", "2000"], "2000 instructions (--max-instructions)"),
    (["--max-nesting", "5"], "5 levels deep (--max-nesting)"),
    (["--max-input-size", "100"], "100 bytes"),
    (["--timeout", "0.000001"], "(--timeout)"),
    (["--max-memory", "1"], "1 MiB of memory (--max-memory)"),
  ])
  func eachIsAnOption(options: [String], says: String) throws {
    let folder = try TemporaryFolder()
    // The memory is looked at every 20 ms: the shader takes longer.
    try folder.write("deep.frag", Self.nested(9))
    let result = try Command.run(["deep.frag", "-o", "out.spv"] + options, in: folder.url)
    expectRefusal(result, saying: says, in: folder, leaving: ["deep.frag"])
    let linted = try Command.run(["lint", "deep.frag"] + options, in: folder.url)
    #expect(linted.status == 1 && linted.errors.contains(says), "\(linted.errors.prefix(500))")
  }

  @Test func idsNameALine() throws {
    let folder = try TemporaryFolder()
    try folder.write("deep.frag", Self.nested(9))
    let result = try Command.run(["deep.frag", "-o", "out.spv", "--max-ids", "2000"], in: folder.url)
    #expect(result.errors.hasPrefix("deep.frag:4"), "\(result.errors)")
  }

  @Test(arguments: ["--max-ids", "--max-nesting", "--max-instructions", "--max-input-size", "--max-memory"])
  func limitsBeginAtOne(option: String) throws {
    #expect(try Command.run(["a.frag", option, "0"]).status == 2)
  }

  /// A shader that takes too long holds up no other, and leaves nothing behind.
  @Test func batchGoesOn() throws {
    let folder = try TemporaryFolder()
    // Arguments nest so deep that glslang takes minutes.
    let slow =
      "#version 450\n#define P(x) x\nlayout(location = 0) out vec4 c;\nvoid main() { c.x = "
      + String(repeating: "P(", count: 20_000) + "1.0" + String(repeating: ")", count: 20_000) + "; }\n"
    try folder.write("slow.frag", slow)
    try folder.write("quick.frag", widthShader)
    try folder.write(
      "list", "slow.frag --emit spv -o slow.spv --max-nesting 1000000\nquick.frag --emit spv -o quick.spv\n")
    let result = try Command.run(["--batch", "list", "--timeout", "3", "-j", "1"], in: folder.url)
    #expect(result.status == 1)
    #expect(
      result.errorLines.count == 1 && result.errors.hasPrefix("slow.frag: error: it takes longer"),
      "\(result.errors)")
    #expect(folder.names == ["list", "quick.frag", "quick.spv", "slow.frag"])
  }

  /// Types, calls and control flow of a module.
  @Test(arguments: ["types", "calls"]) func modulesNestNoDeeper(what: String) throws {
    var text = """
      OpCapability Shader
      OpMemoryModel Logical GLSL450
      OpEntryPoint Fragment %1 "main"
      OpExecutionMode %1 OriginUpperLeft
      %2 = OpTypeVoid
      %3 = OpTypeFunction %2
      %4 = OpTypeFloat 32

      """
    let count = 10_000
    if what == "types" {
      for depth in 0..<count { text += "%\(100 + depth) = OpTypeStruct %\(depth == 0 ? 4 : 99 + depth)\n" }
    }
    text += "%1 = OpFunction %2 None %3\n%5 = OpLabel\n"
    if what == "calls" { text += "%6 = OpFunctionCall %2 %100\n" }
    text += "OpReturn\nOpFunctionEnd\n"
    if what == "calls" {
      for depth in 0..<count {
        text += "%\(100 + depth) = OpFunction %2 None %3\n%\(20_000 + depth) = OpLabel\n"
        if depth < count - 1 { text += "%\(40_000 + depth) = OpFunctionCall %2 %\(101 + depth)\n" }
        text += "OpReturn\nOpFunctionEnd\n"
      }
    }
    let words = try SPIRVTools.assemble(text, environment: .vulkan1_0)
    let folder = try TemporaryFolder()
    try words.withUnsafeBytes { try Data($0).write(to: folder["deep.spv"]) }
    let result = try Command.run(["deep.spv", "--emit", "glsl", "-o", "out.frag"], in: folder.url)
    expectRefusal(result, saying: "\(what) nest more than", in: folder, leaving: ["deep.spv"])
  }

  @Test func deepTypesOfATextAreRefused() throws {
    let folder = try TemporaryFolder()
    let types = (1..<1000).map { "struct S\($0) { S\($0 - 1) a; };\n" }.joined()
    try folder.write(
      "deep.frag",
      "#version 450\nstruct S0 { float a; };\n\(types)layout(binding = 0) uniform B { S999 b; };\n"
        + "layout(location = 0) out vec4 c;\nvoid main() { S999 s = b; c = vec4(1.0); }\n")
    let result = try Command.run(["deep.frag", "-o", "out.metal"], in: folder.url)
    expectRefusal(result, saying: "types nest more than 255 levels", in: folder, leaving: ["deep.frag"])
  }

  /// What a shader says of files neither reads nor writes any.
  @Test func namesInTheTextAreNoFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("secret.txt", "not to be seen")
    try FileManager.default.createDirectory(at: folder["in"], withIntermediateDirectories: false)
    try folder.write(
      "in/a.frag",
      """
      #version 450
      #extension GL_GOOGLE_cpp_style_line_directive : enable
      #line 3 "../secret.txt"
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      #pragma quadless keep
      void main() { color = vec4(fwidth(uv.x)); }

      """)
    let result = try Command.run(
      ["a.frag", "-o", "out.spv", "-MD", "--print-sites"], in: folder["in"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(!(result.text + result.errors).contains("not to be seen"))
    #expect(try String(contentsOf: folder["in/out.spv.d"], encoding: .utf8) == "out.spv: \\\n  a.frag\n")
    #expect(folder.names == ["in", "secret.txt"])
    #expect(try String(contentsOf: folder["secret.txt"], encoding: .utf8) == "not to be seen")
  }

  @Test(arguments: ["convert", "lint", "-M"]) func filesOutsideAreNotRead(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("secret.glsl", "hidden words\n")
    try FileManager.default.createDirectory(at: folder["in"], withIntermediateDirectories: false)
    try folder.write("in/a.frag", "#version 450\n#include \"../secret.glsl\"\nvoid main() {}\n")
    let arguments = [command, "a.frag"] + (command == "convert" ? ["-o", "out.spv"] : [])
    let result = try Command.run(arguments, in: folder["in"])
    #expect(result.status == 1)
    #expect(result.errors.contains("a.frag:2") && result.errors.contains("outside the shader's folder"))
    #expect(!result.errors.contains("hidden") && !result.text.contains("hidden"))
    // Told to, it is.
    let told = try Command.run(arguments + ["--allow-outside-files"], in: folder["in"])
    #expect(!told.errors.contains("outside the shader's folder"))
  }

  /// An input without an end.
  @Test func endlessInputEnds() throws {
    let result = try Command.run(["/dev/zero", "--emit", "spv", "--print-sites"])
    #expect(result.status == 1 && result.errors.contains("16777216 bytes"), "\(result.errors)")
  }
}
