import Differentiation
import SPIRV
import Soundness
import Testing

/// Invariant 7: what cannot be differentiated is said, with the operation and its place; and what becomes of it.
@Suite struct CutTests {
  /// An expression that is cut, and by what.
  struct CutCase: CustomStringConvertible, Sendable {
    /// Statements; the one with `// here` cuts, `r` is the float that is differentiated.
    var body: String
    /// What the report says.
    var operation: String
    var declarations = ""

    var description: String { operation }
  }

  static let cases: [CutCase] = [
    CutCase(body: "int i = int(u.x * 8.0); // here\nfloat r = float(i);", operation: "OpConvertFToS"),
    CutCase(body: "uint i = uint(u.x * 8.0); // here\nfloat r = float(i);", operation: "OpConvertFToU"),
    CutCase(body: "float r = floor(u.x); // here", operation: "floor"),
    CutCase(body: "float r = ceil(u.x); // here", operation: "ceil"),
    CutCase(body: "float r = trunc(u.x); // here", operation: "trunc"),
    CutCase(body: "float r = round(u.x); // here", operation: "round"),
    CutCase(body: "float r = roundEven(u.x); // here", operation: "roundEven"),
    CutCase(body: "float r = sign(u.x); // here", operation: "fSign"),
    CutCase(body: "float r = step(0.3, u.x); // here", operation: "step"),
    CutCase(body: "bool b = u.x > 0.3; // here\nfloat r = float(b);", operation: "OpFOrdGreaterThan"),
    CutCase(body: "bool b = u.x == v.x;\nfloat r = b ? c.x : c.y; // here", operation: "a branch"),
    CutCase(body: "float r = 0.0;\nif (u.x > 0.5)\n  r = 1.0; // here", operation: "a branch"),
    CutCase(body: "float r = float(floatBitsToInt(u.x) & 255); // here", operation: "OpBitcast"),
    CutCase(body: "int i = int(u.x);\nfloat r = table[i]; // here", operation: "a read from a buffer"),
    CutCase(
      body: "ivec2 p = ivec2(gl_FragCoord.xy);\nfloat r = texelFetch(t, p, 0).r; // here",
      operation: "a read from an image", declarations: "layout(set = 0, binding = 1) uniform sampler2D t;"),
    CutCase(
      body: "float r = textureGather(t, u.xy).r; // here", operation: "a read from an image",
      declarations: "layout(set = 0, binding = 1) uniform sampler2D t;"),
    CutCase(
      body: "float r = textureQueryLod(t, u.xy).x; // here", operation: "textureQueryLod",
      declarations: "layout(set = 0, binding = 1) uniform sampler2D t;"),
    CutCase(
      body: "float r = subpassLoad(s).r; // here", operation: "a read from an image",
      declarations: "layout(input_attachment_index = 0, set = 0, binding = 1) uniform subpassInput s;"),
    CutCase(
      body: "float q = u.x * u.x;\nfloat r = dFdx(q) * mod(floor(gl_FragCoord.x), 2.0); // here",
      operation: "a derivative left to the quad"),
    CutCase(body: "float r;\nmodf(u.x, r); // here", operation: "modf"),
    CutCase(body: "int e;\nfrexp(u.x, e); // here\nfloat r = float(e);", operation: "frexpStruct"),
    CutCase(body: "float r = uintBitsToFloat(packHalf2x16(u.xy)); // here", operation: "packHalf2x16"),
    CutCase(
      body: "float r = a[1] * u.x; // here", operation: "an input of specialized length",
      declarations: "layout(constant_id = 0) const int N = 3; layout(location = 8) in float a[N];"),
    CutCase(
      body: "float r = subgroupBroadcast(u.x, 3u); // here", operation: "a read from an image",
      declarations: "#extension GL_KHR_shader_subgroup_ballot : require"),
  ]

