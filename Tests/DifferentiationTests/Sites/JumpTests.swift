import Differentiation
import Interpreter
import SPIRV
import SeededRandom
import Soundness
import Testing

/// Where a varying branch makes a value jump: where its paths meet, not inside.
@Suite struct JumpTests {
  /// A body of `main` that differentiates a value which only branches can make vary.
  struct JumpCase: CustomStringConvertible, Sendable {
    var description: String
    var body: String
    var declarations: String

    init(_ description: String, _ body: String, declarations: String = "") {
      self.description = description
      self.body = "color = vec4(0.0);\n" + body
      self.declarations = declarations
    }
  }

  /// Nothing meets between a store and the site.
  static let still: [JumpCase] = [
    JumpCase("in the branch", "if (u.x > 0.3) { float r = c.x * 2.0; color.x = fwidth(r); }"),
    JumpCase("before the branch", "float r = c.x; if (u.x > 0.3) color.y = 1.0; color.x = fwidth(r);"),
    JumpCase("stored before, read in the branch", "float r = c.x; if (u.x > 0.3) color.x = fwidth(r);"),
    JumpCase("after an early return", "if (u.x > 0.3) return; float r = c.x; color.x = fwidth(r);"),
    JumpCase(
      "a uniform branch in a varying one",
      "if (u.x > 0.3) { float r = 1.0; if (k > 2) r = 2.0; color.x = fwidth(r); }"),
    JumpCase(
      "a uniform branch after an early return",
      "if (u.x > 0.3) return; float r = c.x; if (k > 2) r = 2.0; color.x = fwidth(r);"),
    JumpCase("in one round of a loop", "for (float i = 0.0; i < u.x * 8.0; i++) color.x += fwidth(i * c.x);"),
    JumpCase(
      "in the next round",
      "float r = 0.0; for (int i = 0; i < int(u.x * 8.0); i++) { color.x += fwidth(r); r = r * 2.0 + c.x; }"),
    JumpCase(
      "untouched by a varying loop",
      "float r = c.x; for (int i = 0; i < int(u.x * 8.0); i++) color.y += 1.0; color.x = fwidth(r);"),
    JumpCase(
      "after a continue",
      """
      for (int i = 0; i < 4; i++) {
        if (u.x > 0.2 * float(i)) continue;
        float r = float(i);
        color.x += fwidth(r);
      }
      """),
    JumpCase(
      "after a break",
      "for (int i = 0; i < 4; i++) { if (u.x > 0.2 * float(i)) break; float r = c.x; color.x += fwidth(r); }"),
    JumpCase(
      "a uniform loop in a varying branch",
      "if (u.x > 0.3) { float r = 0.0; for (int i = 0; i < k; i++) r += c.x; color.x = fwidth(r); }"),
    JumpCase(
      "in a case of a switch",
      """
      switch (int(u.x * 4.0)) {
        case 0: { float r = c.x; color.x = fwidth(r); break; }
        case 1: { float r = c.y; color.y = fwidth(r); }
        default: color.z = 1.0;
      }
      """),
    JumpCase(
      "in a function called in a branch", "if (u.x > 0.3) color.x = g(c.x);",
      declarations: "float g(float a) { float t = a * 2.0; t += 1.0; return fwidth(t); }"),
    JumpCase(
      "given back by a function called in a branch",
      "if (u.x > 0.3) { float r = g(c.x); color.x = fwidth(r); }",
      declarations: "float g(float a) { float t = a; if (k > 2) t = 1.0; return t; }"),
    JumpCase(
      "through a pointer in a branch", "if (u.x > 0.3) { float r; g(r); color.x = fwidth(r); }",
      declarations: "void g(out float r) { r = c.x; if (k > 2) r = c.y; }"),
  ]

