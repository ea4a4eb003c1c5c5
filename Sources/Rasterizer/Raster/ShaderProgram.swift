import CShaderABI
import Lowering

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
