/// A fragment shader and what it is drawn with: one triangle that covers the whole image, or a mesh.
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
  /// The locations of outputs that are written, each with the kind of its components; nil where all attachments are,
  /// with floats.
  public var outputs: [Int: Varying.Kind]?
  /// The triangle.
  public var triangle = CoveringTriangle.flat
  /// What is drawn instead of the triangle.
  public var mesh: ClipMesh?
  /// Whether the orientation that faces the viewer is the one of VK_FRONT_FACE_CLOCKWISE.
  public var isFrontClockwise = true
  /// Whether fragments not nearer than what is there are dropped. The depth is then drawn, too.
  public var isDepthTested = false
  /// The fragment shader's inputs.
  public var varyings: [Varying] = []
  /// The push constants' bytes; their number is a multiple of 4.
  public var pushConstants: [UInt8] = []
  /// Uniform and storage buffers.
  public var buffers: [BoundBuffer] = []
  /// Textures.
  public var textures: [BoundTexture] = []
  /// Images and samplers of every kind, arrays of them among these.
  public var images: [BoundImages] = []

  /// A drawing of a shader without resources.
  public init(fragment: [UInt32], width: Int, height: Int) {
    self.fragment = fragment
    self.width = width
    self.height = height
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
  /// Its element in an array of buffers.
  public var element: Int
  /// Whether the drawing gives back what the shader leaves in it.
  public var isReadBack = false

  /// A buffer.
  public init(set: Int = 0, binding: Int, element: Int = 0, bytes: [UInt8], isStorage: Bool = false) {
    self.set = set
    self.binding = binding
    self.element = element
    self.bytes = bytes
    self.isStorage = isStorage
  }
}
