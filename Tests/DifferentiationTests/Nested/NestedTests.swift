import Differentiation
import Interpreter
import ReferenceCheck
import SPIRV
import Testing

/// Derivatives of derivatives, in memory form and in SSA form, against stencils of as many rings.
@Suite struct NestedTests {
  /// Steep enough that third derivatives per pixel stand out of the rounding of differences.
  static let functions = """
    float wave(vec2 p) { return sin(23.0 * p.x) * cos(17.0 * p.y) + 2.0 * p.x * p.y; }
    float g = 0.5;
    """

  private static func nested(_ name: String, _ body: String, _ declarations: String = "") -> ShapeCase {
    ShapeCase(name, body, declarations: functions + declarations)
  }

  private static let names = ["dFdx", "dFdy", "fwidth"]

  /// Every pair, every chain of three, and vectors.
  static let chains: [ShapeCase] =
    names.flatMap { outer in
      names.map { inner in
        nested(
          "\(outer) of \(inner)",
          """
          float a = \(outer)(\(inner)(wave(u.xy) * v.x));
          color = vec4(a, \(outer)(\(inner)(sin(9.0 * v.xyz))));
          """)
      }
    }
    + names.flatMap { outer in
      names.map { inner in
        nested(
          "\(outer) of \(inner) of dFdy, and of all",
          """
          float a = wave(u.xy);
          color = vec4(\(outer)(\(inner)(dFdy(a))), \(outer)(dFdx(\(inner)(a))), fwidth(\(outer)(\(inner)(a))), a);
          """)
      }
    }

