/// A SPIR-V type, one level deep: the parts are ids.
public enum Type: Hashable, Sendable {
  /// OpTypeVoid.
  case void
  /// OpTypeBool.
  case bool
  /// OpTypeInt, its width in bits.
  case int(width: Int, isSigned: Bool)
  /// OpTypeFloat, its width in bits.
  case float(width: Int)
  /// OpTypeVector.
  case vector(component: TypeID, count: Int)
  /// OpTypeMatrix: columns of a vector type.
  case matrix(column: TypeID, count: Int)
  /// OpTypeArray; the length is a constant, specialization constants included.
  case array(element: TypeID, length: ValueID)
  /// OpTypeRuntimeArray.
  case runtimeArray(element: TypeID)
  /// OpTypeStruct.
  case structure(members: [TypeID])
  /// OpTypePointer.
  case pointer(StorageClass, pointee: TypeID)
  /// OpTypeFunction.
  case function(result: TypeID, parameters: [TypeID])
  /// OpTypeImage.
  case image(ImageType)
  /// OpTypeSampledImage.
  case sampledImage(image: TypeID)
  /// Any other type: samplers, acceleration structures, unknown ones.
  case opaque(Op)
}

/// The part of an image type that texture coordinates depend on.
public struct ImageType: Hashable, Sendable {
  /// The dimensionality.
  public var dimension: ImageDimension
  /// Whether it is an array, its layer the coordinate's last component.
  public var isArrayed: Bool
  /// Whether it is multisampled.
  public var isMultisampled: Bool
  /// Whether glslang marked it as a depth image (GLSL's shadow samplers).
  public var isDepth: Bool

  /// An image type.
  public init(dimension: ImageDimension, isArrayed: Bool, isMultisampled: Bool, isDepth: Bool) {
    self.dimension = dimension
    self.isArrayed = isArrayed
    self.isMultisampled = isMultisampled
    self.isDepth = isDepth
  }
}

/// An image's dimensionality (SPIR-V specification, section 3.8).
public enum ImageDimension: UInt32, Sendable {
  case oneD = 0
  case twoD = 1
  case threeD = 2
  case cube = 3
  case rect = 4
  case buffer = 5
  case subpassData = 6

  /// The components of a coordinate, and of a gradient, without layer and projection.
  public var coordinateCount: Int {
    switch self {
    case .oneD, .buffer: 1
    case .twoD, .rect, .subpassData: 2
    case .threeD, .cube: 3
    }
  }
}

/// Where a variable lives (SPIR-V specification, section 3.7).
public struct StorageClass: RawRepresentable, Hashable, Sendable {
  /// The specification's number.
  public let rawValue: UInt32
  /// The storage class with a number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Opaque uniforms: samplers, images, and OpenGL's loose uniforms.
  public static let uniformConstant = StorageClass(rawValue: 0)
  /// What earlier stages or the pipeline hand in.
  public static let input = StorageClass(rawValue: 1)
  /// Uniform blocks.
  public static let uniform = StorageClass(rawValue: 2)
  /// What the stage hands on.
  public static let output = StorageClass(rawValue: 3)
  /// Globals of one invocation.
  public static let `private` = StorageClass(rawValue: 6)
  /// Locals.
  public static let function = StorageClass(rawValue: 7)
  /// Constants pushed with the commands.
  public static let pushConstant = StorageClass(rawValue: 9)
  /// Counters of OpenGL's.
  public static let atomicCounter = StorageClass(rawValue: 10)
  /// What pointers in buffers point to.
  public static let physicalStorageBuffer = StorageClass(rawValue: 5349)
  /// Storage blocks.
  public static let storageBuffer = StorageClass(rawValue: 12)
}

/// What the pipeline puts into an input (SPIR-V specification, section 3.21).
public struct BuiltIn: RawRepresentable, Hashable, Sendable {
  /// The specification's number.
  public let rawValue: UInt32
  /// The built-in with a number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// gl_ClipDistance.
  public static let clipDistance = BuiltIn(rawValue: 3)
  /// gl_CullDistance.
  public static let cullDistance = BuiltIn(rawValue: 4)
  /// gl_FragCoord.
  public static let fragCoord = BuiltIn(rawValue: 15)
  /// gl_PointCoord.
  public static let pointCoord = BuiltIn(rawValue: 16)
  /// gl_HelperInvocation.
  public static let helperInvocation = BuiltIn(rawValue: 23)
}

/// A decoration this tool reads or writes (SPIR-V specification, section 3.20).
public struct Decoration: RawRepresentable, Hashable, Sendable {
  /// The specification's number.
  public let rawValue: UInt32
  /// The decoration with a number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Reduced precision is allowed.
  public static let relaxedPrecision = Decoration(rawValue: 0)
  /// The structure is an interface block.
  public static let block = Decoration(rawValue: 2)
  /// A storage block of SPIR-V 1.0.
  public static let bufferBlock = Decoration(rawValue: 3)
  /// The variable or member is a built-in.
  public static let builtIn = Decoration(rawValue: 11)
  /// The constant's number for specialization.
  public static let specID = Decoration(rawValue: 1)
  /// The result must not be fused with another (`precise`).
  public static let noContraction = Decoration(rawValue: 42)
  /// A matrix of rows in memory.
  public static let rowMajor = Decoration(rawValue: 4)
  /// The bytes between elements of an array.
  public static let arrayStride = Decoration(rawValue: 6)
  /// The bytes between columns, or rows, of a matrix.
  public static let matrixStride = Decoration(rawValue: 7)
  /// The location of an interface variable.
  public static let location = Decoration(rawValue: 30)
  /// The first component within the location.
  public static let component = Decoration(rawValue: 31)
  /// The binding of a resource.
  public static let binding = Decoration(rawValue: 33)
  /// The position among the input attachments of a subpass.
  public static let inputAttachmentIndex = Decoration(rawValue: 43)
  /// The descriptor set of a resource.
  public static let descriptorSet = Decoration(rawValue: 34)
  /// The byte offset of a member.
  public static let offset = Decoration(rawValue: 35)
  /// Interpolated linearly in screen space.
  public static let noPerspective = Decoration(rawValue: 13)
  /// Not interpolated.
  public static let flat = Decoration(rawValue: 14)
  /// Interpolated at the covered samples' centroid.
  public static let centroid = Decoration(rawValue: 16)
  /// Interpolated at each sample.
  public static let sample = Decoration(rawValue: 17)
  /// A descriptor index that differs between invocations.
  public static let nonUniform = Decoration(rawValue: 5300)
  /// Handed in per vertex, not interpolated.
  public static let perVertex = Decoration(rawValue: 5285)
  /// AMD's explicit interpolation.
  public static let explicitInterpolationAMD = Decoration(rawValue: 4999)
}
