import Differentiation
import Foundation
import Frontend
import Lowering
import SPIRV
import Testing

/// This repository's shaders against the interpreter.
struct ShaderTests {
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: shaderFolder.path)) ?? [])
    .filter { $0.hasSuffix(".frag") }.sorted()

  /// The interpreter gives a uniform with an initializer that value, and a host its own.
  static let withInitializers: Set = ["double-mandelbrot.frag"]
  /// A difference of a difference needs a wider stencil.
  static let nested: Set = ["bump-specular.frag", "curvature.frag", "nested-derivatives.frag"]

  @Test func thereAreShaders() { #expect(Self.names.count > 50) }

  @Test(arguments: names.filter { !withInitializers.contains($0) })
  func agrees(name: String) throws {
    let module = try Module(words: try Self.compiled(name).words)
    try expectAgreement(module, order: Self.nested.contains(name) ? 2 : 1, name)
  }

  @Test(arguments: names.filter { !withInitializers.contains($0) })
  func agreesDifferentiated(name: String) throws {
    let shader = try Self.compiled(name)
    var options = DifferentiationOptions()
    options.isOpenGL = !shader.environment.isVulkan
    let result = try differentiate(try Module(words: shader.words), options: options)
    try expectAgreement(result.module, name)
  }

  static func compiled(_ name: String) throws -> Frontend.CompiledShader {
    try compile(try Source(readingFrom: shaderFolder.appending(path: name).path))
  }
}
