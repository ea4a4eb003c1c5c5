// Inputs, outputs, uniforms, buffers, specialization constants.
extension ShaderWriter {
  mutating func declareInterface() {
    declareInputs()
    let location = dialect.version >= 300 ? "layout(location = 0) " : ""
    if !dialect.isLegacy { declarations.append(.item("\(location)out vec4 color;")) }
    if location != "", once(in: 4) {
      hasExtraOutput = true
      declarations.append(.item("layout(location = 1) out vec2 extra;"))
    }
    declareUniforms()
    if dialect.hasStorage, once(in: 3) { declareBuffer() }
    if hasReferences { declareReferences() }
    if dialect.hasStorage, once(in: 5) { declareSink() }
    if dialect.isVulkan, once(in: 3) { declareSpecialization() }
    if dialect.isVulkan, once(in: 4) {
      declarations.append(.item("layout(push_constant) uniform Push { vec4 q0; mat3x2 q1; };"))
      scope += [
        Variable(name: "q0", type: .vec(4), range: 0...3.1, isWritable: false, isVaried: false),
        Variable(
          name: "q1", type: .matrix(.float, columns: 3, rows: 2), range: 0...3.1, isWritable: false,
          isVaried: false),
      ]
    }
  }

  private mutating func declareInputs() {
    var location = 0
    func layout() -> String { dialect.hasInputLocations ? "layout(location = \(location)) " : "" }
    for _ in 0..<number(1...3) {
      let type = GLSLType.vec(number(1...4))
      let name = name("v")
      let qualifier =
        switch dialect.isLegacy ? 9 : number(0...9) {
        case 0 where dialect.isDesktop: "noperspective "
        case 1: "centroid "
        case 2 where dialect.hasSampleInputs: "sample "
        case 3: "flat "
        default: !dialect.isLegacy && once(in: 6) ? "smooth " : ""
        }
      declarations.append(.item("\(layout())\(qualifier)\(dialect.input) \(type.name) \(name);"))
      location += 1
      let variable = Variable(
        name: name, type: type, range: -1.5...1.5, isWritable: false, isVaried: qualifier != "flat ")
      scope.append(variable)
      if qualifier != "flat " { interpolable.append(variable) }
    }
    if once(in: 6) {
      let name = name("v")
      let type = pick([
        GLSLType.matrix(.float, columns: 2, rows: dialect.isLegacy ? 2 : 3), .array(.vec(2), 2),
      ])
      declarations.append(.item("\(layout())\(dialect.input) \(declarator(type, name));"))
      location += 2
      scope.append(Variable(name: name, type: type, range: -1.5...1.5, isWritable: false))
    }
    if once(in: 6), dialect.hasInputBlocks {
      let name = name("v")
      let layoutText = dialect.hasInputLocations ? "layout(location = \(location)) " : ""
      declarations.append(.item("\(layoutText)in Stage\(name) { vec2 a; vec3 b; } \(name);"))
      location += 2
      scope += [
        Variable(name: "\(name).a", type: .vec(2), range: -1.5...1.5, isWritable: false),
        Variable(name: "\(name).b", type: .vec(3), range: -1.5...1.5, isWritable: false),
      ]
    }
    let name = name("n")
    let type = dialect.isLegacy ? GLSLType.int : pick([GLSLType.int, .uint, .of(.int, 2)])
    let word = dialect.isLegacy ? "uniform" : "flat in"
    declarations.append(.item("\(layout())\(word) \(type.name) \(name);"))
    scope.append(Variable(name: name, type: type, isWritable: false, isVaried: false))
  }

  /// A type and a name; arrays by their names where no type is one.
  private func declarator(_ type: GLSLType, _ name: String) -> String {
    guard case .array(let element, let count) = type, dialect.isLegacy else { return "\(type.name) \(name)" }
    return "\(element.name) \(name)[\(count)]"
  }

  private mutating func declareUniforms() {
    let light = GLSLType.structure("Light", [.init(name: "p", type: .vec(3)), .init(name: "n", type: .int)])
    declarations.append(.item("struct Light { vec3 p; int n; };"))
    let members: [(String, GLSLType)] = [
      ("c5", .array(light, 2)), ("c6", light),
      ("c0", .float), ("c1", .vec(4)), ("c2", .matrix(.float, columns: 3, rows: 3)), ("k0", .int),
      ("c3", .array(.vec(4), 4)), ("c4", .matrix(.float, columns: 2, rows: 4)), ("k1", .of(.uint, 2)),
    ]
    let isBlock = dialect.isVulkan || dialect.hasBlocks && once(in: 2)
    let known = dialect.isLegacy ? members.filter { $0.0 != "k1" && $0.0 != "c4" } : members
    let chosen = known.filter { $0.0 == "k0" || !once(in: 3) }
    let lines = chosen.map { name, type -> Node in
      var qualifier = isBlock ? "" : "uniform "
      if isBlock, case .matrix = type, once(in: 3) { qualifier = "layout(row_major) " }
      return .item("\(qualifier)\(declarator(type, name));")
    }
    if isBlock {
      let layout = dialect.isVulkan ? "layout(set = 0, binding = 0) " : "layout(std140) "
      declarations.append(.item("\(layout)uniform Values {#};", .list(lines)))
    } else {
      declarations += lines
    }
    scope += chosen.map {
      Variable(name: $0.0, type: $0.1, range: 0...3.1, isWritable: false, isVaried: false)
    }
  }

  private mutating func declareBuffer() {
    let layout = dialect.isVulkan ? "layout(std430, set = 0, binding = 20)" : "layout(std430, binding = 2)"
    declarations.append(.item("\(layout) readonly buffer Store { vec4 b0; float b1[]; };"))
    scope += [
      Variable(name: "b0", type: .vec(4), range: 0...3, isWritable: false, isVaried: false),
      Variable(name: "b1", type: .array(.float, 4), range: 0...3, isWritable: false, isVaried: false),
    ]
    // The array of run-time length cannot be read as a whole.
    scope[scope.count - 1] = Variable(
      name: "b1[1]", type: .float, range: 0...3, isWritable: false, isVaried: false)
    scope.append(Variable(name: "b1[k0]", type: .float, range: 0...3, isWritable: false, isVaried: false))
  }

  /// A buffer that is only written.
  private mutating func declareSink() {
    let layout = dialect.isVulkan ? "layout(std430, set = 0, binding = 21)" : "layout(std430, binding = 3)"
    declarations.append(.item("\(layout) buffer Sink { vec4 w0; uint w1; int w2; };"))
    hasSink = true
  }

  private mutating func declareSpecialization() {
    declarations += [
      .item("layout(constant_id = 1) const int s0 = 2;"),
      .item("layout(constant_id = 2) const float s1 = 0.75;"),
    ]
    scope += [
      Variable(name: "s0", type: .int, isWritable: false, isVaried: false),
      Variable(name: "s1", type: .float, range: 0...1, isWritable: false, isVaried: false),
    ]
  }
}
