import Conversion
import Differentiation
import Foundation
import Testing
import VulkanWitness

/// The derivatives of texture samples on a Vulkan driver.
@Suite struct SampleDerivativeTests {
  private static let size = 64
  private static let origin = SIMD2(0.05, 0.11)
  private static let right = SIMD2(0.83, 0.21)
  private static let down = SIMD2(-0.17, 0.74)

  /// A wave that repeats with the texture.
  private static func wave(_ s: Double, _ t: Double) -> Double {
    0.5 + 0.2 * sin(4 * .pi * s) + 0.2 * cos(2 * .pi * (s + 2 * t))
  }

  private static let texture: BoundTexture = {
    var texture = BoundTexture(binding: 0, width: 32, height: 16, format: .float32, levels: [])
    texture.levels = (0..<5).map { level in
      let size = texture.size(level: level)
      return bytes(
        (0..<size.width * size.height).flatMap { texel -> [Float] in
          let s = (Double(texel % size.width) + 0.5) / Double(size.width)
          let t = (Double(texel / size.width) + 0.5) / Double(size.height)
          return [Float(wave(s, t)), 0, 0, 1]
        })
    }
    return texture
  }()

  private func draw(_ text: String, as derivative: TextureDerivative? = nil) throws -> DrawnImage {
    var words = try compileFragment(text)
    if let derivative {
      var options = ConversionOptions()
      options.compilation.targetEnvironment = .vulkan1_1
      options.differentiation.textureDerivative = derivative
      let conversion = try convert(Input(path: "test.frag", bytes: Array(text.utf8)), options: options)
      #expect(!conversion.sites.contains { if case .kept = $0.outcome { true } else { false } })
      words = conversion.bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
    }
    var drawing = Drawing(fragment: words, width: Self.size, height: Self.size)
    drawing.textures = [Self.texture]
    func floats(_ vector: SIMD2<Double>) -> [Float] { [Float(vector.x), Float(vector.y)] }
    drawing.varyings = [
      Varying(
        location: 0, origin: floats(Self.origin), right: floats(Self.right), down: floats(Self.down)),
      Varying(location: 1, origin: [-1, -1, 0.2], right: [2, 0, 0.3], down: [0, 2, -0.4]),
    ]
    return try sharedWitness.get().draw(drawing)[0]
  }

  private static let slopes = """
    #version 450
    layout(binding = 0) uniform sampler2D heightMap;
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() {
      float height = textureLod(heightMap, uv, 0.0).r;
      color = vec4(dFdxFine(height), dFdyFine(height), height, 1.0);
    }
    """

  /// Bump mapping after Mikkelsen ("Bump Mapping Unparametrized Surfaces on the GPU", 2010).
  private static let bumps = """
    #version 450
    layout(binding = 0) uniform sampler2D heightMap;
    layout(location = 0) in vec2 uv;
    layout(location = 1) in vec3 position;
    layout(location = 0) out vec4 color;
    void main() {
      float height = 0.3 * texture(heightMap, uv).r;
      vec3 normal = normalize(vec3(-0.15, 0.2, 1.0));
      vec3 sigmaX = dFdx(position), sigmaY = dFdy(position);
      vec3 r1 = cross(sigmaY, normal), r2 = cross(normal, sigmaX);
      float det = dot(sigmaX, r1);
      vec3 gradient = sign(det) * (dFdx(height) * r1 + dFdy(height) * r2);
      color = vec4(normalize(abs(det) * normal - gradient), height);
    }
    """

  /// Level 0 filtered, in double.
  private static func filtered(_ uv: SIMD2<Double>) -> Double {
    let (x, y) = (uv.x * 32 - 0.5, uv.y * 16 - 0.5)
    let (i, j) = (x.rounded(.down), y.rounded(.down))
    func texel(_ i: Double, _ j: Double) -> Double { Double(Float(wave((i + 0.5) / 32, (j + 0.5) / 16))) }
    let (f, g) = (x - i, y - j)
    return (1 - g) * ((1 - f) * texel(i, j) + f * texel(i + 1, j))
      + g * ((1 - f) * texel(i, j + 1) + f * texel(i + 1, j + 1))
  }

