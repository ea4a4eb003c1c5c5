import Frontend
import Testing

@testable import Emission

/// The versions and profiles that are written.
@Suite struct DialectTests {
  @Test(arguments: [330, 400, 410, 420, 430, 440, 450, 460])
  func desktop(_ number: Int) throws {
    let version = "\(number) core"
    let trip = try RoundTrip(
      """
      #version \(version)
      uniform sampler2D image;
      in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { color = textureGrad(image, uv, dFdx(uv), dFdy(uv)) + texture(image, uv, 0.5); }
      """)
    trip.expectSameInterface()
    #expect(trip.text.hasPrefix("#version \(version)\n"))
  }

  @Test(arguments: ["300 es", "310 es", "320 es"])
  func embedded(_ version: String) throws {
    let trip = try RoundTrip(
      """
      #version \(version)
      precision mediump float;
      uniform sampler2D image;
      uniform highp float time;
      in highp vec2 uv;
      in vec2 soft;
      layout(location = 0) out vec4 color;
      void main() {
        highp vec2 p = uv * time;
        vec2 q = soft * 0.5;
        color = textureGrad(image, p, dFdx(p), dFdy(p)) + vec4(q, 0.0, 1.0);
      }
      """)
    trip.expectSameInterface()
    for words in [
      "#version \(version)\nprecision mediump float;\nprecision mediump int;\n", "uniform highp float time;",
      "in highp vec2 uv;", "in vec2 soft;", "out vec4 color;", "highp vec2 p", "vec2 q",
    ] {
      #expect(trip.text.contains(words), "\(trip.text)")
    }
    // Fresh SPIR-V keeps which values are relaxed.
    #expect(trip.before.words.relaxedCount == trip.after.words.relaxedCount)
  }

  /// Uniforms of both stages must agree in precision, and a sampler's default is low.
  @Test func lowPrecision() throws {
    let trip = try RoundTrip(
      """
      #version 300 es
      precision mediump float;
      uniform sampler2D image;
      uniform mediump sampler2D other;
      uniform lowp vec4 tint[2];
      uniform lowp int count;
      in lowp vec2 uv;
      out lowp vec4 color;
      void main() { color = texture(image, uv) * texture(other, uv) * tint[count]; }
      """)
    trip.expectSameInterface()
    for words in [
      "uniform lowp sampler2D image;", "uniform mediump sampler2D other;", "uniform lowp vec4 tint[2];",
      "uniform lowp int count;", "in lowp vec2 uv;", "out lowp vec4 color;",
    ] {
      #expect(trip.text.contains(words), "\(trip.text)")
    }
  }

