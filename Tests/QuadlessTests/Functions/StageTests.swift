import Conversion
import Foundation
import SPIRV
import Testing

/// What is written compiles where it is included: by glslangValidator, in stages that have no quad.
@Suite struct StageTests {
  /// A stage's suffix, and what stands before the include.
  static let stages = [
    ("comp", "layout(local_size_x = 8, local_size_y = 8) in;"),
    ("rgen", "#extension GL_EXT_ray_tracing : require"),
    (
      "rchit",
      """
      #extension GL_EXT_ray_tracing : require
      layout(location = 0) rayPayloadInEXT vec4 payload;
      hitAttributeEXT vec2 barycentrics;
      """
    ),
    // A visibility buffer: the triangle is known by its number, and its attributes are computed here.
    (
      "frag",
      """
      layout(set = 3, binding = 0) uniform usampler2D visibility;
      layout(location = 0) out vec4 quadlessColor;
      """
    ),
  ]

  /// Functions of our shaders.
  static let functions: [(String, [String])] = [
    ("brick-filtered.frag", ["filteredPulse"]), ("builtin-gallery.frag", ["trigonometry", "geometry"]),
    ("bump-terrain.frag", ["terrainHeight", "perturbNormal"]), ("checker-filtered.frag", ["checker"]),
    ("circle-sdf.frag", ["coverage"]), ("contour-lines.frag", ["contour"]),
    ("cotangent-frame.frag", ["cotangentFrame"]), ("fbm-sin-hash.frag", ["filteredFbm"]),
    ("grid-lines.frag", ["gridLine"]), ("loop-control.frag", ["spiral"]),
    ("mandelbrot-smooth.frag", ["smoothIteration", "palette"]),
    ("nested-functions.frag", ["band", "softThreshold"]),
    ("noise-stripes.frag", ["fbm"]), ("parallax-occlusion.frag", ["parallax"]),
    ("parameter-passing.frag", ["rotate", "toPolar", "exchange"]), ("separate-sampler.frag", ["lookup"]),
    ("shadow-pcf.frag", ["receiverPlane"]), ("struct-materials.frag", ["cover"]),
    ("struct-shapes.frag", ["makeShape", "shapeDistance"]), ("wood-rings.frag", ["filteredSaw"]),
    ("material-block.frag", ["main"]), ("texture-array-layers.frag", ["main"]),
    ("triplanar-texturing.frag", ["main"]),
  ]

  @Test(arguments: functions)
  func compilesInOtherStages(shader: String, names: [String]) throws {
    let source = try String(
      contentsOf: Repository.shaderFolder.appendingPathComponent(shader), encoding: .utf8)
    // Vulkan's stages have no loose uniforms.
    let file = try functionFile(source, path: shader, names, onCut: .zero).text
    for (stage, head) in Self.stages {
      let text = "#version 460\n\(head)\n\(file)\nvoid main() {}\n"
      #expect(try validated(text, stage: stage) == "", "\(stage) of \(shader)")
    }
  }

  @Test(arguments: ["contour-lines.frag", "texture-array-layers.frag", "voronoi.frag", "water-normals.frag"])
  func compilesInESSL(shader: String) throws {
    let source = try String(
      contentsOf: Repository.shaderFolder.appendingPathComponent(shader), encoding: .utf8)
    let file = try functionFile(source, path: shader, ["main"], onCut: .zero).text
    let written = try #require(file.firstMatch(of: /\/\/ Written in: #version (3\d0) es/)?.1)
    // Compute shaders came with 3.10.
    let text = "#version \(max(310, Int(written) ?? 0)) es\n\(Self.stages[0].1)\n\(file)\nvoid main() {}\n"
    #expect(try validated(text, stage: "comp", isVulkan: false) == "")
  }

