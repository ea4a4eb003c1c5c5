import Conversion
import Lint
import Testing

/// What a quad's differences make of the originals: right where all pixels of a quad do the same, wrong or by luck
/// right where they part.
@Suite struct OriginalTests {
  /// The hardest case of a group: floats of highp.
  private static func subjects(_ flow: DerivateGroup.Flow) -> [DerivateCase] {
    DerivateGroup.all.filter { $0.flow == flow && $0.kind != .constant }.flatMap { group in
      DerivateCase.of(group).filter {
        $0.size == 2 && $0.precision == .highp && $0.function.detail == .fine
      }
    }
  }

  private static func failingShares(_ subject: DerivateCase) throws -> (ours: Double, theirs: Double) {
    let words = try subject.original()
    let ours = try subject.drawNatively(words)
    let theirs = try sharedWitness.get().draw(subject.drawing(words))[0]
    return (
      Verdict(ours, subject, subject.expectation).failingShare,
      Verdict(theirs, subject, subject.expectation).failingShare
    )
  }

  /// Whether lint finds that the quad's answer is undefined.
  private static func isUndefined(_ subject: DerivateCase) throws -> Bool {
    let report = try lint(Input(path: "case.frag", bytes: Array(subject.source.utf8)))
    return report.findings.contains {
      [.nonUniformDerivative, .derivativeAfterDiscard].contains($0.rule)
    }
  }

  @Test(arguments: subjects(.uniform))
  func uniformFlow(subject: DerivateCase) throws {
    #expect(try !Self.isUndefined(subject))
    let shares = try Self.failingShares(subject)
    #expect(shares.ours == 0 && shares.theirs == 0, "\(shares)")
  }

  /// Groups whose answer is undefined, and may come out right all the same: each lane computes what its neighbours
  /// differentiate, and masks only what is stored.
  private static let lucky = ["dynamic_if", "dynamic_switch", "divergent_discard"]

  @Test(arguments: subjects(.parted))
  func partedFlow(subject: DerivateCase) throws {
    if Self.lucky.contains(subject.group.name) {
      #expect(try Self.isUndefined(subject))
      return
    }
    let shares = try Self.failingShares(subject)
    // Undefined, or the difference of two pixels that went two ways.
    #expect(try Self.isUndefined(subject) || min(shares.ours, shares.theirs) > 0.99)
    #expect(max(shares.ours, shares.theirs) > 0.4, "\(shares)")
  }
}
