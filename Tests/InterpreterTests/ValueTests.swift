import Foundation
import Interpreter
import SPIRV
import Testing

/// Expressions whose value is known, over x = 0.7, y = −1.3, z = 2.5, i = −7, j = 3, u = 0xf0000001.
@Suite struct ValueTests {
  private static let constants = ["x": 0.7, "y": -1.3, "z": 2.5, "i": -7, "j": 3, "u": 4_026_531_841]

  private func check(_ rows: [(String, Double)], declarations: String = "") throws {
    for optimized in [false, true] {
      let (values, _) = try evaluate(
        rows.map(\.0), declarations: declarations, constants: ValueTests.constants, optimized: optimized)
      #expect(values.count == rows.count)
      for (row, value) in zip(rows, values) {
        let got = value.centre[0]
        // Constants in the modules are 32-bit floats.
        #expect(abs(got - row.1) <= 2e-7 * max(1, abs(row.1)), "\(row.0) is \(got), not \(row.1)")
      }
    }
  }

  @Test func arithmetic() throws {
    let (x, y, z) = (0.7, -1.3, 2.5)
    try check([
      ("x + y", x + y), ("x - y", x - y), ("x * y", x * y), ("x / y", x / y), ("-x", -x),
      ("mod(y, z)", y + z), ("mod(z, x)", z - 3 * x),
      ("dot(vec3(x, y, z), vec3(z, x, y))", x * z + y * x + z * y),
      ("(mat2(x, y, z, 1) * vec2(y, z)).y", y * y + z), ("(vec2(y, z) * mat2(x, y, z, 1)).y", y * z + z),
      ("(mat2(x, y, z, 1) * mat2(z, x, y, 1))[1].x", x * y + z),
      ("transpose(mat2x3(x, y, z, 1, 2, 3))[2].x", z),
      ("outerProduct(vec2(x, y), vec3(y, z, 1))[1].y", y * z), ("determinant(mat2(x, y, z, 1))", x - y * z),
      ("inverse(mat3(x, 0, 0, y, 2, 0, z, 1, 4))[0].x", 1 / x),
      (
        "(inverse(mat4(x, 1, 0, 2, y, 2, 0, 0, z, 1, 4, 1, 0, 1, 1, 3)) "
          + "* mat4(x, 1, 0, 2, y, 2, 0, 0, z, 1, 4, 1, 0, 1, 1, 3))[2].y", 0
      ),
      ("(mat2(x) * 3.0)[1].y", 3 * x), ("vec3(x, y, z).zyx[int(j) - 3]", z),
    ])
  }

  @Test func floatFunctions() throws {
    let (x, y, z) = (0.7, -1.3, 2.5)
    try check([
      ("sin(x) + cos(y) + tan(x)", sin(x) + cos(y) + tan(x)),
      ("asin(x) + acos(x) + atan(y)", asin(x) + acos(x) + atan(y)), ("atan(y, -x)", atan2(y, -x)),
      ("sinh(x) + cosh(y) + tanh(z)", sinh(x) + cosh(y) + tanh(z)),
      ("asinh(y) + acosh(z) + atanh(x)", asinh(y) + acosh(z) + atanh(x)), ("pow(z, y)", pow(z, y)),
      ("exp(x) + exp2(y)", exp(x) + exp2(y)), ("log(x) + log2(z)", log(x) + log2(z)),
      ("sqrt(x) + inversesqrt(z)", x.squareRoot() + 1 / z.squareRoot()),
      ("abs(y) + 10.0 * sign(y)", -y - 10), ("floor(y) + 10.0 * ceil(y)", -12), ("fract(y)", 0.7),
      ("round(x) + 10.0 * roundEven(z) + 100.0 * trunc(y)", 1 + 20 - 100),
      ("radians(x) + degrees(y)", x * .pi / 180 + y * 180 / .pi),
      ("min(x, y) + 10.0 * max(x, z)", y + 10 * z), ("clamp(z, x, 2.0)", 2), ("clamp(y, x, 2.0)", x),
      ("mix(x, y, z)", x * (1 - z) + y * z), ("step(x, z) + 10.0 * step(z, x)", 1),
      ("fma(x, y, z)", x * y + z),
      ("smoothstep(0.0, 2.0, x)", 0.35 * 0.35 * (3 - 0.7)),
      ("length(vec2(x, y))", hypot(x, y)), ("distance(vec2(x, y), vec2(z, 1))", hypot(x - z, y - 1)),
      ("normalize(vec3(x, y, z)).z", z / (x * x + y * y + z * z).squareRoot()),
      ("cross(vec3(x, y, z), vec3(1, 2, 3)).y", z - 3 * x), ("faceforward(x, y, z)", x),
      ("faceforward(x, z, z)", -x),
      ("reflect(vec2(x, y), vec2(0, 1)).y", -y),
      ("refract(normalize(vec2(1, -1)), vec2(0, 1), 0.5).x", 0.5 / 2.0.squareRoot()),
      ("refract(normalize(vec2(1, -1)), vec2(0, 1), 1.5).x", 0), ("ldexp(x, j)", 8 * x),
      ("isnan(x / 0.0 - x / 0.0) ? 1 : 0", 1), ("isinf(x / (x - x)) ? 1 : 0", 1),
    ])
  }

