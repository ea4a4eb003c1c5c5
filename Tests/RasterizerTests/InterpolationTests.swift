import Lowering
import Rasterizer
import SPIRV
import SeededRandom
import Testing

@Suite struct InterpolationTests {
  private let width = 40
  private let height = 33

  /// A triangle on places of 1/256 pixels with its perspective.
  private struct Triangle {
    var fixed: [SIMD2<Int>]
    var w: [Double]
    var values: [[Double]]

    init(_ random: inout SeededGenerator) {
      fixed = (0..<3).map { _ in
        SIMD2(Int.random(in: -4000...14000, using: &random), Int.random(in: -4000...12000, using: &random))
      }
      w = (0..<3).map { _ in Double.random(in: 0.3...5, using: &random) }
      values = (0..<3).map { _ in (0..<4).map { _ in Double.random(in: -2...2, using: &random) } }
    }

    func mesh(_ width: Int, _ height: Int) -> TriangleMesh {
      screenMesh(
        fixed.map { (Double($0.x) / 256, Double($0.y) / 256) }, w: w, values: values, indices: [0, 1, 2],
        width: width, height: height)
    }

    /// The vertices' weights at a place in pixels, from areas; the numerators are exact integers at pixel centres.
    func weights(_ x: Double, _ y: Double) -> [Double] {
      func area(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) -> Double {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
      }
      let p = fixed.map { SIMD2(Double($0.x), Double($0.y)) }
      let q = SIMD2(x * 256, y * 256)
      let whole = area(p[0], p[1], p[2])
      return [area(p[1], p[2], q) / whole, area(p[2], p[0], q) / whole, area(p[0], p[1], q) / whole]
    }

    /// The Vulkan specification's formula (Polygon rasterization): Σ λ v / w over Σ λ / w.
    func smooth(_ slot: Int, _ x: Double, _ y: Double) -> Double {
      let weights = weights(x, y)
      let above = (0..<3).reduce(0.0) { $0 + weights[$1] * values[$1][slot] / w[$1] }
      return above / (0..<3).reduce(0.0) { $0 + weights[$1] / w[$1] }
    }

    func linear(_ slot: Int, _ x: Double, _ y: Double) -> Double {
      let weights = weights(x, y)
      return (0..<3).reduce(0.0) { $0 + weights[$1] * values[$1][slot] }
    }

    var area: Int {
      (fixed[1].x - fixed[0].x) * (fixed[2].y - fixed[0].y) - (fixed[1].y - fixed[0].y)
        * (fixed[2].x - fixed[0].x)
    }
  }

