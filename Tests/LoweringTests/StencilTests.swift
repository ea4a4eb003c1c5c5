import CShaderABI
import Interpreter
import LaneHost
import Lowering
import SPIRV
import ShaderGenerator
import Testing

/// Derivatives, probes and what taints them.
struct StencilTests {
  private func outcome(
    _ body: String, _ options: LoweringOptions, at places: [Position], executing: UInt32 = .max
  ) throws -> ShaderHost.Outcome {
    let module = try module(fragmentShader(body))
    let host = ShaderHost(try CompiledShader(module, options: options), module)
    host.options.inputs = { scalar, place in
      scalar.name == "u" ? place.x * place.x + 3 * place.y * place.y + 5 * place.x * place.y : place.x - 2
    }
    return host.run(at: places, executing: executing)
  }

  @Test func quadDifferencesAreThoseOfTheQuadsRowAndColumn() throws {
    let body = "color = vec4(dFdxFine(u.x), dFdyFine(u.x), dFdxCoarse(u.x), dFdyCoarse(u.x));"
    let quads = [(0.0, 0.0), (1, 0), (0, 1), (1, 1), (4, 6), (5, 6), (4, 7), (5, 7)].map {
      Position($0.0, $0.1)
    }
    let found = try outcome(body, LoweringOptions(lanes: 8, .double, .quad()), at: quads)
    func value(_ x: Double, _ y: Double) -> Double { x * x + 3 * y * y + 5 * x * y }
    for (lane, place) in quads.enumerated() {
      let (left, top) = (quads[lane & 4].x, quads[lane & 4].y)
      #expect(found.outputs[0][lane] == value(left + 1, place.y) - value(left, place.y))
      #expect(found.outputs[1][lane] == value(place.x, top + 1) - value(place.x, top))
      #expect(found.outputs[2][lane] == value(left + 1, top) - value(left, top))
      #expect(found.outputs[3][lane] == value(left, top + 1) - value(left, top))
    }
  }

  @Test func aPlainDerivativeIsFineOrCoarseAsAsked() throws {
    let quad = [(0.0, 0.0), (1, 0), (0, 1), (1, 1)].map { Position($0.0, $0.1) }
    let fine = try outcome("color.x = dFdx(u.x);", LoweringOptions(lanes: 4, .double, .quad()), at: quad)
    let coarse = try outcome(
      "color.x = dFdx(u.x);", LoweringOptions(lanes: 4, .double, .quad(plainIsCoarse: true)), at: quad)
    #expect(fine.outputs[0] == [1, 1, 6, 6])
    #expect(coarse.outputs[0] == [1, 1, 1, 1])
  }

  @Test func centralDifferencesNestAsDeepAsTheOrder() throws {
    var options = LoweringOptions(lanes: 16, .double, .stencil(step: 0.25, order: 2))
    options.iterationLimit = 100
    let places = stencilPlaces(.init(3, 2), step: 0.25, lanes: 16, order: 2)
    let found = try outcome(
      "color = vec4(dFdx(u.x), dFdx(dFdx(u.x)), dFdy(dFdx(u.x)), dFdy(dFdy(u.x)));", options, at: places,
      executing: 0x1fff)
    #expect(found.outputs.map { $0[0] } == [16, 2, 5, 6])
  }

  /// Lanes that have no neighbours left neither part from the centre nor taint it.
  @Test func nestedWidthsAndChoicesAreNotTainted() throws {
    var options = LoweringOptions(lanes: 16, .double, .stencil(step: 0.25, order: 2))
    options.iterationLimit = 100
    let places = stencilPlaces(.init(-30, 2), step: 0.25, lanes: 16, order: 2)
    let body = """
      float a = dFdx(u.x) * u.x, b = a;
      vec2 both = vec2(dFdx(u.x), dFdy(u.x));
      if (k < 100) b = dFdy(u.x);
      color = vec4(fwidth(a), fwidth(both.x), fwidth(b), dFdx(a) < 0.0 ? 1.0 : 2.0);
      """
    let found = try outcome(body, options, at: places, executing: 0x1fff)
    #expect(found.flags & 2 == 0)
    let (x, y) = (-30.0, 2.0)
    let (u, ux, uy) = (x * x + 3 * y * y + 5 * x * y, 2 * x + 5 * y, 6 * y + 5 * x)
    #expect(abs(found.outputs[0][0] - (abs(2 * u + ux * ux) + abs(5 * u + ux * uy))) < 2)
    #expect(found.outputs[1][0] == 7 && found.outputs[2][0] == 11 && found.outputs[3][0] == 2)
  }

