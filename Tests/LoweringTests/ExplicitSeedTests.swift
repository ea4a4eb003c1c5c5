import Differentiation
import Foundation
import Interpreter
import LaneHost
import Lowering
import SPIRV
import Testing

/// Explicit seeds against those of the quad: handed the same tangents, the shader gives the same bits.
struct ExplicitSeedTests {
  @Test func handedTheQuadsTangentsShadersGiveTheSame() throws {
    var compared = 0
    for name in ShaderTests.names where try expectAgreement(name) { compared += 1 }
    #expect(compared * 2 > ShaderTests.names.count, "\(compared) of \(ShaderTests.names.count) shaders")
  }

  /// Compares one shader on the lanes of two quads. False where it cannot be compared: explicit seeds refuse a site,
  /// or a seed's value stands in no one place of the quad's code.
  private func expectAgreement(_ name: String) throws -> Bool {
    let shader = try ShaderTests.compiled(name)
    let original = try Module(words: shader.words)
    var options = DifferentiationOptions()
    options.isOpenGL = !shader.environment.isVulkan
    options.hasInterpolateAtOffset = false
    let quad = try differentiate(original, options: options).module
    options.seeds = .explicit
    guard let explicit = try differentiated(original, options) else { return false }
    guard !explicit.seedInputs.isEmpty else { return false }
    // What stands for each seed in the quad's code, and where in it.
    var places: [String: (probe: Int, first: Int)] = [:]
    var probes: [SeedValue] = []
    for seed in explicit.seedInputs {
      let isDepth = seed.name.hasPrefix("FragCoord_zw")
      let wanted = isDepth ? seed.name.replacing("_zw", with: "") : seed.name
      guard let value = quad.seedValue(named: wanted) else { return false }
      places[seed.name] = (probes.count, isDepth ? 2 : 0)
      probes.append(value)
    }
    let lanes = 8
    let positions = (0..<lanes).map { lane -> Position in
      let (x, y) = (18 + 14 * (lane / 4) + lane % 2, 31 + lane % 4 / 2)
      return Position(Double(x) + 0.5, Double(y) + 0.5)
    }
    var lowering = LoweringOptions(lanes: lanes, .float, .quad())
    lowering.probes = probes.map { [$0.value] }
    let expected = ShaderHost(try CompiledShader(quad, options: lowering), quad).run(
      at: positions, probeComponents: probes.map(\.components))
    let module = explicit.module
    let host = ShaderHost(
      try CompiledShader(module, options: LoweringOptions(lanes: 1, .float, .none)), module)
    let inputs = host.options.inputs
    let handed = places
    for lane in 0..<lanes {
      host.options.inputs = { scalar, place in
        guard let (probe, first) = handed[scalar.name] else { return inputs(scalar, place) }
        return expected.probes[probe][(first + (scalar.path.last ?? 0)) * lanes + lane]
      }
      let outcome = host.run(at: [positions[lane]])
      let stored = expected.stored >> UInt32(lane) & 1
      #expect(outcome.stored == stored, "\(name), lane \(lane): stored")
      // What is not stored is whatever was there.
      guard outcome.stored == 1 else { continue }
      #expect(
        outcome.bits.map { $0[0] } == expected.bits.map { $0[lane] },
        "\(name), lane \(lane): \(outcome.outputs) instead of \(expected.outputs.map { $0[lane] })")
    }
    return true
  }

  /// The module with explicit seeds; nil where a site needs the quad.
  private func differentiated(_ module: Module, _ options: DifferentiationOptions) throws -> Differentiated? {
    do {
      return try differentiate(module, options: options)
    } catch let error {
      guard case .needsQuad = error else { throw error }
      return nil
    }
  }
}

/// The value that a seed has in code that takes it from the quad.
private struct SeedValue {
  var value: ValueID
  var components: Int
}

extension Module {
  /// The value named as a seed, or stored once to the variable of that name.
  fileprivate func seedValue(named name: String) -> SeedValue? {
    let index = ModuleIndex(self)
    var values: [ValueID] = []
    for instruction in functions.flatMap(\.blocks).flatMap(\.instructions) {
      if let result = instruction.result, index.name(of: result.rawValue) == name { values.append(result) }
      if case .store(let pointer, let value) = instruction.operation(glsl: index.glsl),
        index.name(of: pointer.rawValue) == name
      {
        values.append(value)
      }
    }
    guard values.count == 1, let value = values.first, let type = index.type(of: value) else { return nil }
    switch index[type] {
    case .float?: return SeedValue(value: value, components: 1)
    case .vector(_, let count)?: return SeedValue(value: value, components: count)
    default: return nil
    }
  }
}
