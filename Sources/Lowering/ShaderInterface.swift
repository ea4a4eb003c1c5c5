import SPIRV

/// What a compiled shader reads and writes, in the order in which its host hands it over.
public struct ShaderInterface: Hashable, Sendable {
  /// The scalars of the inputs: position i is input slot i.
  public var inputs: [InterfaceSlot]
  /// The scalars of the outputs: position i is output slot i.
  public var outputs: [InterfaceSlot]
  /// Buffers, push constants, loose uniforms, images and samplers: position i is resource i.
  public var resources: [Resource]

  /// An interface.
  public init(inputs: [InterfaceSlot] = [], outputs: [InterfaceSlot] = [], resources: [Resource] = []) {
    self.inputs = inputs
    self.outputs = outputs
    self.resources = resources
  }
}

/// What a scalar is.
public enum ScalarKind: Hashable, Sendable {
  /// A floating-point number of 16, 32 or 64 bits.
  case float(width: Int)
  /// An integer of 8 to 64 bits.
  case int(width: Int, isSigned: Bool)
  /// A Boolean: a 32-bit 0 or 1 in memory.
  case bool
}

extension ScalarKind {
  /// The bytes it takes in a buffer.
  public var bytes: Int {
    switch self {
    case .float(let width), .int(let width, _): width / 8
    case .bool: 4
    }
  }
}

/// How an input is interpolated over a triangle.
public enum Interpolation: Hashable, Sendable {
  /// Correct in perspective.
  case smooth
  /// Linear on the screen.
  case noPerspective
  /// The provoking vertex's value.
  case flat
}

/// Where in the pixel an input is interpolated.
public enum InterpolationPlace: Hashable, Sendable {
  /// The pixel's centre.
  case center
  /// The centroid of the covered samples.
  case centroid
  /// The sample.
  case sample
}

/// One scalar of an input or output variable.
public struct InterfaceSlot: Hashable, Sendable {
  /// The variable.
  public var variable: ValueID
  /// The variable's name, its block's member included (`block.member`); empty where the module has no names.
  public var name: String
  /// The location of this scalar's vector; nil for built-ins and where the module has none.
  public var location: Int?
  /// The component within the location.
  public var component: Int
  /// The indices from the variable's type down to the scalar: members, elements, columns, components.
  public var path: [Int]
  /// The built-in, if it is one.
  public var builtIn: BuiltIn?
  /// What the scalar is.
  public var kind: ScalarKind
  /// How it is interpolated; ``Interpolation/flat`` for integers. Of no meaning for outputs and built-ins.
  public var interpolation: Interpolation
  /// Where it is interpolated.
  public var place: InterpolationPlace

  /// A slot.
  public init(
    variable: ValueID, name: String, location: Int? = nil, component: Int = 0, path: [Int] = [],
    builtIn: BuiltIn? = nil, kind: ScalarKind = .float(width: 32), interpolation: Interpolation = .smooth,
    place: InterpolationPlace = .center
  ) {
    self.variable = variable
    self.name = name
    self.location = location
    self.component = component
    self.path = path
    self.builtIn = builtIn
    self.kind = kind
    self.interpolation = interpolation
    self.place = place
  }
}

/// A buffer, block of constants, loose uniform, image or sampler.
public struct Resource: Hashable, Sendable {
  /// What a resource is.
  public enum Kind: Hashable, Sendable {
    /// Bytes that are read: a uniform block.
    case uniformBlock(BlockLayout)
    /// Bytes that are read and written: a storage block, an atomic counter or, named by its type and without set and
    /// binding, what all pointers of a type in buffers point to.
    case storageBlock(BlockLayout)
    /// The push constants.
    case pushConstants(BlockLayout)
    /// A uniform outside any block (OpenGL): scalars tightly packed in order, Booleans as 32-bit integers.
    case looseUniform(BlockLayout)
    /// An image with its sampler.
    case sampledImage(ImageDescription)
    /// An image without a sampler.
    case image(ImageDescription)
    /// A sampler.
    case sampler
    /// An input attachment.
    case inputAttachment(ImageDescription)
  }

  /// The variable.
  public var variable: ValueID
  /// The variable's name or, where it has none, its block's.
  public var name: String
  /// The descriptor set.
  public var set: Int?
  /// The binding.
  public var binding: Int?
  /// What it is.
  public var kind: Kind
  /// The number of elements of an array of resources; 1 for one that is no array, 0 for a runtime array.
  ///
  /// The blocks of an array of blocks lie in the resource's bytes one after another, ``BlockLayout/arrayStride`` apart.
  public var count: Int
  /// The numbers of a loose uniform's initializer, in the order of its layout; nil where it has none.
  public var initialNumbers: [Double]?

  /// A resource.
  public init(
    variable: ValueID, name: String, set: Int? = nil, binding: Int? = nil, kind: Kind, count: Int = 1
  ) {
    self.variable = variable
    self.name = name
    self.set = set
    self.binding = binding
    self.kind = kind
    self.count = count
  }
}

/// What an image variable holds.
public struct ImageDescription: Hashable, Sendable {
  /// Dimensionality and array.
  public var type: ImageType
  /// The kind of its texels.
  public var texel: ScalarKind
  /// Whether it is a storage image.
  public var isStorage: Bool

  /// A description.
  public init(type: ImageType, texel: ScalarKind, isStorage: Bool = false) {
    self.type = type
    self.texel = texel
    self.isStorage = isStorage
  }
}

/// How a value lies in the bytes of a block, offsets and strides in bytes.
public indirect enum BlockLayout: Hashable, Sendable {
  /// A scalar.
  case scalar(ScalarKind)
  /// Components side by side.
  case vector(ScalarKind, count: Int)
  /// Columns (or rows) of a stride.
  case matrix(ScalarKind, columns: Int, rows: Int, stride: Int, isRowMajor: Bool)
  /// Elements of a stride; the count of a runtime array is nil.
  case array(BlockLayout, count: Int?, stride: Int)
  /// Members at their offsets.
  case structure([Member])

  /// The bytes up to the end of the last scalar; a runtime array counts as empty.
  public var size: Int {
    switch self {
    case .scalar(let kind): kind.bytes
    case .vector(let kind, let count): kind.bytes * count
    case .matrix(let kind, let columns, let rows, let stride, let isRowMajor):
      isRowMajor
        ? (rows - 1) * stride + columns * kind.bytes : (columns - 1) * stride + rows * kind.bytes
    case .array(let element, let count, let stride):
      (count ?? 0) == 0 ? 0 : ((count ?? 0) - 1) * stride + element.size
    case .structure(let members): members.map { $0.offset + $0.layout.size }.max() ?? 0
    }
  }

  /// The bytes from one block of an array of blocks to the next: the size, up to a multiple of 16.
  public var arrayStride: Int { max(16, (size + 15) / 16 * 16) }

  /// A member of a structure.
  public struct Member: Hashable, Sendable {
    /// The name; empty where the module has none.
    public var name: String
    /// The offset in bytes.
    public var offset: Int
    /// The layout.
    public var layout: BlockLayout

    /// A member.
    public init(name: String, offset: Int, layout: BlockLayout) {
      self.name = name
      self.offset = offset
      self.layout = layout
    }
  }
}
