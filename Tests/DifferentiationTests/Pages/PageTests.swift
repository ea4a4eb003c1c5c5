import Foundation
import Testing

/// The committed pages are what the code prints; `RECORD=1` writes them anew.
@Suite struct PageTests {
  @Test(arguments: ["DerivativeRules", "Instructions"]) func pageIsUpToDate(name: String) throws {
    let page = name == "DerivativeRules" ? Pages.rules : Pages.instructions
    let url = URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../../Sources/Differentiation/Differentiation.docc/\(name).md")
      .standardized
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(page.utf8).write(to: url)
      return
    }
    let recorded = try? String(contentsOf: url, encoding: .utf8)
    #expect(
      recorded == page, "\(name).md is not what the code prints: RECORD=1 swift test --filter PageTests")
  }

  @Test func singularPointsAreFound() throws {
    let page = Pages.rules
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
    func row(_ name: String) throws -> Substring { try #require(rows.first { $0.hasPrefix("| `\(name)`") }) }
    #expect(try row("FAbs").hasSuffix("| u = 0: abs(du) |"))
    #expect(try row("Sqrt").hasSuffix("| u = 0: 0 |"))
    #expect(try row("Length").contains("u = 0: length(du)"))
    #expect(try row("OpFDiv").contains("v = 0: 0 at a site"))
    #expect(try row("Asin").hasSuffix("| u = ±1: 0 |"))
    #expect(try row("Sin").hasSuffix("|  |"))
    #expect(!page.contains("?") && !page.contains("nan") && !page.contains("inf "))
  }

  @Test func everyInstructionIsSaid() {
    let page = Pages.instructions
    for name in ["OpFMul", "OpDPdx", "OpImageSampleImplicitLod", "OpImageFetch", "OpFunctionCall", "OpIAdd"] {
      #expect(page.contains("| `\(name)` |"))
    }
    #expect(page.contains("| `OpDPdx` | a site") && page.contains("| `OpIAdd` | zero by nature"))
  }
}
