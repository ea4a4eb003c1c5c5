import SeededRandom

/// Writes fragment shaders of every type, instruction, control flow, call and site that the pass claims,
/// differentiable but for jumps and kinks that are meant to be there.
///
/// Every value lies in a known range, so that no function leaves its domain and nothing overflows; what a variable
/// holds is brought back to a usual range.
struct ShaderWriter {
  var random: SeededGenerator
  let dialect: Dialect
  /// What can be read here.
  var scope: [Variable] = []
  /// Functions that may be called from here.
  var functions: [Signature] = []
  /// Structures.
  var structures: [GLSLType] = []
  /// Textures declared so far.
  var textures: [TextureVariable] = []
  /// Functions that take a texture and a place.
  var samplerFunctions: [String] = []
  /// References to buffers.
  var references: [String] = []
  /// Declarations before the functions.
  var declarations: [Node] = []
  /// The inputs of floats that may be interpolated elsewhere.
  var interpolable: [Variable] = []
  /// Whether 16-bit floats are there.
  let hasHalf: Bool
  /// Whether textures may be sampled with residency.
  let hasSparse: Bool
  /// Whether there are references to buffers.
  let hasReferences: Bool
  /// Whether there is a second output.
  var hasExtraOutput = false
  /// Whether there is a buffer to write.
  var hasSink = false
  var nameCount = 0
  /// How deep control flow nests here.
  var depth = 0
  /// How many more statements and expressions there may be.
  var budget: Int
  /// How derivatives nest here.
  var siteDepth = 0
  /// The loops around this place, and whether a switch is nearer than any.
  var loopDepth = 0
  var isInSwitch = false
  var isInMain = false
  /// What a function gives back; nil in `main`.
  var result: GLSLType?

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    dialect = Dialect.drawn[Int.random(in: 0..<Dialect.drawn.count, using: &random)]
    hasHalf = dialect.hasHalf && Bool.random(using: &random)
    hasSparse = dialect.hasSparse && Int.random(in: 0..<4, using: &random) == 0
    hasReferences = dialect.isVulkan && Int.random(in: 0..<5, using: &random) == 0
    budget = [12, 20, 30, 45][Int.random(in: 0..<4, using: &random)]
  }

  // MARK: Drawing

  mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { number(1...count) == 1 }

  mutating func name(_ prefix: String = "x") -> String {
    nameCount += 1
    return "\(prefix)\(nameCount)"
  }

  // MARK: The program

  /// A whole program.
  mutating func program() -> Program {
    declareStructures()
    declareInterface()
    declareGlobals()
    let outer = scope
    var items: [Node] = []
    if once(in: 4) { items.append(samplerFunction()) }
    for _ in 0..<number(0...3) {
      scope = outer
      items.append(function())
    }
    scope = outer
    items.append(mainFunction())
    let head = dialect.head(hasHalf: hasHalf, hasSparse: hasSparse, hasReferences: hasReferences)
    return Program(head: head, items: declarations + items)
  }

  private mutating func mainFunction() -> Node {
    isInMain = true
    result = nil
    var statements: [Node] = []
    // glslang forgets the capability where 16-bit floats are only converted.
    if hasHalf { statements.append(.item("float16_t half0 = 0.5hf; half0 *= half0;")) }
    for _ in 0..<number(2...6) { statements += statement() }
    statements += finalSites()
    return .item("void main() {#}", .list(statements))
  }

  /// What the outputs become: a site in most components.
  private mutating func finalSites() -> [Node] {
    var statements: [Node] = []
    budget = max(budget, 4)
    for _ in 0..<number(1...2) {
      let width = number(1...4)
      let site = site(.vec(width), depth: 3)
      let target =
        width == 1
        ? "\(dialect.color).\(pick(["x", "y", "z", "w"]))"
        : width == 4 ? dialect.color : "\(dialect.color).\("xyzw".prefix(width))"
      statements.append(.item("\(target) \(pick(["=", "+="])) #;", .node(site.node)))
    }
    if hasExtraOutput {
      statements.append(.item("extra = #;", .node(expression(.vec(2), depth: 2))))
    }
    return [.item("\(dialect.color) = vec4(0.0);")] + statements
  }

  // MARK: Declarations

  private mutating func declareStructures() {
    for _ in 0..<number(0...2) {
      let name = name("S")
      var members: [GLSLType.Member] = []
      for position in 0..<number(1...4) {
        members.append(GLSLType.Member(name: "m\(position)", type: type(isMember: true)))
      }
      let type = GLSLType.structure(name, members)
      structures.append(type)
      declarations.append(
        .item(
          "struct \(name) {#};",
          .list(members.map { .item("\($0.type.name) \($0.name);") })))
    }
  }

  private mutating func declareGlobals() {
    for _ in 0..<number(0...2) {
      let variable = Variable(name: name("g"), type: type(isMember: false), isVaried: false)
      // Globals begin undefined unless they are given a value: constants are the same everywhere.
      let start = constant(variable.type)
      declarations.append(.item("\(variable.type.name) \(variable.name) = #;", .node(start)))
      scope.append(variable)
    }
  }

  /// A type for variables, mostly of floats.
  mutating func type(isMember: Bool) -> GLSLType {
    switch number(0...23) {
    case 0...5: return .float
    case 6...10: return .vec(number(2...4))
    case 11, 12:
      let columns = number(2...4)
      return .matrix(.float, columns: columns, rows: rows(columns))
    case 13 where dialect.hasArrayValues,
      14 where dialect.hasArrayValues:
      return .array(pick([.float, .vec(number(2...4)), .matrix(.float, columns: 2, rows: 2)]), number(2...4))
    case 15, 16: return .of(.int, number(1...4))
    case 17 where !dialect.isLegacy: return .of(.uint, number(1...3))
    case 18: return isMember ? .float : .of(.bool, number(1...3))
    case 19 where dialect.hasDouble: return .of(.double, number(1...4))
    case 20 where hasHalf: return .of(.half, number(1...4))
    case 21 where dialect.hasDouble: return .matrix(.double, columns: number(2...4), rows: number(2...4))
    case 22 where !structures.isEmpty: return pick(structures)
    case 23 where !structures.isEmpty && dialect.hasArrayValues:
      return .array(pick(structures), number(2...3))
    default: return .vec(number(1...4))
    }
  }

  /// The rows of a matrix of some columns: as many, where others are not in the language.
  mutating func rows(_ columns: Int) -> Int { dialect.hasArrayValues ? number(2...4) : columns }
}

extension ShaderWriter {
  /// A constant expression of a type.
  mutating func constant(_ type: GLSLType) -> Node {
    switch type {
    case .scalar(let scalar): return .expression(type.name, number(-2.0...2.0).literal(scalar))
    case .vector(let scalar, let count):
      let count = once(in: 2) ? 1 : count
      let numbers = (0..<count).map { _ in number(-2.0...2.0).literal(scalar) }
      return .expression(type.name, "\(type.name)(\(numbers.joined(separator: ", ")))")
    case .matrix(let scalar, let columns, let rows):
      let count = once(in: 2) ? 1 : columns * rows
      let numbers = (0..<count).map { _ in number(-2.0...2.0).literal(scalar) }
      return .expression(type.name, "\(type.name)(\(numbers.joined(separator: ", ")))")
    case .array(let element, let count): return composite(type, (0..<count).map { _ in constant(element) })
    case .structure(_, let members): return composite(type, members.map { constant($0.type) })
    }
  }

  /// A constructor of parts.
  func composite(_ type: GLSLType, _ parts: [Node]) -> Node {
    let holes = [String](repeating: "#", count: parts.count).joined(separator: ", ")
    return .expression(type.name, "\(type.name)(\(holes))", parts)
  }
}