  @Test func whereDerivativesHaveNoMeaningTheyAreRefused() throws {
    let module = try module(fragmentShader("color.x = dFdx(u.x);"))
    #expect(throws: LoweringError.self) { try CompiledShader(module, options: LoweringOptions(lanes: 8)) }
  }

  @Test(arguments: [
    ("color.x = u.x > 17.02 ? u.x : 0.0;", true), ("color.x = u.x > 3.0 ? u.x : 0.0;", false),
    ("color.x = floor(u.x * 40.0);", true), ("color.x = floor(u.x * 0.001);", false),
    ("color.x = float(int(u.x * 50.0));", true), ("color.x = abs(v.x);", true),
    ("color.x = abs(v.x + 9.0);", false),
    ("color.x = clamp(v.x, 0.0, 5.0);", true), ("color.x = sin(u.x) * u.y;", false),
    ("color.x = fract(u.x * 30.0);", true), ("if (v.x > 0.0) color.x = 1.0;", true),
    ("for (int i = 0; i < 4; i++) color.x += u.x;", false),
  ])
  func lanesThatDisagreeTaint(body: String, isTainted: Bool) throws {
    let found = try outcome(body, .stencil, at: stencilPlaces(.init(2, 1)), executing: 0x1f)
    #expect(found.flags & 2 == (isTainted ? 2 : 0), "\(body)")
  }

  @Test func quadsAreNotTainted() throws {
    let found = try outcome(
      "color.x = floor(u.x) > 3.0 ? 1.0 : 2.0;", LoweringOptions(lanes: 8, .double, .quad()),
      at: stencilPlaces(.init(2, 1)))
    #expect(found.flags == 0)
  }

  @Test func probesRecordEveryExecutionOnTheLanesThatRun() throws {
    let module = try module(
      fragmentShader(
        "for (int i = 0; i < 20; i++) { if (v.x * float(i) > 6.0) break; color.xy += dFdx(u.xy * float(i)); }"
      ))
    let sites = module.functions.flatMap(\.blocks).flatMap(\.instructions).filter(\.op.isSite)
    let site = try #require(sites.first?.result)
    var options = LoweringOptions.stencil
    options.probes = [[site]]
    let host = ShaderHost(try CompiledShader(module, options: options), module)
    host.options.inputs = { scalar, place in scalar.name == "u" ? place.x * place.x : place.x }
    let places = stencilPlaces(.init(2, 1))
    let found = host.run(at: places, executing: 0x1f, probeComponents: [2])
    // The centre runs rounds 0 to 3; to the right of it 2.004 * 3 > 6 ends them one earlier.
    #expect(found.counts[0] == [4, 3, 4, 4, 4, 0, 0, 0])
    for round in 0..<4 {
      for component in 0..<2 {
        #expect(abs(found.probes[0][(round * 2 + component) * 8] - 4 * Double(round)) < 1e-9)
      }
    }
    #expect(found.tainted[0][0] == 0)
    #expect(found.tainted[0][3 * 8] == 1)
  }

  @Test func probesCountPastTheirCapacity() throws {
    let module = try module(fragmentShader("for (int i = 0; i < 20; i++) color.x += dFdx(u.x * float(i));"))
    let sites = module.functions.flatMap(\.blocks).flatMap(\.instructions).filter(\.op.isSite)
    var options = LoweringOptions.stencil
    options.probes = [[try #require(sites.first?.result)]]
    let host = ShaderHost(try CompiledShader(module, options: options), module)
    let found = host.run(at: stencilPlaces(.init(2, 1)), executing: 0x1f, probeComponents: [1])
    #expect(found.counts[0] == [20, 20, 20, 20, 20, 0, 0, 0])
  }
}
