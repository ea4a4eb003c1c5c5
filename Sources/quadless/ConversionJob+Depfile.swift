import Console
import Conversion
import Frontend
import Glibc

// What the output was made from, for build systems.
extension ConversionJob {
  /// The depfile of an output, written but not yet in its place; nil where none is wanted.
  func depfile(_ conversion: Conversion, output: String) throws(Failure) -> (String, DependencyRule)? {
    guard dependencies.writesDepfile else { return nil }
    let place = dependencies.depfile ?? output + ".d"
    return (place, try rule(output: output, includes: conversion.includes))
  }

  /// Writes a depfile. Its time is always new, so that it may serve make as the stamp of an output that did not change.
  func commit(_ depfile: (place: String, rule: DependencyRule)?) throws(Failure) {
    guard let (place, rule) = depfile else { return }
    try naming(place) { () throws(FileFailure) in
      var file = try PendingFile(Array(rule.text.utf8), at: place, keepsEqual: false)
      try file.commit()
    }
  }

  /// Writes the rule alone (-M).
  func writeRule() throws(Failure) {
    let input = try readInput()
    var includes: [String] = []
    if case .text(let source) = input.content {
      do { includes = try includedFiles(of: source, options: options.compilation) } catch {
        throw Failure(error.diagnostics)
      }
    }
    let rule = try rule(output: outputPath, includes: includes)
    if let depfile = dependencies.depfile { return try commit((depfile, rule)) }
    switch task.destination {
    case .file(let path) where directory == nil: try commit((path, rule))
    case .file, .standardOutput, .nowhere:
      try naming("<stdout>") { () throws(FileFailure) in try writeAll(rule.text.utf8, to: STDOUT_FILENO) }
    }
  }

  private func rule(output: String, includes: [String]) throws(Failure) -> DependencyRule {
    let rule = dependencies.rule(output: output, prerequisites: [task.input].filter { $0 != "-" } + includes)
    if let path = ([output] + rule.prerequisites).first(where: { $0.contains("\n") }) {
      throw Failure(path, "a depfile cannot name a path with a line break in it")
    }
    return rule
  }
}