  @Test func resultsOfTwoParts() throws {
    try check(
      [
        ("modfWhole(y) + 10.0 * modf(y, scratch)", -1 - 3), ("frexpExponent(z * 4.0)", 4),
        ("frexp(z * 4.0, exponent)", 0.625), ("uaddCarry(u, u, carry) == 0xe0000002u ? carry : 7u", 1),
        ("usubBorrow(1u, 2u, carry) == 0xffffffffu ? carry : 7u", 1),
        ("multiplied(u).x", 3_774_873_602), ("multiplied(u).y", 536_870_912),
      ],
      declarations: """
        float scratch; int exponent; uint carry;
        float modfWhole(float a) { float whole; modf(a, whole); return whole; }
        int frexpExponent(float a) { int e; frexp(a, e); return e; }
        uvec2 multiplied(uint a) {
          uint high, low; umulExtended(a, a, high, low); return uvec2(high, low == 0xe0000001u ? 536870912u : low);
        }
        """)
  }

  @Test func integers() throws {
    try check([
      ("i / j", -2), ("i % j < 0 ? 100 : 100", 100), ("i * j - 5", -26), ("u / 2u", 2_013_265_920),
      ("u % 10u", 1), ("i >> 1", -4), ("u >> 28", 15), ("u << 4", 16), ("i & 6", 0), ("i | 6", -1),
      ("i ^ j", -6),
      ("~i", 6), ("-i", 7), ("i < j ? 1 : 0", 1), ("uint(i) < uint(j) ? 1 : 0", 0), ("u > 1u ? 1 : 0", 1),
      ("abs(i) + 10 * sign(i)", -3), ("min(i, j) + 10 * max(i, j)", 23), ("clamp(i, -2, j)", -2),
      ("min(u, 5u) + max(3u, 4u)", 9), ("bitCount(u)", 5), ("bitfieldReverse(u)", 2_147_483_663),
      ("findLSB(u) + 100 * findMSB(u)", 3100), ("findMSB(i)", 2), ("findLSB(0u)", -1),
      ("bitfieldExtract(u, 28, 4)", 15), ("bitfieldExtract(int(u), 28, 4)", -1),
      ("bitfieldInsert(u, 5u, 4, 8)", 4_026_531_921), ("int(y * 3.0)", -3), ("uint(z)", 2), ("float(i)", -7),
    ])
  }

  @Test func bits() throws {
    try check([
      ("floatBitsToInt(z)", Double(Float(2.5).bitPattern)),
      ("intBitsToFloat(floatBitsToInt(z) + 1)", 2.500000238),
      ("packUnorm4x8(vec4(1, 0, 0.5, 1))", 4_286_578_943), ("packSnorm2x16(vec2(-1, 1))", 2_147_450_881),
      ("packHalf2x16(vec2(1, -2))", 3_221_240_832), ("unpackHalf2x16(3221240832u).y", -2),
      ("unpackUnorm4x8(4286578943u).z", 128.0 / 255), ("unpackSnorm4x8(0x81u).x", -1),
      ("unpackSnorm2x16(2147450881u).x", -1), ("unpackUnorm2x16(0xffffu).x", 1),
      ("float(packDouble2x32(unpackDouble2x32(double(z) + 1.0LF)))", 3.5),
      ("any(lessThan(vec2(x, y), vec2(0))) && !all(lessThan(vec2(x, y), vec2(0))) ? 1 : 0", 1),
    ])
  }

  @Test func halfPrecision() {
    for bits in UInt16.min...UInt16.max where !halfValue(bits).isNaN {
      #expect(halfBits(halfValue(bits)) == bits)
    }
    #expect(halfBits(65519.9) == 0x7bff)
    #expect(halfBits(65520) == 0x7c00)
    #expect(halfBits(0x1p-25) == 0)
    #expect(halfBits(0x1.8p-24) == 2)
  }
}
