import BenchSupport
import Conversion
import Frontend
import Glibc
import Lowering
import NativeRenderer
import SPIRV
import VulkanWitness

/// `shading-bench SHADER.frag…`: processor time of our native code beside lavapipe's, the same module in both.
///
/// A shader reads `uv` at location 0 and four floats of push constants. One thread, 1024² pixels, the least of 11
/// frames; ratios within one run are what can be compared between machines.
@main
enum ShadingBench {
  static func main() throws {
    let paths = CommandLine.arguments.dropFirst()
    guard !paths.isEmpty else {
      print("usage: shading-bench SHADER.frag...")
      exit(2)
    }
    let witness = try VulkanWitness(threads: 0, validates: false)
    print("beside \(witness.driverDescription) on one thread, 1024 x 1024, least of 11 frames")
    for path in paths { print(try ShadingComparison(path: path, witness: witness).text) }
  }
}

/// What one shader takes.
struct ShadingComparison {
  private let name: String
  private let lavapipe: Double
  /// By lanes.
  private var native: [(lanes: Int, seconds: Double)] = []
  /// Without its derivatives, the width handed over, by the same lanes.
  private var primal: [Double] = []
  private let compileSeconds: Double
  private let pixelsPerSecond: Double

  /// Measures a shader.
  init(path: String, witness: VulkanWitness) throws {
    let source = try Source(readingFrom: path)
    name = path.split(separator: "/").last.map(String.init) ?? path
    let drawing = Self.drawing(try Self.converted(source))
    let primalText = Self.withoutDerivatives(source.text)
    let primalDrawing = Self.drawing(try Self.converted(Source(path: path, text: primalText)))
    lavapipe = try witness.cpuTimeOfFrame(drawing)
    var seconds = Double.infinity
    var rate = 0.0
    for lanes in [8, 16] {
      let renderer = NativeRenderer(options: Self.options(lanes))
      let start = processorTime()
      let program = try renderer.compile(drawing.fragment)
      seconds = min(seconds, processorTime() - start)
      native.append((lanes, try Self.frameTime(NativeScene(drawing, program, threads: 1))))
      let plain = try renderer.compile(primalDrawing.fragment)
      primal.append(try Self.frameTime(NativeScene(primalDrawing, plain, threads: 1)))
      rate = max(rate, try Self.pixelRate(NativeScene(drawing, program, threads: 2)))
    }
    compileSeconds = seconds
    pixelsPerSecond = rate
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

  private static func pixelRate(_ scene: NativeScene) throws -> Double {
    let clock = ContinuousClock()
    try scene.draw()
    let least = try (0..<11).map { _ in try clock.measure { try scene.draw() } }.min() ?? .zero
    return Double(size * size) / (least / .seconds(1))
  }

  /// A few lines.
  var text: String {
    let best = native.indices.min { native[$0].seconds < native[$1].seconds } ?? 0
    let pixels = Double(Self.size * Self.size)
    func nanoseconds(_ seconds: Double) -> String { decimals(seconds / pixels * 1e9) }
    let each = native.map { "\($0.lanes) lanes \(nanoseconds($0.seconds))" }.joined(separator: ", ")
    return """
      \(name): \(decimals(native[best].seconds / lavapipe)) of lavapipe's processor time (at most 1.00)
        ns a pixel: lavapipe \(nanoseconds(lavapipe)), \(each)
        transformed over primal: \(decimals(native[best].seconds / primal[best])) (at most 1.50 on noise_sin)
        \(Int(pixelsPerSecond / 1e6)) million pixels a second on two threads, compiled in \
      \(Int(compileSeconds * 1e3)) ms (at most 150)
      """
  }
}
