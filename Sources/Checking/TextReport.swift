import Foundation

extension ShaderCheck {
  /// The check as lines of text: a heading, a row a site, then what else should be known.
  public var text: String {
    var lines = [heading]
    if !sites.isEmpty {
      let rows = [TextTable.header] + sites.map { $0.row(in: path) }
      lines += TextTable.lines(rows).map { "  " + $0 }
      for site in sites {
        if let levels = site.levels, levels != LevelErrors() {
          lines.append("  \(site.place(in: path)): \(site.name): \(levels.text)")
        }
        if let reason = site.reason, site.verdict != .kept {
          lines.append("  \(site.place(in: path)): \(site.name) \(site.verdict.rawValue): \(reason)")
        }
      }
    }
    return (lines + diagnostics.map { "  \($0)" }).joined(separator: "\n") + "\n"
  }

  /// One line: the path, whether it passed, and the sites by verdict.
  public var heading: String {
    let counts = [Verdict.passed, .failed, .unproven, .accepted, .kept].compactMap { verdict in
      let count = count(verdict)
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    let told = counts.isEmpty ? "no sites" : counts.joined(separator: ", ")
    return "\(path): \(isPassed ? "passed" : "FAILED"): \(told) (\(scene), \(width)x\(height))"
  }
}

extension SiteCheck {
  fileprivate func row(in path: String) -> [String] {
    let share =
      pixels.executed == 0
      ? "not run" : "\(pixels.compared) of \(pixels.executed)"
    return [
      place(in: path).split(separator: "/").last.map(String.init) ?? path, name, outcome, share,
      analytic.map(\.text) ?? "-", analyticFloat.map(\.text) ?? "-", quad.map(\.text) ?? "-",
      verdict.rawValue,
    ]
  }
}

extension ErrorSummary {
  /// Median, 99th percentile and worst.
  var text: String { [median, percentile99, worst].map(shortNumber).joined(separator: " ") }
}

/// A number in three significant digits at most, such as `0`, `0.012`, `3.1e-07`.
package func shortNumber(_ value: Double) -> String {
  if value == 0 { return "0" }
  return String(format: value >= 1e-3 && value < 1e4 ? "%.2g" : "%.1e", value)
}

/// Text in columns.
package enum TextTable {
  static let header = [
    "place", "site", "became", "referenced", "double", "float", "quad (each: median p99 worst)", "verdict",
  ]

  /// The rows with each column as wide as its widest cell.
  package static func lines(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      return cells.joined(separator: "  ")
    }
  }
}
