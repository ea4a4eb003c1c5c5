import Foundation
import Testing

/// `quadless lint`: what it exits with, reads and prints.
@Suite struct LintCommandTests {
  private static let warned = """
    #version 450
    layout(set = 0, binding = 0) uniform sampler2D image;
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    #include "scale.glsl"
    void main() {
      color = texture(image, fract(uv * SCALE));
    #ifdef EXTRA
      color += textureLod(image, uv, 0.0);
    #endif
    }

    """
  private static let noted = """
    #version 450
    layout(set = 0, binding = 0) uniform sampler2D image;
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() { color = textureLod(image, uv, 0.0); }

    """

  private func lint(_ arguments: [String], input: String? = nil) throws -> Command.Result {
    let folder = try TemporaryFolder()
    try folder.write("warned.frag", Self.warned)
    try folder.write("noted.frag", Self.noted)
    try folder.write("bad.frag", "#version 450\nvoid main() { nothing; }\n")
    try FileManager.default.createDirectory(at: folder["include"], withIntermediateDirectories: true)
    try Data("#define SCALE 4.0\n".utf8).write(to: folder["include"].appending(path: "scale.glsl"))
    let result = try Command.run(["lint"] + arguments, input: input.map { Data($0.utf8) }, in: folder.url)
    // Nothing is changed, and nothing written.
    #expect(folder.names.sorted() == ["bad.frag", "include", "noted.frag", "warned.frag"])
    return result
  }

  @Test func findingsAloneAreNoFailure() throws {
    let result = try lint(["-I", "include", "warned.frag"])
    #expect(result.status == 0)
    #expect(result.text.hasPrefix("warned.frag:7:11: warning: "))
    #expect(result.text.contains("[seam]"))
    #expect(result.errors.isEmpty)
  }

  @Test func warningsAreFailuresWhereThatIsAsked() throws {
    #expect(try lint(["-I", "include", "warned.frag", "-Werror"]).status == 1)
    #expect(try lint(["noted.frag", "-Werror"]).status == 0)
    #expect(try lint(["-I", "include", "warned.frag", "-Werror", "--disable", "seam"]).status == 0)
  }

  @Test func badInputIsAFailureAndTheOthersAreStillRead() throws {
    let result = try lint(["bad.frag", "noted.frag"])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("bad.frag:2:"))
    #expect(result.text.contains("noted.frag:5:") && !result.text.contains("bad.frag"))
    #expect(try lint(["missing.frag"]).status == 1)
  }

  @Test func macrosDecideWhatIsSeen() throws {
    let plain = try lint(["-I", "include", "warned.frag", "--disable", "seam"])
    #expect(plain.text.isEmpty)
    let extra = try lint(["-I", "include", "-D", "EXTRA", "warned.frag", "--disable", "seam"])
    #expect(extra.text.contains("[explicit-level]"))
  }

  @Test func standardInputIsRead() throws {
    let result = try lint(["-", "--format", "json"], input: Self.noted)
    #expect(result.status == 0)
    #expect(result.text.hasPrefix("{\"input\":\"<stdin>\""))
  }

  @Test func severalInputsComeInTheirOrder() throws {
    let result = try lint(["-I", "include", "noted.frag", "warned.frag", "--format", "json", "-j", "2"])
    let lines = result.text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0].hasPrefix("{\"input\":\"noted.frag\"") && lines[1].hasPrefix("{\"input\":\"warned.frag\""))
  }

  @Test func sarifIsOneLog() throws {
    let result = try lint(["-I", "include", "noted.frag", "warned.frag", "bad.frag", "--format", "sarif"])
    #expect(result.status == 1)
    let log = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    let runs = try #require(log["runs"] as? [[String: Any]])
    #expect((runs.first?["results"] as? [Any])?.count == 2)
  }

  @Test func rulesAreListedWithoutAnInput() throws {
    let result = try lint(["--rules"])
    #expect(result.status == 0)
    #expect(result.text.contains("non-uniform-sample (warning)"))
  }

  @Test(arguments: [
    [], ["noted.frag", "--format", "xml"], ["noted.frag", "--disable", "nothing"], ["-", "-"],
  ])
  func wrongUsageIsRefused(arguments: [String]) throws {
    let result = try lint(arguments)
    #expect(result.status == 2)
    #expect(result.output.isEmpty && result.errors.hasPrefix("Error: "))
  }
}
