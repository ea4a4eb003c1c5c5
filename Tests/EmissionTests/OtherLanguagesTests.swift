import Frontend
import Testing

@testable import Emission

/// Metal and Direct3D.
@Suite struct OtherLanguagesTests {
  private func words() throws -> [UInt32] {
    try compile(
      Source(
        path: "a.frag",
        text: """
          #version 450
          layout(set = 0, binding = 0) uniform sampler2D image;
          layout(location = 0) in vec2 uv;
          layout(location = 0) out vec4 color;
          void main() { color = textureGrad(image, uv, dFdx(uv), dFdy(uv)); }
          """), options: CompileOptions(targetEnvironment: .vulkan1_0)
    ).words
  }

  @Test func metal() throws {
    let text = try emitMSL(words: words())
    #expect(text.contains("#include <metal_stdlib>"))
    #expect(text.contains("gradient2d("))
  }

  /// SPIRV-Cross has an assertion against these.
  @Test func resourcesWithoutNumber() throws {
    let source = """
      #version 450
      #extension GL_EXT_nonuniform_qualifier : require
      layout(set = 0, binding = 0) uniform sampler2D images[];
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { color = texture(images[int(uv.x)], uv); }
      """
    let words = try compile(
      Source(path: "a.frag", text: source), options: CompileOptions(targetEnvironment: .vulkan1_1)
    ).words
    #expect(throws: EmissionError.self) { try emitMSL(words: words) }
    #expect(try emitHLSL(words: words).contains("images[]"))
  }

  @Test func direct3D() throws {
    let text = try emitHLSL(words: words())
    #expect(text.contains("SampleGrad("))
    #expect(text.contains("SV_Target0"))
  }
}
