/// A rule of make that names the files an output was made from: what compilers call a depfile, as make and ninja
/// read it.
package struct DependencyRule: Sendable {
  /// What depends, quoted already.
  package var targets: [String]
  /// The files it depends on, as paths. The first is the input.
  package var prerequisites: [String]
  /// Whether each included file gets a rule of its own without a recipe, so that make does not ask for one when it
  /// is gone.
  package var hasPhonyRules: Bool

  package init(targets: [String], prerequisites: [String], hasPhonyRules: Bool = false) {
    self.targets = targets
    self.prerequisites = prerequisites
    self.hasPhonyRules = hasPhonyRules
  }

  /// The rule's text.
  package var text: String {
    var seen: Set<String> = []
    let files = prerequisites.filter { seen.insert($0).inserted }.map(DependencyRule.quoted)
    var text = targets.joined(separator: " ") + ":" + files.map { " \\\n  " + $0 }.joined() + "\n"
    if hasPhonyRules { text += files.dropFirst().map { "\n\($0):\n" }.joined() }
    return text
  }

  /// A path quoted for make and ninja alike, as GCC's -MQ does: a backslash before a blank, a `#` and a colon, a `$`
  /// doubled; backslashes count only before a blank.
  package static func quoted(_ path: String) -> String {
    var result = ""
    var backslashes = 0
    for character in path.unicodeScalars {
      switch character {
      case " ", "\t": result += String(repeating: "\\", count: backslashes + 1)
      case "#", ":": result += "\\"
      case "$": result += "$"
      default: break
      }
      backslashes = character == "\\" ? backslashes + 1 : 0
      result.unicodeScalars.append(character)
    }
    return result
  }
}
