import CVulkan

/// The descriptor sets of a drawing.
struct Descriptors {
  /// Their layouts, by set.
  private(set) var layouts: [VkDescriptorSetLayout?] = []
  /// The sets.
  private(set) var sets: [VkDescriptorSet?] = []

  /// The storage buffers that the drawing gives back, in its order.
  private(set) var readBack: [HostBuffer] = []

  /// The subpass's input attachments by their positions.
  private(set) var inputAttachments: [Int: InputAttachment] = [:]

  /// The elements of a binding.
  private struct Entry {
    let set: Int
    let binding: Int
    let type: VkDescriptorType
    var buffers: [VkDescriptorBufferInfo] = []
    var images: [VkDescriptorImageInfo] = []
    var texelViews: [VkBufferView?] = []
    var count: Int { max(buffers.count, images.count, texelViews.count) }
  }

  /// Uploads a drawing's buffers and images and describes them.
  init(_ drawing: Drawing, _ witness: VulkanWitness, _ resources: Resources) throws(WitnessError) {
    var entries = try bufferEntries(drawing, resources)
    for texture in drawing.textures {
      let shape = ImageShape(
        width: texture.width, height: texture.height, levels: texture.levels.count,
        format: texture.format.value)
      let view = try upload(
        shape, levels: texture.levels, texelSize: texture.format.texelSize, witness, resources)
      entries.append(
        Entry(
          set: texture.set, binding: texture.binding, type: VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
          images: [
            VkDescriptorImageInfo(
              sampler: try resources.sampler(texture.sampler), imageView: view,
              imageLayout: ImageUse.texture.layout)
          ]))
    }
    for images in drawing.images {
      let entry = try Self.entry(images, witness, resources)
      entries.append(entry)
      guard images.kind == .inputAttachment else { continue }
      for (position, (info, content)) in zip(entry.images, images.contents).enumerated() {
        guard content.width == drawing.width, content.height == drawing.height, content.levels.count == 1
        else { throw .unsuitable("an input attachment of another size than the image") }
        inputAttachments[images.attachmentIndex + position] = InputAttachment(
          view: info.imageView, format: content.format.value)
      }
    }
    guard let last = entries.map(\.set).max() else { return }
    for set in 0...last {
      layouts.append(try Self.layout(entries.filter { $0.set == set }, resources))
    }
    sets = try allocate(entries, resources)
    write(entries, resources)
  }

  /// A binding a buffer, or an array of them.
  private mutating func bufferEntries(
    _ drawing: Drawing, _ resources: Resources
  ) throws(WitnessError) -> [Entry] {
    var entries: [Entry] = []
    for buffer in drawing.buffers {
      let usage = buffer.isStorage ? VK_BUFFER_USAGE_STORAGE_BUFFER_BIT : VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT
      let made = try resources.buffer(size: buffer.bytes.count, usage: usage, filledWith: buffer.bytes)
      if buffer.isReadBack { readBack.append(made) }
      let info = VkDescriptorBufferInfo(
        buffer: made.handle, offset: 0, range: VkDeviceSize(buffer.bytes.count))
      if let known = entries.firstIndex(where: { $0.set == buffer.set && $0.binding == buffer.binding }) {
        guard buffer.element == entries[known].buffers.count else {
          throw .unsuitable("two buffers at set \(buffer.set), binding \(buffer.binding)")
        }
        entries[known].buffers.append(info)
        continue
      }
      entries.append(
        Entry(
          set: buffer.set, binding: buffer.binding,
          type: buffer.isStorage ? VK_DESCRIPTOR_TYPE_STORAGE_BUFFER : VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
          buffers: [info]))
    }
    return entries
  }

  private static func entry(
    _ bound: BoundImages, _ witness: VulkanWitness, _ resources: Resources
  ) throws(WitnessError) -> Entry {
    var entry = Entry(set: bound.set, binding: bound.binding, type: bound.kind.value)
    for position in 0..<max(bound.contents.count, bound.samplers.count) {
      var info = VkDescriptorImageInfo()
      if position < bound.samplers.count { info.sampler = try resources.sampler(bound.samplers[position]) }
      if position < bound.contents.count {
        let content = bound.contents[position]
        let levels = content.levels.map { $0.withUnsafeBytes { Array($0) } }
        if bound.kind == .texelBuffer || bound.kind == .storageTexelBuffer {
          entry.texelViews.append(
            try resources.texelView(
              levels.first ?? [], content.format.value, isWritten: bound.kind == .storageTexelBuffer))
          continue
        }
        info.imageView =
          content.samples > 1
          ? try drawSamples(content, as: bound.kind, witness, resources)
          : try upload(
            content.shape, levels: levels, texelSize: content.format.texelSize, as: bound.kind, witness,
            resources)
        info.imageLayout = bound.kind == .storage ? ImageUse.storage.layout : ImageUse.texture.layout
      }
      entry.images.append(info)
    }
    return entry
  }

  private static func layout(
    _ entries: [Entry], _ resources: Resources
  ) throws(WitnessError) -> VkDescriptorSetLayout {
    let bindings = entries.map { entry in
      var binding = VkDescriptorSetLayoutBinding()
      binding.binding = UInt32(entry.binding)
      binding.descriptorType = entry.type
      binding.descriptorCount = UInt32(entry.count)
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
    let sizes = entries.map { VkDescriptorPoolSize(type: $0.type, descriptorCount: UInt32($0.count)) }
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
      write.descriptorCount = UInt32(entry.count)
      write.descriptorType = entry.type
      write.pBufferInfo = UnsafePointer(scope.pointer(elements: entry.buffers))
      write.pImageInfo = UnsafePointer(scope.pointer(elements: entry.images))
      write.pTexelBufferView = UnsafePointer(scope.pointer(elements: entry.texelViews))
      return write
    }
    vkUpdateDescriptorSets(resources.device, UInt32(writes.count), writes, 0, nil)
  }
}
