import Differentiation
import SPIRV
import Soundness
import Testing

/// A vector's components are told apart: one that only jumps does not get the tangent 0 because its neighbour has one.
@Suite struct ComponentTests {
  /// Expressions of what only jumps beside what is smooth; `both()` gives both.
  static let jumping: [String] = [
    "vec4 a = vec4(floor(u.xy * 8.0), u.xy); vec2 r = a.xy;",
    "vec4 a = vec4(u.x, floor(u.xy * 8.0), u.y); vec2 r = a.zy * 0.5 + 0.25;",
    "vec4 a = both(); vec2 r = a.xy;",
    "vec4 a; a.x = floor(u.x * 8.0); a.y = u.y; a.zw = u.xy; vec2 r = vec2(a.x);",
    "vec4 a = vec4(u.xy, 0.0, 0.0); a.x = floor(u.x * 8.0); vec2 r = a.zx;",
    "vec4 a = k > 2 ? both() : vec4(floor(u.x), 0.0, u.xy); vec2 r = a.yx;",
    "vec4 a = vec4(0.0); if (k > 2) a = both(); vec2 r = sin(a.xy) + mix(a, c, 0.5).xy;",
    "Pair p; p.a = both(); p.b = u.x; vec2 r = p.a.xy;",
    "kept = both(); vec2 r = kept.xy;",
    "kept.z = u.x; kept.x = floor(u.x); vec2 r = kept.xx;",
    "vec4 a = c * both(); vec2 r = a.xy;",
    "alone = u; vec2 s = alone.xy; alone = floor(u * 8.0); vec2 r = alone.xy;",
    "alone = floor(u * 8.0); if (k > 2) alone.x = c.x; vec2 r = alone.xy; alone = u;",
    "color = u; color = floor(color); vec2 r = color.xy;",
    "vec2 r = floor(u.xy * 8.0) + 0.0 * u.xy;",
    "vec2 r = floor(u.xy * 8.0) + vec2(0.0) / u.xy;",
    "vec3 a = vec3(floor(u.x), u.yx); float w = a[0]; vec2 r = vec2(w);",
  ]

  /// The same with a component that is smooth after all.
  static let smooth: [String] = [
    "vec4 a = vec4(floor(u.xy * 8.0), u.xy); vec2 r = a.yz;",
    "vec4 a = vec4(floor(u.xy * 8.0), u.xy); vec2 r = a.wx;",
    "vec4 a = both(); a.x = u.x; vec2 r = a.xy;",
    "vec4 a = both().wzyx; vec2 r = a.xy;",
    "vec4 a = both(); a = a.zwxy; a = a.yxzw; vec2 r = a.yy;",
    "vec4 a = both(); vec2 r = vec2(dot(a, c));",
    "vec4 a = both(); vec2 r = normalize(a).xy;",
    "vec4 a = mat4(2.0) * both(); vec2 r = a.xy;",
    "mat2 m = mat2(floor(u.xy), u.xy); vec2 r = m[1] + m[0];",
    "vec4 a = vec4(0.0); for (int i = 0; i < k; i++) a = vec4(floor(u.x), a.x, a.y, u.x).wxyz; vec2 r = a.yz;",
    "vec4 a = both(); vec2 r = vec2(a[k & 3]);",
    "vec4 a = vec4(floor(u.x)); a[k & 3] = u.x; vec2 r = a.xy;",
    "vec4 a = vec4(floor(u.x)); fill(a.z); vec2 r = a.yz;",
    "alone = floor(u); if (k > 2) alone = u; vec2 r = alone.xy;",
    "alone = floor(u); for (int i = 0; i < k; i++) { kept += alone; alone = u; } vec2 r = kept.xy;",
    "alone = floor(u); fill(alone.y); vec2 r = alone.xy;",
    "joint = floor(u); change(); vec2 r = joint.xy;",
    "joint = u; vec2 r = joint.xy; change(); joint = floor(u);",
    "vec4 a = both(); turn(a); vec2 r = a.xy;",
    "vec4 a[2] = vec4[2](vec4(floor(u.x)), both()); vec2 r = a[k & 1].zw;",
    "Pair p = Pair(vec4(floor(u.x)), u.x); vec2 r = p.a.xy + p.b;",
  ]

  private static let declarations = """
    layout(set = 0, binding = 1) uniform sampler2D t;
    struct Pair { vec4 a; float b; };
    vec4 kept;
    vec4 alone;
    vec4 joint;
    void change() { joint = u; }
    vec4 both() { vec2 cell = floor(u.xy * 8.0); return vec4(cell, u.xy); }
    void fill(out float a) { a = u.x; }
    void turn(inout vec4 a) { a = a.zwxy; }
    """

  private func outcomes(_ body: String, optimized: Bool) throws -> [SiteReport] {
    let text = shader("\(body)\ncolor = texture(t, r);", declarations: Self.declarations)
    var module = try compiled(text)
    if optimized {
      module = try Module(words: try SPIRVTools.optimize(module.words, environment: .universal))
    }
    let result = try differentiate(module)
    try expectSound(result, from: module, body)
    return result.sites
  }

  @Test(arguments: jumping, [false, true])
  func whatJumpsIsLeftToTheQuad(body: String, optimized: Bool) throws {
    let sites = try outcomes(body, optimized: optimized)
    #expect(sites.allSatisfy { $0.isKept } && !sites.isEmpty, "\(body): \(sites.map(\.outcome))")
  }

  @Test(arguments: smooth, [false, true])
  func whatIsSmoothIsRewritten(body: String, optimized: Bool) throws {
    let sites = try outcomes(body, optimized: optimized)
    #expect(sites.map(\.outcome) == [.gradients], "\(body)")
  }
}
