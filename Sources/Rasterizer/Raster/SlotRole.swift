import Lowering
import SPIRV

/// From what an input slot is filled.
enum SlotRole: Hashable {
  /// The mesh's values, interpolated.
  case interpolated(isPerspective: Bool, place: InterpolationPlace)
  /// The provoking vertex's value.
  case flat
  /// The weight of one of the triangle's vertices.
  case barycentric(vertex: Int, isPerspective: Bool, place: InterpolationPlace)
  /// gl_FragCoord's component.
  case fragCoord(Int)
  /// The place on the screen from 0 to 1, for gl_PointCoord: there are no points, but it is affine as on a point.
  case pointCoord(Int)
  /// gl_FrontFacing.
  case frontFacing
  /// gl_PrimitiveID.
  case primitive
  /// gl_SampleID.
  case sampleNumber
  /// gl_SamplePosition's component.
  case samplePosition(Int)
  /// gl_SampleMaskIn's first word.
  case sampleMask
  /// gl_HelperInvocation.
  case helper
  /// The lane's number.
  case lane
  /// A number.
  case constant(Double)
  /// The change per pixel of another slot.
  case tangent(TangentBase, isAlongY: Bool)

  /// What an input slot hands the change of over.
  enum TangentBase: Hashable {
    /// Another slot's value, interpolated.
    case slot(Int, isPerspective: Bool)
    /// gl_FragCoord's depth, and its w'.
    case depth
    case reciprocalW
  }

  init(_ slot: InterfaceSlot, lanes: Int) {
    guard let builtIn = slot.builtIn else {
      self.init(varying: slot)
      return
    }
    let component = slot.path.last ?? 0
    switch builtIn {
    case .clipDistance, .cullDistance: self = .interpolated(isPerspective: true, place: .center)
    case .fragCoord: self = .fragCoord(component)
    case .pointCoord: self = .pointCoord(component)
    case .frontFacing: self = .frontFacing
    case .primitiveIdentifier: self = .primitive
    case .sampleIdentifier: self = .sampleNumber
    case .samplePosition: self = .samplePosition(component)
    case .sampleMask: self = component == 0 ? .sampleMask : .constant(0)
    case .helperInvocation: self = .helper
    case .subgroupSize: self = .constant(Double(lanes))
    case .subgroupLocalInvocation: self = .lane
    case .fragmentSize, .fragmentInvocationCount: self = .constant(1)
    case .baryCoord: self = .barycentric(vertex: component, isPerspective: true, place: slot.place)
    case .baryCoordNoPerspective:
      self = .barycentric(vertex: component, isPerspective: false, place: slot.place)
    // AMD's barycentrics: the weights of the triangle's first two vertices.
    case BuiltIn(rawValue: 4992): self = .barycentric(vertex: component, isPerspective: false, place: .center)
    case BuiltIn(rawValue: 4993):
      self = .barycentric(vertex: component, isPerspective: false, place: .centroid)
    case BuiltIn(rawValue: 4994): self = .barycentric(vertex: component, isPerspective: false, place: .sample)
    case BuiltIn(rawValue: 4995): self = .barycentric(vertex: component, isPerspective: true, place: .center)
    case BuiltIn(rawValue: 4996):
      self = .barycentric(vertex: component, isPerspective: true, place: .centroid)
    case BuiltIn(rawValue: 4997): self = .barycentric(vertex: component, isPerspective: true, place: .sample)
    // Layers, viewports, views, devices, shading rates: the first.
    default: self = .constant(0)
    }
  }

  private init(varying slot: InterfaceSlot) {
    guard case .float = slot.kind else {
      self = .flat
      return
    }
    switch slot.interpolation {
    case .smooth: self = .interpolated(isPerspective: true, place: slot.place)
    case .noPerspective: self = .interpolated(isPerspective: false, place: slot.place)
    case .flat: self = .flat
    }
  }

  /// Whether the mesh hands in a value per vertex.
  var isFromMesh: Bool {
    switch self {
    case .interpolated, .flat: true
    default: false
    }
  }

  /// Whether the slot's plane is of the value times w'.
  var isPerspective: Bool {
    switch self {
    case .interpolated(let isPerspective, _), .barycentric(_, let isPerspective, _): isPerspective
    default: false
    }
  }

  /// Whether the value depends on the sample, so that the shader runs once a sample.
  var needsSampleRate: Bool {
    switch self {
    case .interpolated(_, .sample), .barycentric(_, _, .sample), .sampleNumber, .samplePosition: true
    default: false
    }
  }
}

extension BuiltIn {
  static let primitiveIdentifier = BuiltIn(rawValue: 7)
  static let frontFacing = BuiltIn(rawValue: 17)
  static let sampleIdentifier = BuiltIn(rawValue: 18)
  static let samplePosition = BuiltIn(rawValue: 19)
  static let sampleMask = BuiltIn(rawValue: 20)
  static let fragmentDepth = BuiltIn(rawValue: 22)
  static let helperInvocation = BuiltIn(rawValue: 23)
  static let subgroupSize = BuiltIn(rawValue: 36)
  static let subgroupLocalInvocation = BuiltIn(rawValue: 41)
  static let baryCoord = BuiltIn(rawValue: 5286)
  static let baryCoordNoPerspective = BuiltIn(rawValue: 5287)
  static let fragmentSize = BuiltIn(rawValue: 5292)
  static let fragmentInvocationCount = BuiltIn(rawValue: 5293)
}
