import Foundation
import Interpreter
import SPIRV
import Testing

@Suite struct ShaderTests {
  @Test func everyOwnShaderRuns() throws {
    let files = try FileManager.default.contentsOfDirectory(at: shaderFolder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "frag" }.sorted { $0.path < $1.path }
    for file in files {
      let source = try String(contentsOf: file, encoding: .utf8)
      var module: Module?
      for environment in ["vulkan1.2", "opengl"] where module == nil {
        do { module = try compile(source, environment: environment) } catch let error as CompileError { print(file.lastPathComponent, environment, error.log) }
      }
      guard let module else { continue }
      do {
        let program = try Program(module)
        let start = Date()
        let run = try program.run(at: Position(20.5, 31.5))
        let ms = Date().timeIntervalSince(start) * 1000
        let missing = run.derivatives.filter { $0.reference.contains { $0 == nil } }.count
        print(file.lastPathComponent, run.instructionCount, String(format: "%.1f ms", ms), run.isDiscarded, run.isDiverged, run.derivatives.count, missing, run.samples.count, run.outputs.map { $0.value.centre })
      } catch { print(file.lastPathComponent, "FAILED", error) }
    }
  }
}
