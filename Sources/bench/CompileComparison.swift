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
    /// The steps of a conversion, one by one: elapsed times.
    var steps: [Timing] = []

    /// Takes what steps took where that is less than before.
    mutating func noteSteps(_ timings: [Timing]) {
      guard steps.count == timings.count else { return steps = timings }
      for position in steps.indices where timings[position].duration < steps[position].duration {
        steps[position] = timings[position]
      }
    }
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
      best.noteSteps((try? convert(input))?.timings ?? [])
    }
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

  /// The ratios, of the sums over all shaders and of the one in the middle.
  var figures: [Figure] {
    let glslang = times.reduce(0) { $0 + $1.glslang }
    guard glslang > 0 else { return [] }
    let rival = "glslang's compile"
    // Skipped are those that glslang alone refuses, or that have includes.
    let shaders = "\(times.count) shaders, \(skipped) skipped"
    func figure(_ subject: String, _ ratio: Double, limit: Double? = nil) -> Figure {
      Figure("conversion of \(shaders)", subject, over: rival, ratio, limit: limit)
    }
    func sum(_ time: (Times) -> Double) -> Double { times.reduce(0) { $0 + time($1) } / glslang }
    return [
      figure("whole, to SPIR-V", sum(\.whole), limit: 1.5),
      figure("whole, to SPIR-V, median", median(\.whole)),
      figure("reading, pass and writing", sum(\.pass), limit: 0.2),
      figure("reading, pass and writing, median", median(\.pass)),
    ] + stepSums.map { figure("step: \($0.name)", $0.seconds / glslang) }
  }

  /// What each step takes, over all shaders.
  private var stepSums: [(name: String, seconds: Double)] {
    var names: [String] = []
    var sums: [String: Double] = [:]
    for step in times.flatMap(\.steps) {
      if sums[step.step] == nil { names.append(step.step) }
      sums[step.step, default: 0] += seconds(step.duration)
    }
    return names.map { ($0, sums[$0] ?? 0) }
  }

  private func median(_ time: (Times) -> Double) -> Double {
    let ratios = times.map { time($0) / $0.glslang }.sorted()
    return ratios.isEmpty ? 0 : ratios[ratios.count / 2]
  }
}
