import Testing

@testable import Frontend

/// What is told of a text beside its SPIR-V.
@Suite struct FactsTests {
  private func facts(_ text: String) throws -> SourceFacts {
    try compile(Source(path: "a.frag", text: text)).facts
  }

  private func symbol(_ name: String, in facts: SourceFacts) throws -> InterfaceSymbol {
    try #require(facts.symbols.first { $0.name == name || $0.blockName == name })
  }

  @Test func looseAndBlocks() throws {
    let facts = try facts(Shaders.desktop)
    #expect(facts.symbols.map(\.name) == ["uv", "color", "time", "image", "light", ""])
    #expect(facts.symbols.map(\.storage) == [.input, .output, .uniform, .uniform, .uniform, .uniform])
    #expect(facts.symbols.allSatisfy { $0.explicitLocation == nil && $0.explicitBinding == nil })
    let light = try symbol("Light", in: facts)
    #expect(!light.isAnonymousBlock && light.packing == .none && light.memberNames == ["position"])
    let fog = try symbol("Fog", in: facts)
    #expect(fog.isAnonymousBlock && fog.memberNames == ["density"])
  }

  @Test func packings() throws {
    let text = """
      #version 430
      layout(shared) uniform A { float a; };
      layout(packed, binding = 3) uniform B { float b; };
      layout(std140) uniform C { float c; };
      uniform D { float d; };
      layout(std140) uniform;
      uniform E { float e; };
      layout(std430) buffer F { layout(offset = 16) float f; float g; };
      buffer G { float h; };
      out vec4 o;
      void main() { o = vec4(a + b + c + d + e + f + h); }
      """
    let facts = try facts(text)
    let packings = facts.symbols.filter { $0.blockName != nil }.map(\.packing)
    #expect(packings == [.shared, .packed, .std140, .none, .std140, .std430, .none])
    #expect(try symbol("B", in: facts).explicitBinding == 3)
    #expect(try symbol("F", in: facts).explicitOffsets == ["f": 16])
    #expect(try symbol("F", in: facts).storage == .buffer)
  }

  /// A macro makes the block, a branch chooses it: only the preprocessor knows.
  @Test func packingsBehindMacros() throws {
    let text = """
      #version 330
      #define BLOCK(n) layout(shared) uniform n
      #ifdef NEVER
      layout(std140) uniform B { float b; };
      #else
      uniform B { float b; };
      #endif
      layout(std140) uniform A { float a; };
      out vec4 o;
      void main() { o = vec4(a + b); }
      """
    let facts = try facts(text)
    #expect(try symbol("A", in: facts).packing == .std140)
    #expect(try symbol("B", in: facts).packing == .none)
  }

  @Test func layouts() throws {
    let text = """
      #version 420
      #extension GL_EXT_control_flow_attributes : require
      #extension GL_ARB_shading_language_420pack : enable
      #ifdef NEVER
      #extension GL_ARB_gpu_shader5 : require
      #endif
      layout(origin_upper_left, pixel_center_integer) in vec4 gl_FragCoord;
      layout(depth_greater) out float gl_FragDepth;
      layout(early_fragment_tests) in;
      layout(location = 2) in float x;
      layout(location = 0, index = 1) out vec4 o;
      void main() { o = gl_FragCoord * x; gl_FragDepth = 1.0; }
      """
    let facts = try facts(text)
    #expect(facts.originUpperLeft && facts.pixelCenterInteger && facts.earlyFragmentTests)
    #expect(facts.depthLayout == "depth_greater")
    #expect(
      facts.requestedExtensions == [
        RequestedExtension(name: "GL_ARB_shading_language_420pack", behaviour: "enable"),
        RequestedExtension(name: "GL_EXT_control_flow_attributes", behaviour: "require"),
      ])
    #expect(try symbol("x", in: facts).explicitLocation == 2)
    let output = try symbol("o", in: facts)
    #expect(output.explicitLocation == 0 && output.explicitIndex == 1)
    #expect(try symbol("gl_FragCoord", in: facts).isBuiltIn)
  }

  @Test func vulkanSymbols() throws {
    let facts = try facts(Shaders.vulkan)
    #expect(!facts.originUpperLeft)
    #expect(try symbol("push", in: facts).storage == .pushConstant)
    let image = try symbol("image", in: facts)
    #expect(image.explicitSet == 1 && image.explicitBinding == 2)
  }

  @Test func precisions() throws {
    let facts = try facts(Shaders.es300)
    #expect(facts.defaultFloatPrecision == .mediump)
    #expect(facts.defaultIntPrecision == nil)
    #expect(facts.defaultOpaquePrecisions == ["sampler2DShadow": .lowp])
    let chosen = Shaders.es300.replacing(
      "precision mediump float;",
      with: "#ifdef GL_ES\nprecision highp float;\n#else\nprecision lowp float;\n#endif")
    #expect(try self.facts(chosen).defaultFloatPrecision == .highp)
  }
}
