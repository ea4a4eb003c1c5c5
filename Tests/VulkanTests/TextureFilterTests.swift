import CShaderABI
import Glibc
import SeededRandom
import Testing
import Texturing
import VulkanWitness

/// Textures filtered by our texel server, and by a Vulkan driver.
@Suite struct TextureFilterTests {
  /// What a texture is sampled with.
  struct Case: Sendable, CustomTestStringConvertible {
    let format: BoundTexture.Format
    let address: BoundSampler.AddressMode
    let isLinear: Bool
    let blendsLevels: Bool
    var testDescription: String {
      "\(format), \(address), \(isLinear ? "linear" : "nearest")\(blendsLevels ? ", levels blended" : "")"
    }

    static let all: [Case] = [BoundTexture.Format.float32, .unorm8, .srgb8].flatMap { format in
      BoundSampler.AddressMode.allCases.flatMap { address in
        [(false, false), (true, false), (true, true), (false, true)].map {
          Case(format: format, address: address, isLinear: $0.0, blendsLevels: $0.1)
        }
      }
    }
  }

  private static let width = 24
  private static let height = 10
  private static let levelsOfDetail: [Float] = [-0.5, 0, 0.25, 1.375, 2.75, 9]

  @Test(arguments: Case.all)
  func explicitLevels(_ sampling: Case) throws {
    let seed: UInt64 = 0x7EC5
    var random = SeededGenerator(seed: seed)
    let texture = randomTexture(sampling, &random)
    let server = try nativeServer(texture)
    let declarations = """
      layout(binding = 0) uniform sampler2D image;
      layout(push_constant) uniform Push { float levels[6]; } push;
      """
    // A band of rows a level; coordinates from -1 to 2, none of them at a texel's edge.
    let body = """
      int band = int(gl_FragCoord.y) / 24;
      vec2 place = vec2(gl_FragCoord.x / 64.0, gl_FragCoord.y / 24.0 - float(band));
      color = textureLod(image, place * 3.0 - 1.003, push.levels[band]);
      """
    let theirs = try VulkanTests.draw(
      declarations, main: body, width: 64, height: 24 * Self.levelsOfDetail.count
    ) {
      $0.textures = [texture]
      $0.pushConstants = bytes(Self.levelsOfDetail)
    }
    let distance = theirs.greatestDistance { x, y in
      let place = SIMD2((Float(x) + 0.5) / 64, (Float(y % 24) + 0.5) / 24)
      return sample(server, place * 3 - 1.003, .level(Self.levelsOfDetail[y / 24]))
    }
    #expect(distance <= tolerance(sampling), "seed \(seed)")
  }

  /// A texture whose levels hold their own number shows the level of detail that gradients make. lavapipe's logarithm
  /// is off by up to 0.056 of a level.
  @Test func levelFromGradients() throws {
    var texture = BoundTexture(binding: 0, width: 64, height: 16, format: .float32, levels: [])
    texture.levels = (0..<7).map { level in
      let size = texture.size(level: level)
      return bytes(Array(repeating: Float(level), count: size.width * size.height * 4))
    }
    texture.sampler.lodBias = 0.5
    texture.sampler.lodRange = 0.75...5.5
    let server = try nativeServer(texture)
    // Gradients of 1/8 of a texel to 64 texels, along one axis each.
    let body = """
      vec2 footprint = exp2(gl_FragCoord.xy * (9.0 / 64.0) - 3.0) / vec2(64.0, 16.0);
      color = textureGrad(image, vec2(0.4), vec2(footprint.x, 0.0), vec2(0.0, footprint.y));
      """
    let theirs = try VulkanTests.draw(
      "layout(binding = 0) uniform sampler2D image;", main: body, width: 64, height: 64
    ) {
      $0.textures = [texture]
    }
    let distance = theirs.greatestDistance { x, y in
      func footprint(_ pixel: Int) -> Float { exp2f((Float(pixel) + 0.5) * (9.0 / 64.0) - 3) }
      return sample(
        server, SIMD2(0.4, 0.4), .gradients(SIMD3(footprint(x) / 64, 0, 0), SIMD3(0, footprint(y) / 16, 0)))
    }
    #expect(distance <= 0.06)
  }

