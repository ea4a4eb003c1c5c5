import ArgumentParser
import Checking
import Console
import DriverChecking
import Glibc

/// The inputs of one check on a driver. Another process draws them: a driver that crashes on a shader, or never ends it,
/// costs that shader, and another process goes on with the next.
struct DriverBatch {
  private let inputs: [String]
  private let limits: LimitArguments
  private let printsJSON: Bool

  init(command: Check) {
    inputs = command.inputs
    limits = command.limits
    printsJSON = command.json
  }

  /// What was found so far.
  private struct Found {
    var driver: DriverDescription?
    var checks: [DriverShaderCheck] = []
    var failures: [DriverFailure] = []
    var count: Int { checks.count + failures.count }
  }

  /// Checks all, and prints.
  func run() throws {
    var found = Found()
    while found.count < inputs.count { try draw(&found) }
    if printsJSON, let driver = found.driver {
      let report = DriverJSONReport(
        device: driver.device, driver: driver.driver, isValidated: driver.isValidated, shaders: found.checks,
        failures: found.failures)
      try writeAll(report.json().utf8, to: STDOUT_FILENO)
    } else if inputs.count > 1 {
      try print(summary(found.checks, found.failures))
    }
    if !found.failures.isEmpty || found.checks.contains(where: { !$0.isPassed }) { throw ExitCode(1) }
  }

  /// Starts a process on the inputs that are left, and takes what it finds until it ends.
  private func draw(_ found: inout Found) throws {
    let process: DriverProcess
    do {
      process = try DriverProcess(first: found.count)
    } catch {
      StandardError.write("error: no process can be started to draw: \(error.localizedDescription)\n")
      throw ExitCode(1)
    }
    // What stops by itself is given a little longer, for it knows more of where it was.
    let time = limits.time.map { $0 + .milliseconds(500) }
    let first = found.count
    var isReady = false
    while true {
      switch process.next(time: time, memory: limits.memory) {
      case .success(.ready(let driver)):
        if found.driver == nil, !printsJSON { try print(driver.text) }
        found.driver = driver
        isReady = true
      case .success(.compared(let check)):
        if !printsJSON { try print(check.text) }
        found.checks.append(check)
      case .success(.failed(let failure, let line)):
        StandardError.write(line + "\n")
        found.failures.append(failure)
      case .failure(let error):
        guard isReady else { throw failure(error.end) }
        // A driver that is stuck is left alone, and another process goes on.
        let isDone = found.count == inputs.count || error.end == .exit(0) && found.count > first
        return isDone ? () : note(error.end, &found)
      }
    }
  }

  /// Why nothing can be drawn at all; what ended by itself has said it.
  private func failure(_ end: DriverProcess.End) -> ExitCode {
    if case .exit = end {} else { StandardError.write("error: no Vulkan device can draw: \(text(end))\n") }
    return ExitCode(1)
  }

  /// Puts the end of the process down to the shader that it was at.
  private func note(_ end: DriverProcess.End, _ found: inout Found) {
    let path = inputs[found.count]
    let failure = DriverFailure(path: path == "-" ? "<stdin>" : path, error: text(end), isUnsupported: false)
    StandardError.write("\(failure.path): error: \(failure.error)\n")
    found.failures.append(failure)
  }

  private func text(_ end: DriverProcess.End) -> String {
    switch end {
    case .exit(let status): "the driver ended the process that draws, with status \(status)"
    case .crash(let signal): "the driver or a compiler library crashed on it: \(signal)"
    case .tooLong: limits.tooLong
    case .tooMuch: limits.tooMuch
    }
  }

  private func print(_ text: String) throws {
    try writeAll((text.hasSuffix("\n") ? text : text + "\n").utf8, to: STDOUT_FILENO)
  }

  private func summary(_ checks: [DriverShaderCheck], _ failures: [DriverFailure]) -> String {
    let passed = checks.count(where: \.isPassed)
    let verdicts: [DriverSiteCheck.Verdict] = [.agrees, .differs, .noReference, .kept]
    let sites = verdicts.map { verdict in
      "\(checks.reduce(0) { $0 + $1.sites.count { $0.verdict == verdict } }) \(verdict.rawValue)"
    }
    let free = checks.flatMap(\.outputs).filter { $0.fedBy == "none" }
    let unsupported = failures.count(where: \.isUnsupported)
    let pairs = checks.reduce(into: PairCounts()) { $0.add($1.pairs) }
    return """
      \(inputs.count) shaders: \(passed) passed, \(checks.count - passed) failed, \(unsupported) not drawn, \
      \(failures.count - unsupported) not checked; outputs that no site feeds: \(free.count), \
      \(free.count(where: \.isFailure)) differ, \(free.count(where: \.isReordered)) only by reordered arithmetic; \
      sites: \(sites.joined(separator: ", ")); \(pairs.text)
      """
  }
}
