import Foundation
import Testing

/// Wrong usage: exit 2, a message on standard error, nothing else.
@Suite struct UsageTests {
  @Test(arguments: [
    [], ["--nonsense", "a.frag"], ["a.frag", "--sites", "some"], ["a.frag", "--on-cut", "maybe"],
    ["a.frag", "--seeds", "none"], ["a.frag", "--fragment-size", "2"],
    ["a.frag", "--fragment-size", "0x2"], ["a.frag", "--target-env", "direct3d"],
    ["a.frag", "--glsl-version", "999"], ["a.frag", "--emit", "exe"], ["a.frag", "-o", "a.unknown"],
    ["a.frag", "b.frag"], ["a.frag", "b.frag", "-o", "c.frag"], ["a.frag", "-j", "0"],
    ["a.frag", "-o", "b.frag", "--output-directory", "c"], ["-", "-"], ["-", "--output-directory", "c"],
    ["x/a.frag", "y/a.frag", "--output-directory", "c"], ["a.frag", "-o", "a.frag"],
    ["a.frag", "-o", "b.spv", "--glsl-version", "450"],
  ])
  func isRefused(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.frag", plainShader)
    let result = try Command.run(arguments, in: folder.url)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: "))
    #expect(folder.names == ["a.frag"])
    #expect(try String(contentsOf: folder["a.frag"], encoding: .utf8) == plainShader)
  }
}
