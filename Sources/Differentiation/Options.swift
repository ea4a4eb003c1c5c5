import SPIRV

/// Which sites to rewrite.
public enum SiteSelection: String, Sendable, CaseIterable {
  /// Every site.
  case all
  /// dFdx, dFdy, fwidth and their forms.
  case derivatives
  /// Implicit-LOD samples.
  case textures
  /// Only sites in non-uniform control flow or at a seam, where the quad's answer is undefined or torn.
  case undefined
}

/// What becomes of a site whose operand varies only through a cut.
public enum CutPolicy: String, Sendable, CaseIterable {
  /// The quad operation stays, with a warning.
  case keep
  /// The derivative is zero.
  case zero
  /// An error.
  case error
}

/// What the tangent of a texture sample is, where a site depends on one.
///
/// In each of them the level of detail is held fixed, the array layer is never stepped, and the chain goes
/// through the coordinate's own tangent, never through gradients that the sample is given. Comparisons of
/// depth, fetches and gathers have no tangent: they are cuts.
public enum TextureDerivative: String, Sendable, CaseIterable {
  /// One more sample a pixel along the coordinate's tangent, minus the sample.
  case difference
  /// Two more samples, half a pixel along the coordinate's tangent forwards and backwards, the one minus the
  /// other: the change across the pixel's own footprint.
  case central
  /// The exact derivative of the filtered value, of 2D textures and arrays of them, from the four texels around
  /// the coordinate in each of two levels. It takes the filter for linear in the texture and between levels,
  /// and says so; where it does not apply it is ``difference``, and says that.
  case bilinear
  /// None: sites that depend on a sample are cut.
  case keep
  /// None: a site that depends on a sample is an error.
  case error

  /// Whether a sample has a tangent.
  var isTaken: Bool {
    switch self {
    case .difference, .central, .bilinear: true
    case .keep, .error: false
    }
  }
}

/// Where the tangents of inputs come from.
public enum SeedSource: String, Sendable, CaseIterable {
  /// The hardware's quad, once, at the head of each entry point.
  case quad
  /// The caller, through inputs of their own (``SeedInput``): no derivative instruction is left, and a site that would
  /// have to be kept is an error.
  case explicit
}

/// Choices of the differentiation pass.
public struct DifferentiationOptions: Sendable {
  /// Which sites to rewrite.
  public var sites: SiteSelection = .all
  /// What becomes of cut sites.
  public var onCut: CutPolicy = .keep
  /// Where the tangents of inputs come from.
  public var seeds: SeedSource = .quad
  /// The tangent of a sample.
  public var textureDerivative: TextureDerivative = .difference
  /// The coarse fragment size in pixels: the steps of gl_FragCoord.
  public var fragmentSize: (width: Int, height: Int) = (1, 1)
  /// The fragment entry point to differentiate; all of them where nil.
  public var entryPoint: String?
  /// Whether the module follows OpenGL's rules, where dFdy runs upwards whatever gl_FragCoord's origin.
  public var isOpenGL = false
  /// Whether the shader will be written as GLSL, which has no gradient form for cube array shadow samplers.
  public var writesGLSL = false
  /// Whether interpolateAtOffset exists in the target language (GLSL ≥ 400, ES 320, SPIR-V).
  public var hasInterpolateAtOffset = true
  /// Whether textureQueryLevels exists in the target language (GLSL ≥ 430, SPIR-V).
  public var hasTextureQueryLevels = true
  /// Whether roundEven exists in the target language (GLSL ≥ 130, ES 300, SPIR-V).
  public var hasRoundEven = true
  /// Whether gl_FragCoord.w is precise enough to divide by. In ESSL 100 it is mediump: there the derivatives of
  /// varyings are plain differences.
  public var hasPreciseFragCoord = true
  /// The extension without which the target language has no gradients for samples; nil where it has them. Samples are
  /// then kept, and no warning says so: the shader chose not to enable it.
  public var missingGradientExtension: String?
  /// Whether reports of cut sites have the path from the cut to the site; found for those sites alone.
  public var explainsCuts = true
  /// What the module may come to: its ids and instructions.
  public var limits = Limits()
  /// When the pass must be done; nil: whenever it is.
  public var deadline: Deadline?
  /// Lines (1-based) by file name whose sites are kept: those after `#pragma quadless keep`.
  public var keptLines: [String: Set<Int>] = [:]

  /// The defaults.
  public init() {}

  /// Whether a sample has a tangent: one is made of samples with gradients, too.
  var takesSampleTangents: Bool { textureDerivative.isTaken && missingGradientExtension == nil }
}

/// Where a site stands in the source.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file, as OpLine names it; empty where the module has no lines.
  public var file: String
  /// The line, from 1; 0 where it is not known.
  public var line: Int
  /// The column, from 1; 0 where it is not known.
  public var column: Int

  /// A location.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line[:column]`.
  public var description: String {
    guard line > 0 else { return file }
    return column > 0 ? "\(file):\(line):\(column)" : "\(file):\(line)"
  }
}

/// A stage on the way of a value from the operation that cut its derivative to a site.
public struct PathStep: Hashable, Sendable {
  /// The variable that is written, or the function that is called as `name(...)`, as named in the source.
  public var name: String
  /// Where.
  public var location: SourceLocation

  /// A stage.
  public init(name: String, location: SourceLocation) {
    self.name = name
    self.location = location
  }
}

/// What became of a site.
public struct SiteReport: Hashable, Sendable {
  /// The kind of a site.
  public enum Kind: String, Hashable, Sendable {
    /// `dFdx`, coarse or fine.
    case dx
    /// `dFdy`, coarse or fine.
    case dy
    /// `fwidth`, coarse or fine.
    case width
    /// A texture sample with an implicit level of detail.
    case sample
    /// `textureQueryLod`.
    case queryLod
  }

