import Foundation
import Testing

@testable import Checking

/// The commands as a user runs them: through `quadless`, which hands over to the program beside it.
@Suite struct CommandTests {
  static let right = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() { color = vec4(fwidth(uv.x * uv.y), uv, 1.0); }
    """
  /// A site that no pixel comes to.
  static let unproven = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() {
      color = vec4(1.0);
      if (uv.x > 1e6) color = vec4(dFdx(uv.x * uv.y));
    }
    """

  @Test func passingIsZero() throws {
    let folder = try Folder()
    let shader = try folder.write("right.frag", Self.right)
    let result = try Command.run(["check", shader, "--size", "16x16"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.contains("passed: 1 passed"))
    #expect(result.errors.isEmpty)
  }

  @Test func failingIsOne() throws {
    let folder = try Folder()
    let shaders = [try folder.write("right.frag", Self.right), try folder.write("far.frag", Self.unproven)]
    let result = try Command.run(["check", "--size", "16x16"] + shaders)
    #expect(result.status == 1)
    #expect(result.text.contains("far.frag:6: dFdx unproven: it is executed nowhere in this scene"))
    #expect(result.text.contains("2 shaders: 1 passed, 1 failed, 0 not checked"))
  }

  @Test func drawnByADriver() throws {
    let folder = try Folder()
    let shader = try folder.write("right.frag", Self.right)
    let arguments = ["check", "--driver", "vulkan", "--device", "llvmpipe", "--size", "32x32", shader]
    let result = try Command.run(arguments)
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(result.text.contains("passed: 1 agrees"))
    #expect(result.text.contains("4 of 5 outputs are fed by no site, none differs"))
    let json = try Command.run(arguments + ["--json"])
    let report = try #require(JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [String: Any])
    #expect((report["shaders"] as? [Any])?.count == 1)
    #expect(report["isValidated"] as? Bool == true)
  }

  /// SwiftShader ends no loop by itself.
  private static let endless = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() {
      float x = uv.x;
      while (x < 2.0) x = sin(x) + 0.1 * fwidth(uv.y);
      color = vec4(x);
    }
    """
  private static let swiftShader = [
    "check", "--driver", "vulkan", "--driver-icd", "/usr/lib/chromium/vk_swiftshader_icd.json", "--device",
    "SwiftShader", "--size", "32x32",
  ]

  /// A driver that does not end a drawing costs that shader.
  @Test func driversThatDoNotEnd() throws {
    let folder = try Folder()
    let shaders = [
      try folder.write("endless.frag", Self.endless), try folder.write("right.frag", Self.right),
    ]
    let result = try Command.run(Self.swiftShader + ["--timeout", "3"] + shaders)
    #expect(result.status == 1)
    #expect(result.errors == "\(shaders[0]): error: it takes longer than 3.0 seconds (--timeout)\n")
    #expect(result.text.contains("right.frag: passed: 1 agrees"))
    #expect(result.text.contains("2 shaders: 1 passed, 0 failed, 0 not drawn, 1 not checked"))
  }

  /// So does one that crashes; here a signal from outside ends it, one that tests cannot inherit blocked.
  @Test func driversThatCrash() throws {
    let folder = try Folder()
    let shaders = [
      try folder.write("endless.frag", Self.endless), try folder.write("right.frag", Self.right),
    ]
    let result = try Command.run(Self.swiftShader + shaders) { process in
      kill(try #require(try busyChild(of: process)), SIGKILL)
    }
    #expect(result.status == 1)
    #expect(
      result.errors == "\(shaders[0]): error: the driver or a compiler library crashed on it: Killed\n")
    #expect(result.text.contains("right.frag: passed: 1 agrees"))
  }

  /// What draws does not outlive the command.
  @Test func nothingDrawsForNobody() throws {
    let folder = try Folder()
    let shader = try folder.write("endless.frag", Self.endless)
    var drawing: Int32?
    _ = try Command.run(Self.swiftShader + [shader]) { process in
      drawing = try busyChild(of: process)
      kill(process, SIGKILL)
    }
    let process = try #require(drawing)
    for _ in 0..<1000 where kill(process, 0) == 0 { usleep(10_000) }
    #expect(kill(process, 0) != 0)
  }

  /// The process that another one has started, once it has used two seconds of processor time: it draws by then.
  private func busyChild(of process: Int32) throws -> Int32? {
    for _ in 0..<6000 {
      usleep(10_000)
      let children = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
      guard let child = children.flatMap({ Int32($0.split(separator: " ").first ?? "") }),
        let status = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
      else { continue }
      // The fields after the name in parentheses: the 12th and 13th are user and system time in hundredths of a second.
      let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
      if fields.count > 12, (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) > 200 { return child }
    }
    return nil
  }

  @Test func driversThatAreNotThere() throws {
    let folder = try Folder()
    let shader = try folder.write("right.frag", Self.right)
    let result = try Command.run(["check", "--driver", "vulkan", "--device", "no such", shader])
    #expect(result.status == 1)
    #expect(result.errors.contains("no Vulkan device of 'no such' with Vulkan 1.3 among ["))
    #expect(try Command.run(["check", "--device", "llvmpipe", shader]).status == 2)
  }

  @Test func sidecarsReasonIsAccepted() throws {
    let folder = try Folder()
    let shader = try folder.write("far.frag", Self.unproven)
    try folder.write("far.scene.yaml", "size: 16\nsites:\n  6:\n    unproven: only far away\n")
    let result = try Command.run(["check", shader])
    #expect(result.status == 0, "\(result.text)\(result.errors)")
    #expect(result.text.contains("only far away"))
  }

  /// Shaders in old dialects run as well. GLSL ES 100 is checked as SPIR-V, where gl_FragCoord is precise.
  @Test func oldDialects() throws {
    let legacy = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Legacy")
    let shaders = try FileManager.default.contentsOfDirectory(atPath: legacy.path)
      .filter { $0.hasSuffix(".frag") }.map { legacy.appendingPathComponent($0).path }
    #expect(shaders.count >= 15)
    let result = try Command.run(["check", "--size", "64x64"] + shaders)
    #expect(result.status == 0, "\(result.text)\(result.errors)")
  }

  @Test func badInputIsOne() throws {
    let folder = try Folder()
    let shader = try folder.write("bad.frag", "#version 450\nvoid main() { x; }\n")
    let result = try Command.run(["check", shader])
    #expect(result.status == 1)
    #expect(result.errors.contains("bad.frag:2:15: error:"))
    #expect(result.text.isEmpty)
    let missing = try Command.run(["render", folder.path("none.frag"), "-o", folder.path("x.png")])
    #expect(missing.status == 1)
    #expect(missing.errors.contains("none.frag: error: "))
  }

  @Test(arguments: [
    ["check"], ["check", "a.frag", "--size", "0x4"], ["check", "a.frag", "--scene", "moon"],
    ["check", "a.frag", "-j", "0"],
    ["check", "-", "-"], ["check", "a.frag", "--tolerance", "0"], ["render", "a.frag"],
    ["render", "a.frag", "-o", "a.png", "--supersample", "0"],
    ["render", "a.frag", "-o", "a.png", "--frame", "-1"],
    ["render", "a.frag", "b.frag", "-o", "a.png"], ["check", "a.frag", "--iteration-limit", "0"],
  ])
  func wrongUsageIsTwo(arguments: [String]) throws {
    let result = try Command.run(arguments)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("Error: "))
    #expect(result.text.isEmpty)
  }

  @Test(arguments: [["check", "--help"], ["help", "render"]])
  func helpIsGiven(arguments: [String]) throws {
    let result = try Command.run(arguments)
    #expect(result.status == 0)
    #expect(result.text.contains("USAGE: quadless \(arguments.contains("check") ? "check" : "render")"))
  }

  @Test func missingHarnessIsToldWithTwo() throws {
    let folder = try Folder()
    let copy = folder.path("quadless")
    try FileManager.default.copyItem(atPath: Command.program.path, toPath: copy)
    let result = try Command.run(["check", "a.frag"], program: URL(fileURLWithPath: copy))
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("quadless: error: 'check' needs the program 'quadless-harness'"))
  }

  /// As `make install` lays them out: the command in bin, the harness in libexec.
  @Test func installedHarnessIsFound() throws {
    let folder = try Folder()
    let harness = Command.program.deletingLastPathComponent().appendingPathComponent("quadless-harness")
    for (name, source) in [("bin/quadless", Command.program), ("libexec/quadless/quadless-harness", harness)]
    {
      let target = URL(fileURLWithPath: folder.path(name))
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: source, to: target)
    }
    let result = try Command.run(
      ["check", "--help"], program: URL(fileURLWithPath: folder.path("bin/quadless")))
    #expect(result.status == 0)
  }

  @Test func reportIsOnePage() throws {
    let folder = try Folder()
    let shader = try folder.write("right.frag", Self.right)
    let result = try Command.run([
      "check", shader, "--size", "16x16", "--json", "--report", folder.path("made/here"),
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("made/here")) == ["index.html"])
    let page = try String(contentsOfFile: folder.path("made/here/index.html"), encoding: .utf8)
    #expect(page.contains("fwidth(uv.x * uv.y)") && page.contains("data:image/png;base64,"))
    let report = try JSONReport(json: Data(result.text.utf8))
    #expect(report.shaders.map(\.isPassed) == [true])
    #expect(report.shaders.first?.sites.first?.name == "fwidth")
  }

  @Test func picturesAreDrawn() throws {
    let folder = try Folder()
    let shader = try folder.write("right.frag", Self.right)
    for options in [["--derivatives", "quad"], [], ["--supersample", "3"]] {
      let picture = folder.path("picture.png")
      let result = try Command.run(["render", shader, "-o", picture, "--size", "20x10"] + options)
      #expect(result.status == 0, "\(result.errors)")
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: picture)))
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      // Width and height stand in the first chunk.
      #expect(Array(bytes[16..<24]) == [0, 0, 0, 20, 0, 0, 0, 10])
    }
  }
}
