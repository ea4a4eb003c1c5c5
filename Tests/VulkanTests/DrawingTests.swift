import Testing
import VulkanWitness

/// The witness hands a shader what it is given.
@Suite struct DrawingTests {
  @Test func constantColor() throws {
    let image = try draw(main: "color = vec4(0.25, -3.5, 1e20, 0.0);")
    #expect(image.greatestDistance { _, _ in SIMD4(0.25, -3.5, 1e20, 0) } == 0)
  }

  @Test func isLavapipe() throws {
    let witness = try sharedWitness.get()
    #expect(witness.deviceName.contains("llvmpipe"))
    #expect(witness.driverDescription.contains("llvmpipe"))
  }

  @Test func fragCoord() throws {
    let image = try draw(main: "color = gl_FragCoord;") {
      $0.triangle = CoveringTriangle(w: SIMD3(repeating: 2), depth: SIMD3(0, 1, 0.5))
    }
    let distance = image.greatestDistance { x, y in
      let u = (Float(x) + 0.5) / 64
      let v = (Float(y) + 0.5) / 32
      return SIMD4(Float(x) + 0.5, Float(y) + 0.5, u + 0.5 * v, 0.5)
    }
    #expect(distance < 1e-6)
  }

  @Test func affineVaryings() throws {
    let declarations = """
      layout(location = 3) in vec2 uv;
      layout(location = 0) in float height;
      layout(location = 1) noperspective in float plain;
      """
    let image = try draw(declarations, main: "color = vec4(uv, height, plain);") {
      $0.varyings = [
        Varying(location: 3, origin: [0, 1], right: [1, 0], down: [0, -1]),
        Varying(location: 0, origin: [5], right: [2], down: [-4]),
        Varying(location: 1, origin: [-1], right: [0.5], down: [0.25]),
      ]
    }
    let distance = image.greatestDistance { x, y in
      let u = (Float(x) + 0.5) / 32
      let v = (Float(y) + 0.5) / 16
      return SIMD4(u, 1 - v, 5 + 2 * u - 4 * v, -1 + 0.5 * u + 0.25 * v)
    }
    #expect(distance < 4e-6)
  }

  @Test func perspectiveVaryings() throws {
    let corners: [[Float]] = [[1, 0], [4, -1], [2, 7]]
    let declarations = """
      layout(location = 0) in vec2 value;
      layout(location = 1) noperspective in vec2 plain;
      """
    let image = try draw(declarations, main: "color = vec4(value, plain);") {
      $0.triangle = .perspective
      $0.varyings = [Varying(location: 0, corners: corners), Varying(location: 1, corners: corners)]
    }
    let distance = image.greatestDistance { x, y in
      let b = (Float(x) + 0.5) / 64
      let c = (Float(y) + 0.5) / 32
      let plain = SIMD3(1 - b - c, b, c)
      let weighted = plain / CoveringTriangle.perspective.w
      let smooth = weighted / weighted.sum()
      func mix(_ component: Int, _ weights: SIMD3<Float>) -> Float {
        (SIMD3(corners[0][component], corners[1][component], corners[2][component]) * weights).sum()
      }
      return SIMD4(mix(0, smooth), mix(1, smooth), mix(0, plain), mix(1, plain))
    }
    #expect(distance < 1e-5)
  }

  @Test func integerVaryings() throws {
    let declarations = """
      layout(location = 0) flat in ivec3 signed3;
      layout(location = 1) flat in uint unsigned1;
      """
    let image = try draw(declarations, main: "color = vec4(signed3, unsigned1);") {
      $0.varyings = [
        Varying(location: 0, corners: [[-1, 2, -3], [7, 7, 7], [8, 8, 8]] as [[Int32]]),
        Varying(location: 1, corners: [[4_000_000_000], [1], [2]] as [[UInt32]]),
      ]
    }
    #expect(image.greatestDistance { _, _ in SIMD4(-1, 2, -3, 4e9) } == 0)
    #expect(Varying(location: 0, corners: [[-1], [2], [3]] as [[Int32]]).values(corner: 0) == [-1])
  }

