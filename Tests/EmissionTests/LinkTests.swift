import Foundation
import Frontend
import Testing

@testable import Emission

/// What is written links with the original's vertex shader, in the same environment.
@Suite struct LinkTests {
  private static let vertex = """
    #version 330 core
    uniform Material { mat4 model; vec4 base; };
    uniform Camera { mat4 view; } camera;
    uniform float time;
    uniform struct Light { vec3 position; float power; } light;
    in vec3 position;
    out vec2 uv__0;
    out Vertex { vec3 normal; flat int id; } vertex;
    void main() {
      uv__0 = position.xy * time;
      vertex.normal = (camera.view * base).xyz + light.position;
      vertex.id = 3;
      gl_Position = model * vec4(position, 1.0);
    }
    """

  @Test func desktop() throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      uniform Material { mat4 model; vec4 base; };
      uniform Camera { mat4 view; } camera;
      uniform float time;
      uniform struct Light { vec3 position; float power; } light;
      in vec2 uv__0;
      in Vertex { vec3 normal; flat int id; } vertex;
      out vec4 color;
      void main() {
        color = base * time + model[0] + camera.view[vertex.id] + vec4(vertex.normal * light.power, uv__0.x);
      }
      """)
    trip.expectSameInterface()
    #expect(try Validator.complaint(linking: Self.vertex, with: trip.text) == nil)
  }

  /// glslangValidator does see the mistakes that restoration is against.
  @Test func linkerSeesChanges() throws {
    let broken = """
      #version 330 core
      layout(std140) uniform Material { mat4 model; vec4 base; } _12;
      out vec4 color;
      void main() { color = _12.base; }
      """
    #expect(try Validator.complaint(linking: Self.vertex, with: broken) != nil)
  }

  /// Each of our shaders comes back whole, and links with its vertex shader where there is one. A Shadertoy has
  /// none; what becomes of it is tested in ShadertoyConversionTests.
  @Test(arguments: ShaderFolder.fragmentShaders.filter { !$0.hasPrefix("shadertoy-") })
  func ownShaders(_ name: String) throws {
    let source = try ShaderFolder.text(name)
    let shader = try compile(Source(path: name, text: source))
    let trip = try RoundTrip(source, environment: shader.environment, path: name)
    trip.expectSameInterface()
    guard let vertex = try? ShaderFolder.text(name.replacingOccurrences(of: ".frag", with: ".vert")) else {
      return
    }
    let complaint = try Validator.complaint(
      linking: vertex, with: trip.text, isVulkan: shader.environment.isVulkan)
    #expect(complaint == nil)
  }
}

/// The repository's own shaders.
enum ShaderFolder {
  private static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Shaders")

  /// The names of the fragment shaders.
  static let fragmentShaders: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
    .filter { $0.hasSuffix(".frag") }.sorted()

  /// The text of one file.
  static func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }
}
