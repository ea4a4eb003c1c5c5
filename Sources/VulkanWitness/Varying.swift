/// An input of the fragment shader: what the corners hand over.
public struct Varying: Hashable, Sendable {
  /// The kind of its components.
  public enum Kind: String, Hashable, Sendable {
    case float, int, uint
  }

  /// The location.
  public var location: Int
  /// Its first component in the location.
  public var firstComponent = 0
  /// The kind of its components.
  public var kind: Kind
  /// The number of components, 1 to 4.
  public var components: Int
  /// The bits of the components at the corners.
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

  /// An input by the bits of its values at the corners.
  public init(location: Int, firstComponent: Int = 0, kind: Kind, corners: [[UInt32]]) {
    self.location = location
    self.firstComponent = firstComponent
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
