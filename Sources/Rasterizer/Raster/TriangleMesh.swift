/// Triangles with a value per vertex for every input slot of a shader.
public struct TriangleMesh: Hashable, Sendable {
  /// The vertices in Vulkan's clip space: y downwards, depth from 0 to w.
  public var positions: [SIMD4<Double>]
  /// The number of values a vertex: the shader's input slots.
  public var slots: Int
  /// [vertex][slot]. Integers are rounded towards zero; built-ins that the rasterizer makes itself are not read.
  public var values: [Double]
  /// Three vertices a triangle; the first is the provoking one.
  public var indices: [Int32]

  /// A mesh.
  public init(positions: [SIMD4<Double>], slots: Int, values: [Double], indices: [Int32]) {
    self.positions = positions
    self.slots = slots
    self.values = values
    self.indices = indices
  }

  /// Checks that arrays fit each other and the number of slots.
  func check(slots expected: Int) throws(RasterizerError) {
    guard slots == expected else {
      throw .mesh("\(slots) values a vertex for a shader with \(expected) input slots")
    }
    guard values.count == positions.count * slots else {
      throw .mesh("\(values.count) values for \(positions.count) vertices of \(slots)")
    }
    guard indices.count % 3 == 0, indices.allSatisfy({ $0 >= 0 && Int($0) < positions.count }) else {
      throw .mesh("indices that are no triangles of the vertices")
    }
  }
}
