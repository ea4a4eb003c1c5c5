import BenchSupport
import Conversion
import Frontend
import Glibc
import Lowering
import NativeRenderer
import SPIRV
import VulkanWitness

/// `shading-bench [--driver NAME] SHADER.frag…`: processor time of our native code beside a driver's, the same module in
/// both; a line of JSON for each figure.
///
/// The driver is lavapipe, or the first whose device's name contains NAME; then nothing else is measured than the ratio
/// to it. A shader reads `uv` at location 0 and four floats of push constants. One thread, 1024² pixels, the least of 11
/// frames; ratios within one run are what can be compared between machines.
@main
enum ShadingBench {
  static func main() throws {
    var paths = Array(CommandLine.arguments.dropFirst())
    var driver = VulkanWitness.Driver.lavapipe
    if paths.count > 1, paths[0] == "--driver" {
      driver = .device(named: paths[1])
      paths.removeFirst(2)
    }
    guard !paths.isEmpty else {
      print("usage: shading-bench [--driver NAME] SHADER.frag...")
      exit(2)
    }
    let witness = try VulkanWitness(driver: driver, threads: 0, validates: false)
    for path in paths {
      for figure in try ShadingComparison(path: path, witness: witness, driver: driver).figures {
        print(figure.line)
      }
    }
  }
}

/// What one shader takes.
struct ShadingComparison {
  private let name: String
  /// The driver as the table calls it, and whether all is measured that does not depend on it, too.
  private let driverName: String
  private let isComplete: Bool
  /// Processor time of a frame.
  private let driverSeconds: Double
  /// By lanes.
  private var native: [Double] = []
  /// Without its derivatives, the width handed over, by the same lanes.
  private var primal: [Double] = []
  private var compileSeconds = Double.infinity
  /// The least wall-clock time on two threads over that on one.
  private var twoThreads = Double.infinity

  /// Measures a shader.
  init(path: String, witness: VulkanWitness, driver: VulkanWitness.Driver) throws {
    let source = try Source(readingFrom: path)
    let file = path.split(separator: "/").last.map(String.init) ?? path
    name = file.split(separator: ".").first.map(String.init) ?? file
    isComplete = driver == .lavapipe
    driverName =
      isComplete ? "lavapipe" : witness.deviceName.split(separator: " ").first.map(String.init) ?? ""
    let drawing = Self.drawing(try Self.converted(source))
    let primalText = Self.withoutDerivatives(source.text)
    let primalDrawing = Self.drawing(try Self.converted(Source(path: path, text: primalText)))
    driverSeconds = try witness.cpuTimeOfFrame(drawing)
    for lanes in [8, 16] {
      let renderer = NativeRenderer(options: Self.options(lanes))
      let start = processorTime()
      let program = try renderer.compile(drawing.fragment)
      compileSeconds = min(compileSeconds, processorTime() - start)
      native.append(try Self.frameTime(NativeScene(drawing, program, threads: 1)))
      guard isComplete else { continue }
      let plain = try renderer.compile(primalDrawing.fragment)
      primal.append(try Self.frameTime(NativeScene(primalDrawing, plain, threads: 1)))
      let scenes = try [2, 1].map { try Self.wallTime(NativeScene(drawing, program, threads: $0)) }
      twoThreads = min(twoThreads, scenes[0] / scenes[1])
    }
  }

  private static let size = 1024

  private static func options(_ lanes: Int) -> LoweringOptions {
    var options = LoweringOptions()
    options.lanes = lanes
    return options
  }

  private static func converted(_ source: Source) throws -> [UInt32] {
    var options = ConversionOptions()
    options.optimizes = true
    let conversion = try convert(
      Input(path: source.path, bytes: Array(source.text.utf8)), options: options)
    return conversion.bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
  }

  /// The shader with its derivatives replaced by a push constant.
  private static func withoutDerivatives(_ text: String) -> String {
    ["fwidth(v)", "dFdx(v)", "dFdy(v)"].reduce(text) { $0.replacing($1, with: "pc.u0.w") }
  }

  private static func drawing(_ words: [UInt32]) -> Drawing {
    var drawing = Drawing(fragment: words, width: size, height: size)
    drawing.varyings = [Varying(location: 0, origin: [0, 0], right: [1, 0], down: [0, 1])]
    let constants: [Float] = [0.3, 8, 6, 1 / Float(size)]
    drawing.pushConstants = constants.withUnsafeBytes { Array($0) }
    return drawing
  }

  private static func frameTime(_ scene: NativeScene) throws -> Double {
    try scene.draw()
    return try leastTime(of: 11) { try scene.draw() }
  }

  private static func wallTime(_ scene: NativeScene) throws -> Double {
    let clock = ContinuousClock()
    try scene.draw()
    let least = try (0..<11).map { _ in try clock.measure { try scene.draw() } }.min() ?? .zero
    return least / .seconds(1)
  }

  /// What the shaders' frames must not exceed of lavapipe's; 1 for others.
  private static let limits = ["noise_sin": 0.6, "noise_int_by_hand": 0.55]

  /// The ratios, each with the better of both numbers of lanes.
  var figures: [Figure] {
    let group = "lanes of the rasterizer, processor time"
    let best = native.indices.min { native[$0] < native[$1] } ?? 0
    let driver = Figure(
      group, name, over: driverName, native[best] / driverSeconds,
      limit: isComplete ? Self.limits[name] ?? 1 : nil)
    guard isComplete else { return [driver] }
    return [
      driver,
      Figure(
        group, name, over: "its primal", native[best] / primal[best], limit: name == "noise_sin" ? 1.5 : nil),
      Figure(group, "\(name) on two threads, elapsed time", over: "on one", twoThreads),
      Figure(group, "\(name), compiling", over: "150 ms", compileSeconds / 0.15, limit: 1),
    ]
  }
}
