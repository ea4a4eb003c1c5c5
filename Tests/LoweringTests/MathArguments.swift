import SeededRandom

/// Arguments that functions are tried on.
enum MathArguments {
  /// Values that special cases hang on; a multiple of 16 pairs, each with each.
  static func special<Number: BinaryFloatingPoint>(_: Number.Type) -> (x: [Number], y: [Number]) {
    let least = Number.leastNonzeroMagnitude
    let positive: [Number] = [
      0, least, .leastNormalMagnitude, 0.25, 0.5, 1, 1.5, 2, 3, Number.pi / 2, 100, 0x1p20, 0x1p21, 0x1p50,
      0x1p51,
      .greatestFiniteMagnitude, .infinity,
    ]
    let values = positive + positive.map { -$0 } + [.nan]
    var pairs = values.flatMap { x in values.map { (x, $0) } }
    while pairs.count % 16 != 0 { pairs.append((1, 1)) }
    return (pairs.map(\.0), pairs.map(\.1))
  }

  /// Half of them uniform over a function's ranges, half of them random in sign, exponent and significand.
  static func random<Number: BinaryFloatingPoint>(
    _ function: MathFunction, _: Number.Type, seed: UInt64, count: Int = 40_000
  ) -> (x: [Number], y: [Number]) {
    var generator = SeededGenerator(seed: seed)
    func value(_ range: ClosedRange<Double>, isUniform: Bool) -> Number {
      if isUniform { return Number(Double.random(in: range, using: &generator)) }
      let exponents =
        Int(Number.leastNonzeroMagnitude.exponent)...Int(Number.greatestFiniteMagnitude.exponent)
      let exponent = Number.Exponent(Int.random(in: exponents, using: &generator))
      let significand = Number(Double.random(in: 1..<2, using: &generator))
      return Number(sign: .random(using: &generator), exponent: exponent, significand: significand)
    }
    let second = function.secondRange ?? 0...0
    let pairs = (0..<count).map { index in
      (value(function.range, isUniform: index % 4 != 1), value(second, isUniform: index % 4 < 2))
    }
    return (pairs.map(\.0), pairs.map(\.1))
  }
}

extension FloatingPointSign {
  fileprivate static func random(using generator: inout SeededGenerator) -> Self {
    Bool.random(using: &generator) ? .plus : .minus
  }
}
