import Frontend
import Testing

@testable import Emission

/// What Vulkan's GLSL has beside OpenGL's.
@Suite struct VulkanTests {
  @Test func descriptors() throws {
    let trip = try RoundTrip(
      """
      #version 450
      layout(binding = 0) uniform texture2D image;
      layout(set = 1, binding = 1) uniform sampler filtering;
      layout(binding = 3) uniform Material { vec4 base; };
      layout(push_constant) uniform Push { vec4 tint; };
      layout(input_attachment_index = 1, set = 2, binding = 0) uniform subpassInput previous;
      layout(constant_id = 4) const int count = 3;
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() {
        color = texture(sampler2D(image, filtering), uv) * base;
        color += subpassLoad(previous) * tint * float(count);
      }
      """, environment: .vulkan1_0)
    trip.expectSameInterface()
    for words in [
      "#version 450\n", "layout(binding = 0) uniform texture2D image;",
      "layout(binding = 3) uniform Material\n",
      "layout(push_constant) uniform Push\n", "layout(constant_id = 4) const int count = 3;",
      "layout(input_attachment_index = 1, set = 2, binding = 0) uniform subpassInput previous;",
    ] {
      #expect(trip.text.contains(words), "\(trip.text)")
    }
  }

  @Test func nonUniform() throws {
    let trip = try RoundTrip(
      """
      #version 450
      #extension GL_EXT_nonuniform_qualifier : require
      layout(set = 0, binding = 0) uniform texture2D images[];
      layout(set = 1, binding = 0) uniform sampler samplers[4];
      layout(set = 2, binding = 0) uniform sampler2D both[];
      layout(location = 0) flat in int i;
      layout(location = 1) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() {
        color = texture(sampler2D(images[nonuniformEXT(i)], samplers[0]), uv);
        color += texture(sampler2D(images[0], samplers[nonuniformEXT(i)]), uv);
        color += texture(both[nonuniformEXT(i)], uv);
      }
      """, environment: .vulkan1_1)
    trip.expectSameInterface()
    #expect(trip.text.split(separator: "nonuniformEXT(").count == 4, "\(trip.text)")
  }

  @Test func blocksAndReferences() throws {
    let trip = try RoundTrip(
      """
      #version 460
      #extension GL_EXT_buffer_reference : require
      #extension GL_EXT_scalar_block_layout : enable
      layout(buffer_reference) buffer Node;
      layout(buffer_reference, std430) readonly buffer Node { vec4 value; Node next; };
      layout(push_constant, scalar) uniform Push { vec3 a; float b; Node first; } push;
      layout(location = 1) in Surface { vec3 normal; layout(location = 4) vec2 uv; } surface;
      layout(location = 0) out vec4 color;
      void main() {
        color = push.first.next.value * vec4(push.a, push.b) + vec4(surface.normal, surface.uv.x);
      }
      """, environment: .vulkan1_2)
    trip.expectSameInterface()
    #expect(trip.text.contains("layout(push_constant, scalar) uniform Push\n"))
  }

  /// SPIRV-Cross would declare Material as a buffer, and announce Materials after Mesh.
  @Test func structsInReferences() throws {
    let trip = try RoundTrip(
      """
      #version 460
      #extension GL_EXT_buffer_reference2 : require
      #extension GL_EXT_scalar_block_layout : require
      struct Material { vec3 ambient; float shininess; };
      layout(buffer_reference) buffer Materials;
      struct Mesh { Materials materials; uint count; };
      layout(buffer_reference, scalar) buffer Materials { Material m[]; };
      layout(set = 0, binding = 1, scalar) buffer Meshes { Mesh i[]; } meshes;
      layout(location = 0) out vec4 color;
      vec3 shade(Material m) { return m.ambient * m.shininess; }
      void main() {
        Materials materials = meshes.i[1].materials;
        Material material = materials.m[meshes.i[0].count];
        color = vec4(shade(material), material.shininess);
      }
      """, environment: .vulkan1_2)
    trip.expectSameInterface()
    #expect(trip.text.contains("    Material m[];"), "\(trip.text)")
  }

  @Test func debugMessages() throws {
    let trip = try RoundTrip(
      """
      #version 450
      #extension GL_EXT_debug_printf : require
      layout(location = 0) in float value;
      layout(location = 0) out vec4 color;
      void main() { debugPrintfEXT("layout { uniform\\n%f", value); color = vec4(value); }
      """, environment: .vulkan1_0)
    trip.expectSameInterface()
    #expect(trip.text.contains(#""layout { uniform\n%f""#), "\(trip.text)")
  }

  @Test func subgroups() throws {
    let trip = try RoundTrip(
      """
      #version 450
      #extension GL_KHR_shader_subgroup_arithmetic : require
      layout(location = 0) in float value;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(subgroupAdd(value)); }
      """, environment: .vulkan1_1)
    trip.expectSameInterface()
  }

  /// Interface lists hold every global from SPIR-V 1.4 on, and SPIRV-Cross hides what they do not.
  @Test func laterModulesKeepTheirGlobals() throws {
    let trip = try RoundTrip(
      """
      #version 460
      layout(set = 0, binding = 0) uniform Camera { mat4 view; } camera;
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      vec4 state = vec4(1.0);
      void main() { state.xy += uv; color = camera.view * state; }
      """, environment: .vulkan1_3)
    trip.expectSameInterface()
    #expect(trip.text.contains("vec4 state"))
  }

  /// SPIRV-Cross would recurse until the stack ends.
  @Test func recursiveNamesakes() throws {
    let source = """
      #version 460
      #extension GL_EXT_buffer_reference2 : require
      layout(buffer_reference) buffer Node;
      struct Link { Node next; };
      layout(buffer_reference) buffer Node { Link link; };
      layout(set = 0, binding = 1) buffer Start { Link link; } start;
      void main() { Link copy = start.link; copy.next = start.link.next; start.link = copy; }
      """
    let shader = try compile(
      Source(path: "a.frag", text: source), options: CompileOptions(targetEnvironment: .vulkan1_3))
    #expect(throws: EmissionError.self) {
      try emitGLSL(words: shader.words, facts: shader.facts, options: GLSLOptions(isVulkan: true))
    }
    #expect(throws: EmissionError.self) { try emitMSL(words: shader.words) }
  }

  /// Numbers link in Vulkan, so a name that hides a function may change.
  @Test func nameThatHidesABuiltIn() throws {
    _ = try RoundTrip(
      """
      #version 450
      layout(location = 0) in vec2 uv;
      float early() { return step(0.5, uv.x); }
      layout(location = 1) in float step;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(early() * step); }
      """, environment: .vulkan1_0)
  }
}