  @Test(arguments: cases)
  func cutIsReported(cut: CutCase) throws {
    let text = shader("\(cut.body)\ncolor = vec4(fwidth(r)); // site", declarations: cut.declarations)
    let module = try compiled(text)
    let result = try differentiate(module)
    try expectSound(result, from: module, "\(cut)")
    let site = try #require(result.sites.first { $0.kind == .width })
    #expect(site.location.line == line(of: "// site", in: text) && site.location.file == "test.frag")
    guard case .kept(.cut(let operation, let place)) = site.outcome else {
      Issue.record("\(cut): \(site.outcome)")
      return
    }
    #expect(operation == cut.operation, "\(cut)")
    #expect(place.line == line(of: "// here", in: text) && place.file == "test.frag", "\(cut): \(place)")
  }

  /// A level of detail is held fixed: where it alone varies, the derivative is not silently zero.
  @Test func levelOfDetailIsACut() throws {
    let text = shader(
      """
      float r = textureLod(t, c.xy, 4.0 * u.x).r; // here
      color = vec4(fwidth(r));
      """, declarations: "layout(set = 0, binding = 1) uniform sampler2D t;")
    let result = try differentiate(try compiled(text))
    let place = SourceLocation(file: "test.frag", line: line(of: "// here", in: text), column: 0)
    #expect(result.sites.map(\.keepReason) == [.cut(operation: "a level of detail", at: place)])
  }

  /// The whole part and the exponent are piecewise constant in the structures, too.
  @Test(arguments: ["modfStruct", "frexpStruct"])
  func secondMemberOfASplitIsCut(name: String) throws {
    let module = try RuleModule.module([.scalar], [.both], width: 32, result: .scalar) { text, a in
      let type = text.float(32)
      let second = name == "modfStruct" ? type : text.int()
      let pair = text.value(
        "OpExtInst \(text.structure([type, second])) %glsl \(name.capitalizedFirst) \(a[0])")
      let whole = text.value("OpCompositeExtract \(second) \(pair) 1")
      return second == type ? whole : text.value("OpConvertSToF \(type) \(whole)")
    }
    let result = try differentiate(module)
    try expectSound(result, from: module)
    for site in result.sites {
      guard case .cut(name, _)? = site.keepReason else {
        Issue.record("\(name): \(site.outcome)")
        continue
      }
    }
  }

  /// By nature zero, and no cut: what does not vary over the screen.
  @Test(arguments: [
    "c.x", "f.x * c.y", "float(n.x)", "table[n.x & 7]", "table[k]", "floor(f.x)", "float(k > 2)",
    "texelFetch(t, ivec2(n.xy), 0).r", "texelFetch(t, ivec2(k, 3), 0).r",
    "textureSize(t, 0).x > 3 ? 1.0 : 0.5",
    "gl_FrontFacing ? 1.0 : 0.0", "float(gl_PrimitiveID)", "1.0", "sin(c.x) * f.y",
  ])
  func whatDoesNotVaryIsZero(expression: String) throws {
    let module = try compiled(
      shader(
        "float r = \(expression); color = vec4(dFdx(r), dFdy(r), fwidth(r), 1.0);",
        declarations: "layout(set = 0, binding = 1) uniform sampler2D t;"))
    let result = try differentiate(module)
    try expectSound(result, from: module, expression)
    #expect(result.sites.map(\.outcome) == [.zero, .zero, .zero], "\(expression)")
    #expect(try run(result.module).prefix(3).allSatisfy { $0 == 0 })
  }

