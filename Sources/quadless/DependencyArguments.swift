import ArgumentParser
import Console

/// Depfiles for build systems; the flags are glslc's and GCC's.
struct DependencyArguments: ParsableArguments {
  @Flag(
    name: [.customLong("MD", withSingleDash: true), .customLong("MMD", withSingleDash: true)],
    help: "Write a depfile beside each output, too: a rule of make that names all included files.")
  var writesDepfile = false

  @Flag(
    name: [.customShort("M"), .customLong("MM", withSingleDash: true)],
    help: "Write that rule instead of the shader, which is only preprocessed.")
  var writesOnlyRule = false

  @Option(
    name: .customLong("MF", withSingleDash: true), parsing: .unconditional,
    help: ArgumentHelp(
      "Where the rule goes. (-MD: the output's name with .d, -M: standard output)", valueName: "file"),
    completion: .file())
  var depfile: String?

  @Option(
    name: .customLong("MT", withSingleDash: true), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The rule's target as it is to stand there. (default: the output)", valueName: "target"))
  var targets: [String] = []

  @Option(
    name: .customLong("MQ", withSingleDash: true), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("The same, quoted for make and ninja.", valueName: "target"))
  var unquotedTargets: [String] = []

  @Flag(
    name: .customLong("MP", withSingleDash: true),
    help: "Give each included file an empty rule, so that make goes on when one is removed.")
  var hasPhonyRules = false

  func validate() throws {
    if writesDepfile, writesOnlyRule { throw ValidationError("'-MD' and '-M' exclude each other") }
    guard !writesDepfile, !writesOnlyRule else { return }
    let given = [
      ("-MF", depfile != nil), ("-MT", !targets.isEmpty), ("-MQ", !unquotedTargets.isEmpty),
      ("-MP", hasPhonyRules),
    ]
    if let (name, _) = given.first(where: { $0.1 }) { throw ValidationError("'\(name)' needs '-MD' or '-M'") }
  }

  /// Throws where the rules of several inputs would get into each other's way.
  func validate(plan: [FileArguments.Task]) throws {
    if plan.count > 1, depfile != nil || !targets.isEmpty || !unquotedTargets.isEmpty {
      throw ValidationError(
        "'-MF' and '-MT' are for one input; with '-MD' each output gets a depfile of its own")
    }
    guard writesDepfile, let task = plan.first else { return }
    switch task.destination {
    case .file: break
    case .nowhere, .standardOutput:
      if depfile == nil || (targets.isEmpty && unquotedTargets.isEmpty) {
        throw ValidationError("'-MD' without an output file needs '-MF' and '-MT'")
      }
    }
  }

  /// The rule of an output; nil: that of an input nobody named an output for.
  func rule(output: String, prerequisites: [String]) -> DependencyRule {
    let named = targets + unquotedTargets.map(DependencyRule.quoted)
    return DependencyRule(
      targets: named.isEmpty ? [DependencyRule.quoted(output)] : named, prerequisites: prerequisites,
      hasPhonyRules: hasPhonyRules)
  }
}
