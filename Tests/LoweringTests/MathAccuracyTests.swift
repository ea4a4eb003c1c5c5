import Foundation
import SeededRandom
import Testing

@testable import Lowering

/// The errors of the transcendental functions in units in the last place.
///
/// Every bound is within the Vulkan specification's table of precisions (sin and cos 2^-11 absolute on [-π, π]; exp and
/// exp2 3 + 2 |x|; log and log2 3; asin, acos, atan, atan2 4096; pow what exp2(y log2 x) gives).
@Suite struct MathAccuracyTests {
  @Test func float() throws {
    try measure(Float.self) { $0.bounds.float }
  }

  @Test func double() throws {
    try measure(Double.self) { $0.bounds.double }
  }

  private func measure<Number: BinaryFloatingPoint & Sendable>(
    _: Number.Type, _ bound: (MathFunction) -> Double
  ) throws {
    let harness = try MathHarness<Number>(MathFunction.all, width: 8)
    for function in MathFunction.all {
      var accuracy = MathAccuracy()
      let (x, y) = MathArguments.random(function, Number.self, seed: 3)
      for (index, result) in try harness.results(function, x, y).enumerated() {
        let exact = function.reference(MathFunction.Wide(x[index]), MathFunction.Wide(y[index]))
        accuracy.add(
          result, exact, x[index], y[index], isAbsolute: function.isAbsolute && Number.self == Float.self)
      }
      print("MathAccuracy \(Number.self) \(function.name): \(accuracy)")
      #expect(accuracy.worst <= bound(function), "\(function.name): \(accuracy)")
    }
  }
}

/// The worst error of a function and where it is.
struct MathAccuracy: CustomStringConvertible {
  var worst = 0.0
  var place = ""
  var count = 0

  /// - Parameter isAbsolute: whether a result below 1 is measured in units of 1's last place.
  mutating func add<Number: BinaryFloatingPoint>(
    _ result: Number, _ exact: MathFunction.Wide, _ x: Number, _ y: Number, isAbsolute: Bool
  ) {
    count += 1
    let error = Self.units(result, exact, isAbsolute: isAbsolute)
    if !(error <= worst) {
      (worst, place) = (error, "f(\(x), \(y)) = \(result), exactly \(exact)")
    }
  }

  /// The distance in units in the last place; 0 of two NaN, infinite where one of both is NaN or wrongly infinite.
  static func units<Number: BinaryFloatingPoint>(
    _ result: Number, _ exact: MathFunction.Wide, isAbsolute: Bool
  ) -> Double {
    if exact.isNaN || result.isNaN { return exact.isNaN && result.isNaN ? 0 : .infinity }
    let nearest = Number(exact)
    if nearest == result {
      return nearest.isInfinite ? 0 : distance(MathFunction.Wide(result), exact, nearest, isAbsolute)
    }
    if nearest.isInfinite || result.isInfinite {
      // Half a unit decides whether the greatest number or infinity is nearest.
      let (finite, infinite) = nearest.isInfinite ? (result, nearest) : (nearest, result)
      return finite.magnitude == Number.greatestFiniteMagnitude && finite.sign == infinite.sign
        ? 1 : .infinity
    }
    return distance(MathFunction.Wide(result), exact, nearest, isAbsolute)
  }

  private static func distance<Number: BinaryFloatingPoint>(
    _ result: MathFunction.Wide, _ exact: MathFunction.Wide, _ nearest: Number, _ isAbsolute: Bool
  ) -> Double {
    let size = isAbsolute ? Swift.max(nearest.magnitude, 1) : nearest.magnitude
    return Double((result - exact).magnitude / MathFunction.Wide(size.ulp))
  }

  var description: String {
    "worst \(String(format: "%.2f", worst)) ulp of \(count) at \(place)"
  }
}
