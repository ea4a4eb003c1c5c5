import Checking
import Lowering
import Rasterizer

/// A screen-filling triangle in perspective, every input affine over it, no resources.
struct TestStage: Stage {
  var name = "test"
  var options: RasterizerOptions
  var countsRowsUpwards = false

  init(width: Int = 32, height: Int = 32) { options = RasterizerOptions(width: width, height: height) }

  func content(for interface: ShaderInterface) -> (TriangleMesh, any ResourceProvider) {
    // The screen's corners lie inside the triangle; w differs at each vertex.
    let corners: [(x: Double, y: Double, w: Double)] = [(-1, -1, 1), (3, -1, 2), (-1, 3, 3)]
    var values: [Double] = []
    for corner in corners {
      for slot in interface.inputs {
        let number = Double((slot.location ?? 0) + (slot.path.last ?? slot.component))
        values.append(0.1 + 0.3 * corner.x * (1 + 0.5 * number) + 0.2 * corner.y * (2 - number))
      }
    }
    let positions = corners.map { SIMD4($0.x * $0.w, $0.y * $0.w, 0.5 * $0.w, $0.w) }
    let mesh = TriangleMesh(
      positions: positions, slots: interface.inputs.count, values: values, indices: [0, 1, 2])
    return (mesh, NoResources())
  }
}
