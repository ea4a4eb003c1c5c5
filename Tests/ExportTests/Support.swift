import Foundation
import Testing

/// The repository's folders.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let shaderFolder = root.appendingPathComponent("Shaders")
  static let rayCaster = root.appendingPathComponent("Tests/RayCaster")

  /// The names of our own fragment shaders, discovered.
  static let shaders: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: shaderFolder.path)) ?? [])
    .filter { $0.hasSuffix(".frag") }.sorted()
}

/// A folder that is gone when its owner is.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("quadless-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }
}

/// What a program did.
struct ProgramResult {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs a program, found on the search path, in a folder.
@discardableResult
func run(_ program: String, _ arguments: [String], in folder: Folder) throws -> ProgramResult {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.currentDirectoryURL = folder.url
  for name in ["run.out", "run.err"] { try folder.write(name, "") }
  process.standardOutput = try FileHandle(forWritingTo: folder.url.appendingPathComponent("run.out"))
  process.standardError = try FileHandle(forWritingTo: folder.url.appendingPathComponent("run.err"))
  process.standardInput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  return ProgramResult(
    status: process.terminationStatus, output: String(decoding: try folder.bytes("run.out"), as: UTF8.self),
    errors: String(decoding: try folder.bytes("run.err"), as: UTF8.self))
}

/// The `quadless` that was built with the tests.
func quadless(_ arguments: [String], in folder: Folder) throws -> ProgramResult {
  // SwiftPM puts it beside the test bundle.
  let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? "/proc/self/exe"
  let directory = URL(fileURLWithPath: bundle).resolvingSymlinksInPath().deletingLastPathComponent()
  return try run(directory.appendingPathComponent("quadless").path, arguments, in: folder)
}
