import Foundation
import Interpreter
import SPIRV

/// A shader that glslangValidator refused.
struct CompileError: Error { var log: String }

/// Compiles a fragment shader with the glslangValidator command.
func compile(_ source: String, environment: String = "vulkan1.2") throws -> Module {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let input = folder.appendingPathComponent("shader.frag")
  let output = folder.appendingPathComponent("shader.spv")
  // glslang refuses ES 3.00 for SPIR-V; what the shaders use of it is the same in 3.10.
  let source = source.replacing("#version 300 es", with: "#version 310 es")
  try Data(source.utf8).write(to: input)
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [
    "glslangValidator", "--target-env", environment, "--auto-map-locations", "--auto-map-bindings", "-g0",
    input.path, "-o", output.path,
  ]
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let log = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CompileError(log: log) }
  return try Module(bytes: Data(contentsOf: output))
}

/// The folder of the package's own shaders.
let shaderFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("Shaders")
