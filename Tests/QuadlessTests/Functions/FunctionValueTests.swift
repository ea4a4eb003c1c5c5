import Conversion
import Differentiation
import Testing

/// Functions called with explicit tangents against the ordinary conversion of a shader that calls them.
@Suite struct FunctionValueTests {
  /// A function, a call of it over the inputs a (float), b (vec2) and c (vec3), and the same with tangents.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var call: String
    var twin: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ call: String, _ twin: String) {
      self.name = name
      self.text = text
      self.call = call
      self.twin = twin
    }
  }

  static let cases = [
    Case(
      "by value", "vec4 f(vec2 p) { return vec4(fwidth(p.x * p.y), dFdx(sin(p)), p.y); }", "color = f(b);",
      "color = f_d(b, b_dx, b_dy);"),
    Case(
      "changed inside", "vec4 f(vec2 p, float s) { p *= s; p.x += p.y; return vec4(fwidth(p), p); }",
      "color = f(b, a);", "color = f_d(b, b_dx, b_dy, a, a_dx, a_dy);"),
    Case(
      "inout", "void f(inout vec3 p, out float w) { w = fwidth(p.x); p = cross(p, p.yzx * p); }",
      "vec3 q = c; float w; f(q, w); color = vec4(fwidth(q), w);",
      "vec3 q = c, q_dx = c_dx, q_dy = c_dy; float w, w_dx, w_dy; f_d(q, q_dx, q_dy, w, w_dx, w_dy);"
        + " color = vec4(abs(q_dx) + abs(q_dy), w);"),
    Case(
      "out", "void f(vec2 p, out vec3 n, out vec2 m) { n = vec3(p * p, 1.0); m = vec2(2.0); }",
      "vec3 n; vec2 m; f(b, n, m); color = vec4(dFdx(n), fwidth(m.x));",
      "vec3 n, n_dx, n_dy; vec2 m, m_dx, m_dy; f_d(b, b_dx, b_dy, n, n_dx, n_dy, m, m_dx, m_dy);"
        + " color = vec4(n_dx, abs(m_dx.x) + abs(m_dy.x));"),
    Case(
      "struct",
      "struct S { vec2 p; int i; float s; }; float f(S s) { s.p *= s.s; return fwidth(s.p.x + s.p.y * float(s.i)); }",
      "color = vec4(f(S(b, 3, a)));", "color = vec4(f_d(S(b, 3, a), S(b_dx, 0, a_dx), S(b_dy, 0, a_dy)));"),
    Case(
      "array and matrix",
      "vec2 f(float x[2], mat2 m, int i) { return vec2(dFdx(x[i] * m[1][i]), fwidth(determinant(m) * x[0])); }",
      "color = vec4(f(float[2](a, b.x), mat2(b, c.xy), 1), 0.0, 0.0);",
      "color = vec4(f_d(float[2](a, b.x), float[2](a_dx, b_dx.x), float[2](a_dy, b_dy.x), mat2(b, c.xy),"
        + " mat2(b_dx, c_dx.xy), mat2(b_dy, c_dy.xy), 1), 0.0, 0.0);"),
    Case(
      "samplers",
      "uniform sampler2D own; vec4 f(sampler2D t, vec2 p) { return texture(t, p * 2.0) + texture(own, p.yx); }",
      "color = f(own, b);", "color = f_d(own, b, b_dx, b_dy);"),
    Case(
      "control flow",
      "float f(vec2 p, int n) { float s = 0.0; for (int i = 0; i < n; i++) { if (p.x > 0.1) s += fwidth(p.x * float(i)); "
        + "else s += dFdy(p.y); p = p.yx * 1.1; } return s; }",
      "color = vec4(f(b, 5));", "color = vec4(f_d(b, b_dx, b_dy, 5));"),
    Case(
      "globals",
      "float scale = 2.0; vec2 kept; void set(vec2 p) { kept = p * scale; } "
        + "float f(vec2 p) { set(p); scale += p.x; return fwidth(kept.x * scale); }",
      "color = vec4(f(b));", "color = vec4(f_d(b, b_dx, b_dy));"),
    Case(
      "initializers that are computed",
      "uniform float t; vec2 twice = vec2(t * 2.0); float three = 3.0; vec2 g(vec2 p) { return p * twice + three; } "
        + "float f(vec2 p) { twice.x += p.y; return fwidth(dot(g(p), twice)); }",
      "color = vec4(f(b));", "color = vec4(f_d(b, b_dx, b_dy));"),
    Case(
      "overloads", "float f(float x) { return fwidth(x * x); } float f(vec2 x) { return f(x.x) + f(x.y); }",
      "color = vec4(f(b), f(a), 0.0, 0.0);",
      "color = vec4(f_d(b, b_dx, b_dy), f_d(a, a_dx, a_dy), 0.0, 0.0);"),
    Case(
      "early return",
      "float f(vec2 p) { if (p.x < 0.3) return fwidth(p.x); p = sin(p); return fwidth(p.y); }",
      "color = vec4(f(b));", "color = vec4(f_d(b, b_dx, b_dy));"),
    Case(
      "bump",
      "uniform sampler2D height; vec3 f(vec2 p) { float h = texture(height, p).x; return vec3(dFdx(h), dFdy(h), 1.0); }",
      "color = vec4(f(b), 1.0);", "color = vec4(f_d(b, b_dx, b_dy), 1.0);"),
  ]

  private static let inputs = """
    layout(location = 0) in float a;
    layout(location = 1) in vec2 b;
    layout(location = 2) in vec3 c;
    layout(location = 0) out vec4 color;
    """

  @Test(arguments: cases)
  func areThoseOfTheQuadsSeeds(example: Case) throws {
    let file = try functionFile(example.text, ["f"])
    try expectEqual(example, file: file.text)
  }

  /// With a result's tangents functions can be chained.
  @Test func resultsTangentsAreTheirDerivatives() throws {
    let example = Case(
      "result", "vec3 f(vec2 p) { return vec3(sin(p.x * p.y), exp(p)); }",
      "vec3 v = f(b); color = vec4(dFdx(v), fwidth(v.z));",
      "vec3 x, y; vec3 v = f_d(b, b_dx, b_dy, x, y); color = vec4(x, abs(x.z) + abs(y.z));")
    try expectEqual(example, file: functionFile(example.text, ["f"], resultTangents: true).text)
  }

  private func expectEqual(_ example: Case, file: String) throws {
    let head = "#version 450\n\(Self.inputs)\n"
    let original = "\(head)\(example.text)\nvoid main() { \(example.call) }\n"
    let seeds = [("float", "a"), ("vec2", "b"), ("vec3", "c")].map { type, name in
      seedCode(
        SignatureParameter(passing: "in", type: type, name: name), value: name, interpolation: "smooth")
    }
    let wrapper = "\(head)\(file)\nvoid main() {\n\(seeds.joined())  \(example.twin)\n}\n"
    let found = try differences(ordinary(original, path: "original.frag"), compiledOnly(wrapper))
    #expect(found == [], "\(wrapper)")
  }
}
