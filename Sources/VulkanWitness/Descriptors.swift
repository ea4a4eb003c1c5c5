import CVulkan

/// The descriptor sets of a drawing.
struct Descriptors {
  /// Their layouts, by set.
  private(set) var layouts: [VkDescriptorSetLayout?] = []
  /// The sets.
  private(set) var sets: [VkDescriptorSet?] = []

  /// One resource at its place.
  private struct Entry {
    let set: Int
    let binding: Int
    let type: VkDescriptorType
    var buffer: VkDescriptorBufferInfo?
    var image: VkDescriptorImageInfo?
  }

  /// Uploads a drawing's buffers and textures and describes them.
  init(_ drawing: Drawing, _ witness: VulkanWitness, _ resources: Resources) throws(WitnessError) {
    var entries: [Entry] = []
    for buffer in drawing.buffers {
      let usage = buffer.isStorage ? VK_BUFFER_USAGE_STORAGE_BUFFER_BIT : VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT
      let made = try resources.buffer(size: buffer.bytes.count, usage: usage, filledWith: buffer.bytes)
      entries.append(
        Entry(
          set: buffer.set, binding: buffer.binding,
          type: buffer.isStorage ? VK_DESCRIPTOR_TYPE_STORAGE_BUFFER : VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
          buffer: VkDescriptorBufferInfo(
            buffer: made.handle, offset: 0, range: VkDeviceSize(buffer.bytes.count))))
    }
    for texture in drawing.textures {
      let view = try upload(texture, witness, resources)
      entries.append(
        Entry(
          set: texture.set, binding: texture.binding, type: VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
          image: VkDescriptorImageInfo(
            sampler: try resources.sampler(texture.sampler), imageView: view,
            imageLayout: ImageUse.texture.layout)))
    }
    guard let last = entries.map(\.set).max() else { return }
    for set in 0...last {
      layouts.append(try Self.layout(entries.filter { $0.set == set }, resources))
    }
    sets = try allocate(entries, resources)
    write(entries, resources)
  }

  private static func layout(
    _ entries: [Entry], _ resources: Resources
  ) throws(WitnessError) -> VkDescriptorSetLayout {
    let bindings = entries.map { entry in
      var binding = VkDescriptorSetLayoutBinding()
      binding.binding = UInt32(entry.binding)
      binding.descriptorType = entry.type
      binding.descriptorCount = 1
      binding.stageFlags = VK_SHADER_STAGE_FRAGMENT_BIT.rawValue
      return binding
    }
    var info = VkDescriptorSetLayoutCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO
    info.bindingCount = UInt32(bindings.count)
    info.pBindings = UnsafePointer(resources.scope.pointer(elements: bindings))
    let device = resources.device
    let layout = try make("vkCreateDescriptorSetLayout") {
      vkCreateDescriptorSetLayout(device, &info, nil, $0)
    }
    resources.scope.onClose { vkDestroyDescriptorSetLayout(device, layout, nil) }
    return layout
  }

  private func allocate(
    _ entries: [Entry], _ resources: Resources
  ) throws(WitnessError) -> [VkDescriptorSet?] {
    let sizes = entries.map { VkDescriptorPoolSize(type: $0.type, descriptorCount: 1) }
    var poolInfo = VkDescriptorPoolCreateInfo()
    poolInfo.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO
    poolInfo.maxSets = UInt32(layouts.count)
    poolInfo.poolSizeCount = UInt32(sizes.count)
    poolInfo.pPoolSizes = UnsafePointer(resources.scope.pointer(elements: sizes))
    let device = resources.device
    let pool = try make("vkCreateDescriptorPool") { vkCreateDescriptorPool(device, &poolInfo, nil, $0) }
    resources.scope.onClose { vkDestroyDescriptorPool(device, pool, nil) }
    var info = VkDescriptorSetAllocateInfo()
    info.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO
    info.descriptorPool = pool
    info.descriptorSetCount = UInt32(layouts.count)
    info.pSetLayouts = UnsafePointer(resources.scope.pointer(elements: layouts))
    var sets = [VkDescriptorSet?](repeating: nil, count: layouts.count)
    try check("vkAllocateDescriptorSets", vkAllocateDescriptorSets(device, &info, &sets))
    return sets
  }

  private func write(_ entries: [Entry], _ resources: Resources) {
    let scope = resources.scope
    let writes = entries.map { entry in
      var write = VkWriteDescriptorSet()
      write.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET
      write.dstSet = sets[entry.set]
      write.dstBinding = UInt32(entry.binding)
      write.descriptorCount = 1
      write.descriptorType = entry.type
      write.pBufferInfo = entry.buffer.map { UnsafePointer(scope.pointer($0)) }
      write.pImageInfo = entry.image.map { UnsafePointer(scope.pointer($0)) }
      return write
    }
    vkUpdateDescriptorSets(resources.device, UInt32(writes.count), writes, 0, nil)
  }
}

/// Copies a texture to the device.
///
/// - Returns: a view of all its levels.
private func upload(
  _ texture: BoundTexture, _ witness: VulkanWitness, _ resources: Resources
) throws(WitnessError) -> VkImageView {
  let format = texture.format.value
  let count = texture.levels.count
  for (level, bytes) in texture.levels.enumerated() {
    let size = texture.size(level: level)
    guard bytes.count == size.width * size.height * texture.format.texelSize else {
      throw .unsuitable("level \(level) of the texture at binding \(texture.binding) has the wrong size")
    }
  }
  let image = try resources.image(
    width: texture.width, height: texture.height, levels: count, format: format,
    usage: [VK_IMAGE_USAGE_SAMPLED_BIT, VK_IMAGE_USAGE_TRANSFER_DST_BIT])
  let staged = texture.levels.flatMap(\.self)
  let source = try resources.buffer(
    size: staged.count, usage: VK_BUFFER_USAGE_TRANSFER_SRC_BIT, filledWith: staged)
  let commands = try Commands(witness, scope: resources.scope)
  commands.transition(image, levels: count, from: .nothing, to: .copyDestination)
  var offset = 0
  for (level, bytes) in texture.levels.enumerated() {
    let size = texture.size(level: level)
    var region = bufferCopy(width: size.width, height: size.height, level: level)
    region.bufferOffset = VkDeviceSize(offset)
    vkCmdCopyBufferToImage(
      commands.buffer, source.handle, image, ImageUse.copyDestination.layout, 1, &region)
    offset += bytes.count
  }
  commands.transition(image, levels: count, from: .copyDestination, to: .texture)
  try commands.end()
  try commands.run()
  return try resources.view(of: image, format: format, levels: count)
}

/// The copy of a whole level between an image and a tightly packed buffer.
func bufferCopy(width: Int, height: Int, level: Int = 0) -> VkBufferImageCopy {
  var region = VkBufferImageCopy()
  region.imageSubresource = VkImageSubresourceLayers(
    aspectMask: VK_IMAGE_ASPECT_COLOR_BIT.rawValue, mipLevel: UInt32(level), baseArrayLayer: 0, layerCount: 1)
  region.imageExtent = VkExtent3D(width: UInt32(width), height: UInt32(height), depth: 1)
  return region
}
