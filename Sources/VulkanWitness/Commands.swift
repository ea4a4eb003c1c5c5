import CVulkan

/// A command buffer that can be submitted again and again.
struct Commands {
  /// The command buffer.
  let buffer: VkCommandBuffer
  private let device: VkDevice
  private let queue: VkQueue
  private let fence: VkFence

  /// How long a drawing may take, in nanoseconds.
  private static let patience: UInt64 = 60_000_000_000

  /// Starts recording.
  init(_ witness: VulkanWitness, scope: Scope) throws(WitnessError) {
    let device = witness.device
    self.device = device
    queue = witness.queue
    var poolInfo = VkCommandPoolCreateInfo()
    poolInfo.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO
    poolInfo.queueFamilyIndex = witness.queueFamily
    let pool = try make("vkCreateCommandPool") { vkCreateCommandPool(device, &poolInfo, nil, $0) }
    scope.onClose { vkDestroyCommandPool(device, pool, nil) }
    var info = VkCommandBufferAllocateInfo()
    info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO
    info.commandPool = pool
    info.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY
    info.commandBufferCount = 1
    buffer = try make("vkAllocateCommandBuffers") { vkAllocateCommandBuffers(device, &info, $0) }
    var fenceInfo = VkFenceCreateInfo()
    fenceInfo.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO
    let fence = try make("vkCreateFence") { vkCreateFence(device, &fenceInfo, nil, $0) }
    scope.onClose { vkDestroyFence(device, fence, nil) }
    self.fence = fence
    var begin = VkCommandBufferBeginInfo()
    begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO
    try check("vkBeginCommandBuffer", vkBeginCommandBuffer(buffer, &begin))
  }

  /// Ends recording.
  func end() throws(WitnessError) {
    try check("vkEndCommandBuffer", vkEndCommandBuffer(buffer))
  }

  /// Submits what was recorded and waits until it is done.
  func run() throws(WitnessError) {
    var fence: VkFence? = fence
    try check("vkResetFences", vkResetFences(device, 1, &fence))
    var buffer: VkCommandBuffer? = buffer
    let result = withUnsafePointer(to: &buffer) { buffers in
      var info = VkSubmitInfo()
      info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO
      info.commandBufferCount = 1
      info.pCommandBuffers = buffers
      return vkQueueSubmit(queue, 1, &info, fence)
    }
    try check("vkQueueSubmit", result)
    let waited = vkWaitForFences(device, 1, &fence, 1, Self.patience)
    if waited == VK_TIMEOUT { throw .timeout(seconds: Int(Self.patience / 1_000_000_000)) }
    try check("vkWaitForFences", waited)
  }

  /// Records that an image passes from one layout and use to the next.
  func transition(
    _ image: VkImage, from: ImageUse, to: ImageUse, aspect: VkImageAspectFlagBits = VK_IMAGE_ASPECT_COLOR_BIT
  ) {
    var barrier = VkImageMemoryBarrier()
    barrier.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER
    barrier.srcAccessMask = from.access
    barrier.dstAccessMask = to.access
    barrier.oldLayout = from.layout
    barrier.newLayout = to.layout
    barrier.srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED
    barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED
    barrier.image = image
    barrier.subresourceRange = wholeRange(aspect)
    vkCmdPipelineBarrier(buffer, from.stage, to.stage, 0, 0, nil, 0, nil, 1, &barrier)
  }

  /// Records that what was copied or written into buffers can be read by this process.
  func showBuffersToHost() {
    var barrier = VkMemoryBarrier()
    barrier.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER
    barrier.srcAccessMask =
      VK_ACCESS_TRANSFER_WRITE_BIT.rawValue | VK_ACCESS_SHADER_WRITE_BIT.rawValue
    barrier.dstAccessMask = VK_ACCESS_HOST_READ_BIT.rawValue
    vkCmdPipelineBarrier(
      buffer, VK_PIPELINE_STAGE_TRANSFER_BIT.rawValue | VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT.rawValue,
      VK_PIPELINE_STAGE_HOST_BIT.rawValue, 0, 1, &barrier, 0, nil, 0, nil)
  }
}

/// What an image is used for between two barriers.
enum ImageUse {
  /// Nothing yet, or what it holds is of no interest.
  case nothing
  /// Drawn into.
  case attachment
  /// Copied from.
  case copySource
  /// Copied to.
  case copyDestination
  /// Drawn into as the depth.
  case depth
  /// Sampled by fragment shaders.
  case texture
  /// Read and written by fragment shaders.
  case storage

  var layout: VkImageLayout {
    switch self {
    case .nothing: VK_IMAGE_LAYOUT_UNDEFINED
    case .attachment: VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL
    case .copySource: VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL
    case .copyDestination: VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL
    case .depth: VK_IMAGE_LAYOUT_DEPTH_ATTACHMENT_OPTIMAL
    case .texture: VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL
    case .storage: VK_IMAGE_LAYOUT_GENERAL
    }
  }

  var access: VkAccessFlags {
    switch self {
    case .nothing: 0
    case .attachment: VK_ACCESS_COLOR_ATTACHMENT_WRITE_BIT.rawValue
    case .copySource: VK_ACCESS_TRANSFER_READ_BIT.rawValue
    case .copyDestination: VK_ACCESS_TRANSFER_WRITE_BIT.rawValue
    case .depth:
      VK_ACCESS_DEPTH_STENCIL_ATTACHMENT_READ_BIT.rawValue
        | VK_ACCESS_DEPTH_STENCIL_ATTACHMENT_WRITE_BIT.rawValue
    case .texture: VK_ACCESS_SHADER_READ_BIT.rawValue
    case .storage: VK_ACCESS_SHADER_READ_BIT.rawValue | VK_ACCESS_SHADER_WRITE_BIT.rawValue
    }
  }

  var stage: VkPipelineStageFlags {
    switch self {
    case .nothing: VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT.rawValue
    case .attachment: VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT.rawValue
    case .copySource, .copyDestination: VK_PIPELINE_STAGE_TRANSFER_BIT.rawValue
    case .depth:
      VK_PIPELINE_STAGE_EARLY_FRAGMENT_TESTS_BIT.rawValue
        | VK_PIPELINE_STAGE_LATE_FRAGMENT_TESTS_BIT.rawValue
    case .texture, .storage: VK_PIPELINE_STAGE_FRAGMENT_SHADER_BIT.rawValue
    }
  }
}