  /// Different values meet.
  static let jumping: [JumpCase] = [
    JumpCase("one side", "float r = 0.0; if (u.x > 0.5) r = 1.0; color.x = fwidth(r);"),
    JumpCase("two sides", "float r; if (u.x > 0.5) r = 1.0; else r = 2.0; color.x = fwidth(r);"),
    JumpCase(
      "in an outer branch",
      "if (v.x > 0.3) { float r = 0.0; if (u.x > 0.5) r = 1.0; color.x = fwidth(r); }"),
    JumpCase(
      "a component", "vec2 r = vec2(0.0); if (u.x > 0.5) r.y = 1.0; color.x = fwidth(r.y);"),
    JumpCase(
      "a member", "S s = S(0.0, 0.0); if (u.x > 0.5) s.b = 1.0; color.x = fwidth(s.b);",
      declarations: "struct S { float a; float b; };"),
    JumpCase(
      "a member of what was never stored whole",
      "S s; s.b = 0.0; if (u.x > 0.5) s.b = 1.0; color.x = fwidth(s.b);",
      declarations: "struct S { float a; float b; };"),
    JumpCase(
      "an element", "float a[3]; a[1] = 0.0; if (u.x > 0.5) a[1] = 1.0; color.x = fwidth(a[1]);"),
    JumpCase(
      "an element by number",
      "float a[3] = float[3](0.0, 0.0, 0.0); if (u.x > 0.5) a[k & 1] = 1.0; color.x = fwidth(a[0]);"),
    JumpCase(
      "fallthrough",
      """
      float r = 0.0;
      switch (int(u.x * 4.0)) { case 0: r = 1.0; case 1: color.x = fwidth(r); }
      """),
    JumpCase(
      "cases",
      """
      float r = 0.0;
      switch (int(u.x * 4.0)) { case 0: r = 1.0; break; case 1: r = 2.0; break; default: r = 3.0; }
      color.x = fwidth(r);
      """),
    JumpCase("rounds of a loop", "float i = 0.0; while (i < u.x * 8.0) i++; color.x = fwidth(i);"),
    JumpCase(
      "rounds of a loop that breaks",
      "float r = 0.0; for (int i = 0; i < 9; i++) { if (u.x * 9.0 < float(i)) break; r = float(i); } color.x = fwidth(r);"
    ),
    JumpCase(
      "rounds of do-while", "float r = 0.0; do { r += 1.0; } while (r < u.x * 8.0); color.x = fwidth(r);"),
    JumpCase(
      "rounds of an inner loop",
      "for (int j = 0; j < 3; j++) { float r = 0.0; while (r < u.x * 8.0) r++; color.x += fwidth(r); }"),
    JumpCase(
      "from round to round",
      "float r = 0.0; for (int i = 0; i < 3; i++) { color.x += fwidth(r); if (u.x > 0.3) continue; r += 1.0; }"
    ),
    JumpCase(
      "out of two loops",
      """
      float r = 0.0;
      for (int j = 0; j < 3; j++)
        for (int i = 0; i < 3; i++) { if (u.x * 3.0 < float(i)) break; r += 1.0; }
      color.x = fwidth(r);
      """),
    JumpCase(
      "out in the middle",
      "float r = 0.0; for (;;) { r = 1.0; if (u.x > 0.5) break; r = 2.0; break; } color.x = fwidth(r);"),
    JumpCase(
      "beside an early return",
      "float r = 0.0; if (u.x > 0.5) { if (k > 2) return; r = 1.0; } else r = 2.0; color.x = fwidth(r);"),
    JumpCase(
      "two returns", "color.x = fwidth(g(u.x));",
      declarations: "float g(float a) { if (a > 0.5) return 1.0; return 2.0; }"),
    JumpCase(
      "two returns in a branch", "if (v.x > 0.1) color.x = fwidth(g(u.x));",
      declarations: "float g(float a) { if (a > 0.5) return 1.0; return 2.0; }"),
    JumpCase(
      "a return in a loop", "color.x = fwidth(g(u.x * 9.0));",
      declarations:
        "float g(float a) { for (int i = 0; i < 9; i++) if (a < float(i)) return float(i); return 9.0; }"),
    JumpCase(
      "a call in a branch", "float r = 0.0; if (u.x > 0.5) g(r); color.x = fwidth(r);",
      declarations: "void g(inout float r) { r += 1.0; }"),
    JumpCase(
      "a call that returns early", "float r = 0.0; g(u.x, r); color.x = fwidth(r);",
      declarations: "void g(float a, inout float r) { if (a > 0.5) return; r = 2.0; }"),
    JumpCase(
      "a global", "r = 0.0; if (u.x > 0.5) r = 1.0; color.x = fwidth(r);", declarations: "float r;"),
    JumpCase(
      "a global in a call", "r = 0.0; if (u.x > 0.5) g(); color.x = fwidth(r);",
      declarations: "float r; void g() { r = 1.0; }"),
    JumpCase(
      "a global in a loop of a call", "r = 0.0; g(); color.x = fwidth(r);",
      declarations: "float r; void g() { while (r < u.x * 8.0) r++; }"),
  ]

