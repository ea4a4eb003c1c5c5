import Foundation
import ShaderFuzzing
import Testing

/// Generated programs through everything, and those that failed once.
@Suite struct FuzzTests {
  /// The seed of the first program, from the environment's SEED where it is set.
  static let firstSeed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_261_129

  @Test(arguments: 0..<UInt64(24))
  func generatedProgramPasses(number: UInt64) {
    let seed = Self.firstSeed &+ number
    #expect(throws: Never.self, "SEED=\(seed)\n\(Fuzzer.program(seed: seed).text)") {
      _ = try Fuzzer.judge(seed: seed)
    }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Kept")
  static let kept = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
    $0.hasSuffix(".frag")
  }.sorted()

  /// What a program once failed of, it fails of no more, in either form.
  @Test(arguments: kept) func keptProgramPasses(name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let turn = Fuzzer.turn(ofKept: text)
    for turn in [turn, turn + 1] {
      #expect(throws: Never.self, "\(name), turn \(turn)") { _ = try Judge(turn: turn).judge(text) }
    }
  }

  /// A program is drawn from its seed alone.
  @Test func programsAreTheSameEveryTime() {
    for seed in Self.firstSeed..<(Self.firstSeed + 50) {
      #expect(Fuzzer.program(seed: seed).text == Fuzzer.program(seed: seed).text)
    }
  }

  /// The reducer finds the one call that fails, whatever stands around it.
  @Test(arguments: [UInt64(3), 11, 23]) func reducerFindsWhatFails(seed: UInt64) {
    let program = Fuzzer.program(seed: seed)
    let failure = Failure(kind: .derivative, message: "dFdx")
    var reducer = Reducer { $0.contains("dFdx") || $0.contains("dFdy") ? failure : nil }
    guard program.text.contains("dFdx") || program.text.contains("dFdy") else { return }
    let reduced = reducer.reduced(program, failure)
    #expect(reduced.items.count == 1 && reduced.items[0].count < 8, "\(reduced.text)")
  }
}
