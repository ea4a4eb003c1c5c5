import LaneHost
import Lowering
import SPIRV
import Testing

/// Shapes of control flow whose conditions differ between lanes.
struct ControlFlowTests {
  @Test(arguments: shapes)
  func agreesWithTheInterpreter(shape: Shape) throws {
    #expect(try expectAgreement(try module(shape.text), shape.name) >= 0)
  }

  static let shapes: [Shape] = [
    Shape(
      "if and else, nested",
      """
      float x = 0.0;
      if (u.x > 0.4) { if (u.y > 0.5) x = 1.0; else { x = v.x; if (v.y < 0.3) x *= 2.0; } } else if (u.z > 0.2) x = u.z;
      color = vec4(x, u.xyz);
      """),
    Shape(
      "a loop left at a different round by each lane",
      """
      float x = u.x;
      int i = 0;
      for (; i < 20; i++) { x = x * 1.3 + 0.05; if (x > 1.5 + v.x) break; }
      color = vec4(x, float(i), u.xy);
      """),
    Shape(
      "continue",
      """
      float x = 0.0;
      for (int i = 0; i < 9; i++) { if (fract(u.x * float(i + 3)) < 0.5) continue; x += float(i) * v.x; }
      color = vec4(x);
      """),
    Shape(
      "do while",
      """
      float x = u.x; int i = 0;
      do { x += 0.37; i++; if (x > 4.0) break; } while (fract(x * 3.0) > 0.2);
      color = vec4(x, float(i), 0.0, 1.0);
      """),
    Shape(
      "nested loops, the inner left by break, the outer by return",
      """
      color = vec4(0.0);
      for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
          if (u.x * float(j) > 2.0 + v.y) break;
          color.x += 0.1 * u.y;
          if (color.x > 1.2) { color.y = float(i * 10 + j); return; }
        }
        color.z += 1.0;
      }
      """),
    Shape(
      "switch with fallthrough and default in the middle",
      """
      float x = 0.0;
      switch (int(u.x * 7.0)) {
      case 0: x += 1.0;
      case 1: x += 2.0; break;
      default: x += 100.0;
      case 2: x += 4.0;
      case 3: x += 8.0; if (v.x > 0.4) break; x += 16.0; break;
      case 5: x = -1.0;
      }
      color = vec4(x);
      """),
    Shape(
      "switch in a loop, with continue",
      """
      float x = 0.0;
      for (int i = 0; i < 8; i++) {
        switch ((i + int(u.x * 10.0)) % 4) {
        case 0: continue;
        case 1: x += 1.0; break;
        case 2: x *= 1.5;
        default: x += v.x;
        }
        if (x > 6.0) break;
        x += 0.25;
      }
      color = vec4(x);
      """),
    Shape(
      "a function with early returns",
      "color = vec4(pick(u.x), pick(u.y), pick(v.x), pick(v.y));",
      declarations: """
        float pick(float x) {
          if (x < 0.2) return -1.0;
          for (int i = 0; i < 5; i++) { if (x * float(i) > 1.0) return float(i); x += 0.1; }
          return x;
        }
        """),
    Shape(
      "discard in a branch, in a loop and in a function",
      """
      color = u;
      if (fract(u.x * 13.0) < 0.2) discard;
      for (int i = 0; i < 4; i++) { if (fract(v.x * float(i + 5)) > 0.93) discard; color.x += 0.5; }
      test(u.y);
      color.y += 2.0;
      """,
      declarations: "void test(float x) { if (fract(x * 17.0) > 0.8) discard; }"),
    Shape(
      "out parameters under parted control",
      """
      float a = 1.0; vec2 b = vec2(2.0, 3.0);
      if (u.x > 0.45) change(a, b, u.y);
      change(b.y, b, v.x);
      color = vec4(a, b, 1.0);
      """,
      declarations: """
        void change(inout float a, out vec2 b, float x) { if (x > 0.3) { a += x; b = vec2(x); return; } b = vec2(a, -x); }
        """),
    Shape(
      "globals written under parted control in a function",
      """
      total = u.x;
      for (int i = 0; i < 5; i++) { if (u.y * float(i) > 1.0) add(float(i)); else if (u.y > 0.9) break; }
      color = vec4(total, count, u.xy);
      """,
      declarations: "float total; float count = 0.0; void add(float x) { total += x; if (x > 2.0) count++; }"),
    Shape(
      "values of a loop read after it",
      """
      float last = 0.0, best = -1.0; int at = -1;
      for (int i = 0; i < 12; i++) {
        float x = fract(sin(float(i) + u.x * 9.0) * 4.0);
        last = x;
        if (x > best) { best = x; at = i; }
        if (x > 0.9) break;
      }
      color = vec4(last, best, float(at), 1.0);
      """),
    Shape(
      "a common loop inside a parted branch",
      """
      float x = 0.0;
      if (u.x > 0.4) { for (int i = 0; i < k + 3; i++) x += table[i & 7] * u.y; }
      else { for (int i = 0; i < 4; i++) x -= float(i) * v.x; }
      color = vec4(x);
      """),
    Shape(
      "short circuits",
      """
      bool a = u.x > 0.3 && v.x > 0.4 || u.y < 0.2;
      float x = 0.0;
      while (x < 3.0 && (a || x < 1.0)) x += u.z + 0.3;
      color = vec4(a ? 1.0 : 0.0, x, (u.x > 0.5 ? v : u).xy);
      """),
  ]

  @Test func aLoopWithoutEndIsEnded() throws {
    let text = Shape(
      "", "float x = 0.0; while (u.x > -10.0) { x += 1.0; if (x < 0.0) break; } color = vec4(7.0);"
    ).text
    for lanes in [1, 8] {
      var options = LoweringOptions(lanes: lanes)
      options.iterationLimit = 100
      let module = try module(text)
      let outcome = ShaderHost(try CompiledShader(module, options: options), module).run(
        at: stencilPlaces(.init(20.5, 31.5)))
      #expect(outcome.flags == 1)
      #expect(outcome.outputs[0][0] == 7)
    }
  }

  @Test func aLoopWithinTheLimitRaisesNoFlag() throws {
    var options = LoweringOptions(lanes: 8)
    options.iterationLimit = 10
    let module = try module(Shape("", "for (int i = 0; i < 9; i++) color.x += u.x;").text)
    let outcome = ShaderHost(try CompiledShader(module, options: options), module).run(
      at: stencilPlaces(.init(20.5, 31.5)))
    #expect(outcome.flags == 0)
  }

  @Test func demotedLanesGoOnAndAreNotStored() throws {
    let module = try module(
      Shape(
        "", "if (u.x > 0.5) demote; color = vec4(helperInvocationEXT() ? 2.0 : 3.0);",
        declarations: "#extension GL_EXT_demote_to_helper_invocation : require"
      ).text.replacing(
        "#version 450\n", with: "#version 450\n#extension GL_EXT_demote_to_helper_invocation : require\n")
    )
    let host = ShaderHost(try CompiledShader(module, options: LoweringOptions(lanes: 4)), module)
    host.options.inputs = { scalar, place in place.x }
    let outcome = host.run(at: [.init(0, 0), .init(1, 0), .init(0.2, 0), .init(0.9, 0)], helpers: 4)
    #expect(outcome.stored == 1)
    #expect(outcome.outputs[0] == [3, 0, 0, 0])
  }
}
