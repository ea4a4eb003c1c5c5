// Inputs, outputs, uniforms, buffers, specialization constants.
extension ShaderWriter {
  mutating func declareInterface() {
    declareInputs()
    let location = dialect.version >= 300 ? "layout(location = 0) " : ""
    declarations.append(.item("\(location)out vec4 color;"))
    scope.append(Variable(name: "color", type: .vec(4), range: -1...1, isWritable: false))
    scope.removeLast()
    declareUniforms()
    if dialect.hasStorage, once(in: 3) { declareBuffer() }
    if dialect.isVulkan, once(in: 3) { declareSpecialization() }
  }

  private mutating func declareInputs() {
    var location = 0
    func layout() -> String { dialect.hasInputLocations ? "layout(location = \(location)) " : "" }
    for _ in 0..<number(1...3) {
      let type = GLSLType.vec(number(1...4))
      let name = name("v")
      let qualifier =
        switch number(0...9) {
        case 0 where dialect.isDesktop: "noperspective "
        case 1: "centroid "
        case 2 where dialect.hasSampleInputs: "sample "
        case 3: "flat "
        default: once(in: 6) ? "smooth " : ""
        }
      declarations.append(.item("\(layout())\(qualifier)in \(type.name) \(name);"))
      location += 1
      let variable = Variable(name: name, type: type, range: -1.5...1.5, isWritable: false)
      scope.append(variable)
      if qualifier != "flat " { interpolable.append(variable) }
    }
    if once(in: 6) {
      let name = name("v")
      let type = pick([GLSLType.matrix(.float, columns: 2, rows: 3), .array(.vec(2), 2)])
      declarations.append(.item("\(layout())in \(type.name) \(name);"))
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
    let type = pick([GLSLType.int, .uint, .of(.int, 2)])
    declarations.append(.item("\(layout())flat in \(type.name) \(name);"))
    scope.append(Variable(name: name, type: type, isWritable: false))
  }

  private mutating func declareUniforms() {
    let members: [(String, GLSLType)] = [
      ("c0", .float), ("c1", .vec(4)), ("c2", .matrix(.float, columns: 3, rows: 3)), ("k0", .int),
      ("c3", .array(.vec(4), 4)), ("c4", .matrix(.float, columns: 2, rows: 4)), ("k1", .of(.uint, 2)),
    ]
    let isBlock = dialect.isVulkan || once(in: 2)
    let chosen = members.filter { $0.0 == "k0" || !once(in: 3) }
    let lines = chosen.map { Node.item("\(isBlock ? "" : "uniform ")\($0.1.name) \($0.0);") }
    if isBlock {
      let layout = dialect.isVulkan ? "layout(set = 0, binding = 0) " : "layout(std140) "
      declarations.append(.item("\(layout)uniform Values {#};", .list(lines)))
    } else {
      declarations += lines
    }
    scope += chosen.map { Variable(name: $0.0, type: $0.1, range: 0...3.1, isWritable: false) }
  }

  private mutating func declareBuffer() {
    let layout = dialect.isVulkan ? "layout(std430, set = 0, binding = 20)" : "layout(std430, binding = 2)"
    declarations.append(.item("\(layout) readonly buffer Store { vec4 b0; float b1[]; };"))
    scope += [
      Variable(name: "b0", type: .vec(4), range: 0...3, isWritable: false),
      Variable(name: "b1", type: .array(.float, 4), range: 0...3, isWritable: false),
    ]
    // The array of run-time length cannot be read as a whole.
    scope[scope.count - 1] = Variable(name: "b1[1]", type: .float, range: 0...3, isWritable: false)
    scope.append(Variable(name: "b1[k0]", type: .float, range: 0...3, isWritable: false))
  }

  private mutating func declareSpecialization() {
    declarations += [
      .item("layout(constant_id = 1) const int s0 = 2;"), .item("layout(constant_id = 2) const float s1 = 0.75;"),
    ]
    scope += [
      Variable(name: "s0", type: .int, isWritable: false),
      Variable(name: "s1", type: .float, range: 0...1, isWritable: false),
    ]
  }
}
