import Foundation
import Testing
import VulkanWitness

/// What a subpass reads at its own pixel.
@Suite struct InputAttachmentTests {
  private static let size = (width: 12, height: 6)

  private static func content(_ kind: Varying.Kind, _ value: (Int, Int, Int) -> UInt32) -> ImageContent {
    var words: [UInt32] = []
    for y in 0..<size.height {
      for x in 0..<size.width {
        for channel in 0..<4 { words.append(value(x, y, channel)) }
      }
    }
    return ImageContent(
      dimension: .two, width: size.width, height: size.height, format: .numbers(kind), levels: [words])
  }

  /// Attachments of floats and of integers, an array of them, and a number that none has.
  @Test(arguments: CheckedDriver.allCases, [false, true])
  func eachPixelReadsItsOwn(driver: CheckedDriver, isDepthTested: Bool) throws {
    let fragment = try compileFragment(
      """
      #version 450
      layout(input_attachment_index = 2, set = 1, binding = 3) uniform subpassInput floats[2];
      layout(input_attachment_index = 0, binding = 0) uniform isubpassInput numbers;
      layout(location = 0) out vec4 color;
      void main() {
        ivec4 n = subpassLoad(numbers);
        color = vec4(subpassLoad(floats[0]).x, subpassLoad(floats[1]).y, n.z, n.w);
      }
      """)
    var drawing = Drawing(fragment: fragment, width: Self.size.width, height: Self.size.height)
    drawing.isDepthTested = isDepthTested
    var floats = BoundImages(
      set: 1, binding: 3, kind: .inputAttachment,
      contents: [1, 2].map { factor in
        Self.content(.float) { x, y, channel in
          Float((100 * y + 10 * x + channel) * factor).bitPattern
        }
      })
    floats.attachmentIndex = 2
    let numbers = BoundImages(
      binding: 0, kind: .inputAttachment,
      contents: [Self.content(.int) { x, y, channel in UInt32(bitPattern: Int32(x - 3 * y - channel)) }])
    drawing.images = [floats, numbers]
    let image = try driver.witness.draw(drawing)[0]
    let distance = image.greatestDistance { x, y in
      SIMD4(
        Float(100 * y + 10 * x), Float(2 * (100 * y + 10 * x + 1)), Float(x - 3 * y - 2),
        Float(x - 3 * y - 3))
    }
    #expect(distance == 0)
  }

  @Test func anotherSize() throws {
    let fragment = try compileFragment(
      """
      #version 450
      layout(input_attachment_index = 0, binding = 0) uniform subpassInput before;
      layout(location = 0) out vec4 color;
      void main() { color = subpassLoad(before); }
      """)
    var drawing = Drawing(fragment: fragment, width: 4, height: 4)
    drawing.images = [
      BoundImages(binding: 0, kind: .inputAttachment, contents: [Self.content(.float) { _, _, _ in 0 }])
    ]
    let witness = try sharedWitness.get()
    #expect(throws: WitnessError.unsuitable("an input attachment of another size than the image")) {
      _ = try witness.draw(drawing)
    }
  }

  /// A shader with one is checked, and a wrong number that depends on it is seen.
  @Test(arguments: CheckedDriver.allCases)
  func shadersAreChecked(driver: CheckedDriver) throws {
    let text = """
      #version 450
      layout(input_attachment_index = 1, binding = 1) uniform subpassInput before;
      layout(binding = 2) uniform sampler2D map;
      layout(location = 1) in vec2 uv;
      layout(location = 0) out vec4 color;
      layout(location = 1) out float shade;
      void main() {
        vec4 there = subpassLoad(before);
        if (there.x > 0.75) discard;
        color = texture(map, uv * uv) * there.y;
        shade = there.z * 0.5;
      }
      """
    var shader = try loadedShader("pass.frag", text)
    let check = try driver.check(shader)
    #expect(check.isPassed, "\(check.text)")
    #expect(check.sites.map(\.verdict) == [.agrees], "\(check.text)")
    let free = check.outputs.filter { $0.name.hasPrefix("shade") }
    #expect(free.map(\.fedBy) == ["none"] && free.allSatisfy { $0.pixels > 0 }, "\(check.text)")
    let wrong = text.replacingOccurrences(of: "* 0.5", with: "* 0.25")
    shader.transformed = try loadedShader("pass.frag", wrong).transformed
    let other = try driver.check(shader)
    #expect(other.outputs.filter(\.isFailure).map(\.name) == free.map(\.name), "\(other.text)")
    #expect(other.outputs.contains { $0.isFailure && $0.different * 10 > $0.pixels }, "\(other.text)")
  }
}
