// Statements and control flow.
extension ShaderWriter {
  /// Some statements of their own scope.
  private mutating func block(_ count: ClosedRange<Int> = 1...2) -> [Node] {
    let outer = scope
    depth += 1
    defer { (scope, depth) = (outer, depth - 1) }
    return (0..<number(count)).flatMap { _ in statement() }
  }

  /// A statement, or a few that belong together.
  mutating func statement() -> [Node] {
    budget -= 1
    if budget < 0 { return [assignment() ?? declaration()] }
    let deep = depth >= 2
    switch number(0...29) {
    case 0...5: return [declaration()]
    case 6...9: return [assignment() ?? declaration()]
    case 10,
      11 where !deep:
      return [branch()]
    case 12,
      13 where !deep:
      return [loop()]
    case 14 where !deep && !dialect.isLegacy: return switchStatement()
    case 15, 16: return callStatement() ?? [declaration()]
    case 17: return jumpStatement() ?? [declaration()]
    case 18: return split() ?? [declaration()]
    case 19: return siteStatement()
    case 20: return [copy() ?? declaration()]
    case 21: return wideArithmetic() ?? [declaration()]
    case 22 where isInMain && depth == 0 && once(in: 2): return [discard()]
    case 23: return [.item("\(dialect.color) += 0.1 * #;", .node(float(.vec(4), depth: 3).node))]
    case 24: return [increment() ?? declaration()]
    case 25 where hasSink: return [write()]
    case 26: return [bits()]
    case 27: return residentFetch() ?? [fetch()]
    case 28, 29: return chooseReference() ?? [declaration()]
    default: return [declaration()]
    }
  }

  /// A variable of integers, packed numbers among them.
  private mutating func bits() -> Node {
    let types: [GLSLType] =
      dialect.isLegacy ? [.int, .of(.int, 3)] : [.uint, .uint, .int, .of(.int, 2), .of(.uint, 4)]
    let type = pick(types)
    let variable = Variable(name: name(), type: type, isVaried: false)
    let value = type == .uint && once(in: 2) ? packed(2) : integer(type, depth: 3)
    scope.append(variable)
    return .item("\(type.name) \(variable.name) = #;", .node(value.node))
  }

  /// What is written to the buffer; what an atomic operation gives back depends on the order of pixels.
  private mutating func write() -> Node {
    switch number(0...3) {
    case 0:
      return .item(
        "\(pick(["atomicAdd", "atomicMax", "atomicXor"]))(w1, #);", .node(integer(.uint, depth: 2).node))
    case 1: return .item("atomicCompSwap(w2, 1, #);", .node(integer(.int, depth: 1).node))
    default: return .item("w0 = #;", .node(float(.vec(4), depth: 2).node))
    }
  }

  /// A variable read from a texture.
  private mutating func fetch() -> Node {
    let type = GLSLType.vec(number(1...4))
    let variable = Variable(name: name(), type: type)
    let value = sampled(type, 3)
    scope.append(variable)
    return .item("\(type.name) \(variable.name) = #;", .node(value.node))
  }

  /// An expression of any type, of floats in the range of variables.
  mutating func expression(_ type: GLSLType, depth: Int, range: ClosedRange<Double> = Variable.usual) -> Node
  {
    switch type {
    case .scalar(let scalar), .vector(let scalar, _):
      switch scalar {
      case .float, .double, .half: return fitted(float(type, depth: depth), in: range).node
      case .int, .uint: return integer(type, depth: depth - 1).node
      case .bool: return truth(type, depth: depth - 1).node
      }
    case .matrix(let scalar, let columns, let rows):
      let value = matrix(scalar, columns, rows, depth: depth - 1)
      guard value.bound > range.upperBound else { return value.node }
      return .expression(
        type.name, "(\((range.upperBound / value.bound * 0.9).literal(scalar)) * #)", [value.node])
    case .array(let element, let count):
      if once(in: 3), let whole = access(type) { return whole.node }
      return composite(type, (0..<count).map { _ in expression(element, depth: depth - 1, range: range) })
    case .structure(_, let members):
      if once(in: 3), let whole = access(type) { return whole.node }
      return composite(type, members.map { expression($0.type, depth: depth - 1, range: range) })
    }
  }

