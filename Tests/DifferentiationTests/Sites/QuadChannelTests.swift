import Differentiation
import SPIRV
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

  /// A derivative scaled by anything else is a derivative.
  @Test(arguments: [
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
