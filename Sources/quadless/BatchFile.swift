import ArgumentParser
import Console
import Conversion
import Frontend
import Synchronization

/// The file of `--batch`: a conversion a line.
struct BatchFile {
  /// What a line stands for.
  private typealias Line = Result<[ConversionJob], ConversionJob.Failure>

  private let path: String
  private let common: [String]
  private let lines: [(number: Int, text: String)]

  /// Reads a file. `arguments` are those of the whole command; what is not of the batch itself goes before each line's.
  init(path: String, arguments: [String]) throws(ResponseFile.Failure) {
    self.path = path
    common = BatchFile.common(arguments)
    lines = try ResponseFile.lines(ofFile: path)
  }

  /// The conversions of all lines, in their order. A line that makes no sense becomes one that has failed.
  func jobs(workers: Int) -> [Batch.Job] {
    let parsed = Mutex<[Line]>([])
    let (lines, common, path) = (lines, common, path)
    Workers(count: workers).run(
      jobs: lines.count,
      job: { BatchFile.parse(lines[$0], of: path, after: common) }, started: { _, _ in },
      finished: { _, line in parsed.withLock { $0.append(line) } },
      tooLong: { .failure(.init("\(path):\(lines[$0].number)", "it was given up")) }, tooMuch: { _ in "" })
    return parsed.withLock { parsed in
      var owners: [String: String] = [:]
      return zip(lines, parsed).flatMap { line, jobs in
        resolve(jobs, line: line.number, &owners)
      }
    }
  }

  /// A line's conversions, less those whose output another one writes.
  private func resolve(_ line: Line, line number: Int, _ owners: inout [String: String]) -> [Batch.Job] {
    let place = "\(path):\(number)"
    switch line {
    case .failure(let failure): return [.failure(failure)]
    case .success(let jobs):
      return jobs.map { job in
        guard case .file(let output) = job.task.destination else { return .success(job) }
        if let owner = owners[output] {
          return .failure(.init(place, "'\(output)' is written by \(owner) already"))
        }
        owners[output] = place
        return .success(job)
      }
    }
  }

  private static func parse(_ line: (number: Int, text: String), of path: String, after common: [String])
    -> Line
  {
    let place = "\(path):\(line.number)"
    do {
      let words = try ResponseFile.words(of: line.text, path: path, line: line.number)
      let arguments = splitJoinedOptions(try ResponseFile.expand(words))
      let command = try Convert.parse(common + arguments)
      if command.files.batch != nil { return .failure(.init(place, "'--batch' cannot stand in a batch")) }
      if command.files.jobs != nil { return .failure(.init(place, "'-j' is for the whole batch")) }
      let plan = command.plan
      if plan.contains(where: { $0.destination == .standardOutput }) {
        return .failure(.init(place, "it names no output; use '-o' or '--output-directory'"))
      }
      return .success(plan.map { ConversionJob(task: $0, command: command) })
    } catch let failure as ResponseFile.Failure {
      return .failure(
        .init([Diagnostic(file: failure.file, line: failure.line, severity: .error, message: failure.message)]
        ))
    } catch {
      if Convert.exitCode(for: error).isSuccess { return .failure(.init(place, "it names no shader")) }
      return .failure(.init(place, Convert.message(for: error)))
    }
  }

  /// The arguments without `--batch` and `-j`.
  private static func common(_ arguments: [String]) -> [String] {
    var result: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--batch" || argument == "-j" {
        rest = rest.dropFirst()
      } else if !argument.hasPrefix("--batch=") {
        result.append(argument)
      }
    }
    return result
  }
}
