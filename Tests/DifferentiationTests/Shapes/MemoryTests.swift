import Differentiation
import SPIRV
import Testing

/// Variables of every shape.
@Suite struct MemoryTests {
  @Test(arguments: cases) func memoryShape(shape: ShapeCase) throws { try shape.check() }

  /// Front ends write an access chain for each use; the tangents are loaded once.
  @Test(arguments: [("z.x * z.x * z.x", 2), ("z.x * z.y * z.x", 4), ("z.y * z[1]", 2)])
  func componentsLoadedAgainAreLoadedOnce(expression: String, loads: Int) throws {
    let module = try compiled(
      shader("vec2 z = sin(u.xy); float r = \(expression); color = vec4(fwidth(r));"), path: "again.frag")
    let before = module.count(of: .load)
    let after = try differentiate(module).module.count(of: .load)
    let whole = try compiled(
      shader("vec2 z = sin(u.xy); float r = z.x; color = vec4(fwidth(r));"), path: "once.frag")
    let others = try differentiate(whole).module.count(of: .load) - whole.count(of: .load) - 2
    #expect(after - before - others == loads)
  }

  static let cases: [ShapeCase] = [
    ShapeCase(
      "array",
      """
      float a[4];
      for (int i = 0; i < 4; i++) a[i] = sin(u.x * float(i + 1));
      color = vec4(dFdx(a[0] + a[3]), dFdy(a[1] * a[2]), fwidth(a[3]), 1.0);
      """),
    ShapeCase(
      "array with constant and dynamic index",
      """
      float a[4] = float[4](u.x, u.y * u.y, v.x, 1.0);
      a[k & 1] = v.y * u.x;
      color = vec4(dFdx(a[k & 3]), dFdy(a[1]), fwidth(a[(k + 1) & 3]), 1.0);
      """),
    ShapeCase(
      "array of structs",
      """
      S s[3];
      for (int i = 0; i < 3; i++) { s[i].p = u.xy * float(i); s[i].r = float(i) * v.z; }
      s[k & 1].p.y = u.x * v.x;
      color = vec4(fwidth(s[1].p), dFdx(s[2].r), dFdy(s[k & 1].p.y));
      """, declarations: "struct S { vec2 p; float r; };"),
    ShapeCase(
      "nested structs",
      """
      Outer o;
      o.inner[0] = Inner(u.xyz, mat2(u.x, u.y, v.x, v.y));
      o.inner[1].p = o.inner[0].p.zxy * v.w;
      o.inner[1].m = o.inner[0].m * 2.0;
      o.r = dot(o.inner[1].p, u.xyz);
      Outer copy = o;
      copy.inner[0].m[1].x += u.x * u.x;
      color = vec4(fwidth(copy.inner[1].m[1]), dFdx(o.r), dFdy(copy.inner[0].m[1].x));
      """,
      declarations: "struct Inner { vec3 p; mat2 m; }; struct Outer { Inner inner[2]; float r; };"),
    ShapeCase(
      "partial stores",
      """
      vec4 a = vec4(0.0);
      a.x = u.x * u.y;
      a.zw = v.xy * u.x;
      a.yx += a.zw;
      a[k & 3] *= 2.0;
      color = vec4(dFdx(a.x), dFdy(a.y), fwidth(a.zw));
      """),
    ShapeCase(
      "components loaded again, as they were and written between",
      """
      vec4 a = u * v;
      float r = a.x * a.x + a.y * a.x;
      a.y = sin(a.x) * 2.0;
      float s = a.y * a.x - a.y * a.y;
      a = a.yxzw;
      float t = a.x * a.y + a.x * a.x;
      a[k & 3] = v.x * u.y;
      s += a[k & 3] * a[k & 3] + a.x * a.y;
      change(a);
      r -= a.x * a.x * a.y;
      color = vec4(dFdx(r), dFdy(s), fwidth(t), dFdx(s * t));
      """, declarations: "void change(inout vec4 b) { b.y = b.x * b.x; b.x *= b.y; }"),
    ShapeCase(
      "elements loaded again at an index that moves",
      """
      vec2 a[10];
      for (int i = 0; i < 10; i++) a[i] = u.xy * float(i + 1);
      float sum = 0.0;
      for (int i = 1; i < 9; i++) {
        sum += a[i].x * a[i].x - a[i].x * a[i - 1].y;
        a[i + 1].x = cos(a[i].x);
        sum *= a[i + 1].x * a[i].x * 0.01;
      }
      sum += a[0].x * a[1].x * a[2].x * a[3].x * a[4].x * a[5].x * a[6].x * a[7].x * a[8].x * a[9].x * a[0].x;
      color = vec4(dFdx(sum), dFdy(sum), fwidth(a[5]));
      """),
    ShapeCase(
      "swizzle stores",
      """
      vec4 a = u;
      a.wzyx = a * v.x;
      a.xz = sin(a.zx);
      color = fwidth(a) + dFdx(a.wxyz);
      """),
    ShapeCase(
      "matrix columns and elements",
      """
      mat3 a = mat3(u.xyz, v.xyz, u.yzx);
      a[1] = cos(u.xyz);
      a[2].y = v.x * u.x;
      a[k & 1][1] = v.y;
      mat3 b = a * a;
      color = vec4(dFdx(b[2]), dFdy(a[k & 1].y));
      """),
    ShapeCase(
      "matrix functions",
      """
      mat3 a = mat3(1.0) + 0.2 * mat3(u.xyz, v.xyz, u.zxy);
      mat3 i = inverse(a);
      mat2x3 o = outerProduct(u.xyz, v.xy);
      mat3x2 t = transpose(o);
      vec2 w = t * u.xyz + v.xyz * o;
      mat3 e = matrixCompMult(a, i) - a / u.w;
      color = vec4(fwidth(i[1].z), dFdx(determinant(a)), dFdy(w.x + w.y), fwidth(e[2].x));
      """),
    ShapeCase(
      "vectors of equal constants where components meet",
      """
      mat2 a = mat2(u.xy, v.xy);
      vec2 l = a * vec2(2.0) + vec2(0.5) * a + vec2(0.0) * a;
      mat2x3 o = outerProduct(vec3(3.0), u.xy) + outerProduct(v.xyz, vec2(1.0));
      vec3 r = refract(vec3(0.0, 0.0, -1.0) + vec3(-0.25), vec3(0.5), 0.3 + 0.1 * u.x) + refract(vec3(-0.5), vec3(0.5), 0.2 * v.y);
      color = vec4(dFdx(l), dFdy(o[1].z), fwidth(r.y));
      """),
    ShapeCase(
      "structure loaded whole before its members are written",
      """
      S s;
      S before = s;
      s = before;
      s.distance = u.x * v.y;
      s.amount = dFdx(s.distance) * 0.5;
      S copy = s;
      copy.amount += 1.0;
      s = copy;
      color = vec4(s.distance, s.amount, fwidth(u.y * u.z), 1.0);
      """, declarations: "struct S { float distance; float amount; };"),
    ShapeCase(
      "matrix inverses of every size",
      """
      mat2 a = mat2(2.0 + u.x, u.y, v.x, 2.0 + v.y);
      mat4 b = m + mat4(0.1 * u, 0.1 * v, 0.2 * u.wzyx, 0.1 * v.yxwz);
      color = vec4(dFdx(inverse(a)[1].x), dFdy(inverse(b)[2].y), fwidth(determinant(b)), dFdx(determinant(a)));
      """),
    ShapeCase(
      "matrix arithmetic",
      """
      mat2 a = mat2(u.x, u.y, v.x, v.y);
      mat2 b = -a + 2.0;
      a += b * v.z;
      b = a - mat2(u.z);
      a *= b;
      a--;
      color = vec4(fwidth(a[0]), dFdx(b[1]));
      """),
    ShapeCase(
      "global variables",
      """
      total = 1.0;
      accumulate(u.x);
      accumulate(v.y * u.x);
      color = vec4(dFdx(total), dFdy(state.q), fwidth(state.p));
      """,
      declarations: """
        struct State { vec2 p; float q; };
        float total;
        State state;
        void accumulate(float x) { total *= 1.0 + x; state.p += vec2(x, total); state.q = total * x; }
        """),
    ShapeCase(
      "global with initializer",
      """
      scale += u.x;
      color = vec4(dFdx(scale * scale), dFdy(scale * v.x), 0.0, 0.0);
      """, declarations: "float scale = 3.0;"),
    ShapeCase(
      "output read back",
      """
      color = u * v.x;
      color.xy = color.yx * color.z;
      extra = fwidth(color);
      """, declarations: "layout(location = 1) out vec4 extra;"),
    ShapeCase(
      "vector dynamic index",
      """
      vec3 a = u.xyz * v.x;
      float b = a[k % 3];
      a[(k + 1) % 3] = b * b;
      color = vec4(dFdx(b), dFdy(a[k % 3]), fwidth(a.xy));
      """),
    ShapeCase(
      "whole copies",
      """
      S a;
      a.x[0] = u.x; a.x[1] = v.x * u.y; a.y = u.zw;
      S b = a;
      b.x = a.x;
      a.y = vec2(0.0);
      color = vec4(dFdx(b.x[1]), fwidth(b.y), dFdy(a.y.x + a.x[0]));
      """, declarations: "struct S { float x[2]; vec2 y; };"),
    ShapeCase(
      "value overwritten before the site",
      """
      float a = u.x * u.x;
      float x = dFdx(a);
      a = f.x;
      float y = dFdx(a);
      a = v.y * v.x;
      color = vec4(x, y, dFdy(a), 0.0);
      """),
    ShapeCase(
      "integers beside floats",
      """
      S s; s.r = u.x * u.y; s.n = k; s.b = bvec2(k > 1, true);
      S copy = s;
      S all[2] = S[2](s, copy);
      color = vec4(
        dFdx(table[copy.n & 3] * u.x), dFdy(float(all[1].n)), fwidth(copy.b.x ? u.x * u.x : u.y), dFdx(index(s) * s.r));
      """,
      declarations: """
        struct S { float r; int n; bvec2 b; };
        float index(S s) { return table[s.n & 3]; }
        """),
  ]
}

extension Module {
  fileprivate func count(of op: Op) -> Int { bodyInstructions.count { $0.instruction.op == op } }
}
