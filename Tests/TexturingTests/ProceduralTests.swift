import CShaderABI
import Testing
import Texturing

/// What stands in for textures that are not bound.
@Suite struct ProceduralTests {
  static let shapes: [TextureShape] = [
    .one(width: 16), .one(width: 16, layers: 2), .two(width: 16, height: 8),
    .two(width: 8, height: 8, layers: 3),
    .two(width: 16, height: 8, samples: 4), .three(width: 8, height: 8, depth: 4), .cube(size: 8),
    .cube(size: 8, layers: 2), .rectangle(width: 8, height: 6), .buffer(width: 32),
  ]

  @Test(
    "all patterns fill all shapes with values of 0 to 1, the same each time",
    arguments: ProceduralTexture.allCases)
  func shapes(_ pattern: ProceduralTexture) throws {
    for shape in Self.shapes {
      let (texture, again) = (try pattern.texture(shape, seed: 5), try pattern.texture(shape, seed: 5))
      #expect(texture.levelCount == shape.fullLevelCount)
      var values: Set<SIMD4<Float>> = []
      for slice in 0..<shape.slices {
        for z in 0..<shape.depth {
          for y in 0..<shape.height {
            for x in 0..<shape.width {
              let texel = try #require(texture.texel(x: x, y: y, z: z, slice: slice))
              #expect(texel == again.texel(x: x, y: y, z: z, slice: slice))
              #expect(texel.min() >= 0 && texel.max() <= 1)
              values.insert(texel)
            }
          }
        }
      }
      #expect(values.count > 1)
    }
  }

  @Test("noise differs by seed and layer, and goes on where the texture repeats")
  func noise() throws {
    let texture = try ProceduralTexture.noise.texture(.two(width: 256, height: 256, layers: 2))
    let other = try ProceduralTexture.noise.texture(.two(width: 256, height: 256), seed: 1)
    #expect(texture.texel(x: 9, y: 9) != texture.texel(x: 9, y: 9, slice: 1))
    #expect(texture.texel(x: 9, y: 9) != other.texel(x: 9, y: 9))
    for place in 0..<256 {
      // The polynomial's steepest slope is 15/8 in a cell of 32 texels.
      let (left, right) = (
        try #require(texture.texel(x: 255, y: place)), try #require(texture.texel(x: 0, y: place))
      )
      let difference = left - right
      #expect(max(difference.max(), -difference.min()) < 0.06)
    }
  }

  @Test("a ramp holds the coordinates; integers run to 100")
  func ramp() throws {
    let texture = try ProceduralTexture.ramp.texture(.two(width: 4, height: 2))
    #expect(texture.texel(x: 3, y: 0) == SIMD4(0.875, 0.25, 0.5, 1))
    let integers = try ProceduralTexture.ramp.texture(.two(width: 4, height: 2), TexelFormat(.uint8))
    #expect(integers.integers(x: 3, y: 0) == SIMD4(87, 25, 50, 100))
  }

  @Test("a checker has eight squares along a side")
  func checker() throws {
    let texture = try ProceduralTexture.checker.texture(.two(width: 64, height: 64))
    let row = (0..<64).compactMap { texture.texel(x: $0, y: 3)?.x }
    #expect((1..<64).filter { row[$0] != row[$0 - 1] } == [8, 16, 24, 32, 40, 48, 56])
  }
}
