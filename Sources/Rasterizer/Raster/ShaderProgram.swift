import CShaderABI
import Lowering
import SPIRV

/// A compiled shader with what its host must know to call it.
public struct ShaderProgram: Sendable {
  /// The slots and resources.
  public var interface: ShaderInterface
  /// The code.
  public var function: QuadlessShader
  /// The code for spans of groups, which ``Rasterizer/render(_:program:bindings:options:)`` uses; nil for none.
  public var span: ShaderSpan?
  /// Lanes, element type and derivatives' meaning.
  public var options: LoweringOptions
  /// The number of components of each probed value.
  public var probeComponents: [Int]
  /// The inputs that are filled with the changes per pixel of others.
  public var tangents: [InputTangent] = []
  /// Kept alive as long as the program is: the code's owner.
  private let owner: (any Sendable)?

  /// A program of a function by the conventions of CShaderABI.
  public init(
    interface: ShaderInterface, function: @escaping QuadlessShader, options: LoweringOptions,
    span: ShaderSpan? = nil, probeComponents: [Int] = [], owner: (any Sendable)? = nil
  ) {
    self.interface = interface
    self.function = function
    self.options = options
    self.span = span
    self.probeComponents = probeComponents
    self.owner = owner
  }
}

/// An input variable that hands over how another one changes per pixel: an explicit seed.
///
/// Along y means downwards the rows, as they are numbered. The change is that at the pixel's centre.
public struct InputTangent: Hashable, Sendable {
  /// The variable that is filled.
  public var variable: ValueID
  /// The input whose change it is; of gl_FragCoord only z and w are handed over.
  public var input: ValueID
  /// The way into that input: members, elements.
  public var path: [Int]
  /// Whether it is the change in y, not in x.
  public var isAlongY: Bool

  /// A tangent.
  public init(variable: ValueID, input: ValueID, path: [Int], isAlongY: Bool) {
    (self.variable, self.input, self.path, self.isAlongY) = (variable, input, path, isAlongY)
  }
}
