import Testing

/// The cases fail where they should: with wrong tangents, and with the quad's own differences where a quad parts.
@Suite struct SensitivityTests {
  /// A mistake in the converted shader's tangents of inputs.
  enum Mistake: String, CaseIterable, Sendable {
    case onePercent, doubled, dropped, otherDirection

    /// The mistake in a GLSL text that takes those tangents by dFdx and dFdy of affine values.
    func made(in text: String) -> String {
      switch self {
      case .onePercent: replace(in: text, x: "1.01 * dFdx(", y: "1.01 * dFdy(")
      case .doubled: replace(in: text, x: "2.0 * dFdx(", y: "2.0 * dFdy(")
      case .dropped: replace(in: text, x: "0.0 * dFdx(", y: "0.0 * dFdy(")
      case .otherDirection: replace(in: text, x: "dFdy(", y: "dFdx(")
      }
    }

    private func replace(in text: String, x: String, y: String) -> String {
      text.split(separator: "dFdx(", omittingEmptySubsequences: false)
        .map { $0.split(separator: "dFdy(", omittingEmptySubsequences: false).joined(separator: y) }
        .joined(separator: x)
    }

    /// Whether a case can show it: it takes another derivative than that mistake makes.
    func shows(in subject: DerivateCase) -> Bool {
      // What is interpolated first changes along x only.
      let isZero = subject.function.direction == .y && subject.size == 1
      return switch self {
      case .onePercent, .doubled, .dropped: !isZero
      case .otherDirection: subject.function.direction != .width
      }
    }
  }

  /// A case of each group with an interpolated value, and of each direction, with one of the mistakes that it can
  /// show.
  static let subjects: [(DerivateCase, Mistake)] = {
    let cases = Selection.slice.filter { $0.group.kind == .linear && $0.function.detail == .fine }
    return cases.enumerated().compactMap { index, subject in
      let mistakes = Mistake.allCases.filter { $0.shows(in: subject) }
      return mistakes.isEmpty ? nil : (subject, mistakes[index % mistakes.count])
    }
  }()

  @Test func mistakesAreTried() {
    for mistake in Mistake.allCases { #expect(Self.subjects.count { $0.1 == mistake } >= 10, "\(mistake)") }
  }

  @Test(arguments: subjects)
  func mistakesAreFound(subject: DerivateCase, mistake: Mistake) throws {
    let way = Way(optimizes: false, throughGLSL: true)
    let image = try subject.drawNatively(subject.converted(way, adjust: mistake.made))
    let strict = Verdict(image, subject, subject.strictExpectation)
    let drawn = Double(strict.compared) * (subject.group.survival == .all ? 1 : 0.49)
    #expect(Double(strict.failing) >= drawn, "\(strict)")
  }

  /// In floats of highp one percent is more than the suite's own threshold allows.
  @Test func theSuiteItselfFindsOnePercent() throws {
    for function in DerivateFunction.allCases {
      let subject = try #require(
        DerivateCase.all.first { $0.name == "\(function.caseName).fbo_float.vec4_highp" })
      let way = Way(optimizes: false, throughGLSL: true)
      let image = try subject.drawNatively(subject.converted(way, adjust: Mistake.onePercent.made))
      let verdict = Verdict(image, subject, subject.expectation)
      #expect(verdict.failingShare == 1, "\(function): \(verdict)")
    }
  }

  /// Of a texture, the texel after the next one: a percent more is the same texel.
  @Test func wrongStepsOfTexturesAreFound() throws {
    let way = Way(optimizes: false, throughGLSL: true)
    for subject in Selection.slice where subject.group.kind == .texture && subject.function.detail == .plain {
      let mistake = Mistake.doubled
      guard mistake.shows(in: subject) else { continue }
      let image = try subject.drawNatively(subject.converted(way, adjust: mistake.made))
      let verdict = Verdict(image, subject, subject.strictExpectation)
      #expect(verdict.failingShare > 0.95, "\(subject.name): \(verdict)")
    }
  }
}
