import Lowering
import Testing
import VulkanWitness

/// The same SPIR-V through our own compiler and rasterizer, and through a Vulkan driver.
@Suite struct NativeCodeTests {
  /// Which form of a shader.
  enum Form: String, CaseIterable, Sendable {
    case original, converted

    func words(_ shader: ShaderCase) throws -> [UInt32] {
      switch self {
      case .original: try shader.original()
      case .converted: try shader.converted()
      }
    }
  }

  @Test(arguments: ShaderCase.all, Form.allCases)
  func valuesAndDerivatives(shader: ShaderCase, form: Form) throws {
    let words = try form.words(shader)
    for triangle in TestTriangle.allCases {
      let drawing = ShaderCase.drawing(words, on: triangle.triangle)
      let theirs = try sharedWitness.get().draw(drawing)
      let ours = try NativeRenderer().draw(drawing)
      for component in 0..<4 {
        let regions = (theirs[3], ours[3])
        let values = ValueComparison(theirs[0], ours[0], regions: regions, component: component)
        let what = Comment("\(triangle), component \(component): \(values)")
        #expect(values.greatestDistance <= 1e-4 * max(1, values.range), what)
        #expect(values.partedShare <= 5e-3, what)
      }
    }
  }
}
