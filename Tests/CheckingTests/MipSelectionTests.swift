import Foundation
import Testing

@testable import Checking

/// Where samples take their level of detail from.
@Suite struct MipSelectionTests {
  /// Floors to the horizon whose coordinate jumps: at every tile's border, and along the cut of atan.
  @Test(arguments: ["horizon-tiles", "horizon-spokes"])
  func noPixelIsALevelOffWhereTheCoordinateJumps(name: String) throws {
    let shaders = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Shaders")
    let result = try Command.run(["check", "--json", shaders.appendingPathComponent(name + ".frag").path])
    #expect(result.status == 0, "\(result.errors)")
    let check = try #require(try JSONReport(json: Data(result.text.utf8)).shaders.first)
    let site = try #require(check.sites.first)
    #expect(check.sites.count == 1 && site.pixels.compared == site.pixels.executed)
    #expect(site.pixels.executed > check.width * check.height * 3 / 4)
    let levels = try #require(site.levels)
    #expect(levels.analytic == 0)
    // The seams: otherwise the scene would show nothing.
    #expect(levels.quad > 50)
  }

  @Test func aLevelIsAFactorOfTwoInTheGreaterGradient() {
    let reference = [0.3, 0.4, 0, 0.1, 0, 0]
    #expect(!LevelErrors.areApart(reference, reference))
    #expect(!LevelErrors.areApart([0.9, 0, 0, 0, 0, 0], reference))
    #expect(!LevelErrors.areApart([0, 0, 0, 0, 0, 0.26], reference))
    #expect(LevelErrors.areApart([0, 1.1, 0, 0, 0, 0], reference))
    #expect(LevelErrors.areApart([0.1, 0, 0, 0.2, 0, 0], reference))
    #expect(LevelErrors.areApart([0, 0, 0, 0, 0, 0], reference))
    #expect(LevelErrors.areApart([.nan, 0, 0, 0, 0, 0], reference))
    #expect(!LevelErrors.areApart([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]))
  }
}
