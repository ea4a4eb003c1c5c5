import Foundation
import Interpreter
import SPIRV

/// A shader that glslangValidator refused.
struct CompileError: Error { var log: String }

/// Compiles a fragment shader with the glslangValidator command, so that these tests need no other room.
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
    "glslangValidator", "--target-env", environment, "--auto-map-locations", "--auto-map-bindings",
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

/// The package's own shaders that glslangValidator compiles to SPIR-V as they are.
func ownShaders() throws -> [(name: String, source: String, environment: String)] {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let files = try FileManager.default.contentsOfDirectory(
    at: root.appendingPathComponent("Shaders"), includingPropertiesForKeys: nil)
  return try files.filter { $0.pathExtension == "frag" }.sorted { $0.path < $1.path }.compactMap { file in
    let source = try String(contentsOf: file, encoding: .utf8)
    // GLSL ES 100 and Shadertoys do not compile to SPIR-V without a wrapper.
    if source.contains("#version 100") || !source.contains("void main(") { return nil }
    let isVulkan = source.contains("push_constant") || source.contains("set =") || source.contains("set=")
    return (file.lastPathComponent, source, isVulkan ? "vulkan1.2" : "opengl")
  }
}

/// Runs expressions in one shader and returns the outputs' values, in order.
///
/// - Parameters:
///   - expressions: floats, over the uniforms x, y and z (as `constants` gives them), the smooth varying `v`
///     and gl_FragCoord.
///   - declarations: GLSL before `main`.
func evaluate(
  _ expressions: [String], declarations: String = "", constants: [String: Double] = [:],
  at position: Position = Position(20.5, 31.5), stencil: Stencil = Stencil(), optimized: Bool = false
) throws -> (values: [Value], run: Execution) {
  let source = """
    #version 450
    layout(push_constant) uniform Constants { float x, y, z; int i, j; uint u; };
    layout(location = 0) in vec4 v;
    layout(location = 0) out float result[\(expressions.count)];
    \(declarations)
    void main() {
    \(expressions.enumerated().map { "  result[\($0.offset)] = float(\($0.element));" }.joined(separator: "\n"))
    }
    """
  var module = try compile(source)
  if optimized {
    module = try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_2))
  }
  var options = RunOptions()
  options.stencil = stencil
  options.uniforms = { constants[$0.name] ?? SyntheticInputs().uniform($0) }
  let run = try Program(module).run(at: position, options: options)
  guard case .composite(let values)? = run["result"] else { return ([], run) }
  return (values, run)
}
