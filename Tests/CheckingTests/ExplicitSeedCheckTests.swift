import Foundation
import Testing

@testable import Checking

/// `check --seeds explicit`: no quad anywhere, the inputs' exact derivatives handed in, against the same reference.
@Suite struct ExplicitSeedCheckTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Shaders")
  /// Those with a site that needs a quad: a jump, a message, a query, a derivative of a derivative.
  static let refused: Set = [
    "bump-specular.frag", "curvature.frag", "fbm-sin-hash.frag", "id-edges.frag", "nested-derivatives.frag",
    "quad-message.frag", "query-lod.frag", "second-order-width.frag", "shadow-pcf.frag", "water-normals.frag",
  ]
  /// Those that interpolate elsewhere, where the tangent at the centre stands in, as a note says.
  static let approximate: Set = ["interpolate-at.frag", "interpolate-at-es.frag"]

  @Test func shadersPassWithoutAQuad() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".frag") && !Self.refused.contains($0) && !Self.approximate.contains($0) }
    #expect(names.count > 50)
    let paths = names.sorted().map { Self.folder.appendingPathComponent($0).path }
    let result = try Command.run(["check", "--seeds", "explicit", "--size", "24x24", "--json"] + paths)
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONReport(json: Data(result.text.utf8))
    #expect(report.failures.isEmpty && report.shaders.count == names.count)
    #expect(!report.shaders.contains { !$0.isPassed })
    #expect(report.shaders.reduce(0) { $0 + $1.count(.passed) } > 100)
    #expect(!report.shaders.contains { $0.count(.kept) > 0 })
  }

  @Test(arguments: refused)
  func whatNeedsAQuadIsRefused(name: String) throws {
    let path = Self.folder.appendingPathComponent(name).path
    let result = try Command.run(["check", "--seeds", "explicit", "--size", "8x8", path])
    #expect(result.status == 1)
    #expect(result.errors.contains("needs a quad"))
  }

  /// The inputs are what decides: handed the change in the other direction, a site fails.
  @Test func wrongSeedsFail() throws {
    var subject = try EngineTests.subject(EngineTests.shader, seeds: .explicit)
    #expect(!subject.seedInputs.isEmpty)
    #expect(try EngineTests.run(subject).check.isPassed == true)
    for position in subject.seedInputs.indices { subject.seedInputs[position].isAlongY.toggle() }
    #expect(try EngineTests.run(subject).check.isPassed == false)
  }
}
