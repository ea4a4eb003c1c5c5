import Foundation
import Testing

/// What a depfile names, and that make and ninja read it as meant.
@Suite struct DepfileTests {
  /// A shader that includes two files, one of them twice and from within the other.
  static func write(into folder: TemporaryFolder, include: String = "part.glsl") throws {
    try folder.write("inner.glsl", "#define HALF 0.5\n")
    try folder.write(include, "#include \"inner.glsl\"\nfloat part(float x) { return fwidth(x) * HALF; }\n")
    try folder.write(
      "a.frag",
      """
      #version 450
      #include "inner.glsl"
      #include "\(include)"
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(part(uv.x * uv.y)); }

      """)
  }

  @Test(arguments: [
    (["a.frag", "-o", "a.spv", "-MD"], "a.spv.d", "a.spv"),
    (["a.frag", "-o", "a.out.frag", "-MMD"], "a.out.frag.d", "a.out.frag"),
    (["a.frag", "-o", "a.spv", "-MD", "-MF", "b.dep"], "b.dep", "a.spv"),
    (["a.frag", "-o", "a.spv", "-MD", "-MT", "x$(y) z"], "a.spv.d", "x$(y) z"),
    (["a.frag", "-o", "a.spv", "-MD", "-MQ", "x$y z", "-MT", "t"], "a.spv.d", #"t x$$y\ z"#),
    (["a.frag", "-o", "-", "-MD", "-MF", "b.dep", "-MT", "t"], "b.dep", "t"),
    (["a.frag", "--print-sites", "-MD", "-MF", "b.dep", "-MT", "t"], "b.dep", "t"),
    (["a.frag", "-M", "-MF", "b.dep"], "b.dep", "a.frag.spv"),
    (["a.frag", "-MM", "-o", "b.dep", "--emit", "msl"], "b.dep", "a.frag.metal"),
    (
      ["a.frag", "--function", "part", "-o", "part.glsl.out", "--emit", "glsl", "-MD"], "part.glsl.out.d",
      "part.glsl.out"
    ),
  ])
  func namesAllIncludes(arguments: [String], file: String, target: String) throws {
    let folder = try TemporaryFolder()
    try Self.write(into: folder)
    let result = try Command.run(arguments, in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let text = try String(contentsOf: folder[file], encoding: .utf8)
    #expect(text == "\(target): \\\n  a.frag \\\n  inner.glsl \\\n  part.glsl\n")
  }

  @Test func goesToStandardOutputAlone() throws {
    let folder = try TemporaryFolder()
    try Self.write(into: folder)
    let names = folder.names
    let result = try Command.run(["a.frag", "-M", "-MP"], in: folder.url)
    #expect(
      result.text
        == "a.frag.spv: \\\n  a.frag \\\n  inner.glsl \\\n  part.glsl\n\ninner.glsl:\n\npart.glsl:\n")
    #expect(folder.names == names)
  }

  @Test func eachInputHasItsOwn() throws {
    let folder = try TemporaryFolder()
    try Self.write(into: folder)
    try folder.write("b.frag", plainShader)
    let result = try Command.run(
      ["a.frag", "b.frag", "--output-directory", "out", "--emit", "spv", "-MD"], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let (a, b) = (folder["out/a.frag.spv.d"], folder["out/b.frag.spv.d"])
    #expect(
      try String(contentsOf: a, encoding: .utf8)
        == "out/a.frag.spv: \\\n  a.frag \\\n  inner.glsl \\\n  part.glsl\n")
    #expect(try String(contentsOf: b, encoding: .utf8) == "out/b.frag.spv: \\\n  b.frag\n")
  }

  @Test func isNotWrittenForAShaderWithAnError() throws {
    let folder = try TemporaryFolder()
    try Self.write(into: folder)
    try folder.write("part.glsl", "float part(float x) { return y; }\n")
    let names = folder.names
    for arguments in [["-o", "a.spv", "-MD"], ["-o", "a.spv", "-MD", "-MF", "b.dep"]] {
      #expect(try Command.run(["a.frag"] + arguments, in: folder.url).status == 1)
    }
    #expect(folder.names == names)
    // Nor is the output where the depfile cannot be.
    try Self.write(into: folder)
    let result = try Command.run(["a.frag", "-o", "a.spv", "-MD", "-MF", "no/b.dep"], in: folder.url)
    #expect(result.status == 1)
    #expect(result.errors == "no/b.dep: error: cannot be written: no such file or directory\n")
    #expect(folder.names == names)
  }

  @Test(arguments: [
    ["a.frag", "-o", "a.spv", "-MF", "d"], ["a.frag", "-o", "a.spv", "-MT", "t"],
    ["a.frag", "-o", "a.spv", "-MP"],
    ["a.frag", "-MD"], ["a.frag", "-MD", "-MF", "d"], ["a.frag", "-M", "-MD"],
    ["a.frag", "-M", "-o", "a.frag"],
    ["a.frag", "b.frag", "--output-directory", "x", "-MD", "-MF", "d"],
    ["a.frag", "b.frag", "-M", "-MT", "t"],
  ])
  func wrongUseIsRefused(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    for name in ["a.frag", "b.frag"] { try folder.write(name, plainShader) }
    let result = try Command.run(arguments, in: folder.url)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("Error: "))
    #expect(folder.names == ["a.frag", "b.frag"])
  }

