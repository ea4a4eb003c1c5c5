import CShaderABI
import Lowering
import Rasterizer
import SPIRV
import SeededRandom
import Synchronization
import Testing

@Suite struct DrawingTests {
  private func sphere(_ width: Int, _ height: Int) throws -> TriangleMesh {
    let scene = Scene(.torus, width: width, height: height)
    return TriangleMesh(
      positions: scene.vertices.map(\.clip), slots: 4,
      values: scene.vertices.flatMap { [$0.uv.x, $0.uv.y, $0.normal.x, $0.normal.z] }, indices: scene.indices)
  }

  @Test func workersDoNotChangeThePicture() throws {
    let mesh = try sphere(150, 90)
    let pictures = try [1, 2, 3, 8].map { threads in
      try Rasterizer.render(
        mesh, program: CopyShader.program(), bindings: NoResources(),
        options: RasterizerOptions(width: 150, height: 90, threads: threads))
    }
    #expect(pictures[0].coverage.contains(1) && pictures[0].coverage.contains(0))
    #expect(pictures.allSatisfy { $0 == pictures[0] })
  }

  @Test func lanesDoNotChangeThePicture() throws {
    let mesh = try sphere(151, 89)
    for element in ElementType.allCases {
      let pictures = try [1, 4, 8, 16].map { lanes in
        try Rasterizer.render(
          mesh, program: CopyShader.program(lanes: lanes, element: element), bindings: NoResources(),
          options: RasterizerOptions(width: 151, height: 89))
      }
      #expect(pictures.allSatisfy { $0 == pictures[0] })
    }
  }

  @Test func progressCountsAllTiles() throws {
    let counts = Mutex<[Int]>([])
    var options = RasterizerOptions(width: 100, height: 70, threads: 2)
    options.progress = { done, total in counts.withLock { $0.append(done * 1000 + total) } }
    _ = try Rasterizer.render(
      try sphere(100, 70), program: CopyShader.program(), bindings: NoResources(), options: options)
    #expect(counts.withLock { $0.sorted() } == (1...12).map { $0 * 1000 + 12 })
  }

  /// Two triangles over the screen, at depths.
  private func layers(_ depths: [Double]) -> TriangleMesh {
    let corners = [(x: -20.0, y: -20.0), (x: 60.0, y: -20.0), (x: -20.0, y: 60.0)]
    return screenMesh(
      depths.flatMap { _ in corners }, z: depths.flatMap { [$0, $0, $0] },
      values: depths.indices.flatMap { index in (0..<3).map { _ in [Double(index + 1), depths[index], 0, 1] }
      },
      indices: (0..<Int32(3 * depths.count)).map { $0 }, width: 12, height: 9)
  }

  private func firstColor(_ mesh: TriangleMesh, _ program: ShaderProgram, tested: Bool = true) throws -> Float
  {
    var options = RasterizerOptions(width: 12, height: 9)
    options.isDepthTested = tested
    let picture = try Rasterizer.render(mesh, program: program, bindings: NoResources(), options: options)
    return picture.color(x: 5, y: 4).x
  }

  @Test func theNearerTriangleHides() throws {
    let program = CopyShader.program()
    #expect(try firstColor(layers([0.3, 0.6]), program) == 1)
    #expect(try firstColor(layers([0.6, 0.3]), program) == 2)
    #expect(try firstColor(layers([0.5, 0.5]), program) == 1, "LESS keeps what is there")
    #expect(try firstColor(layers([0.3, 0.6]), program, tested: false) == 2)
    #expect(try firstColor(layers([1.5, 0.6]), program) == 2, "beyond the far plane")
  }

  @Test func aDepthWrittenByTheShaderCounts() throws {
    // Slot 1, a copy of the second input, is the depth.
    let outputs = [
      CopyShader.output(0, 0), CopyShader.output(nil, 0, builtIn: BuiltIn(rawValue: 22)),
      CopyShader.output(0, 2),
      CopyShader.output(0, 3),
    ]
    var mesh = layers([0.3, 0.6])
    for vertex in 0..<6 { mesh.values[4 * vertex + 1] = vertex < 3 ? 0.9 : 0.8 }
    #expect(try firstColor(mesh, CopyShader.program(outputs: outputs)) == 2)
    for vertex in 0..<6 { mesh.values[4 * vertex + 1] = vertex < 3 ? 0.1 : 0.8 }
    #expect(try firstColor(mesh, CopyShader.program(outputs: outputs)) == 1)
  }

