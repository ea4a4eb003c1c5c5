import ArgumentParser
import Console
import Conversion
import Frontend
import Glibc
import Lint
import Synchronization

/// `quadless lint`: tells what is wrong with a shader's derivatives, and changes nothing.
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Finds derivatives and levels of detail that are undefined, torn or lost; changes nothing.",
    usage: """
      quadless lint shader.frag
      quadless lint shaders/*.frag --format sarif >lint.sarif
      """,
    discussion: """
      Each finding says how it comes about, and whether 'quadless convert' cures it.

      Exit status: 0 done, 1 bad input, or a finding under -Werror, 2 wrong usage.
      """)

  /// How findings are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, sarif
  }

  @Argument(
    help: "GLSL fragment shaders or SPIR-V modules; '-' is standard input.", completion: .file())
  var inputs: [String] = []

  @OptionGroup(title: "Compilation") var source: SourceArguments

  @OptionGroup(title: "Limits") var limits: LimitArguments

  @Option(help: "How to write findings: text, json (a line for each input), or sarif (2.1.0).")
  var format = Format.text

  @Option(help: ArgumentHelp("Leave a rule out.", valueName: "rule"))
  var disable: [LintRule] = []

  @Flag(help: "Print the rules and what they are for.")
  var rules = false

  @Flag(name: .customLong("Werror", withSingleDash: true), help: "Exit with 1 where there is a warning.")
  var makesWarningsErrors = false

  @Option(
    name: .customShort("j"),
    help: ArgumentHelp("How many shaders to read at a time. (default: one a core)", valueName: "count"))
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("'-j' needs a number from 1 on") }
    if inputs.isEmpty, !rules { throw ValidationError("no shader to look at") }
    if inputs.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("standard input can be read only once")
    }
  }

  func run() throws {
    if rules { return print(LintRule.allCases.map(\.page).joined(separator: "\n")) }
    guard LintBatch(self).run() else { throw ExitCode(1) }
  }
}

extension LintRule: ExpressibleByArgument {}

extension LintRule {
  /// What `--rules` prints of it.
  fileprivate var page: String { "\(rawValue) (\(severity.rawValue))\n    \(summary)\n    \(help)\n" }
}

/// Lints the inputs of one command and prints what was found, in their order.
private struct LintBatch: Sendable {
  private let inputs: [String]
  private let options: ConversionOptions
  private let disabled: Set<LintRule>
  private let format: LintCommand.Format
  private let makesWarningsErrors: Bool
  private let jobs: Int
  private let limits: LimitArguments

  init(_ command: LintCommand) {
    inputs = command.inputs
    limits = command.limits
    var options = ConversionOptions()
    command.source.apply(to: &options)
    command.limits.apply(to: &options)
    self.options = options
    disabled = Set(command.disable)
    format = command.format
    makesWarningsErrors = command.makesWarningsErrors
    jobs = command.jobs ?? Workers.coreCount
  }

  /// Lints every input; returns whether all could be read, and none has a warning where that counts.
  func run() -> Bool {
    let tally = Mutex((succeeded: true, reports: [LintReport]()))
    let batch = self
    let progress = Progress(count: inputs.count)
    limits.workers(jobs).run(
      jobs: inputs.count,
      job: { number in CrashGuard.working(on: batch.inputs[number]) { batch.report(batch.inputs[number]) } },
      started: { index, done in progress.show(done: done, current: batch.inputs[index]) },
      finished: { _, result in
        progress.clear()
        tally.withLock { tally in
          switch result {
          case .success(let report):
            if batch.format == .sarif { tally.reports.append(report) }
            batch.write(report)
            let isBad = report.findings.contains { $0.severity == .warning } && batch.makesWarningsErrors
            tally.succeeded = tally.succeeded && !isBad
          case .failure(let failure):
            StandardError.write(failure.text + "\n")
            tally.succeeded = false
          }
        }
      },
      tooLong: { .failure(LintFailure(text: batch.limits.tooLong(batch.path(of: $0)))) },
      tooMuch: { batch.limits.tooMuch(batch.path(of: $0)) })
    progress.clear()
    return tally.withLock { tally in
      if format == .sarif { try? writeAll(SARIFLog.text(tally.reports).utf8, to: STDOUT_FILENO) }
      return tally.succeeded
    }
  }

  private func write(_ report: LintReport) {
    let text =
      switch format {
      case .text: report.text
      case .json: report.json
      case .sarif: ""
      }
    // A reader that has gone away has seen what it wanted.
    try? writeAll(text.utf8, to: STDOUT_FILENO)
  }

  private func path(of number: Int) -> String { inputs[number] == "-" ? "<stdin>" : inputs[number] }

  private func report(_ name: String) -> Result<LintReport, LintFailure> {
    let path = name == "-" ? "<stdin>" : name
    let limit = options.limits.inputBytes
    switch name == "-" ? readFile(descriptor: STDIN_FILENO, limit: limit) : readFile(name, limit: limit) {
    case .failure(let failure): return .failure(LintFailure(text: "\(path): error: \(failure.reason)"))
    case .success(let bytes):
      do throws(ConversionError) {
        return .success(try lint(Input(path: path, bytes: bytes), options: options, disabled: disabled))
      } catch {
        return .failure(LintFailure(text: error.description))
      }
    }
  }
}

/// Why an input could not be looked at.
private struct LintFailure: Error {
  var text: String
}
