import Conversion
import Differentiation
import Frontend

/// Puts observations into words.
struct FindingWriter {
  let input: Input
  let attempt: ConversionAttempt

  /// The finding that an observation is.
  func finding(_ observation: Observation) -> Finding {
    let rule = LintRule(observation)
    return Finding(
      rule: rule, severity: rule.severity,
      location: placed(observation.location, tokens: spellings(of: observation)),
      message: message(observation), path: observation.trace.map(note), cure: cure(observation))
  }

  // MARK: Places

  /// How the source may spell an instruction.
  private func spellings(of observation: Observation) -> [String] {
    switch observation.kind {
    case .derivative, .queryLod: [observation.name]
    case .sample:
      ["texture", "textureProj", "textureOffset", "texture2D", "textureCube", "texture2DProj", "texture3D"]
    case .explicitSample:
      ["textureLod", "textureProjLod", "textureLodOffset", "texture2DLod", "textureCubeLod"]
    }
  }

  /// A place with its file's name, and with the column of the one of some words that the line holds, once.
  private func placed(_ location: SourceLocation, tokens: [String]) -> SourceLocation {
    var result = location
    if result.file.isEmpty { result.file = input.path }
    if result.column == 0, result.file == input.path, case .text(let source) = input.content {
      let columns = tokens.compactMap { source.uniqueColumn(of: $0, onLine: result.line) }
      if columns.count == 1 { result.column = columns[0] }
    }
    return result
  }

  // MARK: Words

  private func message(_ observation: Observation) -> String {
    let name = "'\(observation.name)'"
    switch observation.subject {
    case .nonUniformFlow:
      return "\(name) in control flow that may part a quad: "
        + (observation.kind == .sample ? "its level of detail is undefined" : "its result is undefined")
    case .afterDiscard:
      return "\(name) after a discard that may hit part of its quad: "
        + (observation.kind == .sample ? "its level of detail is undefined" : "its result is undefined")
    case .seam(let operation):
      return observation.kind == .sample
        ? "the coordinate of \(name) jumps by \(operation): where that falls into a quad, the level of detail is wrong"
        : "the operand of \(name) jumps by \(operation): where that falls into a quad, the result is the jump"
    case .piecewiseConstant(let operation):
      return "\(name) of what changes by \(operation) only: zero but where a jump falls into a quad"
    case .constant(nil): return "\(name) of what does not vary: always zero"
    case .constant(.x?): return "\(name) of what does not vary along x: always zero"
    case .constant(.y?): return "\(name) of what does not vary along y: always zero"
    case .memory(let operation):
      return "the operand of \(name) comes from \(operation) at an address that varies: its derivative is "
        + "only the difference in the quad"
    case .explicitLevel(let level?):
      return "\(name) at level \(level) discards how fast its coordinate varies"
    case .explicitLevel(nil):
      return "\(name) with a level that comes from no derivative discards how fast its coordinate varies"
    case .channel: return "\(name) hands a value to the neighbour in the quad"
    }
  }

  private func note(_ step: TraceStep) -> Finding.PathNote {
    let (message, token): (String, String?) =
      switch step.role {
      case .source(let name): ("varies because of '\(name)'", name)
      case .read(let name): ("read from \(name)", nil)
      case .store(let name): ("through '\(name)'", name)
      case .call(let name): ("call of '\(name)'", name)
      case .branch: ("branch", nil)
      case .discard: ("discard", "discard")
      case .jump(let operation): ("jump by \(operation)", operation)
      }
    return Finding.PathNote(
      message: message, location: placed(step.location, tokens: token.map { [$0] } ?? []))
  }

  // MARK: Cure

  private func cure(_ observation: Observation) -> Finding.Cure {
    if case .explicitLevel = observation.subject {
      return .notCured("conversion leaves explicit levels alone")
    }
    if let refusal = attempt.refusal { return .notCured(refusal.description) }
    guard let site = attempt.sites[observation.result] else {
      return .notCured("conversion does not reach it")
    }
    switch site.outcome {
    case .tangent, .zero, .gradients: return .cured
    case .kept(let reason): return .notCured("'\(site.name)' stays: \(reason.text)")
    }
  }
}

extension LintRule {
  /// The rule that an observation falls under.
  init(_ observation: Observation) {
    switch observation.subject {
    case .nonUniformFlow:
      self =
        switch observation.kind {
        case .derivative: .nonUniformDerivative
        case .sample, .explicitSample: .nonUniformSample
        case .queryLod: .nonUniformQueryLod
        }
    case .afterDiscard: self = .derivativeAfterDiscard
    case .seam: self = .seam
    case .piecewiseConstant: self = .piecewiseConstantDerivative
    case .constant: self = .constantDerivative
    case .memory: self = .derivativeThroughMemory
    case .explicitLevel: self = .explicitLevel
    case .channel: self = .quadChannel
    }
  }
}
