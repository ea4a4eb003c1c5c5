import Conversion
import Foundation
import Frontend
import Lint
import Testing

/// Every shader in Tests/LintSnippets: what `// lint: rule [cured | not cured]` announces at the end of a line is found
/// there, and nothing else anywhere.
@Suite struct SnippetTests {
  /// A finding as a snippet announces it.
  struct Announcement: Hashable, CustomStringConvertible {
    var line: Int
    var rule: LintRule
    var isCured: Bool

    var description: String { "line \(line): \(rule.rawValue) \(isCured ? "cured" : "not cured")" }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../LintSnippets").standardizedFileURL

  /// The names of the snippets.
  static let names: [String] = {
    let all = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (all ?? []).filter { $0.hasSuffix(".frag") }.sorted()
  }()

  static func text(of name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// What a text announces.
  static func announcements(in text: String) throws -> Set<Announcement> {
    var result: Set<Announcement> = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let parts = line.split(separator: "// lint: ")
      guard parts.count == 2 else { continue }
      for item in parts[1].split(separator: ",") {
        let words = item.split(separator: " ")
        let rule = try #require(LintRule(rawValue: String(words[0])), "no such rule: \(words[0])")
        result.insert(Announcement(line: number + 1, rule: rule, isCured: words.count == 2))
      }
    }
    return result
  }

  @Test func thereAreEnough() { #expect(Self.names.count >= 60) }

  @Test func everyRuleIsAnnounced() throws {
    let all = try Self.names.flatMap { try Self.announcements(in: try Self.text(of: $0)) }
    #expect(Set(all.map(\.rule)) == Set(LintRule.allCases))
  }

  @Test(arguments: names)
  func findsWhatIsAnnouncedAndNothingElse(name: String) throws {
    let text = try Self.text(of: name)
    let report = try lint(Input(path: name, bytes: Array(text.utf8)))
    let found = Set(
      report.findings.map {
        Announcement(line: $0.location.line, rule: $0.rule, isCured: $0.cure == .cured)
      })
    #expect(found == (try Self.announcements(in: text)))
  }
}
