import Checking
import Foundation

extension DriverShaderCheck {
  /// The check as lines of text: a heading, what is compared bit for bit, a row a site, then what differs.
  public var text: String {
    var lines = [heading, "  " + outputsText]
    if pairs.executed > 0 { lines.append("  " + pairs.text) }
    let rows = [Self.header] + sites.map { row($0) }
    if !sites.isEmpty { lines += TextTable.lines(rows).map { "  " + $0 } }
    for output in outputs where output.isFailure || output.isReordered {
      lines.append("  \(output.name): \(output.text)")
    }
    for site in sites {
      let place = "  \(site.place(in: path)): \(site.name)"
      if let worst = site.worst {
        lines.append(
          "\(place): hardware has \(shortNumber(worst.hardware)) where the tangents say \(shortNumber(worst.mean)) "
            + "at pixel (\(worst.x), \(worst.y)); \(shortNumber(worst.allowed)) apart is allowed")
      }
      if let reason = site.reason, site.verdict != .kept { lines.append("\(place): \(reason)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let header = [
    "place", "site", "became", "pairs", "agree", "differ", "parted", "rough", "error (median p99 worst)",
    "verdict",
  ]

  private func row(_ site: DriverSiteCheck) -> [String] {
    let pairs = site.pairs
    return [
      site.place(in: path).split(separator: "/").last.map(String.init) ?? path, site.name, site.outcome,
      "\(pairs.executed)", "\(pairs.agreeing)", "\(pairs.differing)", "\(pairs.parted)",
      "\(pairs.rough + pairs.notFinite)",
      site.errors.map {
        [$0.median, $0.percentile99, $0.worst].map { shortNumber($0) }.joined(separator: " ")
      } ?? "-",
      site.verdict.rawValue,
    ]
  }

  /// One line: the path, whether it passed, the sites by verdict, the time.
  public var heading: String {
    let verdicts: [DriverSiteCheck.Verdict] = [.agrees, .differs, .noReference, .kept]
    let counts = verdicts.compactMap { verdict in
      let count = sites.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    let told = counts.isEmpty ? "no sites" : counts.joined(separator: ", ")
    return "\(path): \(isPassed ? "passed" : "FAILED"): \(told) (\(scene), \(width)x\(height)\(timeText))"
  }

  /// What came of the differences in quads of all sites.
  public var pairs: PairCounts { sites.reduce(into: PairCounts()) { $0.add($1.pairs) } }

  private var timeText: String {
    guard let time else { return "" }
    func milliseconds(_ seconds: Double) -> String { String(format: "%.2f", seconds * 1000) }
    let kind = time.isDeviceTime ? "device time" : "processor time"
    return
      "; \(kind) of a frame \(milliseconds(time.original)) ms, transformed \(milliseconds(time.transformed)) ms"
  }

  private var outputsText: String {
    let free = outputs.filter { $0.fedBy == "none" }
    let wrong = free.count(where: \.isFailure)
    var text = "\(free.count) of \(outputs.count) outputs are fed by no site"
    text += wrong == 0 ? ", none differs" : ", \(wrong) differ"
    for (feeding, name) in [("samples", "samples"), ("derivatives", "derivatives")] {
      let fed = outputs.filter { $0.fedBy == feeding }
      guard !fed.isEmpty else { continue }
      text += "; \(fed.count) by \(name)"
      if let most = fed.map(\.greatest).max() { text += " (at most \(shortNumber(most)) apart)" }
    }
    return text
  }
}

extension PairCounts {
  /// How many are compared of how many, and why not the others.
  public var text: String {
    "\(referenced) of \(executed) differences in quads are compared; not \(parted) that are across an edge or a branch, "
      + "\(rough) of what is not smooth, \(notFinite) not finite"
  }

  /// Adds those of another site.
  public mutating func add(_ other: PairCounts) {
    executed += other.executed
    agreeing += other.agreeing
    differing += other.differing
    parted += other.parted
    rough += other.rough
    notFinite += other.notFinite
    leastCompared += other.leastCompared
  }
}

extension DriverOutputCheck {
  fileprivate var text: String {
    let pixels = "\(different) of \(pixels) pixels differ, by at most \(shortNumber(greatest))"
    return isReordered
      ? "\(pixels), but none where the driver may not fuse or reorder arithmetic (NoContraction)" : pixels
  }
}

/// What `--json` prints of a driver's check.
public struct DriverJSONReport: Codable, Hashable, Sendable {
  /// The format's version; it grows when a key changes its meaning or goes away.
  public var version = 2
  /// The device's name.
  public var device: String
  /// Its driver's name and version.
  public var driver: String
  /// Whether the validation layer watched.
  public var isValidated: Bool
  /// The shaders that were compared, in the order of the inputs.
  public var shaders: [DriverShaderCheck]
  /// Those that were not.
  public var failures: [DriverFailure]

  /// A report.
  public init(
    device: String, driver: String, isValidated: Bool, shaders: [DriverShaderCheck], failures: [DriverFailure]
  ) {
    (self.device, self.driver, self.isValidated) = (device, driver, isValidated)
    (self.shaders, self.failures) = (shaders, failures)
  }

  /// The text: indented, keys in alphabetical order, a line feed at the end.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
