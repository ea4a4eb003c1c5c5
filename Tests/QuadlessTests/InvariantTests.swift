import Conversion
import Dispatch
import Foundation
import Frontend
import SPIRV
import Synchronization
import Testing

/// What holds for whole conversions: the numbers are those of shared/design/DESIGN.md's invariants.
@Suite struct InvariantTests {
  /// Invariant 1: every output is valid after every pass, with and without the optimizer.
  @Test(arguments: Repository.shaders, [false, true])
  func everyPassLeavesAValidModule(name: String, optimizes: Bool) throws {
    var options = ConversionOptions()
    options.verifiesEach = true
    options.optimizes = optimizes
    _ = try convert(try Repository.input(name), options: options)
  }

  /// Invariant 3: without a site, the words are the compiler's and the text is the source's.
  @Test(arguments: Repository.shaders)
  func shaderWithoutASiteIsUnchanged(name: String) throws {
    let input = try Repository.input(name)
    var options = ConversionOptions()
    let module = try convert(input, options: options)
    guard module.sites.isEmpty, case .text(let source) = input.content else { return }
    let compiled = try compile(source, options: CompileOptions(mapsIO: true))
    let stripped = try stripped(compiled)
    #expect(try Module(bytes: module.bytes).words == stripped)
    #expect(module.isUnchanged)
    options.output = .glsl
    #expect(try convert(input, options: options).bytes == Array(source.text.utf8))
    // SPIR-V in, SPIR-V out: nothing is stripped.
    let debug = compiled.words.withUnsafeBytes { Array($0) }
    #expect(try convert(try Input(path: "in.spv", bytes: debug)).bytes == debug)
  }

  @Test func someShadersHaveNoSite() throws {
    let counts = try Repository.shaders.map { try convert(try Repository.input($0)).sites.count }
    #expect(counts.contains(0) && counts.contains { $0 > 0 })
  }

  /// Invariant 4: the same bytes every time, alone and beside other conversions.
  @Test func conversionIsDeterministic() throws {
    let first = try convertAll()
    let others = Mutex<[[[UInt8]]]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      if let result = try? convertAll() { others.withLock { $0.append(result) } }
    }
    let results = others.withLock { $0 }
    #expect(results.count == 4)
    for (number, name) in Repository.shaders.enumerated() {
      #expect(results.allSatisfy { $0[number] == first[number] }, "\(name)")
    }
  }

  /// Invariant 4 between processes: each seeds its hash tables anew, so that an order taken from one shows.
  @Test(arguments: [["--emit", "spv"], ["--emit", "glsl"], ["--emit", "spv", "-O"]])
  func everyProcessWritesTheSame(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let own = stride(from: 0, to: Repository.shaders.count, by: 10).map { Repository.shaders[$0] }
    // Inlined, its calls would be counted by the thousand.
    let many = arguments.contains("-O") ? [] : [try folder.write("many.frag", InvariantTests.manyFunctions)]
    let inputs = many + own.map { Repository.shaderFolder.appendingPathComponent($0).path }
    for input in inputs {
      let outputs = try (0..<4).map { _ in
        let result = try Command.run([input, "-o", "-"] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
      }
      #expect(Set(outputs).count == 1, "\(input)")
    }
  }

  /// Twelve helpers that call each other with arguments active in every pattern, around loops and globals.
  private static let manyFunctions: String = {
    let helpers = (1...12).map { number in
      """
      float h\(number)(float a, float b) {
        g\(number % 4) += a * \(number).0;
        float r = a;
        for (int i = 0; i < n; i++) r = sin(r * b + \(number).5);
        return \(number == 1 ? "r" : "r * h\(number - 1)(b, a) + h\(number - 1)(a, flatness) * h\((number + 1) / 2)(flatness, b)");
      }
      """
    }
    // The last first, so that callees are met through callers and not before them.
    let sums = (1...12).reversed().map { "h\($0)(uv.x, uv.y) + h\($0)(uv.y, flatness)" }.joined(
      separator: " + ")
    return """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 1) flat in float flatness;
      layout(location = 2) flat in int n;
      layout(location = 0) out vec4 color;
      float g0, g1, g2, g3;
      \(helpers.joined(separator: "\n"))
      void main() {
        float s = \(sums);
        color = vec4(dFdx(s), dFdy(s * uv.x), fwidth(g0 + g1), dFdx(g2 * g3));
      }
      """
  }()

  private func convertAll() throws -> [[UInt8]] {
    try Repository.shaders.map { name in
      var options = ConversionOptions()
      options.output = .glsl
      let text = try convert(try Repository.input(name), options: options)
      let module = try convert(try Repository.input(name))
      return module.bytes + text.bytes + Array(text.siteList(path: name).utf8)
    }
  }

  private func stripped(_ shader: CompiledShader) throws -> [UInt32] {
    let requested = Set(shader.facts.requestedExtensions.map(\.name))
    let ours: Set = ["GL_GOOGLE_include_directive", "GL_GOOGLE_cpp_style_line_directive"]
    return try Module(words: shader.words).wordsWithoutDebugInfo(
      unrequestedExtensions: ours.subtracting(requested))
  }
}