  /// Names that make and ninja take apart unless they are quoted.
  static let names = [
    "plain.glsl", "a b.glsl", "a$b.glsl", "a#b.glsl", "a:b.glsl", #"a\b.glsl"#, "$ #:.glsl", "é.glsl",
  ]

  @Test(arguments: names) func isReadByNinja(name: String) throws {
    let folder = try TemporaryFolder()
    try Self.write(into: folder, include: name)
    try folder.write(
      "build.ninja",
      """
      rule shader
        command = '\(Command.url.path)' a.frag -o 'o $$ ut.spv' -MD -MF d
        depfile = d
        deps = gcc
        restat = 1
      build o$ $$$ ut.spv: shader a.frag

      """)
    #expect(try tool("ninja", in: folder).status == 0)
    #expect(try tool("ninja", in: folder).text.contains("no work to do"))
    let dependencies = try tool("ninja", "-t", "deps", in: folder).text
    #expect(dependencies.contains("\n    \(name)\n"), "\(dependencies)")
    // Later than what ninja noted of the output.
    try folder.setTime(of: name, 100)
    #expect(!(try tool("ninja", in: folder).text.contains("no work to do")))
    #expect(try tool("ninja", in: folder).text.contains("no work to do"))
  }

  @Test(arguments: names) func isReadByMake(name: String) throws {
    let folder = try TemporaryFolder()
    try Self.write(into: folder, include: name)
    try folder.write(
      "Makefile",
      "out.spv: a.frag\n\t'\(Command.url.path)' a.frag -o $@ -MD\n\t@touch $@\n-include $(wildcard *.d)\n")
    #expect(try tool("make", in: folder).status == 0)
    for file in folder.names { try folder.setTime(of: file, -200) }
    try folder.setTime(of: "out.spv", -100)
    #expect(try tool("make", in: folder).text.contains("is up to date"))
    try folder.setTime(of: name, -50)
    #expect(!(try tool("make", in: folder).text.contains("is up to date")))
    #expect(try tool("make", in: folder).text.contains("is up to date"))
  }
}

/// Runs a tool of the system.
func tool(_ words: String..., in folder: TemporaryFolder) throws -> (status: Int32, text: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = words
  process.currentDirectoryURL = folder.url
  let output = try TemporaryFolder()
  try Data().write(to: output["text"])
  process.standardOutput = try FileHandle(forWritingTo: output["text"])
  process.standardError = process.standardOutput
  // What builds these tests may be a make itself.
  process.environment = ProcessInfo.processInfo.environment.filter {
    !$0.key.hasPrefix("MAKE") && $0.key != "MFLAGS"
  }
  process.environment?["LC_ALL"] = "C.UTF-8"
  try process.run()
  process.waitUntilExit()
  return (process.terminationStatus, try String(contentsOf: output["text"], encoding: .utf8))
}

extension TemporaryFolder {
  /// Gives a file the time so many seconds from now.
  func setTime(of name: String, _ seconds: Double) throws {
    let date = Date(timeIntervalSinceNow: seconds)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: self[name].path)
  }
}
