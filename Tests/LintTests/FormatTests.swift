import Conversion
import Differentiation
import Foundation
import Lint
import Testing

/// Paths in words, and the three forms in which findings are written.
@Suite struct FormatTests {
  private static let source = """
    #version 450
    layout(set = 0, binding = 0) uniform sampler2D image;
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    vec4 take(vec2 p) {
      return texture(image, p);
    }
    void main() {
      float d = length(uv) - 0.5;
      color = vec4(0.0);
      if (d < 0.0) {
        color = take(uv);
      }
      color += vec4(fwidth(floor(uv.x)));
    }
    """

  private func report(_ disabled: Set<LintRule> = []) throws -> LintReport {
    try lint(Input(path: "a b.frag", bytes: Array(Self.source.utf8)), disabled: disabled)
  }

  @Test func textSaysWhyAndWhetherConversionHelps() throws {
    let lines = try report([.piecewiseConstantDerivative]).text.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "a b.frag:6:10: warning: 'texture' in control flow that may part a quad: its level of detail is undefined "
          + "[non-uniform-sample]",
        "    varies because of 'uv', line 9; through 'd', line 9; branch, line 11; call of 'take', line 12",
        "    'quadless convert' cures it",
      ])
  }

  @Test func textSaysWhyConversionDoesNotHelp() throws {
    let text = try report([.nonUniformSample]).text
    #expect(text.contains("[piecewise-constant-derivative]"))
    #expect(text.contains("'quadless convert' does not cure it: 'fwidth' stays: its operand is cut by floor"))
  }

  @Test func jsonIsOneObjectALine() throws {
    let json = try report().json
    #expect(json.hasSuffix("}\n") && json.count(where: { $0 == "\n" }) == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(
      findings.map { $0["rule"] as? String } == ["non-uniform-sample", "piecewise-constant-derivative"])
    #expect(findings.map { $0["line"] as? Int } == [6, 14])
    #expect(findings.map { $0["curedByConvert"] as? Bool } == [true, false])
    #expect((findings[0]["path"] as? [[String: Any]])?.count == 4)
  }

  @Test func sarifHasRulesResultsAndFlows() throws {
    let log = SARIFLog.text([try report()])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(log.utf8)) as? [String: Any])
    #expect(object["version"] as? String == "2.1.0")
    let run = try #require((object["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(rules.compactMap { $0["id"] as? String } == LintRule.allCases.map(\.rawValue))
    #expect(rules.allSatisfy { ($0["help"] as? [String: Any])?["text"] is String })
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 2)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect((result["properties"] as? [String: Any])?["curedByConvert"] is Bool)
    }
    let location = try #require((results[0]["locations"] as? [[String: Any]])?.first)
    let place = try #require(location["physicalLocation"] as? [String: Any])
    #expect((place["artifactLocation"] as? [String: Any])?["uri"] as? String == "a%20b.frag")
    #expect((place["region"] as? [String: Any])?["startLine"] as? Int == 6)
    // The flow ends at the place; the stages before it are related locations, numbered from 1.
    let flow = try #require((results[0]["codeFlows"] as? [[String: Any]])?.first)
    let thread = try #require((flow["threadFlows"] as? [[String: Any]])?.first)
    let related = try #require(results[0]["relatedLocations"] as? [[String: Any]])
    #expect((thread["locations"] as? [Any])?.count == related.count + 1)
    #expect(related.map { $0["id"] as? Int } == [1, 2, 3, 4])
  }

  @Test func disabledRulesFindNothing() throws {
    #expect(try report(Set(LintRule.allCases)).findings.isEmpty)
  }

  @Test func badInputIsAnError() {
    #expect(throws: ConversionError.self) {
      try lint(Input(path: "a.frag", bytes: Array("#version 450\nvoid main() { x = 1; }".utf8)))
    }
  }
}
