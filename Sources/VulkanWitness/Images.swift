import CVulkan

/// The shape of an image, its levels and format.
struct ImageShape {
  var dimension = ImageContent.Dimension.two
  var width: Int
  var height: Int
  var depth = 1
  /// The layers of an array, six for each cube.
  var layers = 1
  /// Whether the shader sees an array.
  var isArray = false
  var levels = 1
  /// The samples of a texel.
  var samples = 1
  var format: VkFormat

  var viewType: VkImageViewType {
    switch dimension {
    case .one: isArray ? VK_IMAGE_VIEW_TYPE_1D_ARRAY : VK_IMAGE_VIEW_TYPE_1D
    case .two: isArray ? VK_IMAGE_VIEW_TYPE_2D_ARRAY : VK_IMAGE_VIEW_TYPE_2D
    case .three: VK_IMAGE_VIEW_TYPE_3D
    case .cube: isArray ? VK_IMAGE_VIEW_TYPE_CUBE_ARRAY : VK_IMAGE_VIEW_TYPE_CUBE
    }
  }

  var aspect: VkImageAspectFlagBits {
    format == depthFormat ? VK_IMAGE_ASPECT_DEPTH_BIT : VK_IMAGE_ASPECT_COLOR_BIT
  }

  func size(level: Int) -> (width: Int, height: Int, depth: Int) {
    (max(width >> level, 1), max(height >> level, 1), max(depth >> level, 1))
  }
}

/// Images or samplers, or both, at a binding: one element, or those of an array.
public struct BoundImages: Sendable {
  /// What the binding takes.
  public enum Kind: Hashable, Sendable {
    /// Images, each with its sampler.
    case combined
    /// Images alone.
    case sampled
    /// Samplers alone.
    case sampler
    /// Images that the shader may write.
    case storage
    /// Input attachments of the subpass that is drawn.
    case inputAttachment
    /// Texels in a buffer.
    case texelBuffer
    /// The same that the shader may write.
    case storageTexelBuffer

    var value: VkDescriptorType {
      switch self {
      case .combined: VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER
      case .sampled: VK_DESCRIPTOR_TYPE_SAMPLED_IMAGE
      case .sampler: VK_DESCRIPTOR_TYPE_SAMPLER
      case .storage: VK_DESCRIPTOR_TYPE_STORAGE_IMAGE
      case .inputAttachment: VK_DESCRIPTOR_TYPE_INPUT_ATTACHMENT
      case .texelBuffer: VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER
      case .storageTexelBuffer: VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER
      }
    }

    /// What an image is made for.
    var usage: VkImageUsageFlagBits {
      switch self {
      case .storage: VK_IMAGE_USAGE_STORAGE_BIT
      case .inputAttachment: VK_IMAGE_USAGE_INPUT_ATTACHMENT_BIT
      case .combined, .sampled, .sampler, .texelBuffer, .storageTexelBuffer: VK_IMAGE_USAGE_SAMPLED_BIT
      }
    }
  }

  /// The descriptor set.
  public var set: Int
  /// The binding.
  public var binding: Int
  /// What the binding takes.
  public var kind: Kind
  /// The elements' images; none where the binding takes samplers.
  public var contents: [ImageContent]
  /// The elements' samplers; none where the binding takes images.
  public var samplers: [BoundSampler]
  /// The first element's position among the subpass's input attachments, where these are such.
  public var attachmentIndex = 0

  /// Images and samplers at a binding.
  public init(
    set: Int = 0, binding: Int, kind: Kind, contents: [ImageContent] = [], samplers: [BoundSampler] = []
  ) {
    self.set = set
    self.binding = binding
    self.kind = kind
    self.contents = contents
    self.samplers = samplers
  }
}

/// An image with its texels.
public struct ImageContent: Sendable {
  /// What coordinates mean.
  public enum Dimension: Hashable, Sendable {
    case one, two, three, cube
  }

