import CShaderABI
import Foundation
import Testing
import Texturing

/// Samples whose values are known without any sampler.
@Suite struct AnalyticTests {
  /// A texture whose texel (x, y, z) is the place of its centre in texels.
  private func places(_ shape: TextureShape) throws -> Texture {
    var texels: [SIMD4<Float>] = []
    for slice in 0..<shape.slices {
      for z in 0..<shape.depth {
        for y in 0..<shape.height {
          for x in 0..<shape.width {
            texels.append(SIMD4(Float(x) + 0.5, Float(y) + 0.5, Float(z) + 0.5, Float(slice)))
          }
        }
      }
    }
    return try Texture(shape, texels: texels, levels: .base)
  }

  @Test("linear filtering of a linear texture gives the coordinate")
  func ramp() throws {
    let clamp = SamplerState(filter: .linear, address: .clampToEdge)
    let coordinate = [[0.3, 0.45, 0.6, 0], [0.7, 0.15, 0.25, 0], [0.123, 0.877, 0.5, 0]]
    for shape in [
      TextureShape.one(width: 16), .two(width: 16, height: 10), .three(width: 16, height: 10, depth: 4),
    ] {
      let server = try TexelServer(places(shape), clamp)
      var call = TexelCall(coordinate)
      call.lod = [0, 0, 0]
      let found = call.run(server, as: Double.self)
      let sizes = [16.0, 10, 4]
      let dimensions = shape.depth > 1 ? 3 : shape.height > 1 ? 2 : 1
      for lane in 0..<3 {
        for axis in 0..<dimensions {
          #expect(abs(found[lane][axis] - coordinate[lane][axis] * sizes[axis]) < 1e-12)
        }
      }
    }
  }

  @Test("coordinates in texels: rectangles, and samplers without normalization")
  func unnormalized() throws {
    var sampler = SamplerState(filter: .linear, address: .clampToEdge)
    sampler.mipmap = .nearest
    var call = TexelCall([[3.25, 5.75, 0, 0]])
    call.lod = [0]
    let rectangle = try TexelServer(places(.rectangle(width: 16, height: 10)), sampler)
    #expect(call.run(rectangle, as: Float.self)[0].prefix(2) == [3.25, 5.75])
    sampler.hasUnnormalizedCoordinates = true
    let flat = try TexelServer(places(.two(width: 16, height: 10)), sampler)
    #expect(call.run(flat, as: Float.self)[0].prefix(2) == [3.25, 5.75])
  }

  @Test("array layers are rounded, ties to even, and clamped")
  func layers() throws {
    let server = try TexelServer(places(.two(width: 2, height: 2, layers: 5)))
    let layers = [-3, 0.4, 0.5, 1.5, 2.5, 3.6, 9, Double.nan]
    var call = TexelCall(layers.map { [0.5, 0.5, $0, 0] })
    call.lod = Array(repeating: 0, count: 8)
    #expect(call.run(server, as: Float.self).map { $0[3] } == [0, 0, 0, 2, 2, 4, 4, 0])
    #expect(call.run(server, as: Double.self).map { $0[3] } == [0, 0, 0, 2, 2, 4, 4, 0])
  }

