import SPIRV
import SeededRandom

/// Something done to a shader that changes nothing of what it computes, so that its tangents must stay, too.
public struct Transformation: Sendable {
  /// The name, for reports and for the command line.
  public let name: String
  /// How the result's values may differ.
  public let rounding: Rounding
  /// Whether the shader's shape gets simpler by it, so that no site may be cut that was not before.
  public let simplifies: Bool
  private let body: @Sendable (Module, ValidationEnvironment, inout SeededGenerator) throws -> Module

  /// How values may differ after a transformation.
  public enum Rounding: Sendable {
    /// Not at all.
    case exact
    /// By what constants folded in single precision and re-associated sums make out.
    case single
  }

  /// A transformation; `body` draws its choices from the generator.
  public init(
    _ name: String, rounding: Rounding = .exact, simplifies: Bool = false,
    _ body: @escaping @Sendable (Module, ValidationEnvironment, inout SeededGenerator) throws -> Module
  ) {
    self.name = name
    self.rounding = rounding
    self.simplifies = simplifies
    self.body = body
  }

  /// A module in another form.
  public func apply(
    to module: Module, environment: ValidationEnvironment, random: inout SeededGenerator
  ) throws -> Module {
    try body(module, environment, &random)
  }

  /// All of them.
  public static let all: [Transformation] =
    [
      .renumbering, .renaming, .commuting, .swappingArms, .branchingBySwitch, .scalarizing, .hidingConstants,
      .splitting, .splittingIntoGlobals, .outlining, .wrappingInLoop, .wrappingInIf, .callingFromLoop,
    ] + optimizerPasses
}
