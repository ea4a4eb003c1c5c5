import Checking
import Conversion
import DriverChecking
import Foundation
import SPIRV
import Testing
import VulkanWitness

/// Shaders of dialects that Vulkan has no rules for, drawn by its drivers.
@Suite struct VulkanFormTests {
  private static func load(_ text: String) throws -> LoadedShader {
    try LoadedShader(Input(path: "old.frag", bytes: Array(text.utf8)), conversion: ConversionOptions())
  }

  /// Uniforms of every shape: each site hangs on one of them, and would be zero without its number.
  private static let desktop = """
    #version 120
    struct Light { vec3 color; float power[2]; };
    uniform float scale;
    uniform bool isOn;
    uniform bvec2 areOn;
    uniform int count;
    uniform mat3 turn;
    uniform float weights[3];
    uniform Light lights[2];
    uniform sampler2D map;
    varying vec2 uv;
    varying vec4 shade;
    float weighted(int at) { return weights[at] * lights[1].power[at]; }
    void main() {
      vec2 p = uv * uv.yx;
      float a = dFdx(p.x * scale);
      float b = dFdx(isOn && areOn.y ? p.y : 2.0 * p.y);
      float c = dFdy(p.y * float(count + 1));
      float d = fwidth((turn * vec3(p, 1.0)).y);
      float e = dFdy(p.x * weighted(1));
      float f = dFdx(p.y * lights[0].color.g);
      vec3 sum = vec3(0.0);
      for (int i = 0; i < 2; ++i) sum += lights[i].color * p.x;
      gl_FragColor = vec4(a + b, c + d, e + f + fwidth(sum.x), shade.x) + texture2D(map, uv);
    }
    """

  private static let embedded = """
    #version 100
    #extension GL_OES_standard_derivatives : enable
    precision highp float;
    uniform vec2 u_resolution;
    uniform float u_time;
    varying vec3 normal;
    void main() {
      vec2 p = gl_FragCoord.xy / u_resolution;
      gl_FragColor = vec4(fwidth(p.x * p.y), dFdy(p.y * p.y), dFdx(normal.x * normal.y), sin(u_time));
    }
    """

  @Test(arguments: [desktop, embedded], CheckedDriver.allCases)
  func oldDialects(text: String, driver: CheckedDriver) throws {
    let loaded = try Self.load(text)
    #expect(loaded.isOpenGL)
    let shader = try loaded.inVulkanForm()
    #expect(!shader.isOpenGL)
    for module in [shader.original, shader.transformed] {
      try SPIRVTools.validate(module.words, environment: .vulkan1_0)
    }
    let check = try driver.check(shader)
    #expect(check.isPassed, "\(check.text)")
    let derivatives = check.sites.filter { $0.kind != "sample" }
    #expect(derivatives.count == (text == Self.desktop ? 7 : 3))
    for site in derivatives {
      // What is zero on both sides agrees, too, but leaves no relative error.
      #expect(site.verdict == .agrees && (site.errors?.pixels ?? 0) > 0, "\(check.text)")
    }
  }

  /// A tangent that is a fiftieth too large is seen in this form, too.
  @Test(arguments: CheckedDriver.allCases)
  func wrongTangentsAreSeen(driver: CheckedDriver) throws {
    // The same ids in both.
    func scaled(_ factor: String) throws -> LoadedShader {
      try Self.load(
        Self.embedded.replacingOccurrences(of: "p.x * p.y", with: "p.x * p.y * \(factor)"))
    }
    var shader = try scaled("1.0")
    shader.transformed = try scaled("1.02").transformed
    let check = try driver.check(shader.inVulkanForm())
    #expect(!check.isPassed, "\(check.text)")
  }

  /// What has no form is said.
  @Test func originUpperLeft() throws {
    let shader = try Self.load(
      """
      #version 150
      layout(origin_upper_left) in vec4 gl_FragCoord;
      out vec4 color;
      void main() { color = vec4(dFdy(gl_FragCoord.y * gl_FragCoord.x)); }
      """)
    #expect {
      _ = try shader.inVulkanForm()
    } throws: { error in
      (error as? DriverFailure)?.error == "OpenGL's origin_upper_left"
    }
  }
}
