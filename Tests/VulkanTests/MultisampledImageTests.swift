import DriverChecking
import Testing
import VulkanWitness

/// Images of several samples a texel, which are drawn, for nothing can be copied to them.
@Suite struct MultisampledImageTests {
  private static let size = (width: 7, height: 5)

  /// Every sample of every texel is what it was said to be, of each kind of numbers.
  @Test(arguments: CheckedDriver.allCases, [Varying.Kind.float, .int, .uint])
  func everySampleArrives(driver: CheckedDriver, kind: Varying.Kind) throws {
    let prefix = kind == .float ? "" : kind == .int ? "i" : "u"
    let fragment = try compileFragment(
      """
      #version 450
      layout(binding = 0) uniform \(prefix)sampler2DMS map;
      layout(location = 0) out vec4 color;
      void main() {
        ivec2 place = ivec2(gl_FragCoord.xy);
        for (int s = 0; s < 4; s++) color[s] = float(texelFetch(map, place, s)[s]);
      }
      """)
    var content = ImageContent(
      dimension: .two, width: Self.size.width, height: Self.size.height, format: .numbers(kind),
      levels: [
        (0..<Self.size.width * Self.size.height * 16).map {
          kind == .float ? Float($0).bitPattern : UInt32($0)
        }
      ])
    content.samples = 4
    var drawing = Drawing(fragment: fragment, width: Self.size.width, height: Self.size.height)
    var nearest = BoundSampler()
    (nearest.isMagnifiedLinearly, nearest.isMinifiedLinearly, nearest.blendsLevels) = (false, false, false)
    drawing.images = [BoundImages(binding: 0, kind: .combined, contents: [content], samplers: [nearest])]
    let image = try driver.witness.draw(drawing)[0]
    let distance = image.greatestDistance { x, y in
      let first = Float((y * Self.size.width + x) * 16)
      return SIMD4(first, first + 5, first + 10, first + 15)
    }
    #expect(distance == 0)
  }

  /// A shader with one is checked; its texels differ from sample to sample.
  @Test(arguments: CheckedDriver.allCases)
  func shadersAreChecked(driver: CheckedDriver) throws {
    let shader = try loadedShader(
      "resolve.frag",
      """
      #version 450
      layout(binding = 0) uniform sampler2DMS before;
      layout(binding = 1) uniform sampler2D map;
      layout(location = 1) in vec2 uv;
      layout(location = 0) out vec4 color;
      layout(location = 1) out vec4 spread;
      void main() {
        vec4 sum = vec4(0.0);
        for (int s = 0; s < textureSamples(before); s++) {
          sum += 0.25 * texelFetch(before, ivec2(gl_FragCoord.xy) % textureSize(before), s);
        }
        color = sum * texture(map, uv * uv);
        spread = sum - texelFetch(before, ivec2(gl_FragCoord.xy) % textureSize(before), 3);
      }
      """)
    let check = try driver.check(shader)
    #expect(check.isPassed, "\(check.text)")
    #expect(check.sites.map(\.verdict) == [.agrees])
    #expect(check.outputs.count { $0.fedBy == "none" } == 5, "coverage and the spread")
  }
}
