import Foundation
import Metamorphic

/// What was found over a corpus.
struct Tally {
  /// Shaders that ran.
  var shaders = 0
  /// Those that hold no site.
  var withoutSite = 0
  /// Those that do not run in their own form.
  var notRun = 0
  /// The sites of the shaders that ran, and those kept.
  var sites = 0
  /// See ``sites``.
  var kept = 0
  private var rows: [String: Row] = [:]

  private struct Row {
    var same = 0
    var different = 0
    var failures = 0
    var notApplicable = 0
    var notComparable = 0
    var numbers = 0
    var unsettled = 0
    var single = 0
    var better = 0
    var worse = 0
    var worst = 0.0
  }

  /// Whether a form differs, or is simpler and has a site cut that was not.
  var fails: Bool { rows.values.contains { $0.failures > 0 } }

  /// Takes note of a finding, and says what differs.
  mutating func add(_ finding: MetamorphicCheck.Finding, _ path: String, verbose: Bool) {
    var row = rows[finding.transformation] ?? Row()
    row.failures += finding.isFailure ? 1 : 0
    row.numbers += finding.compared
    row.unsettled += finding.unsettled
    row.single += finding.single
    row.better += finding.better.count
    row.worse += finding.worse.count
    let place = "\(path): \(finding.transformation)"
    for site in finding.worse { say("WORSE \(place): is kept: \(site)") }
    if verbose { for site in finding.better { say("better \(place): is analytic: \(site)") } }
    switch finding.verdict {
    case .same(let worst):
      row.same += 1
      row.worst = max(row.worst, worst)
      if verbose { say("same \(place): \(worst), \(finding.single) single, \(finding.unsettled) unsettled") }
    case .notApplicable(let reason):
      row.notApplicable += 1
      if verbose || reason.contains("invalid") { say("n/a \(place): \(reason)") }
    case .notComparable(let reason):
      row.notComparable += 1
      say("SKIP \(place): \(reason)")
    case .different(let lines):
      row.different += 1
      say("DIFFERENT \(place)")
      for line in lines { say("  \(line)") }
    }
    rows[finding.transformation] = row
  }

  /// A table, a transformation a line.
  func report(_ names: [String]) {
    say(
      "\(shaders) shaders with \(sites) sites, of which \(kept) are kept; \(withoutSite) without a site, "
        + "\(notRun) not run")
    let heads = [
      "same", "different", "not comparable", "not applicable", "numbers", "single", "unsettled", "better",
      "worse",
    ]
    say((["transformation".padded(to: 30)] + heads.map { $0.padded(to: 15) }).joined() + "worst")
    var total = Row()
    for name in names {
      guard let row = rows[name] else { continue }
      say(line(name, row))
      total.same += row.same
      total.different += row.different
      total.notComparable += row.notComparable
      total.notApplicable += row.notApplicable
      total.numbers += row.numbers
      total.unsettled += row.unsettled
      total.single += row.single
      total.better += row.better
      total.worse += row.worse
      total.worst = max(total.worst, row.worst)
    }
    say(line("all", total))
  }

  private func line(_ name: String, _ row: Row) -> String {
    let numbers = [
      row.same, row.different, row.notComparable, row.notApplicable, row.numbers, row.single, row.unsettled,
      row.better,
      row.worse,
    ]
    return ([name.padded(to: 30)] + numbers.map { "\($0)".padded(to: 15) }).joined() + "\(row.worst)"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 1))
  }
}

/// Prints a line at once, wherever the output goes.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
