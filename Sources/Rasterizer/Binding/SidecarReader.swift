import Yams

/// Reads the nodes of a sidecar; its errors tell their places.
struct SidecarReader {
  /// The file's name.
  let file: String

  func error(_ node: Node, _ message: String) -> SidecarError {
    SidecarError(file: file, line: node.mark?.line, column: node.mark?.column, message: message)
  }

  /// What Yams has to say of text that is no YAML.
  func syntaxError(_ error: any Error) -> SidecarError {
    guard let error = error as? YamlError else {
      return SidecarError(file: file, line: nil, column: nil, message: "\(error)")
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return SidecarError(file: file, line: mark.line, column: mark.column, message: problem)
    case .duplicatedKeysInMapping(let keys, let context):
      return SidecarError(
        file: file, line: context.mark.line, column: context.mark.column,
        message: "given twice: \(keys.sorted().joined(separator: ", "))")
    case .reader(let problem, _, _, _):
      return SidecarError(file: file, line: nil, column: nil, message: problem)
    default: return SidecarError(file: file, line: nil, column: nil, message: "no YAML: \(error)")
    }
  }

  /// The values of a mapping by its keys, all of which are known.
  func entries(_ node: Node, keys: [String]) throws(SidecarError) -> [String: Node] {
    var result: [String: Node] = [:]
    for (name, key, value) in try pairs(node) {
      guard keys.contains(name) else {
        throw error(key, "unknown key '\(name)'; known: \(keys.joined(separator: ", "))")
      }
      result[name] = value
    }
    return result
  }

  /// The values of a mapping by names that are the shader's.
  func namedEntries(_ node: Node?) throws(SidecarError) -> [(name: String, value: Node)] {
    guard let node else { return [] }
    return try pairs(node).map { ($0.name, $0.value) }
  }

  /// The values of a mapping by numbers.
  func numberedEntries(_ node: Node?) throws(SidecarError) -> [(number: Int, key: Node, value: Node)] {
    guard let node else { return [] }
    var result: [(number: Int, key: Node, value: Node)] = []
    for (name, key, value) in try pairs(node) {
      guard let number = Int(name) else { throw error(key, "a source line is expected, not '\(name)'") }
      result.append((number, key, value))
    }
    return result
  }

  private func pairs(_ node: Node) throws(SidecarError) -> [(name: String, key: Node, value: Node)] {
    guard case .mapping(let mapping) = node else { throw error(node, "keys with values are expected") }
    var result: [(name: String, key: Node, value: Node)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else { throw error(key, "a key is a word") }
      result.append((scalar.string, key, value))
    }
    return result
  }

  func text(_ node: Node) throws(SidecarError) -> String {
    guard case .scalar(let scalar) = node else { throw error(node, "a text is expected") }
    return scalar.string
  }

  func boolean(_ node: Node) throws(SidecarError) -> Bool {
    switch try text(node) {
    case "true": return true
    case "false": return false
    case let other: throw error(node, "true or false is expected, not '\(other)'")
    }
  }

  /// A number, or 1 and 0 for true and false.
  func number(_ scalar: Node.Scalar) -> Double? {
    switch scalar.string {
    case "true": 1
    case "false": 0
    default: Double(scalar.string).flatMap { $0.isFinite ? $0 : nil }
    }
  }

  func number(_ node: Node) throws(SidecarError) -> Double {
    guard case .scalar(let scalar) = node, let number = number(scalar) else {
      throw error(node, "a finite number is expected")
    }
    return number
  }

  func integer(_ node: Node, in range: ClosedRange<Int>) throws(SidecarError) -> Int {
    guard case .scalar(let scalar) = node, let number = Int(scalar.string), range.contains(number) else {
      throw error(node, "an integer from \(range.lowerBound) to \(range.upperBound) is expected")
    }
    return number
  }

  /// The most numbers of one value: aliases of aliases could stand for more than memory holds.
  private static let numberLimit = 1 << 20

  /// A number, or the numbers of a list and the lists in it, in order.
  func numbers(_ node: Node) throws(SidecarError) -> [Double] {
    var result: [Double] = []
    try add(node, to: &result, at: node)
    guard !result.isEmpty else { throw error(node, "numbers are expected") }
    return result
  }

  private func add(_ node: Node, to result: inout [Double], at whole: Node) throws(SidecarError) {
    guard case .sequence(let sequence) = node else {
      result.append(try number(node))
      guard result.count <= Self.numberLimit else {
        throw error(whole, "there are more than \(Self.numberLimit) numbers")
      }
      return
    }
    guard !sequence.isEmpty else { throw error(node, "numbers are expected") }
    for element in sequence { try add(element, to: &result, at: whole) }
  }

  /// A size in pixels: one number for a square, or width and height.
  func size(_ node: Node) throws(SidecarError) -> (width: Int, height: Int) {
    guard case .sequence(let sequence) = node else {
      let side = try integer(node, in: 1...16384)
      return (side, side)
    }
    guard sequence.count == 2 else { throw error(node, "width and height are expected") }
    return (try integer(sequence[0], in: 1...16384), try integer(sequence[1], in: 1...16384))
  }

  func choices<Choice: CaseIterable & RawRepresentable>(_ type: Choice.Type) -> String
  where Choice.RawValue == String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }

  /// One of a list of words.
  func choice<Choice: CaseIterable & RawRepresentable>(_ node: Node, _ what: String) throws(SidecarError)
    -> Choice
  where Choice.RawValue == String {
    guard case .scalar(let scalar) = node, let choice = Choice(rawValue: scalar.string) else {
      let found = node.scalar.map { " '\($0.string)'" } ?? ""
      throw error(node, "no \(what)\(found); there are \(choices(Choice.self))")
    }
    return choice
  }
}
