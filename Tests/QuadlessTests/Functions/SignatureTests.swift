import Conversion
import Testing

/// What a function's twin is declared as, which callers rely on.
@Suite struct SignatureTests {
  private func signature(
    _ text: String, _ name: String = "f", resultTangents: Bool = false
  ) throws -> [String] {
    prototypes(try functionFile(text, [name], resultTangents: resultTangents).text)
  }

  @Test(arguments: [
    ("float f(float x) { return x; }", "float f_d(float x, float x_dx, float x_dy);"),
    // Needed or not, every number has its two tangents.
    (
      "int f(vec2 a, vec3 b) { return 1; }",
      "int f_d(vec2 a, vec2 a_dx, vec2 a_dy, vec3 b, vec3 b_dx, vec3 b_dy);"
    ),
    ("int f(int i, uvec2 u, bool b) { return i; }", "int f_d(int i, uvec2 u, bool b);"),
    // What is written inside stays passed by value.
    ("float f(vec2 p) { p *= 2.0; return fwidth(p.x); }", "float f_d(vec2 p, vec2 p_dx, vec2 p_dy);"),
    ("float f(const in float x) { return x; }", "float f_d(float x, float x_dx, float x_dy);"),
    ("void f(inout vec2 p) { p *= p; }", "void f_d(inout vec2 p, inout vec2 p_dx, inout vec2 p_dy);"),
    ("void f(out vec2 p) { p = vec2(1.0); }", "void f_d(out vec2 p, out vec2 p_dx, out vec2 p_dy);"),
    ("void f(inout int i) { i++; }", "void f_d(inout int i);"),
    ("float f(mat2 m) { return fwidth(m[0].y); }", "float f_d(mat2 m, mat2 m_dx, mat2 m_dy);"),
    ("float f(float a[3]) { return a[1]; }", "float f_d(float a[3], float a_dx[3], float a_dy[3]);"),
    (
      "struct S { vec2 p; int i; }; float f(S s) { return fwidth(s.p.x); }", "float f_d(S s, S s_dx, S s_dy);"
    ),
    (
      "vec4 f(sampler2D t, vec2 p) { return texture(t, p); }",
      "vec4 f_d(sampler2D t, vec2 p, vec2 p_dx, vec2 p_dy);"
    ),
    // Such a structure can only be uniform.
    ("struct S { sampler2D t; vec2 p; }; vec4 f(S s) { return texture(s.t, s.p); }", "vec4 f_d(S s);"),
    (
      "void f(vec2, int) {}", "void f_d(vec2 argument1, vec2 argument1_dx, vec2 argument1_dy, int argument2);"
    ),
    ("void f() {}", "void f_d();"),
    ("double f(double x) { return x; }", "double f_d(double x, double x_dx, double x_dy);"),
  ])
  func followsFromTheFunctionsOwn(text: String, signature: String) throws {
    #expect(try self.signature(text) == [signature])
  }

  @Test func resultsMayBringTheirTangents() throws {
    #expect(
      try signature("vec2 f(float x) { return vec2(x); }", resultTangents: true) == [
        "vec2 f_d(float x, float x_dx, float x_dy, out vec2 f_dx, out vec2 f_dy);"
      ])
    #expect(
      try signature("int f(float x) { return 1; }", resultTangents: true) == [
        "int f_d(float x, float x_dx, float x_dy);"
      ])
  }

  @Test func allOverloadsAreWritten() throws {
    let text = "float f(float x) { return x; } float f(vec2 x) { return x.y; } float g(float x) { return x; }"
    #expect(
      try signature(text) == [
        "float f_d(float x, float x_dx, float x_dy);", "float f_d(vec2 x, vec2 x_dx, vec2 x_dy);",
      ])
  }

  @Test func aFunctionThatAnotherOneCallsKeepsItsName() throws {
    let text = "float f(float x) { return fwidth(x); } float g(float x) { return f(x * 2.0); }"
    for names in [["f", "g"], ["g", "f"]] {
      let found = prototypes(try functionFile(text, names).text)
      #expect(found == names.map { "float \($0)_d(float x, float x_dx, float x_dy);" })
    }
  }

  /// What the rasterizer hands in elsewhere is for the caller to hand in.
  @Test func inputsBecomeParameters() throws {
    let text = """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 1) flat in vec3 tint;
      layout(location = 2) flat in int layer;
      layout(location = 3) in Block { vec3 normal; } block;
      layout(location = 0) out vec4 color;
      float f(float x) { return fwidth(uv.x * x) + tint.x + float(layer) + block.normal.x + gl_FragCoord.x; }
      float g(float x) { return f(x); }
      void main() { color = vec4(f(1.0)); }
      """
    let inputs =
      "vec2 uv, vec2 uv_dx, vec2 uv_dy, vec3 tint, int layer, Block block, Block block_dx, Block block_dy, "
      + "vec4 fragCoord, vec4 fragCoord_dx, vec4 fragCoord_dy"
    for name in ["f", "g"] {
      #expect(try signature(text, name) == ["float \(name)_d(float x, float x_dx, float x_dy, \(inputs));"])
    }
    #expect(try signature(text, "main") == ["void main_d(\(inputs), out vec4 color);"])
    #expect(
      try signature(text, "main", resultTangents: true) == [
        "void main_d(\(inputs), out vec4 color, out vec4 color_dx, out vec4 color_dy);"
      ])
  }

  /// `out` and `inout` are told by the source alone; a module knows that something is written.
  @Test func aModuleTellsWhatItCan() throws {
    let text = "#version 450\nvoid f(out vec2 p, vec2 q) { p = q; }\nvoid main() { vec2 p; f(p, p); }\n"
    let module = try functionFile(text, path: "a.frag", ["f"], output: .spv).conversion.original
    var options = ConversionOptions()
    options.output = .glsl
    options.functions = FunctionOptions(names: ["f"])
    let bytes = module.withUnsafeBytes { Array($0) }
    let conversion = try convert(Input(path: "a.spv", bytes: bytes), options: options)
    #expect(
      prototypes(String(decoding: conversion.bytes, as: UTF8.self)) == [
        "void f_d(inout vec2 p, inout vec2 p_dx, inout vec2 p_dy, vec2 q, vec2 q_dx, vec2 q_dy);"
      ])
  }
}
