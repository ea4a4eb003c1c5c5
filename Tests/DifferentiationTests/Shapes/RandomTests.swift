import Differentiation
import Interpreter
import ReferenceCheck
import SPIRV
import SeededRandom
import Testing

/// Random shaders against the stencil, as compiled and as optimized.
@Suite struct RandomTests {
  @Test(arguments: 0..<60)
  func randomShaderIsDifferentiated(number: UInt64) throws {
    var writer = RandomShader(seed: testSeed &+ number &* 0x1_0001)
    let text = writer.text()
    let module = try compiled(text)
    for (input, form) in [
      (module, "as compiled"),
      (try Module(words: SPIRVTools.optimize(module.words, environment: .vulkan1_3)), "optimized"),
    ] {
      let what = "SEED=\(testSeed), shader \(number), \(form):\n\(text)"
      let result = try differentiate(input)
      try expectSound(result, from: input, what)
      var check = ReferenceCheck()
      try check.compare(input, result.module, positions: [Position(20.5, 31.5), Position(57.5, 12.5)])
      #expect(check.mismatches.isEmpty, "\(check.mismatches.prefix(2))\n\(what)")
    }
  }

  /// The shaders are worth their name: most of what they compute has a reference and is differentiated.
  @Test func randomShadersAreMostlyDifferentiable() throws {
    var (sites, rewritten, compared, unreferenced) = (0, 0, 0, 0)
    for number in 0..<UInt64(20) {
      var writer = RandomShader(seed: testSeed &+ number &* 0x1_0001)
      let module = try compiled(writer.text())
      let result = try differentiate(module)
      sites += result.sites.count
      rewritten += result.sites.count { $0.outcome == .tangent }
      var check = ReferenceCheck()
      try check.compare(module, result.module, positions: [Position(20.5, 31.5)])
      compared += check.compared
      unreferenced += check.unreferenced
    }
    #expect(rewritten * 2 > sites && compared > unreferenced, "\((sites, rewritten, compared, unreferenced))")
  }
}

/// Writes shaders of smooth functions, structures, arrays, matrices, loops, branches and calls.
struct RandomShader {
  private var generator: SeededGenerator
  private var lines: [String] = []
  private var depth = 0
  /// The float variables in scope, and the vector ones.
  private var floats: [String] = []
  private var vectors: [String] = []
  private var count = 0
  /// How many helpers may be called from here.
  private var helpers = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func text() -> String {
    var declarations = ["struct S { vec3 p; float q[3]; mat2 m; };", "float g; vec3 h;"]
    for number in 0..<3 {
      declarations.append(helper(number))
      helpers = number + 1
    }
    enter(floats: ["u.x", "u.y", "v.z", "c.x", "f.x"], vectors: ["u.xyz", "v.yzw", "c.xyz"])
    lines.append("g = c.y; h = v.xyz;")
    for _ in 0..<8 { statement() }
    lines.append("color = vec4(\(site()), \(site()), \(site()), \(site()));")
    return shader(lines.joined(separator: "\n"), declarations: declarations.joined(separator: "\n"))
  }

  private mutating func enter(floats: [String], vectors: [String]) {
    (self.floats, self.vectors, lines, depth) = (floats, vectors, [], 0)
  }

  private mutating func helper(_ number: Int) -> String {
    enter(floats: ["a", "g", "u.x"], vectors: ["p", "h", "u.yzw"])
    for _ in 0..<4 { statement() }
    let (r, s) = (float(2), vector(1))
    return """
      float k\(number)(float a, inout vec3 p) {
        \(lines.joined(separator: "\n  "))
        p = 0.5 * sin(\(s));
        return \(r);
      }
      """
  }

  // MARK: Statements

  private mutating func name() -> String {
    count += 1
    return "x\(count)"
  }

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  private mutating func statement() {
    switch number(0...11) {
    case 0, 1, 2: declare("float", float(3))
    case 3, 4: declare("vec3", vector(2))
    case 5 where depth < 2: branch()
    case 6 where depth < 2: loop()
    case 7: structure()
    case 8 where helpers > 0: call()
    case 9: lines.append("g = \(float(2));")
    case 10: lines.append("h.\(pick(["xy", "zx", "y", "yz"])) *= sin(\(float(1)));")
    default: array()
    }
  }

  private mutating func declare(_ type: String, _ value: String) {
    let own = name()
    lines.append("\(type) \(own) = \(value);")
    if type == "float" { floats.append(own) } else { vectors.append(own) }
  }

