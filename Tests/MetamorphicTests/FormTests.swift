import Metamorphic
import SPIRV
import SeededRandom
import Testing

/// The tangents of a shader are the same in every form that it takes on.
@Suite struct FormTests {
  /// Our own shaders, each in some forms drawn by the seed.
  @Test(arguments: OwnShaders.paths)
  func ownShaderKeepsItsTangents(path: String) throws {
    guard let check = try OwnShaders.check(path) else { return }
    var random = SeededGenerator(seed: path.utf8.reduce(testSeed) { $0 &* 31 &+ UInt64($1) })
    for transformation in Transformation.all.shuffled(using: &random).prefix(5) {
      let seed = random.next()
      let finding = check.check(transformation, seed: seed)
      #expect(!finding.isFailure, "\(path), \(transformation.name), \(seed): \(finding)")
    }
  }

  /// Every transformation does something to a shader that holds a bit of everything, and no tangent changes.
  @Test(arguments: Transformation.all.map(\.name))
  func transformationActs(name: String) throws {
    let transformation = try #require(Transformation.all.first { $0.name == name })
    let check = try check(gallery)
    for seed in 0..<3 as Range<UInt64> {
      let finding = check.check(transformation, seed: testSeed &+ seed)
      guard case .same = finding.verdict else {
        Issue.record("\(name), \(testSeed &+ seed): \(finding)")
        continue
      }
      #expect(finding.compared > 0 && finding.unsettled == 0 && !finding.isFailure, "\(finding)")
    }
  }
}
