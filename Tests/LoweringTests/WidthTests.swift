import Lowering
import SPIRV
import SeededRandom
import ShaderGenerator
import Testing

/// One lane alone has real branches and no mask, so it is the reference for every width.
struct WidthTests {
  @Test(arguments: 0..<40)
  func randomShadersAreTheSameAtEveryWidth(seed: Int) throws {
    var generator = RandomShader(seed: UInt64(seed), features: [.parting, .integers], hasSites: false)
    let text = generator.text()
    try expectWidthsAgree(try module(text), "seed \(seed)\n\(text)")
  }

  @Test(arguments: 0..<10)
  func lanesThatDoNotRunChangeNothing(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var generator = RandomShader(seed: UInt64(100 + seed), features: [.parting, .integers], hasSites: false)
    let text = generator.text()
    let mask = UInt32(truncatingIfNeeded: random.next()) | 1
    try expectWidthsAgree(try module(text), "seed \(seed), mask \(mask)\n\(text)", executing: mask)
  }

  @Test(arguments: ControlFlowTests.shapes)
  func controlFlowIsTheSameAtEveryWidth(shape: Shape) throws {
    try expectWidthsAgree(try module(shape.text), shape.name)
  }

  @Test(arguments: ChapterTests.shapes)
  func instructionsAreTheSameAtEveryWidth(shape: Shape) throws {
    try expectWidthsAgree(try module(shape.text), shape.name)
  }
}
