import Foundation
import ShaderFuzzing

/// Has workers, processes of their own, judge seeds, so that a crash ends one program and not the run.
final class Driver: @unchecked Sendable {
  let options: Arguments
  private let lock = NSLock()
  private var coverage = Coverage()
  private var failures: [String] = []
  private let start = Date()

  init(_ options: Arguments) { self.options = options }

  /// Runs all; whether nothing failed.
  func run() -> Bool {
    let threads = (0..<options.jobs).map { job in
      let thread = JoinableThread { [self] in work(job) }
      thread.start()
      return thread
    }
    for thread in threads { thread.join() }
    print(coverage.text)
    report("done")
    for failure in failures { print(failure) }
    return failures.isEmpty
  }

  private func report(_ what: String) {
    let count = coverage.programs + failures.count
    let rate = Double(count) / max(0.001, -start.timeIntervalSinceNow)
    print("\(what): \(count) programs, \(failures.count) failed, \(String(format: "%.1f", rate)) a second")
    fflush(nil)
  }

  /// Works through every so many-th seed, with another process where one ends early.
  private func work(_ job: Int) {
    var next = options.seed + UInt64(job)
    let end = options.seed + options.count
    while next < end {
      guard let broken = runWorker(from: next) else { return }
      next = broken + UInt64(options.jobs)
    }
  }

  /// Runs a worker to its end; nil, or the seed that it died of.
  private func runWorker(from first: UInt64) -> UInt64? {
    let end = options.seed + options.count
    let command =
      "'\(CommandLine.arguments[0])' --worker --seed \(first) --end \(end) --stride \(options.jobs) --kept '\(options.kept)'"
      + (options.draws ? "" : " --no-drawing")
    guard let pipe = popen(command, "r") else { return nil }
    var current: UInt64?
    while let text = readLine(pipe) {
      guard let line = Line(Substring(text)) else { continue }
      if case .start(let seed) = line { current = seed }
      if take(line) { current = nil }
    }
    pclose(pipe)
    guard let current else { return nil }
    lock.withLock { keepCrash(current) }
    return current
  }

  private func readLine(_ file: UnsafeMutablePointer<FILE>) -> String? {
    var buffer: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(buffer) }
    guard getline(&buffer, &capacity, file) > 0, let buffer else { return nil }
    return String(cString: buffer).trimmingCharacters(in: .newlines)
  }

  /// Notes a line; whether the program in it is done with.
  private func take(_ line: Line) -> Bool {
    lock.withLock {
      switch line {
      case .start: return false
      case .passed(_, let features): coverage.add(features)
      case .failed(let seed, let message): note("SEED=\(seed): \(message)")
      case .refused(let seed, let message):
        coverage.add(["refused by the front end"])
        print("SEED=\(seed): \(message)")
      case .kept(let seed, let path): print("SEED=\(seed): reduced in \(path)")
      }
      if (coverage.programs + failures.count) % 1000 == 0 { report("so far") }
      return true
    }
  }

  private func note(_ failure: String) {
    failures.append(failure)
    print(failure)
    fflush(nil)
  }

  /// Reduces a program that ends its process, each text in a process of its own.
  private func keepCrash(_ seed: UInt64) {
    note("SEED=\(seed): the process ended")
    let failure = Failure(kind: .crash, message: "")
    let path = "\(options.kept)/crash-\(seed).frag"
    let own = CommandLine.arguments[0]
    let text = Fuzzer.kept(seed: seed, failure) { text in
      let file = NSTemporaryDirectory() + "fuzz-\(getpid())-\(seed).frag"
      defer { try? FileManager.default.removeItem(atPath: file) }
      guard
        (try? Fuzzer.kept(text, turn: Fuzzer.turn(seed: seed)).write(
          toFile: file, atomically: true, encoding: String.Encoding.utf8)) != nil
      else { return nil }
      let status = system("'\(own)' --judge '\(file)' >/dev/null 2>&1")
      // The shell adds 128 to the number of the signal that ended it.
      return status & 0x7f != 0 || status >> 8 > 128 ? failure : nil
    }
    try? text.write(toFile: path, atomically: true, encoding: String.Encoding.utf8)
  }
}

/// A thread that can be waited for.
private final class JoinableThread: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  func start() {
    Thread.detachNewThread { [self] in
      body()
      done.signal()
    }
  }

  func join() { done.wait() }
}
