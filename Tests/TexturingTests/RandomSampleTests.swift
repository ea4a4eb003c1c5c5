import CShaderABI
import SeededRandom
import Testing
import Texturing

/// Random textures, samplers and operands, against the specification written down again.
@Suite struct RandomSampleTests {
  static let dimensionalities = Dimensionality.allCases.filter { $0 != .buffer }

  @Test("samples of doubles are the specification's", arguments: dimensionalities)
  func samples(_ dimensionality: Dimensionality) throws {
    let seed: UInt64 = 20_240
    var random = SeededGenerator(seed: seed)
    for index in 0..<120 {
      let scene = try RandomScene(dimensionality, isDyadic: false, &random)
      let lanes = (0..<4).map { _ in scene.lane(&random) }
      let found = scene.call(lanes).run(scene.server, as: Double.self)
      for (lane, operands) in lanes.enumerated() {
        let expected = scene.reference.sample(operands)
        #expect(
          agree(found[lane], expected, 1e-7),
          "seed \(seed) case \(index): \(found[lane]) for \(expected), \(operands)")
      }
    }
  }

  @Test("samples of floats are those of doubles", arguments: dimensionalities)
  func floats(_ dimensionality: Dimensionality) throws {
    let seed: UInt64 = 77
    var random = SeededGenerator(seed: seed)
    for index in 0..<300 {
      // Coordinates of few bits: both types select the same texels.
      let scene = try RandomScene(dimensionality, isDyadic: true, &random)
      let call = scene.call((0..<8).map { _ in scene.lane(&random) })
      let (floats, doubles) = (
        call.run(scene.server, as: Float.self), call.run(scene.server, as: Double.self)
      )
      for lane in 0..<8 {
        #expect(
          agree(floats[lane], doubles[lane], 2e-4),
          "seed \(seed) case \(index): \(floats[lane]) for \(doubles[lane]), \(call.coordinate[lane])")
      }
    }
  }

  @Test("gathers are the specification's", arguments: [Dimensionality.two, .rectangle, .cube])
  func gathers(_ dimensionality: Dimensionality) throws {
    let seed: UInt64 = 4_711
    var random = SeededGenerator(seed: seed)
    for index in 0..<200 {
      let scene = try RandomScene(dimensionality, isDyadic: true, &random)
      let lanes = (0..<4).map { _ in scene.lane(&random) }
      var call = scene.call(lanes)
      call.operation = QuadlessTexelGather
      call.component = scene.compares ? 0 : UInt32.random(in: 0...3, using: &random)
      if dimensionality != .cube && Bool.random(using: &random) {
        call.gatherOffsets = (0..<4).map { _ in
          (0..<4).map { _ in (0..<2).map { _ in Int32.random(in: -9...9, using: &random) } }
        }
      }
      let found = call.run(scene.server, as: Double.self)
      let floats = call.run(scene.server, as: Float.self)
      for (lane, operands) in lanes.enumerated() {
        let expected = scene.reference.gather(
          operands, component: Int(call.component), offsets: call.gatherOffsets?[lane])
        #expect(
          agree(found[lane], expected, 1e-7), "seed \(seed) case \(index): \(found[lane]) for \(expected)")
        #expect(
          agree(floats[lane], expected, 1e-6), "seed \(seed) case \(index): \(floats[lane]) for \(expected)")
      }
    }
  }

  @Test("the level of detail that is asked for is the one that is sampled", arguments: dimensionalities)
  func queries(_ dimensionality: Dimensionality) throws {
    let seed: UInt64 = 99
    var random = SeededGenerator(seed: seed)
    for index in 0..<100 {
      let scene = try RandomScene(dimensionality, isDyadic: false, &random)
      let lanes = (0..<4).map { _ in
        var lane = scene.lane(&random)
        lane.lod = nil
        return lane
      }
      var call = scene.call(lanes)
      call.operation = QuadlessTexelQueryLod
      call.reference = nil
      let found = call.run(scene.server, as: Double.self)
      for (lane, operands) in lanes.enumerated() {
        let levels = scene.reference.levels(operands)
        #expect(
          agree(found[lane], [levels.parameter, levels.unclamped, 0, 0], 1e-6),
          "seed \(seed) case \(index): \(found[lane]) for \(levels)")
      }
    }
  }
}

/// A random texture with a random sampler.
struct RandomScene {
  let texture: Texture
  let sampler: SamplerState
  let server: TexelServer
  let compares: Bool
  let isExplicit: Bool
  let isDyadic: Bool
  var reference: SpecificationReference { SpecificationReference(texture: texture, sampler: sampler) }

