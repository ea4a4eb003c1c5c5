import Interpreter
import Lowering
import SPIRV

extension LoweringOptions {
  /// Options for a number of lanes.
  package init(lanes: Int, _ element: ElementType = .float, _ derivatives: DerivativeMeaning = .none) {
    self.init()
    self.lanes = lanes
    self.element = element
    self.derivatives = derivatives
  }
}

/// A module on sixteen places, four quads, in groups of one width: the reference for others. One lane alone has real
/// branches and no mask.
package struct WidthAgreement {
  private let module: Module
  private let options: LoweringOptions
  private let places: [Position]
  private let outcomes: [ShaderHost.Outcome]

  /// Runs the places in groups of as many lanes as the options say.
  package init(_ module: Module, options: LoweringOptions = LoweringOptions(lanes: 1)) throws {
    self.module = module
    self.options = options
    places = (0..<16).map { lane in
      let quad = lane / 4
      return Position(Double(18 + 14 * quad + lane % 2) + 0.5, Double(31 - 6 * quad + lane % 4 / 2) + 0.5)
    }
    outcomes = Self.run(try CompiledShader(module, options: options), module, places)
  }

  private static func run(
    _ shader: CompiledShader, _ module: Module, _ places: [Position], executing: UInt32 = .max
  ) -> [ShaderHost.Outcome] {
    let host = ShaderHost(shader, module)
    return stride(from: 0, to: places.count, by: shader.options.lanes).map { first in
      host.run(at: Array(places[first..<(first + shader.options.lanes)]), executing: executing)
    }
  }

  /// At how many of the sixteen places another module with the same interface gives something else, by more than a part
  /// of its size, or of 1 where it is less.
  package func places(differingIn other: Module, by tolerance: Double) throws -> Int {
    let found = Self.run(try CompiledShader(other, options: options), other, places)
    return places.indices.count { place in
      let (group, lane) = (place / options.lanes, place % options.lanes)
      let (values, expected) = (
        found[group].outputs.map { $0[lane] }, outcomes[group].outputs.map { $0[lane] }
      )
      return values.count != expected.count
        || zip(values, expected).contains { value, expected in
          !(abs(value - expected) <= tolerance * max(1, abs(expected))) && !(value.isNaN && expected.isNaN)
        }
    }
  }

  /// Where lanes of groups of another width do not compute, bit for bit, what these do.
  package func differences(lanes: Int, executing: UInt32 = .max) throws -> [String] {
    var other = options
    other.lanes = lanes
    let found = Self.run(try CompiledShader(module, options: other), module, places, executing: executing)
    return places.indices.compactMap { place in
      let (lane, group) = (place % lanes, found[place / lanes])
      guard executing >> UInt32(lane) & 1 != 0 else { return nil }
      let (ownLane, expected) = (place % options.lanes, outcomes[place / options.lanes])
      if group.stored >> UInt32(lane) & 1 != expected.stored >> UInt32(ownLane) & 1 {
        return "lane \(lane) of \(lanes) is discarded or not"
      }
      let (bits, expectedBits) = (group.bits.map { $0[lane] }, expected.bits.map { $0[ownLane] })
      if bits == expectedBits { return nil }
      return
        "lane \(lane) of \(lanes): \(group.outputs.map { $0[lane] }) for \(expected.outputs.map { $0[ownLane] })"
    }
  }
}