  @Test func pushConstants() throws {
    let declarations = "layout(push_constant) uniform Push { vec4 a; float b; } push;"
    let image = try draw(declarations, main: "color = push.a * push.b;") {
      $0.pushConstants = bytes([1, 2, 3, 4, 0.5])
    }
    #expect(image.greatestDistance { _, _ in SIMD4(0.5, 1, 1.5, 2) } == 0)
  }

  @Test func buffers() throws {
    let declarations = """
      layout(set = 0, binding = 2) uniform Numbers { vec4 a; };
      layout(set = 2, binding = 0) uniform More { vec4 b[2]; };
      layout(set = 2, binding = 1) readonly buffer Rest { float c[]; };
      """
    let image = try draw(declarations, main: "color = a * b[1] + c[2];") {
      $0.buffers = [
        BoundBuffer(binding: 2, bytes: bytes([1, 2, 3, 4])),
        BoundBuffer(set: 2, binding: 0, bytes: bytes([0, 0, 0, 0, 10, 20, 30, 40])),
        BoundBuffer(set: 2, binding: 1, bytes: bytes([0, 0, 0.5]), isStorage: true),
      ]
    }
    #expect(image.greatestDistance { _, _ in SIMD4(10.5, 40.5, 90.5, 160.5) } == 0)
  }

  @Test func textures() throws {
    let declarations = """
      layout(binding = 0) uniform sampler2D bytes;
      layout(binding = 1) uniform sampler2D floats;
      """
    let body = """
      color = vec4(texelFetch(bytes, ivec2(gl_FragCoord.xy) % 2, 0).rg, textureLod(floats, vec2(0.5), 1.0).rg);
      """
    var nearest = BoundSampler()
    nearest.isMagnifiedLinearly = false
    let image = try draw(declarations, main: body) {
      $0.textures = [
        BoundTexture(
          binding: 0, width: 2, height: 2, format: .unorm8,
          levels: [[0, 255, 0, 0, 255, 0, 0, 0, 51, 0, 0, 0, 0, 102, 0, 0]], sampler: nearest),
        BoundTexture(
          binding: 1, width: 2, height: 1, format: .float32,
          levels: [bytes([1, 1, 1, 1, 2, 2, 2, 2]), bytes([7.5, -8, 0, 0])]),
      ]
    }
    let texels: [SIMD2<Float>] = [SIMD2(0, 1), SIMD2(1, 0), SIMD2(0.2, 0), SIMD2(0, 0.4)]
    let distance = image.greatestDistance { x, y in
      let texel = texels[x % 2 + y % 2 * 2]
      return SIMD4(texel.x, texel.y, 7.5, -8)
    }
    #expect(distance < 1e-6)
  }

  @Test func severalAttachments() throws {
    let words = try compileFragment(
      """
      #version 450
      layout(location = 0) out vec4 first;
      layout(location = 1) out vec4 second;
      void main() { first = vec4(1); second = vec4(2); if (gl_FragCoord.x > 4.0) discard; }
      """)
    var drawing = Drawing(fragment: words, width: 8, height: 4)
    drawing.attachments = 2
    let images = try sharedWitness.get().draw(drawing)
    #expect(images.count == 2)
    for (index, image) in images.enumerated() {
      let expected = Float(index + 1)
      #expect(image.greatestDistance { x, _ in SIMD4(repeating: x < 4 ? expected : 0) } == 0)
    }
  }

  /// The quad's fine differences, rows and columns each on their own.
  @Test func fineDerivatives() throws {
    let body = """
      float v = gl_FragCoord.x * gl_FragCoord.x * gl_FragCoord.y;
      color = vec4(v, dFdxFine(v), dFdyFine(v), 0);
      """
    let image = try draw(main: body)
    let distance = image.greatestDistance { x, y in
      func value(_ x: Int, _ y: Int) -> Float {
        (Float(x) + 0.5) * (Float(x) + 0.5) * (Float(y) + 0.5)
      }
      let left = x / 2 * 2
      let top = y / 2 * 2
      return SIMD4(
        value(x, y), value(left + 1, y) - value(left, y), value(x, top + 1) - value(x, top), 0)
    }
    #expect(distance < 1e-2)
  }
}
