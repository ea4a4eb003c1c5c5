import Foundation
import ShaderFuzzing

/// Judges seeds in this process and says on standard output what becomes of each: a line when it starts, one when it
/// ends, and for a failure the text to be kept.
struct Worker {
  var seeds: [UInt64]
  var keptFolder: String
  var draws: Bool
  /// How many of one failure are reduced.
  var keptLimit = 2

  func run() {
    var seen: [String: Int] = [:]
    for seed in seeds {
      Line.start(seed).write()
      // A program that never ends is a failure as a crash is.
      alarm(120)
      do {
        let judgment = try Fuzzer.judge(seed: seed, draws: draws)
        Line.passed(seed, Coverage.features(of: judgment).sorted()).write()
      } catch {
        let message = error.description.split(whereSeparator: \.isNewline).joined(separator: " ")
        (error.kind == .source ? Line.refused(seed, message) : Line.failed(seed, message)).write()
        seen[error.signature, default: 0] += 1
        if error.kind != .source, seen[error.signature, default: 0] <= keptLimit { keep(seed, error) }
      }
    }
  }

  private func keep(_ seed: UInt64, _ failure: Failure) {
    alarm(1800)
    let text = Fuzzer.kept(seed: seed, failure)
    let path = "\(keptFolder)/\(failure.kind.rawValue)-\(seed).frag"
    do {
      try FileManager.default.createDirectory(atPath: keptFolder, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      Line.kept(seed, path).write()
    } catch {
      Line.failed(seed, "\(path) cannot be written").write()
    }
  }
}

/// What a worker says.
enum Line {
  case start(UInt64)
  case passed(UInt64, [String])
  case failed(UInt64, String)
  case kept(UInt64, String)
  case refused(UInt64, String)

  /// Reads a line.
  init?(_ text: Substring) {
    let parts = text.split(separator: "\t", omittingEmptySubsequences: false)
    guard parts.count >= 2, let seed = UInt64(parts[1]) else { return nil }
    let rest = parts.dropFirst(2).map(String.init)
    switch parts[0] {
    case "start": self = .start(seed)
    case "passed": self = .passed(seed, rest)
    case "failed": self = .failed(seed, rest.first ?? "")
    case "refused": self = .refused(seed, rest.first ?? "")
    case "kept": self = .kept(seed, rest.first ?? "")
    default: return nil
    }
  }

  func write() {
    let fields: [String] =
      switch self {
      case .start(let seed): ["start", "\(seed)"]
      case .passed(let seed, let features): ["passed", "\(seed)"] + features
      case .failed(let seed, let message): ["failed", "\(seed)", message.replacing("\t", with: " ")]
      case .refused(let seed, let message): ["refused", "\(seed)", message.replacing("\t", with: " ")]
      case .kept(let seed, let path): ["kept", "\(seed)", path]
      }
    print(fields.joined(separator: "\t"))
    fflush(nil)
  }
}
