import Differentiation
import SPIRV
import Soundness
import Testing

/// Varyings of every kind, and their seeds.
@Suite struct InputTests {
  @Test(arguments: cases) func inputShape(shape: ShapeCase) throws { try shape.check() }

  static let cases: [ShapeCase] = [
    ShapeCase(
      "arrays",
      "color = vec4(dFdx(a[0].x * a[1].y), dFdy(a[k % 3].x), fwidth(b[2]), dFdx(a[2].y));",
      declarations: "layout(location = 8) in vec2 a[3]; layout(location = 12) in float b[3];"),
    ShapeCase(
      "blocks",
      "color = vec4(dFdx(w.a.x * w.b), dFdy(w.c[1]), fwidth(w.d[1].y), fwidth(a * w.b));",
      declarations: """
        layout(location = 8) in Block { vec3 a; float b; float c[2]; mat2 d; } w;
        layout(location = 20) in Plain { float a; };
        """),
    ShapeCase(
      "block members interpolated in their own ways",
      "color = vec4(dFdx(w.a * w.b), dFdy(w.b), fwidth(w.c * w.a), dFdx(w.d.x * w.a));",
      declarations: """
        layout(location = 8) in Block {
          float a; noperspective float b; flat float c; centroid vec2 d;
        } w;
        """),
    ShapeCase(
      "members of an array of blocks interpolated in their own ways",
      "color = vec4(dFdx(w[0].a * w[1].b), dFdy(w[1].b), fwidth(w[k & 1].c * w[0].a), dFdx(w[1].d.x * w[0].a));",
      declarations: blocks),
    ShapeCase(
      "matrices", "color = vec4(dFdx(a[1].z), dFdy((a * u.xy).x), fwidth(b[1].xy));",
      declarations: "layout(location = 8) in mat2x3 a; layout(location = 12) in mat3 b;"),
    ShapeCase(
      "structures",
      "S t = s; color = vec4(dFdx(t.a.y), dFdy(s.b[1]), fwidth(s.a.x * t.b[0]), 1.0);",
      declarations: "struct S { vec2 a; float b[2]; }; layout(location = 8) in S s;"),
    ShapeCase(
      "interpolation qualifiers",
      "color = vec4(dFdx(a.x * b.x), dFdy(g * b.y), fwidth(d.y * a.y), fwidth(d.x) + dFdx(e));",
      declarations: """
        layout(location = 8) centroid in vec2 a;
        layout(location = 9) noperspective in vec2 b;
        layout(location = 10) flat in float g;
        layout(location = 11) sample in vec2 d;
        layout(location = 12) noperspective centroid in float e;
        """),
    ShapeCase(
      "interpolation functions",
      """
      vec4 a = interpolateAtOffset(u, vec2(0.25, -0.125) * f.x);
      vec4 b = interpolateAtCentroid(v);
      float c = interpolateAtOffset(w, 0.1 * u.xy);
      float d = interpolateAtOffset(v.y, vec2(0.2));
      color = vec4(dFdx(a.x * b.y), dFdy(c), fwidth(a.z * c), dFdx(d));
      """, declarations: "layout(location = 8) noperspective in float w;"),
    ShapeCase(
      "components of gl_FragCoord",
      """
      vec4 p = gl_FragCoord;
      color = vec4(
        dFdx(p.x * p.y * 0.01), dFdy(gl_FragCoord.y * gl_FragCoord.y * 0.01), fwidth(p.z * 10.0 + p.w),
        fwidth(length(p.xy - 30.0)));
      """),
    ShapeCase(
      "gl_FragCoord by swizzles and indices",
      """
      vec2 q = gl_FragCoord.yx * vec2(0.01, 0.02);
      color = vec4(dFdx(q), fwidth(gl_FragCoord[k & 1] * u.x), dFdy(gl_FragCoord.wz.x));
      """),
    ShapeCase(
      "gl_PointCoord and gl_ClipDistance",
      "color = vec4(dFdx(gl_PointCoord.x * u.x), dFdy(gl_PointCoord.y), fwidth(gl_ClipDistance[1]), fwidth(gl_PointCoord.yx));",
      declarations: "in float gl_ClipDistance[2];"),
    ShapeCase(
      "components of one location",
      "color = vec4(dFdx(a), dFdy(b * a), fwidth(b), 1.0);",
      declarations: """
        layout(location = 8, component = 0) in vec2 a2;
        layout(location = 8, component = 2) in float b;
        float a = 1.0;
        """),
    ShapeCase(
      "a component of a varying", "color = vec4(dFdx(u.x), dFdy(u[k & 3]), fwidth(v.w), fwidth(v[1]));"),
    ShapeCase(
      "double precision",
      """
      double a = double(u.x) * double(v.x);
      dvec2 b = dvec2(u.yz) / a;
      color = vec4(dFdx(float(sqrt(abs(a) + 1.0))), dFdy(float(b.x)), fwidth(vec2(b * b)));
      """),
    ShapeCase(
      "half precision",
      """
      f16vec2 a = f16vec2(u.xy) * float16_t(2.0);
      float16_t b = dot(a, a);
      color = vec4(dFdx(float(sin(b))), dFdy(vec2(a.yx * b)), fwidth(float(a.x / (b + float16_t(1.0)))));
      """, declarations: "#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require"),
    ShapeCase(
      "uniforms and constants scale only",
      "color = vec4(dFdx(u.x * c.y + table[k]), dFdy((m * u).z), fwidth(dot(c, v)), dFdx(c.x) + dFdy(f.x));"),
  ]