  static let shapes: [ShapeCase] = [
    nested(
      "curvature",
      """
      float h = wave(u.xy);
      float hx = dFdx(h), hy = dFdy(h);
      float hxx = dFdx(hx), hxy = dFdy(hx), hyy = dFdy(hy);
      float area = 1.0 + hx * hx + hy * hy;
      color = vec4(
        ((1.0 + hy * hy) * hxx - 2.0 * hx * hy * hxy + (1.0 + hx * hx) * hyy) / pow(area, 1.5), hxx, hxy, hyy);
      """),
    nested(
      "inputs themselves",
      """
      float k1 = 1e3;
      color = vec4(dFdx(dFdx(u.x * k1)), dFdy(dFdx(u.y * k1)), fwidth(dFdy(u.zw * k1)));
      """),
    nested(
      "affine inputs and gl_FragCoord are of the first order",
      "color = vec4(dFdx(dFdx(w * w * 30.0)), dFdy(dFdx(w)), dFdx(dFdy(gl_FragCoord.x * gl_FragCoord.y)), fwidth(dFdx(gl_FragCoord.z * gl_FragCoord.w * 9.0)));",
      "layout(location = 8) noperspective in float w;"),
    nested(
      "blocks, arrays and matrices",
      """
      color = vec4(
        dFdx(dFdy(b.a.x * b.b * 90.0)), fwidth(dFdx(sin(9.0 * b.c[k & 1]))), dFdy(dFdy((b.d * u.xy).x * 90.0)),
        dFdx(dFdx(90.0 * b.e)));
      """, "layout(location = 8) in Block { vec3 a; float b; float c[2]; mat2 d; noperspective float e; } b;"),
    nested(
      "inputs read in other functions",
      "color = vec4(dFdx(slope()), dFdy(slope()), fwidth(steep()), dFdx(dFdy(steep())));",
      """
      float slope() { return dFdx(wave(u.xy)) * v.y; }
      float steep() { return u.z * v.z * 30.0 + slope(); }
      """),
    nested(
      "interpolation at an offset",
      """
      vec4 a = interpolateAtOffset(u, vec2(0.25, -0.125) * f.x);
      vec2 o = 0.3 * sin(9.0 * u.xy);
      float b = interpolateAtOffset(v.x, o);
      color = vec4(dFdx(dFdx(sin(9.0 * a.x))), dFdy(dFdx(9.0 * a.y * b)), fwidth(dFdx(b * 30.0)), 1.0);
      """),
    nested(
      "centroid inputs",
      "color = vec4(dFdx(dFdy(sin(9.0 * w.x))), fwidth(dFdx(w.xy)) * 1e3, 1.0);",
      "layout(location = 8) centroid in vec2 w;"),
    nested(
      "a loop",
      """
      vec2 p = u.xy;
      float sum = 0.0;
      for (int i = 0; i < 3; i++) {
        float h = wave(p);
        sum += dFdx(dFdy(h)) + fwidth(dFdx(h));
        p = p.yx * 1.1 + 0.1 * sin(5.0 * v.zw);
      }
      color = vec4(sum, dFdx(fwidth(p.x) * 30.0), 0.0, 1.0);
      """),
    nested(
      "the slope of a loop's last round, sloped again after it",
      """
      float s = 0.0, x = wave(u.xy);
      for (int i = 0; i < 2 + (k & 1); i++) { s = dFdx(x); x = sin(x * 2.0); }
      color = vec4(dFdx(s), dFdy(s * x), 0.0, 1.0);
      """),
    nested(
      "a function called on its own result",
      "color = vec4(slope(slope(wave(u.xy))), slope(slope(slope(wave(gl_FragCoord.xy * 0.03)))) * 0.01, slope(v.x), 1.0);",
      "float slope(float x) { return dFdx(x) * 8.0; }"),
    nested(
      "a function for smooth, nested and constant arguments",
      """
      float a = wave(u.xy);
      color = vec4(width(a), width(dFdy(a)), width(f.x), width(a * dFdx(a)));
      """, "float width(float x) { return fwidth(x * 4.0); }"),
    nested(
      "inout and out parameters",
      """
      float a = wave(u.xy), b;
      slopes(a, b);
      vec2 c = vec2(b, a);
      turn(c);
      color = vec4(dFdx(a), dFdy(b), dFdx(c));
      """,
      """
      void slopes(inout float a, out float b) { float x = a; a = dFdx(x); b = dFdy(x) * 2.0; }
      void turn(inout vec2 p) { p = p.yx * fwidth(u.x) * 100.0; }
      """),
    nested(
      "Private variables",
      """
      g = u.x;
      slopes();
      color = vec4(dFdx(h), dFdy(h), fwidth(s.a[1]), dFdx(s.b));
      """,
      """
      struct S { float a[2]; float b; };
      float h;
      S s;
      void slopes() { h = dFdx(wave(vec2(g, u.y))); s.a[1] = dFdy(wave(v.xy)); s.b = h * g; }
      """),
    nested(
      "structures and arrays in functions",
      """
      S s;
      s.a[0] = dFdx(wave(u.xy)); s.a[1] = dFdy(wave(u.xy)); s.b = vec2(s.a[0], u.z * 9.0);
      S t = s;
      color = vec4(dFdx(t.a[0]), dFdy(t.a[k & 1]), fwidth(t.b.x * t.b.y), dFdy(t.b.y));
      """, "struct S { float a[2]; vec2 b; };"),
    nested(
      "under branches",
      """
      float a = wave(u.xy), b = 0.0;
      if (k > 0) b = dFdx(a);
      color = vec4(dFdx(b), 0.0, 0.0, 1.0);
      if (u.x > -5.0) { color.y = fwidth(b); color.z = dFdy(dFdx(a * v.x)); }
      switch (k) { case 1: case 2: case 3: color.w = dFdy(dFdy(a)); break; default: color.w = a; }
      """),
    nested(
      "selections and ternaries",
      "float a = dFdx(wave(u.xy)); float b = k > 1 ? a : dFdy(a); color = vec4(dFdx(b), fwidth(k > 0 ? b : a), a, b);"
    ),
    nested(
      "products of orders",
      """
      float a = wave(u.xy);
      float d = a / max(fwidth(a), 1e-3);
      color = vec4(dFdx(a * dFdy(a)), dFdy(dFdx(a) * dFdx(a) * 3.0), fwidth(smoothstep(-90.0, 90.0, d)), 1.0);
      """),
    nested(
      "mathematics of many kinds",
      """
      vec3 n = normalize(cross(dFdx(p()), dFdy(p())));
      color = vec4(fwidth(n), dFdx(dot(n, vec3(0.3, 0.5, 0.7))));
      """, "vec3 p() { return vec3(u.xy * 40.0, 9.0 * wave(u.xy)); }"),
    nested(
      "exponentials, powers and roots",
      """
      float a = exp(sin(9.0 * u.x)), b = pow(1.5 + sin(11.0 * u.y), 2.5), c = sqrt(2.0 + sin(9.0 * v.x));
      color = vec4(dFdx(dFdx(a)), dFdy(dFdx(b)), fwidth(dFdy(c)), dFdx(dFdy(log(a + b + c))));
      """),
    nested(
      "trigonometry",
      """
      float a = sin(9.0 * u.x), b = cos(9.0 * v.y);
      color = vec4(
        dFdx(dFdx(atan(a))), dFdy(dFdx(atan(a + 2.0, b))), fwidth(dFdy(asin(0.5 * a))), dFdx(dFdy(tanh(a * b))));
      """),
    nested(
      "matrices",
      """
      mat2 a = mat2(sin(9.0 * u.xy), cos(9.0 * v.xy) + 2.0);
      color = vec4(dFdx(dFdy(determinant(a))), fwidth(dFdx(inverse(a)[1])), dFdy(dFdy((a * a)[0].y)));
      """),
  ]

  @Test(arguments: chains) func chain(shape: ShapeCase) throws { try shape.check() }
  @Test(arguments: shapes) func nestedShape(shape: ShapeCase) throws { try shape.check() }

  /// A coordinate that comes from a derivative gets gradients of the second order.
  @Test(arguments: [
    "vec2 p = u.xy; color = texture(t, p + 3.0 * dFdx(p));",
    "vec2 p = sin(9.0 * u.xy); color = texture(t, vec2(dFdx(p.x), dFdy(p.y))) + texture(t, p * fwidth(p));",
    """
    vec2 dx = dFdx(u.xy), dy = dFdy(u.xy);
    float base = texture(t, u.xy).x;
    color = vec4(texture(t, u.xy + dx).x - base, texture(t, u.xy + dy).x - base, 0.0, 1.0);
    """,
    "color = textureProj(t, vec3(u.xy * 4.0, 2.0 + dFdx(wave(u.xy)))) + texture(t, dFdx(dFdy(sin(20.0 * u.xy))), 1.0);",
  ])
  func coordinateFromADerivative(body: String) throws {
    try NestedTests.nested(
      "coordinate", body, "\nlayout(set = 0, binding = 1) uniform sampler2D t;"
    ).check()
  }
}
