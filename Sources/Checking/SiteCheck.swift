/// What the check says of a site.
public enum Verdict: String, Codable, Hashable, Sendable {
  /// The analytic derivative agrees with the reference at every pixel that has one.
  case passed
  /// It does not, somewhere.
  case failed
  /// Too few pixels have a reference.
  case unproven
  /// Unproven for a reason that the scene's sidecar gives, or since a stencil has no reference for derivatives that
  /// nest three deep.
  case accepted
  /// The site stays a quad operation, as its diagnostic says; nothing is judged.
  case kept

  /// Whether the check fails by it.
  public var isFailure: Bool { self == .failed || self == .unproven }
}

/// The pixels at which a site was looked at.
///
/// Every shaded pixel is either not executed, compared, or without a reference for one reason.
public struct PixelCounts: Codable, Hashable, Sendable {
  /// The pixels that the scene covers and the shader does not discard.
  public var shaded = 0
  /// Those where the shader comes to the site.
  public var executed = 0
  /// Those of them that have a reference.
  public var compared = 0
  /// No reference: the stencil's lanes part ways, or disagree in something discrete (a jump, a kink).
  public var tainted = 0
  /// No reference: the stencil's steps disagree: the function is not smooth at their scale, or not exact.
  public var unsettled = 0
  /// No reference: the stencil meets an infinity or NaN.
  public var notFinite = 0
  /// No reference: the transformed shader comes to the site another number of times than the original.
  public var mismatched = 0

  /// None.
  public init() {}
}

/// What was found about a site.
public struct SiteCheck: Codable, Hashable, Sendable {
  /// What it is: `dx`, `dy`, `width`, `sample`, `queryLod`.
  public var kind: String
  /// How the source calls it.
  public var name: String
  /// The file it stands in, as the module names it; empty where it does not.
  public var file: String
  /// The line, from 1; 0 where it is not known.
  public var line: Int
  /// The column, from 1; 0 where it is not known.
  public var column: Int
  /// The function it stands in.
  public var function: String
  /// What became of it: `tangent`, `zero`, `gradients`, `kept`.
  public var outcome: String
  /// What the check says.
  public var verdict: Verdict
  /// Why, where it did not pass; the sidecar's reason where that was accepted.
  public var reason: String?
  /// The pixels by what became of them.
  public var pixels = PixelCounts()
  /// The errors of the transformed shader in double: by them the site is judged.
  public var analytic: ErrorSummary?
  /// The errors of the transformed shader in float where its values before the site are those of the double:
  /// judged.
  public var analyticFloat: ErrorSummary?
  /// The pixels where they are not, so that its derivative is another function's.
  public var floatElsewhere = 0
  /// The errors of quad differences in float, as hardware takes them.
  public var quad: ErrorSummary?
  /// Of an image sample: where another level of detail is chosen.
  public var levels: LevelErrors?

  /// `file:line`, with a path where the module names no file.
  public func place(in path: String) -> String {
    let file = file.isEmpty ? path : file
    return line > 0 ? "\(file):\(line)" : file
  }
}

/// What was found about a shader.
public struct ShaderCheck: Codable, Hashable, Sendable {
  /// The path of the shader.
  public var path: String
  /// The scene it was drawn in.
  public var scene: String
  /// The framebuffer's width in pixels.
  public var width: Int
  /// Its height in pixels.
  public var height: Int
  /// Every site in the order of the module.
  public var sites: [SiteCheck]
  /// What should be known besides: sites kept, loops that were ended by the limit.
  public var diagnostics: [String]

  /// Whether no site fails.
  public var isPassed: Bool { !sites.contains { $0.verdict.isFailure } }

  /// The number of sites of a verdict.
  public func count(_ verdict: Verdict) -> Int { sites.count { $0.verdict == verdict } }
}
