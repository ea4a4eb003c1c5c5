import Conversion
import Foundation
import SPIRV
import SeededRandom
import Testing

/// 10,000 seeded mutations of modules: each is refused with an error, or is still valid and converts to a
/// valid module. That none crashes is shown by the test's coming to its end.
@Suite struct MutationTests {
  private static let bases = [
    "circle-sdf.frag", "loop-control.frag", "struct-shapes.frag", "texture-bias-offset.frag",
  ]

  @Test(arguments: bases)
  func mutantIsRefusedOrConverted(base: String) throws {
    let original = try convert(try Repository.input(base)).bytes
    var generator = SeededGenerator(seed: base.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    var (refused, accepted) = (0, 0)
    for _ in 0..<2500 {
      let mutant = mutated(original, using: &generator)
      if let output = try? converted(mutant) {
        accepted += 1
        expectValid(output)
      } else {
        refused += 1
      }
    }
    // Both happen, or the mutations are not worth their name.
    #expect(refused > 100 && accepted > 50, "\(refused) refused, \(accepted) converted")
  }

  private func converted(_ mutant: [UInt8]) throws -> [UInt8] {
    do throws(ConversionError) {
      return try convert(try Input(path: "mutant.spv", bytes: mutant)).bytes
    } catch {
      #expect(error.diagnostics.contains { $0.severity == .error })
      throw error
    }
  }

  private func expectValid(_ bytes: [UInt8]) {
    do {
      try SPIRVTools.validate(Module(bytes: bytes).words, environment: .universal)
    } catch {
      Issue.record("a valid mutant became invalid: \(error)")
    }
  }

  /// One or two flipped bits, now and then a cut tail.
  private func mutated(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var mutant = bytes
    for _ in 0..<Int.random(in: 1...2, using: &generator) {
      let bit = Int.random(in: 0..<mutant.count * 8, using: &generator)
      mutant[bit / 8] ^= 1 << (bit % 8)
    }
    if Int.random(in: 0..<16, using: &generator) == 0 {
      mutant.removeLast(Int.random(in: 1..<mutant.count, using: &generator))
    }
    return mutant
  }
}
