import Differentiation
import SPIRV
import Soundness
import Testing

/// A quad used as a message channel, x − dFdx(x)·k with k from the pixel's parity, is kept and said.
@Suite struct QuadChannelTests {
  /// How shaders come by the parity k.
  @Test(arguments: [
    "float k2 = 2.0 * mod(floor(gl_FragCoord.x), 2.0) - 1.0;",
    "float k2 = 1.0 - 2.0 * fract(gl_FragCoord.x * 0.5);",
    "float k2 = fract(floor(gl_FragCoord.x) * 0.5) < 0.25 ? 1.0 : -1.0;",
    "float k2 = float(int(gl_FragCoord.x) & 1) * 2.0 - 1.0;",
    "float k2 = float(int(gl_FragCoord.x) % 2) * 2.0 - 1.0;",
    "float k2 = float(uint(gl_FragCoord.x) & 1u) * 2.0 - 1.0;",
    "float k2 = float(uint(gl_FragCoord.x) % 2u) * 2.0 - 1.0;",
    "float k2 = step(0.5, fract(gl_FragCoord.x * 0.5)) * 2.0 - 1.0;",
    "ivec2 q = ivec2(gl_FragCoord.xy) & 1; float k2 = 1.0 - 2.0 * float(q.x);",
    "vec2 q = mod(floor(gl_FragCoord.xy), 2.0) * 2.0 - 1.0; float k2 = q.x;",
    "vec2 q = vec2(-1.0) + 2.0 * fract(floor(gl_FragCoord.xy) * 0.5) * 2.0; float k2 = q.x;",
  ])
  func channelIsKept(parity: String) throws {
    for message in ["u.x * v.x", "texture(t, u.xy).r"] {
      let module = try compiled(
        shader(
          "\(parity) float x = \(message); color = vec4(x - dFdx(x) * k2);",
          declarations: "layout(set = 0, binding = 1) uniform sampler2D t;"))
      let result = try differentiate(module)
      try expectSound(result, from: module, parity)
      #expect(result.sites.last?.outcome == .kept(.quadChannel), "\(parity) \(message): \(result.sites)")
      let site = module.bodyInstructions.first { $0.instruction.op == .dPdx }?.instruction
      #expect(result.module.bodyInstructions.contains { $0.instruction == site }, "\(parity) \(message)")
    }
  }