  @Test func whatIsDiscardedLeavesNoTrace() throws {
    // Keeps lanes whose first input is at least 2 only: the first, nearer, triangle is discarded.
    let function: QuadlessShader = { invocation in
      guard let invocation, let inputs = invocation.pointee.inputs, let outputs = invocation.pointee.outputs
      else {
        return
      }
      outputs.copyMemory(from: inputs, byteCount: 4 * 8 * 4)
      var mask: UInt32 = 0
      for lane in 0..<8 where inputs.load(fromByteOffset: 4 * lane, as: Float.self) >= 2 {
        mask |= 1 << UInt32(lane)
      }
      invocation.pointee.stored = mask
    }
    #expect(try firstColor(layers([0.3, 0.6]), CopyShader.program(function: function)) == 2)
  }

  @Test func outputsGoToTheirLocations() throws {
    var inputs = CopyShader.smooth(2) + CopyShader.smooth(2, .flat)
    inputs[2].kind = .int(width: 32, isSigned: false)
    let outputs = [
      CopyShader.output(3, 1), CopyShader.output(nil, 0), CopyShader.output(1, 0, kind: inputs[2].kind),
      CopyShader.output(1, 1, kind: integer),
    ]
    let mesh = screenMesh(
      [(-20, -20), (60, -20), (-20, 60)], values: (0..<3).map { _ in [0.25, 0.75, 7, 0] },
      indices: [0, 1, 2],
      width: 12, height: 9)
    let picture = try Rasterizer.render(
      mesh, program: CopyShader.program(inputs, outputs: outputs), bindings: NoResources(),
      options: flatOptions(12, 9))
    #expect(picture.attachments.map(\.location) == [1, 3, 4])
    #expect(picture.color(x: 11, y: 8, location: 3) == SIMD4(0, 0.25, 0, 1))
    #expect(picture.color(x: 11, y: 8, location: 4) == SIMD4(0.75, 0, 0, 1))
    #expect(picture.color(x: 11, y: 8, location: 1) == SIMD4(7, 0, 0, 1))
  }

