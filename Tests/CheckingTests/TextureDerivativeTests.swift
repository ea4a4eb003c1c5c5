import Conversion
import Differentiation
import Frontend
import Rasterizer
import SPIRV
import Testing

@testable import Checking

/// The tangents of texture samples, run as native code in double and float on a procedural texture, against the
/// same difference taken in the double-precision sampler, or against the limit of ever smaller steps.
@Suite struct TextureDerivativeTests {
  /// A kind of texture, and how it is sampled; `p` is a varied coordinate of the right width.
  struct Dimensionality: CustomTestStringConvertible, Sendable {
    var sampler: String
    var coordinate: String
    var forms: [String]
    var testDescription: String { sampler }

    static let all = [
      Dimensionality(
        sampler: "sampler2D", coordinate: "vec2 p = uv * 1.7 + 0.2 * sin(3.0 * uv.yx);",
        forms: [
          "texture(t, p)", "textureLod(t, p, 1.3)", "textureLod(t, p, 2.0)",
          "textureGrad(t, p, vec2(0.02, 0.01), vec2(-0.01, 0.03))", "textureProj(t, vec3(p, 1.5 + uv.x))",
          "textureOffset(t, p, ivec2(3, -2))", "texture(t, p, 1.5)",
          "textureLodOffset(t, p, 1.3, ivec2(-1, 2))",
        ]),
      Dimensionality(
        sampler: "sampler2DArray", coordinate: "vec3 p = vec3(uv * 1.7 + 0.2 * sin(3.0 * uv.yx), 2.0);",
        forms: [
          "texture(t, p)", "textureLod(t, p, 1.3)",
          "textureGrad(t, p, vec2(0.02, 0.01), vec2(-0.01, 0.03))",
          "textureOffset(t, p, ivec2(3, -2))",
        ]),
      Dimensionality(
        sampler: "sampler3D", coordinate: "vec3 p = vec3(uv * 1.3, 0.4 + 0.2 * uv.x * uv.y);",
        forms: [
          "texture(t, p)", "textureLod(t, p, 1.3)",
          "textureGrad(t, p, vec3(0.02, 0.01, 0.0), vec3(-0.01, 0.03, 0.01))",
          "textureProj(t, vec4(p, 1.5 + uv.x))",
        ]),
      Dimensionality(
        sampler: "samplerCube", coordinate: "vec3 p = vec3(uv - 0.4, 0.7 + uv.x);",
        forms: [
          "texture(t, p)", "textureLod(t, p, 1.3)",
          "textureGrad(t, p, vec3(0.02, 0.01, 0.0), vec3(-0.01, 0.03, 0.01))",
        ]),
    ]
  }

  /// A shader that takes the derivatives of every form: two sites a form, after the implicit samples' own.
  private static func shader(_ kind: Dimensionality) -> String {
    let sums = kind.forms.map { form in
      "{ vec4 s = \(form); color += dFdx(s) * 0.7 + dFdy(s); }"
    }
    return """
      #version 450
      layout(binding = 0) uniform \(kind.sampler) t;
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() {
        \(kind.coordinate)
        color = vec4(0.0);
        \(sums.joined(separator: "\n  "))
      }
      """
  }

  private static func check(
    _ text: String, _ derivative: TextureDerivative, judgedAs meaning: TextureDerivative? = nil,
    name: String = "t", texture: String = "{ pattern: noise, size: [64, 32], layers: 4, filter: trilinear }"
  ) throws -> (check: ShaderCheck, sites: [SiteReport]) {
    var conversion = ConversionOptions()
    conversion.differentiation.textureDerivative = derivative
    let loaded = try LoadedShader(
      Input(path: "test.frag", bytes: Array(text.utf8)), conversion: conversion)
    let sidecar = try Sidecar(yaml: "textures: { \(name): \(texture) }", file: "test.scene.yaml")
    var choices = SceneStage.Choices()
    (choices.scene, choices.size) = (.plane, (16, 16))
    let subject = CheckSubject(
      path: loaded.path, original: loaded.original, transformed: loaded.transformed, sites: loaded.sites,
      textureDerivative: meaning ?? derivative)
    let stage = SceneStage(for: loaded, choices: choices, sidecar: sidecar)
    return (try Checking.check(subject, on: stage).check, loaded.sites)
  }

