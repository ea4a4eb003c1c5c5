import Console
import Conversion
import Frontend
import Glibc
import Synchronization

/// Converts the inputs of one command and tells what came of it, in their order.
struct Batch: Sendable {
  /// What came of one input.
  private struct Outcome: Sendable {
    var messages: [String] = []
    var report = ""
    var timings: [Timing] = []
    var succeeded = false
  }

  let plan: [FileArguments.Task]
  private let options: ConversionOptions
  private let jobs: Int
  private let printsSites: Bool
  private let printsJSON: Bool
  private let printsModules: Bool
  private let printsTimes: Bool
  private let suppressesWarnings: Bool
  private let makesWarningsErrors: Bool
  /// The list of sites gives way where the shader itself goes to standard output.
  private let reportsToStandardError: Bool
  /// The output directory, to be made before the first file is written.
  private let directory: String?

  init(plan: [FileArguments.Task], command: Convert) {
    self.plan = plan
    options = command.conversionOptions()
    jobs = command.files.jobs ?? Workers.coreCount
    printsSites = command.reports.printSites
    printsJSON = command.reports.printSitesJson
    printsModules = command.reports.printAll
    printsTimes = command.reports.timeReport
    suppressesWarnings = command.reports.suppressesWarnings
    makesWarningsErrors = command.reports.makesWarningsErrors
    reportsToStandardError = plan.contains { $0.destination == .standardOutput }
    directory = command.files.outputDirectory
  }

  /// Converts every input; returns whether all went well.
  func run() -> Bool {
    let progress = Progress(count: plan.count)
    let tally = Mutex((succeeded: true, timings: [Timing]()))
    let (plan, batch) = (plan, self)
    Workers(count: jobs).run(
      jobs: plan.count,
      job: { number in CrashGuard.working(on: plan[number].input) { batch.process(plan[number]) } },
      started: { index, done in progress.show(done: done, current: plan[index].input) },
      finished: { _, outcome in
        progress.clear()
        batch.tell(outcome)
        tally.withLock { tally in
          tally.succeeded = tally.succeeded && outcome.succeeded
          tally.timings += outcome.timings
        }
      })
    progress.clear()
    return tally.withLock { tally in
      if printsTimes { StandardError.write(TimeReport(tally.timings).text) }
      return tally.succeeded
    }
  }

  private func tell(_ outcome: Outcome) {
    if !outcome.messages.isEmpty {
      StandardError.write(outcome.messages.joined(separator: "\n") + "\n")
    }
    guard !outcome.report.isEmpty else { return }
    // A reader that has gone away has seen what it wanted.
    try? writeAll(outcome.report.utf8, to: reportsToStandardError ? STDERR_FILENO : STDOUT_FILENO)
  }

  /// Reads, converts and writes one input.
  private func process(_ task: FileArguments.Task) -> Outcome {
    var outcome = Outcome()
    let path = task.input == "-" ? "<stdin>" : task.input
    let dump = ModuleDump()
    do throws(Failure) {
      let conversion = try convertContents(of: task, path: path, dump: dump)
      let messages = selected(conversion.diagnostics)
      outcome.timings = conversion.timings
      outcome.report = report(conversion, path: path)
      outcome.messages = dump.texts + messages.map(\.description)
      if !messages.contains(where: { $0.severity == .error }) {
        try write(conversion, to: task.destination)
        outcome.succeeded = true
      }
    } catch {
      outcome.messages = (outcome.messages.isEmpty ? dump.texts : outcome.messages) + [error.text]
      outcome.report = printsJSON ? failureReport(error, path: path) : ""
    }
    return outcome
  }

  private func convertContents(
    of task: FileArguments.Task, path: String, dump: ModuleDump
  ) throws(Failure) -> Conversion {
    let bytes: [UInt8]
    switch task.input == "-" ? readFile(descriptor: STDIN_FILENO) : readFile(task.input) {
    case .success(let contents): bytes = contents
    case .failure(let failure): throw Failure(path, failure.reason)
    }
    do {
      let input = try Input(path: path, bytes: bytes)
      var options = options
      options.output = task.kind ?? (input.isModule ? .spv : .glsl)
      if printsModules { options.afterEachPass = { dump.add($0, $1) } }
      return try convert(input, options: options)
    } catch {
      throw Failure(error.diagnostics)
    }
  }

  private func write(_ conversion: Conversion, to destination: FileArguments.Task.Destination) throws(Failure)
  {
    var name = "<stdout>"
    do throws(FileFailure) {
      switch destination {
      case .nowhere: break
      case .standardOutput: try writeAll(conversion.bytes, to: STDOUT_FILENO)
      case .file(let path):
        name = path
        if let directory { try OutputFile.makeDirectory(directory) }
        try OutputFile.write(conversion.bytes, to: path)
      }
    } catch {
      throw Failure(name, "cannot be written: \(error.reason)")
    }
  }

  /// The messages to show: none of the warnings and notes under -w, warnings as errors under -Werror.
  private func selected(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    if suppressesWarnings { return [] }
    guard makesWarningsErrors else { return diagnostics }
    return diagnostics.map { diagnostic in
      guard diagnostic.severity == .warning else { return diagnostic }
      var error = diagnostic
      error.severity = .error
      error.message += " [-Werror]"
      return error
    }
  }

  private func report(_ conversion: Conversion, path: String) -> String {
    (printsSites ? conversion.siteList(path: path) : "")
      + (printsJSON ? conversion.siteListJSON(path: path) : "")
  }

  private func failureReport(_ failure: Failure, path: String) -> String {
    "{\"input\":\(quoted(path)),\"converted\":false,\"error\":\(quoted(failure.text))}\n"
  }
}

/// Why an input has no output: messages for the user.
private struct Failure: Error {
  var diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  init(_ path: String, _ message: String) {
    diagnostics = [Diagnostic(file: path, severity: .error, message: message)]
  }

  var text: String { diagnostics.map(\.description).joined(separator: "\n") }
}
