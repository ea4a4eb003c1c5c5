import Conversion
import Foundation
import SPIRV

/// The built command, run as a user runs it.
enum Command {
  /// What a run gave.
  struct Result {
    var status: Int32
    var isCrash: Bool
    var output: Data
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    /// The lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// The binary, which SwiftPM puts beside the test bundle.
  static let url: URL = {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = own.deletingLastPathComponent().appendingPathComponent("quadless")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    // The test runner may be a tool of the toolchain that loads the bundle it is told of.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("quadless")
  }()

  /// Runs the command in a directory.
  static func run(_ arguments: [String], input: Data? = nil, in directory: URL? = nil) throws -> Result {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = directory }
    // Files, not pipes: a pipe that nobody reads while it fills up would stop the command.
    let folder = try TemporaryFolder()
    let (out, err, source) = (folder["out"], folder["err"], folder["in"])
    for file in [out, err] { try Data().write(to: file) }
    try (input ?? Data()).write(to: source)
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = try FileHandle(forReadingFrom: source)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, isCrash: process.terminationReason == .uncaughtSignal,
      output: try Data(contentsOf: out), errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
  }
}

/// A folder that is gone when its owner is.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("quadless-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  subscript(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// Writes a file into the folder and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: self[name])
    return self[name].path
  }

  /// The names of all files, in order.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }
}

/// The repository's folders.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let goldens = root.appendingPathComponent("Tests/Goldens")
  static let shaderFolder = root.appendingPathComponent("Shaders")

  /// The names of our own fragment shaders, discovered.
  static let shaders: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: shaderFolder.path)) ?? [])
    .filter { $0.hasSuffix(".frag") }.sorted()

  /// A shader as an input of its plain name, so that messages are the same in every checkout.
  static func input(_ name: String) throws -> Input {
    let bytes = [UInt8](try Data(contentsOf: shaderFolder.appendingPathComponent(name)))
    return try Input(path: name, bytes: bytes)
  }
}

/// A shader without a site.
let plainShader = """
  #version 450
  layout(location = 0) in vec2 uv;
  layout(location = 0) out vec4 color;
  // A comment that only a copy keeps.
  void main() { color = vec4(uv, 0.0, 1.0); }

  """

/// A shader with one site on a varied operand.
let widthShader = """
  #version 450
  layout(location = 0) in vec2 uv;
  layout(location = 0) out vec4 color;
  void main() { color = vec4(fwidth(uv.x * uv.x)); }

  """

/// What glslangValidator says against the fragment shader in a file; nil where it takes it.
func complaint(about path: String, isVulkan: Bool = false, in folder: TemporaryFolder) throws -> String? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["glslangValidator"] + (isVulkan ? ["-V", "-o", "/dev/null"] : []) + [path]
  let messages = folder["messages"]
  try Data().write(to: messages)
  process.standardOutput = try FileHandle(forWritingTo: messages)
  process.standardError = process.standardOutput
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? nil : try String(contentsOf: messages, encoding: .utf8)
}