  @Test func groundIsCutAtTheNearPlaneWithoutGapsOrJumps() throws {
    let (width, height) = (96, 64)
    var scene = Scene(.plane, width: width, height: height)
    // The same ground in finer triangles, most of them behind the eye or across the near plane.
    scene.indices = []
    scene.vertices = []
    let matrix = scene.camera.projection * scene.camera.view
    for row in 0...4 {
      for column in 0...4 {
        var vertex = SurfaceVertex()
        vertex.position = SIMD3(Double(column - 2) * 30, 0, 9 - 24 * Double(row))
        vertex.clip = matrix * SIMD4(vertex.position, 1)
        scene.vertices.append(vertex)
      }
    }
    for row in 0..<4 {
      for column in 0..<4 {
        let a = Int32(5 * row + column)
        scene.indices += [a, a + 1, a + 5, a + 1, a + 6, a + 5]
      }
    }
    let mesh = TriangleMesh(
      positions: scene.vertices.map(\.clip), slots: 4,
      values: scene.vertices.flatMap { [$0.position.x, $0.position.z, 0, 0] }, indices: scene.indices)
    let program = CopyShader.program(element: .double)
    var seen = [Int](repeating: 0, count: width * height)
    let inverse = matrix.inverse
    for group in try Recorder.groups(mesh, program, flatOptions(width, height)) {
      for lane in 0..<8 where group.kept & (1 << UInt32(lane)) != 0 {
        let pixel = group.pixels[lane]
        seen[pixel.y * width + pixel.x] += 1
        // Where the ray through the pixel meets the ground.
        let ndc = SIMD2(
          (Double(pixel.x) + 0.5) / Double(width) * 2 - 1, (Double(pixel.y) + 0.5) / Double(height) * 2 - 1)
        let far = inverse * SIMD4(ndc.x, ndc.y, 1, 1)
        let eye = scene.camera.eye
        let ray = SIMD3(far.x, far.y, far.z) / far.w - eye
        let hit = eye - ray * (eye.y / ray.y)
        // Snapping moves edges by up to 1/512 of a pixel, which is far on the ground near the horizon.
        let reach = max(1, (hit.z - eye.z) * (hit.z - eye.z) / 20)
        #expect(abs(group.values[0][lane] - hit.x) < 0.05 * reach, "pixel \(pixel)")
        #expect(abs(group.values[1][lane] - hit.z) < 0.05 * reach, "pixel \(pixel)")
      }
    }
    #expect(seen.allSatisfy { $0 <= 1 })
    for x in 0..<width {
      let first = (0..<height).first { seen[$0 * width + x] == 1 } ?? height
      #expect(
        first < height && (first..<height).allSatisfy { seen[$0 * width + x] == 1 }, "a gap in column \(x)")
    }
  }

  /// At Vulkan's standard sample locations.
  @Test(arguments: [
    [SIMD2(0.75, 0.75), SIMD2(0.25, 0.25)],
    [SIMD2(0.375, 0.125), SIMD2(0.875, 0.375), SIMD2(0.125, 0.625), SIMD2(0.625, 0.875)],
  ])
  func theSamplesOfAPixelAreShadedEach(places: [SIMD2<Double>]) throws {
    let mesh = screenMesh(
      [(-20, -20), (60, -20), (-20, 60)], values: (0..<3).map { _ in [0, 0, 0, 0] }, indices: [0, 1, 2],
      width: 8, height: 8)
    let inputs = [
      CopyShader.builtIn(18, kind: integer), CopyShader.builtIn(19, 0), CopyShader.builtIn(19, 1),
      CopyShader.builtIn(15, 1),
    ]
    var options = flatOptions(8, 8)
    options.samples = places.count
    let groups = try Recorder.groups(mesh, CopyShader.program(inputs), options).filter {
      $0.x == 4 && $0.y == 2
    }
    #expect(groups.map { $0.integers[0][0] } == (0..<Int32(places.count)).map { $0 })
    #expect(groups.map { $0.values[1][0] } == places.map(\.x))
    #expect(groups.map { $0.values[2][0] } == places.map(\.y))
    #expect(groups.map { $0.values[3][0] } == places.map { 2 + $0.y })
  }

  @Test func centroidsLieInTheTriangle() throws {
    // Covers x < 2.3: of pixel 2 only the sample at 0.125.
    let mesh = screenMesh(
      [(2.3, -20), (2.3, 40), (-60, 10)], values: [[2.3, 2.3, 0, 0], [2.3, 2.3, 0, 0], [-60, -60, 0, 0]],
      indices: [0, 1, 2], width: 8, height: 8)
    let inputs = [CopyShader.smooth(1)[0], CopyShader.smooth(2, place: .centroid)[1]] + CopyShader.smooth(2)
    let program = CopyShader.program(inputs, element: .double)
    var options = flatOptions(8, 8)
    options.samples = 4
    var partial = 0
    for group in try Recorder.groups(mesh, program, options) {
      for lane in 0..<8 where group.kept & (1 << UInt32(lane)) != 0 {
        let x = group.pixels[lane].x
        #expect(abs(group.values[0][lane] - (Double(x) + 0.5)) < 0.01)
        #expect(abs(group.values[1][lane] - (x == 2 ? 2.125 : Double(x) + 0.5)) < 0.01)
        #expect(group.centroids[lane] == (x == 2 ? -0.375 : 0))
        if x == 2 { partial += 1 }
      }
    }
    #expect(partial == 8)
    options.samples = 1
    for group in try Recorder.groups(mesh, program, options) {
      for lane in 0..<8 { #expect(group.values[0][lane] == group.values[1][lane]) }
    }
  }
}