  /// How texels are stored.
  public enum Format: Hashable, Sendable {
    /// Four 32-bit numbers.
    case numbers(Varying.Kind)
    /// One 32-bit depth.
    case depth

    var value: VkFormat {
      switch self {
      case .numbers(let kind): kind.format
      case .depth: depthFormat
      }
    }

    var texelSize: Int { self == .depth ? 4 : 16 }
  }

  /// What coordinates mean.
  public var dimension: Dimension
  /// The width of level 0 in texels.
  public var width: Int
  /// The height of level 0.
  public var height: Int
  /// The depth of level 0.
  public var depth: Int
  /// The number of layers, six for each cube.
  public var layers: Int
  /// Whether the shader sees an array.
  public var isArray: Bool
  /// How texels are stored.
  public var format: Format
  /// The words of each level: the samples of a texel side by side, x fastest, then y, z and the layer.
  public var levels: [[UInt32]]
  /// The samples of a texel.
  public var samples = 1

  /// An image.
  public init(
    dimension: Dimension, width: Int, height: Int = 1, depth: Int = 1, layers: Int = 1, isArray: Bool = false,
    format: Format, levels: [[UInt32]]
  ) {
    (self.dimension, self.width, self.height, self.depth) = (dimension, width, height, depth)
    (self.layers, self.isArray, self.format, self.levels) = (layers, isArray, format, levels)
  }

  var shape: ImageShape {
    ImageShape(
      dimension: dimension, width: width, height: height, depth: depth, layers: layers, isArray: isArray,
      levels: levels.count, samples: samples, format: format.value)
  }
}

/// Copies an image to the device.
///
/// - Parameter kind: what it is bound as.
/// - Returns: a view of all of it.
func upload(
  _ shape: ImageShape, levels: [[UInt8]], texelSize: Int, as kind: BoundImages.Kind = .combined,
  _ witness: VulkanWitness, _ resources: Resources
) throws(WitnessError) -> VkImageView {
  for (level, bytes) in levels.enumerated() {
    let size = shape.size(level: level)
    guard bytes.count == size.width * size.height * size.depth * shape.layers * texelSize else {
      throw .unsuitable("level \(level) of an image has the wrong size")
    }
  }
  let image = try resources.image(shape, usage: [kind.usage, VK_IMAGE_USAGE_TRANSFER_DST_BIT])
  let staged = Array(levels.joined())
  let source = try resources.buffer(
    size: staged.count, usage: VK_BUFFER_USAGE_TRANSFER_SRC_BIT, filledWith: staged)
  let commands = try Commands(witness, scope: resources.scope)
  commands.transition(image, from: .nothing, to: .copyDestination, aspect: shape.aspect)
  var offset = 0
  for (level, bytes) in levels.enumerated() {
    let size = shape.size(level: level)
    var region = bufferCopy(width: size.width, height: size.height, level: level)
    region.bufferOffset = VkDeviceSize(offset)
    region.imageExtent.depth = UInt32(size.depth)
    region.imageSubresource.layerCount = UInt32(shape.layers)
    region.imageSubresource.aspectMask = shape.aspect.rawValue
    vkCmdCopyBufferToImage(
      commands.buffer, source.handle, image, ImageUse.copyDestination.layout, 1, &region)
    offset += bytes.count
  }
  commands.transition(
    image, from: .copyDestination, to: kind == .storage ? .storage : .texture, aspect: shape.aspect)
  try commands.end()
  try commands.run()
  return try resources.view(of: image, shape)
}

/// The copy of a whole level between an image and a tightly packed buffer.
func bufferCopy(width: Int, height: Int, level: Int = 0) -> VkBufferImageCopy {
  var region = VkBufferImageCopy()
  region.imageSubresource = VkImageSubresourceLayers(
    aspectMask: VK_IMAGE_ASPECT_COLOR_BIT.rawValue, mipLevel: UInt32(level), baseArrayLayer: 0, layerCount: 1)
  region.imageExtent = VkExtent3D(width: UInt32(width), height: UInt32(height), depth: 1)
  return region
}
