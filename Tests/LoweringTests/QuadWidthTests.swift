import Differentiation
import Foundation
import Interpreter
import LaneHost
import Lowering
import SPIRV
import SeededRandom
import ShaderGenerator
import Testing

/// Converted shaders, whose seeds are differences in quads, at every width; a lane alone is handed those differences.
struct QuadWidthTests {
  /// Shaders with a site that is kept: what it gives depends on the quad wherever it stands, so that a lane alone
  /// cannot be handed it at the head.
  static func hasKeptSite(_ sites: [SiteReport]) -> Bool {
    sites.contains { if case .kept = $0.outcome { true } else { false } }
  }

  @Test(arguments: ShaderTests.names)
  func ownShadersAreTheSameAtEveryWidth(name: String) throws {
    let shader = try ShaderTests.compiled(name)
    try expectQuadWidthsAgree(
      try Module(words: shader.words), isOpenGL: !shader.environment.isVulkan, "\(name)")
  }

  /// Most of our own shaders are compared with a lane alone, too.
  @Test func fewOwnShadersKeepSites() throws {
    let kept = try ShaderTests.names.count { name in
      let module = try Module(words: try ShaderTests.compiled(name).words)
      return Self.hasKeptSite(try differentiate(module).sites)
    }
    #expect(kept * 5 < ShaderTests.names.count, "\(kept) of \(ShaderTests.names.count)")
  }

  /// `WIDTH_SHADERS=2000` takes that many.
  static let count = ProcessInfo.processInfo.environment["WIDTH_SHADERS"].flatMap { Int($0) } ?? 20

  @Test(arguments: 0..<count)
  func randomShadersAreTheSameAtEveryWidth(seed: Int) throws {
    var generator = RandomShader(seed: UInt64(1000 + seed), features: [.parting, .integers])
    let text = generator.text()
    try expectQuadWidthsAgree(try module(text), isOpenGL: false, "seed \(seed)\n\(text)")
  }
}

/// Expects that a converted module gives the same bits in groups of 4, 8 and 16 lanes and, where no site is kept, on
/// one lane that is handed the differences at the head.
private func expectQuadWidthsAgree(_ original: Module, isOpenGL: Bool, _ name: String) throws {
  var options = DifferentiationOptions()
  options.isOpenGL = isOpenGL
  let converted = try differentiate(original, options: options)
  let module = converted.module
  let derivatives = module.derivatives
  let places = (0..<16).map { lane in
    let quad = lane / 4
    return Position(Double(18 + 14 * quad + lane % 2) + 0.5, Double(31 - 6 * quad + lane % 4 / 2) + 0.5)
  }
  var lowering = LoweringOptions(lanes: 16, .float, .quad())
  lowering.probes = derivatives.map { [$0.result] }
  let whole = ShaderHost(try CompiledShader(module, options: lowering), module)
  let expected = whole.run(at: places, probeComponents: derivatives.map(\.components))
  for lanes in [4, 8] {
    let host = ShaderHost(
      try CompiledShader(module, options: LoweringOptions(lanes: lanes, .float, .quad())), module)
    for first in stride(from: 0, to: 16, by: lanes) {
      let outcome = host.run(at: Array(places[first..<(first + lanes)]))
      for lane in 0..<lanes { expect(outcome, lane, like: expected, first + lane, "\(lanes) lanes, \(name)") }
    }
  }
  guard !QuadWidthTests.hasKeptSite(converted.sites) else { return }
  let handed = module.withDerivativesHanded(derivatives)
  let host = ShaderHost(try CompiledShader(handed, options: LoweringOptions(lanes: 1)), handed)
  let inputs = host.options.inputs
  for lane in 0..<16 {
    host.options.inputs = { scalar, place in
      guard let number = scalar.name.wholeMatch(of: /handed(\d+)/).flatMap({ Int($0.1) }) else {
        return inputs(scalar, place)
      }
      return expected.probes[number][(scalar.path.last ?? 0) * 16 + lane]
    }
    expect(host.run(at: [places[lane]]), 0, like: expected, lane, "one lane, \(name)")
  }
}

private func expect(
  _ outcome: ShaderHost.Outcome, _ lane: Int, like expected: ShaderHost.Outcome, _ other: Int, _ name: String
) {
  #expect(outcome.stored >> UInt32(lane) & 1 == expected.stored >> UInt32(other) & 1, "\(name): stored")
  #expect(
    outcome.bits.map { $0[lane] } == expected.bits.map { $0[other] },
    """
    \(name): lane \(other): \(outcome.outputs.map { $0[lane] }) instead of \(expected.outputs.map { $0[other] })
    """)
}

/// A derivative instruction.
private struct DerivativeInstruction {
  var result: ValueID
  var type: TypeID
  var components: Int
}

extension Module {
  /// The derivative instructions, in order.
  fileprivate var derivatives: [DerivativeInstruction] {
    let index = ModuleIndex(self)
    return functions.flatMap(\.blocks).flatMap(\.instructions).compactMap { instruction in
      guard [.dPdx, .dPdy].contains(instruction.op), let result = instruction.result,
        let type = instruction.resultType
      else { return nil }
      if case .vector(_, let count)? = index[type] {
        return DerivativeInstruction(result: result, type: type, components: count)
      }
      return DerivativeInstruction(result: result, type: type, components: 1)
    }
  }

  /// The module with derivative i loaded from an input named `handed<i>` in place of being taken.
  fileprivate func withDerivativesHanded(_ derivatives: [DerivativeInstruction]) -> Module {
    var module = self
    let builder = Builder(self, index: ModuleIndex(self))
    var loads: [ValueID: Instruction] = [:]
    var variables: [ValueID] = []
    for (number, derivative) in derivatives.enumerated() {
      let variable = builder.globalVariable(.input, pointee: derivative.type)
      builder.name(variable.rawValue, "handed\(number)")
      loads[derivative.result] = .load(type: derivative.type, result: derivative.result, variable)
      variables.append(variable)
    }
    for function in module.functions.indices {
      for block in module.functions[function].blocks.indices {
        module.functions[function].blocks[block].instructions = InstructionList(
          module.functions[function].blocks[block].instructions.map { instruction in
            instruction.result.flatMap { loads[$0] } ?? instruction
          })
      }
    }
    module.preamble = InstructionList(
      module.preamble.map { $0.op == .entryPoint ? $0.addingToInterface(variables) : $0 })
    builder.finish(&module)
    return module
  }
}