  private mutating func declaration() -> Node {
    let type = type(isMember: false)
    let variable = Variable(name: name(), type: type)
    let value = expression(type, depth: 3)
    scope.append(variable)
    // glslang dies of some precise variables that are given a part of a structure.
    if dialect.hasPrecise, type.isFloat, structures.isEmpty, once(in: 8) {
      return .item("precise \(type.name) \(variable.name) = #;", .node(value))
    }
    let qualifier =
      dialect.isES && once(in: 6) && type.scalar == .float ? "mediump " : once(in: 12) ? "const " : ""
    // A constant of the language must be one when it is compiled only in versions before 420.
    if qualifier == "const ", dialect.isES || dialect.version < 420 {
      return .item("\(type.name) \(variable.name) = #;", .node(value))
    }
    if qualifier == "const " { scope[scope.count - 1].isWritable = false }
    return .item("\(qualifier)\(type.name) \(variable.name) = #;", .node(value))
  }

  private mutating func assignment() -> Node? {
    let targets: [GLSLType] = [
      .float, .vec(2), .vec(3), .vec(4), .matrix(.float, columns: 2, rows: 2), .scalar(.double),
      .of(.double, 3),
      .scalar(.half), .of(.half, 2), .int, .uint, .float, .vec(2), .vec(3),
    ]
    for _ in 0..<4 {
      let type = pick(targets)
      guard let target = access(type, isWritten: true) else { continue }
      if type.isFloat, once(in: 3) {
        // The variable's own value stays in its range: a mean of two that are in it.
        let half = 0.5.literal(type.scalar ?? .float)
        let value = expression(type, depth: 2)
        return once(in: 2)
          ? .item("# = \(half) * (# + #);", .node(target.node), .node(target.node), .node(value))
          : .item(
            "# *= sin(#);".replacing("sin(#)", with: type.scalar == .double ? "fract(#)" : "cos(#)"),
            .node(target.node), .node(value))
      }
      return .item("# = #;", .node(target.node), .node(expression(type, depth: 3)))
    }
    return nil
  }

  private mutating func increment() -> Node? {
    guard let target = access(pick([.int, .uint]), isWritten: true) else { return nil }
    let bits = dialect.isLegacy ? [] : ["# ^= \(target.type.name)(5)"]
    return .item(
      "\(pick(["#++", "++#", "#--", "# += \(target.type.name)(3)"] + bits));",
      .node(target.node))
  }

  private mutating func copy() -> Node? {
    for variable in scope.filter(\.isWritable).shuffled(using: &random) {
      switch variable.type {
      case .array, .structure, .matrix:
        let target = Node.expression(variable.type.name, variable.name)
        return .item("# = #;", .node(target), .node(expression(variable.type, depth: 2)))
      case .scalar, .vector: continue
      }
    }
    return nil
  }

  // MARK: Control flow

  /// A condition: the same for all pixels in half the cases.
  mutating func condition() -> Node {
    once(in: 2)
      ? .expression("bool", "(\(uniformInteger()) > \(number(0...2)))") : truth(.bool, depth: 2).node
  }

  private mutating func branch() -> Node {
    let head = condition()
    let first = block()
    switch number(0...2) {
    case 0: return .item("if (#) {#}", .node(head), .list(first))
    case 1: return .item("if (#) {#} else {#}", .node(head), .list(first), .list(block()))
    default:
      return .item(
        "if (#) {#} else if (#) {#} else {#}", .node(head), .list(first), .node(condition()), .list(block()),
        .list(block(0...1)))
    }
  }

  private mutating func loop() -> Node {
    let counter = name("i")
    let count = once(in: 3) ? "\(uniformInteger())" : "\(number(1...4))"
    let outer = (scope, loopDepth, isInSwitch)
    scope.append(Variable(name: counter, type: .int, isWritable: false))
    (loopDepth, isInSwitch) = (loopDepth + 1, false)
    defer { (scope, loopDepth, isInSwitch) = outer }
    var body = block(1...3)
    if once(in: 3) {
      body.insert(
        .item("if (#) \(pick(["break", "continue"]));", .node(condition())), at: number(0...body.count))
    }
    // Seldom pixels go round different times.
    let more = once(in: 4) ? truth(.bool, depth: 1).node : .expression("bool", "true")
    switch number(0...3) {
    case 0, 1:
      return .item(
        "for (int \(counter) = 0; \(counter) < \(count) && #; \(counter)++) {#}", .node(more), .list(body))
    case 2:
      return .item(
        "{ int \(counter) = 0;\nwhile (\(counter) < \(count) && #) { \(counter)++;#} }", .node(more),
        .list(body))
    default:
      return .item(
        "{ int \(counter) = 0;\ndo { \(counter)++;#} while (\(counter) < \(count) && #); }", .list(body),
        .node(more))
    }
  }