  private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(b)) }

  @Test(arguments: 1...40 as ClosedRange<UInt64>, [1, 4, 8, 16])
  func smoothAndLinearInputsFollowTheFormula(seed: UInt64, lanes: Int) throws {
    var random = SeededGenerator(seed: seed)
    let triangle = Triangle(&random)
    guard abs(triangle.area) > 1 << 20 else { return }
    var inputs = CopyShader.smooth(4)
    inputs[2].interpolation = .noPerspective
    inputs[3].interpolation = .flat
    let program = CopyShader.program(inputs, lanes: lanes, element: .double)
    for group in try Recorder.groups(triangle.mesh(width, height), program, flatOptions(width, height)) {
      for lane in 0..<lanes where group.kept & (1 << UInt32(lane)) != 0 {
        let (x, y) = (Double(group.pixels[lane].x) + 0.5, Double(group.pixels[lane].y) + 0.5)
        for slot in 0..<2 {
          #expect(isClose(group.values[slot][lane], triangle.smooth(slot, x, y)), "seed \(seed)")
        }
        #expect(isClose(group.values[2][lane], triangle.linear(2, x, y)), "seed \(seed)")
        #expect(group.values[3][lane] == triangle.values[0][3], "the first vertex provokes; seed \(seed)")
      }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func helperLanesExtrapolate(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var triangle = Triangle(&random)
    triangle.fixed = [SIMD2(300, 400), SIMD2(2900, 900), SIMD2(1100, 4100)]
    var helpers = 0
    let program = CopyShader.program(
      CopyShader.smooth(3) + [CopyShader.builtIn(23, kind: .bool)], lanes: 8, element: .double)
    for group in try Recorder.groups(triangle.mesh(width, height), program, flatOptions(width, height)) {
      #expect(group.kept & group.helpers == 0 && group.kept | group.helpers == group.executing)
      for quad in 0..<2 {
        let lanes = group.executing >> UInt32(4 * quad) & 15
        #expect(lanes == 0 || lanes == 15, "whole quads run")
        #expect((group.kept >> UInt32(4 * quad) & 15 == 0) == (lanes == 0), "only with a pixel in them")
      }
      for lane in 0..<8 where group.executing & (1 << UInt32(lane)) != 0 {
        let isHelper = group.helpers & (1 << UInt32(lane)) != 0
        let (x, y) = (Double(group.pixels[lane].x) + 0.5, Double(group.pixels[lane].y) + 0.5)
        // Far outside w' may come near zero, where the formula is ill-conditioned.
        let reciprocal = group.wPlane[0] + group.wPlane[1] * x + group.wPlane[2] * y
        if reciprocal > 0.01 {
          #expect(isClose(group.values[1][lane], triangle.smooth(1, x, y)), "seed \(seed)")
        }
        #expect(group.integers[3][lane] == (isHelper ? 1 : 0))
        if isHelper { helpers += 1 }
      }
    }
    #expect(helpers > 0)
  }

  @Test func lanesOfQuadsLieAsTheHeaderSays() throws {
    let mesh = screenMesh(
      [(-50, -50), (150, -50), (-50, 150)], values: (0..<3).map { _ in [0, 0, 0, 0] }, indices: [0, 1, 2],
      width: 16, height: 16)
    let program = CopyShader.program(lanes: 16)
    let groups = try Recorder.groups(mesh, program, flatOptions(16, 16))
    #expect(groups.count == 16)
    for group in groups {
      for quad in 0..<4 {
        let first = group.pixels[4 * quad]
        #expect(first.x % 2 == 0 && first.y % 2 == 0)
        let rest = (1..<4).map { group.pixels[4 * quad + $0] &- first }
        #expect(rest == [SIMD2(1, 0), SIMD2(0, 1), SIMD2(1, 1)])
      }
      #expect(
        group.positions == group.pixels.map { Double($0.x) + 0.5 } + group.pixels.map { Double($0.y) + 0.5 })
    }
  }

  @Test(arguments: [1, 2])
  func stencilLanesLieAboutTheCentre(order: Int) throws {
    var random = SeededGenerator(seed: 5)
    var triangle = Triangle(&random)
    triangle.fixed = [SIMD2(0, 0), SIMD2(9000, 100), SIMD2(100, 8000)]
    let step = 0.125
    let inputs = CopyShader.smooth(1) + (0..<3).map { CopyShader.builtIn(15, $0 == 2 ? 3 : $0) }
    let program = CopyShader.program(
      inputs, lanes: 8 * order, element: .double, derivatives: .stencil(step: step, order: order))
    let groups = try Recorder.groups(triangle.mesh(width, height), program, flatOptions(width, height))
    #expect(groups.count > 300)
    let places: [SIMD2<Double>] = [
      SIMD2(0, 0), SIMD2(1, 0), SIMD2(-1, 0), SIMD2(0, 1), SIMD2(0, -1), SIMD2(2, 0), SIMD2(-2, 0),
      SIMD2(0, 2),
      SIMD2(0, -2), SIMD2(1, 1), SIMD2(1, -1), SIMD2(-1, 1), SIMD2(-1, -1),
    ]
    for group in groups {
      #expect(group.executing == (order == 1 ? 0x1f : 0x1fff) && group.helpers == group.executing - 1)
      #expect(group.kept == 1)
      for lane in 0..<(order == 1 ? 5 : 13) {
        let x = Double(group.x) + 0.5 + step * places[lane].x
        let y = Double(group.y) + 0.5 + step * places[lane].y
        #expect(group.values[1][lane] == x && group.values[2][lane] == y)
        #expect(isClose(group.values[0][lane], triangle.smooth(0, x, y)))
        let reciprocal = group.wPlane[0] + group.wPlane[1] * x + group.wPlane[2] * y
        #expect(isClose(group.values[3][lane], reciprocal))
      }
    }
  }

  @Test func fragCoordCountsUpwardsWhereAskedTo() throws {
    let mesh = screenMesh(
      [(-50, -50), (150, -50), (-50, 150)], w: [2, 2, 2], z: [0.25, 0.25, 0.25],
      values: (0..<3).map { _ in [0, 0, 0, 0] }, indices: [0, 1, 2], width: 10, height: 6)
    let program = CopyShader.program((0..<4).map { CopyShader.builtIn(15, $0) })
    var options = flatOptions(10, 6)
    let down = try Rasterizer.render(mesh, program: program, bindings: NoResources(), options: options)
    options.isFragCoordFlipped = true
    let up = try Rasterizer.render(mesh, program: program, bindings: NoResources(), options: options)
    options.isPixelCenterInteger = true
    let whole = try Rasterizer.render(mesh, program: program, bindings: NoResources(), options: options)
    for y in 0..<6 {
      for x in 0..<10 {
        let (px, py) = (Float(x), Float(y))
        #expect(down.color(x: x, y: y) == SIMD4(px + 0.5, py + 0.5, 0.25, 0.5))
        #expect(up.color(x: x, y: y) == SIMD4(px + 0.5, 5.5 - py, 0.25, 0.5))
        #expect(whole.color(x: x, y: y) == SIMD4(px, 5 - py, 0.25, 0.5))
      }
    }
  }

  @Test func weightsOfVerticesAreBarycentric() throws {
    var random = SeededGenerator(seed: 9)
    var triangle = Triangle(&random)
    triangle.fixed = [SIMD2(0, 0), SIMD2(9000, 100), SIMD2(100, 8000)]
    triangle.values = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]
    let inputs = [CopyShader.builtIn(5286, 0), CopyShader.builtIn(5286, 2), CopyShader.builtIn(5287, 1)]
    let program = CopyShader.program(inputs + CopyShader.smooth(1), element: .double)
    for group in try Recorder.groups(triangle.mesh(width, height), program, flatOptions(width, height)) {
      for lane in 0..<8 where group.kept & (1 << UInt32(lane)) != 0 {
        let (x, y) = (Double(group.pixels[lane].x) + 0.5, Double(group.pixels[lane].y) + 0.5)
        #expect(isClose(group.values[0][lane], triangle.smooth(0, x, y)))
        #expect(isClose(group.values[1][lane], triangle.smooth(2, x, y)))
        #expect(isClose(group.values[2][lane], triangle.linear(1, x, y)))
      }
    }
  }

  @Test func planesGiveTheInputs() throws {
    var random = SeededGenerator(seed: 31)
    var triangle = Triangle(&random)
    triangle.fixed = [SIMD2(0, 0), SIMD2(9000, 100), SIMD2(100, 8000)]
    var inputs = CopyShader.smooth(4)
    inputs[1].interpolation = .noPerspective
    let program = CopyShader.program(inputs, element: .double)
    for group in try Recorder.groups(triangle.mesh(width, height), program, flatOptions(width, height)) {
      for lane in 0..<8 where group.kept & (1 << UInt32(lane)) != 0 {
        let (x, y) = (group.positions[lane], group.positions[8 + lane])
        func plane(_ p: ArraySlice<Double>) -> Double {
          let p = Array(p)
          return p[0] + p[1] * x + p[2] * y
        }
        let w = plane(group.wPlane[...])
        #expect(isClose(group.values[0][lane] * w, plane(group.planes[0..<3])))
        #expect(isClose(group.values[1][lane], plane(group.planes[3..<6])))
      }
    }
  }

  @Test func facingFollowsTheOrientationAndPrimitivesAreCounted() throws {
    let mesh = screenMesh(
      [(0, 0), (16, 0), (0, 16), (16, 16)], values: (0..<4).map { [Double($0 + 3), 0, 0, 0] },
      indices: [0, 2, 1, 1, 3, 2, 2, 3, 1], width: 16, height: 16)
    var flat = CopyShader.smooth(1, .flat)[0]
    flat.kind = integer
    let inputs = [CopyShader.builtIn(17, kind: .bool), CopyShader.builtIn(7, kind: integer), flat]
    let program = CopyShader.program(inputs + [CopyShader.builtIn(9, kind: integer)])
    let wide = TriangleMesh(
      positions: mesh.positions, slots: 4, values: (0..<4).flatMap { [0, 0, Double($0 + 3), 0] },
      indices: mesh.indices)
    let groups = try Recorder.groups(wide, program, flatOptions(16, 16))
    #expect(Set(groups.map(\.primitive)) == [0, 1, 2])
    for group in groups {
      for lane in 0..<8 {
        // All but the second turn counter-clockwise to the eye.
        #expect(group.integers[0][lane] == (group.primitive == 1 ? 0 : 1))
        #expect(group.integers[1][lane] == group.primitive)
        #expect(group.integers[2][lane] == [3, 4, 5][Int(group.primitive)])
      }
    }
    var options = flatOptions(16, 16)
    options.cull = .front
    #expect(Set(try Recorder.groups(wide, program, options).map(\.primitive)) == [1])
    options.frontFace = .clockwise
    #expect(Set(try Recorder.groups(wide, program, options).map(\.primitive)) == [0, 2])
    options.cull = .back
    #expect(Set(try Recorder.groups(wide, program, options).map(\.primitive)) == [1])
  }
}
