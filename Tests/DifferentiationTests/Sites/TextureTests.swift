import Differentiation
import Interpreter
import SPIRV
import Soundness
import Testing

/// Samples as sites, and the tangents of samples.
@Suite struct TextureTests {
  private static let textures = """
    layout(set = 0, binding = 1) uniform sampler1D t1;
    layout(set = 0, binding = 2) uniform sampler2D t2;
    layout(set = 0, binding = 3) uniform sampler3D t3;
    layout(set = 0, binding = 4) uniform samplerCube tc;
    layout(set = 0, binding = 5) uniform sampler2DArray ta;
    layout(set = 0, binding = 6) uniform samplerCubeArray tca;
    layout(set = 0, binding = 7) uniform sampler2DShadow s2;
    layout(set = 0, binding = 8) uniform samplerCubeShadow sc;
    layout(set = 0, binding = 9) uniform sampler2DArrayShadow sa;
    layout(set = 0, binding = 10) uniform sampler1DArray t1a;
    layout(set = 0, binding = 11) uniform samplerCubeArrayShadow sca;
    layout(set = 0, binding = 12) uniform isampler2D i2;
    layout(set = 0, binding = 13) uniform texture2D separate;
    layout(set = 0, binding = 14) uniform sampler state;
    layout(set = 0, binding = 15) uniform sampler2D many[4];
    """

  private static func textureCase(_ name: String, _ body: String, _ functions: String = "") -> ShapeCase {
    ShapeCase(name, body, declarations: textures + functions)
  }

  /// Implicit samples whose gradients the stencil judges.
  static let cases: [ShapeCase] = [
    textureCase("1D", "color = texture(t1, u.x * v.x) + texture(t1a, vec2(u.y * u.x, 1.0));"),
    textureCase("2D", "color = texture(t2, u.xy * v.x) + texture(t2, sin(v.zw));"),
    textureCase("3D", "color = texture(t3, u.xyz * u.w);"),
    textureCase("cube", "color = texture(tc, normalize(u.xyz + 2.0)) + texture(tc, reflect(u.xyz, v.xyz));"),
    textureCase("array", "color = texture(ta, vec3(u.xy * v.y, 2.0));"),
    textureCase("array whose layer varies", "color = texture(ta, vec3(u.xy * v.y, u.z * 4.0));"),
    textureCase("cube array", "color = texture(tca, vec4(u.xyz * v.y, 1.0));"),
    textureCase(
      "bias",
      "color = texture(t2, u.xy * v.x, -1.5) + texture(t2, v.xy, f.x * 3.0) + texture(tc, u.xyz, 2.0);"),
    textureCase(
      "offset",
      "color = textureOffset(t2, u.xy * u.x, ivec2(1, -2)) + textureOffset(ta, u.xyz, ivec2(2), 0.5);"),
    textureCase("projection by the third", "color = textureProj(t2, vec3(u.xy, 1.5 + v.x));"),
    textureCase("projection by the fourth", "color = textureProj(t2, vec4(u.xy, v.z, 1.5 + v.x));"),
    textureCase(
      "projection in 1D and 3D",
      "color = textureProj(t1, vec2(u.x, 2.0 + v.x)) + textureProj(t3, vec4(u.xyz, 2.0 + v.y));"),
    textureCase(
      "projection with offset and bias",
      "color = textureProjOffset(t2, vec3(u.xy, 1.5 + v.x), ivec2(1), 0.7);"),
    textureCase(
      "depth comparison",
      "color = vec4(texture(s2, vec3(u.xy * v.x, v.y)), texture(sc, vec4(u.xyz, v.x)), texture(sa, vec4(u.xy, 1.0, v.z)), 1.0);"
    ),
    textureCase(
      "depth comparison with bias, offset, projection",
      "color = vec4(texture(s2, u.xyz, 0.5), textureOffset(s2, u.xyz, ivec2(1)), textureProj(s2, vec4(u.xyz, 2.0 + v.x)), 1.0);"
    ),
    textureCase("cube array depth comparison", "color = vec4(texture(sca, vec4(u.xyz * v.x, 1.0), v.y));"),
    textureCase("integer texture", "color = vec4(texture(i2, u.xy * v.x));"),
    textureCase("separate texture and sampler", "color = texture(sampler2D(separate, state), u.xy * v.x);"),
    textureCase("array of samplers", "color = texture(many[k & 3], u.xy * v.x) + texture(many[1], v.yx);"),
    textureCase(
      "sampler as parameter", "color = look(t2, u.xy) + look(many[2], v.xy * u.x);",
      "vec4 look(sampler2D s, vec2 p) { return texture(s, p * p); }"),
    textureCase(
      "coordinate through a function and a loop",
      """
      vec2 p = u.xy;
      color = vec4(0.0);
      for (int i = 0; i < 3; i++) { p = warp(p); color += texture(t2, p); }
      """, "vec2 warp(vec2 p) { return sin(p.yx * 2.0) + v.xy * 0.1; }"),
    textureCase(
      "coordinate in one direction",
      "color = texture(t2, vec2(gl_FragCoord.x * 0.01, f.x)) + texture(t1, gl_FragCoord.y * 0.01);"),
  ]

