import Interpreter
import SPIRV
import SeededRandom

/// How far each number moves where inputs, uniforms and constants move in their last digits.
struct Spread {
  private var ranges: [Comparison.Place: ClosedRange<Double>] = [:]
  private var unsteady: Set<Comparison.Place> = []

  /// Runs a shader some times with its inputs, uniforms and constants moved.
  init(
    around subject: Subject, at positions: [Position], options: RunOptions, size: Double
  ) {
    for seed in 0..<4 as Range<UInt64> {
      let moved = options.moved(by: seed == 0 ? 0 : size, seed: seed)
      // Each constant may be off by a unit of its last digit, which is one of single precision.
      var module = subject.differentiated.module
      if size > 0x1p-24, seed > 0 {
        var random = SeededGenerator(seed: seed)
        module = module.mappingFloatConstants { bits in
          Float(bitPattern: bits).isNormal ? bits &- 1 &+ UInt32.random(in: 0...2, using: &random) : bits
        }
      }
      guard let program = try? Program(module) else { continue }
      for (number, position) in positions.enumerated() {
        guard let execution = try? program.run(at: position, options: moved) else { continue }
        add(Outcome(execution), at: number)
      }
    }
  }

  private mutating func add(_ outcome: Outcome, at position: Int) {
    for (key, numbers) in outcome.outputs {
      for (scalar, number) in numbers.enumerated() {
        let place = Comparison.Place(position: position, key: key, scalar: scalar)
        guard number.value.isFinite else {
          unsteady.insert(place)
          continue
        }
        let range = ranges[place] ?? number.value...number.value
        ranges[place] = min(range.lowerBound, number.value)...max(range.upperBound, number.value)
      }
    }
  }

  /// How far a number may move; nil where it is not finite each time.
  func allowance(of place: Comparison.Place) -> Double? {
    guard !unsteady.contains(place), let range = ranges[place] else { return nil }
    return 8 * (range.upperBound - range.lowerBound)
  }
}

extension RunOptions {
  /// The options with inputs and uniforms that are off by a relative amount.
  fileprivate func moved(by size: Double, seed: UInt64) -> RunOptions {
    var options = self
    let (inputs, uniforms) = (inputs, uniforms)
    // One factor for all places, or the differences between lanes would be lost in noise.
    @Sendable func factor(_ scalar: InterfaceScalar) -> Double {
      guard scalar.kind == .float else { return 1 }
      return 1 + size * (Double(seed) - 2.5) * (1 + 0.3 * Double(scalar.path.last ?? 0))
    }
    options.inputs = { inputs($0, $1) * factor($0) }
    options.uniforms = { uniforms($0) * factor($0) }
    return options
  }
}
