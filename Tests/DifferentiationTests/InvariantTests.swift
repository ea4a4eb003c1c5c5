import Differentiation
import SPIRV
import Soundness
import Testing

/// The invariants of shared/design/DESIGN.md over all of our own shaders; every other test of this target checks 1,
/// 2, 3 and 8 on its own modules, through `expectSound`.
@Suite struct InvariantTests {
  /// 1, 2, 3, 8: valid, the input's words where additions are erased, no site but seeds and kept ones.
  @Test(arguments: Repository.shaders, [false, true])
  func shaderStaysSound(name: String, optimizes: Bool) throws {
    let (module, environment) = try Repository.module(name)
    var input = module
    if optimizes {
      input = try Module(words: SPIRVTools.optimize(module.words, environment: environment))
    }
    for texture in TextureDerivative.allCases where texture != .error {
      for cut in CutPolicy.allCases where cut != .error {
        var options = DifferentiationOptions()
        (options.textureDerivative, options.onCut) = (texture, cut)
        let result = try differentiate(input, options: options)
        try expectSound(result, from: input, "\(name), \(texture), \(cut)", environment: environment)
      }
    }
  }

  /// 3: without a site the words are unchanged, whatever is declared and computed.
  @Test func shaderWithoutASiteIsUnchanged() throws {
    let module = try compiled(
      shader(
        "color = sin(u) * texture(t, u.xy, 0.0).x;",
        declarations: """
          layout(set = 0, binding = 1) uniform sampler2D t;
          float helper(float x) { return x * x; }
          """
      ).replacing("texture(t, u.xy, 0.0)", with: "textureLod(t, u.xy, 0.0)"))
    let result = try differentiate(module)
    #expect(result.module.words == module.words && result.sites.isEmpty)
  }

  /// 4: the same words every time, of calls and memory as compiled and of phis as optimized.
  @Test(arguments: Repository.shaders, [false, true])
  func outputIsDeterministic(name: String, optimizes: Bool) throws {
    let (module, environment) = try Repository.module(name)
    var words = module.words
    if optimizes { words = try SPIRVTools.optimize(words, environment: environment) }
    let first = try differentiate(Module(words: words))
    for _ in 0..<3 {
      // A copy read anew, so that no table is laid out as before.
      let other = try differentiate(Module(words: words))
      #expect(other.module.words == first.module.words && other.sites == first.sites)
    }
  }

  /// 4: also where arguments move in different directions, so that each direction has a formula of its own.
  @Test func outputOfMixedDirectionsIsDeterministic() throws {
    let module = try compiled(
      shader(
        """
        float a = pow(gl_FragCoord.x, u.x) + atan(gl_FragCoord.y, u.y) + pow(v.x, gl_FragCoord.y);
        float b = atan(v.z, gl_FragCoord.x) * pow(gl_FragCoord.y, u.z) + smoothstep(gl_FragCoord.x, v.y, u.z);
        color = vec4(dFdx(a), dFdy(b), fwidth(a * b), 1.0);
        """))
    let first = try differentiate(module)
    try expectSound(first, from: module)
    for _ in 0..<10 {
      #expect(try differentiate(Module(words: module.words)).module.words == first.module.words)
    }
  }

  // MARK: 5, activity

  /// What only dFdx needs gets nothing in y.
  @Test func directionsAreApart() throws {
    for (site, own, other) in [("dFdx", Op.dPdx, Op.dPdy), ("dFdy", .dPdy, .dPdx)] {
      let module = try compiled(
        shader(
          """
          float a = helper(u.x * v.y) + t.x;
          vec2 p = u.xy;
          for (int i = 0; i < k; i++) p = sin(p.yx) + texture(s, p).xy;
          color = vec4(\(site)(a * p.x));
          """,
          declarations: """
            layout(location = 8) in Block { vec2 t; };
            layout(set = 0, binding = 1) uniform sampler2D s;
            float g;
            float helper(float x) { g = x * x; return g + gl_FragCoord.x * gl_FragCoord.y; }
            """.replacing("texture(s, p).xy", with: "s")
        ).replacing("texture(s, p).xy", with: "textureLod(s, p, 0.0).xy"))
      let result = try differentiate(module)
      try expectSound(result, from: module)
      #expect(!result.sites.contains { $0.isKept })
      #expect(result.module.count(own) > 0 && result.module.count(other) == 0)
      let suffix = site == "dFdx" ? "_dy" : "_dx"
      let index = ModuleIndex(result.module)
      let names = (0..<result.module.header.bound).compactMap { index.names[$0] }
      #expect(!names.contains { $0.hasSuffix(suffix) }, "\(names.filter { $0.hasSuffix(suffix) })")
    }
  }

  /// Values that reach no site cost nothing: the same additions as without them.
  @Test func uselessValuesGetNoTangent() throws {
    let useful = "float a = sin(u.x) * v.y;\ncolor = vec4(fwidth(a));"
    let useless = """
      float a = sin(u.x) * v.y;
      vec3 dead = exp(u.xyz) * inverse(mat3(v.xyz, u.yzw, u.xyz))[1];
      S s; s.p = dead.xy; s.q = float[2](dead.z, a);
      for (int i = 0; i < 3; i++) { s.p = s.p.yx * cos(s.q[1]); g += other(s.p.x); }
      color = vec4(fwidth(a)) + vec4(s.p, g, s.q[0]);
      """
    let declarations = """
      struct S { vec2 p; float q[2]; };
      float g = 0.0;
      float other(float x) { return x * x; }
      """
    var added: [Int] = []
    for body in [useful, useless] {
      let module = try compiled(shader(body, declarations: declarations))
      let result = try differentiate(module)
      try expectSound(result, from: module)
      added.append(result.module.bodyInstructions.count - module.bodyInstructions.count)
    }
    #expect(added[0] == added[1], "\(added)")
  }

  /// What does not vary gets no tangent either.
  @Test func constantValuesGetNoTangent() throws {
    var added: [Int] = []
    for factor in ["c.x", "(exp(sin(f.x) * table[k] + float(n.x)) * inverse(mat2(c.xy, f.xy))[0].x)"] {
      let module = try compiled(shader("float a = u.x * \(factor);\ncolor = vec4(fwidth(a));"))
      let result = try differentiate(module)
      added.append(result.module.bodyInstructions.count - module.bodyInstructions.count)
    }
    #expect(added[0] == added[1], "\(added)")
  }

  // MARK: 7

  /// Every site of the source is reported once, and every kept one has its reason and line.
  @Test(arguments: Repository.shaders)
  func everySiteIsReported(name: String) throws {
    let module = try Repository.module(name).module
    let result = try differentiate(module)
    let sites = module.bodyInstructions.count { $0.instruction.op.isSite }
    // A function that no entry point calls is never looked at.
    #expect(result.sites.count <= sites && (sites == 0) == result.sites.isEmpty)
    for site in result.sites {
      #expect(site.location.line > 0 && site.location.file.hasSuffix(name), "\(site)")
      guard case .cut(let operation, let place)? = site.keepReason else { continue }
      #expect(!operation.isEmpty && place.line > 0, "\(site)")
    }
  }
}
