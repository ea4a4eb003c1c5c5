import Conversion

/// A JSON value to be written; the members of objects keep their order.
indirect enum JSONValue {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  case array([JSONValue])
  case object([(String, JSONValue?)])

  /// The text, on one line.
  var text: String {
    switch self {
    case .string(let text): quoted(text)
    case .integer(let number): String(number)
    case .boolean(let truth): truth ? "true" : "false"
    case .array(let elements): "[\(elements.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.compactMap { name, value in value.map { "\(quoted(name)):\($0.text)" } }.joined(separator: ","))}"
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  init(stringLiteral value: String) { self = .string(value) }
}