  /// Why a site was kept.
  public enum KeepReason: Hashable, Sendable {
    /// Its operand varies only through a cut: the operation and where it stands.
    case cut(operation: String, at: SourceLocation)
    /// It is a message to the neighbour in the quad.
    case quadChannel
    /// The pragma, or the selection of sites, excludes it.
    case excluded
    /// textureQueryLod.
    case queryLod
    /// The target language has no gradient form.
    case noGradientForm
    /// The target language has a gradient form in this extension only, which the shader does not enable.
    case missingExtension(String)
  }

  /// What became of it.
  public enum Outcome: Hashable, Sendable {
    /// The tangent of the operand took its place.
    case tangent
    /// The operand does not vary: the derivative is zero by nature.
    case zero
    /// The sample got gradients.
    case gradients
    /// It stays as it was.
    case kept(KeepReason)
  }

  /// An operation that cut the chain from the seeds, and where it stands.
  public struct ZeroedCut: Hashable, Sendable {
    /// The operation in words.
    public var operation: String
    /// Its place.
    public var location: SourceLocation
  }

  /// The kind.
  public var kind: Kind
  /// How the source calls it, for example `fwidth` or `texture`.
  public var name: String
  /// Where it stands.
  public var location: SourceLocation
  /// The function it stands in, as named in the source.
  public var function: String
  /// What became of it.
  public var outcome: Outcome
  /// The cut by which its operand varies beside what is differentiated, taken as zero (``CutPolicy/zero``).
  public var zeroedCut: ZeroedCut? = nil
  /// Where it was kept for a cut: the way from the operation that cut to the site, through the variables and calls
  /// that have names; empty where there are none in between, or ``DifferentiationOptions/explainsCuts`` is off.
  public var path: [PathStep] = []
  /// Instructions added for it alone.
  public var cost: Int
  /// Remarks that are not losses: an approximated bias, a centroid input taken at the centre.
  public var notes: [String]
  /// The result of the site's instruction in the module that was differentiated.
  public var result: ValueID
  /// What stands for it in the new module: the same id, and one more for each clone of the function.
  public var emitted: [ValueID]
}

/// What should be known of an instruction that is no site.
public struct Remark: Hashable, Sendable {
  /// Where it stands.
  public var location: SourceLocation
  /// What it is, as messages name it, for example `texture sample`.
  public var subject: String
  /// What should be known.
  public var text: String
}

/// Why a module cannot be differentiated.
public enum DifferentiationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No fragment entry point, or none of the asked name.
  case noFragmentEntryPoint(named: String?)
  /// A site is cut and the policy is ``CutPolicy/error``.
  case cut(site: String, at: SourceLocation, by: String, standing: SourceLocation, path: [PathStep])
  /// A site would have to stay where there is no quad: with explicit seeds, or in a function that is called elsewhere.
  case needsQuad(site: String, at: SourceLocation, SiteReport.KeepReason)
  /// An unknown opcode stands in a function that must be cloned.
  case unknownInstruction(Op, function: String)
  /// A rule's own limit, in words.
  case unsupported(String, at: SourceLocation)
  /// The module exceeds a limit, or would by what is added; the place is that of the step at which it did.
  case limit(ExceededLimit, at: SourceLocation?)

  /// The message, without file name.
  public var description: String {
    switch self {
    case .noFragmentEntryPoint(let name?): "no fragment entry point named '\(name)'"
    case .noFragmentEntryPoint(nil): "no fragment entry point: not a fragment shader"
    case .cut(let site, let location, let operation, let place, let path):
      "the derivative at '\(site)' is cut by \(operation)\(place.line > 0 ? " at \(place)" : "")"
        + path.text(from: location)
    case .needsQuad(let site, _, let reason):
      "'\(site)' needs the quad, which explicit seeds do without: \(Self.words(reason))"
    case .unknownInstruction(let op, let function):
      "cannot clone function '\(function)': it holds the unknown instruction \(op)"
    case .unsupported(let what, _): what
    case .limit(let limit, _): limit.description
    }
  }

  private static func words(_ reason: SiteReport.KeepReason) -> String {
    switch reason {
    case .cut(let operation, let place):
      "its operand is cut by \(operation)\(place.line > 0 ? " at \(place)" : ""), which has no derivative; "
        + "'--on-cut zero' takes it as zero"
    case .quadChannel: "it is a message to the neighbouring pixel, not a derivative"
    case .excluded: "the pragma or --sites keeps it"
    case .queryLod: "the sampler's bias and clamps are not known to the shader"
    case .noGradientForm: "the output language has no gradient form for its sampler"
    case .missingExtension(let name): "the shader does not enable \(name)"
    }
  }

  /// Where, if that is known.
  public var location: SourceLocation? {
    switch self {
    case .cut(_, let location, _, _, _), .needsQuad(_, let location, _), .unsupported(_, let location):
      location
    case .limit(_, let location): location
    case .noFragmentEntryPoint, .unknownInstruction: nil
    }
  }
}

extension [PathStep] {
  /// The path in words, short: `, through cell (line 8) -> hash(...) (line 9)`; empty without a step.
  ///
  /// - Parameter location: of the site: places in its file go without a file name.
  public func text(from location: SourceLocation) -> String {
    guard !isEmpty else { return "" }
    var words = map { step -> String in
      let place = step.location
      if place.line == 0 { return step.name }
      return place.file == location.file ? "\(step.name) (line \(place.line))" : "\(step.name) (\(place))"
    }
    if words.count > 6 { words.replaceSubrange(3..<words.count - 2, with: ["..."]) }
    return ", through " + words.joined(separator: " -> ")
  }
}
