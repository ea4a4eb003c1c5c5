import BenchSupport
import CGlslang
import Conversion
import Differentiation
import Frontend
import SPIRV

/// The time of conversions to SPIR-V over that of glslang's bare compile of the same texts.
struct CompileComparison {
  /// The times of one shader, in seconds.
  private struct Times {
    var glslang = 0.0
    var whole = 0.0
    /// Reading the module, the pass, and writing the module.
    var pass = 0.0
    /// The steps of a conversion, one by one.
    var steps: [Timing] = []
  }

  private static let runs = 5
  private var times: [Times] = []
  private var skipped = 0

  /// Measures every shader that compiles.
  init(paths: [String]) {
    for path in paths {
      guard let source = try? Source(readingFrom: path), let measured = Self.measure(source) else {
        skipped += 1
        continue
      }
      times.append(measured)
    }
  }

  private static func measure(_ source: Source) -> Times? {
    var compilation = CompileOptions()
    compilation.mapsIO = true
    guard let shader = try? compile(source, options: compilation),
      let bytes = Optional(Array(source.text.utf8)),
      let input = try? Input(path: "bench.frag", bytes: bytes),
      (try? convert(input)) != nil, compileBare(source, like: shader)
    else { return nil }
    var differentiation = DifferentiationOptions()
    differentiation.isOpenGL = !shader.environment.isVulkan
    var best = Times(glslang: .infinity, whole: .infinity, pass: .infinity)
    for _ in 0..<runs {
      var succeeded = true
      let bare = leastTime(of: 1) { succeeded = compileBare(source, like: shader) }
      guard succeeded else { return nil }
      best.glslang = min(best.glslang, bare)
      best.whole = min(best.whole, leastTime(of: 1) { _ = try? convert(input) })
      best.pass = min(best.pass, leastTime(of: 1) { _ = ownWork(shader, differentiation) })
    }
    best.steps = (try? convert(input))?.timings ?? []
    return best
  }

  /// Reading, the pass and writing, debug information stripped.
  private static func ownWork(
    _ shader: CompiledShader, _ options: DifferentiationOptions
  ) -> [UInt32]? {
    // As the conversion does: a module without a site is not even taken apart.
    guard ModuleWords(shader.words).hasSite else {
      return ModuleWords(shader.words).withoutDebugInfo()
    }
    guard let module = try? Module(words: shader.words),
      let result = try? differentiate(module, options: options)
    else { return nil }
    return ModuleWords(result.module.words).withoutDebugInfo(closesGaps: false)
  }

  /// glslang alone, on the text as it is: what any user of glslang has to wait for.
  private static func compileBare(_ source: Source, like shader: CompiledShader) -> Bool {
    let text = Array(source.text.utf8CString)
    let environment: UInt32
    switch shader.environment {
    case .opengl: environment = 0
    case .vulkan1_0: environment = 10
    case .vulkan1_1: environment = 11
    case .vulkan1_2: environment = 12
    case .vulkan1_3: environment = 13
    }
    return text.withUnsafeBufferPointer { text in
      "bench.frag".withCString { path in
        var input = quadless_input()
        input.path = path
        input.text = text.baseAddress
        input.length = text.count - 1
        input.vulkan = environment
        input.maps_io = true
        // glslang takes ES 300 for SPIR-V only under the name of 310.
        input.override_version = shader.profile == .es && shader.version == 300 ? 310 : 0
        return "".withCString { preamble in
          input.preamble = preamble
          guard let output = quadless_compile(&input) else { return false }
          defer { quadless_output_free(output) }
          return output.pointee.succeeded
        }
      }
    }
  }

  /// The ratios.
  var text: String {
    let glslang = times.reduce(0) { $0 + $1.glslang }
    guard glslang > 0 else { return "no shader compiles" }
    let whole = times.reduce(0) { $0 + $1.whole } / glslang
    let pass = times.reduce(0) { $0 + $1.pass } / glslang
    return """
      \(times.count) shaders, \(skipped) skipped (glslang alone refuses them, or they have includes)
      whole conversion to SPIR-V / glslang's compile: \(decimals(whole)) (at most 1.50), \
      median \(decimals(median(\.whole)))
      reading, pass and writing / glslang's compile:  \(decimals(pass)) (at most 0.20), \
      median \(decimals(median(\.pass)))
      steps / glslang's compile: \(stepShares(of: glslang))
      """
  }

  private func stepShares(of glslang: Double) -> String {
    var names: [String] = []
    var sums: [String: Double] = [:]
    for step in times.flatMap(\.steps) {
      if sums[step.step] == nil { names.append(step.step) }
      sums[step.step, default: 0] += seconds(step.duration)
    }
    return names.map { "\($0) \(decimals((sums[$0] ?? 0) / glslang))" }.joined(separator: ", ")
  }

  private func median(_ time: (Times) -> Double) -> Double {
    let ratios = times.map { time($0) / $0.glslang }.sorted()
    return ratios.isEmpty ? 0 : ratios[ratios.count / 2]
  }
}
