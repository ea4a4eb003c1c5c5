import Testing

@testable import Lowering

/// One number has one result, however many lanes there are.
@Suite struct MathWidthTests {
  @Test func float() throws { try compareWidths(Float.self) { UInt64($0.bitPattern) } }

  @Test func double() throws { try compareWidths(Double.self) { $0.bitPattern } }

  private func compareWidths<Number: BinaryFloatingPoint>(
    _: Number.Type, _ bits: (Number) -> UInt64
  ) throws {
    let eight = try MathHarness<Number>(MathFunction.all, width: 8)
    let others = [
      ("1 lane", try MathHarness<Number>(MathFunction.all, width: 1)),
      ("4 lanes", try MathHarness<Number>(MathFunction.all, width: 4)),
      ("16 lanes", try MathHarness<Number>(MathFunction.all, width: 16)),
      ("a uniform of 8 lanes", try MathHarness<Number>(MathFunction.all, width: 8, isUniform: true)),
    ]
    for function in MathFunction.all {
      let special = MathArguments.special(Number.self)
      let random = MathArguments.random(function, Number.self, seed: 11, count: 16_000)
      let (x, y) = (special.x + random.x, special.y + random.y)
      let expected = try eight.results(function, x, y)
      for (name, harness) in others {
        let results = try harness.results(function, x, y)
        let different = x.indices.filter {
          bits(results[$0]) != bits(expected[$0]) && !(results[$0].isNaN && expected[$0].isNaN)
        }
        let first = different.first.map { "\(x[$0]), \(y[$0]): \(results[$0]), \(expected[$0])" } ?? ""
        #expect(
          different.isEmpty, "\(Number.self) \(function.name), \(name): \(different.count), first \(first)")
      }
    }
  }
}
