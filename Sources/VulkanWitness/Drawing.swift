/// A fragment shader and what it is drawn with: one triangle that covers the whole image.
public struct Drawing: Sendable {
  /// The fragment shader's SPIR-V.
  public var fragment: [UInt32]
  /// The name of its entry point.
  public var entryPoint = "main"
  /// The images' width in pixels.
  public var width: Int
  /// The images' height in pixels.
  public var height: Int
  /// The number of color attachments, each of four 32-bit floats: output locations 0 up to it.
  public var attachments = 1
  /// The triangle.
  public var triangle = CoveringTriangle.flat
  /// The fragment shader's inputs.
  public var varyings: [Varying] = []
  /// The push constants' bytes; their number is a multiple of 4.
  public var pushConstants: [UInt8] = []
  /// Uniform and storage buffers.
  public var buffers: [BoundBuffer] = []
  /// Textures.
  public var textures: [BoundTexture] = []

  /// A drawing of a shader without resources.
  public init(fragment: [UInt32], width: Int, height: Int) {
    self.fragment = fragment
    self.width = width
    self.height = height
  }
}

/// A triangle with corners at (0, 0), (2, 0) and (0, 2), in sizes of the image, y downwards.
///
/// It covers the image and lies inside the viewport, which is twice as large each way, so that no driver clips it:
/// clipping costs accuracy, and lavapipe loses noperspective inputs by it.
public struct CoveringTriangle: Hashable, Sendable {
  /// The clip-space w at the three corners, positive.
  public var w: SIMD3<Float>
  /// The depth, 0 to 1, at the three corners.
  public var depth: SIMD3<Float>

  /// A triangle.
  public init(w: SIMD3<Float>, depth: SIMD3<Float> = SIMD3(repeating: 0.5)) {
    self.w = w
    self.depth = depth
  }

  /// Without perspective: w is 1.
  public static let flat = CoveringTriangle(w: SIMD3(repeating: 1))
  /// In perspective.
  public static let perspective = CoveringTriangle(w: SIMD3(1, 2, 3), depth: SIMD3(0.1, 0.5, 0.9))

  /// The corners, in sizes of the image from its upper left.
  public static let corners: [SIMD2<Float>] = [SIMD2(0, 0), SIMD2(2, 0), SIMD2(0, 2)]

  /// Corner `index` in clip space for a viewport from (0, 0) to twice the image's size.
  func clipPosition(_ index: Int) -> SIMD4<Float> {
    let corner = Self.corners[index] - 1
    return SIMD4(corner.x, corner.y, depth[index], 1) * w[index]
  }
}

/// An input of the fragment shader: what the three corners hand over.
public struct Varying: Hashable, Sendable {
  /// The kind of its components.
  public enum Kind: String, Hashable, Sendable {
    case float, int, uint
  }

  /// The location.
  public var location: Int
  /// The kind of its components.
  public var kind: Kind
  /// The number of components, 1 to 4.
  public var components: Int
  /// The bits of the components at the three corners.
  public var corners: [SIMD4<UInt32>]

  /// A floating-point input by its values at the corners of the triangle, 1 to 4 components each.
  public init(location: Int, corners: [[Float]]) {
    self.init(location: location, kind: .float, corners: corners.map { $0.map(\.bitPattern) })
  }

  /// An integer input by its values at the corners of the triangle; the first corner's is what the shader reads.
  public init(location: Int, corners: [[Int32]]) {
    self.init(location: location, kind: .int, corners: corners.map { $0.map { UInt32(bitPattern: $0) } })
  }

  /// The same of unsigned integers.
  public init(location: Int, corners: [[UInt32]]) {
    self.init(location: location, kind: .uint, corners: corners)
  }

  /// An input that is `origin` at the image's upper left corner, and `right` and `down` more at the upper right and
  /// the lower left: in between, where w is 1, an affine function of the position.
  public init(location: Int, origin: [Float], right: [Float], down: [Float]) {
    self.init(
      location: location,
      corners: [
        origin, zip(origin, right).map { $0 + 2 * $1 }, zip(origin, down).map { $0 + 2 * $1 },
      ])
  }

  private init(location: Int, kind: Kind, corners: [[UInt32]]) {
    self.location = location
    self.kind = kind
    components = corners.map(\.count).min() ?? 0
    self.corners = corners.map { values in
      var vector = SIMD4<UInt32>()
      for (index, value) in values.prefix(4).enumerated() { vector[index] = value }
      return vector
    }
  }

  /// The components at a corner as numbers.
  public func values(corner: Int) -> [Double] {
    (0..<components).map { component in
      let bits = corners[corner][component]
      return switch kind {
      case .float: Double(Float(bitPattern: bits))
      case .int: Double(Int32(bitPattern: bits))
      case .uint: Double(bits)
      }
    }
  }
}

/// A uniform or storage buffer.
public struct BoundBuffer: Hashable, Sendable {
  /// The descriptor set.
  public var set: Int
  /// The binding.
  public var binding: Int
  /// Its bytes, laid out as the shader's block.
  public var bytes: [UInt8]
  /// Whether it is a storage buffer.
  public var isStorage: Bool

  /// A buffer.
  public init(set: Int = 0, binding: Int, bytes: [UInt8], isStorage: Bool = false) {
    self.set = set
    self.binding = binding
    self.bytes = bytes
    self.isStorage = isStorage
  }
}

/// What was drawn into an attachment.
public struct DrawnImage: Sendable {
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// Four components a pixel, row by row from the top.
  public var components: [Float]

  /// An image.
  public init(width: Int, height: Int, components: [Float]) {
    self.width = width
    self.height = height
    self.components = components
  }

  /// One component of the pixel in a column and row, from the upper left.
  public subscript(x: Int, y: Int, component: Int) -> Float {
    components[(y * width + x) * 4 + component]
  }

  /// The pixel in a column and row, from the upper left.
  public subscript(x: Int, y: Int) -> SIMD4<Float> {
    let first = (y * width + x) * 4
    return SIMD4(
      components[first], components[first + 1], components[first + 2], components[first + 3])
  }
}
