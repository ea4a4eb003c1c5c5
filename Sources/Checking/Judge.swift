import Differentiation

extension SiteCheck {
  /// A site of which nothing is found out yet; one that was kept has its verdict.
  init(_ report: SiteReport) {
    kind = report.kind.rawValue
    name = report.name
    file = report.location.file
    line = report.location.line
    column = report.location.column
    function = report.function
    verdict = .unproven
    switch report.outcome {
    case .tangent: outcome = "tangent"
    case .zero: outcome = "zero"
    case .gradients: outcome = "gradients"
    case .kept(let reason):
      outcome = "kept"
      verdict = .kept
      self.reason = "it stays a quad operation: \(reason.text)"
    }
  }

  /// Draws the summaries and the verdict from what was found.
  ///
  /// In double every compared pixel must be within the tolerance. In float 95 of 100 of those must be where the
  /// operand's values are the double's: rounding may put a pixel on the other side of a kink, or near a zero of
  /// the derivative, where a thousandth is lost. Where they are so at less than half of the pixels, it is by
  /// chance: another function, which is only reported.
  mutating func judge(_ tally: SiteTally, _ allowance: CheckSubject.Allowance, _ options: CheckOptions) {
    let relative = allowance.relative ?? options.tolerance.relative
    pixels = tally.pixels
    let width = max(1, tally.width)
    analytic = ErrorSummary(errors: tally.analytic, width: width)
    analyticFloat = ErrorSummary(errors: tally.analyticFloat, width: width)
    quad = ErrorSummary(errors: tally.quad, width: width)
    floatElsewhere = tally.floatElsewhere
    if kind == SiteReport.Kind.sample.rawValue { levels = tally.levels }
    if let analytic, analytic.worst > relative {
      verdict = .failed
      reason =
        "in double, the error is \(shortNumber(analytic.worst)) at pixel (\(analytic.worstX), \(analytic.worstY)); "
        + "\(shortNumber(relative)) is allowed"
    } else if let share = shareInFloat(tally, options), share < 0.95 {
      verdict = .failed
      reason =
        "in float, only \(Int(share * 100)) of 100 pixels have an error of at most "
        + "\(shortNumber(options.floatTolerance.relative))"
    } else if pixels.executed == 0 {
      setUnproven("it is executed nowhere in this scene", allowance.unproven)
    } else if Double(pixels.compared) < options.minimumShare * Double(pixels.executed) {
      setUnproven(
        "only \(pixels.compared) of \(pixels.executed) pixels have a reference\(whyNot)", allowance.unproven)
    } else {
      verdict = .passed
    }
  }

  /// The share of the judged pixels that are right in float; nil where too few can be judged.
  private func shareInFloat(_ tally: SiteTally, _ options: CheckOptions) -> Double? {
    guard let analyticFloat, 2 * analyticFloat.pixels >= pixels.compared else { return nil }
    let right = tally.analyticFloat.count { $0 <= Float(options.floatTolerance.relative) }
    return Double(right) / Double(analyticFloat.pixels)
  }

  /// Makes it a failure whatever the numbers say.
  mutating func fail(_ why: String) {
    verdict = .failed
    reason = why
  }

  /// Says that no stencil can tell.
  mutating func leaveUnreferenced() {
    verdict = .accepted
    reason =
      "no reference: derivatives nest deeper than \(DerivativeDepth.limit) in it, and stencils have no more lanes"
  }

  private mutating func setUnproven(_ why: String, _ acceptedReason: String?) {
    verdict = acceptedReason == nil ? .unproven : .accepted
    reason = acceptedReason.map { "\(why): \($0)" } ?? why
  }

  private var whyNot: String {
    let reasons = pixels.reasons.map { "\($0.count) \($0.text)" }
    return reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))"
  }
}

extension PixelCounts {
  /// Why pixels have no reference, with how many each.
  var reasons: [(count: Int, text: String)] {
    [
      (tainted, "where the stencil's lanes part or cross a jump or kink"),
      (unsettled, "where the stencil's two steps disagree"), (notFinite, "where it is not finite"),
      (mismatched, "where the site runs another number of times in the transformed shader"),
    ].filter { $0.0 > 0 }.map { (count: $0.0, text: $0.1) }
  }
}

extension SiteTally {
  /// A map of errors by pixel. Rows that count upwards are turned over.
  func map(_ errors: [Float], upwards: Bool) -> Picture {
    let height = errors.count / max(1, width)
    var picture = Picture(width: width, height: height)
    for y in 0..<height {
      let row = upwards ? height - 1 - y : y
      for x in 0..<width {
        let pixel = row * width + x
        picture[y * width + x] =
          if states[pixel] == .absent { FalseColor.absent } else if errors[pixel].isNaN {
            FalseColor.unreferenced
          } else { FalseColor.color(of: Double(errors[pixel])) }
      }
    }
    return picture
  }
}