  @Test(arguments: still) func nothingMeets(jump: JumpCase) throws {
    for outcome in try outcomes(jump) { #expect(outcome == .zero, "\(jump)") }
  }

  @Test(arguments: jumping) func differentValuesMeet(jump: JumpCase) throws {
    let all = try outcomes(jump)
    #expect(!all.isEmpty, "\(jump)")
    for outcome in all {
      guard case .kept(.cut) = outcome else {
        Issue.record("\(jump): \(outcome)")
        continue
      }
    }
  }

  /// What became of a case's sites, as compiled and as optimized.
  private func outcomes(_ jump: JumpCase) throws -> [SiteReport.Outcome] {
    let module = try compiled(shader(jump.body, declarations: jump.declarations))
    let optimized = try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_3))
    return try [module, optimized].flatMap { input in
      let result = try differentiate(input)
      try expectSound(result, from: input, "\(jump)")
      return result.sites.map(\.outcome)
    }
  }

  /// The smooth part of what two branches leave is still differentiated, and agrees with the stencil.
  @Test func smoothValuesMeet() throws {
    try ShapeCase(
      "smooth values meet",
      """
      float r = u.x;
      for (int i = 0; i < 6; i++) {
        if (u.y * 6.0 < float(i)) break;
        if (v.x > 0.2 * float(i)) continue;
        r = r * v.y + u.z;
      }
      color = vec4(dFdx(r), dFdy(r), fwidth(r), 1.0);
      """
    ).check()
  }

  // MARK: At random

  /// Random branches over constants: what differs from pixel to pixel is never said to be still.
  @Test(arguments: 0..<80) func whatDiffersIsCut(number: UInt64) throws {
    var writer = RandomJumps(seed: testSeed &+ number &* 0x1_0003)
    let declarations = writer.declarations()
    let call = "float x = 0.0, y = 0.0, z = 0.0; g = 0.0; walk(x, y, z);"
    let values = try compiled(shader(call + "color = vec4(x, y, z, g);", declarations: declarations))
    let text = shader(
      call + "color = vec4(fwidth(x), fwidth(y), fwidth(z), fwidth(g));", declarations: declarations)
    let module = try compiled(text)
    let differs = try differing(values)
    for input in [module, try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_3))] {
      let result = try differentiate(input)
      try expectSound(result, from: input, text)
      for (site, differs) in zip(result.sites, differs) where differs {
        #expect(site.outcome != .zero, "SEED=\(testSeed), \(number): \(site.location)\n\(text)")
      }
    }
  }

  /// The random shaders are worth their name: in some variables nothing meets, in some different values do.
  @Test func randomJumpsAreOfBothKinds() throws {
    var (still, cut, differing) = (0, 0, 0)
    for number in 0..<UInt64(40) {
      var writer = RandomJumps(seed: testSeed &+ number &* 0x1_0003)
      let body = "float x = 0.0, y = 0.0, z = 0.0; g = 0.0; walk(x, y, z); color = vec4(x, y, z, g);"
      let declarations = writer.declarations()
      differing += try self.differing(compiled(shader(body, declarations: declarations))).count { $0 }
      let sites = body + "color = vec4(fwidth(x), fwidth(y), fwidth(z), fwidth(g));"
      let result = try differentiate(try compiled(shader(sites, declarations: declarations)))
      still += result.sites.count { $0.outcome == .zero }
      cut += result.sites.count { $0.isKept }
    }
    #expect(still > 10 && cut > 40 && differing * 3 > cut, "\((still, cut, differing))")
  }

  /// Which components of the output differ somewhere on the screen.
  private func differing(_ module: Module) throws -> [Bool] {
    let positions = (0..<24).map { (number: Int) -> Position in
      let (x, y) = (Double(number * 37 % 96), Double(number * 53 % 96))
      return Position(x + 0.5, y + 0.5)
    }
    let all = try positions.map { try run(module, at: $0) }
    return (0..<4).map { component in all.contains { $0[component] != all[0][component] } }
  }
}