  /// Floats agree to rounding. Bytes are blended with weights of 8 bits, as the specification allows
  /// (subTexelPrecisionBits), and lavapipe decodes sRGB by a polynomial that is off by up to 1.2e-3.
  private func tolerance(_ sampling: Case) -> Float {
    let isBlended = sampling.isLinear || sampling.blendsLevels
    return switch sampling.format {
    case .float32: isBlended ? 1e-4 : 0
    case .unorm8: isBlended ? 2.0 / 255 : 1e-6
    case .srgb8: isBlended ? 2.0 / 255 : 1.5e-3
    }
  }

  private func randomTexture(_ sampling: Case, _ random: inout SeededGenerator) -> BoundTexture {
    var state = BoundSampler()
    state.addressMode = sampling.address
    state.isMagnifiedLinearly = sampling.isLinear
    state.isMinifiedLinearly = sampling.isLinear
    state.blendsLevels = sampling.blendsLevels
    var texture = BoundTexture(
      binding: 0, width: Self.width, height: Self.height, format: sampling.format, levels: [], sampler: state)
    texture.levels = (0..<5).map { level in
      let size = texture.size(level: level)
      let components = size.width * size.height * 4
      return sampling.format == .float32
        ? bytes((0..<components).map { _ in Float.random(in: -1...1, using: &random) })
        : (0..<components).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    return texture
  }

  private func nativeServer(_ bound: BoundTexture) throws -> TexelServer {
    let format: TexelFormat =
      switch bound.format {
      case .float32: TexelFormat(.float32)
      case .unorm8: TexelFormat(.unorm8)
      case .srgb8: TexelFormat(.srgb8)
      }
    let texture = try Texture(
      .two(width: bound.width, height: bound.height), format, levelBytes: bound.levels)
    var state = Texturing.SamplerState()
    let address: Texturing.SamplerState.AddressMode =
      switch bound.sampler.addressMode {
      case .repeat: .repeat
      case .mirroredRepeat: .mirroredRepeat
      case .clampToEdge: .clampToEdge
      case .clampToBorder: .clampToBorder
      case .mirrorClampToEdge: .mirrorClampToEdge
      }
    (state.addressU, state.addressV) = (address, address)
    state.magnification = bound.sampler.isMagnifiedLinearly ? .linear : .nearest
    state.minification = bound.sampler.isMinifiedLinearly ? .linear : .nearest
    state.mipmap = bound.sampler.blendsLevels ? .linear : .nearest
    state.lodBias = bound.sampler.lodBias
    (state.minLod, state.maxLod) = (bound.sampler.lodRange.lowerBound, bound.sampler.lodRange.upperBound)
    return try TexelServer([TexelBinding(resource: 0, texture: texture, sampler: state)])
  }

  /// How a level is chosen.
  private enum Level {
    case level(Float)
    case gradients(SIMD3<Float>, SIMD3<Float>)
  }

  /// A sample on a group of one lane.
  private func sample(_ server: TexelServer, _ coordinate: SIMD2<Float>, _ level: Level) -> SIMD4<Float> {
    let coordinate = SIMD4(coordinate.x, coordinate.y, 0, 0)
    var result = SIMD4<Float>()
    var (lod, gradientX, gradientY) = (Float(), SIMD3<Float>(), SIMD3<Float>())
    var request = QuadlessTexelRequest()
    request.operation = QuadlessTexelSample
    request.kind = QuadlessTexelFloat
    request.lanes = 1
    request.mask = 1
    let usesGradients: Bool
    switch level {
    case .level(let value):
      lod = value
      usesGradients = false
    case .gradients(let x, let y):
      (gradientX, gradientY) = (x, y)
      usesGradients = true
    }
    request.levelOfDetail = usesGradients ? QuadlessLodGradients : QuadlessLodExplicit
    withUnsafeBytes(of: coordinate) { coordinate in
      withUnsafeBytes(of: lod) { lod in
        withUnsafeBytes(of: gradientX) { gradientX in
          withUnsafeBytes(of: gradientY) { gradientY in
            withUnsafeMutableBytes(of: &result) { result in
              request.coordinate = coordinate.baseAddress
              request.lod = usesGradients ? nil : lod.baseAddress
              request.gradientX = usesGradients ? gradientX.baseAddress : nil
              request.gradientY = usesGradients ? gradientY.baseAddress : nil
              request.result = result.baseAddress
              TexelServer.callback(server.context, &request)
            }
          }
        }
      }
    }
    return result
  }
}
