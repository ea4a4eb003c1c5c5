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
  /// In double every compared pixel must be within the tolerance. In float 99 of 100 must: rounding may put
  /// one pixel on the other side of a kink, or near a singularity, where a thousandth is lost.
  mutating func judge(_ tally: SiteTally, _ allowance: CheckSubject.Allowance, _ options: CheckOptions) {
    let relative = allowance.relative ?? options.tolerance.relative
    pixels = tally.pixels
    let width = max(1, tally.width)
    analytic = ErrorSummary(errors: tally.analytic, width: width)
    analyticFloat = ErrorSummary(errors: tally.analyticFloat, width: width)
    quad = ErrorSummary(errors: tally.quad, width: width)
    floatElsewhere = tally.floatElsewhere
    if let analytic, analytic.worst > relative {
      verdict = .failed
      reason =
        "in double, the error is \(shortNumber(analytic.worst)) at pixel (\(analytic.worstX), \(analytic.worstY)); "
        + "\(shortNumber(relative)) is allowed"
    } else if let analyticFloat, analyticFloat.percentile99 > options.floatTolerance.relative {
      verdict = .failed
      reason =
        "in float, 1 in 100 pixels has an error above \(shortNumber(analyticFloat.percentile99)); "
        + "\(shortNumber(options.floatTolerance.relative)) is allowed"
    } else if pixels.executed == 0 {
      setUnproven("it is executed nowhere in this scene", allowance.unproven)
    } else if Double(pixels.compared) < options.minimumShare * Double(pixels.executed) {
      setUnproven(
        "only \(pixels.compared) of \(pixels.executed) pixels have a reference\(whyNot)", allowance.unproven)
    } else {
      verdict = .passed
    }
  }

  /// Makes it a failure whatever the numbers say.
  mutating func fail(_ why: String) {
    verdict = .failed
    reason = why
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
