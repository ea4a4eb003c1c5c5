import Foundation
import Differentiation
import Interpreter
import SPIRV

/// The original under stencil lanes in double against the differentiated module: site by site, sample by sample,
/// output by output.
public struct ReferenceCheck: Sendable {
  /// A number that differs.
  public struct Mismatch: Sendable, CustomStringConvertible {
    /// What: a site, a gradient, an output.
    public var what: String
    /// By the stencil.
    public var expected: Double
    /// By the differentiated module.
    public var actual: Double
    /// Where on the screen.
    public var position: Position
    /// One line.
    public var description: String {
      "\(what) at (\(position.x), \(position.y)): expected \(expected), got \(actual)"
    }
  }

  /// The numbers compared.
  public private(set) var compared = 0
  /// The numbers without a reference: lanes diverged, crossed a jump, or are not finite.
  public private(set) var unreferenced = 0
  /// The numbers that differ.
  public private(set) var mismatches: [Mismatch] = []
  /// The greatest relative error.
  public private(set) var worst = 0.0
  /// Relative tolerance.
  public var tolerance = 1e-3
  /// Absolute tolerance.
  public var floor = 1e-6
  /// The stencil's rings: one more than derivatives nest.
  public var order = 3

  /// An empty check.
  public init() {}

  /// Runs both modules at some places and compares them.
  ///
  /// - Throws: `InterpreterError` where the original cannot be run; what the differentiated one throws is a
  ///   mismatch.
  public mutating func compare(
    _ original: Module, _ differentiated: Module, entryPoint: String? = nil, positions: [Position],
    inputs: SyntheticInputs = SyntheticInputs(), flipped: Bool = false
  ) throws {
    let reference = try Program(original, entryPoint: entryPoint)
    let subject = try Program(differentiated, entryPoint: entryPoint)
    var options = RunOptions()
    options.inputs = { inputs.input($0, at: $1) }
    options.uniforms = { inputs.uniform($0) }
    options.trace = original.siteResults
    for position in positions {
      var result = try check(reference, subject, at: position, options, step: 1.0 / 1024)
      if !result.mismatches.isEmpty {
        // A number differs only if it does under two stencils: one step may be too wide for a steep function,
        // the other too narrow for its rounding.
        let before = Set(result.mismatches.map(\.what))
        result = try check(reference, subject, at: position, options, step: 1.0 / 32768)
        result.mismatches.removeAll { !before.contains($0.what) }
      }
      compared += result.compared
      unreferenced += result.unreferenced
      mismatches += result.mismatches
      worst = max(worst, result.worst)
    }
  }

  private func check(
    _ reference: Program, _ subject: Program, at position: Position, _ options: RunOptions, step: Double
  ) throws -> ReferenceCheck {
    var options = options
    options.stencil = Stencil(step: step, order: order)
    let expected = try reference.run(at: position, options: options)
    let actual = try subject.run(at: position, options: options)
    var result = ReferenceCheck()
    (result.tolerance, result.floor, result.order) = (tolerance, floor, order)
    result.compareSites(expected, actual, position)
    result.compareSamples(expected, actual, position)
    result.compareOutputs(expected, actual, position)
    return result
  }

  private mutating func compareSites(_ a: Execution, _ b: Execution, _ position: Position) {
    for (id, records) in Dictionary(grouping: a.derivatives, by: \.result) {
      // A clone has other ids; its sites are judged by the outputs.
      guard let values = b.traces[id], values.count == records.count else { continue }
      for (record, value) in zip(records, values) {
        compare(
          record.reference, value.floats.map(\.centre), "site \(id) (\(record.kind.rawValue))", position)
      }
    }
  }

  private mutating func compareSamples(_ a: Execution, _ b: Execution, _ position: Position) {
    let actual = Dictionary(grouping: b.samples, by: \.result)
    for (id, records) in Dictionary(grouping: a.samples.filter(\.isImplicit), by: \.result) {
      guard let others = actual[id], others.count == records.count else { continue }
      for (record, other) in zip(records, others) {
        guard let gradients = other.gradients else { continue }
        let scale = exp2(min(max(record.bias ?? 0, -32), 32))
        compare(record.dx.map { $0.map { $0 * scale } }, gradients.dx, "gradient x of \(id)", position)
        compare(record.dy.map { $0.map { $0 * scale } }, gradients.dy, "gradient y of \(id)", position)
      }
    }
  }

  private mutating func compareOutputs(_ a: Execution, _ b: Execution, _ position: Position) {
    if a.isDiscarded != b.isDiscarded, !a.isDiverged {
      mismatches.append(
        Mismatch(
          what: "discard", expected: a.isDiscarded ? 1 : 0, actual: b.isDiscarded ? 1 : 0,
          position: position))
    }
    for output in a.outputs {
      guard let other = b.outputs.first(where: { $0.id == output.id }) else { continue }
      compare(
        output.value.references, other.value.floats.map(\.centre), "output \(output.name)", position)
    }
  }

  private mutating func compare(
    _ expected: [Double?], _ actual: [Double], _ what: String, _ position: Position
  ) {
    for (expected, actual) in zip(expected, actual) {
      guard let expected else {
        unreferenced += 1
        continue
      }
      compared += 1
      let error = abs(expected - actual)
      let scale = max(abs(expected), abs(actual))
      if error > floor, scale > 0 { worst = max(worst, error / scale) }
      // A NaN is an error too, so the comparison is turned around.
      if !(error <= floor + tolerance * scale) {
        mismatches.append(
          Mismatch(what: what, expected: expected, actual: actual, position: position))
      }
    }
  }
}

extension Module {
  /// The results of every derivative instruction.
  var siteResults: Set<ValueID> {
    var results: Set<ValueID> = []
    for function in functions {
      for block in function.blocks {
        for instruction in block.instructions where instruction.op.isSite {
          if let result = instruction.result { results.insert(result) }
        }
      }
    }
    return results
  }
}
