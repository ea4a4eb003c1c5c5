import CShaderABI
import Lowering

/// What all workers of one draw share; nothing in it changes but the depth buffer, of which each pixel has one worker.
final class DrawState: @unchecked Sendable {
  let program: ShaderProgram
  let options: RasterizerOptions
  let shape: GroupShape
  let roles: [SlotRole]
  let operations: [FillOperation]
  /// The code for spans, where it can be used.
  let span: ShaderSpan?
  let triangles: UnsafeMutablePointer<ScreenTriangle>
  let triangleCount: Int
  let planes: UnsafeMutablePointer<Plane>
  let planesPerTriangle: Int
  let sampleOffsets: [SIMD2<Int64>]
  /// Whether the shader runs once a sample.
  let isSampleRate: Bool
  /// The output slot of gl_FragDepth, and of gl_SampleMask's first word.
  let depthSlot: Int?
  let sampleMaskSlot: Int?
  let resources: UnsafePointer<UnsafeMutableRawPointer?>?
  let resourceSizes: UnsafePointer<Int>?
  let texel: QuadlessTexelCallback?
  let texelContext: UnsafeMutableRawPointer?
  /// [sample][row][column]: 1 where nothing is. Empty where depth is neither tested nor written.
  let depth: UnsafeMutablePointer<Float>
  let tiles: [Tile]
  /// By tile: the triangles that may touch it, in order.
  let bins: [[Int32]]
  /// The numbers of the slots that are the same in all groups of a triangle and sample.
  let constantSlots: [Int]
  private let arena = Arena()
  private let bindings: any ResourceProvider

  init(
    _ mesh: TriangleMesh, program: ShaderProgram, bindings: any ResourceProvider, options: RasterizerOptions
  )
    throws(RasterizerError)
  {
    try options.check()
    let slots = program.interface.inputs
    try mesh.check(slots: slots.count)
    self.program = program
    self.options = options
    self.bindings = bindings
    shape = try GroupShape(program.options)
    let roles = try SlotRole.all(of: program)
    let isSampleRate = roles.contains(where: \.needsSampleRate)
    self.roles = roles
    self.isSampleRate = isSampleRate
    span = Self.span(program, roles: roles, options: options)
    operations = roles.enumerated().compactMap { slot, role in
      FillOperation(
        role, slot: slot, slots: slots.count, samples: options.samples, isSampleRate: isSampleRate)
    }
    let varying = Set(operations.map { Int($0.slot) })
    constantSlots = roles.indices.filter { !varying.contains($0) }
    sampleOffsets = SampleLocations.offsets(options.samples)
    depthSlot = program.interface.outputs.firstIndex { $0.builtIn == .fragmentDepth }
    sampleMaskSlot = program.interface.outputs.firstIndex { $0.builtIn == .sampleMask }
    (resources, resourceSizes) = (bindings.resources, bindings.resourceSizes)
    (texel, texelContext) = (bindings.texel, bindings.texelContext)

    let setup = TriangleSetup(mesh, roles: roles, options: options)
    planesPerTriangle = setup.planesPerTriangle
    triangleCount = setup.triangles.count
    triangles = arena.allocate(setup.triangles.count)
    planes = arena.allocate(setup.planes.count)
    triangles.update(from: setup.triangles, count: setup.triangles.count)
    planes.update(from: setup.planes, count: setup.planes.count)
    let hasDepth = options.isDepthTested || depthSlot != nil
    let pixels = hasDepth ? options.width * options.height * options.samples : 0
    depth = arena.allocate(pixels)
    depth.update(repeating: 1, count: pixels)
    tiles = Self.makeTiles(options)
    bins = Self.bin(setup.triangles, tiles, options)
  }

  private static func makeTiles(_ options: RasterizerOptions) -> [Tile] {
    var tiles: [Tile] = []
    for y in stride(from: 0, to: options.height, by: Tile.side) {
      for x in stride(from: 0, to: options.width, by: Tile.side) {
        tiles.append(
          Tile(
            index: tiles.count, x: x, y: y, width: min(Tile.side, options.width - x),
            height: min(Tile.side, options.height - y)))
      }
    }
    return tiles
  }

  private static func bin(
    _ triangles: [ScreenTriangle], _ tiles: [Tile], _ options: RasterizerOptions
  ) -> [[Int32]] {
    var bins = [[Int32]](repeating: [], count: tiles.count)
    let columns = (options.width + Tile.side - 1) / Tile.side
    for (index, triangle) in triangles.enumerated() {
      for row in Int(triangle.firstY) / Tile.side...Int(triangle.lastY) / Tile.side {
        for column in Int(triangle.firstX) / Tile.side...Int(triangle.lastX) / Tile.side {
          let bin = row * columns + column
          if triangle.reach(over: tiles[bin]) != .outside { bins[bin].append(Int32(index)) }
        }
      }
    }
    return bins
  }
}

extension ScreenTriangle {
  /// How much of a tile a triangle can cover.
  enum Reach {
    case outside
    case partial
    case everything
  }

  /// The edge functions' least and greatest values over a tile's square, which holds all of its samples.
  func reach(over tile: Tile) -> Reach {
    let (x0, y0) = (Int64(tile.x) << 8, Int64(tile.y) << 8)
    let (width, height) = (Int64(tile.width) << 8, Int64(tile.height) << 8)
    func range(_ a: Int64, _ b: Int64, _ c: Int64) -> (least: Int64, greatest: Int64) {
      let corner = a * x0 + b * y0 + c
      return (
        corner + min(0, a * width) + min(0, b * height), corner + max(0, a * width) + max(0, b * height)
      )
    }
    let ranges = (
      range(edgeA.0, edgeB.0, edgeC.0), range(edgeA.1, edgeB.1, edgeC.1), range(edgeA.2, edgeB.2, edgeC.2)
    )
    if min(ranges.0.greatest, ranges.1.greatest, ranges.2.greatest) < 0 { return .outside }
    return min(ranges.0.least, ranges.1.least, ranges.2.least) >= 0 ? .everything : .partial
  }
}
