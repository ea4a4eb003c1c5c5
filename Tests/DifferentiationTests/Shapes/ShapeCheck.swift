import Differentiation
import Interpreter
import ReferenceCheck
import SPIRV
import Soundness
import Testing

/// A small shader that exercises one shape of memory or control flow.
struct ShapeCase: CustomStringConvertible, Sendable {
  var name: String
  /// The whole GLSL text.
  var text: String
  /// The sites that must stay, by name; none where everything is differentiable.
  var kept: Int = 0

  var description: String { name }

  /// A case around the body of `main`; see `shader`.
  init(_ name: String, _ body: String, declarations: String = "", version: String = "450", kept: Int = 0) {
    self.name = name
    text = shader(body, declarations: declarations, version: version)
    self.kept = kept
  }

  /// Compares with the stencil as compiled and as optimized.
  func check() throws {
    let module = try compiled(text, path: name)
    try check(module, "\(name), as compiled")
    let optimized = try SPIRVTools.optimize(module.words, environment: .vulkan1_3)
    try check(try Module(words: optimized), "\(name), optimized")
  }

  private func check(_ module: Module, _ what: String) throws {
    var options = DifferentiationOptions()
    // A sample's own tangent is a difference over a whole pixel; others test it.
    options.textureDerivative = .keep
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module, what)
    let staying = result.sites.filter(\.isKept)
    #expect(staying.count == kept, "\(what): \(staying.map { ($0.name, $0.outcome) })")
    #expect(result.sites.count > kept, "\(what) has nothing to differentiate")
    var check = ReferenceCheck()
    check.tolerance = 2e-4
    try check.compare(module, result.module, positions: ShapeCase.positions)
    #expect(check.mismatches.isEmpty, "\(what): \(check.mismatches.prefix(3))")
    #expect(
      check.compared > 4 * check.unreferenced, "\(what): \(check.compared) of \(check.unreferenced) more")
  }

  private static let positions = [
    Position(20.5, 31.5), Position(57.5, 12.5), Position(88.5, 77.5), Position(3.5, 64.5),
    Position(41.5, 90.5),
  ]
}
