import NativeRenderer
import VulkanWitness

extension DerivateCase {
  /// What a version of the case's shader is drawn with.
  func drawing(_ fragment: [UInt32]) -> Drawing {
    var drawing = Drawing(fragment: fragment, width: Self.width, height: Self.height)
    drawing.attachments = group.attachments
    drawing.buffers = [
      BoundBuffer(binding: 0, bytes: bytes([storing.scale, storing.bias])),
      // yes, one, two.
      BoundBuffer(binding: 1, bytes: bytes([SIMD4<Int32>(1, 1, 2, 0)])),
    ]
    switch group.kind {
    case .constant: break
    case .linear:
      let (least, range) = (precision.least, precision.most - precision.least)
      drawing.varyings = [
        varying(
          SIMD4(least.x, least.y, least.z, precision.most.w), right: range * SIMD4(1, 0, 0.5, -0.5),
          down: range * SIMD4(0, 1, 0.5, -0.5))
      ]
    case .texture:
      drawing.varyings = [Varying(location: 0, origin: [0, 0], right: [1, 0], down: [0, 1])]
      drawing.textures = [RampTexture(precision).bound(binding: 2)]
    }
    return drawing
  }

  private func varying(_ origin: SIMD4<Float>, right: SIMD4<Float>, down: SIMD4<Float>) -> Varying {
    func components(_ vector: SIMD4<Float>) -> [Float] { (0..<size).map { vector[$0] } }
    return Varying(
      location: 0, origin: components(origin), right: components(right), down: components(down))
  }

  /// Draws a version of the case's shader by our own compiler and rasterizer, on two triangles as the suite does.
  func drawNatively(_ fragment: [UInt32]) throws -> DrawnImage {
    let scene = try NativeScene(
      drawing(fragment), NativeRenderer().compile(fragment), threads: 1, geometry: .twoTriangles,
      samples: group.surface.samples)
    try scene.draw()
    return scene.image(location: 0)
  }
}

/// The bytes of vectors as a block holds them.
private func bytes<Vector>(_ vectors: [Vector]) -> [UInt8] { vectors.withUnsafeBytes { Array($0) } }

/// The driver. It is installed by `make deps`: its absence is a failure.
let sharedWitness = Result { () throws(WitnessError) in try VulkanWitness() }
