import Foundation
import Testing

/// Response files and batches.
@Suite struct BatchTests {
  @Test func responseFilesAreTakenApartAsGCCDoes() throws {
    let folder = try TemporaryFolder()
    try folder.write("a b.frag", plainShader.replacingOccurrences(of: "0.0", with: "SIZE"))
    try folder.write("inner.rsp", "-o \"out \\\"1\\\".frag\"\n")
    try folder.write("outer.rsp", "'a b.frag'\t-D'SIZE=2'.\\5\r\n@inner.rsp  ")
    let result = try Command.run(["@outer.rsp"], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try String(contentsOf: folder["out \"1\".frag"], encoding: .utf8).contains("2.5"))
  }

  @Test(arguments: [
    ("@none.rsp", "none.rsp: error: no such file or directory"),
    ("@open.rsp", "open.rsp:2: error: \" has no end"),
    ("@end.rsp", "end.rsp:1: error: nothing follows the backslash"), ("@.", ".: error: it is a directory"),
    ("@circle.rsp", "circle.rsp: error: response files nest more than 64 levels deep"),
    ("@asks.rsp", "none.rsp: error: no such file or directory"),
    ("@latin.rsp", "latin.rsp: error: the text is not UTF-8"),
  ])
  func wrongResponseFileIsOneError(argument: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.frag", plainShader)
    try folder.write("open.rsp", "-D X\n\"-o\n")
    try folder.write("end.rsp", "-D X \\")
    try folder.write("circle.rsp", "@circle.rsp")
    try folder.write("asks.rsp", "@none.rsp")
    try Data([0x2D, 0x44, 0x20, 0xE9]).write(to: folder["latin.rsp"])
    let names = folder.names
    let result = try Command.run(["a.frag", argument, "-o", "b.frag"], in: folder.url)
    #expect(result.status == 1)
    #expect(result.errors == message + "\n")
    #expect(folder.names == names)
  }

  @Test func batchConvertsEachLine() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.frag", plainShader.replacingOccurrences(of: "0.0", with: "SIZE"))
    try folder.write("b.frag", widthShader)
    try folder.write(
      "list",
      "# A comment\n\na.frag -DSIZE=1.5 -o '1 5.frag' -MD\n  a.frag -DSIZE=2.5 -o 2.frag\nb.frag -o b.spv\n")
    let result = try Command.run(["--batch", "list", "-j2", "--print-sites"], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(folder.names == ["1 5.frag", "1 5.frag.d", "2.frag", "a.frag", "b.frag", "b.spv", "list"])
    #expect(try String(contentsOf: folder["1 5.frag"], encoding: .utf8).contains("1.5"))
    #expect(try String(contentsOf: folder["2.frag"], encoding: .utf8).contains("2.5"))
    #expect(
      result.text.split(separator: "\n").map { $0.prefix(6) } == ["a.frag", "a.frag", "b.frag", "b.frag"])
  }

  @Test func batchReportsAllErrorsInOrder() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.frag", plainShader)
    try folder.write("wrong.frag", "#version 450\nvoid main() { x; }\n")
    let lines = [
      "wrong.frag -o 1.spv", "a.frag -o 2.spv", "a.frag --nonsense -o 3.spv", "a.frag -o 2.spv", "a.frag",
      "none.frag -o 4.spv", "a.frag '-o 5.spv", "@none.rsp", "a.frag -j2 -o 6.spv", "--batch list", "--help",
      "a.frag -o 7.frag",
    ]
    try folder.write("list", lines.joined(separator: "\n"))
    for workers in ["-j1", "-j4"] {
      let result = try Command.run(["--batch", "list", workers], in: folder.url)
      #expect(result.status == 1)
      #expect(result.output.isEmpty)
      #expect(
        result.errorLines == [
          "wrong.frag:2:15: error: 'x': undeclared identifier", "list:3: error: Unknown option '--nonsense'",
          "list:4: error: '2.spv' is written by list:2 already",
          "list:5: error: it names no output; use '-o' or '--output-directory'",
          "none.frag: error: no such file or directory", "list:7: error: ' has no end",
          "none.rsp: error: no such file or directory", "list:9: error: '-j' is for the whole batch",
          "list:10: error: '--batch' cannot stand in a batch", "list:11: error: it names no shader",
        ])
      #expect(folder.names == ["2.spv", "7.frag", "a.frag", "list", "wrong.frag"])
    }
    let missing = try Command.run(["--batch", "nowhere"], in: folder.url)
    #expect(missing.status == 1 && missing.errors == "nowhere: error: no such file or directory\n")
  }

  @Test(arguments: [["a.frag", "--batch", "list"], ["--batch", "list", "-o", "b.spv"], ["--batch"]])
  func wrongBatchIsRefused(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write("a.frag", plainShader)
    try folder.write("list", "a.frag -o c.spv\n")
    #expect(try Command.run(arguments, in: folder.url).status == 2)
    #expect(folder.names == ["a.frag", "list"])
  }

  @Test func bytesDependOnTheInputAlone() throws {
    let folder = try TemporaryFolder()
    let shaders = Repository.shaders.prefix(12)
    for kind in ["spv", "glsl"] {
      var outputs: [[Data]] = []
      for (number, workers) in ["1", "4", "4"].enumerated() {
        // The last time from another directory.
        let directory = number == 2 ? Repository.shaderFolder : folder.url
        let target = folder["\(kind)\(number)"]
        let inputs = shaders.map {
          number == 2 ? $0 : Repository.shaderFolder.appendingPathComponent($0).path
        }
        let result = try Command.run(
          inputs + ["--output-directory", target.path, "--emit", kind, "-j", workers, "-w"], in: directory)
        #expect(result.status == 0, "\(result.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: target.path).sorted()
        outputs.append(try names.map { try Data(contentsOf: target.appendingPathComponent($0)) })
      }
      #expect(outputs[0].count == shaders.count)
      #expect(outputs[0] == outputs[1] && outputs[0] == outputs[2])
    }
  }

  @Test func outputsThatStayTheSameAreNotWritten() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.frag", widthShader)
    func convert() throws -> (output: Date?, depfile: Date?) {
      #expect(try Command.run(["a.frag", "-o", "a.spv", "-MD"], in: folder.url).status == 0)
      let dates = try ["a.spv", "a.spv.d"].map {
        try FileManager.default.attributesOfItem(atPath: folder[$0].path)[.modificationDate] as? Date
      }
      return (dates[0], dates[1])
    }
    _ = try convert()
    let old = Date(timeIntervalSince1970: 1_000_000_000)
    for name in ["a.spv", "a.spv.d"] {
      try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: folder[name].path)
    }
    try folder.write("a.frag", "// The same shader.\n" + widthShader)
    let same = try convert()
    #expect(same.output == old && same.depfile != old)
    try folder.write("a.frag", widthShader.replacingOccurrences(of: "uv.x * uv.x", with: "uv.x * uv.y"))
    #expect(try convert().output != old)
  }
}
