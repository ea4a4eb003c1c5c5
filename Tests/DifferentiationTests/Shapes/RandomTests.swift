import Differentiation
import Interpreter
import ReferenceCheck
import SPIRV
import ShaderGenerator
import Testing

/// Random shaders against the stencil, as compiled and as optimized.
@Suite struct RandomTests {
  @Test(arguments: 0..<60, [RandomShader.Features(), [.parting, .integers]])
  func randomShaderIsDifferentiated(number: UInt64, features: RandomShader.Features) throws {
    var writer = RandomShader(seed: testSeed &+ number &* 0x1_0001, features: features)
    let text = writer.text()
    let module = try compiled(text)
    for (input, form) in [
      (module, "as compiled"),
      (try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_3)), "optimized"),
    ] {
      let what = "SEED=\(testSeed), shader \(number), \(form):\n\(text)"
      let result = try differentiate(input)
      try expectSound(result, from: input, what)
      var check = ReferenceCheck()
      try check.compare(input, result.module, positions: [Position(20.5, 31.5), Position(57.5, 12.5)])
      #expect(check.mismatches.isEmpty, "\(check.mismatches.prefix(2))\n\(what)")
    }
  }

  /// The shaders are worth their name: most of what they compute has a reference and is differentiated.
  @Test func randomShadersAreMostlyDifferentiable() throws {
    var (sites, rewritten, compared, unreferenced) = (0, 0, 0, 0)
    for number in 0..<UInt64(20) {
      var writer = RandomShader(seed: testSeed &+ number &* 0x1_0001)
      let module = try compiled(writer.text())
      let result = try differentiate(module)
      sites += result.sites.count
      rewritten += result.sites.count { $0.outcome == .tangent }
      var check = ReferenceCheck()
      try check.compare(module, result.module, positions: [Position(20.5, 31.5)])
      compared += check.compared
      unreferenced += check.unreferenced
    }
    #expect(rewritten * 2 > sites && compared > unreferenced, "\((sites, rewritten, compared, unreferenced))")
  }
}
