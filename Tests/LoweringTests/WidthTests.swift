import LaneHost
import Lowering
import SPIRV
import SeededRandom
import ShaderGenerator
import Testing

/// One lane alone has real branches and no mask, so it is the reference for every width.
struct WidthTests {
  /// Another module is told from this one at every place where it gives something else, and only there.
  @Test func anotherModuleDiffers() throws {
    let text = "#version 450\nlayout(location = 0) out vec4 color;\n"
    let own = try module(text + "void main() { color = vec4(gl_FragCoord.xy, 0.5, 1.0); }")
    let agreement = try WidthAgreement(own)
    #expect(try agreement.places(differingIn: own, by: 1e-6) == 0)
    let other = try module(
      text + "void main() { color = vec4(gl_FragCoord.xy, gl_FragCoord.x < 30.0 ? 0.501 : 0.5, 1.0); }")
    // The first quad lies to the left.
    #expect(try agreement.places(differingIn: other, by: 1e-6) == 4)
    #expect(try agreement.places(differingIn: other, by: 1e-2) == 0)
  }

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

  /// SPIR-V leaves open what an integer of them is; one uniform and one varying number of each kind.
  @Test func floatsThatDoNotFitAnIntegerAreTheSameAtEveryWidth() throws {
    let shape = Shape(
      "conversions",
      """
      float large = 3e9 + 1e9 * u.x; float nan = (u.x - u.x) / (v.y - v.y); float one = c.x - c.x;
      ivec4 i = ivec4(int(large), int(-large), int(nan), int(u.x + 0.0 + 1e3 * v.y));
      ivec4 k = ivec4(int(3e9 + one), int(-9e9 + one), int(one / one), int(floor(-0.5 * u.x) + 0.0));
      color = vec4(i + 3 * k);
      """)
    try expectWidthsAgree(try module(shape.text), shape.name)
  }
}