  init(_ dimensionality: Dimensionality, isDyadic: Bool, _ random: inout SeededGenerator) throws {
    self.isDyadic = isDyadic
    isExplicit = Bool.random(using: &random)
    let compares = dimensionality != .three && Int.random(in: 0..<4, using: &random) == 0
    self.compares = compares
    let layers: Int? = Bool.random(using: &random) ? Int.random(in: 1...3, using: &random) : nil
    let size = { (most: Int, random: inout SeededGenerator) in Int.random(in: 1...most, using: &random) }
    let shape: TextureShape =
      switch dimensionality {
      case .one: .one(width: size(40, &random), layers: layers)
      case .two: .two(width: size(20, &random), height: size(20, &random), layers: layers)
      case .three: .three(width: size(9, &random), height: size(9, &random), depth: size(9, &random))
      case .cube: .cube(size: size(7, &random), layers: layers)
      case .rectangle: .rectangle(width: size(20, &random), height: size(20, &random))
      case .buffer: .buffer(width: size(20, &random))
      }
    let channels = Int.random(in: 1...4, using: &random)
    let format =
      compares
      ? TexelFormat([.depth32, .unorm16].randomElement(using: &random) ?? .depth32, channels: 1)
      : TexelFormat(.float32, channels: channels)
    // Depths of few values, so that comparisons for equality are met.
    let levels = (0..<(Bool.random(using: &random) ? shape.fullLevelCount : 1)).map { level in
      (0..<shape.texelCount(ofLevel: level)).map { _ in
        var texel = SIMD4<Float>()
        for channel in 0..<4 {
          let value = Float.random(in: 0...1, using: &random)
          texel[channel] = compares ? (value * 4).rounded() / 4 : value
        }
        return texel
      }
    }
    texture = try Texture(shape, format, levelTexels: levels, levels: .built)
    sampler = Self.sampler(&random)
    server = try TexelServer(texture, sampler)
  }

  private static func sampler(_ random: inout SeededGenerator) -> SamplerState {
    var sampler = SamplerState()
    sampler.magnification = Bool.random(using: &random) ? .nearest : .linear
    sampler.minification = Bool.random(using: &random) ? .nearest : .linear
    sampler.mipmap = Bool.random(using: &random) ? .nearest : .linear
    let mode = { (random: inout SeededGenerator) in
      SamplerState.AddressMode.allCases.randomElement(using: &random) ?? .repeat
    }
    sampler.addressU = mode(&random)
    sampler.addressV = mode(&random)
    sampler.addressW = mode(&random)
    let borders: [SamplerState.BorderColor] = [
      .transparentBlack, .opaqueBlack, .opaqueWhite, .floats(SIMD4(0.1, 0.7, 0.3, 0.9)),
    ]
    sampler.border = borders.randomElement(using: &random) ?? .opaqueWhite
    sampler.comparison = SamplerState.Comparison.allCases.randomElement(using: &random)
    if Bool.random(using: &random) {
      sampler.lodBias = Float.random(in: -18...18, using: &random)
      if Bool.random(using: &random) { sampler.lodBias /= 8 }
    }
    if Bool.random(using: &random) { sampler.minLod = Float.random(in: 0...3, using: &random) }
    if Bool.random(using: &random) { sampler.maxLod = Float.random(in: 3...6, using: &random) }
    if Bool.random(using: &random) { sampler.maxAnisotropy = Float.random(in: 1...20, using: &random) }
    return sampler
  }

  /// Random operands; those of different scenes differ in which there are.
  func lane(_ random: inout SeededGenerator) -> SpecificationReference.Lane {
    let extent = texture.shape.dimensionality == .rectangle ? 20.0 : 1
    var coordinate = (0..<4).map { _ in Double.random(in: -2.5...2.5, using: &random) * extent }
    if isDyadic { coordinate = coordinate.map { ($0 * 256).rounded() / 256 + 1 / 1024 } }
    var lane = SpecificationReference.Lane(coordinate: coordinate)
    if compares { lane.reference = Double(Int.random(in: -1...5, using: &random)) / 4 }
    let lod = Double.random(in: -2...6, using: &random)
    if isExplicit {
      lane.lod = lod
    } else {
      lane.bias = lod / 2
      let size = 0.5 * extent
      lane.gradientX = (0..<3).map { _ in Double.random(in: -size...size, using: &random) }
      lane.gradientY = (0..<3).map { _ in Double.random(in: -size...size, using: &random) / 4 }
    }
    lane.minLod = Double.random(in: 0...2, using: &random)
    if texture.shape.dimensionality != .cube {
      lane.offset = (0..<3).map { _ in Int32.random(in: -8...7, using: &random) }
    }
    return lane
  }

  func call(_ lanes: [SpecificationReference.Lane]) -> TexelCall {
    var call = TexelCall(lanes.map(\.coordinate))
    call.isExplicit = lanes.allSatisfy { $0.lod != nil }
    call.lod = lanes.map { $0.lod ?? $0.bias }
    if compares { call.reference = lanes.map { $0.reference ?? 0 } }
    if !call.isExplicit {
      call.gradientX = lanes.map(\.gradientX)
      call.gradientY = lanes.map(\.gradientY)
    }
    call.minLod = lanes.map(\.minLod)
    call.offset = lanes.map(\.offset)
    return call
  }
}
