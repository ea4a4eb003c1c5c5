import Lowering
import SPIRV

/// How one input slot is filled for every group of lanes.
struct FillOperation: Hashable {
  enum Kind: UInt8 {
    /// The plane over w'.
    case perspective
    /// The plane.
    case affine
    /// The plane over w' at the centroid, or at the sample.
    case perspectiveMoved
    /// The plane there.
    case affineMoved
    case fragCoordX
    case fragCoordY
    case fragCoordW
    case helper
    case sampleMask
    /// The change per pixel of the plane over w', at the centre.
    case perspectiveTangent
    /// The change per pixel of the plane.
    case affineTangent
  }

  var kind: Kind
  /// Whether it is taken at the sample, where it is moved; otherwise at the centroid.
  var isAtSample = false
  /// Whether it is the change in y, where it is one.
  var isAlongY = false
  /// The input slot.
  var slot: Int32
  /// The plane's number in the triangle.
  var plane: Int32

  /// The operation of a role; nil for what is the same in all groups of a triangle and sample.
  init?(_ role: SlotRole, slot: Int, slots: Int, samples: Int, isSampleRate: Bool) {
    self.slot = Int32(slot)
    plane = Int32(slot)
    switch role {
    case .interpolated(let isPerspective, let place), .barycentric(_, let isPerspective, let place):
      // With one sample, at the centre, the places are the same.
      let isMoved = place != .center && samples > 1
      isAtSample = place == .sample
      kind =
        isMoved
        ? (isPerspective ? .perspectiveMoved : .affineMoved) : (isPerspective ? .perspective : .affine)
    case .pointCoord: kind = .affine
    case .fragCoord(let component):
      // gl_FragCoord is the sample's where the shader runs once a sample.
      switch component {
      case 0: kind = .fragCoordX
      case 1: kind = .fragCoordY
      case 2:
        kind = isSampleRate && samples > 1 ? .affineMoved : .affine
        isAtSample = true
        plane = Int32(slots + 1)
      default: kind = .fragCoordW
      }
    case .helper: kind = .helper
    case .sampleMask: kind = .sampleMask
    case .tangent(let base, let isAlongY):
      self.isAlongY = isAlongY
      switch base {
      case .slot(let other, let isPerspective):
        kind = isPerspective ? .perspectiveTangent : .affineTangent
        plane = Int32(other)
      case .reciprocalW: (kind, plane) = (.affineTangent, Int32(slots))
      case .depth: (kind, plane) = (.affineTangent, Int32(slots + 1))
      }
    case .flat, .frontFacing, .primitive, .sampleNumber, .samplePosition, .lane, .constant: return nil
    }
  }
}
