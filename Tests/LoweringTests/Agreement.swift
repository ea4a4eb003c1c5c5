import Foundation
import Frontend
import Interpreter
import LaneHost
import Lowering
import SPIRV
import Testing

/// The module of a fragment shader's text.
func module(_ text: String) throws -> Module {
  try Module(words: try compile(Source(path: "test.frag", text: text)).words)
}

/// The folder of this repository's shaders.
let shaderFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Shaders")

extension LoweringOptions {
  /// A stencil of the interpreter's step.
  static let stencil = LoweringOptions(lanes: 8, .double, .stencil(step: 1.0 / 256))
}

/// The places of a stencil's lanes around a pixel.
func stencilPlaces(_ place: Position, step: Double = 1.0 / 256, lanes: Int = 8, order: Int = 1) -> [Position]
{
  (0..<lanes).map { lane in
    let point = lane < StencilLanes.count(order: order) ? StencilLanes.points[lane] : (x: 0, y: 0)
    return Position(place.x + Double(point.x) * step, place.y + Double(point.y) * step)
  }
}

/// Runs a module natively on a stencil of an order and in the interpreter, and expects the same outputs at the
/// centre.
///
/// - Returns: how many numbers were compared.
@discardableResult
func expectAgreement(
  _ module: Module, at places: [Position] = [Position(20.5, 31.5), Position(57.5, 12.5)],
  order: Int = 1, tolerance: Double = 1e-6,
  _ name: String = "", sourceLocation: SourceLocation = #_sourceLocation
) throws -> Int {
  let options =
    order == 1
    ? LoweringOptions.stencil : LoweringOptions(lanes: 16, .double, .stencil(step: 1.0 / 256, order: order))
  let host = ShaderHost(try CompiledShader(module, options: options), module)
  let program = try Program(module)
  var running = ShaderHost.options
  running.stencil = Stencil(step: 1.0 / 256, order: order)
  var compared = 0
  for place in places {
    let execution = try program.run(at: place, options: running)
    let outcome = host.run(
      at: stencilPlaces(place, lanes: options.lanes, order: order),
      executing: UInt32(1 << StencilLanes.count(order: order)) - 1)
    #expect(
      execution.isDiscarded == (outcome.stored & 1 == 0), "\(name): discarded", sourceLocation: sourceLocation
    )
    if execution.isDiscarded { continue }
    let expected = execution.outputs.flatMap { $0.value.centre }
    let found = outcome.outputs.map { $0[0] }
    try #require(expected.count == found.count, "\(name)", sourceLocation: sourceLocation)
    for (slot, (a, b)) in zip(expected, found).enumerated() {
      compared += 1
      #expect(
        a == b || a.isNaN && b.isNaN || abs(a - b) <= tolerance * max(1, abs(a)),
        "\(name): scalar \(slot) at \(place) is \(b), not \(a)", sourceLocation: sourceLocation)
    }
  }
  return compared
}

/// Expects that lanes of groups of every width compute, bit for bit, what one lane alone computes.
func expectWidthsAgree(
  _ module: Module, _ name: String = "", executing: UInt32 = .max,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let agreement = try WidthAgreement(module)
  for lanes in [4, 8, 16] {
    let differences = try agreement.differences(lanes: lanes, executing: executing)
    #expect(differences.isEmpty, "\(name): \(differences.prefix(3))", sourceLocation: sourceLocation)
  }
}
