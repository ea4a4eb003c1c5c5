import Checking
import DriverChecking
import Foundation
import SPIRV
import Testing
import VulkanWitness

/// Shaders before and after on two drivers, the validation layer watching.
@Suite struct DriverCheckTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Shaders").path

  // Not sampler-arrays, on which the compiler of Mesa 22.3's lavapipe aborts ("Cannot select CVTP2SI"), and not
  // storage-polyline, where lavapipe's differences in some quads hold a variable's value from before a loop:
  // SwiftShader agrees everywhere.
  private static let shaders = [
    "brick-filtered", "bump-terrain", "derivative-control", "gbuffer-targets", "grid-lines", "julia",
    "material-block", "point-sprite", "push-constant-rings", "shadow-pcf",
    "triplanar-texturing",
  ]

  private func expectNotDrawn(_ shader: LoadedShader, _ driver: CheckedDriver, _ message: String) {
    #expect {
      _ = try driver.check(shader)
    } throws: { error in
      (error as? DriverFailure)?.error == message
    }
  }

  @Test(arguments: shaders, CheckedDriver.allCases)
  func ownShaders(name: String, driver: CheckedDriver) throws {
    let path = "\(Self.folder)/\(name).frag"
    let shader = try loadedShader(path, String(contentsOfFile: path, encoding: .utf8))
    let check = try driver.check(shader)
    #expect(check.isPassed, "\(check.text)")
    #expect(check.sites.contains { $0.verdict == .agrees }, "\(check.text)")
    #expect(check.outputs.contains { $0.fedBy == "none" && $0.pixels > 0 }, "\(check.text)")
    #expect((check.time?.original ?? 0) > 0)
  }

  private static let plain = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() {
      vec2 p = uv * uv.yx;
      color = vec4(dFdx(p.x), fwidth(length(p)), 0.25, p.y);
    }
    """

  /// A shader whose converted module has other words.
  private static func broken(_ change: (inout [UInt32]) -> Void) throws -> LoadedShader {
    var shader = try loadedShader("broken.frag", plain)
    var words = shader.transformed.words
    change(&words)
    shader.transformed = try Module(words: words)
    return shader
  }

  @Test(arguments: CheckedDriver.allCases)
  func theUnbrokenPasses(driver: CheckedDriver) throws {
    let check = try driver.check(loadedShader("plain.frag", Self.plain))
    #expect(check.isPassed, "\(check.text)")
    #expect(check.outputs.map(\.fedBy) == ["none", "derivatives", "derivatives", "none", "none"])
  }

  /// Seeds of the other direction.
  @Test(arguments: CheckedDriver.allCases)
  func wrongTangentsAreSeen(driver: CheckedDriver) throws {
    let (dx, dy): (UInt32, UInt32) = (207, 208)
    let shader = try Self.broken { words in
      for at in words.indices where words[at] == 4 << 16 | dx { words[at] = 4 << 16 | dy }
    }
    let check = try driver.check(shader)
    #expect(!check.isPassed)
    #expect(check.sites.allSatisfy { $0.verdict == .differs }, "\(check.text)")
    #expect(check.text.contains("hardware has"))
  }

  /// Tangents that are a fiftieth too large.
  @Test(arguments: CheckedDriver.allCases)
  func slightlyWrongTangentsAreSeen(driver: CheckedDriver) throws {
    func scaled(_ factor: String) throws -> LoadedShader {
      let text = Self.plain.replacingOccurrences(of: "uv * uv.yx", with: "uv * uv.yx * \(factor)")
      return try loadedShader("scaled.frag", text)
    }
    var shader = try scaled("1.0")
    shader.transformed = try scaled("1.02").transformed
    let check = try driver.check(shader)
    #expect(check.sites.contains { $0.verdict == .differs }, "\(check.text)")
  }

  /// One number in an output that no site feeds.
  @Test(arguments: CheckedDriver.allCases)
  func aWrongBitIsSeen(driver: CheckedDriver) throws {
    let shader = try Self.broken { words in
      let quarter = Float(0.25).bitPattern
      for at in words.indices where words[at] == quarter { words[at] += 1 }
    }
    let check = try driver.check(shader)
    #expect(!check.isPassed)
    let wrong = check.outputs.filter(\.isFailure)
    #expect(wrong.map(\.name) == ["color.b"], "\(check.text)")
    #expect(wrong.first?.different == wrong.first?.pixels)
  }

  /// What a driver lacks is said.
  @Test func doublesAreNotDrawn() throws {
    let shader = try loadedShader(
      "double.frag",
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { double d = uv.x; color = vec4(float(d * d), fwidth(uv), 1.0); }
      """)
    #expect(try CheckedDriver.lavapipe.check(shader).isPassed)
    expectNotDrawn(shader, .swiftShader, "the device has no 64-bit floats")
  }

  /// So is what Vulkan 1.1 and 1.2 added: SwiftShader ends the process over 16-bit floats.
  @Test func halvesAreNotDrawn() throws {
    let shader = try loadedShader(
      "half.frag",
      """
      #version 450
      #extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { f16vec2 h = f16vec2(uv); color = vec4(vec2(h * h), fwidth(uv)); }
      """)
    #expect(try CheckedDriver.lavapipe.check(shader).isPassed)
    expectNotDrawn(shader, .swiftShader, "the device has no 16-bit floats")
  }

  /// What needs an extension ends lavapipe's process.
  @Test(arguments: CheckedDriver.allCases)
  func extensionsAreNotDrawn(driver: CheckedDriver) throws {
    let shader = try loadedShader(
      "rate.frag",
      """
      #version 450
      #extension GL_EXT_fragment_shading_rate : require
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(fwidth(uv), float(gl_ShadingRateEXT), 1.0); }
      """)
    expectNotDrawn(shader, driver, "the device has no rates of shading switched on")
  }

  /// More than a driver takes: lavapipe would end the process.
  @Test(arguments: CheckedDriver.allCases)
  func manySamplersAreNotDrawn(driver: CheckedDriver) throws {
    let shader = try loadedShader(
      "many.frag",
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      layout(binding = 0) uniform sampler2D maps[300];
      void main() { color = texture(maps[3], uv); }
      """)
    #expect {
      _ = try driver.check(shader)
    } throws: { error in
      guard let failure = error as? DriverFailure else { return false }
      return failure.isUnsupported && failure.error.hasSuffix("samplers, and there are 300")
    }
  }

  /// What jumps from pixel to pixel has tangents that no difference shows; nor does what is not a number nearby.
  @Test(arguments: CheckedDriver.allCases)
  func unresolvedValuesAreNoReference(driver: CheckedDriver) throws {
    let shader = try loadedShader(
      "unresolved.frag",
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      float hash(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453); }
      void main() {
        vec2 p = uv + (hash(uv) - 0.5) * 0.02;
        color = vec4(dFdx(p), fwidth(p));
        color.x += dFdx(uv.x * sqrt((1.0 - uv.x * uv.x) / (0.3 - uv.x * uv.y)));
      }
      """)
    let check = try driver.check(shader)
    #expect(check.isPassed, "\(check.text)")
    for site in check.sites.prefix(2) {
      #expect(site.pairs.rough > site.pairs.executed * 9 / 10, "\(check.text)")
      #expect(site.verdict == .noReference, "\(check.text)")
    }
    #expect(check.sites[2].verdict == .agrees && check.sites[2].pairs.notFinite > 0, "\(check.text)")
  }

  /// Neither does a component that is smooth, or constant, speak for another that jumps.
  @Test(arguments: CheckedDriver.allCases)
  func aComponentThatIsNotComparedIsSaid(driver: CheckedDriver) throws {
    let shader = try loadedShader(
      "components.frag",
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      float hash(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453); }
      void main() { color = vec4(dFdx(vec3(uv.x * uv.y, 0.5, uv.x + hash(uv))), 1.0); }
      """)
    let check = try driver.check(shader)
    let pairs = check.sites[0].pairs
    #expect(check.sites[0].verdict == .noReference, "\(check.text)")
    #expect(pairs.rough > pairs.executed * 9 / 10, "\(check.text)")
    #expect(pairs.leastCompared * 10 < pairs.executed, "\(check.text)")
    let counted = "\(pairs.referenced) of \(pairs.executed) differences in quads are compared"
    #expect(check.text.contains(counted), "\(check.text)")
    let reason = "only \(pairs.leastCompared) of \(pairs.executed) differences of hardware"
    #expect(pairs.leastCompared == 0 || check.text.contains(reason), "\(check.text)")
  }

  /// What is written on some ways only is undefined on the others, and compared where it is written. SwiftShader leaves
  /// there what the registers hold.
  @Test(arguments: CheckedDriver.allCases)
  func whatSomePixelsDoNotWriteIsUndefined(driver: CheckedDriver) throws {
    let text = """
      #version 450
      layout(binding = 1) uniform samplerCube map;
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      layout(location = 1) out vec2 more;
      void main() {
        color.rgb = vec3(0.05);
        vec3 place = vec3(0.0);
        int x = int(floor(uv.x / 0.25));
        switch (x) {
          case 0: place = vec3(-1.0, uv.y, uv.x); break;
          case 1: place = vec3(uv.x, uv.y, 1.0); break;
          case 2: place = vec3(1.0, uv.y, -uv.x); break;
        }
        if (place.x != 0.0 && place.y != 0.0) {
          float there = length(texture(map, place).xyz) * 0.005;
          color = vec4(vec3(there), 1.5);
          more.y = 0.5;
        }
      }
      """
    var shader = try loadedShader("partly.frag", text)
    let check = try driver.check(shader)
    #expect(check.isPassed, "\(check.text)")
    #expect(check.outputs.filter { $0.fedBy == "none" }.map(\.name).contains("color.a"), "\(check.text)")
    let wrong = text.replacingOccurrences(of: "1.5);", with: "1.25);")
    shader.transformed = try loadedShader("partly.frag", wrong).transformed
    let other = try driver.check(shader)
    #expect(other.outputs.filter(\.isFailure).map(\.name) == ["color.a"], "\(other.text)")
  }
}
