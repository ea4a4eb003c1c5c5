import Differentiation
import Emission
import Frontend
import SPIRV

/// A converted shader.
public struct Conversion: Sendable {
  /// The output's bytes, UTF-8 where it is a text.
  public var bytes: [UInt8]
  /// The module that was differentiated: as compiled or read, optimized where that was asked for.
  public var original: [UInt32]
  /// The module after the pass, with its lines for debuggers; `SiteReport.emitted` are ids of it unless it was
  /// optimized once more.
  public var converted: [UInt32]
  /// Every site of the shader and what became of it, in the order of the module.
  public var sites: [SiteReport]
  /// The inputs that hand tangents over, in order; none where the seeds come from the quad.
  public var seedInputs: [SeedInput]
  /// What should be known besides: how the derivatives of texture samples were taken, where that is approximate.
  public var remarks: [Remark]
  /// Nothing was changed: the module's words are those of the input.
  public var isUnchanged: Bool
  /// The files that the input includes, in the order they were first read, by the paths they were found under.
  public var includes: [String] = []
  /// The rules that GLSL was compiled under; nil where the input was SPIR-V.
  public var environment: TargetEnvironment?
  /// How many instructions the module had, lines for debuggers not counted.
  public var instructionsBefore: Int
  /// How many it has now.
  public var instructionsAfter: Int
  /// The compiler's warnings, then those of the pass: sites that were kept, approximations.
  public var diagnostics: [Diagnostic]
  /// How long each step took, in order.
  public var timings: [Timing]
}

extension Conversion {
  /// The list of `--print-sites`: a line a site, a line a remark, a line an input that hands a tangent over, then one
  /// that sums up.
  public func siteList(path: String) -> String {
    let kept = sites.count { if case .kept = $0.outcome { true } else { false } }
    let summary =
      "\(path): \(sites.count) site\(sites.count == 1 ? "" : "s"), \(sites.count - kept) rewritten, \(kept) kept; "
      + "\(instructionsBefore) instructions became \(instructionsAfter)"
    let seeds = seedInputs.map { "\(path): seed: \($0.declaration)" }
    return (sites.map { $0.text(in: path) } + remarks.map { $0.text(in: path) } + seeds + [summary])
      .map { $0 + "\n" }.joined()
  }

  /// The same as a JSON object on one line.
  public func siteListJSON(path: String) -> String {
    "{\"input\":\(quoted(path)),\"converted\":true,\"unchanged\":\(isUnchanged),"
      + "\"environment\":\(environment.map { quoted($0.rawValue) } ?? "null"),"
      + "\"before\":\(instructionsBefore),\"after\":\(instructionsAfter),"
      + "\"sites\":[\(sites.map(\.json).joined(separator: ","))],"
      + "\"remarks\":[\(remarks.map(\.json).joined(separator: ","))]\(seedsJSON)}\n"
  }

  private var seedsJSON: String {
    if seedInputs.isEmpty { return "" }
    let seeds = seedInputs.map { seed in
      "{\"name\":\(quoted(seed.name)),\"type\":\(quoted(seed.type)),"
        + "\"location\":\(seed.location.map(String.init) ?? "null")}"
    }
    return ",\"seeds\":[\(seeds.joined(separator: ","))]"
  }
}

extension SeedInput {
  /// The declaration in GLSL.
  public var declaration: String {
    let dimensions = type.firstIndex(of: "[").map { String(type[$0...]) } ?? ""
    let base = type.prefix { $0 != "[" }
    return (location.map { "layout(location = \($0)) " } ?? "") + "in \(base) \(name)\(dimensions);"
  }
}

/// How long a step of a conversion took.
public struct Timing: Hashable, Sendable {
  /// The step, for example `differentiate`.
  public var step: String
  /// The wall-clock time.
  public var duration: Duration
}

/// Why an input could not be converted.
public enum ConversionError: Error, Sendable {
  /// The input is nothing that can be a fragment shader.
  case unsuitable(path: String, String)
  /// The GLSL does not compile.
  case compilation(CompilationError)
  /// The SPIR-V cannot be read or breaks a rule of the specification.
  case invalidModule(path: String, String)
  /// The pass refused.
  case differentiation(path: String, DifferentiationError)
  /// The optimizer failed.
  case optimization(path: String, ToolError)
  /// The output language has no words for the shader.
  case emission(path: String, OutputKind, EmissionError)
  /// It exceeds a limit.
  case limit(path: String, ExceededLimit)
  /// There is no thread with a stack deep enough to be had.
  case resources(path: String)
  /// A pass of ours made a module that is not valid: a defect of Quadless.
  case verification(path: String, pass: String, ToolError)

  /// The messages, at least one of which is an error.
  public var diagnostics: [Diagnostic] {
    func one(_ path: String, _ message: String) -> [Diagnostic] {
      [Diagnostic(file: path, severity: .error, message: message)]
    }
    switch self {
    case .unsuitable(let path, let message), .invalidModule(let path, let message):
      return one(path, message)
    case .compilation(let error): return error.diagnostics
    case .differentiation(let path, .needsQuad(let site, let location, let reason)):
      let message = "'\(site)' needs a quad, which explicit seeds do without: \(reason.text)"
      let isCut = if case .cut = reason { true } else { false }
      let advice = isCut ? "; '--on-cut zero' makes its derivative zero" : ""
      return [Diagnostic(at: location, in: path, severity: .error, message: message + advice)]
    case .differentiation(let path, let error):
      guard let location = error.location, location.line > 0 else { return one(path, error.description) }
      return [Diagnostic(at: location, in: path, severity: .error, message: error.description)]
    case .limit(let path, let limit): return one(path, limit.description)
    case .resources(let path): return one(path, "there is no thread to be had")
    case .optimization(let path, let error): return one(path, "the optimizer failed: \(error.message)")
    case .emission(let path, let kind, let error):
      return one(path, "as \(kind.rawValue): \(error.description)")
    case .verification(let path, let pass, let error):
      return one(path, "internal error: the module after '\(pass)' is not valid: \(error.message)")
    }
  }
}

extension ConversionError: CustomStringConvertible {
  /// The messages, a line each.
  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

extension Diagnostic {
  /// A message about a place of a module; `path` stands in where the module names no file.
  init(at location: SourceLocation, in path: String, severity: Severity, message: String) {
    self.init(
      file: location.file.isEmpty ? path : location.file, line: location.line > 0 ? location.line : nil,
      column: location.column > 0 ? location.column : nil, severity: severity, message: message)
  }
}
