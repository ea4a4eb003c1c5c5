import Testing
import VulkanWitness

/// The derivatives that a Vulkan driver takes in quads, and those of the converted shader on the same driver.
@Suite struct HardwareDerivativeTests {
  @Test func thereAreShaders() {
    #expect(ShaderCase.all.count >= 20)
  }

  @Test(arguments: ShaderCase.all, TestTriangle.allCases)
  func fineDifferences(shader: ShaderCase, on triangle: TestTriangle) throws {
    let witness = try sharedWitness.get()
    let original = try witness.draw(ShaderCase.drawing(shader.original(), on: triangle.triangle))
    let converted = try witness.draw(ShaderCase.drawing(shader.converted(), on: triangle.triangle))
    var greatestRange: Float = 0
    for component in 0..<4 {
      let values = ValueComparison(
        original[0], converted[0], regions: (original[3], converted[3]), component: component)
      #expect(values.parted == 0, "component \(component)")
      #expect(
        values.greatestDistance <= 1e-4 * max(1, values.range), "component \(component) at \(values.place)")
      for direction in ScreenDirection.allCases {
        let attachment = direction == .x ? 1 : 2
        let comparison = DerivativeComparison(
          differences: original[attachment], tangents: converted[attachment], regions: original[3],
          component: component, direction: direction)
        let what = Comment("component \(component) by \(direction): \(comparison)")
        #expect(comparison.worst <= 1e-3, what)
        #expect(comparison.excludedShare <= 0.1, what)
        greatestRange = max(greatestRange, comparison.range)
      }
    }
    #expect(greatestRange > 1e-3, "nothing varies")
  }
}

/// The comparison finds what is wrong.
@Suite struct ComparisonTests {
  private static func image(_ value: (_ x: Int, _ y: Int) -> Float) -> DrawnImage {
    let size = 8
    let components = (0..<size * size * 4).map { value($0 / 4 % size, $0 / 4 / size) }
    return DrawnImage(width: size, height: size, components: components)
  }

  private static let zero = image { _, _ in 0 }

  private func compare(
    _ differences: DrawnImage, _ tangents: DrawnImage, regions: DrawnImage = zero,
    _ direction: ScreenDirection
  ) -> DerivativeComparison {
    DerivativeComparison(
      differences: differences, tangents: tangents, regions: regions, component: 2, direction: direction)
  }

  @Test func parabola() {
    // x²: the difference of the pair (2i, 2i + 1) is 4i + 1, the derivative 2x.
    let differences = Self.image { x, _ in Float(x / 2 * 4 + 1) }
    let tangents = Self.image { x, _ in Float(2 * x) }
    let right = compare(differences, tangents, .x)
    #expect(right.worst == 0)
    #expect(right.compared == 32)
    #expect(right.range == 13)
    #expect(compare(differences, Self.zero, .x).worst == 1, "a dropped derivative")
    #expect(compare(differences, tangents, .y).worst > 0, "the other direction")
  }

  @Test func notANumber() {
    let tangents = Self.image { x, y in x == 5 && y == 3 ? .nan : 1 }
    let comparison = compare(Self.image { _, _ in 1 }, tangents, .y)
    #expect(comparison.worst == .infinity)
    #expect(comparison.place == SIMD2(5, 2))
  }

  @Test func regions() {
    let regions = Self.image { x, _ in x < 3 ? 0 : 1 }
    let differences = Self.image { x, _ in x / 2 == 1 ? 100 : 1 }
    let tangents = Self.image { _, _ in 1 }
    let comparison = compare(differences, tangents, regions: regions, .x)
    #expect(comparison.worst == 0)
    #expect(comparison.excluded == 8)
    #expect(comparison.excludedShare == 0.25)
  }

  @Test func values() {
    let values = Self.image { x, y in Float(x * y) }
    let other = Self.image { x, y in Float(x * y) + (x == 6 ? 3 : 0) }
    let regions = Self.image { x, _ in x == 6 ? 1 : 0 }
    let same = ValueComparison(values, other, regions: (Self.zero, regions), component: 0)
    #expect(same.greatestDistance == 0)
    #expect(same.parted == 8)
    #expect(same.range == 49)
    let different = ValueComparison(values, other, regions: (Self.zero, Self.zero), component: 0)
    #expect(different.greatestDistance == 3)
    #expect(different.place.x == 6)
  }
}
