import Lowering
import Rasterizer

/// Where a shader is drawn: the same geometry and the same values for every version of it.
public protocol Stage: Sendable {
  /// What it is called in reports.
  var name: String { get }
  /// Size, samples, depth, the way gl_FragCoord counts.
  var options: RasterizerOptions { get }
  /// Whether rows are counted from the lower edge, as OpenGL does: pictures are turned over for showing.
  var countsRowsUpwards: Bool { get }
  /// The triangles with a value per vertex and input slot, and what is bound to the resources.
  func content(for interface: ShaderInterface) throws -> (TriangleMesh, any ResourceProvider)
}
