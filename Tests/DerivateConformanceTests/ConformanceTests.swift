import Testing

/// The analytic derivatives of every kind of case, by our own compiler and rasterizer, at every pixel.
@Suite struct ConformanceTests {
  @Test(arguments: Selection.ours)
  func meetsTheThreshold(subject: DerivateCase, way: Way) throws {
    let image = try subject.drawNatively(subject.converted(way))
    let suite = Verdict(image, subject, subject.expectation)
    #expect(suite.isPass, "\(suite)\n\(subject.source)")
    let strict = Verdict(image, subject, subject.strictExpectation)
    #expect(strict.isPass, "as floats: \(strict)\n\(subject.source)")
  }
}
