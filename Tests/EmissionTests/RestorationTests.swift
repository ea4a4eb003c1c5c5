import Frontend
import Testing

@testable import Emission

/// What SPIR-V does not keep and GLSL gets back, in OpenGL's dialects.
@Suite struct RestorationTests {
  @Test func looseUniformsStayLoose() throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      uniform float time;
      uniform sampler2D image, other;
      uniform struct Light { vec3 position; float power; } lights[2];
      in vec2 uv;
      out vec4 color, second;
      void main() {
        color = texture(image, uv) * time + texture(other, uv).x * lights[1].power;
        second = vec4(lights[0].position, 1.0);
      }
      """)
    trip.expectSameInterface()
    for line in ["uniform float time;", "uniform Light lights[2];", "in vec2 uv;", "out vec4 color;"] {
      #expect(trip.text.contains("\n" + line))
    }
    #expect(trip.text.hasPrefix("#version 330 core\n"))
    #expect(!trip.text.contains("layout"))
    #expect(!trip.text.contains("420pack"))
  }

  /// SPIRV-Cross prints these reads as no version of GLSL has them.
  @Test func linesAndRectanglesAreReadAsDeclared() throws {
    let trip = try RoundTrip(
      """
      #version 450 core
      uniform sampler1DShadow line;
      uniform sampler1DShadow lines[2];
      uniform sampler2DRect rectangle;
      uniform isampler2DRect numbers;
      layout(location = 0) in vec3 p;
      layout(location = 0) out vec4 color;
      float read(sampler1DShadow map, float x) { return textureGrad(map, vec3(x, 0.0, p.z), 0.1, 0.2); }
      void main() {
        color = vec4(texture(line, vec3(p.x, 0.0, p.y)), textureLod(lines[1], p, 0.0), read(lines[0], p.y), 1.0);
        color += texelFetch(rectangle, ivec2(p.xy)) + vec4(texelFetch(numbers, ivec2(3, int(p.z))));
      }
      """)
    trip.expectSameInterface()
  }

  @Test func explicitNumbersStay() throws {
    let trip = try RoundTrip(
      """
      #version 450 core
      layout(location = 3) uniform float time;
      layout(binding = 2) uniform sampler2D image;
      layout(binding = 1) uniform Block { vec4 tint; } block;
      layout(location = 1) in vec2 uv;
      layout(location = 2, component = 1) in vec2 st;
      layout(location = 0, index = 1) out vec4 color;
      void main() { color = texture(image, uv + st) * time * block.tint; }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("layout(location = 3) uniform float time;"))
    #expect(trip.text.contains("layout(binding = 2) uniform sampler2D image;"))
  }

  @Test func extensionsThatNumbersNeed() throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      #extension GL_ARB_explicit_uniform_location : require
      #extension GL_ARB_shading_language_420pack : enable
      #extension GL_ARB_separate_shader_objects : enable
      layout(location = 3) uniform float time;
      layout(binding = 2) uniform sampler2D image;
      layout(binding = 1, std140) uniform Block { vec4 tint; };
      layout(location = 1) in vec2 uv;
      out vec4 color;
      void main() { color = texture(image, uv) * time * tint; }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("#extension GL_ARB_explicit_uniform_location : require\n"))
    #expect(trip.text.contains("#extension GL_ARB_shading_language_420pack : enable\n"))
    #expect(trip.text.contains("layout(location = 1) in vec2 uv;"))
  }

  @Test func anonymousBlocks() throws {
    let trip = try RoundTrip(
      """
      #version 430 core
      uniform Material { vec4 base; float widths[3]; };
      layout(std430) readonly buffer Points { int count; vec2 points[]; };
      layout(std140) uniform Camera { mat4 view; vec4 base; } camera;
      in Vertex { vec3 normal; };
      out vec4 color;
      vec4 shade(vec4 base_) { vec4 local = base_ * base; return local; }
      vec4 other(vec4 base) { float count = base.x; return base * count; }
      void main() {
        color = shade(camera.base) + other(base) * widths[count % 3];
        for (int i = 0; i < count; ++i) color.xy += points[i];
        color.x += float(points.length()) + normal.x + (camera.view * base).x;
      }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("uniform Material\n{\n    vec4 base;\n    float widths[3];\n};\n"))
    #expect(trip.text.contains("layout(std430) readonly buffer Points\n"))
    #expect(trip.text.contains("} camera;\n"))
    #expect(trip.text.contains("in Vertex\n{\n    vec3 normal;\n};\n"))
    // A parameter that shadowed the member must not catch what SPIRV-Cross moves into its scope.
    #expect(trip.text.contains("vec4 base_1"))
  }

  @Test(arguments: ["", "layout(shared) ", "layout(packed) ", "layout(std140) "])
  func packing(_ layout: String) throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      \(layout)uniform Material { vec4 base; float width; } material;
      out vec4 color;
      void main() { color = material.base * material.width; }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("\n\n\(layout)uniform Material\n"))
  }

  @Test func bufferPackings() throws {
    let trip = try RoundTrip(
      """
      #version 450 core
      layout(std140, binding = 0) buffer A { vec4 a; };
      layout(std430, binding = 1) buffer B { vec4 b; };
      layout(row_major, std140) uniform C { mat3 c; layout(offset = 64) vec4 d; };
      out vec4 color;
      void main() { color = a + b + d + vec4(c[0], 1.0); }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("layout(offset = 64) vec4 d;"))
    #expect(trip.text.contains("layout(row_major"))
  }

  @Test(arguments: [
    "layout(origin_upper_left) in vec4 gl_FragCoord;",
    "layout(pixel_center_integer) in vec4 gl_FragCoord;",
    "layout(origin_upper_left, pixel_center_integer) in vec4 gl_FragCoord;",
  ])
  func fragmentCoordinate(_ declaration: String) throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      \(declaration)
      out vec4 color;
      void main() { color = gl_FragCoord; }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains(declaration))
  }

  @Test(arguments: ["depth_any", "depth_greater", "depth_less", "depth_unchanged"])
  func depthLayout(_ layout: String) throws {
    let trip = try RoundTrip(
      """
      #version 450 core
      layout(\(layout)) out float gl_FragDepth;
      in float z;
      void main() { gl_FragDepth = z; }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("layout(\(layout)) out float gl_FragDepth;"))
  }

  @Test func fragColor() throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      in vec2 uv;
      void main() { gl_FragColor = vec4(uv, 0.0, 1.0); }
      """)
    #expect(trip.text.contains("    gl_FragColor = vec4(uv, 0.0, 1.0);"))
    #expect(!trip.text.contains("out vec4"))
    #expect(!trip.text.contains("RESERVED"))
  }

  /// SPIRV-Cross would change each of these names.
  @Test func suspectNames() throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      uniform float u__time;
      uniform sampler2D sample;
      uniform Buffer__ { vec4 spvTint; } buffer__;
      uniform float spvScale;
      struct Half__ { float noise; };
      in vec2 v__uv;
      out vec4 spv_color;
      float noise(vec2 p) { return fract(p.x + u__time); }
      void main() {
        Half__ half__ = Half__(noise(v__uv));
        float buffer = half__.noise;
        spv_color = texture(sample, v__uv) * spvScale * buffer * buffer__.spvTint;
      }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("float noise(vec2 p)"))
    #expect(trip.text.contains("Half__ half__ = Half__(noise("))
    #expect(!trip.text.contains("qname"))
  }

  /// Sources that SPIRV-Cross once wrote have the names it gives to temporaries.
  @Test func namesOfTemporaries() throws {
    let uniforms = (1..<60).map { "uniform float _\($0);" }.joined(separator: "\n")
    let sum = (1..<60).map { "_\($0) * f" }.joined(separator: " + ")
    let trip = try RoundTrip(
      """
      #version 330 core
      \(uniforms)
      in float f;
      out vec4 color;
      float g(float _7) { float _8 = _7++; return _8 * _7++; }
      void main() { float _3_4 = f; color = vec4(\(sum), g(_3_4), sin(f) * sin(f), 1.0); }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("_t"))
  }

  @Test func builtInNamesAreLeftToLocals() throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      in vec2 uv;
      out vec4 color;
      void main() {
        vec2 p = uv * length(uv);
        { float length = p.x; float mix = p.y; color = vec4(length, mix, distance(p, uv), 1.0); }
      }
      """)
    trip.expectSameInterface()
  }

  @Test func nameThatHidesABuiltInIsRefused() throws {
    let source = """
      #version 330 core
      in vec2 uv;
      float early() { return step(0.5, uv.x); }
      uniform float step;
      out vec4 color;
      void main() { color = vec4(early() * step); }
      """
    let shader = try compile(Source(path: "a.frag", text: source))
    #expect(throws: EmissionError.nameHidesBuiltIn("step")) {
      try emitGLSL(words: shader.words, facts: shader.facts, options: GLSLOptions(isVulkan: false))
    }
  }

  @Test func interpolationAndInvariance() throws {
    let trip = try RoundTrip(
      """
      #version 430 core
      layout(early_fragment_tests) in;
      flat in int id;
      noperspective in vec2 linear;
      centroid in vec2 inner;
      sample in vec2 each;
      smooth in float plain[3];
      invariant out vec4 color;
      void main() {
        precise vec2 sum = linear * inner + each;
        color = vec4(sum, plain[id], plain[2]);
      }
      """)
    trip.expectSameInterface()
    for words in [
      "layout(early_fragment_tests) in;", "flat in int id;", "noperspective in vec2 linear;",
      "centroid in vec2 inner;", "sample in vec2 each;", "in float plain[3];", "invariant out vec4 color;",
      "precise vec2 ",
    ] {
      #expect(trip.text.contains(words), "\(trip.text)")
    }
  }

  @Test func atomicCounters() throws {
    let trip = try RoundTrip(
      """
      #version 430 core
      layout(binding = 0, offset = 4) uniform atomic_uint counter;
      layout(binding = 0, offset = 8) uniform atomic_uint more[2];
      out vec4 color;
      void main() {
        color = vec4(atomicCounterIncrement(counter), atomicCounter(counter), atomicCounter(more[1]), 1.0);
      }
      """)
    #expect(trip.text.contains("layout(binding = 0, offset = 4) uniform atomic_uint counter;"))
    #expect(trip.text.contains("atomicCounter(more[1])"))
  }

  /// "Checkerboard" by Xor stopped SPIRV-Cross: a matrix that a loop's header sets and its body indexes.
  @Test func loopVariableThatIsIndexed() throws {
    _ = try RoundTrip(
      """
      #version 330 core
      uniform float time;
      in vec2 uv;
      out vec4 color;
      void main() {
        vec3 r = vec3(uv, time), p = r, q;
        for (mat2 R = mat2(cos(time + vec4(0, 11, 33, 0))); r.z++ < 2e2; p.z += q.z)
          q = p, R[1].x > 0. ? q.yz *= R : q.xz *= R;
        color = vec4(p, q.x);
      }
      """)
  }

  @Test func unusedInterfaceStays() throws {
    let trip = try RoundTrip(
      """
      #version 330 core
      uniform float unused;
      uniform Block { vec4 alsoUnused; };
      in vec2 spare;
      in vec2 uv;
      out vec4 color;
      void main() { color = vec4(uv, 0.0, 1.0); }
      """)
    trip.expectSameInterface()
  }

  @Test func floatLiterals() throws {
    let trip = try RoundTrip(
      """
      #version 400 core
      out vec4 color;
      void main() {
        double d = 0.1LF;
        color = vec4(0.2, 1e-6, 3.14159265, float(d * 0.3LF)) * 1.0e20 + vec4(16777217.0, 0.1, 0.3, 1.0 / 3.0);
      }
      """)
    #expect(trip.text.contains("vec4(0.2, 1e-06, 3.1415927,"))
    #expect(floats(trip.before.words) == floats(trip.after.words))
  }

  /// The float constants of a module, as bits.
  private func floats(_ words: [UInt32]) -> Set<UInt32> {
    var result: Set<UInt32> = []
    var position = 5
    while position < words.count, words[position] >> 16 > 0 {
      // OpConstant with one word of value.
      if words[position] == 4 << 16 | 43 { result.insert(words[position + 3]) }
      position += Int(words[position] >> 16)
    }
    return result
  }
}
