// Reading and writing variables and their parts.
extension ShaderWriter {
  /// A variable, or a part of one, of a type; nil where none is found.
  mutating func access(_ target: GLSLType, isWritten: Bool = false, besides: Set<String> = []) -> Value? {
    var roots = scope.filter {
      (!isWritten || $0.isWritable) && !besides.contains($0.name)
        && $0.type.reaches(target, isWritten: isWritten)
    }
    guard !roots.isEmpty else { return nil }
    if !isWritten, number(0...4) > 0 {
      let varied = roots.filter(\.isVaried)
      if !varied.isEmpty { roots = varied }
    }
    // The latest are the ones that make a program of statements that hang together.
    let root = once(in: 2) ? pick(Array(roots.suffix(4))) : pick(roots)
    let node = part(.expression(root.type.name, root.name), root.type, target, isWritten: isWritten)
    return Value(node: node, target, root.range)
  }

  private mutating func part(_ whole: Node, _ type: GLSLType, _ target: GLSLType, isWritten: Bool) -> Node {
    if type == target { return whole }
    switch type {
    case .scalar: return whole
    case .vector(_, let count):
      guard let width = target.width, width > 1 else {
        return once(in: 4)
          ? indexed(whole, count, target)
          : .expression(target.name, "#.\(Array("xyzw")[number(0...(count - 1))])", [whole])
      }
      return .expression(target.name, "#.\(swizzle(width, of: count, isWritten: isWritten))", [whole])
    case .matrix(let scalar, let columns, let rows):
      return part(
        indexed(whole, columns, .of(scalar, rows)), .of(scalar, rows), target, isWritten: isWritten)
    case .array(let element, let count):
      return part(indexed(whole, count, element), element, target, isWritten: isWritten)
    case .structure(_, let members):
      let member = pick(members.filter { $0.type.reaches(target, isWritten: isWritten) })
      return part(
        .expression(member.type.name, "#.\(member.name)", [whole]), member.type, target, isWritten: isWritten)
    }
  }

  /// Components by letter, each once where they are written.
  mutating func swizzle(_ width: Int, of count: Int, isWritten: Bool = false) -> String {
    var letters = Array(pick(["xyzw", "rgba", "stpq"]).prefix(count))
    if isWritten { return String(letters.shuffled(using: &random).prefix(width)) }
    letters = (0..<width).map { _ in pick(letters) }
    return String(letters)
  }

  private mutating func indexed(_ whole: Node, _ count: Int, _ element: GLSLType) -> Node {
    .expression(element.name, "#[#]", [whole, index(below: count)])
  }

  /// An index: mostly constant, else the same for all pixels, seldom not.
  mutating func index(below count: Int) -> Node {
    if number(0...2) > 0 { return .expression("int", "\(number(0...(count - 1)))") }
    let value = once(in: 6) ? integer(.int, depth: 1).node : .expression("int", uniformInteger())
    return .expression(
      "int", dialect.isLegacy ? "int(mod(abs(float(#)), \(count).0))" : "abs(# % \(count))", [value])
  }

  /// An integer that is the same for all pixels of a triangle.
  mutating func uniformInteger() -> String {
    let names = scope.filter { $0.type == .int && !$0.isWritable }.map(\.name)
    return names.isEmpty ? "\(number(0...3))" : pick(names)
  }
}

extension GLSLType {
  /// Whether a part of a value of this type, or all of it, is of another type.
  func reaches(_ target: GLSLType, isWritten: Bool) -> Bool {
    if self == target { return true }
    switch self {
    case .scalar: return false
    case .vector(let scalar, let count):
      guard target.scalar == scalar, let width = target.width else { return false }
      return !isWritten || width <= count
    case .matrix(let scalar, _, let rows):
      return GLSLType.of(scalar, rows).reaches(target, isWritten: isWritten)
    case .array(let element, _): return element.reaches(target, isWritten: isWritten)
    case .structure(_, let members):
      return members.contains { $0.type.reaches(target, isWritten: isWritten) }
    }
  }
}
