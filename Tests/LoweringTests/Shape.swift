import ShaderGenerator
import Testing

/// A small shader with a name.
struct Shape: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var testDescription: String { name }

  init(_ name: String, _ body: String, declarations: String = "", version: String = "450") {
    self.name = name
    text = fragmentShader(body, declarations: declarations, version: version)
  }
}
