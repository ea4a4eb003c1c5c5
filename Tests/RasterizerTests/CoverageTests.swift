import Rasterizer
import SeededRandom
import Testing

@Suite struct CoverageTests {
  /// How often each pixel is drawn.
  private func counts(_ mesh: TriangleMesh, _ width: Int, _ height: Int, lanes: Int = 8) throws -> [Int] {
    var counts = [Int](repeating: 0, count: width * height)
    for group in try Recorder.groups(mesh, CopyShader.program(lanes: lanes), flatOptions(width, height)) {
      for lane in 0..<lanes where group.kept & (1 << UInt32(lane)) != 0 {
        counts[group.pixels[lane].y * width + group.pixels[lane].x] += 1
      }
    }
    return counts
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func meshesWithoutGapsCoverEachPixelOnce(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (width, height, cells) = (67, 45, 6)
    // Points fall on pixel centres and borders often, where the rule decides.
    let step = [0.5, 0.25, 1.0 / 256, 1.0][Int(seed % 4)]
    var points: [(x: Double, y: Double)] = []
    for row in 0...cells {
      for column in 0...cells {
        let isBorder = row == 0 || column == 0 || row == cells || column == cells
        func place(_ index: Int, _ size: Int) -> Double {
          let even = (Double(index) / Double(cells) * 1.4 - 0.2) * Double(size)
          let jitter = isBorder ? 0 : Double.random(in: -3...3, using: &random)
          return ((even + jitter) / step).rounded() * step
        }
        points.append((place(column, width), place(row, height)))
      }
    }
    var indices: [Int32] = []
    for row in 0..<cells {
      for column in 0..<cells {
        let a = Int32(row * (cells + 1) + column)
        let (b, c, d) = (a + 1, a + Int32(cells) + 1, a + Int32(cells) + 2)
        let triangles = Bool.random(using: &random) ? [[a, b, c], [b, d, c]] : [[a, b, d], [a, d, c]]
        // Either orientation: the rule must not depend on it.
        for triangle in triangles { indices += Bool.random(using: &random) ? triangle : triangle.reversed() }
      }
    }
    let mesh = screenMesh(
      points, values: points.map { _ in [0, 0, 0, 0] }, indices: indices, width: width, height: height)
    for lanes in [1, 4, 8, 16] {
      #expect(
        try counts(mesh, width, height, lanes: lanes).allSatisfy { $0 == 1 }, "seed \(seed), \(lanes) lanes")
    }
  }

  /// Whether the pixel's centre, moved by an infinitesimal to the right and one of second order down, is strictly in
  /// the triangle: the top-left rule in other words, in exact integers of 1/256 pixels.
  private func isInside(_ p: [SIMD2<Int>], _ pixel: SIMD2<Int>) -> Bool {
    let q = pixel &* 256 &+ 128
    func area(_ a: SIMD2<Int>, _ b: SIMD2<Int>, _ c: SIMD2<Int>) -> Int {
      (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }
    let whole = area(p[0], p[1], p[2]).signum()
    guard whole != 0 else { return false }
    return (0..<3).allSatisfy { index in
      let (a, b) = (p[index], p[(index + 1) % 3])
      // The edge's value and its changes to the right and down.
      let parts = [area(a, b, q), a.y - b.y, b.x - a.x]
      return (parts.first { $0 != 0 } ?? 0).signum() == whole
    }
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func coverageIsExact(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (width, height) = (37, 41)
    let step = seed % 3 == 0 ? 128 : seed % 3 == 1 ? 1 : 64
    let fixed = (0..<3).map { _ in
      SIMD2(
        Int.random(in: -20 * 256...60 * 256, using: &random) / step * step,
        Int.random(in: -20 * 256...60 * 256, using: &random) / step * step)
    }
    let mesh = screenMesh(
      fixed.map { (Double($0.x) / 256, Double($0.y) / 256) }, values: fixed.map { _ in [0, 0, 0, 0] },
      indices: [0, 1, 2], width: width, height: height)
    let counts = try counts(mesh, width, height)
    for y in 0..<height {
      for x in 0..<width {
        #expect(
          (counts[y * width + x] == 1) == isInside(fixed, SIMD2(x, y)), "seed \(seed), pixel \(x), \(y)")
      }
    }
  }

  @Test func placesAreRoundedToOne256thOfAPixel() throws {
    // Its right edge lies 0.4/256 short of, or 0.4/256 past, the centre of pixel 3.
    for (offset, expected) in [(-0.4, 3), (0.4, 3), (0.6, 4), (-0.6, 3)] {
      let right = 3.5 + offset / 256
      let mesh = screenMesh(
        [(0, -10), (right, -10), (right, 10), (0, 10)],
        values: [[0, 0, 0, 0]] + (0..<3).map { _ in [0, 0, 0, 0] },
        indices: [0, 1, 2, 0, 2, 3], width: 8, height: 1)
      #expect(try counts(mesh, 8, 1).reduce(0, +) == expected, "\(offset)")
    }
  }

  /// The left half of pixel 0 holds one sample of two, at 0.25, and two of four, at 0.375 and 0.125.
  @Test(arguments: [2, 4]) func samplesCountShares(samples: Int) throws {
    let mesh = screenMesh(
      [(0, 0), (0.5, 0), (0.5, 4), (0, 4)], values: (0..<4).map { _ in [1, 0, 0, 1] },
      indices: [0, 1, 2, 0, 2, 3],
      width: 4, height: 4)
    var options = flatOptions(4, 4)
    options.samples = samples
    let picture = try Rasterizer.render(
      mesh, program: CopyShader.program(), bindings: NoResources(), options: options)
    #expect(picture.coverage[0] == 0.5 && picture.coverage[1] == 0)
    #expect(picture.color(x: 0, y: 0) == SIMD4(0.5, 0, 0, 0.5))
  }

  @Test func sizesAndSamplesAreChecked() {
    let mesh = TriangleMesh(positions: [], slots: 4, values: [], indices: [])
    func draw(_ options: RasterizerOptions, _ mesh: TriangleMesh, lanes: Int = 8) throws {
      _ = try Recorder.groups(mesh, CopyShader.program(lanes: lanes), options)
    }
    #expect(throws: RasterizerError.size(width: 0, height: 4)) { try draw(flatOptions(0, 4), mesh) }
    var samples = flatOptions(4, 4)
    samples.samples = 3
    #expect(throws: RasterizerError.samples(3)) { try draw(samples, mesh) }
    #expect(throws: RasterizerError.lanes(5)) { try draw(flatOptions(4, 4), mesh, lanes: 5) }
    let odd = TriangleMesh(positions: [SIMD4()], slots: 4, values: [0, 0, 0, 0], indices: [0, 0, 1])
    #expect(throws: RasterizerError.self) { try draw(flatOptions(4, 4), odd) }
    let short = TriangleMesh(positions: [SIMD4()], slots: 3, values: [0, 0, 0], indices: [])
    #expect(throws: RasterizerError.self) { try draw(flatOptions(4, 4), short) }
  }
}
