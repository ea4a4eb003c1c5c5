import Frontend
import SPIRV

/// What to convert: a GLSL text or a SPIR-V module, and the name it goes by in messages.
public struct Input: Sendable {
  /// What the bytes are.
  public enum Content: Sendable {
    /// GLSL.
    case text(Source)
    /// SPIR-V, in either byte order.
    case module([UInt8])
  }

  /// The path as messages show it; `<stdin>` for standard input.
  public var path: String
  /// What the bytes are.
  public var content: Content

  /// An input from bytes: SPIR-V where they start with its magic number or the path ends in `.spv`, else
  /// GLSL.
  ///
  /// - Throws: ``ConversionError`` where they are neither, or the path's suffix names another stage.
  public init(path: String, bytes: [UInt8]) throws(ConversionError) {
    self.path = path
    if Input.startsWithMagic(bytes) || path.hasSuffix(".spv") {
      content = .module(bytes)
      return
    }
    if let stage = Input.otherStage(of: path) {
      throw .unsuitable(path: path, "not a fragment shader: its suffix says \(stage) shader")
    }
    do {
      content = .text(try Source(path: path, bytes: bytes))
    } catch {
      throw .compilation(error)
    }
  }

  /// Whether the input is SPIR-V.
  public var isModule: Bool {
    if case .module = content { true } else { false }
  }

  private static func startsWithMagic(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(4)
    return head.elementsEqual([0x03, 0x02, 0x23, 0x07]) || head.elementsEqual([0x07, 0x23, 0x02, 0x03])
  }

  /// The stage other than fragment that a suffix names, with the suffixes of glslc and glslangValidator.
  private static func otherStage(of path: String) -> String? {
    let stages = [
      ".vert": "vertex", ".vs": "vertex", ".geom": "geometry", ".tesc": "tessellation control",
      ".tese": "tessellation evaluation", ".comp": "compute", ".mesh": "mesh", ".task": "task",
      ".rgen": "ray generation", ".rint": "intersection", ".rahit": "any-hit", ".rchit": "closest-hit",
      ".rmiss": "miss", ".rcall": "callable",
    ]
    return stages.first { path.hasSuffix($0.key) || path.hasSuffix($0.key + ".glsl") }?.value
  }
}