  private static func place(_ x: Int, _ y: Int) -> SIMD2<Double> {
    origin + right * ((Double(x) + 0.5) / Double(size)) + down * ((Double(y) + 0.5) / Double(size))
  }

  private static func isNearEdge(_ uv: SIMD2<Double>) -> Bool {
    let x = uv.x * 32 - 0.5
    let y = uv.y * 16 - 0.5
    return min(abs(x - x.rounded()), abs(y - y.rounded())) < 2e-3
  }

  /// A pixel on the left of its quad has the hardware's own difference: one sample at the neighbour, minus its own.
  @Test func differenceIsTheQuadsOwn() throws {
    let hardware = try draw(Self.slopes)
    let ours = try draw(Self.slopes, as: .difference)
    var greatest: Float = 0
    for y in stride(from: 0, to: Self.size, by: 2) {
      for x in stride(from: 0, to: Self.size, by: 2) {
        let (a, b) = (hardware[x, y], ours[x, y])
        greatest = max(greatest, abs(a.x), abs(a.y))
        #expect(abs(a.x - b.x) < 2e-6 && abs(a.y - b.y) < 2e-6, "\(x), \(y): \(a) \(b)")
      }
    }
    #expect(greatest > 0.01)
  }

  @Test func centralSpansThePixel() throws {
    let ours = try draw(Self.slopes, as: .central)
    let (dx, dy) = (Self.right / Double(2 * Self.size), Self.down / Double(2 * Self.size))
    let distance = ours.greatestDistance { x, y in
      let uv = Self.place(x, y)
      return SIMD4(
        Float(Self.filtered(uv + dx) - Self.filtered(uv - dx)),
        Float(Self.filtered(uv + dy) - Self.filtered(uv - dy)), Float(Self.filtered(uv)), 1)
    }
    #expect(distance < 1e-5)
  }

  /// Against a step so small that it is the limit; on a texel's edge there is none.
  @Test func bilinearIsTheLimit() throws {
    let ours = try draw(Self.slopes, as: .bilinear)
    let step = 1e-6
    var compared = 0
    for y in 0..<Self.size {
      for x in 0..<Self.size where !Self.isNearEdge(Self.place(x, y)) {
        let uv = Self.place(x, y)
        func slope(_ direction: SIMD2<Double>) -> Double {
          let move = direction * (step / Double(Self.size))
          return (Self.filtered(uv + move) - Self.filtered(uv - move)) / (2 * step)
        }
        let found = ours[x, y]
        #expect(abs(Double(found.x) - slope(Self.right)) < 2e-5, "\(x), \(y)")
        #expect(abs(Double(found.y) - slope(Self.down)) < 2e-5, "\(x), \(y)")
        compared += 1
      }
    }
    #expect(compared * 100 > Self.size * Self.size * 95)
  }

  /// In a plane without perspective the upper left pixel of a quad sees the same bumps before and after.
  @Test func bumpMapping() throws {
    let hardware = try draw(Self.bumps)
    let ours = try draw(Self.bumps, as: .difference)
    var tilted = 0
    for y in stride(from: 0, to: Self.size, by: 2) {
      for x in stride(from: 0, to: Self.size, by: 2) {
        let (a, b) = (hardware[x, y], ours[x, y])
        for component in 0..<4 { #expect(abs(a[component] - b[component]) < 1e-3, "\(x), \(y): \(a) \(b)") }
        if abs(a.x) > 0.3 { tilted += 1 }
      }
    }
    #expect(tilted > 100, "the bumps must show")
    // The other definitions are of the same surface: alike everywhere, the same nowhere.
    for derivative in [TextureDerivative.central, .bilinear] {
      let other = try draw(Self.bumps, as: derivative)
      var total: Float = 0
      for y in 0..<Self.size {
        for x in 0..<Self.size { total += abs(other[x, y].x - hardware[x, y].x) }
      }
      let mean = total / Float(Self.size * Self.size)
      #expect(mean < 0.05 && mean > 1e-4, "\(derivative): \(mean)")
    }
  }
}
