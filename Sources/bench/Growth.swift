import BenchSupport
import Conversion
import Foundation
import Frontend
import Glibc
import SPIRV

/// A fragment shader of any size.
struct GeneratedShader {
  /// How the size comes about.
  enum Shape: String, CaseIterable {
    /// Many functions with branches and loops, each called once.
    case functions
    /// One long function.
    case straight
  }

  var shape: Shape
  /// How often the pattern is repeated.
  var repetitions: Int

  /// The shader as GLSL.
  var text: String {
    let header = """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;

      """
    switch shape {
    case .functions: return header + functions
    case .straight: return header + straight
    }
  }

  private var functions: String {
    var text = ""
    var calls = ""
    for number in 0..<repetitions {
      text += """
        float f\(number)(vec2 p) {
          float sum = sin(p.x * \(number).5) + p.y;
          if (p.x > 0.5) sum *= length(p); else sum -= p.x * p.y;
          for (int i = 0; i < 4; ++i) sum += cos(sum + float(i)) * 0.5;
          return sum;
        }

        """
      calls += "  total += f\(number)(uv + total * 0.01);\n"
    }
    return text + "void main() {\n  float total = 0.0;\n" + calls
      + "  color = vec4(fwidth(total), dFdx(total), dFdy(total), total);\n}\n"
  }

  private var straight: String {
    var body = "  float a = uv.x, b = uv.y;\n"
    for number in 0..<repetitions {
      body += "  a = sin(a * b + \(number).25) * 0.5; b = b * 0.75 + a / (1.0 + b * b);\n"
    }
    return "void main() {\n" + body + "  color = vec4(fwidth(a), dFdx(b), dFdy(a), b);\n}\n"
  }

  /// A module of about so many instructions.
  static func module(_ shape: Shape, instructions: Int) -> Input? {
    func compiled(_ repetitions: Int) -> Module? {
      let text = GeneratedShader(shape: shape, repetitions: repetitions).text
      let shader = try? compile(Source(path: "generated.frag", text: text))
      return shader.flatMap { try? Module(words: $0.words) }
    }
    guard let small = compiled(20) else { return nil }
    let repetitions = 20 * instructions / max(small.strippedCount, 1)
    guard let large = compiled(repetitions) else { return nil }
    let bytes = large.wordsWithoutDebugInfo().withUnsafeBytes { Array($0) }
    return try? Input(path: "generated.spv", bytes: bytes)
  }
}

extension Module {
  fileprivate var strippedCount: Int {
    var count = 0
    forEachInstruction { if !$0.isNote { count += 1 } }
    return count
  }
}

/// How time and memory grow with the instructions of a module, SPIR-V to SPIR-V.
struct Growth {
  /// The sizes between which the curve is drawn, in instructions, each twice the one before.
  private static let sizes = [6_250, 12_500, 25_000, 50_000, 100_000]

  private let shape: GeneratedShader.Shape
  /// The command's time, a process for each conversion, at ten times the instructions.
  private var commandRatio = 0.0
  private var peakMegabytes = 0
  /// By step of a conversion in this process, the slope of its time over the size, both as logarithms: 1 is linear.
  private var slopes: [(step: String, slope: Double)] = []

  /// Measures one shape.
  init(shape: GeneratedShader.Shape) {
    self.shape = shape
    slopes = Growth.slopes(shape)
    guard let small = GeneratedShader.module(shape, instructions: 10_000),
      let large = GeneratedShader.module(shape, instructions: 100_000),
      let smallUsage = Growth.leastUsage(of: small, runs: 9),
      let largeUsage = Growth.leastUsage(of: large, runs: 5)
    else { return }
    commandRatio = largeUsage.seconds / smallUsage.seconds
    peakMegabytes = largeUsage.megabytes
  }

  /// The ratios, the slopes and the peak.
  var figures: [Figure] {
    let group = "growth with size, \(shape.rawValue)"
    return [
      Figure(group, "the command at 100,000 instructions", over: "at 10,000", commandRatio, limit: 12),
      Figure(
        group, "peak memory at 100,000 instructions", over: "500 MB", Double(peakMegabytes) / 500, limit: 1),
    ] + slopes.map { Figure(group, "slope of \($0.step)", over: "linear growth", $0.slope) }
  }

  // MARK: Slopes

  private static func slopes(_ shape: GeneratedShader.Shape) -> [(step: String, slope: Double)] {
    var steps: [String] = []
    var points: [String: [(size: Double, time: Double)]] = [:]
    for size in sizes {
      guard let module = GeneratedShader.module(shape, instructions: size) else { continue }
      for (step, time) in leastTimes(of: module) {
        if points[step] == nil { steps.append(step) }
        points[step, default: []].append((Double(size), time))
      }
    }
    return steps.compactMap { step in points[step].flatMap(slope).map { (step, $0) } }
  }

  /// The least times of the steps of some conversions, and of all together.
  private static func leastTimes(of module: Input) -> [(step: String, time: Double)] {
    var steps: [String] = []
    var least: [String: Double] = [:]
    for _ in 0..<5 {
      let timings = (try? convert(module))?.timings ?? []
      let all = timings.map { ($0.step, seconds($0.duration)) }
      for (step, time) in all + [("all steps", all.reduce(0) { $0 + $1.1 })] {
        if least[step] == nil { steps.append(step) }
        least[step] = min(least[step] ?? .infinity, time)
      }
    }
    return steps.map { ($0, least[$0] ?? 0) }
  }

  /// The slope of the line nearest to points in double-logarithmic scale, by least squares.
  private static func slope(_ points: [(size: Double, time: Double)]) -> Double? {
    // What takes less than a tenth of a millisecond says nothing of growth.
    let logarithms = points.filter { $0.time > 1e-4 }.map { (log($0.size), log($0.time)) }
    guard logarithms.count > 2 else { return nil }
    let count = Double(logarithms.count)
    let x = logarithms.reduce(0) { $0 + $1.0 } / count
    let y = logarithms.reduce(0) { $0 + $1.1 } / count
    let products = logarithms.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
    return products / logarithms.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
  }

  // MARK: The command

  /// What a process used.
  private struct Usage {
    /// Processor time, user and system.
    var seconds: Double
    /// Peak memory.
    var megabytes: Int
  }

  /// What the command uses over a module, the least of some runs; nil where it fails.
  private static func leastUsage(of input: Input, runs: Int) -> Usage? {
    guard case .module(let bytes) = input.content else { return nil }
    let own = CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false)
    let command = (own.dropLast() + ["quadless"]).joined(separator: "/")
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("quadless-bench-\(getpid()).spv")
    defer { try? FileManager.default.removeItem(at: url) }
    do { try Data(bytes).write(to: url) } catch { return nil }
    let path = url.path
    let usages = (0..<runs).compactMap { _ in usage(of: [command, path, "-o", "/dev/null", "-w"]) }
    guard let seconds = usages.map(\.seconds).min(), let megabytes = usages.map(\.megabytes).min() else {
      return nil
    }
    return Usage(seconds: seconds, megabytes: megabytes)
  }

  private static func usage(of arguments: [String]) -> Usage? {
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    var process = pid_t()
    guard posix_spawn(&process, arguments[0], nil, nil, &pointers, environ) == 0 else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    wait4(process, &status, 0, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    let total = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    return status == 0 ? Usage(seconds: total, megabytes: Int(usage.ru_maxrss) / 1024) : nil
  }
}
