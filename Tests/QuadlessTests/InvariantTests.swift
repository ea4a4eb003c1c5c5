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
