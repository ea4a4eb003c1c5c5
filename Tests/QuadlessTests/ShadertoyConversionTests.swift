import Conversion
import Foundation
import Frontend
import Testing

/// A Shadertoy comes out as one, without a quad operation.
@Suite struct ShadertoyConversionTests {
  /// Bodies of shaders that use every kind of site, and names that the wrapper would like for itself.
  private static let texts = [
    "void mainImage(out vec4 fragColor, in vec2 fragCoord) { fragColor = vec4(fwidth(length(fragCoord))); }",
    "#define T(p) texture(iChannel0, p)\nvoid mainImage(out vec4 o, vec2 u) { o = T(u / iResolution.xy); }",
    "float fragColor = 2.0;\nvec2 fragCoord;\nfloat mainImage_d(float x) { return dFdx(x * x); }\n"
      + "void mainImage(out vec4 o, vec2 u) { fragCoord = u; o = vec4(fragColor * mainImage_d(fragCoord.x)); }",
    "void image(out vec4 c, vec2 p) { c = vec4(dFdy(p.y * p.x)); }\n"
      + "void mainImage(out vec4 o, vec2 u) { vec4 a; o = vec4(0); for (int i = 0; i < 4; i++) { image(a, u + float(i));"
      + " o += a; } if (iFrame > 3) { o.w = 1.0; return; } o.w = 0.5; }",
    "void mainImage(out vec4 o, vec2 u) { o = vec4(dFdx(gl_FragCoord.x * gl_FragCoord.y) + iMouse.x * iDate.w); }",
    "void mainImage(out vec4 o, vec2 u) { o = vec4(dFdx(iTime), iChannelTime[1], iChannelResolution[2].xy); }",
  ]

  private func converted(_ text: String, _ change: (inout ConversionOptions) -> Void = { _ in }) throws
    -> Conversion
  {
    var options = ConversionOptions()
    options.output = .glsl
    options.verifiesEach = true
    change(&options)
    return try convert(Input(path: "toy.frag", bytes: Array(text.utf8)), options: options)
  }

  @Test(arguments: texts, [false, true]) func noQuadOperationIsLeft(text: String, optimizes: Bool) throws {
    let conversion = try converted(text) { $0.optimizes = optimizes }
    let written = String(decoding: conversion.bytes, as: UTF8.self)
    for word in ["dFd", "fwidth", "texture(", "#version", "precision", "uniform", " main("] {
      #expect(!written.contains(word), "\(word) in\n\(written)")
    }
    #expect(
      conversion.sites.count == 1
        && conversion.sites.allSatisfy { if case .kept = $0.outcome { false } else { true } })
    #expect(try refusal(of: written) == nil, "\(written)")
    // What is written is a Shadertoy again.
    #expect(try converted(written).isUnchanged)
  }

  @Test func withoutASiteTheTextIsCopied() throws {
    let text = "// mine\nvoid mainImage(out vec4 o, vec2 u) { o = vec4(u / iResolution.xy, 0, 1); }\n"
    #expect(String(decoding: try converted(text).bytes, as: UTF8.self) == text)
  }

  @Test func otherLanguagesGetAWholeShader() throws {
    let conversion = try converted(Self.texts[1]) { $0.glslVersion = GLSLVersion("330") }
    let written = String(decoding: conversion.bytes, as: UTF8.self)
    #expect(written.hasPrefix("#version 330 core\n"))
    #expect(written.contains("uniform vec3 iResolution;") && written.contains("void main()"))
    #expect(!written.contains("iChannel1"))
  }

  /// What glslangValidator says against a Shadertoy text in a wrapper of the test's own.
  private func refusal(of text: String) throws -> String? {
    let head = """
      #version 300 es
      precision highp float; precision highp int;
      uniform vec3 iResolution; uniform float iTime, iChannelTime[4]; uniform int iFrame; uniform vec4 iMouse, iDate;
      uniform vec3 iChannelResolution[4]; uniform sampler2D iChannel0;
      void mainImage(out vec4 c, in vec2 f); out vec4 result;
      void main() { vec4 color = vec4(0.0); mainImage(color, gl_FragCoord.xy); result = color; }

      """
    let folder = try TemporaryFolder()
    return try complaint(about: try folder.write("toy.frag", head + text), in: folder)
  }
}
