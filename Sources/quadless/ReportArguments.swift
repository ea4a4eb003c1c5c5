import ArgumentParser

/// What is told besides the output.
struct ReportArguments: ParsableArguments {
  @Flag(
    help: """
      Print each site: where it is, what it became, how many instructions that added, and why not if not. \
      Without -o nothing else is written.
      """)
  var printSites = false

  @Flag(help: "The same as JSON, a line for each input.")
  var printSitesJson = false

  @Flag(help: "Print the module after every pass to standard error.")
  var printAll = false

  @Flag(name: .customLong("verify-each"), help: "Validate the module after every pass.")
  var verifiesEach = false

  @Flag(help: "Print the time each step took to standard error.")
  var timeReport = false

  @Flag(name: .customShort("w"), help: "Print no warnings.")
  var suppressesWarnings = false

  @Flag(name: .customLong("Werror", withSingleDash: true), help: "Make warnings errors.")
  var makesWarningsErrors = false

  /// Whether any list of sites is asked for.
  var printsSites: Bool { printSites || printSitesJson }
}
