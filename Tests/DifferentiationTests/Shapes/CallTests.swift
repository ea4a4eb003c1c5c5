import Differentiation
import SPIRV
import Testing

/// Calls, parameters and differentiated clones.
@Suite struct CallTests {
  @Test(arguments: cases) func callShape(shape: ShapeCase) throws { try shape.check() }

  static let cases: [ShapeCase] = [
    ShapeCase(
      "inout and out parameters",
      """
      float a = u.x, b;
      vec2 p = u.zw;
      twist(a, b, p);
      color = vec4(dFdx(a), dFdy(b), fwidth(p));
      """,
      declarations: """
        void twist(inout float a, out float b, inout vec2 p) {
          a *= v.x; b = sin(a); p = p.yx * b; p.x += a;
        }
        """),
    ShapeCase(
      "pointers into composites",
      """
      S s;
      s.p[0] = u.xy; s.p[1] = v.xy; s.r = u.z;
      square(s.r);
      square(s.p[1].y);
      square(s.p[k & 1].x);
      color = vec4(dFdx(s.r), dFdy(s.p[1].y), fwidth(s.p[0]));
      """,
      declarations: """
        struct S { vec2 p[2]; float r; };
        void square(inout float x) { x *= x; }
        """),
    ShapeCase(
      "differing active arguments",
      """
      color = vec4(
        dFdx(g(u.x, f.x)), dFdy(g(f.y, v.x)), fwidth(g(u.y, v.y)), g(f.x, f.y) + dFdx(g(gl_FragCoord.x * 0.01, f.y)));
      """, declarations: "float g(float a, float b) { float c = a * b + a; return sin(c) * b; }"),
    ShapeCase(
      "helpers several deep",
      """
      color = vec4(dFdx(a1(u.x)), dFdy(a2(v.x)), fwidth(a3(u.y * v.y)), 1.0);
      """,
      declarations: """
        float a4(float x) { return x * x + 0.1; }
        float a3(float x) { return sin(a4(x)) * a4(x + 1.0); }
        float a2(float x) { return a3(x) + a4(x) * a3(f.x); }
        float a1(float x) { return a2(x) * a3(x); }
        """),
    ShapeCase(
      "same function active and not",
      """
      float a = g(u.x);
      float b = g(v.y);
      float w = g(f.x);
      color = vec4(dFdx(a), a + b, w, dFdy(w * a));
      """, declarations: "float g(float x) { return exp(x * 0.3) * x; }"),
    ShapeCase(
      "struct returned",
      """
      Pair p = both(u.xy);
      color = vec4(fwidth(p.sum * p.parts.x), dFdx(p.parts), dFdy(both(v.yx).sum));
      """,
      declarations: """
        struct Pair { vec2 parts; float sum; };
        Pair both(vec2 x) { Pair p; p.parts = sin(x) * u.z; p.sum = x.x * x.y; return p; }
        """),
    ShapeCase(
      "array returned",
      """
      float a[3] = powers(u.x);
      color = vec4(dFdx(a[1]), dFdy(a[2]), fwidth(a[k % 3]), powers(v.x)[0]);
      """, declarations: "float[3] powers(float x) { return float[3](x, x * x, x * x * x); }"),
    ShapeCase(
      "matrix and array parameters",
      """
      mat2 a = mat2(u.x, v.x, u.y, v.y);
      float b[2] = float[2](u.z, v.z);
      color = vec4(fwidth(apply(a, b)), dFdx(apply(mat2(1.0), b)));
      """, declarations: "vec2 apply(mat2 m, float x[2]) { return m * vec2(x[0] * x[1], x[1]); }"),
    ShapeCase(
      "site in a function called with different activity",
      """
      color = vec4(edge(u.x * u.y), edge(f.x), edge(v.x), edge(gl_FragCoord.x * 0.01));
      """, declarations: "float edge(float x) { float w = fwidth(x * x); return x / (w + 0.1); }"),
    ShapeCase(
      "site several calls deep",
      """
      color = vec4(outer(u.x), outer(v.y * u.x), 0.0, 1.0);
      """,
      declarations: """
        float inner(float x) { return dFdx(x * v.x) + dFdy(x); }
        float middle(float x) { return inner(sin(x)) + x; }
        float outer(float x) { return middle(x * 2.0) * middle(x); }
        """),
    ShapeCase(
      "globals written by a callee in two ways",
      """
      set(u.x);
      float a = dFdx(g * g);
      set(f.x);
      float b = dFdx(g);
      set(v.x);
      color = vec4(a, b, fwidth(g), 1.0);
      """, declarations: "float g; void set(float x) { g = x * 2.0; }"),
    ShapeCase(
      "varyings read in a helper",
      """
      color = vec4(dFdx(height()), dFdy(height()), fwidth(height() * u.x), 1.0);
      """, declarations: "float height() { return sin(u.x * 3.0) * v.y + gl_FragCoord.x * 0.01; }"),
    ShapeCase(
      "out parameter of an array element and of a global",
      """
      float a[2];
      split(u.x, a[0], a[1]);
      split(v.x * a[0], g, a[0]);
      color = vec4(dFdx(a[0]), dFdy(a[1]), fwidth(g), 1.0);
      """,
      declarations:
        "float g; void split(float x, out float low, out float high) { low = fract(x) * x; high = x * x; }"
    ),
    ShapeCase(
      "one pointer in two places",
      """
      float a = u.x;
      addTo(a, a);
      vec2 p = v.xy;
      addTo(p.x, p.y);
      addTo(p.y, a);
      color = vec4(dFdx(a), fwidth(p), dFdy(a));
      """, declarations: "void addTo(inout float x, float y) { x += y * y; }"),
  ]

  /// A function that is active and not keeps its original for the inactive call; clones have names that say so.
  @Test func clonesAreNamedAfterTheirOriginals() throws {
    let text = shader(
      """
      color = vec4(dFdx(g(u.x, f.x)), dFdx(g(f.x, u.y)), g(u.x, v.x), 1.0);
      """, declarations: "float g(float a, float b) { return a * a * b; }")
    let module = try compiled(text)
    let result = try differentiate(module)
    try expectSound(result, from: module)
    let index = ModuleIndex(result.module)
    let names = result.module.functions.map { index.names[$0.id.rawValue] ?? "" }.map {
      $0.prefix { $0 != "(" }
    }
    #expect(names.contains("g") && names.contains("g_d") && names.contains("g_d2"), "\(names)")
    let parameters = result.module.functions.flatMap(\.parameters).compactMap { index.names[$0.rawValue] }
    #expect(parameters.contains("a_dx") && parameters.contains("b_dx") && parameters.contains("g_dx"))
    #expect(!parameters.contains { $0.hasSuffix("_dy") }, "\(parameters)")
  }

  /// Activations alike in what they emit share a clone.
  @Test func equalPatternsShareAClone() throws {
    let text = shader(
      "color = vec4(dFdx(g(u.x)), dFdx(g(v.x)), dFdx(g(u.y * v.x)), 1.0);",
      declarations: "float g(float a) { return a * a; }")
    let module = try compiled(text)
    let result = try differentiate(module)
    #expect(result.module.functions.count == module.functions.count)
  }
}
