import Conversion
import Differentiation
import Foundation
import SPIRV
import Testing

/// The derivatives of texture samples, written as GLSL and as SPIR-V: every form compiles again.
@Suite struct TextureDerivativeTests {
  /// A dialect, and the samples it has.
  struct Dialect: CustomTestStringConvertible, Sendable {
    var version: String
    var declarations: [String]
    var samples: [String]
    var isVulkan = false
    var testDescription: String { version + (isVulkan ? " vulkan" : "") }

    private static let common = [
      "texture(t2, p.xy)", "texture(t2, p.xy, 1.5)", "textureOffset(t2, p.xy, ivec2(1, -2))",
      "textureLod(t2, p.xy, 1.3)", "textureLod(t2, p.xy, 2.0)", "textureLod(t2, p.xy, -1.0)",
      "textureLodOffset(t2, p.xy, 0.5, ivec2(2))", "textureGrad(t2, p.xy, p.zw, p.yx)",
      "textureGradOffset(t2, p.xy, p.zw, p.yx, ivec2(1))", "textureProj(t2, p.xyz)",
      "textureProj(t2, p.xyzw)", "textureProjLod(t2, p.xyz, 1.0)",
      "textureProjGrad(t2, p.xyz, p.xy, p.yx)", "textureProjOffset(t2, p.xyz, ivec2(1))",
      "texture(t3, p.xyz)",
      "textureLod(t3, p.xyz, 1.0)", "textureGrad(t3, p.xyz, p.yzx, p.zxy)", "textureProj(t3, p)",
      "texture(tc, p.xyz)", "textureLod(tc, p.xyz, 1.0)", "textureGrad(tc, p.xyz, p.yzx, p.zxy)",
      "texture(ta, p.xyz)", "textureLod(ta, p.xyz, 1.3)", "textureGrad(ta, p.xyz, p.xy, p.yx)",
      "textureOffset(ta, p.xyz, ivec2(1))", "look(t2, p.xy)",
    ]
    private static let plain = ["sampler2D t2", "sampler3D t3", "samplerCube tc", "sampler2DArray ta"]
    private static let desktop = [
      "texture(t1, p.x)", "textureProj(t1, p.xw)", "texture(t1a, p.xy)", "textureLod(t1, p.x, 1.0)",
    ]
    private static let desktopSamplers = ["sampler1D t1", "sampler1DArray t1a"]

    static let all = [
      Dialect(version: "300 es", declarations: plain, samples: common),
      Dialect(
        version: "320 es", declarations: plain + ["samplerCubeArray tca"],
        samples: common + ["texture(tca, p)"]),
      Dialect(version: "330 core", declarations: plain + desktopSamplers, samples: common + desktop),
      Dialect(
        version: "450",
        declarations: plain + desktopSamplers + ["samplerCubeArray tca", "sampler2D many[3]"],
        samples: common + desktop + ["texture(tca, p)", "texture(many[1], p.xy)"]),
      Dialect(
        version: "450",
        declarations: plain + desktopSamplers + [
          "texture2D apart", "texture2DArray layers", "sampler state",
        ],
        samples: common + desktop + [
          "texture(sampler2D(apart, state), p.xy)", "texture(sampler2DArray(layers, state), p.xyz)",
        ], isVulkan: true),
    ]

    var text: String {
      let isES = version.hasSuffix("es")
      let samplers = declarations.enumerated().map { number, declaration in
        "\(isVulkan ? "layout(binding = \(number)) " : "")uniform \(isES ? "highp " : "")\(declaration);"
      }
      let location = isVulkan ? "layout(location = 0) " : ""
      return """
        #version \(version)
        \(isES ? "precision highp float;" : "")
        \(samplers.joined(separator: "\n"))
        \(location)in vec4 p;
        \(location)out vec4 color;
        vec4 look(\(isES ? "highp " : "")sampler2D s, vec2 q) { return texture(s, q * q); }
        void main() {
          color = vec4(0.0);
          \(samples.map { "{ vec4 s = \($0); color += dFdx(s) + fwidth(s.yxwz); }" }.joined(separator: "\n  "))
        }
        """
    }
  }

  @Test(arguments: Dialect.all, [TextureDerivative.difference, .central, .bilinear])
  func everyFormCompilesAgain(dialect: Dialect, derivative: TextureDerivative) throws {
    var options = ConversionOptions()
    options.differentiation.textureDerivative = derivative
    options.verifiesEach = true
    let input = try Input(path: "test.frag", bytes: Array(dialect.text.utf8))
    let module = try convert(input, options: options)
    let explicit = module.sites.filter { $0.kind != .sample }
    #expect(explicit.count == 2 * dialect.samples.count)
    #expect(module.sites.allSatisfy { $0.outcome == .tangent || $0.outcome == .gradients })
    options.output = .glsl
    let glsl = try convert(input, options: options)
    let folder = try TemporaryFolder()
    let written = try folder.write("written.frag", String(decoding: glsl.bytes, as: UTF8.self))
    let complaint = try complaint(about: written, isVulkan: dialect.isVulkan, in: folder)
    #expect(complaint == nil, "\(complaint ?? "")\n\(String(decoding: glsl.bytes, as: UTF8.self))")
  }

  /// The layer of an array is never stepped, and gradients that a sample is given are no factor of the chain.
  @Test func chainGoesThroughTheCoordinate() throws {
    func converted(_ sample: String) throws -> String {
      var options = ConversionOptions()
      options.output = .glsl
      let text = """
        #version 450
        uniform sampler2D t;
        uniform sampler2DArray a;
        in vec4 p;
        out vec4 color;
        void main() { vec4 s = \(sample); color = dFdx(s); }
        """
      let conversion = try convert(Input(path: "test.frag", bytes: Array(text.utf8)), options: options)
      return String(decoding: conversion.bytes, as: UTF8.self)
    }
    let given = try converted("textureGrad(t, p.xy, vec2(7.0), vec2(9.0))")
    let steps = given.components(separatedBy: "textureGrad(t, ").dropFirst()
    #expect(steps.count == 2 && steps.allSatisfy { $0.contains("vec2(7.0), vec2(9.0))") }, "\(given)")
    #expect(!given.contains("* 7.0") && !given.contains("7.0 *"), "\(given)")
    let layered = try converted("textureLod(a, vec3(p.xy, p.z * 3.0), 0.0)")
    #expect(layered.contains(".z = 0.0"), "\(layered)")
  }
}
