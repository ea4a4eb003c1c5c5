/// What lint looks for. The raw values are stable: scripts and `--disable` name them.
public enum LintRule: String, Sendable, CaseIterable {
  /// A derivative in control flow that may part a quad.
  case nonUniformDerivative = "non-uniform-derivative"
  /// A sample with implicit level of detail in such flow.
  case nonUniformSample = "non-uniform-sample"
  /// textureQueryLod in such flow.
  case nonUniformQueryLod = "non-uniform-query-lod"
  /// A derivative, or an implicit level, after a discard that may hit part of the quad.
  case derivativeAfterDiscard = "derivative-after-discard"
  /// A derivative, or a texture coordinate, whose operand jumps by fract, mod, floor, atan …
  case seam
  /// A derivative of what changes by jumps only.
  case piecewiseConstantDerivative = "piecewise-constant-derivative"
  /// A derivative of what does not vary.
  case constantDerivative = "constant-derivative"
  /// A derivative of what is read from memory at a varying address.
  case derivativeThroughMemory = "derivative-through-memory"
  /// A sample at a varying coordinate with a level that comes from no derivative.
  case explicitLevel = "explicit-level"
  /// A quad used as a channel between its pixels.
  case quadChannel = "quad-channel"

  /// How bad what it finds is.
  public var severity: Finding.Severity {
    switch self {
    case .nonUniformDerivative, .nonUniformSample, .nonUniformQueryLod, .derivativeAfterDiscard, .seam,
      .piecewiseConstantDerivative, .constantDerivative:
      .warning
    case .derivativeThroughMemory, .explicitLevel, .quadChannel: .note
    }
  }

  /// What it finds, in a sentence.
  public var summary: String {
    switch self {
    case .nonUniformDerivative: "Derivative in non-uniform control flow."
    case .nonUniformSample: "Sample with implicit level of detail in non-uniform control flow."
    case .nonUniformQueryLod: "textureQueryLod in non-uniform control flow."
    case .derivativeAfterDiscard: "Derivative or implicit level of detail after a discard."
    case .seam: "Derivative across a jump of its operand."
    case .piecewiseConstantDerivative: "Derivative of something piecewise constant."
    case .constantDerivative: "Derivative of something that does not vary."
    case .derivativeThroughMemory: "Derivative of what is read from memory."
    case .explicitLevel: "Explicit level of detail at a varying coordinate."
    case .quadChannel: "Quad used as a channel between pixels."
    }
  }

  /// Why that matters and what helps.
  public var help: String {
    switch self {
    case .nonUniformDerivative:
      """
      A derivative is the difference between neighbours in a 2x2 quad. Where only some of the four pixels run it, \
      the result is undefined. Take the derivative before the branch, or convert the shader. An input that is \
      the same everywhere should be declared flat, so that branches on it are known to be uniform.
      """
    case .nonUniformSample:
      """
      texture() takes its level of detail from the derivatives of its coordinate in a 2x2 quad. Where only some of \
      the four pixels run it, the level is undefined (of a texture without mipmaps it does not matter). Sample before \
      the branch, use textureGrad with derivatives taken there, or convert the shader. An input that is the same \
      everywhere should be declared flat, so that branches on it are known to be uniform.
      """
    case .nonUniformQueryLod:
      """
      textureQueryLod takes the derivatives of its coordinate in a 2x2 quad. Where only some of the four pixels run \
      it, the result is undefined. Call it before the branch.
      """
    case .derivativeAfterDiscard:
      """
      After a discard that only some pixels of a 2x2 quad take, derivatives and implicit levels of detail are \
      undefined in the others. Discard last, take derivatives first, or use 'demote' \
      (GL_EXT_demote_to_helper_invocation), after which they stay defined; or convert the shader.
      """
    case .seam:
      """
      fract, mod, floor, atan and their like jump. Where the operand of a derivative or a texture coordinate jumps \
      between two pixels of a quad, the difference is that of the jump: a line of wrong levels of detail, or of wrong \
      widths. Take the derivatives of the continuous value (textureGrad), or convert the shader.
      """
    case .piecewiseConstantDerivative:
      """
      The derivative of a value that only jumps (floor, step, an integer, a choice between constants) is zero \
      but where the jump falls inside a quad: half of the jumps are missed.
      """
    case .constantDerivative: "The derivative of a constant or a uniform is always zero."
    case .derivativeThroughMemory:
      """
      What is read from an image or buffer at a varying address has no derivative but the difference between \
      neighbours in the quad. Where the shader is to run without quads, it is lost.
      """
    case .explicitLevel:
      """
      textureLod with a level that comes from no derivative ignores how fast the coordinate varies: minified, the \
      texture aliases; magnified, it blurs where the level is above 0. Where that is not meant, sample with \
      texture() or textureGrad().
      """
    case .quadChannel:
      """
      x - dFdx(x)·k, with k from the pixel's side of the quad, is the neighbour's x: a message. It works only where \
      quads are what the shader thinks, and no analytic derivative can stand for it.
      """
    }
  }
}
