import Differentiation
import Foundation
import Frontend
import Interpreter
import SPIRV
import ShaderGenerator
import Soundness

/// The seed of all random tests, from the environment's SEED where it is set.
let testSeed: UInt64 = {
  let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_250_704
  print("random tests of Differentiation: SEED=\(seed)")
  return seed
}()

/// The repository's folders.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let shaderFolder = root.appendingPathComponent("Shaders")

  /// The names of our own fragment shaders, discovered.
  static let shaders: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: shaderFolder.path)) ?? [])
    .filter { $0.hasSuffix(".frag") }.sorted()

  /// One of our own shaders, compiled.
  static func module(_ name: String) throws -> (module: Module, environment: ValidationEnvironment) {
    let source = try Source(readingFrom: shaderFolder.appendingPathComponent(name).path)
    let shader = try compile(source, options: CompileOptions(mapsIO: true))
    return (
      try Module(words: shader.words),
      ValidationEnvironment(rawValue: shader.environment.rawValue) ?? .universal
    )
  }
}

/// Compiles a fragment shader under Vulkan's rules; locations and bindings may be left out.
func compiled(_ text: String, path: String = "test.frag") throws -> Module {
  let options = CompileOptions(targetEnvironment: .vulkan1_3, mapsIO: true)
  return try Module(words: compile(Source(path: path, text: text), options: options).words)
}

/// Assembles a module, ids as they are numbered.
func assembled(_ text: String) throws -> Module {
  let words = try SPIRVTools.assemble(text)
  try SPIRVTools.validate(words, environment: .universal)
  return try Module(words: words)
}

/// A fragment shader around the body of `main`, as the generator writes them.
func shader(_ body: String, declarations: String = "", version: String = "450") -> String {
  fragmentShader(body, declarations: declarations, version: version)
}

/// The line of a shader's text that holds a mark, from 1.
func line(of mark: String, in text: String) -> Int {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  return (lines.firstIndex { $0.contains(mark) } ?? -1) + 1
}

extension Module {
  /// How many instructions of an opcode the functions hold.
  func count(_ op: Op) -> Int { bodyInstructions.count { $0.instruction.op == op } }
}

/// Runs a module at a pixel under synthetic inputs and returns the scalars of its output `color`.
func run(_ module: Module, at position: Position = Position(20.5, 31.5), options: RunOptions = RunOptions())
  throws -> [Double]
{
  try Program(module).run(at: position, options: options)["color"]?.centre ?? []
}
