import Differentiation
import SPIRV
import Soundness
import Testing

/// Expects of a differentiated module what the invariants ask for; see ``faults(of:from:environment:)``.
func expectSound(
  _ result: Differentiated, from original: Module, _ what: String = "",
  environment: ValidationEnvironment = .universal, location: Testing.SourceLocation = #_sourceLocation
) throws {
  let faults = faults(of: result, from: original, environment: environment)
  #expect(faults.isEmpty, "\(what): \(faults.prefix(3))", sourceLocation: location)
}
