import SeededRandom

/// Writes shaders of smooth functions, structures, arrays, matrices, loops, branches and calls; with features
/// chosen, also what no derivative survives.
public struct RandomShader {
  /// What a shader may hold beyond smooth functions.
  public struct Features: OptionSet, Sendable {
    /// The features as bits.
    public let rawValue: Int
    /// The features of some bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// switch with fallthrough, loops that pixels leave at different times, early returns, discard.
    public static let parting = Features(rawValue: 1)
    /// Integers, bits, and indices that differ between pixels.
    public static let integers = Features(rawValue: 2)
  }

  let features: Features
  private let hasSites: Bool
  var generator: SeededGenerator
  /// The integer variables in scope.
  var integers: [String] = []
  var lines: [String] = []
  var depth = 0
  /// The float variables in scope, and the vector ones.
  var floats: [String] = []
  var vectors: [String] = []
  private var count = 0
  /// How many helpers may be called from here.
  private var helpers = 0

  /// The writer of one shader.
  public init(seed: UInt64, features: Features = [], hasSites: Bool = true) {
    generator = SeededGenerator(seed: seed)
    self.features = features
    self.hasSites = hasSites
  }

  /// The shader's text, for Vulkan; bindings and locations are explicit.
  public mutating func text() -> String {
    var declarations = ["struct S { vec3 p; float q[3]; mat2 m; };", "float g; vec3 h;"]
    for number in 0..<3 {
      declarations.append(helper(number))
      helpers = number + 1
    }
    enter(floats: ["u.x", "u.y", "v.z", "c.x", "f.x"], vectors: ["u.xyz", "v.yzw", "c.xyz"])
    lines.append("g = c.y; h = v.xyz;")
    for _ in 0..<8 { statement() }
    if features.contains(.parting), number(0...3) == 0 { lines.append("if (\(condition())) discard;") }
    lines.append("color = vec4(\(site()), \(site()), \(site()), \(site()));")
    return fragmentShader(lines.joined(separator: "\n"), declarations: declarations.joined(separator: "\n"))
  }

  private mutating func enter(floats: [String], vectors: [String]) {
    (self.floats, self.vectors, lines, depth) = (floats, vectors, [], 0)
    integers = ["k", "n.x", "n.y"]
  }

  private mutating func helper(_ position: Int) -> String {
    enter(floats: ["a", "g", "u.x"], vectors: ["p", "h", "u.yzw"])
    for _ in 0..<4 { statement() }
    if features.contains(.parting), number(0...2) == 0 {
      lines.append("if (\(condition())) { p += \(vector(1)); return \(float(1)); }")
    }
    let (r, s) = (float(2), vector(1))
    return """
      float k\(position)(float a, inout vec3 p) {
        \(lines.joined(separator: "\n  "))
        p = 0.5 * sin(\(s));
        return \(r);
      }
      """
  }

  // MARK: Statements

  mutating func name() -> String {
    count += 1
    return "x\(count)"
  }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

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
    default:
      switch number(0...2) {
      case 0 where features.contains(.parting): part()
      case 1 where features.contains(.integers): integerStatement()
      default: array()
      }
    }
  }

  mutating func declare(_ type: String, _ value: String) {
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

  mutating func nested(_ body: (inout RandomShader) -> Void) {
    let (outerFloats, outerVectors, outerIntegers) = (floats, vectors, integers)
    depth += 1
    for _ in 0..<number(0...2) { statement() }
    body(&self)
    depth -= 1
    (floats, vectors, integers) = (outerFloats, outerVectors, outerIntegers)
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

  private mutating func site() -> String {
    guard hasSites else { return float(2) }
    return "\(pick(["dFdx", "dFdy", "fwidth"]))(\(float(2)))"
  }

  // MARK: Expressions: bounded, so that nothing overflows

  mutating func float(_ depth: Int) -> String {
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

  mutating func vector(_ depth: Int) -> String {
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
