import Foundation
import ShaderFuzzing

/// What is asked for on the command line: `fuzz --seed S --count N --jobs J --kept FOLDER`. `--text` prints the
/// program of a seed, `--judge FILE` judges a kept one, `--no-drawing` leaves out what takes most of the time.
struct Arguments: Sendable {
  var seed: UInt64 = 1
  var count: UInt64 = 100
  var end: UInt64 = 0
  var stride = 1
  var jobs = 1
  var kept = "Tests/ShaderFuzzingTests/Kept"
  var judged: String?
  var isWorker = false
  var printsText = false
  var draws = true

  init?(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--worker": isWorker = true
      case "--text": printsText = true
      case "--no-drawing": draws = false
      case "--kept": kept = rest.popFirst() ?? kept
      case "--judge": judged = rest.popFirst()
      case "--seed", "--count", "--end", "--stride", "--jobs":
        guard let number = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
        switch word {
        case "--seed": seed = number
        case "--count": count = number
        case "--end": end = number
        case "--stride": stride = max(1, Int(number))
        default: jobs = max(1, Int(number))
        }
      default: return nil
      }
    }
  }
}

/// glslang and SPIRV-Cross recurse as deep as expressions nest.
func onDeepThread(_ body: @escaping @Sendable () -> Void) {
  let thread = Thread {
    body(); exit(0)
  }
  thread.stackSize = 256 << 20
  thread.start()
  while true { sleep(1000) }
}

guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
  FileHandle.standardError.write(
    Data("usage: fuzz [--seed S] [--count N] [--jobs J] [--kept FOLDER] [--no-drawing]\n".utf8))
  exit(2)
}
if arguments.printsText {
  print(Fuzzer.program(seed: arguments.seed).text)
} else if let path = arguments.judged {
  let text = try String(contentsOfFile: path, encoding: .utf8)
  onDeepThread {
    alarm(120)
    do {
      _ = try Judge(turn: Fuzzer.turn(ofKept: text)).judge(text)
    } catch {
      print(error)
      exit(1)
    }
  }
} else if arguments.isWorker {
  onDeepThread {
    let seeds = Array(stride(from: arguments.seed, to: arguments.end, by: arguments.stride))
    Worker(seeds: seeds, keptFolder: arguments.kept, draws: arguments.draws).run()
  }
} else {
  exit(Driver(arguments).run() ? 0 : 1)
}
