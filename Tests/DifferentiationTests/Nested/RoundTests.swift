import Differentiation
import Interpreter
import ReferenceCheck
import SPIRV
import Soundness
import Testing

/// What becomes of sites over several rounds: what is reported, what stays and why, what is computed once.
@Suite struct RoundTests {
  /// A kept derivative stays one, and what hangs on it is cut there.
  @Test(arguments: [
    // A message to the neighbour.
    (
      "float a = dFdx(x) * (2.0 * mod(floor(gl_FragCoord.x), 2.0) - 1.0); // here",
      "a derivative left to the quad"
    ),
    // A jump's.
    ("float a = dFdx(floor(x * 9.0)); // here", "a derivative left to the quad"),
    ("float a = floor(dFdx(x) * 9.0); // here", "floor"),
    ("float a = dFdx(x) > 0.1 ? 1.0 : 0.0; // here", "OpFOrdGreaterThan"),
    ("float a = texelFetch(t, ivec2(dFdx(x) * 9.0), 0).x; // here", "a read from an image"),
    // Its own.
    (
      "float a = x;\nfor (int i = 0; i < k; i++) a += dFdx(a); // here",
      "a derivative that feeds back into itself"
    ),
  ])
  func whatHangsOnAKeptDerivativeIsCut(statements: String, operation: String) throws {
    let text = shader(
      """
      float x = u.x * v.x;
      \(statements)
      color = vec4(fwidth(a), fwidth(x * dFdy(x)), dFdy(x), 1.0); // site
      """, declarations: "layout(set = 0, binding = 1) uniform sampler2D t;")
    let module = try compiled(text)
    let result = try differentiate(module)
    try expectSound(result, from: module, operation)
    let site = try #require(result.sites.first { $0.kind == .width })
    guard case .kept(.cut(let found, let place)) = site.outcome else {
      Issue.record("\(operation): \(site.outcome)")
      return
    }
    #expect(found == operation && place.line == line(of: "// here", in: text), "\(found) at \(place)")
    // The others are rewritten.
    #expect(result.sites.filter { $0.location.line == site.location.line && !$0.isKept }.count == 3)
  }

  /// A function stays as it is for one call, and its site waits there for the same site of another call.
  @Test(arguments: ["", "w += fwidth(x);"])
  func siteThatStaysForACallAndWaitsForAnother(more: String) throws {
    let text = shader(
      "color = vec4(wide(sin(wide(ceil(v.x)))), wide(v.x), 0.0, 1.0);",
      declarations: "float wide(float x) { float w = fwidth(x); \(more) return w + x; }")
    let module = try compiled(text)
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(!result.sites.isEmpty && result.sites.allSatisfy(\.isKept))
  }

