import NativeRenderer
import Testing
import VulkanWitness

/// The same SPIR-V through our own compiler and rasterizer, and through a Vulkan driver.
@Suite struct NativeCodeTests {
  /// Two drawings of the same.
  private struct Pair {
    let theirs: [DrawnImage]
    let ours: [DrawnImage]
    /// The regions in which both agree.
    let regions: DrawnImage

    init(_ drawing: Drawing, _ renderer: NativeRenderer) throws {
      theirs = try sharedWitness.get().draw(drawing)
      ours = try renderer.draw(drawing, renderer.compile(drawing.fragment))
      regions = theirs[3].agreeing(with: ours[3])
    }

    /// A comparison of an attachment's component.
    func compare(_ attachment: Int, _ component: Int) -> ValueComparison {
      ValueComparison(
        theirs[attachment], ours[attachment], regions: (theirs[3], ours[3]), component: component)
    }
  }

  @Test(arguments: ShaderCase.all, TestTriangle.allCases)
  func sameImages(shader: ShaderCase, on triangle: TestTriangle) throws {
    let renderer = NativeRenderer()
    let original = try Pair(ShaderCase.drawing(shader.original(), on: triangle.triangle), renderer)
    let converted = try Pair(ShaderCase.drawing(shader.converted(), on: triangle.triangle), renderer)
    for component in 0..<4 {
      for pair in [original, converted] {
        let values = pair.compare(0, component)
        let what = Comment("component \(component): \(values)")
        #expect(values.greatestDistance <= 1e-4 * max(1, values.range), what)
        #expect(values.partedShare <= 1e-3, what)
      }
      for (attachment, direction) in [(1, ScreenDirection.x), (2, .y)] {
        let tangents = converted.compare(attachment, component)
        #expect(
          tangents.greatestDistance <= 1e-3 * tangents.range, "tangents, component \(component): \(tangents)")
        // Our quads' differences, then our tangents, beside the hardware's differences.
        for ours in [original.ours, converted.ours] {
          let comparison = DerivativeComparison(
            differences: original.theirs[attachment], tangents: ours[attachment], regions: original.regions,
            component: component, direction: direction)
          #expect(comparison.worst <= 1e-3, "component \(component) by \(direction): \(comparison)")
          #expect(comparison.excludedShare <= 0.1)
        }
      }
    }
  }
}
