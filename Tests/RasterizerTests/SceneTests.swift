import Rasterizer
import Testing

@Suite struct SceneTests {
  @Test(arguments: Scene.Name.allCases)
  func everySceneShowsSomething(name: Scene.Name) throws {
    let scene = Scene(name, width: 64, height: 48)
    let mesh = TriangleMesh(
      positions: scene.vertices.map(\.clip), slots: 4,
      values: scene.vertices.flatMap { [$0.uv.x, $0.uv.y, $0.position.x, 1] }, indices: scene.indices)
    var options = RasterizerOptions(width: 64, height: 48)
    options.isDepthTested = scene.isDepthTested
    let picture = try Rasterizer.render(
      mesh, program: CopyShader.program(), bindings: NoResources(), options: options)
    let covered = picture.coverage.reduce(0, +) / Float(64 * 48)
    switch name {
    case .fullScreen, .perspective: #expect(covered == 1)
    case .plane: #expect((0.4..<0.95).contains(covered))
    case .sphere, .torus, .cube, .fan: #expect((0.2..<0.95).contains(covered))
    }
  }

  @Test func uvOfTheFullScreenRunsFromTheUpperLeft() throws {
    let scene = Scene(.fullScreen, width: 16, height: 8)
    let mesh = TriangleMesh(
      positions: scene.vertices.map(\.clip), slots: 4,
      values: scene.vertices.flatMap { [$0.uv.x, $0.uv.y, 0, 1] }, indices: scene.indices)
    let picture = try Rasterizer.render(
      mesh, program: CopyShader.program(), bindings: NoResources(), options: flatOptions(16, 8))
    for y in 0..<8 {
      for x in 0..<16 {
        #expect(picture.color(x: x, y: y) == SIMD4((Float(x) + 0.5) / 16, (Float(y) + 0.5) / 8, 0, 1))
      }
    }
  }

  @Test(arguments: [Scene.Name.sphere, .torus, .cube])
  func closedSurfacesTurnTheirFacesOutwards(name: Scene.Name) throws {
    let scene = Scene(name, width: 64, height: 64)
    let mesh = TriangleMesh(
      positions: scene.vertices.map(\.clip), slots: 4,
      values: scene.vertices.flatMap { _ in [1, 0, 0, 1.0] },
      indices: scene.indices)
    var options = RasterizerOptions(width: 64, height: 64)
    let all = try Rasterizer.render(
      mesh, program: CopyShader.program(), bindings: NoResources(), options: options)
    options.cull = .back
    let fronts = try Rasterizer.render(
      mesh, program: CopyShader.program(), bindings: NoResources(), options: options)
    #expect(all == fronts)
    for index in stride(from: 0, to: scene.indices.count, by: 3) {
      let corners = (0..<3).map { scene.vertices[Int(scene.indices[index + $0])] }
      let (a, b) = (corners[1].position - corners[0].position, corners[2].position - corners[0].position)
      let normal = SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
      #expect((normal * corners[0].normal).sum() > -1e-9)
    }
  }

  @Test func theCameraMovesWithTime() {
    #expect(
      Scene(.cube, width: 8, height: 8, time: 1).camera.eye != Scene(.cube, width: 8, height: 8).camera.eye)
    #expect(Scene(.cube, width: 8, height: 8, time: 1) == Scene(.cube, width: 8, height: 8, time: 1))
  }

  @Test func matricesInvert() {
    let camera = Scene(.torus, width: 30, height: 20).camera
    let product = (camera.projection * camera.view) * (camera.projection * camera.view).inverse
    for column in 0..<4 {
      for row in 0..<4 { #expect(abs(product[column, row] - (column == row ? 1 : 0)) < 1e-12) }
    }
    #expect(Matrix4(columns: [SIMD4(), SIMD4(), SIMD4(), SIMD4()]).inverse == .identity)
  }
}
