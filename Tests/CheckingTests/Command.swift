import Foundation

/// The command `quadless` as a user runs it.
enum Command {
  /// What a run gave.
  struct Result {
    var status: Int32
    var text: String
    var errors: String
  }

  /// The binary, which SwiftPM puts beside the test bundle.
  static let program: URL = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? "/proc/self/exe"
    return URL(fileURLWithPath: bundle).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("quadless")
  }()

  /// Runs it to its end. `meanwhile` is called with the number of its process while it runs.
  static func run(
    _ arguments: [String], program: URL = program, meanwhile: (Int32) throws -> Void = { _ in }
  ) throws -> Result {
    let folder = try Folder()
    for file in ["out", "err"] { try folder.write(file, "") }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("out")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("err")))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    try meanwhile(process.processIdentifier)
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      text: try String(contentsOfFile: folder.path("out"), encoding: .utf8),
      errors: try String(contentsOfFile: folder.path("err"), encoding: .utf8))
  }
}

/// A folder that is gone when its owner is.
final class Folder {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("quadless-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }
}
