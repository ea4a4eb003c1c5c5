import Differentiation
import SPIRV
import Soundness
import Testing

/// Which sites are rewritten: `--sites` and the pragma.
@Suite struct SelectionTests {
  private static let text = shader(
    """
    color = dFdx(u) + texture(t, u.xy);                       // uniform
    float jump = u.x > 0.2 ? u.y : v.y;
    if (v.x > 0.1) color += fwidth(u) + texture(t, v.xy);     // divergent
    color += dFdy(jump) + texture(t, vec2(jump));             // seam
    """, declarations: "layout(set = 0, binding = 1) uniform sampler2D t;")

  private func outcomes(_ selection: SiteSelection) throws -> [SiteReport] {
    let module = try compiled(SelectionTests.text)
    var options = DifferentiationOptions()
    options.sites = selection
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module, "\(selection)")
    #expect(result.sites.count == 6)
    return result.sites
  }

  @Test func allIsAll() throws {
    #expect(try outcomes(.all).count(where: \.isKept) == 0)
  }

  @Test func derivativesLeavesSamples() throws {
    for site in try outcomes(.derivatives) {
      #expect(site.keepReason == (site.kind == .sample ? .excluded : nil), "\(site)")
    }
  }

  @Test func texturesLeavesDerivatives() throws {
    for site in try outcomes(.textures) {
      #expect(site.keepReason == (site.kind == .sample ? nil : .excluded), "\(site)")
    }
  }

  @Test func undefinedTakesOnlyDivergentAndSeams() throws {
    let uniform = line(of: "// uniform", in: SelectionTests.text)
    for site in try outcomes(.undefined) {
      #expect(site.keepReason == (site.location.line == uniform ? .excluded : nil), "\(site)")
    }
  }

  @Test func keptLinesAreKept() throws {
    let module = try compiled(SelectionTests.text)
    var options = DifferentiationOptions()
    let seam = line(of: "// seam", in: SelectionTests.text)
    options.keptLines = [
      "test.frag": [seam], "other.frag": [line(of: "// uniform", in: SelectionTests.text)],
    ]
    let result = try differentiate(module, options: options)
    try expectSound(result, from: module)
    for site in result.sites {
      #expect(site.keepReason == (site.location.line == seam ? .excluded : nil), "\(site)")
    }
  }

  /// A site excluded leaves the module as it was.
  @Test func nothingSelectedChangesNothing() throws {
    let module = try compiled(shader("color = dFdx(u) * fwidth(v);"))
    var options = DifferentiationOptions()
    options.sites = .textures
    #expect(try differentiate(module, options: options).module.words == module.words)
  }

  /// Reports say name, kind, place, function and cost.
  @Test func reportsAreComplete() throws {
    let text = shader(
      """
      color = dFdxFine(u) + dFdyCoarse(u);
      color.x += helper(u.x); // call
      """, declarations: "float helper(float x) { return fwidth(x * x); } // inside")
    let result = try differentiate(compiled(text))
    #expect(result.sites.map(\.name).sorted() == ["dFdxFine", "dFdyCoarse", "fwidth"])
    let inside = try #require(result.sites.first { $0.kind == .width })
    #expect(inside.function == "helper" && inside.location.line == line(of: "// inside", in: text))
    #expect(inside.cost > 0 && inside.outcome == .tangent)
    #expect(
      result.sites.filter { $0.function == "main" }.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [
        .dx, .dy,
      ])
  }
}
