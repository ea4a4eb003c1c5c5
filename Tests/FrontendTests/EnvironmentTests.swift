import Testing

@testable import Frontend

/// Which rules a text is compiled under.
@Suite struct EnvironmentTests {
  private func plan(_ text: String) -> [TargetEnvironment] {
    EnvironmentPlan(TextScan(Array(text.utf8)), override: nil).environments
  }

  @Test(arguments: [
    "layout(push_constant) uniform P { float x; };",
    "layout(set = 0, binding = 1) uniform sampler2D t;",
    "layout( binding = 1 , set=0) uniform U { float x; };",
    "#define RESOURCE(s, b) layout(set = s, binding = b)",
    "layout(binding = 0) uniform texture2D t;",
    "layout(binding = 0) uniform sampler s;",
    "vec4 f(texture2D t) { return vec4(0); }",
    "void main() { c = texture(sampler2D(t, s), uv); }",
    "layout(input_attachment_index = 0, binding = 0) uniform subpassInput i;",
    "#extension GL_KHR_vulkan_glsl : enable",
    "void main() { c = t[nonuniformEXT(i)]; }",
  ])
  func certainlyVulkan(line: String) {
    #expect(plan("#version 450\n" + line) == [.vulkan1_0])
  }

  @Test(arguments: [
    "uniform float time;",
    "in vec2 uv;",
    "uniform sampler2D t;",
    "layout(location = 0) in vec2 uv;\nlayout(location = 1, binding = 0) uniform sampler2D t;",
    "layout(location = 0) in vec2 uv;\nlayout(binding = 0) uniform sampler2DRect t;",
    "// layout(push_constant) uniform P { float x; };\nuniform float x;",
    "/* set = 0 */ uniform U { float x; };",
    "#define texture2D texture\nuniform float x;\nvoid main() { c = texture2D(t, uv); }",
    "uniform float x;\nvoid main() { for (set = 0; set < 3; ++set) f(set); }",
    "#ifdef VULKAN\nlayout(set = 0, binding = 0) uniform U { float x; };\n#else\nuniform float x;\n#endif\nin vec2 y;",
  ])
  func likelyOpenGL(line: String) {
    #expect(plan("#version 450\n" + line).first == .opengl)
  }

  @Test func undecided() {
    let text = """
      #version 450
      layout(binding = 1) uniform sampler2D t;
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 c;
      """
    #expect(plan(text) == [.vulkan1_0, .opengl])
    #expect(plan(text.replacing("450", with: "420")) == [.opengl, .vulkan1_0])
    #expect(plan(text.replacing("450", with: "310 es")) == [.opengl, .vulkan1_0])
  }

  /// The signs are behind macros, so that only the compiler can tell.
  @Test func fallsBack() throws {
    let toVulkan = """
      #version 430
      layout(P) uniform U { vec4 x; };
      layout(location = 0) out vec4 c;
      void main() { c = x; }
      """
    let push = CompileOptions(definitions: [.init(name: "P", value: "push_constant")])
    let shader = try compile(Source(path: "a.frag", text: toVulkan), options: push)
    #expect(shader.environment == .vulkan1_0)
    let toOpenGL = """
      #version 450
      #define U uniform
      U float x;
      layout(location = 0) out vec4 c;
      void main() { c = vec4(x); }
      """
    #expect(try compile(Source(path: "a.frag", text: toOpenGL)).environment == .opengl)
  }

  /// glslang takes `set` under OpenGL, too; here only the included file has it.
  @Test func includedSigns() throws {
    let folder = try Folder([
      "u.glsl": "layout(set = 0, binding = 0) uniform U { vec4 x; };",
      "m.glsl": "#define U(n) layout(set = 0, binding = n) uniform",
    ])
    let head = "#version 420\n"
    let tail = "layout(location = 0) out vec4 c;\nvoid main() { c = x; }\n"
    for lines in ["#include \"u.glsl\"\n", "#include \"m.glsl\"\nU(0) V { vec4 x; };\n"] {
      let shader = try compile(Source(path: folder.path + "/a.frag", text: head + lines + tail))
      #expect(shader.environment == .vulkan1_0)
      #expect(shader.environmentIsCertain)
    }
  }

  @Test func override() throws {
    let source = Source(path: "a.frag", text: Shaders.vulkan)
    let shader = try compile(source, options: CompileOptions(targetEnvironment: .vulkan1_2))
    #expect(shader.environment == .vulkan1_2)
    #expect(shader.words[1] == 0x0001_0500)
    #expect(complaint(of: source, CompileOptions(targetEnvironment: .opengl)) != nil)
  }

  /// Subgroup operations need SPIR-V 1.3.
  @Test func laterVersions() throws {
    let text = """
      #version 450
      #extension GL_KHR_shader_subgroup_arithmetic : require
      layout(location = 0) in vec4 v;
      layout(location = 0) out vec4 c;
      void main() { c = subgroupAdd(v); }
      """
    let shader = try compile(Source(path: "a.frag", text: text))
    #expect(shader.environment == .vulkan1_1)
    #expect(try validatorComplaint(shader.words, environment: "vulkan1.1") == nil)
  }

  @Test func spellings() throws {
    #expect(try TargetEnvironment(spelling: "opengl") == .opengl)
    #expect(try TargetEnvironment(spelling: "opengl4.5") == .opengl)
    #expect(try TargetEnvironment(spelling: "vulkan") == .vulkan1_0)
    #expect(try TargetEnvironment(spelling: "vulkan1.3") == .vulkan1_3)
    #expect(throws: TargetEnvironment.SpellingError.self) { try TargetEnvironment(spelling: "opengl_compat") }
    #expect(throws: TargetEnvironment.SpellingError.self) { try TargetEnvironment(spelling: "metal") }
  }
}
