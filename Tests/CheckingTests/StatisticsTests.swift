import SeededRandom
import Testing

@testable import Checking

/// Errors and their summaries against definitions written out.
@Suite struct StatisticsTests {
  @Test(arguments: [
    // value, reference, absolute tolerance, error
    (0.0, 1.0, 1e-8, 1.0), (1.0, 0.0, 1e-8, 1.0), (0.0, 2e-8, 1e-8, 1.0), (0.0, 0.5, 1.0, 0.0005),
    (1000.0, 1001.0, 1.0, 1.0 / 1001), (2.0, -2.0, 1e-8, 2.0),
    (1.0, 1.25, 1e-8, 0.2), (.nan, 1.0, 1e-8, 1.0), (.infinity, 1.0, 1e-8, 1.0), (-3.0, -3.0, 0.0, 0.0),
    (.nan, 0.0, 1.0, 1.0),
  ])
  func errorOfANumber(value: Double, reference: Double, absolute: Double, expected: Double) {
    let tolerance = Tolerance(relative: 1e-3, absolute: absolute)
    #expect(relativeError(value, reference: reference, tolerance: tolerance) == expected)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func summaryIsByNearestRank(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let width = Int.random(in: 1...9, using: &random)
    let errors: [Float] = (0..<Int.random(in: 1...400, using: &random)).map { _ in
      Int.random(in: 0..<5, using: &random) == 0 ? .nan : Float.random(in: 0...1, using: &random).squareRoot()
    }
    let present = errors.filter { !$0.isNaN }
    let summary = ErrorSummary(errors: errors, width: width)
    guard !present.isEmpty else {
      #expect(summary == nil, "seed \(seed)")
      return
    }
    let found = try #require(summary)
    /// The least of the errors that at least the share of all do not exceed.
    func rank(_ share: Double) -> Double {
      let enough = present.filter { limit in
        Double(present.filter { $0 <= limit }.count) >= share * Double(present.count)
      }
      return Double(enough.min() ?? .nan)
    }
    #expect(found.pixels == present.count, "seed \(seed)")
    #expect(found.median == rank(0.5), "seed \(seed)")
    #expect(found.percentile99 == rank(0.99), "seed \(seed)")
    #expect(found.worst == Double(present.max() ?? .nan), "seed \(seed)")
    #expect(Double(errors[found.worstY * width + found.worstX]) == found.worst, "seed \(seed)")
  }

  @Test func noErrorsNoSummary() {
    #expect(ErrorSummary(errors: [Float](), width: 1) == nil)
    #expect(ErrorSummary(errors: [Float.nan, .nan], width: 2) == nil)
  }

  @Test func falseColorsGetLighter() {
    func lightness(_ color: FalseColor.Color) -> Double {
      0.2126 * Double(color.x) + 0.7152 * Double(color.y) + 0.0722 * Double(color.z)
    }
    let shades = (0...64).map { lightness(FalseColor.color(at: Double($0) / 64)) }
    #expect(zip(shades, shades.dropFirst()).allSatisfy { $0 < $1 })
    #expect(FalseColor.color(of: 0) == FalseColor.color(at: 0))
    #expect(FalseColor.color(of: 1e-9) == FalseColor.color(at: 0))
    #expect(FalseColor.color(of: 1e-4) == FalseColor.color(at: 0.5))
    #expect(FalseColor.color(of: 2) == FalseColor.color(at: 1))
    let colors = Set((0...64).map { FalseColor.color(at: Double($0) / 64) })
    #expect(!colors.contains(FalseColor.absent) && !colors.contains(FalseColor.unreferenced))
  }
}
