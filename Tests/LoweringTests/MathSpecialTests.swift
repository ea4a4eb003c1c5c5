import Foundation
import SeededRandom
import Testing

@testable import Lowering

/// Infinities, zeros and their signs, NaN, the largest and the smallest arguments.
@Suite struct MathSpecialTests {
  @Test func float() throws { try compareSpecial(Float.self) }

  @Test func double() throws { try compareSpecial(Double.self) }

  /// Each result must be of the class and sign of the exact one: NaN, infinite, zero, or near it.
  private func compareSpecial<Number: BinaryFloatingPoint>(_: Number.Type) throws {
    let harness = try MathHarness<Number>(MathFunction.all, width: 8)
    let (x, y) = MathArguments.special(Number.self)
    for function in MathFunction.all {
      let wrong = zip(zip(x, y), try harness.results(function, x, y)).filter { arguments, result in
        !Self.isRight(function, arguments.0, arguments.1, result)
      }
      let first = wrong.first.map { "(\($0.0.0), \($0.0.1)) = \($0.1)" } ?? ""
      #expect(wrong.count == 0, "\(Number.self) \(function.name): \(wrong.count), first \(first)")
    }
  }

  private static func isRight<Number: BinaryFloatingPoint>(
    _ function: MathFunction, _ x: Number, _ y: Number, _ result: Number
  ) -> Bool {
    // C gives 1; GLSL leaves powers of negative numbers undefined.
    if function.name == "pow", Number.self == Float.self, x == -1, y.isInfinite { return result.isNaN }
    let exact = function.reference(MathFunction.Wide(x), MathFunction.Wide(y))
    if exact.isNaN { return result.isNaN }
    return MathAccuracy.units(result, exact, isAbsolute: function.isAbsolute) <= 4
      && result.sign == exact.sign
  }

  @Test func circularFunctionsOfLargeArguments() throws {
    let functions = MathFunction.all.filter { ["sin", "cos", "tan"].contains($0.name) }
    let harness = try MathHarness<Float>(functions, width: 8)
    var generator = SeededGenerator(seed: 5)
    // On both sides of the limits of the reductions in 32 and in 64 bits, mixed in one group of lanes and not.
    for limit in [1e5, 0x1p21, 0x1p30, 0x1p51, 0x1p100] as [Float] {
      let x = (0..<4_000).map { _ in Float.random(in: -limit...limit, using: &generator) }
      for function in functions {
        let errors = zip(x, try harness.results(function, x, x)).map { x, result in
          MathAccuracy.units(
            result, function.reference(MathFunction.Wide(x), 0), isAbsolute: function.isAbsolute)
        }
        #expect(errors.allSatisfy { $0 <= function.bounds.float }, "\(function.name) up to \(limit)")
      }
    }
  }

  /// √(1 - s²) and asin s must not become NaN.
  @Test func sineAndCosineStayWithin1() throws {
    let functions = MathFunction.all.filter { ["sin", "cos"].contains($0.name) }
    let harness = try MathHarness<Float>(functions, width: 8)
    // All floats around π/2, which are the remainders around the peaks of the sine, and many around 0 and π.
    let quarter = (Float(1.45).bitPattern..<Float(1.62).bitPattern).map { Float(bitPattern: $0) }
    let coarse = stride(from: Float(-4), to: 4, by: 0.0003).map { $0 }
    let x = Array((quarter + coarse).dropLast((quarter.count + coarse.count) % 16))
    for function in functions {
      let greatest = try harness.results(function, x, x).reduce(0) { max($0, $1.magnitude) }
      #expect(greatest == 1, "\(function.name)")
    }
  }
}
