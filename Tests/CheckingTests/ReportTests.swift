import Foundation
import FoundationXML
import Testing

@testable import Checking

/// What is written of a check.
@Suite struct ReportTests {
  /// A check with a site of each verdict, and names that markup must not see.
  static var check: ShaderCheck {
    var check = ShaderCheck(
      path: "a<b>&\"c\".frag", scene: "plane", width: 4, height: 2, sites: [],
      diagnostics: ["a loop was ended after 3 iterations"])
    for (line, verdict) in [Verdict.passed, .failed, .unproven, .accepted, .kept].enumerated() {
      var site = SiteCheck(
        kind: "width", name: "fwidth", file: "", line: line + 1, column: 0, function: "main(vf2;",
        outcome: "tangent", verdict: verdict)
      site.reason = verdict == .passed ? nil : "because <\(verdict)>"
      site.pixels.shaded = 8
      site.pixels.executed = 7
      site.pixels.compared = 5
      site.pixels.tainted = 2
      site.analytic = ErrorSummary(errors: [0, 1e-9, .nan, 3e-7], width: 2)
      site.quad = ErrorSummary(errors: [1, 0.25, .nan, 0.5], width: 2)
      check.sites.append(site)
    }
    return check
  }

  static var report: ShaderReport {
    var report = ShaderReport(
      check: check, maps: [], sourceBefore: "if (a < b && c > d) { x = \"</pre>\"; } // \u{1}é\r\n",
      sourceAfter: "]]> after")
    let picture = Picture(width: 4, height: 2)
    (report.original, report.transformed, report.reference) = (picture, picture, picture)
    report.maps = check.sites.map { _ in .init(analytic: picture, quad: picture) }
    return report
  }

  @Test func jsonGoesRoundTrip() throws {
    let report = JSONReport(
      shaders: [Self.check], failures: [.init(path: "bad.frag", error: "bad.frag:1: error: \"no\"\n")])
    let text = try report.json()
    #expect(try JSONReport(json: Data(text.utf8)) == report)
    #expect(try report.json() == text)
  }

  @Test func jsonKeysAreStable() throws {
    let text = try JSONReport(shaders: [Self.check]).json()
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object.keys.sorted() == ["failures", "shaders", "version"])
    let shader = try #require((object["shaders"] as? [[String: Any]])?.first)
    #expect(shader.keys.sorted() == ["diagnostics", "height", "path", "scene", "sites", "width"])
    let site = try #require((shader["sites"] as? [[String: Any]])?[1])
    #expect(
      site.keys.sorted() == [
        "analytic", "column", "file", "floatElsewhere", "function", "kind", "line", "name", "outcome",
        "pixels", "quad",
        "reason", "verdict",
      ])
    let analytic = try #require(site["analytic"] as? [String: Any])
    #expect(analytic.keys.sorted() == ["median", "percentile99", "pixels", "worst", "worstX", "worstY"])
    #expect(
      (site["pixels"] as? [String: Any])?.keys.sorted() == [
        "compared", "executed", "mismatched", "notFinite", "shaded", "tainted", "unsettled",
      ])
  }

  @Test func textNamesTheFailingSites() {
    let lines = Self.check.text.split(separator: "\n").map(String.init)
    #expect(lines[0].contains("FAILED: 1 passed, 1 failed, 1 unproven, 1 accepted, 1 kept"))
    #expect(lines.contains { $0.contains(":2: fwidth failed: because <failed>") })
    #expect(lines.contains { $0.contains(":3: fwidth unproven: because <unproven>") })
    #expect(lines.contains { $0.contains("a loop was ended after 3 iterations") })
    #expect(lines.contains { $0.contains("5 of 7") && $0.hasSuffix("passed") })
  }

  @Test func pageIsWellFormed() throws {
    let page = try HTMLReport(
      shaders: [Self.report], failures: [.init(path: "x<y", error: "error: <no> & nothing\n")]
    ).html()
    let outline = Outline()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = outline
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") line \(parser.lineNumber)")
    // Five sites with two maps each, three pictures.
    #expect(outline.count["img"] == 13)
    #expect(outline.count["section"] == 1)
    #expect(outline.count["h3"] == 5)
    #expect(outline.text.contains("if (a < b && c > d) { x = \"</pre>\"; } // \u{FFFD}é"))
    #expect(outline.text.contains("]]> after"))
    #expect(outline.text.contains("a<b>&\"c\".frag"))
  }

  /// Nothing is fetched: every image is inside, and there is neither script nor link to the outside.
  @Test func pageIsSelfContained() throws {
    let page = try HTMLReport(shaders: [Self.report]).html()
    let outline = Outline()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = outline
    #expect(parser.parse())
    #expect(outline.sources.count == 13)
    for source in outline.sources {
      let data = try #require(
        source.hasPrefix("data:image/png;base64,") ? Data(base64Encoded: String(source.dropFirst(22))) : nil)
      #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
    #expect(outline.links.allSatisfy { $0.hasPrefix("#") } && !outline.links.isEmpty)
    #expect(outline.count["script"] == nil && outline.count["link"] == nil && outline.count["iframe"] == nil)
    #expect(!page.contains("url(") && !page.contains("@import") && !page.contains("://"))
  }
}

/// The elements and texts of a page.
private final class Outline: NSObject, XMLParserDelegate {
  var count: [String: Int] = [:]
  var sources: [String] = []
  var links: [String] = []
  var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    count[name, default: 0] += 1
    if let source = attributes["src"] { sources.append(source) }
    if let link = attributes["href"] { links.append(link) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
