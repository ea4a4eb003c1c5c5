/// A function as its callers see it.
struct Signature {
  enum Qualifier: String { case input = "in", output = "out", both = "inout", constant = "const in" }
  struct Parameter {
    var name: String
    var type: GLSLType
    var qualifier: Qualifier
  }

  var name: String
  var result: GLSLType?
  var parameters: [Parameter]

  /// Whether it can stand in an expression: it writes through no parameter.
  var isExpression: Bool { parameters.allSatisfy { $0.qualifier == .input || $0.qualifier == .constant } }
}

// Functions and their calls: each calls only those before it.
extension ShaderWriter {
  mutating func function() -> Node {
    let parameters = (0..<number(0...4)).map { position in
      let qualifier: Signature.Qualifier =
        switch number(0...9) {
        case 0, 1: .both
        case 2: .output
        case 3: .constant
        default: .input
        }
      return Signature.Parameter(name: "p\(position)", type: type(isMember: false), qualifier: qualifier)
    }
    let returned: GLSLType? = once(in: 5) ? nil : once(in: 2) ? .vec(number(1...4)) : type(isMember: false)
    let signature = Signature(name: name("f"), result: returned, parameters: parameters)
    var statements: [Node] = []
    let outer = (scope, result, depth, budget, isInMain)
    (result, isInMain) = (returned, false)
    budget = min(budget, 14)
    for parameter in parameters {
      if parameter.qualifier == .output {
        statements.append(.item("\(parameter.name) = #;", .node(constant(parameter.type))))
      }
      scope.append(
        Variable(name: parameter.name, type: parameter.type, isWritable: parameter.qualifier != .constant))
    }
    for _ in 0..<number(1...4) { statements += statement() }
    if once(in: 4) { statements += siteStatement() }
    if let returned {
      statements.append(.item("return #;", .node(expression(returned, depth: 3))))
    }
    (scope, result, depth, budget, isInMain) = outer
    budget -= 8
    functions.append(signature)
    let list = parameters.map {
      "\($0.qualifier == .input ? "" : "\($0.qualifier.rawValue) ")\($0.type.name) \($0.name)"
    }
    return .item(
      "\(returned?.name ?? "void") \(signature.name)(\(list.joined(separator: ", "))) {#}", .list(statements))
  }

  /// A call in an expression.
  mutating func call(returning type: GLSLType, _ depth: Int) -> Value? {
    let found = functions.filter { $0.isExpression && $0.result?.reaches(type, isWritten: false) == true }
    guard !found.isEmpty, depth > 0 else { return nil }
    let function = pick(found)
    guard let result = function.result else { return nil }
    let arguments = function.parameters.map {
      again(function, $0.type, depth - 1) ?? expression($0.type, depth: depth - 1)
    }
    let call = call(function, arguments)
    guard result != type else { return Value(node: call, type, Variable.usual) }
    guard case .vector = result, let width = type.width else { return nil }
    return Value(type, Variable.usual, "#.\(swizzle(width, of: result.width ?? 2))", [call])
  }

  /// The result of a function on its way into the function again: what holds for one call has to hold for the other.
  private mutating func again(_ function: Signature, _ type: GLSLType, _ depth: Int) -> Node? {
    guard depth > 0, type.isFloat, type.width != nil, function.result == type, once(in: 2) else { return nil }
    let arguments = function.parameters.map { parameter in
      parameter.type == type && once(in: 3)
        ? fitted(jump(type, depth), in: Variable.usual).node
        : again(function, parameter.type, depth - 1) ?? expression(parameter.type, depth: depth - 1)
    }
    let inner = call(function, arguments)
    guard type.scalar != .double, once(in: 2) else { return inner }
    return .expression(type.name, "\(pick(["sin", "1.5 * atan"]))(#)", [inner])
  }

  private func call(_ function: Signature, _ arguments: [Node]) -> Node {
    let holes = [String](repeating: "#", count: arguments.count).joined(separator: ", ")
    return .expression(function.result?.name ?? "void", "\(function.name)(\(holes))", arguments)
  }

  /// A call that writes through its parameters, each to a variable of its own.
  mutating func callStatement() -> [Node]? {
    guard !functions.isEmpty else { return nil }
    let function = pick(functions)
    var before: [Node] = []
    var used: Set<String> = []
    var arguments: [Node] = []
    for parameter in function.parameters {
      switch parameter.qualifier {
      case .input, .constant: arguments.append(expression(parameter.type, depth: 2))
      case .output, .both:
        if once(in: 2), let target = access(parameter.type, isWritten: true, besides: used) {
          used.formUnion(target.node.text.split { !$0.isLetter && !$0.isNumber }.map(String.init))
          arguments.append(target.node)
        } else {
          let variable = Variable(name: name(), type: parameter.type)
          before.append(
            .item("\(parameter.type.name) \(variable.name) = #;", .node(expression(parameter.type, depth: 2)))
          )
          scope.append(variable)
          used.insert(variable.name)
          arguments.append(.expression(parameter.type.name, variable.name))
        }
      }
    }
    let call = call(function, arguments)
    guard let result = function.result, number(0...2) > 0 else { return before + [.item("#;", .node(call))] }
    let variable = Variable(name: name(), type: result)
    scope.append(variable)
    return before + [.item("\(result.name) \(variable.name) = #;", .node(call))]
  }
}
