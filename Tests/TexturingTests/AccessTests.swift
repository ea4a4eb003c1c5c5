import CShaderABI
import Testing
import Texturing

/// Fetches, storage images, sizes, integers, arrays of resources and what is not bound.
@Suite struct AccessTests {
  /// Integers that tell their places.
  private func numbered(_ shape: TextureShape, _ format: TexelFormat = TexelFormat(.int32)) throws -> Texture
  {
    let levels = (0..<shape.fullLevelCount).map { level in
      (0..<shape.texelCount(ofLevel: level)).map {
        SIMD4<UInt32>(truncatingIfNeeded: SIMD4(Int32($0), -Int32($0), Int32(level), 5))
      }
    }
    return try Texture(shape, format, levelIntegers: levels)
  }

  private func integers(_ operation: QuadlessTexelOperation, _ coordinate: [[Double]]) -> TexelCall {
    var call = TexelCall(coordinate)
    call.operation = operation
    call.kind = QuadlessTexelInt
    return call
  }

  @Test("fetches: in bounds the texel, out of bounds zeros")
  func fetches() throws {
    let server = try TexelServer(numbered(.two(width: 5, height: 3, layers: 2)))
    var call = integers(
      QuadlessTexelFetch,
      [[4, 2, 1], [4, 2, 0], [5, 0, 0], [0, 3, 0], [0, 0, 2], [-1, 0, 0], [1, 0, 1], [0, 0, 0]])
    call.lod = [0, 0, 0, 0, 0, 0, 1, 3]
    for found in [call.run(server, as: Float.self), call.run(server, as: Double.self)] {
      #expect(found[0] == [29, -29, 0, 5])
      #expect(found[1] == [14, -14, 0, 5])
      for lane in [2, 3, 4, 5, 7] { #expect(found[lane] == [0, 0, 0, 0]) }
      // Level 1 is 2 x 1 texels, two layers.
      #expect(found[6] == [3, -3, 1, 5])
    }
    call = integers(QuadlessTexelFetch, [[2, 1, 0]])
    call.offset = [[1, -1, 0]]
    call.lod = [0]
    #expect(call.run(server, as: Float.self)[0] == [3, -3, 0, 5])
  }

  @Test("fetches of other dimensions")
  func dimensions() throws {
    func first(_ shape: TextureShape, _ coordinate: [Double]) throws -> Double {
      var call = integers(QuadlessTexelFetch, [coordinate])
      call.lod = [0]
      return try call.run(TexelServer(numbered(shape)), as: Float.self)[0][0]
    }
    #expect(try first(.one(width: 5), [3]) == 3)
    #expect(try first(.one(width: 5, layers: 3), [3, 2]) == 13)
    #expect(try first(.three(width: 4, height: 3, depth: 2), [3, 2, 1]) == 23)
    #expect(try first(.buffer(width: 100), [77]) == 77)
    #expect(try first(.rectangle(width: 4, height: 4), [1, 3]) == 13)
    #expect(try first(.cube(size: 2, layers: 2), [1, 1, 7]) == 31)
  }

  @Test("samples of multisampled textures")
  func multisampled() throws {
    let server = try TexelServer(numbered(.two(width: 3, height: 2, samples: 4)))
    var call = integers(QuadlessTexelFetch, [[2, 1], [2, 1], [2, 1]])
    call.sample = [0, 3, 4]
    #expect(call.run(server, as: Float.self).map { $0[0] } == [20, 23, 0])
    call.operation = QuadlessTexelSamples
    #expect(call.run(server, as: Double.self).map { $0[0] } == [4, 4, 4])
  }

  @Test("missing channels of a fetch out of bounds are those of the format")
  func substitution() throws {
    let texture = try Texture(.two(width: 1, height: 1), TexelFormat(.unorm8, channels: 2), bytes: [255, 0])
    var call = TexelCall([[0, 0], [1, 0]])
    call.operation = QuadlessTexelFetch
    #expect(try call.run(TexelServer(texture), as: Float.self) == [[1, 0, 0, 1], [0, 0, 0, 1]])
  }

  @Test("sizes and levels")
  func sizes() throws {
    func size(_ shape: TextureShape, _ level: Double) throws -> [Double] {
      var call = integers(QuadlessTexelSize, [[]])
      call.lod = [level]
      return try call.run(TexelServer(numbered(shape)), as: Double.self)[0]
    }
    #expect(try size(.one(width: 9), 1) == [4, 0, 0, 0])
    #expect(try size(.one(width: 9, layers: 3), 1) == [4, 3, 0, 0])
    #expect(try size(.two(width: 9, height: 5), 2) == [2, 1, 0, 0])
    #expect(try size(.two(width: 9, height: 5, layers: 7), 0) == [9, 5, 7, 0])
    #expect(try size(.three(width: 9, height: 5, depth: 3), 1) == [4, 2, 1, 0])
    #expect(try size(.cube(size: 8), 1) == [4, 4, 0, 0])
    #expect(try size(.cube(size: 8, layers: 2), 1) == [4, 4, 2, 0])
    #expect(try size(.two(width: 9, height: 5), 4) == [0, 0, 0, 0])
    let levels = integers(QuadlessTexelLevels, [[]])
    #expect(try levels.run(TexelServer(numbered(.two(width: 9, height: 5))), as: Float.self)[0][0] == 4)
  }

  @Test("integer textures are sampled without filtering")
  func integerSamples() throws {
    let server = try TexelServer(
      numbered(.two(width: 4, height: 4)), SamplerState(filter: .linear, address: .repeat))
    var call = TexelCall([[0.3, 0.6, 0, 0], [1.9, -0.9, 0, 0]])
    call.kind = QuadlessTexelInt
    call.lod = [0, 0]
    #expect(call.run(server, as: Float.self).map { $0[1] } == [-9, -3])
    call.kind = QuadlessTexelFloat
    #expect(call.run(server, as: Double.self).map { $0[1] } == [-9, -3])
    call.kind = QuadlessTexelInt
    call.operation = QuadlessTexelGather
    // Texels around (1.2, 2.4): rows 1 and 2, columns 0 and 1.
    #expect(call.run(server, as: Double.self)[0] == [8, 9, 5, 4])
  }

  @Test(
    "storage images hold what is written, rounded to their format", arguments: TexelFormat.Encoding.allCases)
  func storage(_ encoding: TexelFormat.Encoding) throws {
    let format = TexelFormat(encoding)
    let texture = try Texture(zeros: .two(width: 2, height: 2), format)
    let server = try TexelServer(texture)
    var call = TexelCall([[1, 0], [2, 0], [0, 1], [0, 0]])
    call.operation = QuadlessTexelWrite
    call.mask = 0b0111
    call.kind =
      format.kind == .float ? QuadlessTexelFloat : format.kind == .int ? QuadlessTexelInt : QuadlessTexelUint
    let value = format.kind == .float ? [0.71, 0.1, 1.5, 0.4] : [300, 70_000, 3, 1]
    call.written = Array(repeating: value, count: 4)
    _ = call.run(server, as: Double.self)
    let expected: [Double] =
      switch encoding {
      case .unorm8: [181 / 255, 26 / 255, 1, 102 / 255]
      case .snorm8: [90 / 127, 13 / 127, 1, 51 / 127]
      // 0.71 and 0.1 encoded are 219.2 and 89.04.
      case .srgb8: [SRGB.decoded(219 / 255), SRGB.decoded(89 / 255), 1, 102 / 255]
      case .unorm16: [46530.0 / 65535, 6554.0 / 65535, 1, 26214.0 / 65535]
      case .snorm16: [23265.0 / 32767, 3277.0 / 32767, 1, 13107.0 / 32767]
      case .float16: [0.7099609375, 0.0999755859375, 1.5, 0.39990234375]
      case .float32: value
      case .depth32: [0.71, 0, 0, 1]
      case .int8: [44, 112, 3, 1]
      case .uint8: [44, 112, 3, 1]
      case .int16, .uint16: [300, 4464, 3, 1]
      case .int32, .uint32: value
      }
    call.operation = QuadlessTexelRead
    call.mask = ~0
    call.written = nil
    let found = call.run(server, as: Float.self)
    #expect(agree(found[0], expected, 1e-6), "\(found[0]) for \(expected)")
    #expect(agree(found[2], expected, 1e-6))
    let empty: [Double] = format.channels == 1 ? [0, 0, 0, 1] : [0, 0, 0, 0]
    // One lane wrote out of bounds, the other did not take part.
    #expect(found[1] == empty && found[3] == empty)
  }

  @Test("lanes outside the mask are left alone")
  func masks() throws {
    let server = try TexelServer(ProceduralTexture.checker.texture(.two(width: 8, height: 8)))
    var call = TexelCall(Array(repeating: [0.3, 0.3, 0, 0], count: 8))
    call.lod = Array(repeating: 0, count: 8)
    call.mask = 0b1010_0110
    for operation in [QuadlessTexelSample, QuadlessTexelGather, QuadlessTexelQueryLod] {
      call.operation = operation
      for found in [call.run(server, as: Float.self), call.run(server, as: Double.self)] {
        for lane in 0..<8 {
          let isSentinel = found[lane] == Array(repeating: TexelCall.sentinel, count: 4)
          #expect(isSentinel == (call.mask >> lane & 1 == 0))
        }
      }
    }
  }

  @Test("arrays of textures are indexed by lane; what is missing is opaque black")
  func arrays() throws {
    func constant(_ value: Float) throws -> Texture {
      try Texture(.two(width: 1, height: 1), texels: [SIMD4(repeating: value)])
    }
    let server = try TexelServer([
      TexelBinding(resource: 2, element: 0, texture: constant(10), sampler: SamplerState()),
      TexelBinding(resource: 2, element: 2, texture: constant(12), sampler: SamplerState()),
      TexelBinding(resource: 0, texture: nil, sampler: SamplerState(filter: .nearest, address: .clampToEdge)),
    ])
    var call = TexelCall(Array(repeating: [0.5, 0.5, 0, 0], count: 5))
    call.lod = Array(repeating: 0, count: 5)
    call.image = 2
    call.sampler = 2
    call.imageElement = [2, 0, 1, 9, 2]
    let black: [Double] = [0, 0, 0, 1]
    for found in [call.run(server, as: Float.self), call.run(server, as: Double.self)] {
      #expect(found == [[12, 12, 12, 12], [10, 10, 10, 10], black, black, [12, 12, 12, 12]])
    }
    call.imageElement = nil
    for image: UInt32 in [0, 1, 77] {
      call.image = image
      call.sampler = image
      for operation in [QuadlessTexelSample, QuadlessTexelFetch, QuadlessTexelRead] {
        call.operation = operation
        #expect(call.run(server, as: Double.self) == Array(repeating: black, count: 5))
      }
      call.operation = QuadlessTexelWrite
      _ = call.run(server, as: Float.self)
      call.operation = QuadlessTexelSize
      call.lod = nil
      #expect(call.run(server, as: Float.self)[0] == [1, 1, 1, 1])
      call.lod = Array(repeating: 0, count: 5)
    }
  }

  @Test("an image and a sampler of different resources are combined")
  func separate() throws {
    let texture = try Texture(
      .two(width: 2, height: 1), texels: [SIMD4(repeating: 0), SIMD4(repeating: 1)], levels: .base)
    let server = try TexelServer([
      TexelBinding(resource: 0, texture: texture),
      TexelBinding(resource: 1, texture: nil, sampler: SamplerState(filter: .nearest, address: .repeat)),
      TexelBinding(resource: 2, texture: nil, sampler: SamplerState(filter: .linear, address: .repeat)),
    ])
    var call = TexelCall([[0.4, 0.5, 0, 0]])
    call.lod = [0]
    call.sampler = 1
    #expect(call.run(server, as: Float.self)[0][0] == 0)
    call.sampler = 2
    #expect(abs(call.run(server, as: Float.self)[0][0] - 0.3) < 1e-6)
  }

  @Test("bad shapes, data and bindings are errors")
  func errors() throws {
    #expect(throws: TextureError.self) {
      try Texture(.two(width: 0, height: 1), TexelFormat(.unorm8), bytes: [])
    }
    #expect(throws: TextureError.self) {
      try Texture(.two(width: 2, height: 1), TexelFormat(.unorm8), bytes: [1])
    }
    #expect(throws: TextureError.self) {
      try Texture(zeros: .two(width: 32768, height: 32768, layers: 32768), TexelFormat(.unorm8))
    }
    #expect(throws: TextureError.self) {
      try Texture(.one(width: 1), TexelFormat(.unorm8, channels: 1), levelBytes: [[1], [1]])
    }
    #expect(throws: TextureError.self) { try Texture(.one(width: 1), TexelFormat(.int8), texels: [SIMD4()]) }
    #expect(throws: TexelBindingError.self) {
      try TexelServer([TexelBinding(resource: -1, texture: nil)])
    }
  }
}
