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

  /// A two-dimensional image.
  func image(
    width: Int, height: Int, levels: Int = 1, format: VkFormat, usage: [VkImageUsageFlagBits]
  ) throws(WitnessError) -> VkImage {
    var info = VkImageCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO
    info.imageType = VK_IMAGE_TYPE_2D
    info.format = format
    info.extent = VkExtent3D(width: UInt32(width), height: UInt32(height), depth: 1)
    info.mipLevels = UInt32(levels)
    info.arrayLayers = 1
    info.samples = VK_SAMPLE_COUNT_1_BIT
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

  /// A view of all levels of an image.
  func view(of image: VkImage, format: VkFormat, levels: Int = 1) throws(WitnessError) -> VkImageView {
    var info = VkImageViewCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO
    info.image = image
    info.viewType = VK_IMAGE_VIEW_TYPE_2D
    info.format = format
    info.subresourceRange = colorRange(levels: levels)
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

/// All of an image that has colors and one layer.
func colorRange(levels: Int = 1) -> VkImageSubresourceRange {
  VkImageSubresourceRange(
    aspectMask: VK_IMAGE_ASPECT_COLOR_BIT.rawValue, baseMipLevel: 0, levelCount: UInt32(levels),
    baseArrayLayer: 0, layerCount: 1)
}
