// References to buffers: pointers that are read, kept in variables and handed to functions.
extension ShaderWriter {
  /// A type of references that refer to more of the kind, the first of them, and a function that follows one.
  mutating func declareReferences() {
    declarations += [
      .item("layout(buffer_reference) buffer Ref;"),
      .item(
        "layout(buffer_reference, std430, buffer_reference_align = 16) readonly buffer Ref "
          + "{ vec4 a; float b; int n; Ref next; mat3 m; float t[4]; };"),
      .item("layout(set = 0, binding = 22) uniform Roots { Ref root; };"),
      .item(
        "float follow(Ref at, float x) { return \(pick(["sin(x * at.b)", "x - at.m[1].z"])) + at.next.t[at.n & 3]; }"
      ),
    ]
    references = ["root", "root.next"]
    for reference in references { readThrough(reference) }
  }

  private mutating func readThrough(_ reference: String) {
    let members: [(String, GLSLType)] = [
      ("a", .vec(4)), ("b", .float), ("n", .int), ("m", .matrix(.float, columns: 3, rows: 3)),
      ("t", .array(.float, 4)),
    ]
    scope += members.map {
      Variable(name: "\(reference).\($0.0)", type: $0.1, range: 0...3.1, isWritable: false, isVaried: false)
    }
  }

  /// A reference in a variable, often another for each pixel: chosen, assigned in a branch, or followed round a loop.
  mutating func chooseReference() -> [Node]? {
    guard !references.isEmpty, isInMain, depth == 0 else { return nil }
    let (name, first, second, counter) = (name("r"), pick(references), pick(references), name("i"))
    let chosen: Node
    switch number(0...3) {
    case 0: chosen = .item("Ref \(name) = \(first).next;")
    case 1: chosen = .item("Ref \(name) = # ? \(first) : \(second).next;", .node(condition()))
    case 2:
      chosen = .item("Ref \(name) = \(first);\nif (#) { \(name) = \(second).next; }", .node(condition()))
    default:
      chosen = .item(
        "Ref \(name) = \(first);\nfor (int \(counter) = 0; \(counter) < \(number(1...4)) && #; \(counter)++) "
          + "{ \(name) = \(name).next; }", .node(condition()))
    }
    references.append(name)
    readThrough(name)
    return [chosen]
  }

  /// What the function that follows references gives.
  mutating func followed(_ depth: Int) -> Value? {
    guard !references.isEmpty else { return nil }
    let argument = tamed(float(.float, depth: depth - 1), to: 4)
    return Value(.float, -8...8, "follow(\(pick(references)), #)", [argument.node])
  }
}
