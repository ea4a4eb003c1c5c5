import Differentiation
import Interpreter
import SPIRV
import Soundness
import Testing

/// Samples between derivatives: the difference of a difference, by what is written out by hand.
@Suite struct NestedSampleTests {
  private static let textures = """
    layout(set = 0, binding = 1) uniform sampler2D t;
    layout(set = 0, binding = 2) uniform sampler2DArray ta;
    """

  /// A nested form, and the same in derivatives of coordinates only.
  private static let cases: [(nested: String, written: String)] = [
    // The difference of a difference.
    (
      "dFdx(dFdx(texture(t, p)))",
      "texture(t, p + 2.0 * dFdx(p) + dFdx(dFdx(p))) - 2.0 * texture(t, p + dFdx(p)) + texture(t, p)"
    ),
    (
      "dFdy(dFdx(texture(t, p)))",
      """
      texture(t, p + dFdx(p) + dFdy(p) + dFdy(dFdx(p))) - texture(t, p + dFdx(p)) - texture(t, p + dFdy(p))
        + texture(t, p)
      """
    ),
    // A texture of a derivative, then its derivative.
    (
      "dFdx(texture(t, p + dFdy(p)))",
      "texture(t, p + dFdy(p) + dFdx(p) + dFdx(dFdy(p))) - texture(t, p + dFdy(p))"
    ),
    // A derivative of a texture of a derivative of a texture.
    (
      "dFdx(texture(t, p + dFdy(textureLod(t, p, 0.0).xy)))",
      """
      texture(t, p + dFdx(p)
          + textureLod(t, p + dFdx(p) + dFdy(p) + dFdx(dFdy(p)), 0.0).xy - textureLod(t, p + dFdx(p), 0.0).xy)
        - texture(t, p + textureLod(t, p + dFdy(p), 0.0).xy - textureLod(t, p, 0.0).xy)
      """
    ),
    // Gradients given by hand choose a level; no chain goes through them.
    (
      "dFdx(textureGrad(t, p, dFdx(p), dFdy(p)))",
      "texture(t, p + dFdx(p)) - texture(t, p)"
    ),
    // Never the layer.
    (
      "dFdx(dFdx(texture(ta, vec3(p, v.x))))",
      """
      texture(ta, vec3(p + 2.0 * dFdx(p) + dFdx(dFdx(p)), v.x)) - 2.0 * texture(ta, vec3(p + dFdx(p), v.x))
        + texture(ta, vec3(p, v.x))
      """
    ),
  ]

  @Test(arguments: cases.indices)
  func nestedSampleIsADifference(number: Int) throws {
    let (nested, written) = NestedSampleTests.cases[number]
    var modules: [Module] = []
    for expression in [nested, written] {
      let module = try compiled(
        shader(
          "vec2 p = sin(9.0 * u.xy) * v.x; color = \(expression);", declarations: NestedSampleTests.textures))
      for input in [module, try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_3))] {
        let result = try differentiate(input)
        try expectSound(result, from: input, expression)
        #expect(!result.sites.contains { $0.isKept }, "\(expression): \(result.sites)")
        modules.append(result.module)
      }
    }
    for position in [Position(37.5, 21.5), Position(80.5, 66.5)] {
      let expected = try run(modules[2], at: position)
      #expect(expected.contains { abs($0) > 1e-5 })
      for module in modules {
        for (x, y) in zip(try run(module, at: position), expected) {
          #expect(abs(x - y) < 1e-7, "\(nested): \(x), not \(y)")
        }
      }
    }
  }

  /// Extra samples stand in the block of their sampled image, at every order.
  @Test func secondDifferenceTakesFourSamples() throws {
    let module = try compiled(
      shader("color = dFdy(dFdx(texture(t, u.xy)));", declarations: NestedSampleTests.textures))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    let samples = try Program(result.module).run(at: Position(20.5, 31.5)).samples
    let gradients = samples.compactMap { $0.gradients.map { $0.dx + $0.dy } }
    #expect(gradients.count == 4 && Set(gradients).count == 1, "\(gradients)")
  }
}
