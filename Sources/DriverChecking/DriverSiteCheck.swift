import Checking
import Differentiation

/// What was found about a site on a driver.
public struct DriverSiteCheck: Codable, Hashable, Sendable {
  /// What it is: `dx`, `dy`, `width`, `sample`, `queryLod`.
  public var kind: String
  /// How the source calls it.
  public var name: String
  /// The file it stands in, as the module names it; empty where it does not.
  public var file: String
  /// The line, from 1; 0 where it is not known.
  public var line: Int
  /// What became of it: `tangent`, `zero`, `gradients`, `kept`.
  public var outcome: String
  /// What the comparison says.
  public var verdict: Verdict
  /// Why there is nothing to compare, or what is wrong.
  public var reason: String?
  /// The differences in the quads by what became of them.
  public var pairs = PairCounts()
  /// The relative errors of the differences that are references.
  public var errors: ErrorSummary?
  /// The pairs with the greatest excess over what is allowed.
  public var worst: Worst?

  /// What is said of a site.
  public enum Verdict: String, Codable, Hashable, Sendable {
    /// The hardware's differences agree with the tangents' means wherever they are references, which enough are.
    case agrees
    /// They do not.
    case differs
    /// No difference is a reference, or hardly any.
    case noReference = "no reference"
    /// The site was kept.
    case kept
  }

  /// A difference that is not what the tangents say.
  public struct Worst: Codable, Hashable, Sendable {
    /// The first pixel.
    public var x: Int
    /// Its row.
    public var y: Int
    /// What the hardware found.
    public var hardware: Double
    /// The mean of the tangents.
    public var mean: Double
    /// How far they may be apart.
    public var allowed: Double
  }

  /// A site of which nothing is found out yet.
  init(_ report: SiteReport) {
    kind = report.kind.rawValue
    name = report.name
    file = report.location.file
    line = report.location.line
    verdict = .noReference
    switch report.outcome {
    case .tangent: outcome = "tangent"
    case .zero: outcome = "zero"
    case .gradients: outcome = "gradients"
    case .kept:
      outcome = "kept"
      verdict = .kept
    }
  }

  /// `file:line`, with a path where the module names no file.
  public func place(in path: String) -> String {
    let file = file.isEmpty ? path : file
    return line > 0 ? "\(file):\(line)" : file
  }
}

/// The differences that the hardware takes in quads, a pair of pixels each (four of fwidth), by what became of them.
public struct PairCounts: Codable, Hashable, Sendable {
  /// Both pixels come to the site.
  public var executed = 0
  /// They agree with the tangents' mean in every component.
  public var agreeing = 0
  /// They do not in some.
  public var differing = 0
  /// No reference: the pixels belong to different triangles or took different ways to the site, so that the difference
  /// is undefined or across a jump.
  public var parted = 0
  /// No reference: the values around are not smooth at the scale of pixels in some component.
  public var rough = 0
  /// No reference: the values or the difference are no finite numbers in some component.
  public var notFinite = 0
  /// The pairs that are references in the component in which the fewest are.
  public var leastCompared = 0

  /// None yet.
  public init() {}

  /// Those that are references in all components.
  public var referenced: Int { agreeing + differing }

  /// The share of the pairs that has to be compared: of noise, a hundredth looks smooth by chance.
  public static let leastShare = 0.05

  /// Whether so many are compared that their agreeing says something about the site.
  public var isEnough: Bool {
    leastCompared > 0 && Double(leastCompared) >= Self.leastShare * Double(executed)
  }
}
