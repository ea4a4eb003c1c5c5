import Foundation
import Frontend
import Interpreter
import Metamorphic
import SPIRV

/// The seed of all random tests, from the environment's SEED where it is set.
let testSeed: UInt64 = {
  let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_250_704
  print("random tests of forms: SEED=\(seed)")
  return seed
}()

/// Our own shaders.
enum OwnShaders {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The paths of all fragment shaders, discovered.
  static let paths: [String] = ["Shaders", "Tests/Legacy"].flatMap { folder in
    let path = root.appendingPathComponent(folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(".frag") }.sorted().map { "\(path)/\($0)" }
  }

  /// One of them, ready to take on other forms; nil where it holds no site.
  static func check(_ path: String) throws -> MetamorphicCheck? {
    let shader = try compile(Source(readingFrom: path), options: CompileOptions(mapsIO: true))
    let module = try Module(words: shader.words)
    guard ModuleIndex(module).summaries.contains(where: \.hasSite) else { return nil }
    let environment: ValidationEnvironment =
      shader.environment.isVulkan
      ? ValidationEnvironment(rawValue: shader.environment.rawValue) ?? .vulkan1_3 : .opengl
    return try MetamorphicCheck(
      module, environment: environment, isOpenGL: !shader.environment.isVulkan, positions: [somewhere])
  }
}

/// A pixel.
let somewhere = Position(20.5, 31.5)

/// A shader of a text, ready to take on other forms.
func check(_ text: String) throws -> MetamorphicCheck {
  let options = CompileOptions(targetEnvironment: .vulkan1_3, mapsIO: true)
  let module = try Module(words: compile(Source(path: "test.frag", text: text), options: options).words)
  return try MetamorphicCheck(
    module, environment: .vulkan1_3, isOpenGL: false, positions: [somewhere, Position(57.5, 12.5)])
}

/// What happens in real shaders: calls, loops, structures, globals, branches, samples.
let gallery = """
  #version 450
  layout(location = 0) in vec3 v;
  layout(location = 0) out vec4 color;
  layout(binding = 0) uniform sampler2D s;
  layout(binding = 2) uniform sampler2D pages[2];
  layout(binding = 1) uniform U { float k; int n; } u;
  struct Wave { vec2 at; float height; };
  float total = 0.0;
  float wave(inout Wave w, float f) {
    if (f > 100.0) return 0.0;
    w.at = w.at.yx * 1.1 + vec2(f, 0.3);
    w.height += sin(w.at.x * f) * cos(w.at.y);
    return w.height;
  }
  float pick(float x) {
    switch (u.n) {
      case 1: x *= 2.0; break;
      case 2: x = sqrt(x + 3.0);
      default: x += 0.25;
    }
    return x;
  }
  void main() {
    Wave w = Wave(v.xy, 0.5);
    float column[3] = float[3](v.z, v.x * v.y, 0.25);
    for (int i = 0; i < 3; i++) {
      total += wave(w, float(i) + u.k) * column[i];
      if (total > 50.0) discard;
    }
    for (int i = 0; i < u.n; i++) {
      if (i == 2) continue;
      column[1] += 0.5 * column[0] * float(i);
    }
    float d = length(v.xy * 2.0 - 1.0) + 0.01 * total + pick(column[1]);
    if (u.k > 0.0) d = mix(d, d * d, v.z); else d -= v.x;
    float unused = sin(d) * v.x;
    color = vec4(smoothstep(0.0, fwidth(d), d), dFdx(w.at), dFdy(w.height))
      + texture(pages[u.n & 1], v.xy) + texture(s, w.at * v.z) * (u.k < 5.0 ? v.y : v.x);
  }
  """