  private mutating func branch() {
    let own = name()
    lines.append("float \(own) = \(float(1));")
    lines.append("if (\(pick(["k > 1", "f.x > 0.4", "n.x > 1", "u.y > 0.3"]))) {")
    nested { $0.lines.append("\(own) = \($0.float(2));") }
    lines.append("} else {")
    nested { $0.lines.append("\(own) *= \($0.float(1));") }
    lines.append("}")
    floats.append(own)
  }

  private mutating func loop() {
    let (own, index) = (name(), name())
    lines.append("float \(own) = \(float(1));")
    lines.append("for (int \(index) = 0; \(index) < \(number(2...4)); \(index)++) {")
    floats.append(own)
    if number(0...2) == 0 { lines.append("if (\(index) == k) \(pick(["continue", "break"]));") }
    nested { $0.lines.append("\(own) = sin(\(own) + \($0.float(2)));") }
    lines.append("}")
  }

  private mutating func nested(_ body: (inout RandomShader) -> Void) {
    let (outerFloats, outerVectors) = (floats, vectors)
    depth += 1
    for _ in 0..<number(0...2) { statement() }
    body(&self)
    depth -= 1
    (floats, vectors) = (outerFloats, outerVectors)
  }

  private mutating func structure() {
    let own = name()
    lines.append(
      "S \(own); \(own).p = \(vector(1)); \(own).m = mat2(\(float(1)), \(float(1)), \(float(1)), 1.0);")
    lines.append("\(own).q = float[3](\(float(1)), \(float(1)), 1.0); \(own).q[k % 3] = \(float(2));")
    lines.append("\(own).p.\(pick(["x", "y", "z"])) *= \(float(1));")
    floats += ["\(own).q[1]", "\(own).q[(k + 1) % 3]", "(\(own).m * \(own).p.xy).x"]
    vectors += ["\(own).p"]
  }

  private mutating func array() {
    let own = name()
    lines.append("vec3 \(own)[2] = vec3[2](\(vector(1)), \(vector(1))); \(own)[k & 1] += \(vector(1));")
    vectors += ["\(own)[0]", "\(own)[k & 1]"]
    floats.append("\(own)[1].y")
  }

  private mutating func call() {
    let (own, point) = (name(), name())
    lines.append("vec3 \(point) = \(vector(1));")
    lines.append("float \(own) = k\(number(0...(helpers - 1)))(\(float(1)), \(point));")
    floats.append(own)
    vectors.append(point)
  }

  private mutating func site() -> String { "\(pick(["dFdx", "dFdy", "fwidth"]))(\(float(2)))" }

  // MARK: Expressions: bounded, so that nothing overflows

  private mutating func float(_ depth: Int) -> String {
    if depth == 0 { return pick(floats) }
    switch number(0...12) {
    case 0: return "sin(\(float(depth - 1)))"
    case 1: return "(\(float(depth - 1)) * \(float(depth - 1)))"
    case 2: return "(\(float(depth - 1)) + \(float(depth - 1)))"
    case 3: return "sqrt(1.0 + \(pick(floats)) * \(pick(floats)) + abs(\(float(depth - 1))))"
    case 4: return "atan(\(float(depth - 1)), 2.0 + sin(\(float(depth - 1))))"
    case 5: return "dot(sin(\(vector(depth - 1))), \(vector(depth - 1)))"
    case 6: return "length(\(vector(depth - 1)) + 3.0)"
    case 7: return "mix(\(float(depth - 1)), \(pick(floats)), 0.3)"
    case 8: return "(\(float(depth - 1)) / (2.0 + cos(\(pick(floats)))))"
    case 9: return "exp(-abs(\(float(depth - 1))))"
    case 10: return "\(vector(depth - 1)).\(pick(["x", "y", "z"]))"
    case 11: return "(\(pick(["k > 2", "f.y > 0.5"])) ? \(float(depth - 1)) : \(pick(floats)))"
    default: return "smoothstep(-3.0, 4.0, \(float(depth - 1)))"
    }
  }

  private mutating func vector(_ depth: Int) -> String {
    if depth == 0 { return pick(vectors) }
    switch number(0...7) {
    case 0: return "vec3(\(float(depth - 1)), \(float(depth - 1)), \(pick(floats)))"
    case 1: return "cos(\(vector(depth - 1)))"
    case 2: return "(\(vector(depth - 1)) * \(float(depth - 1)))"
    case 3: return "cross(\(vector(depth - 1)), sin(\(vector(depth - 1))))"
    case 4: return "normalize(\(vector(depth - 1)) + 4.0)"
    case 5: return "\(vector(depth - 1)).\(pick(["zxy", "yyx", "xzy"]))"
    case 6: return "(mat3(m) * \(vector(depth - 1)))"
    default: return "max(\(vector(depth - 1)), \(vector(depth - 1)))"
    }
  }
}