  private func expectAgreement(_ check: ShaderCheck, sites: Int) throws {
    #expect(check.isPassed, "\(check.text)")
    let derivatives = check.sites.filter { $0.kind != "sample" }
    #expect(derivatives.count == sites)
    for site in derivatives {
      let analytic = try #require(site.analytic)
      #expect(site.pixels.compared * 10 >= site.pixels.executed * 9, "\(check.text)")
      #expect(analytic.worst <= 1e-3, "\(check.text)")
      if let float = site.analyticFloat { #expect(float.percentile99 <= 1e-3, "\(check.text)") }
    }
    // In a coarse picture a level of detail from a quad is another than the stencil's.
    #expect(derivatives.count { $0.analyticFloat != nil } * 2 >= sites, "\(check.text)")
  }

  @Test(arguments: Dimensionality.all, [TextureDerivative.difference, .central])
  func differencesAreTheSampler(kind: Dimensionality, derivative: TextureDerivative) throws {
    let (check, _) = try Self.check(Self.shader(kind), derivative)
    try expectAgreement(check, sites: 2 * kind.forms.count)
  }

  /// Except on texels' edges, where the stencil meets a kink and there is no reference.
  @Test(arguments: Array(Dimensionality.all.prefix(2)))
  func bilinearIsTheLimit(kind: Dimensionality) throws {
    let (check, _) = try Self.check(Self.shader(kind), .bilinear)
    try expectAgreement(check, sites: 2 * kind.forms.count)
  }

  /// Addressing is the sampler's own.
  @Test(arguments: ["mirrored-repeat", "clamp-to-edge", "clamp-to-border"])
  func bilinearAtTheTexturesEdges(address: String) throws {
    var kind = Dimensionality.all[0]
    kind.forms = ["textureLodOffset(t, p, 1.3, ivec2(-1, 2))"]
    let texture = "{ pattern: noise, size: [64, 32], filter: trilinear, address: \(address) }"
    let (check, _) = try Self.check(Self.shader(kind), .bilinear, texture: texture)
    try expectAgreement(check, sites: 2)
  }

  /// With one level there is none to blend with: the last level is as far as the sampler goes.
  @Test func bilinearOfTheLastLevel() throws {
    var kind = Dimensionality.all[0]
    kind.forms = [
      "textureLod(t, p, 5.4)", "textureGrad(t, p, vec2(9.0), vec2(1.0))", "textureLod(t, p, -3.0)",
    ]
    let (check, _) = try Self.check(
      Self.shader(kind), .bilinear, texture: "{ pattern: noise, size: [16, 8], filter: trilinear }")
    for site in check.sites where site.kind != "sample" {
      #expect(site.analytic.map { $0.worst <= 1e-3 } ?? false, "\(check.text)")
    }
  }

  /// The three are different numbers: judged as another, each of them fails.
  @Test(
    arguments: [
      (TextureDerivative.difference, TextureDerivative.central), (.central, .difference),
      (.bilinear, .difference), (.difference, .bilinear),
    ])
  func another(derivative: TextureDerivative, meaning: TextureDerivative) throws {
    var kind = Dimensionality.all[0]
    kind.forms = ["texture(t, p)", "textureLod(t, p, 1.3)"]
    let (check, _) = try Self.check(Self.shader(kind), derivative, judgedAs: meaning)
    let derivatives = check.sites.filter { $0.kind != "sample" }
    #expect(derivatives.allSatisfy { $0.verdict == .failed }, "\(check.text)")
  }

  /// Where there is no bilinear slope, the derivative is a difference, and a remark says so.
  @Test(arguments: Dimensionality.all.suffix(2))
  func bilinearFallsBack(kind: Dimensionality) throws {
    var options = ConversionOptions()
    options.differentiation.textureDerivative = .bilinear
    let input = try Input(path: "test.frag", bytes: Array(Self.shader(kind).utf8))
    let bilinear = try convert(input, options: options)
    options.differentiation.textureDerivative = .difference
    let difference = try convert(input, options: options)
    #expect(bilinear.bytes == difference.bytes)
    #expect(bilinear.remarks.count == kind.forms.count && difference.remarks.isEmpty)
    let expected =
      "texture sample: bilinear is of float samples of 2D textures: its derivative is a difference"
    #expect(bilinear.diagnostics.filter { $0.message == expected }.count == kind.forms.count)
    #expect(bilinear.diagnostics.allSatisfy { $0.line != nil })
  }

  /// A bump-mapped shader: the derivatives of a height out of a texture.
  @Test(arguments: [TextureDerivative.difference, .central, .bilinear])
  func bumpMapping(derivative: TextureDerivative) throws {
    let path =
      String(#filePath.dropLast("Tests/CheckingTests/TextureDerivativeTests.swift".count))
      + "Shaders/bump-texture.frag"
    let text = try Source(readingFrom: path).text
    let (check, sites) = try Self.check(text, derivative, name: "heightMap")
    #expect(check.isPassed && check.count(.passed) == 5, "\(check.text)")
    #expect(!sites.contains { if case .kept = $0.outcome { true } else { false } })
  }
}
