import ArgumentParser
import Conversion
import SPIRV
import Synchronization

/// What a shader may cost.
package struct LimitArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most bytes of a module, or of a text with all that it includes.", valueName: "bytes"))
  package var maxInputSize = Limits().inputBytes

  @Option(
    help: ArgumentHelp(
      "How deep brackets, statements, types and calls may nest; 64 operators in a row count as a level.",
      valueName: "levels"))
  package var maxNesting = Limits().nesting

  @Option(help: ArgumentHelp("The most ids of a module, before and after.", valueName: "count"))
  package var maxIds = Limits().ids

  @Option(help: ArgumentHelp("The most instructions of a module that is written.", valueName: "count"))
  package var maxInstructions = Limits().instructions

  @Option(help: ArgumentHelp("The most seconds for a shader; 0: as long as it takes.", valueName: "seconds"))
  package var timeout = 600.0

  @Option(
    help: ArgumentHelp(
      "The most memory for the whole command, in MiB. (default: three quarters of the machine's)",
      valueName: "MiB"))
  package var maxMemory: Int?

  package init() {}

  package func validate() throws {
    let counts = [
      ("--max-input-size", maxInputSize), ("--max-nesting", maxNesting), ("--max-ids", maxIds),
      ("--max-instructions", maxInstructions), ("--max-memory", maxMemory ?? 1),
    ]
    if let (name, _) = counts.first(where: { !(1...(1 << 40)).contains($0.1) }) {
      throw ValidationError("'\(name)' needs a number from 1 on")
    }
    guard (0...1e9).contains(timeout) else { throw ValidationError("'--timeout' needs a number of seconds") }
  }

  package func apply(to options: inout ConversionOptions) {
    options.limits.inputBytes = maxInputSize
    options.limits.nesting = maxNesting
    options.limits.ids = maxIds
    options.limits.instructions = maxInstructions
    options.limits.time = time
  }

  /// How long a shader may take.
  package var time: Duration? { timeout > 0 ? .seconds(timeout) : nil }

  /// The bytes that the process may use.
  package var memory: Int { maxMemory.map { $0 << 20 } ?? ProcessMemory.standardLimit }

  /// Workers that keep to the limits. What stops by itself is given a little longer, for it knows more of where it was.
  package func workers(_ count: Int) -> Workers {
    Workers(count: count, time: time.map { $0 + .milliseconds(500) }, memory: memory)
  }

  /// What is said of a shader that took too long.
  package func tooLong(_ path: String) -> String { "\(path): error: \(tooLong)" }

  /// The same without the path.
  package var tooLong: String { time.map { ExceededLimit.time($0).description } ?? "it was given up" }

  /// What is said of a shader that was at work when the memory was used up; a line.
  package func tooMuch(_ path: String) -> String { "\(path): error: \(tooMuch)\n" }

  /// The same without the path.
  package var tooMuch: String { "the command uses more than \(memory >> 20) MiB of memory (--max-memory)" }

  /// Runs one job on a thread of its own within the limits; nil where it took too long.
  package func run<Result: Sendable>(_ path: String, _ job: @escaping @Sendable () -> Result) -> Result? {
    let outcome = Outcome<Result>()
    workers(1).run(
      jobs: 1, job: { _ -> Result? in CrashGuard.working(on: path) { job() } }, started: { _, _ in },
      finished: { _, result in outcome.set(result) }, tooLong: { _ in nil }, tooMuch: { _ in tooMuch(path) })
    return outcome.value
  }
}

/// A place for what a job gives.
private final class Outcome<Value: Sendable>: Sendable {
  private let state = Mutex<Value?>(nil)
  var value: Value? { state.withLock { $0 } }
  func set(_ value: Value?) { state.withLock { $0 = value } }
}