  @Test func highPrecisionDefault() throws {
    let trip = try RoundTrip(
      """
      #version 300 es
      precision highp float;
      precision highp int;
      uniform mediump vec4 tint;
      flat in int id;
      in vec2 uv;
      out vec4 color;
      void main() { color = tint * vec4(uv, float(id), 1.0); }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("precision highp float;\nprecision highp int;"))
    #expect(trip.text.contains("uniform mediump vec4 tint;"))
    #expect(trip.text.contains("\nin vec2 uv;"))
  }

  @Test func anotherVersionOnDemand() throws {
    let shader = try compile(
      Source(
        path: "a.frag",
        text: """
          #version 330 core
          uniform Material { vec4 base; };
          uniform float noise__;
          in vec2 uv;
          out vec4 color;
          void main() { float sample = uv.x; color = base * sample * noise__; }
          """))
    let desktop = try emitGLSL(
      words: shader.words, facts: shader.facts, options: GLSLOptions(version: 450, isVulkan: false))
    #expect(desktop.hasPrefix("#version 450 core\n"))
    // `sample` is a keyword there; the uniform's name is the caller's.
    #expect(desktop.contains("float _sample") && desktop.contains("uniform float noise__;"))
    #expect(try Validator.complaint(about: desktop, environment: .opengl) == nil)
    let embedded = try emitGLSL(
      words: shader.words, facts: shader.facts,
      options: GLSLOptions(version: 310, profile: .es, isVulkan: false))
    #expect(embedded.hasPrefix("#version 310 es\n"))
    #expect(try Validator.complaint(about: embedded, environment: .opengl) == nil)
  }

  @Test func structsThatVary() throws {
    let trip = try RoundTrip(
      """
      #version 300 es
      precision highp float;
      struct Surface { vec3 normal; vec2 uv; };
      in Surface surface;
      uniform Surface standard;
      out vec4 color;
      void main() { color = vec4(surface.normal + standard.normal, surface.uv.x); }
      """)
    trip.expectSameInterface()
    #expect(trip.text.contains("in Surface surface;"))
  }

  @Test func separateSamplersForOpenGL() throws {
    let shader = try compile(
      Source(
        path: "a.frag",
        text: """
          #version 450
          #extension GL_EXT_samplerless_texture_functions : require
          layout(set = 0, binding = 0) uniform texture2D image;
          layout(set = 0, binding = 1) uniform sampler filtering;
          layout(location = 1) in vec2 uv;
          layout(location = 0) out vec4 color;
          void main() {
            color = texture(sampler2D(image, filtering), uv) + texelFetch(image, ivec2(uv), 0);
          }
          """), options: CompileOptions(targetEnvironment: .vulkan1_0))
    let text = try emitGLSL(
      words: shader.words, facts: shader.facts, options: GLSLOptions(version: 330, isVulkan: false))
    #expect(text.contains("uniform sampler2D image_filtering;"))
    #expect(text.contains("uniform sampler2D image;"))
    #expect(!text.contains("gl_FragCoord"))
    #expect(try Validator.complaint(about: text, environment: .opengl) == nil, "\(text)")
  }

  @Test func noFacts() throws {
    let shader = try compile(
      Source(
        path: "a.frag",
        text: """
          #version 450
          layout(set = 1, binding = 2) uniform Material { vec4 base; };
          layout(location = 1) in vec2 uv;
          layout(location = 0) out vec4 color;
          void main() { color = base * uv.x; }
          """), options: CompileOptions(targetEnvironment: .vulkan1_0))
    let text = try emitGLSL(words: shader.words, facts: nil, options: GLSLOptions(isVulkan: true))
    #expect(text.hasPrefix("#version 450\n"))
    #expect(text.contains("layout(set = 1, binding = 2, std140) uniform Material\n"))
    #expect(text.contains("color = base * uv.x;"))
    #expect(try Validator.complaint(about: text, environment: .vulkan1_0) == nil)
  }

  @Test func entryPoint() throws {
    let shader = try compile(
      Source(path: "a.frag", text: "#version 330 core\nout vec4 color;\nvoid main() { color = vec4(1); }"))
    for name in [nil, "main"] {
      _ = try emitGLSL(
        words: shader.words, facts: shader.facts, options: GLSLOptions(isVulkan: false, entryPoint: name))
    }
    #expect(throws: EmissionError.noEntryPoint("none")) {
      try emitGLSL(
        words: shader.words, facts: shader.facts, options: GLSLOptions(isVulkan: false, entryPoint: "none"))
    }
  }

  @Test func notAModule() {
    #expect(throws: EmissionError.self) {
      try emitGLSL(words: [1, 2, 3], facts: nil, options: GLSLOptions(isVulkan: true))
    }
    #expect(throws: EmissionError.self) {
      try emitGLSL(words: [], facts: nil, options: GLSLOptions(isVulkan: true))
    }
  }
}

extension [UInt32] {
  /// How many ids are decorated RelaxedPrecision.
  fileprivate var relaxedCount: Int {
    var count = 0
    var position = 5
    while position < self.count, self[position] >> 16 > 0 {
      if self[position] == 3 << 16 | 71, self[position + 2] == 0 { count += 1 }
      position += Int(self[position] >> 16)
    }
    return count
  }
}
