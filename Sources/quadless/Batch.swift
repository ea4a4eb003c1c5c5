import Console
import Frontend
import Glibc
import Synchronization

/// Runs the conversions of one command and tells what came of each, in their order.
struct Batch: Sendable {
  /// A conversion to do, or why it cannot begin.
  typealias Job = Result<ConversionJob, ConversionJob.Failure>

  let jobs: [Job]
  private let workers: Int
  private let limits: LimitArguments
  private let printsTimes: Bool
  /// The list of sites gives way where a shader itself goes to standard output.
  private let reportsToStandardError: Bool

  init(jobs: [Job], workers: Int?, limits: LimitArguments, printsTimes: Bool) {
    self.jobs = jobs
    self.limits = limits
    self.workers = workers ?? Workers.coreCount
    self.printsTimes = printsTimes
    reportsToStandardError = jobs.contains { job in
      if case .success(let job) = job { job.task.destination == .standardOutput } else { false }
    }
  }

  /// Converts every input; returns whether all went well.
  func run() -> Bool {
    let progress = Progress(count: jobs.count)
    let tally = Mutex((succeeded: true, timings: TimeReport()))
    let (jobs, batch) = (jobs, self)
    if min(workers, jobs.count) == 1 { compileOnOneThread() }
    limits.workers(workers).run(
      jobs: jobs.count,
      job: { number in
        switch jobs[number] {
        case .success(let job): return CrashGuard.working(on: job.task.input) { job.run() }
        case .failure(let failure): return ConversionJob.Outcome(messages: [failure.text])
        }
      },
      started: { index, done in
        if case .success(let job) = jobs[index] { progress.show(done: done, current: job.task.input) }
      },
      finished: { _, outcome in
        if outcome.hasMessages { progress.clear() }
        batch.tell(outcome)
        tally.withLock { tally in
          tally.succeeded = tally.succeeded && outcome.succeeded
          tally.timings.add(outcome.timings)
        }
      },
      tooLong: { ConversionJob.Outcome(messages: [limits.tooLong(batch.path(of: $0))]) },
      tooMuch: { limits.tooMuch(batch.path(of: $0)) })
    progress.clear()
    return tally.withLock { tally in
      if printsTimes { StandardError.write(tally.timings.text) }
      return tally.succeeded
    }
  }

  private func path(of number: Int) -> String {
    if case .success(let job) = jobs[number] { job.path } else { "" }
  }

  private func tell(_ outcome: ConversionJob.Outcome) {
    if !outcome.messages.isEmpty {
      StandardError.write(outcome.messages.joined(separator: "\n") + "\n")
    }
    guard !outcome.report.isEmpty else { return }
    // A reader that has gone away has seen what it wanted.
    try? writeAll(outcome.report.utf8, to: reportsToStandardError ? STDERR_FILENO : STDOUT_FILENO)
  }
}
