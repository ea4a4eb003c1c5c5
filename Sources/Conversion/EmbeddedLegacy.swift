import Frontend
import SPIRV

/// An extension of GLSL ES 100 that sites are rewritten with, by the name that `#extension` takes.
public enum EmbeddedExtension: String, Sendable, CaseIterable {
  /// Samples with gradients.
  case textureLevels = "GL_EXT_shader_texture_lod"
  /// `dFdx` and its like.
  case derivatives = "GL_OES_standard_derivatives"
}

/// ESSL 100 is the one dialect whose extensions are the page's to turn on: WebGL 1 compiles no text that asks for what
/// the page did not ask for first. So what the shader does not enable is not used.
extension ConversionRun {
  /// Whether the output is a text in the source's dialect.
  func writesSource(of shader: CompiledShader) -> Bool {
    options.output == .glsl && isSameDialect(as: shader)
  }

  /// The extension that samples with gradients would need and the shader does not enable.
  func missingGradientExtension(_ shader: CompiledShader) -> String? {
    isMissing(.textureLevels, in: shader) ? EmbeddedExtension.textureLevels.rawValue : nil
  }

  /// The extension that a converted module needs for the derivatives of varyings, where the shader does not enable it.
  func missingDerivativeExtension(_ shader: CompiledShader, _ words: [UInt32]) -> String? {
    isMissing(.derivatives, in: shader) && ModuleWords(words).hasDerivative
      ? EmbeddedExtension.derivatives.rawValue : nil
  }

  private func isMissing(_ name: EmbeddedExtension, in shader: CompiledShader) -> Bool {
    shader.isOldES && !shader.requests(name.rawValue) && !options.enabledExtensions.contains(name)
  }

  /// Throws where the optimizer would undo the loops that ESSL 100 allows (its Appendix A).
  func refuseOptimizing(_ shader: CompiledShader) throws(ConversionError) {
    guard options.optimizes, shader.isOldES, writesSource(of: shader) else { return }
    throw .unsuitable(
      path: path,
      "'-O' does not keep to the loops that GLSL ES 1.00 allows (Appendix A); leave it out, or write another "
        + "language with '--glsl-version' or '--emit'")
  }
}

extension CompiledShader {
  /// Written in ESSL 100.
  var isOldES: Bool { profile == .es && version == 100 }

  fileprivate func requests(_ name: String) -> Bool {
    facts.requestedExtensions.contains { $0.name == name }
  }
}
