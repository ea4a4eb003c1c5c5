// What pixels part over: control flow that depends on them, and integers.
extension RandomShader {
  /// A condition that differs between pixels, mostly.
  mutating func condition() -> String {
    switch number(0...3) {
    case 0: "fract(\(float(1)) * 7.0) < 0.3"
    case 1: "\(float(1)) > \(float(1))"
    case 2 where features.contains(.integers): "(\(integer(1)) & 3) == \(number(0...3))"
    default: "\(float(1)) > 0.4 && u.x < 0.9"
    }
  }

  /// Control flow that pixels take differently.
  mutating func part() {
    guard depth < 2 else { return declare("float", float(2)) }
    switch number(0...3) {
    case 0: selectCase()
    case 1: iterate()
    case 2: ifElseChain()
    default: nestedLoops()
    }
  }

  private mutating func selectCase() {
    let own = name()
    lines.append("float \(own) = \(float(1));")
    lines.append("switch (int(floor(abs(\(float(1))) * 9.0)) % 5) {")
    for label in 0..<3 {
      lines.append("case \(label):")
      nested { $0.lines.append("\(own) += \($0.float(2));") }
      if number(0...2) > 0 { lines.append("break;") }
    }
    lines.append("default: \(own) = sin(\(own)); }")
    floats.append(own)
  }

  private mutating func iterate() {
    let (own, index) = (name(), name())
    lines.append("float \(own) = \(float(1)); int \(index) = 0;")
    floats.append(own)
    let isDo = number(0...1) == 0
    lines.append(isDo ? "do {" : "while (\(own) < 3.0 && \(index) < 9) {")
    lines.append("\(index)++;")
    nested {
      $0.lines.append("if (\($0.condition())) \($0.pick(["continue", "break"]));")
      $0.lines.append("\(own) = 0.9 * abs(\(own)) + abs(sin(\($0.float(1)))) + 0.2;")
    }
    lines.append(isDo ? "} while (\(own) < 2.0 && \(index) < 7);" : "}")
    lines.append("\(own) += float(\(index)) * 0.1;")
  }

  private mutating func ifElseChain() {
    let own = name()
    lines.append("float \(own) = \(float(1));")
    lines.append("if (\(condition())) {")
    nested { $0.lines.append("\(own) = \($0.float(2));") }
    lines.append("} else if (\(condition())) {")
    nested { $0.lines.append("\(own) *= \($0.float(1));") }
    lines.append("}")
    floats.append(own)
  }

  private mutating func nestedLoops() {
    let (own, outer, inner) = (name(), name(), name())
    lines.append("float \(own) = \(float(1));")
    floats.append(own)
    lines.append("for (int \(outer) = 0; \(outer) < \(number(2...3)); \(outer)++) {")
    lines.append("for (int \(inner) = \(outer); \(inner) < 4; \(inner)++) {")
    nested {
      $0.lines.append("if (\($0.condition())) break;")
      $0.lines.append("\(own) = sin(\(own) + \($0.float(1)) + float(\(inner)));")
    }
    lines.append("}")
    lines.append("if (\(condition())) \(pick(["continue", "break"]));")
    lines.append("\(own) += 0.25;")
    lines.append("}")
  }

  // MARK: Integers

  /// A statement about integers.
  mutating func integerStatement() {
    switch number(0...3) {
    case 0:
      let own = name()
      lines.append("int \(own) = \(integer(2));")
      integers.append(own)
    case 1:
      let own = name()
      lines.append("vec3 \(own)[3] = vec3[3](\(vector(1)), \(vector(1)), \(vector(1)));")
      lines.append("\(own)[\(index(3))].\(pick(["x", "y", "z"])) = \(float(1));")
      vectors.append("\(own)[\(index(3))]")
      floats.append("\(own)[\(index(3))][\(index(3))]")
    case 2: declare("float", "table[\(index(8))]")
    default: declare("float", "float(\(integer(2)) & 255) / 255.0")
    }
  }

  /// An index below a bound that differs between pixels.
  mutating func index(_ bound: Int) -> String { "abs(\(integer(1)) % \(bound))" }

  /// An integer expression; no division by zero, no shift out of range.
  mutating func integer(_ depth: Int) -> String {
    if depth == 0 { return pick(integers) }
    switch number(0...9) {
    case 0: return "(\(integer(depth - 1)) + \(integer(depth - 1)))"
    case 1: return "(\(integer(depth - 1)) * \(number(2...9)))"
    case 2: return "(\(integer(depth - 1)) ^ \(integer(depth - 1)))"
    case 3: return "(\(integer(depth - 1)) >> \(number(0...5)))"
    case 4: return "int(uint(\(integer(depth - 1))) * 1664525u >> 7u)"
    case 5: return "int(floor(\(float(1)) * 8.0))"
    case 6: return "bitfieldReverse(\(integer(depth - 1)))"
    case 7: return "findMSB(\(integer(depth - 1)))"
    case 8: return "clamp(\(integer(depth - 1)), -5, \(number(2...90)))"
    default: return "(\(integer(depth - 1)) / \(number(2...9)))"
    }
  }
}
