import Testing

/// Control flow of every shape.
@Suite struct ControlTests {
  @Test(arguments: cases) func controlShape(shape: ShapeCase) throws { try shape.check() }

  static let cases: [ShapeCase] = [
    ShapeCase(
      "if and else",
      """
      float a = u.x;
      if (f.x > 0.3) a = sin(u.y * v.x); else a *= v.y;
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """),
    ShapeCase(
      "site under varied control",
      """
      float a = u.x * u.y;
      color = vec4(0.0);
      if (v.x > 0.1) { color.x = dFdx(a * a); color.y = fwidth(v.x / u.w); }
      """),
    ShapeCase(
      "branch on a varying",
      """
      float a = u.x * u.x;
      if (v.x > 0.2) a = sin(u.y);
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """),
    ShapeCase(
      "early return",
      """
      float a = g(u.x, v.y);
      color = vec4(dFdx(a), dFdy(a), fwidth(g(v.x, u.z)), 1.0);
      """,
      declarations: """
        float g(float x, float y) {
          if (k > 2) return x * y;
          if (x > 0.5) return sin(x);
          float z = exp(x * 0.5);
          return z * y;
        }
        """),
    ShapeCase(
      "early return from main",
      """
      color = u;
      if (k == 7) return;
      color = fwidth(u * v.x);
      """),
    ShapeCase(
      "switch with fallthrough",
      """
      float a = u.x;
      switch (k) {
        case 0: a = 1.0;
        case 1: a *= v.x;
        case 2: a += u.y * u.x; break;
        case 3: a = sin(a); 
        default: a *= a;
      }
      color = vec4(dFdx(a), dFdy(a), fwidth(a * a), 1.0);
      """),
    ShapeCase(
      "switch in a loop",
      """
      float a = u.x;
      for (int i = 0; i < 5; i++) {
        switch (i) {
          case 0: a += v.x; break;
          case 1: continue;
          case 3: a = a * u.y + 1.0;
          default: a = sin(a);
        }
        a *= 1.1;
      }
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """),
    ShapeCase(
      "loop with break and continue",
      """
      float a = u.x;
      float b = 1.0;
      for (int i = 0; i < 8; i++) {
        if (i == k) continue;
        b = b * v.x + a;
        a = cos(b);
        if (i > k + 3) break;
      }
      color = vec4(dFdx(a), dFdy(b), fwidth(a * b), 1.0);
      """),
    ShapeCase(
      "loop that stops where a varying says",
      """
      float a = 0.1 + u.x * u.x;
      int i = 0;
      while (a < 2.0 && i < 20) { a = a * 1.3 + 0.1 * v.x * v.x; i++; }
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """),
    ShapeCase(
      "do-while",
      """
      float a = u.x;
      int i = 0;
      do { a = sin(a + v.y); i++; } while (i < k);
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """),
    ShapeCase(
      "nested loops",
      """
      float a = 0.0;
      vec2 p = u.xy;
      for (int i = 0; i < 3; i++) {
        vec2 q = p;
        for (int j = 0; j < 3; j++) { q = sin(q.yx + float(j)); a += q.x * q.y; }
        p = p * 1.5 + a;
      }
      color = vec4(dFdx(a), dFdy(p), fwidth(a));
      """),
    ShapeCase(
      "values swapped around a loop",
      """
      float a = u.x, b = v.x, c = 1.0;
      for (int i = 0; i < 5; i++) { float t = a; a = b; b = c * t; c = t; }
      color = vec4(dFdx(a), dFdy(b), fwidth(c), 1.0);
      """),
    ShapeCase(
      "site in a loop",
      """
      float a = u.x;
      float s = 0.0;
      for (int i = 0; i < 4; i++) { a = a * v.x + 0.3; s += fwidth(a); }
      color = vec4(s, dFdx(a), 0.0, 1.0);
      """),
    ShapeCase(
      "discard in the middle",
      """
      float a = u.x * v.x;
      if (f.y > 2.0) discard;
      a = sin(a);
      if (u.z > 100.0) discard;
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """),
    ShapeCase(
      "demote in the middle",
      """
      float a = u.x * v.x;
      if (u.x > 0.3) demote;
      color = vec4(dFdx(a), dFdy(a), fwidth(a), helperInvocationEXT() ? 1.0 : 0.0);
      """, declarations: "#extension GL_EXT_demote_to_helper_invocation : require"),
    ShapeCase(
      "terminate",
      """
      float a = u.x * v.x;
      if (f.y > 2.0) terminateInvocation;
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """, declarations: "#extension GL_EXT_terminate_invocation : require"),
    ShapeCase(
      "ternaries",
      """
      float a = k > 1 ? u.x * v.x : u.y;
      vec2 b = f.x > 0.5 ? u.xy : v.xy * u.z;
      float c = (k > 2 ? a : b.x) * (k > 0 ? b.y : 1.0);
      color = vec4(dFdx(a), fwidth(b), dFdy(c));
      """),
    ShapeCase(
      "short circuits",
      """
      float a = k > 1 && f.x > 0.2 || n.x > 1 ? u.x * u.x : v.x;
      color = vec4(dFdx(a), dFdy(a), fwidth(a), 1.0);
      """),
    ShapeCase(
      "mix by truth values and fma",
      """
      vec3 a = mix(u.xyz, v.xyz * u.x, bvec3(k > 1, false, f.x > 0.5));
      vec3 b = fma(a, u.yzx, v.zxy);
      color = vec4(fwidth(a.xy), dFdx(b.z), dFdy(b.x));
      """),
    ShapeCase(
      "modf, frexp, ldexp",
      """
      float whole;
      float part = modf(u.x * 3.0 + 0.2, whole);
      int e;
      float s = frexp(v.x + 2.0, e);
      float l = ldexp(s * u.y, e);
      color = vec4(dFdx(part * part), dFdy(part + whole), fwidth(s), fwidth(l));
      """),
  ]
}
