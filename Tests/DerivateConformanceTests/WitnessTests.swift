import Testing

/// The converted shaders on a Vulkan driver.
@Suite struct WitnessTests {
  @Test(arguments: Selection.witnessed)
  func meetsTheThreshold(subject: DerivateCase, way: Way) throws {
    let image = try sharedWitness.get().draw(subject.drawing(subject.converted(way)))[0]
    let suite = Verdict(image, subject, subject.expectation)
    #expect(suite.isPass, "\(suite)\n\(subject.source)")
    let strict = Verdict(image, subject, subject.strictExpectation)
    #expect(strict.isPass, "as floats: \(strict)\n\(subject.source)")
  }
}
