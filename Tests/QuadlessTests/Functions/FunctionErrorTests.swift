import Conversion
import Differentiation
import Foundation
import Testing

/// What no function without a quad can be made of.
@Suite struct FunctionErrorTests {
  @Test(arguments: [
    (
      "float f(float x) { return fwidth(floor(x)); }", "f.glsl:1: error: 'fwidth' needs a quad",
      "cut by floor"
    ),
    (
      "float f(float x) {\n#pragma quadless keep\n return fwidth(x); }", "f.glsl:3: error:",
      "excluded by the pragma"
    ),
    (
      "uniform sampler2D t; vec2 f(vec2 p) { return textureQueryLod(t, p); }", "f.glsl:1: error:",
      "bias and clamps"
    ),
    (
      "#version 450\nin vec2 v; vec2 f() { return interpolateAtCentroid(v); }", "f.glsl:2: error:",
      "interpolated anew"
    ),
    ("float g(float x) { return x; }", "f.glsl: error: there is no function 'f'", "it defines g"),
    ("float f(float x) { return y; }", "f.glsl:1:27: error:", "undeclared identifier"),
  ])
  func isSaid(text: String, start: String, reason: String) throws {
    #expect {
      _ = try functionFile(text, path: "f.glsl", ["f"])
    } throws: { error in
      let message = (error as? ConversionError)?.description ?? "\(error)"
      return message.hasPrefix(start) && message.contains(reason)
    }
  }

  @Test func cutsMayBeZero() throws {
    let text = "float f(float x) { return fwidth(floor(x)) + fwidth(x); }"
    let conversion = try functionFile(text, ["f"], onCut: .zero).conversion
    let warnings = conversion.diagnostics.filter { $0.severity == .warning }
    #expect(
      warnings.map(\.message) == [
        "'fwidth': its operand is cut by floor at functions.glsl:1: the derivative through it is taken as zero"
      ])
  }

  /// A module does not tell initializers from what `main` does.
  @Test func variablesOfAModuleMayBeUnset() throws {
    let text = """
      #version 450
      layout(location = 0) out vec4 color;
      float scale = 2.0;
      float f(float x) { return fwidth(x * scale); }
      void main() { color = vec4(f(1.0)); }
      """
    var options = ConversionOptions()
    let module = try convert(Input(path: "a.frag", bytes: Array(text.utf8)), options: options).bytes
    options.functions = FunctionOptions(names: ["f"])
    let conversion = try convert(Input(path: "a.spv", bytes: module), options: options)
    #expect(conversion.diagnostics.map(\.severity) == [.warning])
    #expect(conversion.diagnostics.first?.message.contains("'scale' is set by the entry point") == true)
  }

  @Test func discardStaysWithAWarning() throws {
    let text = "float f(float x) { if (x < 0.0) discard; return fwidth(x); }"
    let file = try functionFile(text, ["f"])
    #expect(file.text.contains("discard;"))
    #expect(file.conversion.diagnostics.map(\.severity) == [.warning])
  }

  @Test(arguments: [
    ["--function", "f", "-O"], ["--function", "f", "--emit", "msl"],
    ["--function", "f", "--entry-point", "main"],
    ["--function", "f", "--sites", "textures"], ["--function", "f", "--fragment-size", "2x2"],
    ["--result-tangents"],
    ["--no-declarations"],
  ])
  func wrongUsageIsSaid(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("f.glsl", "float f(float x) { return x; }")
    let result = try Command.run(arguments + [path])
    #expect(result.status == 2 && result.output.isEmpty, "\(result.errors)")
  }

  @Test func theCommandWritesAFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("f.glsl", "uniform float s; float f(float x) { return fwidth(x * s); }")
    let result = try Command.run([
      "--function", "f", path, "-o", folder["f_d.glsl"].path, "--no-declarations",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let text = try String(contentsOf: folder["f_d.glsl"], encoding: .utf8)
    #expect(text.contains("float f_d(") && !text.contains("uniform float"))
  }
}
