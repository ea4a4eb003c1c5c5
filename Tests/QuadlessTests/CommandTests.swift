import Foundation
import Testing

@Suite struct CommandTests {
  @Test func writesToTheFileNamed() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("plain.frag", plainShader)
    let result = try Command.run([shader, "-o", folder["out.frag"].path])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty && result.output.isEmpty)
    #expect(try String(contentsOf: folder["out.frag"], encoding: .utf8) == plainShader)
    #expect(folder.names == ["out.frag", "plain.frag"])
  }

  @Test func subcommandMayBeNamed() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("plain.frag", plainShader)
    #expect(try Command.run(["convert", shader]).text == plainShader)
  }

  @Test func dashIsStandardInputAndOutput() throws {
    let result = try Command.run(["-", "-o", "-"], input: Data(plainShader.utf8))
    #expect(result.status == 0)
    #expect(result.text == plainShader)
  }

  @Test(arguments: [
    ("out.spv", "\u{3}\u{2}#\u{7}"), ("out.frag", "#version"), ("out.glsl", "#version"),
    ("out.fs", "#version"), ("out.spvasm", "; SPIR-V"), ("out.metal", "#include <metal_stdlib>"),
    ("out.hlsl", "static "),
  ])
  func kindFollowsFromSuffix(name: String, start: String) throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("width.frag", widthShader)
    let result = try Command.run([shader, "-o", folder[name].path])
    #expect(result.status == 0, "\(result.errors)")
    let head = String(decoding: try Data(contentsOf: folder[name]).prefix(start.utf8.count), as: UTF8.self)
    #expect(head == start)
  }

  @Test func emitGoesBeforeSuffix() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("plain.frag", plainShader)
    let result = try Command.run([shader, "--emit", "spvasm", "-o", folder["out.txt"].path])
    #expect(result.status == 0)
    #expect(try String(contentsOf: folder["out.txt"], encoding: .utf8).hasPrefix("; SPIR-V"))
  }

  @Test func severalInputsGoToADirectory() throws {
    let folder = try TemporaryFolder()
    let inputs = try (0..<9).map { try folder.write("\($0).frag", plainShader) }
    let target = folder["made/here"]
    let result = try Command.run(inputs + ["--output-directory", target.path, "-j3", "--emit", "spv"])
    #expect(result.status == 0, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: target.path).sorted()
    #expect(names == (0..<9).map { "\($0).frag.spv" })
  }

  @Test func messagesComeInTheOrderOfInputs() throws {
    let folder = try TemporaryFolder()
    let inputs = try (0..<20).map { number in
      try folder.write("\(number).frag", number % 2 == 0 ? plainShader : "#version 450\nvoid main() { x; }\n")
    }
    let result = try Command.run(inputs + ["--output-directory", folder["out"].path, "-j", "4"])
    #expect(result.status == 1)
    let files = result.errorLines.map { $0.prefix { $0 != ":" } }
    #expect(files == inputs.enumerated().filter { $0.offset % 2 == 1 }.map { Substring($0.element) })
    // The others are converted all the same.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder["out"].path).count == 10)
  }

  @Test(arguments: [["-I", "."], ["-I."]])
  func includesAreFound(flag: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("part.glsl", "const float half_ = 0.5;\n")
    let text = plainShader.replacingOccurrences(
      of: "// A comment that only a copy keeps.", with: "#include <part.glsl>"
    )
    .replacingOccurrences(of: "0.0", with: "half_")
    let shader = try folder.write("including.frag", text)
    let result = try Command.run([shader, "-o", folder["out.frag"].path] + flag, in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    // What is written stands alone.
    #expect(!(try String(contentsOf: folder["out.frag"], encoding: .utf8)).contains("#include"))
  }

  @Test(arguments: [["-D", "SIZE=2.5"], ["-DSIZE=2.5"], ["-DOTHER", "-DSIZE=2.5", "-UOTHER"]])
  func macrosAreDefined(flags: [String]) throws {
    let folder = try TemporaryFolder()
    let text = plainShader.replacingOccurrences(of: "0.0", with: "SIZE")
      .replacingOccurrences(of: "void main", with: "#ifdef OTHER\n#error OTHER\n#endif\nvoid main")
    let shader = try folder.write("macro.frag", text)
    let result = try Command.run([shader, "-o", folder["out.frag"].path] + flags)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try String(contentsOf: folder["out.frag"], encoding: .utf8).contains("2.5"))
  }

  @Test func reportsGoToStandardOutput() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("width.frag", widthShader)
    let result = try Command.run([shader, "--print-sites"])
    #expect(result.status == 0)
    #expect(result.text.contains("instructions became"))
    #expect(folder.names == ["width.frag"])
    // Unless the shader itself goes there.
    let both = try Command.run([shader, "--print-sites", "-o", "-"])
    #expect(both.text.hasPrefix("#version") && both.errors.contains("instructions became"))
  }

  @Test func reportsAreJSONForScripts() throws {
    let folder = try TemporaryFolder()
    let inputs = [try folder.write("a.frag", widthShader), try folder.write("b.frag", "nothing\n")]
    let result = try Command.run(inputs + ["--print-sites-json", "-w"])
    #expect(result.status == 1)
    let objects = try result.text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["input"] as? String } == inputs)
    #expect(objects.map { $0["converted"] as? Bool } == [true, false])
  }

  @Test func passesArePrintedValidatedAndTimed() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("width.frag", widthShader)
    let result = try Command.run(
      [shader, "-O", "--print-all", "--verify-each", "--time-report", "-o", folder["out.spv"].path])
    #expect(result.status == 0)
    let heads = result.errorLines.filter { $0.hasPrefix("; IR after pass ") }
    #expect(heads.map { $0.dropFirst(16) } == ["compile", "optimize", "differentiate", "optimize"])
    #expect(result.errors.contains(" validate\n") && result.errors.contains(" total\n"))
  }

  @Test func versionNamesTheLibraries() throws {
    let result = try Command.run(["--version"])
    #expect(result.status == 0)
    for name in ["quadless ", "glslang ", "SPIRV-Tools ", "SPIRV-Cross "] {
      #expect(result.text.contains(name))
    }
  }

  @Test func helpListsTheOptions() throws {
    let result = try Command.run(["--help"])
    #expect(result.status == 0)
    for option in ["--on-cut", "--sites", "--print-sites", "--output-directory", "-Werror"] {
      #expect(result.text.contains(option))
    }
  }

  @Test func debugInfoStaysOnlyWhereAsked() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("width.frag", widthShader)
    let plain = try Command.run([shader, "--emit", "spvasm"]).text
    let debug = try Command.run([shader, "--emit", "spvasm", "-g"]).text
    #expect(!plain.contains("OpLine") && !plain.contains("OpString"))
    #expect(debug.contains("OpLine") && debug.contains("fwidth(uv.x * uv.x)"))
  }

  @Test func linkStaysALink() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("plain.frag", plainShader)
    try folder.write("real.frag", "old")
    try FileManager.default.createSymbolicLink(
      atPath: folder["link.frag"].path, withDestinationPath: "real.frag")
    #expect(try Command.run([shader, "-o", folder["link.frag"].path]).status == 0)
    #expect(try String(contentsOf: folder["real.frag"], encoding: .utf8) == plainShader)
    #expect(folder.names == ["link.frag", "plain.frag", "real.frag"])
  }

  @Test func deviceIsNotReplaced() throws {
    let folder = try TemporaryFolder()
    let shader = try folder.write("plain.frag", plainShader)
    #expect(try Command.run([shader, "-o", "/dev/null", "--emit", "spv"]).status == 0)
    #expect(
      (try FileManager.default.attributesOfItem(atPath: "/dev/null"))[.type] as? FileAttributeType
        == .typeCharacterSpecial)
  }
}