  /// Smooth, then a jump beside it: the smooth part is differentiated.
  @Test func partlySmoothIsRewritten() throws {
    let module = try compiled(
      shader("float r = u.x - floor(u.x); color = vec4(dFdx(r), fract(u.x), 0.0, 1.0);"))
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.tangent])
  }

  /// What an index chooses from a buffer jumps like the sides of a branch, and what is smooth beside it is
  /// differentiated; but an index that counts pixels may draw a picture.
  @Test(arguments: [
    ("int i = u.x > 0.3 ? 1 : 2;", SiteReport.Outcome.tangent),
    ("int i = 0; for (int j = 0; j < 4; j++) if (u.x > 0.2 * float(j)) i = j;", .tangent),
    ("int i = int(u.x > 0.3) + int(u.y > 0.3);", .tangent),
    ("int i = int(u.x * 8.0);", nil), ("int i = int(floor(gl_FragCoord.x)) & 7;", nil),
    ("int i = 0; while (float(i) < u.x * 8.0) i++;", nil),
    ("int i = int(roundEven(u.x)) > 2 ? int(gl_FragCoord.x) : 1;", nil),
  ])
  func indexOfABuffer(index: String, outcome: SiteReport.Outcome?) throws {
    let module = try compiled(shader("\(index)\ncolor = vec4(fwidth(table[i & 7] * v.x));"))
    let result = try differentiate(module)
    try expectSound(result, from: module, index)
    guard let outcome else { return #expect(result.sites.allSatisfy { $0.isKept }, "\(index)") }
    #expect(result.sites.map(\.outcome) == [outcome], "\(index)")
  }

  // MARK: Paths

  /// A shader, and the names of its last site's path with `name@line`, lines marked `// 1` to `// 9`.
  struct PathCase: CustomTestStringConvertible, Sendable {
    var body: String
    var path: [String]
    var declarations = ""
    var testDescription: String { path.joined(separator: " -> ") }
  }

  static let paths: [PathCase] = [
    PathCase(body: "color = vec4(fwidth(floor(u.x)));", path: []),
    PathCase(
      body: "float id = floor(u.x); float twice = id * 2.0; color = vec4(fwidth(twice)); // 1",
      path: ["id@1", "twice@1"]),
    PathCase(
      body: """
        vec2 cell = floor(u.xy * 8.0); // 1
        float h = hash(cell); // 2
        float twice = h * 2.0; // 3
        color = vec4(fwidth(twice));
        """, path: ["cell@1", "hash(...)@2", "h@2", "twice@3"],
      declarations: "float hash(vec2 p) { vec2 q = p * 3.1; return fract(q.x * q.y); }"),
    PathCase(
      body: """
        vec2 cell = cellOf(u.xy); // 2
        color = vec4(fwidth(cell.x));
        """, path: ["c@1", "cellOf(...)@2", "cell@2"],
      declarations: "vec2 cellOf(vec2 p) { vec2 c = floor(p * 8.0); /* // 1 */\n return c; }"),
    PathCase(
      body: """
        float w;
        split(u.xy, w); // 2
        color = vec4(fwidth(w));
        """, path: ["a@1", "split(...)@2", "w@2"],
      declarations: "void split(vec2 p, out float a) { a = floor(p.x * 3.0); /* // 1 */\n }"),
    PathCase(
      body: """
        float id = floor(u.x); // 1
        color = vec4(width(id + 1.0)); // 2
        """, path: ["id@1", "width(...)@2"], declarations: "float width(float x) { return fwidth(x); }"),
    PathCase(
      body: """
        setSeed(u.x); // 2
        float s = seed; // 3
        color = vec4(dFdx(s));
        """, path: ["seed@1", "s@3"],
      declarations: "float seed; void setSeed(float x) { seed = floor(x); /* // 1 */\n }"),
    PathCase(
      body: """
        float r = 0.0;
        if (u.x > 0.5)
          r = 1.0; // 1
        float s = r + 2.0; // 2
        color = vec4(dFdy(s));
        """, path: ["r@1", "s@2"]),
    PathCase(
      body: """
        float id = floor(u.x); // 1
        float sum = 0.0;
        for (int i = 0; i < 3; i++) sum = sum * 0.5 + id; // 2
        color = vec4(dFdy(sum));
        """, path: ["id@1", "sum@2"]),
    PathCase(
      body: """
        bool far = u.x > 0.5; // 1
        float s = far ? 1.0 : 0.5; // 2
        color = vec4(dFdy(s));
        """, path: ["far@1", "s@2"]),
  ]

  @Test(arguments: paths)
  func pathLeadsFromTheCutToTheSite(form: PathCase) throws {
    let text = shader(form.body, declarations: form.declarations)
    let result = try differentiate(try compiled(text))
    let site = try #require(result.sites.last)
    #expect(site.isKept)
    let marks = Dictionary(
      uniqueKeysWithValues: (1...9).map { (line(of: "// \($0)", in: text), $0) }.filter { $0.0 > 0 })
    let names = site.path.map { "\($0.name)@\(marks[$0.location.line].map(String.init) ?? "?")" }
    #expect(names == form.path)
    #expect(site.path.allSatisfy { $0.location.file == "test.frag" })
    var options = DifferentiationOptions()
    options.explainsCuts = false
    let plain = try differentiate(try compiled(text), options: options)
    #expect(plain.sites.allSatisfy { $0.path.isEmpty } && plain.module.words == result.module.words)
  }

  /// Long paths lose their middle.
  @Test func pathInWords() {
    func step(_ name: String, _ line: Int, _ file: String = "a.frag") -> PathStep {
      PathStep(name: name, location: SourceLocation(file: file, line: line, column: 0))
    }
    let site = SourceLocation(file: "a.frag", line: 12, column: 0)
    #expect([PathStep]().text(from: site) == "")
    let short = [step("cell", 8), step("hash(...)", 9, "noise.glsl"), step("v", 0)]
    #expect(short.text(from: site) == ", through cell (line 8) -> hash(...) (noise.glsl:9) -> v")
    let long = (1...8).map { step("v\($0)", $0) }
    #expect(
      long.text(from: site)
        == ", through v1 (line 1) -> v2 (line 2) -> v3 (line 3) -> ... -> v7 (line 7) -> v8 (line 8)")
  }

  /// Of a function that two calls share, each site names its own cut.
  @Test func eachCallHasItsOwnCut() throws {
    let text = shader(
      """
      float a = floor(u.x); // 1
      float b = round(u.y); // 2
      color = vec4(fwidth(twice(a)), fwidth(twice(b)), 0.0, 1.0);
      """, declarations: "float twice(float x) { return x * 2.0; }")
    let result = try differentiate(try compiled(text))
    #expect(
      result.sites.map(\.keepReason)
        == [("floor", "// 1"), ("round", "// 2")].map {
          .cut(
            operation: $0.0, at: SourceLocation(file: "test.frag", line: line(of: $0.1, in: text), column: 0))
        })
    #expect(result.sites.map { $0.path.first?.name } == ["a", "b"])
  }

  // MARK: Policies

  private static let policyText = shader(
    """
    float id = floor(u.x * 8.0); // here
    color = vec4(fwidth(id), dFdx(u.y), fwidth(id + u.y), 1.0); // site
    """)

  @Test func keepLeavesTheQuadOperation() throws {
    let module = try compiled(CutTests.policyText)
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.isKept) == [true, false, false])
    #expect(result.module.count(.fwidth) == 1)
  }

  @Test func zeroWritesZero() throws {
    let module = try compiled(CutTests.policyText)
    var options = DifferentiationOptions()
    options.onCut = .zero
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.zero, .tangent, .tangent])
    #expect(result.module.count(.fwidth) == 0)
    #expect(try run(result.module).first == 0)
  }

  @Test func errorNamesSiteAndOperation() throws {
    let module = try compiled(CutTests.policyText)
    var options = DifferentiationOptions()
    options.onCut = .error
    let error = #expect(throws: DifferentiationError.self) { try differentiate(module, options: options) }
    guard case .cut("fwidth", let place, "floor", let cut, let path) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.line == line(of: "// site", in: CutTests.policyText))
    #expect(cut.line == line(of: "// here", in: CutTests.policyText) && path.map(\.name) == ["id"])
    // Without a cut there is no error.
    let smooth = try compiled(shader("color = fwidth(u);"))
    #expect(throws: Never.self) { try differentiate(smooth, options: options) }
  }

  /// An opaque part beside a smooth one cuts under every policy but zero, which takes the smooth part.
  @Test func opaquePartCutsTheWhole() throws {
    let text = shader(
      "color = vec4(dFdx(u.x + textureGather(t, u.xy).r));",
      declarations: "layout(set = 0, binding = 1) uniform sampler2D t;")
    let module = try compiled(text)
    #expect(try differentiate(module).sites.map(\.isKept) == [true])
    var options = DifferentiationOptions()
    options.onCut = .zero
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.outcome) == [.tangent])
  }
}

extension String {
  /// The text with its first letter made a capital.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
