import Differentiation
import Interpreter
import SPIRV
import Soundness
import Testing

/// Invariant 6: where the primal is finite, so is every site; at kinks it is the one-sided derivative, at other
/// singular points 0.
@Suite struct SingularPointTests {
  /// An expression over `u` and `v` at a point where its derivative is singular.
  struct Point: CustomStringConvertible, Sendable {
    var expression: String
    /// The values of `u` and `v` at the pixel.
    var u: [Double]
    var v: [Double] = [0, 0, 0, 0]
    /// The documented derivative in x and y.
    var expected: (x: Double, y: Double)
    /// Whether the operation itself has no value there.
    var isPrimalUndefined = false

    var description: String { expression }
  }

  /// The slopes of `u` and `v` per pixel in x and in y.
  static let slopes = (
    ux: [0.5, 0.25, -0.5, 1], uy: [-0.25, 1, 0.5, 0.75], vx: [0.125, 0, 0.5, -1], vy: [1, 0.5, 2, 0.25]
  )

  static let points: [Point] = roots + quotients + norms + kinks + overflows

  // √, logarithms and their like: 0.
  private static let roots: [Point] = [
    Point(expression: "sqrt(u.x)", u: [0, 0, 0, 0], expected: (0, 0)),
    Point(expression: "inversesqrt(u.x)", u: [0, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "log(u.x)", u: [0, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "log2(u.x)", u: [0, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "pow(u.x, c.x + 1.0)", u: [0, 0, 0, 0], expected: (0, 0)),
    Point(expression: "pow(u.x, v.x)", u: [0, 0, 0, 0], v: [2, 0, 0, 0], expected: (0, 0)),
    // x⁰ is 1 whatever x is; the exponent moves it by log x.
    Point(expression: "pow(u.x, v.x)", u: [1, 0, 0, 0], expected: (0, 0)),
    Point(expression: "pow(u.x, 0.0)", u: [2, 0, 0, 0], expected: (0, 0)),
    Point(expression: "acos(u.x)", u: [1, 0, 0, 0], expected: (0, 0)),
    Point(expression: "acos(u.x)", u: [-1, 0, 0, 0], expected: (0, 0)),
    Point(expression: "asin(u.x)", u: [1, 0, 0, 0], expected: (0, 0)),
    Point(expression: "asin(u.x)", u: [-1, 0, 0, 0], expected: (0, 0)),
    Point(expression: "acosh(u.x)", u: [1, 0, 0, 0], expected: (0, 0)),
    Point(expression: "atanh(u.x)", u: [1, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "atanh(u.x)", u: [-1, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "atan(u.x, u.y)", u: [0, 0, 0, 0], expected: (0, 0)),
    // Refraction along the edge of total reflection: k = 0, and beyond it the result is 0.
    Point(
      expression: "refract(vec2(1.0, 0.0), vec2(0.0, 1.0), u.x).x", u: [2, 0, 0, 0], expected: (0, 0)),
    Point(
      expression: "refract(vec2(1.0, 0.0), vec2(0.0, 1.0), u.x).x", u: [1, 0, 0, 0], expected: (0, 0)),
  ]

  // Divisions by 0: 0.
  private static let quotients: [Point] = [
    Point(expression: "c.x / u.x", u: [0, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "u.x / u.y", u: [1, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "u.y == 0.0 ? u.z : u.x / u.y", u: [1, 0, 0, 0], expected: (-0.5, 0.5)),
    Point(expression: "mod(u.x, v.x)", u: [1, 0, 0, 0], expected: (0.5, -0.25), isPrimalUndefined: true),
    Point(
      expression: "smoothstep(v.x, v.x, u.x)", u: [1, 0, 0, 0], v: [1, 0, 0, 0], expected: (0, 0),
      isPrimalUndefined: true),
    Point(
      expression: "smoothstep(v.x, v.y, u.x)", u: [1, 0, 0, 0], v: [1, 1, 0, 0], expected: (0, 0),
      isPrimalUndefined: true),
    Point(
      expression: "smoothstep(v.x, v.x, u.x)", u: [2, 0, 0, 0], v: [1, 0, 0, 0], expected: (0, 0),
      isPrimalUndefined: true),
  ]

  // Norms of zero: the norm of the tangent.
  private static let norms: [Point] = [
    Point(expression: "length(u.xy)", u: [0, 0, 0, 0], expected: (norm(0.5, 0.25), norm(-0.25, 1))),
    Point(
      expression: "length(u.xyz)", u: [0, 0, 0, 0], expected: (norm(0.5, 0.25, -0.5), norm(0.25, 1, 0.5))),
    Point(expression: "length(u.x)", u: [0, 0, 0, 0], expected: (0.5, 0.25)),
    Point(
      expression: "distance(u.xy, v.xy)", u: [2, 3, 0, 0], v: [2, 3, 0, 0],
      expected: (norm(0.375, 0.25), norm(-1.25, 0.5))),
    Point(expression: "distance(u.xy, u.xy)", u: [2, 3, 0, 0], expected: (0, 0)),
    Point(expression: "normalize(u.xy).x", u: [0, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "normalize(u.xyz).y", u: [0, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
    Point(expression: "normalize(u.x)", u: [0, 0, 0, 0], expected: (0, 0), isPrimalUndefined: true),
  ]

  // Kinks: the branch taken, or the one-sided derivative.
  private static let kinks: [Point] = [
    Point(expression: "abs(u.x)", u: [0, 0, 0, 0], expected: (0.5, 0.25)),
    Point(expression: "abs(-u.x)", u: [0, 0, 0, 0], expected: (0.5, 0.25)),
    Point(expression: "abs(u).y", u: [1, 0, 0, 0], expected: (0.25, 1)),
    Point(expression: "sign(u.x) * u.y", u: [0, 1, 0, 0], expected: (0, 0)),
    // GLSL: min(x, y) is y if y < x, else x; max is y if x < y.
    Point(expression: "min(u.x, v.x)", u: [1, 0, 0, 0], v: [1, 0, 0, 0], expected: (0.5, -0.25)),
    Point(expression: "max(u.x, v.x)", u: [1, 0, 0, 0], v: [1, 0, 0, 0], expected: (0.5, -0.25)),
    Point(expression: "min(v.x, u.x)", u: [1, 0, 0, 0], v: [1, 0, 0, 0], expected: (0.125, 1)),
    Point(
      expression: "clamp(u.x, v.x, v.y)", u: [1, 0, 0, 0], v: [1, 2, 0, 0], expected: (0.5, -0.25)),
    Point(
      expression: "clamp(u.x, v.y, v.x)", u: [1, 0, 0, 0], v: [1, 0, 0, 0], expected: (0.5, -0.25)),
    Point(expression: "clamp(u.x, 0.0, 1.0)", u: [0, 0, 0, 0], expected: (0.5, -0.25)),
    Point(expression: "fract(u.x)", u: [2, 0, 0, 0], expected: (0.5, -0.25)),
    Point(expression: "floor(u.x) + u.y", u: [2, 0, 0, 0], expected: (0.25, 1)),
    Point(expression: "mod(u.x, 2.0)", u: [2, 0, 0, 0], expected: (0.5, -0.25)),
    Point(expression: "step(u.x, v.x) * u.y", u: [1, 0, 0, 0], v: [1, 0, 0, 0], expected: (0.25, 1)),
    Point(
      expression: "smoothstep(v.x, v.y, u.x)", u: [0, 0, 0, 0], v: [0, 1, 0, 0], expected: (0, 0)),
  ]

  // The primal stays within a float, the tangent does not: 0, not infinity.
  private static let overflows: [Point] = [
    // Infinite on the way and flat at the end: what is beside it stays.
    Point(expression: "u.y + 1.0 / (1.0 + exp(2000.0 + u.x))", u: [1, 1, 1, 0], expected: (0.25, 1)),
    Point(expression: "u.y + exp(-exp(2000.0 + u.x))", u: [1, 1, 1, 0], expected: (0.25, 1)),
    Point(expression: "u.y + exp2(-exp2(5000.0 + u.x))", u: [1, 1, 1, 0], expected: (0.25, 1)),
    Point(expression: "u.y + atan(exp(2000.0 + u.x))", u: [1, 1, 1, 0], expected: (0.25, 1)),
    Point(expression: "u.y + inversesqrt(1.0 + exp(2000.0 + u.x))", u: [1, 1, 1, 0], expected: (0.25, 1)),
    Point(
      expression: "u.y + u.z / (sin(v.x) * pow(10.0, 900.0 + u.x))", u: [1, 1, 1, 0], v: [1, 0, 0, 0],
      expected: (0.25, 1)),
    Point(expression: "u.x * 3e38", u: [1e-3, 0, 0, 0], expected: (1.5e38, -0.75e38)),
    Point(expression: "u.x * 3e38 * 10.0", u: [1e-3, 0, 0, 0], expected: (0, 0)),
    Point(expression: "1.0 / u.x", u: [1e-25, 0, 0, 0], expected: (0, 0)),
    Point(expression: "sqrt(u.x) * 1e-10", u: [1e-38, 0, 0, 0], expected: (2.5e8, -1.25e8)),
    // 1/v would be infinite in a float: below the least normal number a divisor counts as 0.
    Point(expression: "u.x / v.x", u: [0, 0, 0, 0], v: [1e-40, 0, 0, 0], expected: (0, 0)),
  ]

  private static func norm(_ parts: Double...) -> Double {
    parts.map { $0 * $0 }.reduce(0, +).squareRoot()
  }

  @Test(arguments: points)
  func siteIsFiniteAndAsDocumented(point: Point) throws {
    let text = shader(
      """
      float r = \(point.expression);
      color = vec4(dFdx(r), dFdy(r), fwidth(r), r);
      """)
    let module = try compiled(text)
    try check(module, point, "\(point)")
    let optimized = try SPIRVTools.optimize(module.words, environment: .vulkan1_3)
    try check(try Module(words: optimized), point, "\(point), optimized")
  }

  private func check(_ module: Module, _ point: Point, _ what: String) throws {
    let result = try differentiate(module)
    try expectSound(result, from: module, what)
    #expect(!result.sites.contains { $0.isKept }, "\(what): \(result.sites)")
    var options = RunOptions()
    options.inputs = { scalar, place in SingularPointTests.input(scalar, place, point) }
    let run = try Program(result.module).run(at: RuleModule.position, options: options)
    let values = try #require(run["color"]).centre
    #expect(values[3].isFinite || point.isPrimalUndefined, "\(what) itself is \(values[3])")
    let expected = [point.expected.x, point.expected.y, abs(point.expected.x) + abs(point.expected.y)]
    for (value, expected) in zip(values, expected) {
      #expect(abs(value - expected) <= 1e-5 * max(1, abs(expected)), "\(what): \(value), not \(expected)")
    }
  }

  /// `u` and `v` are exact at the pixel, and affine: w is 1.
  static func input(_ scalar: InterfaceScalar, _ place: Position, _ point: Point) -> Double {
    if scalar.builtIn == .fragCoord { return [place.x, place.y, 0.5, 1][scalar.path.last ?? 0] }
    let at = scalar.path.last ?? 0
    let (dx, dy) = (place.x - RuleModule.position.x, place.y - RuleModule.position.y)
    switch scalar.name {
    case "u": return point.u[at] + slopes.ux[at] * dx + slopes.uy[at] * dy
    case "v": return point.v[at] + slopes.vx[at] * dx + slopes.vy[at] * dy
    default: return 1
    }
  }
}