/// Writes functions of branches, loops and calls that store constants alone.
struct RandomJumps {
  private var generator: SeededGenerator
  private var loops = 0
  private var count = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A helper and `walk`, which leaves its work in three variables and a global.
  mutating func declarations() -> String {
    let helper = "void help(inout float x, inout float y, float z) {\n\(statements(2, calls: false))}\n"
    return
      "float g;\n\(helper)void walk(inout float x, inout float y, inout float z) {\n\(statements(3, calls: true))}"
  }

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  private mutating func statements(_ depth: Int, calls: Bool) -> String {
    (0..<Int.random(in: 1...4, using: &generator)).map { _ in statement(depth, calls: calls) }.joined()
  }

  private mutating func statement(_ depth: Int, calls: Bool) -> String {
    switch Int.random(in: 0...11, using: &generator) {
    case 0 where loops > 0: return "if (\(condition())) \(pick(["break", "continue"]));\n"
    case 1 where depth < 3: return "if (\(condition())) return;\n"
    case 2 where calls: return "help(\(pick(["x, y", "y, z", "z, x"])), \(pick(["x", "y", "1.0"])));\n"
    case 3...5 where depth > 0:
      let then = statements(depth - 1, calls: calls)
      return "if (\(condition())) {\n\(then)}"
        + pick(["\n", " else {\n\(statements(depth - 1, calls: calls))}\n"])
    case 6...7 where depth > 0: return loop(depth, calls: calls)
    case 8 where depth > 0:
      let (outer, a) = (loops, statements(depth - 1, calls: calls))
      defer { loops = outer }
      return """
        switch (\(pick(["int(4.0 * abs(sin(u.x * 9.0)))", "k & 3"]))) {
        case 0: \(a)\(pick(["break;", ""]))
        case 1: \(assignment())\(pick(["break;", ""]))
        default: \(statements(depth - 1, calls: calls))}

        """
    default: return assignment()
    }
  }

  private mutating func loop(_ depth: Int, calls: Bool) -> String {
    count += 1
    let counter = "i\(count)"
    loops += 1
    let body = statements(depth - 1, calls: calls)
    loops -= 1
    let bound = pick(["3", "3", "2 + int(3.0 * abs(sin(u.y * 7.0)))"])
    switch pick([0, 1, 2]) {
    case 0: return "int \(counter) = 0; do {\n\(counter)++;\n\(body)} while (\(counter) < \(bound));\n"
    default: return "for (int \(counter) = 0; \(counter) < \(bound); \(counter)++) {\n\(body)}\n"
    }
  }

  private mutating func assignment() -> String {
    let target = pick(["x", "x", "y", "y", "z", "g"])
    if target == "z" { return "y = 0.5 * z + 2.0;\n" }
    return
      "\(target) \(pick(["=", "=", "+="])) \(pick(["1.0", "2.0", "c.x", "c.y", "0.5 * x", "y", "z", "g"]));\n"
  }

  private mutating func condition() -> String {
    pick(["sin(u.x * 40.0) > 0.2", "cos(v.y * 30.0) < 0.4", "x > 1.5", "k > 2", "c.x > 0.1", "u.x * x > y"])
  }
}