  private static let blocks = """
    layout(location = 8) in Block {
      noperspective float b; float a; flat float c; centroid vec2 d;
    } w[2];
    """

  /// The first derivatives of an affine member are right by the formula for members in perspective, too, but not the
  /// second ones.
  @Test func secondOrderInArraysOfBlocks() throws {
    try ShapeCase(
      "arrays of blocks",
      "color = vec4(dFdy(dFdx(w[0].a * w[1].b)), fwidth(w[1].c), dFdx(dFdx(w[1].b)), 1.0);",
      declarations: Self.blocks
    ).check()
  }

  /// 16-bit inputs exist as varyings: OpDPdx does not take them, so the seeds convert.
  @Test func narrowInputsConvert() throws {
    let text = shader(
      "color = vec4(dFdx(float(h.x * h.y)), fwidth(float(h.y)), 0.0, 1.0);",
      declarations: """
        #extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
        #extension GL_EXT_shader_16bit_storage : require
        layout(location = 8) in f16vec2 h;
        """)
    let module = try compiled(text)
    let result = try differentiate(module)
    try expectSound(result, from: module)
    #expect(!result.sites.contains { $0.isKept })
  }

  /// Where interpolateAtOffset does not exist, a centroid input is taken by the formula for the centre, with a note.
  @Test func centroidWithoutInterpolateAtOffsetIsNoted() throws {
    let module = try compiled(
      shader("color = dFdx(a);", declarations: "layout(location = 8) centroid in vec4 a;"))
    var options = DifferentiationOptions()
    options.hasInterpolateAtOffset = false
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module)
    #expect(result.sites.map(\.notes.count) == [1])
    #expect(result.module.count(.extInst) == 1, "only the finite magnitude, no interpolateAtOffset")
    options.hasInterpolateAtOffset = true
    let other = try differentiate(module, options: options)
    try expectSound(other, from: module)
    #expect(other.sites.map(\.notes.count) == [0])
    #expect(other.module.count(.extInst) == 2)
  }

  /// gl_FragCoord joins the interface where perspective needs it, once, and not where nothing does.
  @Test func fragCoordJoinsTheInterface() throws {
    let needs = try compiled(shader("color = dFdx(u);"))
    let result = try differentiate(needs)
    try expectSound(result, from: needs)
    let index = ModuleIndex(result.module)
    let coordinate = try #require(index.globals.first { index.builtIn($0.id) == .fragCoord })
    #expect(index.entryPoints[0].interface.count { $0 == coordinate.id } == 1)
    let affine = try compiled(
      shader("color = dFdx(a);", declarations: "layout(location = 8) noperspective in vec4 a;"))
    let other = try differentiate(affine)
    let otherIndex = ModuleIndex(other.module)
    #expect(!otherIndex.globals.contains { otherIndex.builtIn($0.id) == .fragCoord })
  }

  /// The coarse fragment size and OpenGL's upward dFdy scale gl_FragCoord's seeds.
  @Test func fragCoordStepsFollowTheOptions() throws {
    let module = try compiled(
      shader("color = vec4(dFdx(gl_FragCoord.x), dFdy(gl_FragCoord.y), fwidth(gl_FragCoord.xy));"))
    func steps(_ options: DifferentiationOptions) throws -> [Double] {
      let result = try differentiate(module, options: options)
      try expectSound(result, from: module)
      return try run(result.module)
    }
    var options = DifferentiationOptions()
    #expect(try steps(options) == [1, 1, 1, 1])
    options.fragmentSize = (2, 4)
    #expect(try steps(options) == [2, 4, 2, 4])
    options.isOpenGL = true
    #expect(try steps(options) == [2, -4, 2, 4])
  }
}