  /// Residency codes and least levels stay beside the gradients.
  @Test func sparseAndClampedSamplesGetGradients() throws {
    let module = try compiled(
      shader(
        """
        vec4 x, y;
        float z;
        int r = sparseTextureARB(t2, u.xy * v.x, x) + sparseTextureClampARB(t2, u.xy, 1.0, y);
        r += sparseTextureARB(s2, u.xyz, z);
        color = x + y + z + textureClampARB(t2, u.xy, 2.0, 0.5) + float(r);
        """,
        declarations: """
          #extension GL_ARB_sparse_texture2 : require
          #extension GL_ARB_sparse_texture_clamp : require

          """ + TextureTests.textures))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == Array(repeating: .gradients, count: 4))
    let samples = try Program(result.module).run(at: Position(20.5, 31.5)).samples
    #expect(samples.map { $0.gradients != nil } == [true, true, true, true])
    #expect(samples.map(\.minLod) == [nil, 1, nil, 2])
  }

  @Test(arguments: cases) func gradientsAreTheDerivatives(shape: ShapeCase) throws {
    try shape.check()
    let result = try differentiate(try compiled(shape.text))
    #expect(result.sites.allSatisfy { $0.kind == .sample && $0.outcome == .gradients }, "\(result.sites)")
    let implicit = result.module.bodyInstructions.count {
      $0.instruction.op.isSite && "\($0.instruction.op)".contains("mplicit")
    }
    #expect(implicit == 0)
  }

  /// A bias is approximate under anisotropy, and says so.
  @Test func biasIsNoted() throws {
    let result = try differentiate(
      compiled(
        shader("color = texture(t2, u.xy, 1.0) + texture(t2, u.xy);", declarations: TextureTests.textures)))
    #expect(result.sites.map(\.notes.count) == [1, 0])
  }

  /// A coordinate that does not vary needs no footprint: gradients of zero.
  @Test func constantCoordinateHasNoGradient() throws {
    let module = try compiled(
      shader("color = texture(t2, c.xy) + texture(t2, f.xy);", declarations: TextureTests.textures))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.zero, .zero])
    let samples = try Program(result.module).run(at: Position(20.5, 31.5)).samples
    #expect(
      samples.count == 2
        && samples.allSatisfy { $0.gradients.map { $0.dx == [0, 0] && $0.dy == [0, 0] } == true })
  }

  /// GLSL has no textureGrad for samplerCubeArrayShadow.
  @Test func cubeArrayShadowIsKeptInGLSL() throws {
    let module = try compiled(
      shader(
        "color = vec4(texture(sca, u, v.x), texture(sc, u), 0.0, 0.0);", declarations: TextureTests.textures))
    var options = DifferentiationOptions()
    options.writesGLSL = true
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.kept(.noGradientForm), .gradients])
  }

  @Test func queryLodIsKept() throws {
    let module = try compiled(
      shader("color = vec4(textureQueryLod(t2, u.xy), 0.0, 0.0);", declarations: TextureTests.textures))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.keepReason) == [.queryLod] && result.module.words == module.words)
  }

  // MARK: Tangents of samples

  /// What is sampled, its coordinate, and the coordinate as it moves.
  private static let tangents: [(sample: String, moved: String, coordinate: String)] = [
    ("texture(t2, p.xy)", "texture(t2, p.xy + d.xy)", "sin(u)"),
    ("texture(t3, p.xyz)", "texture(t3, p.xyz + d.xyz)", "u * v.x"),
    ("texture(tc, p.xyz)", "texture(tc, p.xyz + d.xyz)", "u + 1.0"),
    ("texture(t1, p.x)", "texture(t1, p.x + d.x)", "u * u"),
    // Never the layer.
    ("texture(ta, p.xyz)", "texture(ta, vec3(p.xy + d.xy, p.z))", "u * v.y"),
    ("texture(t2, p.xy, 1.0)", "texture(t2, p.xy + d.xy)", "u"),
    ("textureOffset(t2, p.xy, ivec2(3))", "textureOffset(t2, p.xy + d.xy, ivec2(3))", "u"),
    ("textureLod(t2, p.xy, 2.0)", "textureLod(t2, p.xy + d.xy, 2.0)", "u * v.z"),
    ("textureGrad(t2, p.xy, vec2(0.1), vec2(0.2))", "textureLod(t2, p.xy + d.xy, 0.0)", "u * v.z"),
    ("textureProj(t2, p.xyz)", "textureProj(t2, p.xyz + d.xyz)", "u + 2.0"),
  ]

  /// `difference`: the tangent of a sample is one more sample a step along the coordinate's tangent, minus it.
  @Test(arguments: tangents.indices)
  func tangentOfASampleIsItsDifference(number: Int) throws {
    let (sample, moved, coordinate) = TextureTests.tangents[number]
    for direction in ["dFdx", "dFdy"] {
      let module = try compiled(
        shader(
          "vec4 p = \(coordinate); color = \(direction)(\(sample));", declarations: TextureTests.textures))
      let result = try differentiate(module)
      try expectSound(result, from: module, sample)
      #expect(!result.sites.contains { $0.isKept }, "\(sample): \(result.sites)")
      let reference = try differentiate(
        try compiled(
          shader(
            "vec4 p = \(coordinate); vec4 d = \(direction)(p); color = \(moved) - \(sample);",
            declarations: TextureTests.textures)))
      let position = Position(37.5, 21.5)
      let (actual, expected) = (try run(result.module, at: position), try run(reference.module, at: position))
      #expect(expected.contains { abs($0) > 1e-5 })
      for (x, y) in zip(actual, expected) { #expect(abs(x - y) < 1e-7, "\(sample): \(x), not \(y)") }
    }
  }

  /// Bump mapping: the sample keeps its own gradients, and what is stepped takes the same.
  @Test func steppedSamplesTakeTheSameGradients() throws {
    let module = try compiled(
      shader("color = vec4(fwidth(texture(t2, u.xy * v.x).r));", declarations: TextureTests.textures))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    let samples = try Program(result.module).run(at: Position(20.5, 31.5)).samples
    let gradients = samples.compactMap { $0.gradients.map { $0.dx + $0.dy } }
    #expect(gradients.count == 3 && Set(gradients).count == 1, "\(gradients)")
  }

  @Test func tangentOfASampleFollowsTheOption() throws {
    let text = shader(
      """
      float h = texture(t2, u.xy).r;
      color = vec4(dFdx(h)); // here
      """, declarations: TextureTests.textures)
    let module = try compiled(text)
    var options = DifferentiationOptions()
    options.textureDerivative = .keep
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module)
    let place = SourceLocation(file: "test.frag", line: line(of: "texture(t2", in: text), column: 0)
    #expect(
      result.sites.map(\.outcome) == [.gradients, .kept(.cut(operation: "a texture sample", at: place))],
      "\(result.sites)")
    options.textureDerivative = .error
    #expect(throws: DifferentiationError.self) { try differentiate(module, options: options) }
    // Only a site that depends on a sample is an error.
    let other = try compiled(
      shader("color = vec4(dFdx(u.x)) + texture(t2, u.xy);", declarations: TextureTests.textures))
    #expect(throws: Never.self) { try differentiate(other, options: options) }
  }

  /// A depth comparison is a jump: its derivative is cut.
  @Test func depthComparisonIsCut() throws {
    let module = try compiled(
      shader("color = vec4(dFdx(texture(s2, u.xyz)));", declarations: TextureTests.textures))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.isKept) == [false, true])
  }
}
