import Foundation
import SPIRV

extension Machine {
  /// Functions without a branch or a singular point.
  static let smoothHandlers: [GLSLInstruction: Handler] = [
    .radians: unary { $0.map { $0 * .pi / 180 } },
    .degrees: unary { $0.map { $0 * 180 / .pi } },
    .sin: unary { $0.map { sin($0) } },
    .cos: unary { $0.map { cos($0) } },
    .atan: unary { $0.map { atan($0) } },
    .sinh: unary { $0.map { sinh($0) } },
    .cosh: unary { $0.map { cosh($0) } },
    .tanh: unary { $0.map { tanh($0) } },
    .asinh: unary { $0.map { asinh($0) } },
    .exp: unary { $0.map { exp($0) } },
    .exp2: unary { $0.map { exp2($0) } },
    .fma: ternary { a, b, c in (a * b + c, choice: 0) },
    .fMix: ternary { a, b, t in (a * (1 - t) + b * t, choice: 0) },
  ]

  private static func branching(
    _ choice: @escaping @Sendable (Double) -> Double, _ body: @escaping @Sendable (Double) -> Double
  ) -> Handler {
    unary { $0.map(choice: choice, body) }
  }

  private static func branching2(
    _ choice: @escaping @Sendable (Double, Double) -> Double,
    _ body: @escaping @Sendable (Double, Double) -> Double
  ) -> Handler {
    binary { a, b in a.zip(b, choice: choice, body) }
  }

  private static func side(_ x: Double) -> Double { Lanes<Double>.side(x) }
  private static func less(_ a: Double, _ b: Double) -> Double { a < b ? 1 : 0 }

  /// Functions with jumps, kinks or singular points: lanes on different sides of one are no reference.
  static let branchingHandlers: [GLSLInstruction: Handler] = [
    .round: branching({ $0.rounded() }) { $0.rounded() },
    .roundEven: branching({ $0.rounded(.toNearestOrEven) }) { $0.rounded(.toNearestOrEven) },
    .trunc: branching({ $0.rounded(.towardZero) }) { $0.rounded(.towardZero) },
    .floor: branching({ $0.rounded(.down) }) { $0.rounded(.down) },
    .ceil: branching({ $0.rounded(.up) }) { $0.rounded(.up) },
    .fract: branching({ $0.rounded(.down) }) { $0 - $0.rounded(.down) },
    .fAbs: branching(side) { abs($0) },
    .fSign: branching(side) { side($0) == 2 ? 0 : side($0) },
    .tan: branching({ ($0 / .pi).rounded() }) { tan($0) },
    .asin: branching({ side(1 - abs($0)) }) { asin($0) },
    .acos: branching({ side(1 - abs($0)) }) { acos($0) },
    .acosh: branching({ side($0 - 1) }) { acosh($0) },
    .atanh: branching({ side(1 - abs($0)) }) { atanh($0) },
    // The cut along negative x, and the origin.
    .atan2: branching2({ y, x in x > 0 ? 0 : y < 0 ? -1 : y > 0 ? 1 : 2 }) { atan2($0, $1) },
    .pow: branching2({ x, _ in side(x) }) { pow($0, $1) },
    .log: branching(side) { log($0) },
    .log2: branching(side) { log2($0) },
    .sqrt: branching(side) { $0.squareRoot() },
    .inverseSqrt: branching(side) { 1 / $0.squareRoot() },
    .fMin: branching2({ less($1, $0) }) { $1 < $0 ? $1 : $0 },
    .fMax: branching2({ less($0, $1) }) { $0 < $1 ? $1 : $0 },
    .nMin: branching2({ less($1, $0) }) { $0.isNaN || $1 < $0 ? $1 : $0 },
    .nMax: branching2({ less($0, $1) }) { $0.isNaN || $0 < $1 ? $1 : $0 },
    .fClamp: ternary(clamp),
    .nClamp: ternary(clamp),
    .step: branching2({ less($1, $0) }) { $1 < $0 ? 0 : 1 },
    .smoothStep: ternary { a, b, x in
      let raw = (x - a) / (b - a)
      let t = min(max(raw, 0), 1)
      return (t * t * (3 - 2 * t), choice: raw < 0 ? -1 : raw > 1 ? 1 : 0)
    },
    .ldexp: { machine, code in
      let exponents = try machine.integers(code, 1)
      let results = zip(try machine.floats(code, 0), exponents).map { x, exponent in
        x.zip(exponent) { scalbn($0, Int(max(min($1, 5000), -5000))) }
      }
      return try machine.shape(results, code.type)
    },
  ]

  private static let clamp: @Sendable (Double, Double, Double) -> (Double, choice: Double) = { x, low, high in
    // Limits in the wrong order are undefined: as SPIR-V's formula has it, the upper one wins.
    let raised = x < low ? low : x
    return high < raised ? (high, choice: 1) : (raised, choice: x < low ? -1 : 0)
  }
}
