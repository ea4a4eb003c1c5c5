import Differentiation
import Interpreter
import SPIRV

/// One form of a shader, differentiated and ready to run.
struct Subject {
  /// The form.
  let module: Module
  /// What the pass makes of it.
  let differentiated: Differentiated
  /// By site's number: why an execution of it keeps its quad operation; nil where none does.
  let keepReasons: [Int: SiteReport.KeepReason?]

  /// Differentiates a form of a shader.
  init(_ module: Module, options: DifferentiationOptions) throws {
    self.module = module
    differentiated = try differentiate(module, options: options)
    var reasons: [Int: SiteReport.KeepReason?] = [:]
    for site in differentiated.sites {
      if case .kept(let reason) = site.outcome {
        reasons[site.location.line] = reason
      } else if reasons[site.location.line] == nil {
        reasons[site.location.line] = .some(nil)
      }
    }
    keepReasons = reasons
  }

  /// Runs the differentiated form at some places.
  func run(at positions: [Position], options: RunOptions) throws -> [Outcome] {
    let program = try Program(differentiated.module)
    return try positions.map { Outcome(try program.run(at: $0, options: options)) }
  }

  /// Runs the form as it is, with the lanes' differences for derivatives.
  func runOriginal(at positions: [Position], options: RunOptions) throws -> [Outcome] {
    let program = try Program(module)
    return try positions.map { Outcome(try program.run(at: $0, options: options)) }
  }
}

/// What an invocation left in its outputs.
struct Outcome {
  /// An output, whatever its id and name.
  enum Key: Hashable, Comparable {
    case location(UInt32), builtIn(UInt32), other(String)
  }

  /// A number, and whether lanes disagreed in something discrete on the way to it.
  struct Number {
    var value: Double
    var isTainted: Bool
  }

  let outputs: [Key: [Number]]
  let isDiscarded: Bool
  let instructionCount: Int

  init(_ execution: Execution) {
    var outputs: [Key: [Number]] = [:]
    for output in execution.outputs {
      let key: Key =
        if let location = output.location {
          .location(location)
        } else if let builtIn = output.builtIn { .builtIn(builtIn.rawValue) } else { .other(output.name) }
      let lanes = output.value.floats
      let numbers =
        lanes.isEmpty
        ? output.value.centre.map { Number(value: $0, isTainted: output.value.isTainted) }
        : lanes.map { Number(value: $0.centre, isTainted: $0.isTainted) }
      outputs[key, default: []] += numbers
    }
    self.outputs = outputs
    isDiscarded = execution.isDiscarded
    instructionCount = execution.instructionCount
  }
}
