import SeededRandom
import Testing

@testable import SPIRV

@Suite struct ReadErrorTests {
  private func error(_ words: [UInt32]) -> ReadError? {
    do {
      _ = try Module(words: words)
      return nil
    } catch { return error }
  }

  private func error(bytes: [UInt8]) -> ReadError? {
    do {
      _ = try Module(bytes: bytes)
      return nil
    } catch { return error }
  }

  @Test func noModuleAtAll() {
    #expect(error([]) == .notSPIRV)
    #expect(error([Module.magic, 0, 0, 1]) == .notSPIRV)
    #expect(error([1, 2, 3, 4, 5, 6]) == .notSPIRV)
    #expect(error(bytes: []) == .notSPIRV)
    #expect(error(bytes: Array("#version 450\nvoid main() { }".utf8)) == .notSPIRV)
    #expect(error(bytes: [1, 2, 3]) == .notSPIRV)
    let bytes = Sample.header.withUnsafeBytes { Array($0) }
    #expect(error(bytes: bytes + [0]) == .partialWord)
  }

  @Test func wordCounts() {
    #expect(error(Sample.header + [UInt32(Op.nop.rawValue)]) == .emptyInstruction(word: 5))
    #expect(error(Sample.header + [5 << 16 | 17, 1]) == .truncated(op: .capability, word: 5))
    #expect(error(Sample.header + [1 << 16 | 20]) == .malformed(op: .typeBool, word: 5))
    let label = Sample.words(.function, [1, 2, 0, 3]) + Sample.words(.label, [4, 5])
    #expect(error(Sample.header + label) == .malformed(op: .label, word: 10))
  }

  @Test func ids() {
    #expect(error(Sample.header + Sample.words(.typeBool, [100])) == .malformed(op: .typeBool, word: 5))
    #expect(error(Sample.header + Sample.words(.typeBool, [0])) == .malformed(op: .typeBool, word: 5))
    #expect(error(Sample.header + Sample.words(.typeBool, [99])) == nil)
    #expect(error([Module.magic, 0x1_0000, 0, 0x40_0000, 0]) == .excessiveBound(0x40_0000))
    #expect(error([Module.magic, 0x1_0000, 0, 0x3f_ffff, 0]) == nil)
  }

  @Test func places() {
    let function = Sample.words(.function, [1, 2, 0, 3])
    let label = Sample.words(.label, [4])
    let end = Sample.words(.functionEnd, [])
    let misplaced: [(Op, [UInt32], Int)] = [
      (.function, function + function, 10), (.functionEnd, end, 5), (.label, label, 5),
      (.functionParameter, Sample.words(.functionParameter, [1, 5]), 5),
      (.functionParameter, function + label + Sample.words(.functionParameter, [1, 5]), 12),
      (.label, function + label + label, 12), (.functionEnd, function + label + end, 12),
      (.function, function + label + function, 12),
      (.return, function + Sample.words(.return, []), 10),
      (
        .functionParameter,
        function + label + Sample.words(.kill, []) + Sample.words(.functionParameter, [1, 5]), 13
      ),
    ]
    for (op, words, at) in misplaced {
      #expect(error(Sample.header + words) == .misplaced(op: op, word: at))
    }
    #expect(error(Sample.header + function) == .truncated(op: .function, word: 10))
    #expect(error(Sample.header + function + label) == .truncated(op: .function, word: 12))
  }

  @Test func messagesNameTheInstruction() {
    #expect("\(ReadError.truncated(op: .fAdd, word: 9))".contains("OpFAdd at word 9"))
    for error: ReadError in [
      .notSPIRV, .partialWord, .emptyInstruction(word: 1), .misplaced(op: .label, word: 1),
      .malformed(op: .label, word: 1), .excessiveBound(1),
    ] {
      #expect("\(error)".contains("SPIR-V"))
    }
  }

  // MARK: Damage

  /// What reads must write itself back, and everything that looks at a module must survive it.
  private func survive(_ words: [UInt32]) throws -> Bool {
    guard let module = try? Module(words: words) else { return false }
    try #require(module.words == words)
    let index = ModuleIndex(module)
    _ = Builder(module, index: index)
    module.forEachInstruction { instruction in
      _ = instruction.operation(glsl: index.glsl)
      #expect(instruction.mappingIDs { $0 } == (instruction.op.isKnown ? instruction : nil))
      _ = instruction.result.map { index.type(of: $0) }
      _ = "\(instruction.op)"
    }
    return true
  }

  @Test func truncationAtEveryWord() throws {
    let words = try SPIRVTools.assemble(Sample.everything)
    var readable = 0
    for count in 0..<words.count where try survive(Array(words[..<count])) { readable += 1 }
    // Cuts before the first function and between functions are modules.
    #expect(readable > 50 && readable < words.count / 2 + 100)
    let bytes = words.withUnsafeBytes { Array($0) }
    for count in stride(from: 1, to: bytes.count, by: 4) {
      #expect(error(bytes: Array(bytes[..<count])) != nil)
    }
  }

  @Test(arguments: [20_260_730] as [UInt64]) func bitFlips(seed: UInt64) throws {
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let words = try SPIRVTools.assemble(Sample.everything)
    var readable = 0
    for _ in 0..<2000 {
      var damaged = words
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let word = Int.random(in: 0..<damaged.count, using: &random)
        damaged[word] ^= 1 << UInt32.random(in: 0..<32, using: &random)
      }
      if try survive(damaged) { readable += 1 }
    }
    // Most flips hit operands, so both outcomes must have been seen.
    #expect(readable > 200 && readable < 2000)
  }
}
