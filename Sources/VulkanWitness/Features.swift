import CVulkan

extension VulkanWitness {
  /// The most attachments that every device has.
  public static var attachmentLimit: Int { 8 }

  /// What a module asks for and the device lacks, in words; nil where nothing is known to be missing.
  public func missingFeature(of words: [UInt32]) -> String? {
    let declared = DeviceFeatures.capabilities(of: words)
    return DeviceFeatures.needs.first { declared.contains($0.capability) && !$0.isMet(features) }?.name
  }
}

extension VulkanWitness {
  /// What a drawing binds more of than the device takes, in words; nil where it takes all.
  public func exceededLimit(of drawing: Drawing) -> String? {
    var (samplers, sampled, stored, uniforms, buffers) = (0, drawing.textures.count, 0, 0, 0)
    var attachments = 0
    samplers += drawing.textures.count
    for images in drawing.images {
      let count = max(images.contents.count, images.samplers.count)
      switch images.kind {
      case .combined: (samplers, sampled) = (samplers + count, sampled + count)
      case .sampled, .texelBuffer: sampled += count
      case .sampler: samplers += count
      case .storage, .storageTexelBuffer: stored += count
      case .inputAttachment: attachments += count
      }
    }
    for buffer in drawing.buffers {
      if buffer.isStorage { buffers += 1 } else { uniforms += 1 }
    }
    let counts: [(Int, UInt32, String)] = [
      (samplers, limits.maxPerStageDescriptorSamplers, "samplers"),
      (sampled, limits.maxPerStageDescriptorSampledImages, "textures"),
      (stored, limits.maxPerStageDescriptorStorageImages, "images"),
      (uniforms, limits.maxPerStageDescriptorUniformBuffers, "uniform blocks"),
      (buffers, limits.maxPerStageDescriptorStorageBuffers, "buffers"),
      (attachments, limits.maxPerStageDescriptorInputAttachments, "input attachments"),
    ]
    for (count, limit, name) in counts where count > Int(limit) {
      return "takes \(limit) \(name), and there are \(count)"
    }
    return nil
  }
}

/// What a device can do, by the versions of Vulkan that named it.
struct DeviceFeatures {
  /// Vulkan 1.0's.
  private(set) var core = VkPhysicalDeviceFeatures()
  /// Vulkan 1.1's.
  private(set) var v11 = VkPhysicalDeviceVulkan11Features()
  /// Vulkan 1.2's.
  private(set) var v12 = VkPhysicalDeviceVulkan12Features()

  /// What a device can do.
  init(of device: VkPhysicalDevice) {
    let scope = Scope()
    defer { scope.close() }
    v12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES
    let second = scope.pointer(v12)
    v11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES
    v11.pNext = UnsafeMutableRawPointer(second)
    let first = scope.pointer(v11)
    var all = VkPhysicalDeviceFeatures2()
    all.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2
    all.pNext = UnsafeMutableRawPointer(first)
    vkGetPhysicalDeviceFeatures2(device, &all)
    (core, v11, v12) = (all.features, first.pointee, second.pointee)
    (v11.pNext, v12.pNext) = (nil, nil)
  }

  /// The capabilities that a module declares.
  static func capabilities(of words: [UInt32]) -> Set<UInt32> {
    var found: Set<UInt32> = []
    var at = 5
    let opCapability: UInt32 = 17
    while at + 1 < words.count, words[at] & 0xFFFF == opCapability {
      found.insert(words[at + 1])
      at += 2
    }
    return found
  }

  /// A capability of SPIR-V with the feature that it needs.
  struct Need: Sendable {
    /// SPIR-V's number of the capability.
    let capability: UInt32
    /// What the device lacks, where it does.
    let name: String
    /// Whether a device has it.
    let isMet: @Sendable (DeviceFeatures) -> Bool

    fileprivate init(
      _ capability: UInt32, _ name: String,
      _ member: KeyPath<DeviceFeatures, VkBool32> & Sendable
    ) {
      (self.capability, self.name) = (capability, name)
      isMet = { $0[keyPath: member] != 0 }
    }

    /// One of an extension, none of which is switched on, whatever the device has.
    fileprivate init(extension capability: UInt32, _ name: String) {
      (self.capability, self.name) = (capability, name)
      isMet = { _ in false }
    }
  }

  /// Capabilities with their features.
  static let needs: [Need] = [
    Need(2, "geometry shaders, which gl_PrimitiveID needs", \.core.geometryShader),
    Need(9, "16-bit floats", \.v12.shaderFloat16),
    Need(10, "64-bit floats", \.core.shaderFloat64),
    Need(11, "64-bit integers", \.core.shaderInt64),
    Need(22, "16-bit integers", \.core.shaderInt16),
    Need(32, "clip distances", \.core.shaderClipDistance),
    Need(33, "cull distances", \.core.shaderCullDistance),
    Need(34, "arrays of cubes", \.core.imageCubeArray),
    Need(35, "shading of samples", \.core.sampleRateShading),
    Need(39, "8-bit integers", \.v12.shaderInt8),
    Need(41, "sparse residency", \.core.shaderResourceResidency),
    Need(42, "least levels of detail", \.core.shaderResourceMinLod),
    Need(52, "interpolation of samples", \.core.sampleRateShading),
    Need(4433, "16-bit numbers in buffers", \.v11.storageBuffer16BitAccess),
    Need(4434, "16-bit numbers in buffers", \.v11.uniformAndStorageBuffer16BitAccess),
    Need(4435, "16-bit push constants", \.v11.storagePushConstant16),
    Need(4436, "16-bit inputs and outputs", \.v11.storageInputOutput16),
    Need(4439, "several views", \.v11.multiview),
    Need(4448, "8-bit numbers in buffers", \.v12.storageBuffer8BitAccess),
    Need(4449, "8-bit numbers in buffers", \.v12.uniformAndStorageBuffer8BitAccess),
    Need(4450, "8-bit push constants", \.v12.storagePushConstant8),
    Need(5302, "arrays of descriptors without a size", \.v12.runtimeDescriptorArray),
    Need(
      5306, "arrays of blocks at indices that vary", \.v12.shaderUniformBufferArrayNonUniformIndexing),
    Need(
      5307, "arrays of textures at indices that vary", \.v12.shaderSampledImageArrayNonUniformIndexing),
    Need(
      5308, "arrays of buffers at indices that vary", \.v12.shaderStorageBufferArrayNonUniformIndexing),
    Need(
      5309, "arrays of images at indices that vary", \.v12.shaderStorageImageArrayNonUniformIndexing),
    Need(5347, "addresses of buffers", \.v12.bufferDeviceAddress),
    Need(extension: 4422, "rates of shading switched on"),
    Need(extension: 4472, "ray queries switched on"),
    Need(extension: 5013, "stencils as outputs switched on"),
    Need(extension: 5284, "barycentric coordinates switched on"),
    Need(extension: 5291, "densities of fragments switched on"),
    Need(extension: 5363, "interlocks of samples switched on"),
    Need(extension: 5378, "interlocks of pixels switched on"),
  ]
}
