import Differentiation
import Interpreter
import SPIRV
import Soundness
import Testing

/// `--seeds explicit`: tangents come from inputs, and nothing needs a quad.
@Suite struct ExplicitSeedTests {
  private func explicit(_ module: Module, onCut: CutPolicy = .keep) throws -> Differentiated {
    var options = DifferentiationOptions()
    options.seeds = .explicit
    options.onCut = onCut
    return try differentiate(module, options: options)
  }

  private static let quadOps: [Op] = [
    .dPdx, .dPdy, .fwidth, .dPdxFine, .dPdyFine, .fwidthFine, .dPdxCoarse, .dPdyCoarse, .fwidthCoarse,
  ]

  private func needsQuad(_ module: Module) -> Bool {
    module.bodyInstructions.contains { _, instruction in
      if Self.quadOps.contains(instruction.op) { return true }
      if case .sample(let sample) = instruction.operation(glsl: nil) { return sample.isImplicit }
      return false
    }
  }

  @Test(arguments: Repository.shaders)
  func ownShadersNeedNoQuad(name: String) throws {
    let (module, environment) = try Repository.module(name)
    do {
      let result = try explicit(module)
      try SPIRVTools.validate(result.module.words, environment: environment)
      #expect(!needsQuad(result.module))
    } catch DifferentiationError.needsQuad(_, let location, _) {
      #expect(location.line > 0)
    }
  }

  /// Every kind of input.
  @Test(arguments: InputTests.cases)
  func inputs(shape: ShapeCase) throws {
    let module = try compiled(shape.text, path: shape.name)
    let result = try explicit(module)
    #expect(!needsQuad(result.module))
    try SPIRVTools.validate(result.module.words, environment: .universal)
    let names = Set(result.seedInputs.map(\.name))
    #expect(names.count == result.seedInputs.count)
  }

  /// Only members that a site needs are asked for; locations follow those that are taken.
  @Test func blocksAreAskedForByMember() throws {
    let module = try compiled(
      """
      #version 450
      layout(location = 0) in V { vec2 uv; float shade; vec3 n[2]; } v;
      layout(location = 8) in mat2 m;
      layout(location = 0) out vec4 color;
      void main() {
        vec3 n = v.n[int(gl_FragCoord.x) & 1];
        color = vec4(dFdx(v.uv.x * v.uv.y), fwidth(n.z * n.x), dFdy(m[1].x), dFdx(gl_FragCoord.z));
      }
      """)
    let seeds = try explicit(module).seedInputs
    #expect(
      seeds.map { "\($0.location ?? -1) \($0.type) \($0.name)" } == [
        "10 vec2 FragCoord_zw_dx", "11 vec2 v_uv_dx", "12 vec3[2] v_n_dx", "14 vec3[2] v_n_dy",
        "16 mat2 m_dy",
      ])
  }

  /// A perspective varying's true tangent, handed over, gives the derivative that stencils see.
  @Test func handedTangentsGiveTheDerivative() throws {
    let text = shader(
      "color = vec4(dFdx(sin(u.x * u.y)), dFdy(u.z / (u.w + 3.0)), fwidth(length(u.xy)), 1.0);")
    let module = try compiled(text)
    let result = try explicit(module)
    let place = Position(20.5, 31.5)
    var options = RunOptions()
    let inputs = options.inputs
    options.inputs = { scalar, at in
      guard scalar.name.hasSuffix("_dx") || scalar.name.hasSuffix("_dy") else { return inputs(scalar, at) }
      var base = scalar
      base.name = String(scalar.name.dropLast(3))
      base.location = result.seedInputs.first { $0.name == scalar.name }.flatMap { seed in
        ModuleIndex(module).decorations(of: seed.input.rawValue).first { $0.0 == .location }?.1
      }
      let step = 1.0 / 64
      let (x, y) = scalar.name.hasSuffix("_dx") ? (step, 0) : (0, step)
      let right = inputs(base, Position(at.x + x, at.y + y))
      let left = inputs(base, Position(at.x - x, at.y - y))
      return (right - left) / (2 * step)
    }
    let expected = try run(module, at: place)
    let found = try run(result.module, at: place, options: options)
    #expect(expected.contains { abs($0) > 1e-4 } && found.count == 4)
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= 1e-4 * max(abs(expected), 1e-2), "\(found), expected \(expected)")
    }
  }

  @Test func functionsThatNothingCallsGoWithTheirSites() throws {
    let text = shader(
      "color = vec4(fwidth(u.x));",
      declarations: "float b(float x) { return dFdx(x); }\nfloat a(float x) { return b(x) + 1.0; }")
    let result = try explicit(try compiled(text))
    #expect(!needsQuad(result.module))
    try SPIRVTools.validate(result.module.words, environment: .universal)
  }

  @Test(arguments: [
    ("color = vec4(fwidth(floor(u.x))); // here", "floor"),
    (
      "float x = u.x * u.y;\nx -= dFdx(x) * (mod(floor(gl_FragCoord.x), 2.0) * 2.0 - 1.0); // here\ncolor = vec4(x);",
      "neighbouring pixel"
    ),
    ("color = vec4(textureQueryLod(t, u.xy), 0.0, 0.0); // here", "the sampler's bias"),
  ])
  func whatNeedsAQuadIsAnError(body: String, reason: String) throws {
    let text = shader(body, declarations: "layout(set = 0, binding = 1) uniform sampler2D t;")
    let module = try compiled(text)
    let error = #expect(throws: DifferentiationError.self) { try explicit(module) }
    #expect(error?.location?.line == line(of: "// here", in: text))
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func cutsAreZeroWhereThatIsAskedFor() throws {
    let text = shader("color = vec4(fwidth(floor(u.x))); // here")
    let result = try explicit(try compiled(text), onCut: .zero)
    #expect(result.sites.map(\.zeroedCut?.operation) == ["floor"])
    #expect(result.sites.first?.zeroedCut?.location.line == line(of: "// here", in: text))
    #expect(!needsQuad(result.module))
  }
}
