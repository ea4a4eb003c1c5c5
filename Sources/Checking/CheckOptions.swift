import Conversion
import Lowering
import Rasterizer
import SPIRV

/// Choices of a check.
public struct CheckOptions: Sendable {
  /// How the shader is read and what the pass does.
  public var conversion = ConversionOptions()
  /// By what the transformed shader in double is judged.
  public var tolerance = Tolerance.verdict
  /// What the reference's steps are held to: a verdict that allows for more does not trust steps that agree by chance.
  public var agreement = Tolerance.verdict
  /// By what it is judged in float.
  public var floatTolerance = Tolerance.float
  /// The share of a site's executed pixels that must have a reference.
  public var minimumShare = 0.5
  /// The most iterations of a loop in one visit.
  public var iterationLimit = 65_535
  /// Whether LLVM optimizes what is drawn: worth its time for pictures that are not tiny.
  public var isOptimized = true
  /// When all must be done; nil: whenever it is.
  public var deadline: Deadline?
  /// Workers that draw.
  public var threads = 1
  /// Whether pictures and maps are made.
  public var makesPictures = false
  /// Told what is being done, and how much of it is, from 0 to 1; from any worker.
  public var progress: (@Sendable (_ step: String, _ share: Double) -> Void)?

  /// The defaults.
  public init() {}
}

/// Why a shader cannot be checked.
public enum CheckError: Error, CustomStringConvertible {
  /// It cannot be converted.
  case conversion(ConversionError)
  /// It cannot be compiled to native code.
  case lowering(path: String, LoweringError)
  /// It cannot be drawn.
  case drawing(path: String, String)
  /// The scene's sidecar cannot be used.
  case scene(path: String, String)

  /// The message with the file's name.
  public var description: String {
    switch self {
    case .conversion(let error): error.description
    case .lowering(let path, let error): "\(path): error: \(error)"
    case .drawing(let path, let message), .scene(let path, let message): "\(path): error: \(message)"
    }
  }
}
