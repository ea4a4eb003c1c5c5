import CVulkan

/// A buffer whose bytes this process sees.
struct HostBuffer {
  /// The buffer.
  let handle: VkBuffer
  /// Its bytes.
  let bytes: UnsafeMutableRawBufferPointer
}

/// Makes buffers and images that live until a scope is closed.
struct Resources {
  /// The device.
  let device: VkDevice
  /// Until when they live.
  let scope: Scope
  private let memoryTypes: [VkMemoryType]

  /// A maker for a device.
  init(_ witness: VulkanWitness, scope: Scope) {
    device = witness.device
    self.scope = scope
    var properties = VkPhysicalDeviceMemoryProperties()
    vkGetPhysicalDeviceMemoryProperties(witness.physicalDevice, &properties)
    let count = Int(properties.memoryTypeCount)
    memoryTypes = withUnsafeBytes(of: properties.memoryTypes) {
      Array($0.bindMemory(to: VkMemoryType.self).prefix(count))
    }
  }

  /// A buffer of some bytes, filled with what there is to fill it with.
  func buffer(size: Int, usage: VkBufferUsageFlagBits, filledWith content: [UInt8] = []) throws(WitnessError)
    -> HostBuffer
  {
    guard size > 0 else { throw .unsuitable("a buffer of no bytes") }
    var info = VkBufferCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO
    info.size = VkDeviceSize(size)
    info.usage = usage.rawValue
    let device = device
    let buffer = try make("vkCreateBuffer") { vkCreateBuffer(device, &info, nil, $0) }
    scope.onClose { vkDestroyBuffer(device, buffer, nil) }
    var requirements = VkMemoryRequirements()
    vkGetBufferMemoryRequirements(device, buffer, &requirements)
    let visible =
      VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT.rawValue | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT.rawValue
    let memory = try allocate(requirements, properties: visible)
    try check("vkBindBufferMemory", vkBindBufferMemory(device, buffer, memory, 0))
    var address: UnsafeMutableRawPointer?
    try check("vkMapMemory", vkMapMemory(device, memory, 0, VkDeviceSize(VK_WHOLE_SIZE), 0, &address))
    scope.onClose { vkUnmapMemory(device, memory) }
    let bytes = UnsafeMutableRawBufferPointer(start: address, count: size)
    bytes.copyBytes(from: content.prefix(size))
    return HostBuffer(handle: buffer, bytes: bytes)
  }

  /// A view of the texels in a buffer.
  func texelView(_ bytes: [UInt8], _ format: VkFormat, isWritten: Bool) throws(WitnessError) -> VkBufferView {
    let buffer = try buffer(
      size: bytes.count,
      usage: isWritten ? VK_BUFFER_USAGE_STORAGE_TEXEL_BUFFER_BIT : VK_BUFFER_USAGE_UNIFORM_TEXEL_BUFFER_BIT,
      filledWith: bytes)
    var info = VkBufferViewCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_BUFFER_VIEW_CREATE_INFO
    info.buffer = buffer.handle
    info.format = format
    info.range = VkDeviceSize(bytes.count)
    let device = device
    let view: VkBufferView = try make("vkCreateBufferView") { vkCreateBufferView(device, &info, nil, $0) }
    scope.onClose { vkDestroyBufferView(device, view, nil) }
    return view
  }

  /// An image.
  func image(_ shape: ImageShape, usage: [VkImageUsageFlagBits]) throws(WitnessError) -> VkImage {
    var info = VkImageCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO
    info.imageType =
      switch shape.dimension {
      case .one: VK_IMAGE_TYPE_1D
      case .two, .cube: VK_IMAGE_TYPE_2D
      case .three: VK_IMAGE_TYPE_3D
      }
    if shape.dimension == .cube { info.flags = VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT.rawValue }
    info.format = shape.format
    info.extent = VkExtent3D(
      width: UInt32(shape.width), height: UInt32(shape.height), depth: UInt32(shape.depth))
    info.mipLevels = UInt32(shape.levels)
    info.arrayLayers = UInt32(shape.layers)
    info.samples = VkSampleCountFlagBits(UInt32(shape.samples))
    info.tiling = VK_IMAGE_TILING_OPTIMAL
    info.usage = usage.reduce(0) { $0 | $1.rawValue }
    info.initialLayout = VK_IMAGE_LAYOUT_UNDEFINED
    let device = device
    let image = try make("vkCreateImage") { vkCreateImage(device, &info, nil, $0) }
    scope.onClose { vkDestroyImage(device, image, nil) }
    var requirements = VkMemoryRequirements()
    vkGetImageMemoryRequirements(device, image, &requirements)
    let memory = try allocate(requirements, properties: 0)
    try check("vkBindImageMemory", vkBindImageMemory(device, image, memory, 0))
    return image
  }

  /// A view of all of an image.
  func view(of image: VkImage, _ shape: ImageShape) throws(WitnessError) -> VkImageView {
    var info = VkImageViewCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO
    info.image = image
    info.viewType = shape.viewType
    info.format = shape.format
    info.subresourceRange = wholeRange(shape.aspect)
    let device = device
    let view = try make("vkCreateImageView") { vkCreateImageView(device, &info, nil, $0) }
    scope.onClose { vkDestroyImageView(device, view, nil) }
    return view
  }

  /// A sampler.
  func sampler(_ state: BoundSampler) throws(WitnessError) -> VkSampler {
    var info = state.createInfo
    let device = device
    let sampler = try make("vkCreateSampler") { vkCreateSampler(device, &info, nil, $0) }
    scope.onClose { vkDestroySampler(device, sampler, nil) }
    return sampler
  }

  /// A shader module.
  func shaderModule(_ words: [UInt32]) throws(WitnessError) -> VkShaderModule {
    let device = device
    let module: VkShaderModule = try make("vkCreateShaderModule") { module in
      words.withUnsafeBufferPointer { words in
        var info = VkShaderModuleCreateInfo()
        info.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO
        info.codeSize = words.count * 4
        info.pCode = words.baseAddress
        return vkCreateShaderModule(device, &info, nil, module)
      }
    }
    scope.onClose { vkDestroyShaderModule(device, module, nil) }
    return module
  }

  private func allocate(
    _ requirements: VkMemoryRequirements, properties: UInt32
  ) throws(WitnessError) -> VkDeviceMemory {
    let index = memoryTypes.indices.first {
      requirements.memoryTypeBits & 1 << UInt32($0) != 0
        && memoryTypes[$0].propertyFlags & properties == properties
    }
    guard let index else { throw .unsuitable("the device has no memory of the wanted kind") }
    var info = VkMemoryAllocateInfo()
    info.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO
    info.allocationSize = requirements.size
    info.memoryTypeIndex = UInt32(index)
    let device = device
    let memory = try make("vkAllocateMemory") { vkAllocateMemory(device, &info, nil, $0) }
    scope.onClose { vkFreeMemory(device, memory, nil) }
    return memory
  }
}

/// All levels and layers of an image.
func wholeRange(_ aspect: VkImageAspectFlagBits) -> VkImageSubresourceRange {
  VkImageSubresourceRange(
    aspectMask: aspect.rawValue, baseMipLevel: 0, levelCount: VK_REMAINING_MIP_LEVELS, baseArrayLayer: 0,
    layerCount: VK_REMAINING_ARRAY_LAYERS)
}

/// The number that stands for the rest; C has it as an expression that Swift does not import.
private let VK_REMAINING_MIP_LEVELS: UInt32 = .max
private let VK_REMAINING_ARRAY_LAYERS: UInt32 = .max
