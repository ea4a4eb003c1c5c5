import Lowering
import SPIRV
import Testing

/// Instructions by chapter of the specification.
struct ChapterTests {
  @Test(arguments: shapes)
  func agreesWithTheInterpreter(shape: Shape) throws {
    #expect(try expectAgreement(try module(shape.text), shape.name) > 0)
  }

  static let shapes: [Shape] = [
    Shape(
      "arithmetic",
      """
      vec4 x = u * v + c - u / (v + 2.0);
      x = mod(x, 0.7) + vec4(dot(u, v), -u.yz, x.w);
      color = x * 2.0;
      """),
    Shape(
      "matrices",
      """
      mat3 a = mat3(m); mat2x3 b = mat2x3(u.xyz, v.xyz); mat3x2 t = transpose(b);
      vec3 p = a * u.xyz + v.xyz * a;
      mat3 q = matrixCompMult(a * a, outerProduct(u.xyz, v.xyz)) * 2.0 + inverse(a);
      color = vec4(p.xy + (t * p).xy, determinant(m) + determinant(mat2(u)), q[1][2]);
      """),
    Shape(
      "bits",
      """
      ivec4 i = ivec4(u * 1000.0) ^ n; uvec4 w = uvec4(abs(v) * 4000.0) * 2654435761u;
      i = (i << 3) | (i >> (n & 7)); w = (w >> 5) ^ (w << uvec4(n & 15));
      i.x = bitfieldInsert(i.x, i.y, 3, 7); i.y = bitfieldExtract(i.z, 4, 9); w.x = bitfieldExtract(w.y, 8, 16);
      i.z = bitCount(w.z) + findLSB(w.w) + findMSB(i.w) + findMSB(w.x); w.y = bitfieldReverse(w.y);
      color = vec4(i % 1024) + vec4(w % 1024u);
      """),
    Shape(
      "wide arithmetic",
      """
      uint a = uint(u.x * 1e9) * 7u, b = uint(v.y * 3e9), hi, lo, carry, borrow; int shi, slo;
      umulExtended(a, b, hi, lo); imulExtended(int(a), -int(b), shi, slo);
      uint s = uaddCarry(a, b, carry), d = usubBorrow(a, b, borrow);
      color = vec4(float(hi >> 16) + float(carry), float(lo >> 16) + float(borrow), float(shi >> 16), float((s ^ d ^ uint(slo)) >> 12));
      """),
    Shape(
      "division, by zero too",
      """
      int z = n.x - n.x + int(u.x > 10.0); int a = int(u.x * 100.0) - 40, b = int(v.x * 9.0) - 4;
      uint w = uint(abs(a));
      color = vec4(a / (b == 0 ? 3 : b), a % (b == 0 ? 5 : abs(b)), (a / z) * 0, w / 7u + w % 5u);
      """),
    Shape(
      "conversions",
      """
      ivec2 i = ivec2(u.xy * 37.0 - 11.0); uvec2 w = uvec2(v.xy * 100.0 + 100.0);
      double d = double(u.x) * 3.0LF + double(i.x);
      color = vec4(float(d), vec2(i) + vec2(w), float(int(d)) + float(bool(i.y)) + intBitsToFloat(floatBitsToInt(u.w)));
      """),
    Shape(
      "packing",
      """
      uint a = packUnorm4x8(u), b = packSnorm4x8(v - 0.5), c2 = packUnorm2x16(u.xy), d = packSnorm2x16(v.xy - 0.5);
      uint h = packHalf2x16(u.zw * 100.0);
      color = unpackUnorm4x8(a) + unpackSnorm4x8(b) + vec4(unpackUnorm2x16(c2), unpackSnorm2x16(d))
        + vec4(unpackHalf2x16(h), unpackHalf2x16(h ^ 0x8000u).x, float(unpackDouble2x32(packDouble2x32(uvec2(a, 0x3ff00000u))).x & 255u));
      """),
    Shape(
      "rounding",
      """
      vec4 x = u * 10.0 - 4.0;
      color = floor(x) + ceil(x * 1.1) + fract(x) + round(x * 1.7) + roundEven(x) + trunc(x) + sign(x) + abs(x);
      """),
    Shape(
      "choices",
      """
      vec4 x = min(u, v) + max(u, 0.3) + clamp(v, 0.2, 0.6) + step(0.4, u) + smoothstep(0.1, 0.8, v) + mix(u, v, 0.3);
      bvec4 b = lessThan(u, v);
      x += mix(u, v, b) + vec4(any(b), all(b), all(not(b)), isnan(u.x) || isinf(v.x));
      color = x;
      """),
    Shape(
      "transcendental functions",
      """
      vec4 x = abs(u) + 0.1;
      color = sin(u) + cos(v) + tan(u * 0.5) + asin(x * 0.4) + acos(x * 0.4) + atan(u) + atan(u, v) + sinh(u) + cosh(v)
        + tanh(u) + asinh(u) + acosh(x + 1.0) + atanh(x * 0.4) + exp(u) + log(x) + exp2(v) + log2(x) + pow(x, v) + sqrt(x)
        + inversesqrt(x) + radians(u) + degrees(v);
      """),
    Shape(
      "geometry",
      """
      vec3 a = u.xyz + 0.1, b = v.xyz - 0.2;
      vec3 r = reflect(a, normalize(b)) + refract(normalize(a), normalize(b), 0.7) + faceforward(a, b, c.xyz) + cross(a, b);
      color = vec4(r, length(a) + distance(a, b) + length(u.x));
      """),
    Shape(
      "parts of numbers",
      """
      int e; float whole; float f = frexp(u.x * 37.0, e), g = modf(v.x * 9.3, whole);
      color = vec4(f, float(e), g + whole * 3.0, ldexp(u.y, e - 3) + ldexp(v.y, -140) * 1e38);
      """),
    Shape(
      "composites",
      """
      S s = S(u.xy, P(v.x, n.x), mat2(u)); S t = s; t.p.x += 1.0; t.a.yx = v.zw; t.m[1] = vec2(3.0);
      P ps[3] = P[](s.p, t.p, P(2.0, 5)); ps[1].i = 7;
      color = vec4(t.a, ps[1].x + float(ps[1].i + ps[2].i), t.m[1].y + s.m[1].y + float(s == t) + u.wzyx.z);
      """,
      declarations: "struct P { float x; int i; }; struct S { vec2 a; P p; mat2 m; };"),
    Shape(
      "dynamic indices that differ between lanes",
      """
      int i = int(u.x * 8.0), j = int(v.y * 3.0);
      float a[8]; for (int q = 0; q < 8; q++) a[q] = float(q) * u.y;
      a[i & 7] = 5.0; vec4 w = u; w[j & 3] += 2.0; mat3 t = mat3(m); t[j % 3][i % 3] = 9.0;
      P ps[4]; for (int q = 0; q < 4; q++) ps[q] = P(vec2(q, u.x), q); ps[j & 3].a.y = v.x; ps[i & 3].i += 3;
      color = vec4(a[(i + 3) & 7] + a[i & 7], w[i & 3] + u[j & 3], t[j % 3][1] + m[i & 3][j & 3], ps[i & 3].a.y + float(ps[j & 3].i));
      """,
      declarations: "struct P { vec2 a; int i; };"),
    Shape(
      "indices out of bounds are the nearest in bounds",
      """
      int i = int(u.x * 40.0) - 15; float a[4] = float[](1.0, 2.0, 3.0, 4.0);
      color = vec4(a[i], table[i], u[i], m[i][i + 1]);
      """),
    Shape(
      "layouts",
      "color = vec4(b.a, b.t.r[1].x, b.t.r[0].y, b.e[i & 1].f.y) + b.q[1] * b.p + vec4(w.x[1][2], w.y[i & 1][0][1], w.d[2], float(w.z[1].b));",
      declarations: """
        struct R { mat2 r; }; struct E { float e; vec2 f; };
        layout(std140, set = 0, binding = 1) uniform B { float a; layout(row_major) R t; E e[2]; vec4 p; layout(row_major) mat4x3 q2; mat4 q; } b;
        struct Z { bool b; vec3 v; };
        layout(std430, set = 0, binding = 2) readonly buffer W { mat2x3 x; layout(row_major) mat3x2 y[2]; float d[3]; Z z[2]; } w;
        #define i int(u.x * 5.0)
        """),
    Shape(
      "a runtime array",
      "uint k2 = uint(u.x * 12.0); color = vec4(r.x, r.y[2].z, r.y[min(k2, 7u)].x, float(r.y.length()));",
      declarations: "layout(std430, set = 0, binding = 1) readonly buffer Q { float x; vec3 y[]; } r;"),
    Shape(
      "specialization constants",
      "float a[count * 2]; for (int i = 0; i < count * 2; i++) a[i] = u.x * float(i); color = vec4(a[count], isOn ? 1.0 : 2.0, size, a[1]);",
      declarations: """
        layout(constant_id = 1) const int count = 3; layout(constant_id = 2) const bool isOn = true;
        layout(constant_id = 3) const float size = 2.5;
        """),
  ]
}