  /// In vectors and through variables and both directions.
  @Test(arguments: [
    """
    vec2 k2 = 2.0 * mod(floor(gl_FragCoord.xy), 2.0) - 1.0;
    vec4 x = u * v;
    vec4 right = x - dFdx(x) * k2.x;
    vec4 below = right - dFdy(right) * k2.y;
    color = below;
    """,
    """
    vec2 side = vec2(ivec2(gl_FragCoord.xy) & ivec2(1)) * 2.0 - 1.0;
    vec4 x = u * v;
    vec4 dx = dFdx(x), dy = dFdy(x);
    dx *= side.x;
    dy *= side.y;
    color = x - dx - dy;
    """,
  ])
  func everyFormIsKept(body: String) throws {
    let module = try compiled(shader(body))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.kept(.quadChannel), .kept(.quadChannel)], "\(result.sites)")
    #expect(result.module.words == module.words)
  }

  /// A shader whose explicit derivatives in one direction are all messages, but for those of `guards`.
  struct Form: CustomTestStringConvertible, Sendable {
    var name: String
    var body: String
    var declarations = ""
    /// Derivatives before the messages that are none.
    var guards = 0
    var testDescription: String { name }

    init(_ name: String, _ body: String, _ declarations: String = "", guards: Int = 0) {
      (self.name, self.body, self.declarations, self.guards) = (name, body, declarations, guards)
    }
  }

  /// Forms of public shaders: box filters over the quad that spare edges, blurs that share their taps, libraries
  /// that swap values in a quad.
  static let forms: [Form] = [
    Form(
      "weight by an edge, then by the remainder",
      """
      float ao = u.x * v.x;
      ao += (1.0 - step(0.1, abs(dFdx(u.z)))) * dFdx(ao) * (0.5 - mod(floor(gl_FragCoord.x), 2.0));
      color = vec4(ao);
      """, guards: 1),
    Form(
      "under an edge's condition, by the lowest bit less a half",
      """
      ivec2 pixel = ivec2(gl_FragCoord.xy);
      float ao = u.x * v.x;
      if (abs(dFdx(u.z)) < 0.2) ao -= dFdx(ao) * (float(pixel.x & 1) - 0.5);
      color = vec4(ao);
      """, guards: 1),
    Form(
      "signs in a vector, then weights",
      """
      vec2 side = vec2(ivec2(gl_FragCoord.xy) & 1) - 0.5;
      if (k == 0) side *= 0.0;
      float x = u.x * v.x;
      x -= dFdx(x) * side.x * c.x * c.y;
      color = vec4(x);
      """),
    Form(
      "both directions in a vector",
      """
      vec2 q = mod(floor(gl_FragCoord.xy), 2.0) * 2.0 - 1.0;
      float x = u.x * v.x;
      vec2 d = vec2(dFdx(x), dFdy(x)) * q;
      color = vec4(x - d.x - d.y);
      """),
    Form(
      "a dot product",
      """
      vec2 q = mod(floor(gl_FragCoord.xy), 2.0) * 2.0 - 1.0;
      float x = u.x * v.x;
      color = vec4(x - dot(vec2(dFdx(x), dFdy(x)), q));
      """),
    Form(
      "the parity inside the derivative",
      """
      vec2 side = mod(gl_FragCoord.xy - 0.5, 2.0);
      float x = u.x * v.x;
      color = vec4(dFdx(side.x * x), -dFdx((1.0 - side.x) * x), dFdy(side.y * u).x, 1.0);
      """),
    Form(
      "a sign by a condition",
      """
      float k2 = (int(gl_FragCoord.x) & 1) == 1 ? -1.0 : 1.0;
      float x = u.x * v.x;
      color = vec4(x + dFdx(x) * k2);
      """),
    Form(
      "a branch that adds or subtracts",
      """
      float x = u.x * v.x;
      float d = dFdx(x);
      if ((int(gl_FragCoord.x) & 1) == 0) x += d; else x -= d;
      color = vec4(x);
      """),
    Form(
      "a branch with a derivative on each side",
      """
      float x = u.x * v.x;
      float r;
      if (mod(floor(gl_FragCoord.x), 2.0) < 0.5) r = x + dFdx(x); else r = x - dFdx(x);
      color = vec4(r);
      """),
    Form(
      "a choice",
      """
      float x = u.x * v.x;
      float d = dFdx(x);
      color = vec4(fract(gl_FragCoord.x * 0.5) < 0.5 ? x + d : x - d);
      """),
    Form(
      "a mix",
      """
      float x = u.x * v.x;
      float d = dFdx(x);
      color = vec4(mix(x + d, x - d, float(int(gl_FragCoord.x) & 1)));
      """),
    Form(
      "a function that is handed the parity",
      """
      vec2 q = 1.0 - 4.0 * fract(floor(gl_FragCoord.xy) * 0.5);
      color = vec4(quadSwapX(u.x * v.x, q.x));
      """, "float quadSwapX(float x, float k) { return x - dFdx(x) * k; }"),
    Form(
      "a global that holds the parity",
      """
      quad = mod(floor(gl_FragCoord.xy), 2.0) * 2.0 - 1.0;
      color = vec4(quadSwapX(u.x * v.x));
      """, "vec2 quad; float quadSwapX(float x) { return x - dFdx(x) * quad.x; }"),
    Form(
      "half of the position in a variable",
      """
      vec2 h = gl_FragCoord.xy * 0.5;
      vec2 q = 4.0 * fract(h) - 2.0;
      float x = u.x * v.x;
      color = vec4(x - dFdx(x) * q.x);
      """),
    Form(
      "pixels counted from a texture coordinate, gathered from the quad",
      """
      vec2 count = floor(u.xy * c.xy);
      vec2 q = fract(count * 0.5) * 4.0 - 1.0;
      vec4 right, below, diagonal;
      gather(q, u * v, right, below, diagonal);
      color = u * v + right + below + diagonal;
      """,
      """
      void gather(vec2 q, vec4 x, out vec4 right, out vec4 below, out vec4 diagonal) {
        right = x - dFdx(x) * q.x;
        below = x - dFdy(x) * q.y;
        diagonal = right - dFdy(right) * q.y;
      }
      """),
    Form(
      "limited",
      """
      float k2 = 2.0 * mod(floor(gl_FragCoord.x), 2.0) - 1.0;
      float x = u.x * v.x;
      color = vec4(x - clamp(dFdx(x), -0.1, 0.1) * k2);
      """),
    Form(
      "the average of the quad",
      """
      vec2 parity = mod(floor(gl_FragCoord.xy), 2.0);
      float x = u.x * v.x;
      float row = x + dFdx(x) * (0.5 - parity.x);
      color = vec4(clamp(row + dFdy(row) * (0.5 - parity.y), 0.0, 1.0));
      """),
  ]

  /// As glslang writes them, and optimized.
  @Test(arguments: forms, [false, true])
  func publicFormsAreKept(form: Form, isOptimized: Bool) throws {
    var module = try compiled(shader(form.body, declarations: form.declarations))
    if isOptimized { module = try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_3)) }
    let result = try differentiate(module)
    try expectSound(result, from: module, form.name)
    let outcomes = result.sites.map(\.outcome)
    #expect(outcomes.count > form.guards)
    #expect(outcomes.prefix(form.guards).allSatisfy { $0 == .tangent }, "\(form.name): \(outcomes)")
    #expect(
      outcomes.dropFirst(form.guards).allSatisfy { $0 == .kept(.quadChannel) }, "\(form.name): \(outcomes)")
  }

  /// A derivative scaled by anything else is a derivative.
  @Test(arguments: [
    "color = dFdx(u) * fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453);",
    "color = dFdx(u * u) * fract(gl_FragCoord.y / 3.0);", "color = dFdx(u * u) * mod(gl_FragCoord.x, 4.0);",
    "color = u - dFdx(u) * gl_FragCoord.x / c.x;",
    "color = u - dFdx(u) * float(int(gl_FragCoord.x) & 3);",
    "float d = length(gl_FragCoord.xy - c.xy); color = dFdx(u * u) * mod(d * 0.1, 2.0);",
    "color = dFdx(u * u) * mod(floor(gl_FragCoord.x / c.x), 2.0);",
    "color = u - dFdx(u) * fract(gl_FragCoord.x * 0.5 * 0.3);",
    "color = dFdx(u * u) * mod(floor(u.x * 8.0) + floor(u.y * 8.0), 2.0);",
    "color = fwidth(u) * mod(floor(gl_FragCoord.x), 2.0);",
    "color = v; if (mod(floor(gl_FragCoord.x), 2.0) < 0.5) color = normalize(dFdx(u * u) + u);",
    "color = gl_FragCoord.x < 100.5 ? u + dFdx(v) : u - v;",
    "float side = mod(floor(gl_FragCoord.x), 2.0); color = dFdx(u * u) + side;",
    "color = u - dFdx(u) * 0.5;", "color = dFdx(u) * fract(u.x);", "color = dFdx(u) * c.x;",
    "color = fwidth(u) * gl_FragCoord.x;", "color = mix(u, v, dFdx(u) * sin(gl_FragCoord.y));",
    "float grid = fract(gl_FragCoord.x * 0.1); color = vec4(grid / fwidth(u.x));",
  ])
  func derivativesAreNotChannels(body: String) throws {
    let module = try compiled(shader(body))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.tangent], "\(body): \(result.sites)")
  }
}
