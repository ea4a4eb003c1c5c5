import Foundation
import Testing

@testable import Frontend

/// Texts that several tests use.
enum Shaders {
  static let desktop = """
    #version 330 core
    in vec2 uv;
    out vec4 color;
    uniform float time;
    uniform sampler2D image;
    uniform Light { vec4 position; } light;
    uniform Fog { float density; };
    void main() {
      color = texture(image, uv) * time * light.position * density + dFdx(uv.x);
    }
    """

  static let es300 = """
    #version 300 es
    precision mediump float;
    precision lowp sampler2DShadow;
    in vec2 uv;
    out vec4 color;
    uniform float time;
    void main() {
      color = vec4(fwidth(uv.x) * time);
    }
    """

  static let vulkan = """
    #version 450
    layout(push_constant) uniform Push { vec4 tint; } push;
    layout(set = 1, binding = 2) uniform sampler2D image;
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() {
      color = texture(image, uv) * push.tint;
    }
    """
}

/// A folder that is removed at the end, with files in it.
final class Folder {
  let path: String

  /// Writes the files, by relative path, into a new folder.
  init(_ files: [String: String]) throws {
    path = NSTemporaryDirectory() + "quadless-\(UUID().uuidString)"
    for (name, text) in files {
      let file = URL(fileURLWithPath: path).appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Runs a program over some words on its standard input's file and returns its output if it fails.
func validatorComplaint(_ words: [UInt32], environment: String) throws -> String? {
  let file = NSTemporaryDirectory() + "quadless-\(UUID().uuidString).spv"
  defer { try? FileManager.default.removeItem(atPath: file) }
  try words.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: file))
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["spirv-val", "--target-env", environment, file]
  let pipe = Pipe()
  process.standardError = pipe
  process.standardOutput = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? nil : String(decoding: output, as: UTF8.self)
}

/// The error that a compilation throws; a failed test where it throws none.
func complaint(
  of source: Source, _ options: CompileOptions = CompileOptions(),
  at location: SourceLocation = #_sourceLocation
) -> CompilationError? {
  do {
    _ = try compile(source, options: options)
    Issue.record("\(source.path) compiled", sourceLocation: location)
    return nil
  } catch {
    return error
  }
}