  /// A line that a pragma keeps is kept at every order.
  @Test func keptLinesAreKept() throws {
    let text = shader("float a = dFdx(u.x * v.x);\ncolor = vec4(dFdx(a)); // kept")
    let module = try compiled(text)
    var options = DifferentiationOptions()
    options.keptLines = ["test.frag": [line(of: "// kept", in: text)]]
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.tangent, .kept(.excluded)])
  }

  /// The message that a derivative of a derivative carries to the neighbour is recognized on the original.
  @Test func channelOfANestedDerivativeIsKept() throws {
    let module = try compiled(
      shader(
        """
        float x = dFdy(u.x * v.x);
        color = vec4(x - dFdx(x) * (2.0 * mod(floor(gl_FragCoord.x), 2.0) - 1.0));
        """))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.tangent, .kept(.quadChannel)])
  }

  /// The second derivative of what is straight but for a kink is not silently zero: the kink is said.
  @Test(arguments: [
    "abs(gl_FragCoord.x - 30.0)", "min(gl_FragCoord.x, 20.0)", "clamp(gl_FragCoord.x, 9.0, 50.0)",
  ])
  func kinkIsSaid(expression: String) throws {
    let module = try compiled(
      shader("float a = \(expression); color = vec4(dFdx(a), fwidth(dFdx(a)), a, 1.0);"))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    guard case .cut(let operation, let place)? = result.sites.first(where: { $0.kind == .width })?.keepReason
    else {
      Issue.record("\(expression): \(result.sites)")
      return
    }
    #expect(operation.hasPrefix("the derivative of f") && place.line > 0, "\(operation)")
  }

  /// Invariant 6 at the second order: nothing but numbers, at the points where even the first is singular.
  @Test(arguments: SingularPointTests.points)
  func secondDerivativeIsFinite(point: SingularPointTests.Point) throws {
    let module = try compiled(
      shader(
        """
        float r = \(point.expression);
        color = vec4(dFdx(dFdx(r)), dFdy(dFdx(r)), fwidth(fwidth(r)), dFdx(fwidth(dFdy(r))));
        """))
    for input in [module, try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_3))] {
      let result = try differentiate(input)
      try expectSound(result, from: input, "\(point)")
      var options = RunOptions()
      options.inputs = { scalar, place in SingularPointTests.input(scalar, place, point) }
      let values = try #require(
        try Program(result.module).run(at: RuleModule.position, options: options)["color"]
      ).centre
      #expect(values.allSatisfy { $0.isFinite }, "\(point): \(values)")
    }
  }

  /// Every site is reported once, in the order of the module, whatever the round that settles it, and each of its
  /// results is there.
  @Test func sitesAreReportedInOrder() throws {
    let text = shader(
      """
      float a = slope(wave(u.xy)), b = slope(slope(wave(v.xy)));
      float c = dFdx(dFdy(fwidth(a))) + slope(f.x);
      color = vec4(a, b, c, dFdy(b) + slope(floor(u.x)));
      """,
      declarations: NestedTests.functions + "float slope(float x) { return dFdx(x) * 8.0; }")
    let module = try compiled(text)
    let result = try differentiate(module)
    try expectSound(result, from: module)
    let before = module.bodyInstructions.map(\.instruction).filter { $0.op.isSite }.compactMap(\.result)
    #expect(result.sites.map(\.result) == before)
    let after = Set(result.module.bodyInstructions.compactMap(\.instruction.result))
    for site in result.sites {
      #expect(!site.emitted.isEmpty && after.isSuperset(of: site.emitted), "\(site)")
      #expect(Set(site.emitted).count == site.emitted.count)
    }
    // A site of `slope` is kept for one of its callers; each caller has its own.
    let slope = try #require(result.sites.first { $0.function == "slope" })
    #expect(slope.isKept && slope.emitted.count >= 4, "\(slope)")
    #expect(result.sites.filter(\.isKept).count == 1)
  }

  /// Hardware differences are taken once, however high the order.
  @Test func headIsComputedOnce() throws {
    let declarations = """
      layout(location = 8) in Block { float a; } b;
      float slope() { return dFdx(dFdx(v.x * b.a) * v.x); }
      """
    let module = try compiled(
      shader("color = vec4(dFdx(dFdy(dFdx(u))).xyz, dFdx(u.x) + slope());", declarations: declarations))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(!result.sites.contains { $0.isKept })
    // Of w', and of u, v and the block's member times w'.
    #expect(result.module.count(.dPdx) == 4 && result.module.count(.dPdy) == 2)
    #expect(result.module.count(.undef) == 0)
    let index = ModuleIndex(result.module)
    let names = Set((0..<result.module.header.bound).compactMap { index.names[$0] })
    #expect(
      names.isSuperset(of: ["u_dx", "u_dy", "u_dx_dx", "u_dx_dy", "u_dx_dx_dy", "v_dx_dx", "b_dx_dx"]),
      "\(names)")
  }

  /// Policies hold at every order.
  @Test func policiesHold() throws {
    let nested = try compiled(
      shader("float a = dFdx(u.x * v.x); color = vec4(dFdx(floor(a * 9.0)), dFdx(a), 0.0, 1.0);"))
    var options = DifferentiationOptions()
    options.onCut = .error
    let error = #expect(throws: DifferentiationError.self) { try differentiate(nested, options: options) }
    guard case .cut("dFdx", _, "floor", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    options.onCut = .zero
    let zero = try differentiate(nested, options: options)
    try expectSound(zero, from: nested)
    #expect(zero.sites.map(\.outcome) == [.tangent, .zero, .tangent])
    options = DifferentiationOptions()
    options.sites = .textures
    let textures = try differentiate(nested, options: options)
    #expect(textures.module.words == nested.words && textures.sites.allSatisfy { $0.keepReason == .excluded })
    // Error comes from a later round, too.
    let late = try compiled(
      shader(
        "float a = dFdx(dFdy(u.x * v.x)); color = vec4(dFdx(dFdx(a) + texelFetch(t, ivec2(a), 0).x));",
        declarations: "layout(set = 0, binding = 1) uniform sampler2D t;"))
    options = DifferentiationOptions()
    options.onCut = .error
    #expect(throws: DifferentiationError.self) { try differentiate(late, options: options) }
  }

  /// Seeds of the second order on several planes.
  @Test func seedsAgreeOnPlanes() throws {
    let module = try compiled(
      shader(
        "color = vec4(dFdx(dFdx(u.xy * 1e3)), dFdy(dFdx(u.xy * 1e3)));"))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    for seed in UInt64(1)...6 {
      var check = ReferenceCheck()
      check.tolerance = 1e-4
      try check.compare(
        module, result.module, positions: [Position(20.5, 31.5), Position(61.5, 7.5)],
        inputs: SyntheticInputs(seed: testSeed &+ seed))
      #expect(
        check.mismatches.isEmpty && check.compared > 0, "SEED=\(testSeed): \(check.mismatches.prefix(3))")
    }
  }
}