  @Test func filesMayBeIncludedTogetherAndTwice() throws {
    let shared = """
      const float table[3] = float[](1.0, 2.0, 4.0);
      float noise(vec2 p, int i) { return sin(p.x * table[i]) * cos(p.y); }
      float soft(vec2 p, int i) { float n = noise(p, i); return n / fwidth(n); }

      """
    let first = try functionFile(shared + "vec4 stone(vec2 p) { return vec4(soft(p * 2.0, 1)); }", ["stone"])
      .text
    let second = try functionFile(
      "uniform sampler2D grain;\n" + shared
        + "vec4 wood(vec2 p, int i) { return texture(grain, p) + vec4(soft(p, i) + noise(p, i)); }",
      ["wood"]
    ).text
    #expect(first.contains("float soft_d(") && second.contains("float soft_d("))
    let text = "#version 460\n\(Self.stages[0].1)\n\(first)\(second)\(first)\nvoid main() {}\n"
    #expect(try validated(text, stage: "comp", isVulkan: false) == "")
  }

  /// Who includes the source itself has its declarations and functions already.
  @Test func whatIsThereAlreadyMayBeLeftOut() throws {
    let source = """
      uniform sampler2D grain;
      struct Spot { vec2 at; float size; };
      float wave(float x) { return sin(x); }
      vec4 material(Spot spot) { return texture(grain, spot.at) * fwidth(spot.size) * wave(2.0); }

      """
    let file = try functionFile(source, ["material"]).text
    let head =
      "#version 460\n\(Self.stages[0].1)\n\(source.replacing("texture(grain, spot.at)", with: "vec4(1.0)").replacing("fwidth", with: ""))"
    let macros = "#define QUADLESS_NO_DECLARATIONS\n#define QUADLESS_NO_PRIMALS\n"
    #expect(try validated("\(head)\(macros)\(file)void main() {}\n", stage: "comp", isVulkan: false) == "")
    #expect(try validated("\(head)\(file)void main() {}\n", stage: "comp", isVulkan: false) != "")
  }

  /// The SPIR-V form links with a module that imports the function.
  @Test func theModuleLinks() throws {
    let text = "float f(const in vec2 p) { return fwidth(p.x * p.y); }"
    let module = try functionFile(text, ["f"], output: .spv).conversion.bytes
    let importer = """
      OpCapability Shader
      OpCapability Linkage
      OpMemoryModel Logical GLSL450
      OpEntryPoint GLCompute %main "main"
      OpExecutionMode %main LocalSize 1 1 1
      OpDecorate %f LinkageAttributes "f_d" Import
      %void = OpTypeVoid
      %float = OpTypeFloat 32
      %v2 = OpTypeVector %float 2
      %ft = OpTypeFunction %float %v2 %v2 %v2
      %mt = OpTypeFunction %void
      %null = OpConstantNull %v2
      %f = OpFunction %float None %ft
      %p = OpFunctionParameter %v2
      %q = OpFunctionParameter %v2
      %r = OpFunctionParameter %v2
      OpFunctionEnd
      %main = OpFunction %void None %mt
      %label = OpLabel
      %call = OpFunctionCall %float %f %null %null %null
      OpReturn
      OpFunctionEnd
      """
    let folder = try TemporaryFolder()
    try Data(module).write(to: folder["f.spv"])
    var words = try SPIRVTools.assemble(importer)
    // Linked modules must be of one version.
    words[1] = 0x0001_0000
    try words.withUnsafeBytes { Data($0) }.write(to: folder["main.spv"])
    let linked = try tool(
      "spirv-link", [folder["main.spv"].path, folder["f.spv"].path, "-o", folder["out.spv"].path])
    #expect(linked == "")
    #expect(try tool("spirv-val", ["--target-env", "vulkan1.0", folder["out.spv"].path]) == "")
  }

  /// What glslangValidator says against a shader; "" where it takes it.
  private func validated(_ text: String, stage: String, isVulkan: Bool = true) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.write("shader.\(stage)", text)
    let target = isVulkan ? ["-V", "-R", "--target-env", "vulkan1.2"] : ["-G"]
    let automatic = ["--auto-map-bindings", "--auto-map-locations"]
    return try tool("glslangValidator", target + automatic + ["-o", folder["out.spv"].path, path])
  }

  /// What a tool of Debian's prints where it fails, "" where it does not.
  private func tool(_ name: String, _ arguments: [String]) throws -> String {
    let folder = try TemporaryFolder()
    try Data().write(to: folder["log"])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    let log = try FileHandle(forWritingTo: folder["log"])
    (process.standardOutput, process.standardError) = (log, log)
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: folder["log"], encoding: .utf8)
    return process.terminationStatus == 0 ? "" : "\(name): \(text)"
  }
}
