import Console
import Conversion
import Frontend
import Glibc

/// The conversion of one input: all that decides its bytes, and where they go.
struct ConversionJob: Sendable {
  /// What came of it.
  struct Outcome: Sendable {
    var messages: [String] = []
    var report = ""
    var timings: [Timing] = []
    var succeeded = false

    var hasMessages: Bool { !messages.isEmpty || !report.isEmpty }
  }

  let task: FileArguments.Task
  let options: ConversionOptions
  private let reports: ReportArguments
  let dependencies: DependencyArguments
  /// The output directory, to be made before the first file is written.
  let directory: String?
  /// What the output is called in a rule, where nothing else names it.
  let outputPath: String

  init(task: FileArguments.Task, command: Convert) {
    self.task = task
    options = command.conversionOptions()
    reports = command.reports
    dependencies = command.dependencies
    directory = command.files.outputDirectory
    outputPath = command.files.outputPath(of: task.input)
  }

  /// The input as messages name it.
  var path: String { task.input == "-" ? "<stdin>" : task.input }

  /// Reads, converts and writes the input.
  func run() -> Outcome {
    var outcome = Outcome()
    let dump = ModuleDump()
    do throws(Failure) {
      if dependencies.writesOnlyRule {
        try writeRule()
        outcome.succeeded = true
        return outcome
      }
      let conversion = try convertContents(dump: dump)
      let messages = selected(conversion.diagnostics)
      outcome.timings = conversion.timings
      outcome.report = report(conversion)
      outcome.messages = dump.texts + messages.map(\.description)
      if !messages.contains(where: { $0.severity == .error }), Job.mayWrite() {
        try write(conversion)
        outcome.succeeded = true
      }
    } catch {
      outcome.messages = (outcome.messages.isEmpty ? dump.texts : outcome.messages) + [error.text]
      outcome.report = reports.printSitesJson ? failureReport(error) : ""
    }
    return outcome
  }

  func readInput() throws(Failure) -> Input {
    let bytes: [UInt8]
    let limit = options.limits.inputBytes
    switch task.input == "-"
      ? readFile(descriptor: STDIN_FILENO, limit: limit) : readFile(task.input, limit: limit)
    {
    case .success(let contents): bytes = contents
    case .failure(let failure): throw Failure(path, failure.reason)
    }
    do { return try Input(path: path, bytes: bytes) } catch { throw Failure(error.diagnostics) }
  }

  private func convertContents(dump: ModuleDump) throws(Failure) -> Conversion {
    let input = try readInput()
    var options = options
    options.output = task.kind ?? (input.isModule ? .spv : .glsl)
    if reports.printAll { options.afterEachPass = { dump.add($0, $1) } }
    do { return try convert(input, options: options) } catch { throw Failure(error.diagnostics) }
  }

  private func write(_ conversion: Conversion) throws(Failure) {
    switch task.destination {
    case .nowhere:
      try commit(depfile(conversion, output: outputPath))
    case .standardOutput:
      try commit(depfile(conversion, output: outputPath))
      try naming("<stdout>") { () throws(FileFailure) in try writeAll(conversion.bytes, to: STDOUT_FILENO) }
    case .file(let path):
      if let directory {
        try naming(directory) { () throws(FileFailure) in try OutputFile.makeDirectory(directory) }
      }
      // Both are written before either gets its name.
      var file = try naming(path) { () throws(FileFailure) in
        try PendingFile(conversion.bytes, at: path, keepsEqual: true)
      }
      try commit(depfile(conversion, output: path))
      try naming(path) { () throws(FileFailure) in try file.commit() }
    }
  }

  /// The messages to show: none of the warnings and notes under -w, warnings as errors under -Werror.
  private func selected(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    if reports.suppressesWarnings { return [] }
    guard reports.makesWarningsErrors else { return diagnostics }
    return diagnostics.map { diagnostic in
      guard diagnostic.severity == .warning else { return diagnostic }
      var error = diagnostic
      error.severity = .error
      error.message += " [-Werror]"
      return error
    }
  }

  private func report(_ conversion: Conversion) -> String {
    (reports.printSites ? conversion.siteList(path: path) : "")
      + (reports.printSitesJson ? conversion.siteListJSON(path: path) : "")
  }

  private func failureReport(_ failure: Failure) -> String {
    "{\"input\":\(quoted(path)),\"converted\":false,\"error\":\(quoted(failure.text))}\n"
  }
}

extension ConversionJob {
  /// Why an input has no output: messages for the user.
  struct Failure: Error {
    var diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    init(_ path: String, _ message: String) {
      diagnostics = [Diagnostic(file: path, severity: .error, message: message)]
    }

    var text: String { diagnostics.map(\.description).joined(separator: "\n") }
  }

  /// Runs a step of writing `path`; an error of it names the path.
  func naming<Result: ~Copyable>(
    _ path: String, _ body: () throws(FileFailure) -> Result
  ) throws(Failure) -> Result {
    do throws(FileFailure) { return try body() } catch {
      throw Failure(path, "cannot be written: \(error.reason)")
    }
  }
}
