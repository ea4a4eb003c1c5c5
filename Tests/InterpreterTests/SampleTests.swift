import Interpreter
import SPIRV
import Testing

@Suite struct SampleTests {
  private let source = """
    #version 450
    layout(set = 0, binding = 0) uniform sampler2D flatMap;
    layout(set = 0, binding = 1) uniform samplerCube cube;
    layout(set = 0, binding = 2) uniform sampler2DArray layers;
    layout(set = 0, binding = 3) uniform sampler2DShadow shadow;
    layout(set = 0, binding = 4) uniform sampler2D many[3];
    layout(set = 0, binding = 5) uniform usampler3D counts;
    layout(location = 0) in vec4 v;
    layout(location = 0) out vec4 result[12];
    void main() {
      vec2 uv = gl_FragCoord.xy * vec2(0.01, 0.02);
      result[0] = texture(flatMap, uv);
      result[1] = textureGrad(flatMap, uv, vec2(0.01, 0), vec2(0, 0.02));
      result[2] = textureLod(flatMap, uv, 2.0);
      result[3] = textureProj(flatMap, vec3(uv, 2.0));
      result[4] = texture(cube, vec3(uv, 1.0), 0.5);
      result[5] = texture(layers, vec3(uv, gl_FragCoord.x));
      result[6] = vec4(texture(shadow, vec3(uv, v.x)));
      result[7] = texture(many[1], uv) - texture(many[2], uv);
      result[8] = vec4(texture(counts, vec3(uv, 0.3)));
      result[9] = texelFetch(flatMap, ivec2(gl_FragCoord.xy), 0) + textureGather(flatMap, uv, 1);
      result[10] = vec4(textureSize(flatMap, 0), textureQueryLevels(flatMap), textureQueryLod(flatMap, uv).x);
      result[11] = textureOffset(flatMap, uv, ivec2(1, -2)) - texture(flatMap, uv + vec2(1, -2) / 64.0);
    }
    """

  @Test func samplesAreRecordedWithTheirGradients() throws {
    let run = try Program(compile(source)).run(at: Position(20.5, 31.5))
    let samples = run.samples
    func near(_ a: [Double?], _ b: [Double]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { abs(($0 ?? .nan) - $1) < 1e-6 }
    }
    #expect(
      samples.map(\.texture) == [
        "flatMap", "flatMap", "flatMap", "flatMap", "cube", "layers", "shadow", "many[1]", "many[2]",
        "counts",
        "flatMap", "flatMap",
      ])
    #expect(near(samples[0].dx, [0.01, 0]) && near(samples[0].dy, [0, 0.02]))
    #expect(samples[0].isImplicit && samples[0].gradients == nil)
    let gradients = try #require(samples[1].gradients)
    #expect(near(samples[1].dx, gradients.dx) && near(samples[1].dy, gradients.dy))
    #expect(samples[2].lod == 2 && !samples[2].isImplicit)
    #expect(near(samples[3].dx, [0.005, 0]))
    #expect(samples[4].bias == 0.5 && samples[4].dimension == .cube && near(samples[4].dy, [0, 0.02, 0]))
    #expect(near(samples[5].dx, [0.01, 0]))
    #expect(samples[6].isDepth && !samples[5].isDepth)
  }

  @Test func textureValues() throws {
    let run = try Program(compile(source)).run(at: Position(20.3, 31.7))
    guard case .composite(let results)? = run["result"] else {
      Issue.record("no result")
      return
    }
    let values = results.map(\.centre)
    // Levels change nothing.
    #expect(values[0] == values[1] && values[0] == values[2])
    #expect(Set(values[0]).count == 4 && values[0].allSatisfy { $0 > 0 && $0 < 1 })
    #expect(values[6][0] > 0 && values[6][0] < 1)
    #expect(values[7].allSatisfy { $0 != 0 })
    #expect(values[8].allSatisfy { $0 == $0.rounded() })
    #expect(values[10] == [64, 64, 7, 1.25])
    #expect(values[11].allSatisfy { abs($0) < 1e-7 })
  }

  /// A sample's derivative is smooth: the chain rule holds for it to the stencil's precision.
  @Test func samplesHaveDerivatives() throws {
    let declarations = "layout(set = 0, binding = 0) uniform sampler2D map;"
    let steps = try [1.0 / 64, 1.0 / 512].map { step in
      try evaluate(
        ["dFdx(texture(map, gl_FragCoord.xy * 0.01).y)"], declarations: declarations,
        stencil: Stencil(step: step)
      ).run.derivatives[0].reference[0] ?? .nan
    }
    #expect(abs(steps[0] - steps[1]) < 1e-6 * abs(steps[1]))
  }
}