  private mutating func switchStatement() -> [Node] {
    let selector = once(in: 2) ? Node.expression("int", uniformInteger()) : integer(.int, depth: 2).node
    let outer = isInSwitch
    isInSwitch = true
    defer { isInSwitch = outer }
    var cases: [Node] = []
    for label in 0..<number(1...3) {
      let end = number(0...2) > 0 ? "break;" : ""
      // A list of its own: without its label, a statement of a switch is an error.
      cases.append(.item("case \(label): {#} \(end)", .list(block())))
    }
    cases.append(.item("default: {#} break;", .list(block(0...1))))
    return [.item("switch (abs(#) % 4) {#}", .node(selector), .list(cases))]
  }

  private mutating func jumpStatement() -> Node? {
    let condition = condition()
    if loopDepth > 0, once(in: 2) {
      return .item("if (#) \(isInSwitch ? "continue" : pick(["break", "continue"]));", .node(condition))
    }
    guard let result else { return isInMain && once(in: 3) ? .item("if (#) return;", .node(condition)) : nil }
    return .item("if (#) return #;", .node(condition), .node(expression(result, depth: 2)))
  }

  private mutating func jumpStatement() -> [Node]? {
    let node: Node? = jumpStatement()
    return node.map { [$0] }
  }

  private mutating func discard() -> Node {
    let word = dialect.hasDemote && once(in: 3) ? "demote" : "discard"
    return .item("if (#) \(word);", .node(truth(.bool, depth: 2).node))
  }

  // MARK: Special statements

  mutating func siteStatement() -> [Node] {
    let width = number(1...4)
    let type = GLSLType.vec(width)
    let variable = Variable(name: name(), type: type)
    let value = fitted(site(type, depth: 3), in: Variable.usual)
    scope.append(variable)
    let pragma = once(in: 16) ? "#pragma quadless keep\n" : ""
    return [
      Node(.item, [.text("\(pragma)\(type.name) \(variable.name) = "), .node(value.node), .text(";")]),
      .item(
        "\(dialect.color) += vec4(#);",
        .node(.expression("float", width == 1 ? variable.name : "\(variable.name).y"))),
    ]
  }

  /// modf and frexp, which give two results.
  private mutating func split() -> [Node]? {
    guard dialect.isES ? dialect.version >= 310 : !dialect.isLegacy else { return nil }
    let scalar: GLSLType.Scalar = dialect.hasDouble && once(in: 4) ? .double : .float
    let type = GLSLType.of(scalar, number(1...4))
    let (fraction, whole) = (name(), name())
    let source = tamed(float(type, depth: 2), to: 8)
    if once(in: 2) || !dialect.hasBitFields {
      scope += [
        Variable(name: whole, type: type, range: -8...8, isWritable: false),
        Variable(name: fraction, type: type),
      ]
      return [
        .item("\(type.name) \(whole) = \(type.name)(0.0);"),
        .item("\(type.name) \(fraction) = modf(#, \(whole));", .node(source.node)),
      ]
    }
    let integers = type.with(.int)
    scope += [Variable(name: whole, type: integers, isWritable: false), Variable(name: fraction, type: type)]
    let power = scalar == .double ? "\(integers.name)(2)" : "\(integers.name)(\(uniformInteger()))"
    return [
      .item("\(integers.name) \(whole) = \(integers.name)(0);"),
      .item("\(type.name) \(fraction) = frexp(#, \(whole));", .node(source.node)),
      .item("\(fraction) = clamp(ldexp(\(fraction), \(power)), -4.0, 4.0);"),
    ]
  }

  private mutating func wideArithmetic() -> [Node]? {
    guard dialect.hasBitFields else { return nil }
    let (high, low) = (name(), name())
    let signed = once(in: 2)
    let type = signed ? GLSLType.int : .uint
    let (a, b) = (integer(type, depth: 2).node, integer(type, depth: 1).node)
    scope += [Variable(name: high, type: type), Variable(name: low, type: type)]
    let start = Node.item("\(type.name) \(high), \(low) = \(type.name)(1);")
    if !signed, once(in: 2) {
      return [
        start, .item("\(low) = \(pick(["uaddCarry", "usubBorrow"]))(#, #, \(high));", .node(a), .node(b)),
      ]
    }
    return [
      start, .item("\(signed ? "imulExtended" : "umulExtended")(#, #, \(high), \(low));", .node(a), .node(b)),
    ]
  }
}
