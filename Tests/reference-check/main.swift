import Differentiation
import Foundation
import Frontend
import Interpreter
import ReferenceCheck
import SPIRV

// Compares every shader named on the command line, or listed in a file by --list, with its differentiated form
// under the interpreter; with --zero-cuts also what is cut, as if it were still, so that what differs is what the
// analysis cuts needlessly. A list has lines of: path, environment, version, include directories, tab-separated.

struct Job {
  var path: String
  var includes: [String] = []
}

var jobs: [Job] = []
var isOptimized = false
var zeroesCuts = false
var arguments = Array(CommandLine.arguments.dropFirst())
while !arguments.isEmpty {
  let argument = arguments.removeFirst()
  if argument == "-O" {
    isOptimized = true
  } else if argument == "--zero-cuts" {
    zeroesCuts = true
  } else if argument == "--list", !arguments.isEmpty {
    let text = try String(contentsOfFile: arguments.removeFirst(), encoding: .utf8)
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let includes = fields.count > 3 ? fields[3].split(separator: " ").map(String.init) : []
      jobs.append(Job(path: fields[0], includes: includes))
    }
  } else {
    jobs.append(Job(path: argument))
  }
}

let positions = [Position(20.5, 31.5), Position(57.5, 12.5), Position(88.5, 77.5), Position(3.5, 64.5)]
var passed = 0
var failed = 0
var notRun = 0
var numbers = 0
var unreferenced = 0

@MainActor func check(_ job: Job) throws -> (ReferenceCheck, String) {
  let source = try Source(readingFrom: job.path)
  let shader = try compile(source, options: CompileOptions(includeDirectories: job.includes))
  var words = shader.words
  if isOptimized {
    words = try SPIRVTools.optimize(words, environment: shader.environment.isVulkan ? .vulkan1_3 : .opengl)
  }
  let module = try Module(words: words)
  var options = DifferentiationOptions()
  options.textureDerivative = .keep
  if zeroesCuts { options.onCut = .zero }
  options.isOpenGL = !shader.environment.isVulkan
  let result = try differentiate(module, options: options)
  var check = ReferenceCheck()
  try check.compare(module, result.module, positions: positions)
  let kept = result.sites.filter { if case .kept = $0.outcome { true } else { false } }.count
  return (check, "\(result.sites.count) sites, \(kept) kept")
}

for job in jobs {
  do {
    let (check, sites) = try check(job)
    numbers += check.compared
    unreferenced += check.unreferenced
    if check.mismatches.isEmpty {
      passed += 1
    } else {
      failed += 1
      print("FAIL \(job.path): \(sites), \(check.compared) compared, \(check.mismatches.count) differ")
      for mismatch in check.mismatches.prefix(3) { print("  \(mismatch)") }
    }
  } catch {
    notRun += 1
    print("SKIP \(job.path): \("\(error)".split(separator: "\n").first ?? "")")
  }
}
print(
  "\(passed) agree, \(failed) differ, \(notRun) not run; \(numbers) numbers compared, "
    + "\(unreferenced) without a reference")
exit(failed == 0 ? 0 : 1)