  @Test(
    "levels have the Vulkan sizes, and those of a constant are constant",
    arguments: [
      TextureShape.one(width: 37), .two(width: 37, height: 10, layers: 3),
      .three(width: 7, height: 12, depth: 5),
      .cube(size: 13), .cube(size: 6, layers: 2),
    ])
  func constant(_ shape: TextureShape) throws {
    let colour = SIMD4<Float>(0.25, 0.5, 0.75, 1)
    let texture = try Texture(shape, texels: Array(repeating: colour, count: shape.texelCount(ofLevel: 0)))
    #expect(texture.levelCount == Int(log2(Double(max(shape.width, shape.height, shape.depth)))) + 1)
    for level in 0..<texture.levelCount {
      let size = shape.size(ofLevel: level)
      #expect(
        size.width == max(1, shape.width / (1 << level)) && size.height == max(1, shape.height / (1 << level))
      )
      for slice in 0..<shape.slices {
        for x in 0..<size.width {
          let texel = texture.texel(x: x, y: size.height - 1, z: size.depth - 1, slice: slice, level: level)
          let difference = (texel ?? SIMD4()) - colour
          #expect((difference * difference).sum() < 1e-12)
        }
      }
      #expect(texture.texel(x: size.width, level: level) == nil)
    }
  }

  @Test("levels are averages over texels' extents, in linear light")
  func levels() throws {
    let ramp = try Texture(
      .one(width: 5), TexelFormat(.float32, channels: 1), texels: (1...5).map { SIMD4(Float($0), 0, 0, 0) })
    // Two texels of 2.5: (1 + 2 + 3/2) / 2.5 and (3/2 + 4 + 5) / 2.5.
    #expect(abs((ramp.texel(x: 0, level: 1)?.x ?? 0) - 1.8) < 1e-6)
    #expect(abs((ramp.texel(x: 1, level: 1)?.x ?? 0) - 4.2) < 1e-6)
    #expect(abs((ramp.texel(x: 0, level: 2)?.x ?? 0) - 3) < 1e-6)
    let halves = try Texture(.two(width: 2, height: 1), TexelFormat(.srgb8, channels: 1), bytes: [0, 255])
    #expect(halves.texel(x: 0, level: 1) == SIMD4(0.5, 0, 0, 1))
  }

  @Test("formats decode the values of the data format specification")
  func formats() throws {
    func first(_ encoding: TexelFormat.Encoding, _ bytes: [UInt8]) throws -> Float {
      let format = TexelFormat(encoding, channels: 1)
      return try Texture(.buffer(width: 1), format, bytes: bytes).texel(x: 0)?.x ?? .nan
    }
    #expect(try first(.unorm8, [51]) == 0.2)
    #expect(try first(.snorm8, [0x80]) == -1)
    #expect(try first(.snorm8, [0x81]) == -1)
    #expect(try first(.snorm8, [127]) == 1)
    #expect(abs(try first(.srgb8, [10]) - 0.003_035_27) < 1e-8)
    #expect(abs(try first(.srgb8, [188]) - 0.502_886_5) < 1e-6)
    #expect(try first(.srgb8, [255]) == 1)
    #expect(try first(.unorm16, [0x33, 0x33]) == 0.2)
    #expect(try first(.snorm16, [0x00, 0x80]) == -1)
    #expect(try first(.float16, [0x00, 0x3e]) == 1.5)
    #expect(try first(.float16, [0x01, 0x00]) == 0x1p-24)
    #expect(try first(.float32, [0, 0, 0x20, 0xc0]) == -2.5)
    let alpha = try Texture(.buffer(width: 1), TexelFormat(.srgb8), bytes: [255, 0, 255, 51])
    #expect(alpha.texel(x: 0) == SIMD4(1, 0, 1, 0.2))
    let two = try Texture(.buffer(width: 1), TexelFormat(.int16, channels: 2), bytes: [0xfe, 0xff, 7, 0])
    #expect(two.integers(x: 0) == SIMD4(UInt32(bitPattern: -2), 7, 0, 1))
  }

  @Test("every face of a cube is where the table says")
  func faces() throws {
    let texture = try places(.cube(size: 4))
    let server = try TexelServer(texture, SamplerState(filter: .nearest, address: .repeat))
    // The major axis, then a direction whose s and t on the face are 1/4 and 3/4: texels 1 and 3 - one half
    // from the centre each.
    let directions: [[Double]] = [
      [1, -0.6, 0.6], [-1, -0.6, -0.6], [-0.6, 1, 0.6], [-0.6, -1, -0.6], [-0.6, -0.6, 1], [0.6, -0.6, -1],
    ]
    var call = TexelCall(directions + [[1, 1, 1], [1, 1, 0.5]])
    call.lod = Array(repeating: 0, count: 8)
    let found = call.run(server, as: Float.self)
    for face in 0..<6 { #expect(found[face] == [0.5, 3.5, 0.5, Double(face)]) }
    // Ties: z wins over y, y over x.
    #expect(found[6][3] == 4 && found[7][3] == 2)
  }

  @Test("a cube has no seams")
  func seams() throws {
    let texture = try ProceduralTexture.noise.texture(.cube(size: 8), seed: 3)
    let server = try TexelServer(texture, SamplerState(filter: .linear, address: .clampToEdge))
    let tiny = 1e-9
    for step in 0..<200 {
      let t = Double(step) / 100 - 1
      // Both sides of six edges, the last steps at the corners.
      let edges = [[1, 1, t], [1, -1, t], [-1, t, 1], [t, 1, 1], [t, -1, -1], [1, t, -1]]
      for edge in edges {
        let axes = (0..<3).filter { abs(edge[$0]) == 1 }
        var (a, b) = (edge, edge)
        a[axes[0]] *= 1 + tiny
        b[axes[1]] *= 1 + tiny
        var call = TexelCall([a, b])
        call.lod = [0, 0]
        let found = call.run(server, as: Double.self)
        #expect(agree(found[0], found[1], 1e-6), "at \(edge): \(found)")
      }
    }
  }

  @Test("a shadow's linear filter averages comparisons")
  func shadows() throws {
    let depths: [Float] = [0.2, 0.8, 0.2, 0.2]
    let texture = try Texture(
      .two(width: 2, height: 2), TexelFormat(.depth32), texels: depths.map { SIMD4($0, 0, 0, 0) },
      levels: .base)
    var sampler = SamplerState(filter: .linear, address: .clampToEdge)
    sampler.comparison = .less
    let server = try TexelServer(texture, sampler)
    var call = TexelCall([[0.5, 0.5, 0, 0], [0.625, 0.375, 0, 0], [0.5, 0.5, 0, 0]])
    call.reference = [0.5, 0.5, 0.9]
    call.lod = [0, 0, 0]
    // The one texel of four that is deeper: weights 1/4, then 3/4 · 3/4.
    #expect(call.run(server, as: Float.self).map { $0[0] } == [0.25, 0.5625, 0])
    call.operation = QuadlessTexelGather
    #expect(call.run(server, as: Float.self)[0] == [0, 0, 1, 0])
  }

  @Test("an anisotropic footprint takes its level from the minor axis")
  func anisotropy() throws {
    let texture = try ProceduralTexture.noise.texture(.two(width: 256, height: 256))
    var sampler = SamplerState()
    sampler.maxAnisotropy = 8
    var call = TexelCall([[0.3, 0.3, 0, 0], [0.3, 0.3, 0, 0], [0.3, 0.3, 0, 0]])
    call.operation = QuadlessTexelQueryLod
    call.isExplicit = false
    call.gradientX = [[8 / 256, 0, 0], [2 / 256, 0, 0], [64 / 256, 0, 0]]
    call.gradientY = [[0, 1 / 256, 0], [0, 2 / 256, 0], [0, 1 / 256, 0]]
    #expect(try call.run(TexelServer(texture, sampler), as: Float.self).map { $0[0] } == [0, 1, 3])
    sampler.maxAnisotropy = 1
    #expect(try call.run(TexelServer(texture, sampler), as: Float.self).map { $0[0] } == [3, 1, 6])
  }

  @Test("the bias is limited, and footprints of a point have a finite level")
  func limits() throws {
    let texture = try ProceduralTexture.ramp.texture(.two(width: 8, height: 8))
    var sampler = SamplerState()
    sampler.lodBias = 100
    var call = TexelCall([[0.5, 0.5, 0, 0]])
    call.operation = QuadlessTexelQueryLod
    call.isExplicit = false
    call.gradientX = [[0, 0, 0]]
    call.gradientY = [[0, 0, 0]]
    #expect(try call.run(TexelServer(texture, sampler), as: Float.self)[0] == [0, -46, 0, 0])
    #expect(try call.run(TexelServer(texture, sampler), as: Double.self)[0] == [0, -46, 0, 0])
  }

  @Test(
    "no coordinate is too far, and none that is not a number is a crash", arguments: Dimensionality.allCases)
  func wild(_ dimensionality: Dimensionality) throws {
    let shape: TextureShape =
      switch dimensionality {
      case .one: .one(width: 7, layers: 2)
      case .two: .two(width: 7, height: 6, layers: 2)
      case .three: .three(width: 3, height: 4, depth: 5)
      case .cube: .cube(size: 3, layers: 2)
      case .rectangle: .rectangle(width: 7, height: 6)
      case .buffer: .buffer(width: 7)
      }
    let texture = try ProceduralTexture.ramp.texture(shape)
    let wild = [Double.nan, .infinity, -.infinity, 1e300, -1e30, 0, 2e9, -3e9]
    for mode in SamplerState.AddressMode.allCases {
      for filter in SamplerState.Filter.allCases {
        var sampler = SamplerState(filter: filter, address: mode)
        sampler.maxAnisotropy = .nan
        let server = try TexelServer(texture, sampler)
        for shift in 0..<8 {
          var call = TexelCall((0..<8).map { lane in (0..<4).map { wild[(lane * ($0 + 1) + shift) % 8] } })
          call.isExplicit = false
          call.gradientX = (0..<8).map { lane in (0..<3).map { wild[(lane + $0 + shift) % 8] } }
          call.gradientY = call.gradientX?.reversed()
          call.lod = wild
          call.minLod = wild
          for operation in [QuadlessTexelSample, QuadlessTexelGather, QuadlessTexelQueryLod] {
            call.operation = operation
            for found in [call.run(server, as: Float.self), call.run(server, as: Double.self)] {
              // A ramp has no value beyond 1, whatever the texels and their weights.
              let isSample = operation != QuadlessTexelQueryLod
              #expect(found.allSatisfy { !isSample || $0.allSatisfy { $0 >= 0 && $0 <= 1.000_001 } })
            }
          }
        }
      }
    }
  }

  @Test("far coordinates repeat exactly")
  func far() throws {
    let server = try TexelServer(
      places(.two(width: 8, height: 8)), SamplerState(filter: .nearest, address: .repeat))
    let near = [0.3125, 0.8125, 0, 0]
    var call = TexelCall([near, [near[0] + 0x1p30, near[1] - 0x1p40, 0, 0]])
    call.lod = [0, 0]
    let found = call.run(server, as: Double.self)
    #expect(found[0] == found[1])
  }
}
