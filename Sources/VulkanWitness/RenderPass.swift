import CVulkan

/// An image that the fragment shader reads at its own pixel.
struct InputAttachment {
  /// All of it.
  let view: VkImageView?
  /// Its format.
  let format: VkFormat
}

/// A render pass of one subpass, which reads input attachments that are there before: dynamic rendering has none.
struct RenderPass {
  /// The pass.
  let handle: VkRenderPass
  private let framebuffer: VkFramebuffer
  private let clearValues: [VkClearValue]

  /// A pass that draws into targets and reads input attachments, by their positions.
  init(
    _ drawing: Drawing, _ targets: Targets, _ inputs: [Int: InputAttachment], isCleared: Bool,
    _ resources: Resources
  ) throws(WitnessError) {
    var attachments = Attachments()
    for (location, view) in targets.colorViews.enumerated() {
      attachments.add(
        view, drawing.attachmentFormat(location), .attachment,
        isCleared ? VK_ATTACHMENT_LOAD_OP_CLEAR : VK_ATTACHMENT_LOAD_OP_DONT_CARE)
    }
    let depth = targets.depthView.map {
      attachments.add($0, depthFormat, .depth, VK_ATTACHMENT_LOAD_OP_CLEAR)
    }
    var references = [VkAttachmentReference](
      repeating: VkAttachmentReference(attachment: VK_ATTACHMENT_UNUSED, layout: VK_IMAGE_LAYOUT_UNDEFINED),
      count: (inputs.keys.max() ?? -1) + 1)
    for (position, input) in inputs.sorted(by: { $0.key < $1.key }) {
      references[position] = attachments.add(input.view, input.format, .texture, VK_ATTACHMENT_LOAD_OP_LOAD)
    }
    clearValues = attachments.descriptions.map { description in
      var value = VkClearValue()
      if description.format == depthFormat { value.depthStencil.depth = 1 }
      return value
    }
    let pass = try Self.makePass(
      attachments, colorCount: targets.colorViews.count, depth: depth, inputs: references, resources)
    handle = pass
    framebuffer = try Self.makeFramebuffer(drawing, pass, attachments.views, resources)
  }

  /// Records that it begins.
  func begin(_ buffer: VkCommandBuffer, _ drawing: Drawing) {
    clearValues.withUnsafeBufferPointer { values in
      var info = VkRenderPassBeginInfo()
      info.sType = VK_STRUCTURE_TYPE_RENDER_PASS_BEGIN_INFO
      info.renderPass = handle
      info.framebuffer = framebuffer
      info.renderArea = wholeImage(drawing)
      info.clearValueCount = UInt32(values.count)
      info.pClearValues = values.baseAddress
      vkCmdBeginRenderPass(buffer, &info, VK_SUBPASS_CONTENTS_INLINE)
    }
  }

  /// All attachments, in the order of their numbers.
  private struct Attachments {
    var descriptions: [VkAttachmentDescription] = []
    var references: [VkAttachmentReference] = []
    var views: [VkImageView?] = []

    /// Adds one that is in its layout before and after.
    @discardableResult
    mutating func add(
      _ view: VkImageView?, _ format: VkFormat, _ use: ImageUse, _ load: VkAttachmentLoadOp
    ) -> VkAttachmentReference {
      var description = VkAttachmentDescription()
      description.format = format
      description.samples = VK_SAMPLE_COUNT_1_BIT
      description.loadOp = load
      description.storeOp = VK_ATTACHMENT_STORE_OP_STORE
      description.stencilLoadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE
      description.stencilStoreOp = VK_ATTACHMENT_STORE_OP_DONT_CARE
      description.initialLayout = use.layout
      description.finalLayout = use.layout
      let reference = VkAttachmentReference(attachment: UInt32(views.count), layout: use.layout)
      descriptions.append(description)
      references.append(reference)
      views.append(view)
      return reference
    }
  }

  private static func makePass(
    _ attachments: Attachments, colorCount: Int, depth: VkAttachmentReference?,
    inputs: [VkAttachmentReference], _ resources: Resources
  ) throws(WitnessError) -> VkRenderPass {
    let scope = resources.scope
    var subpass = VkSubpassDescription()
    subpass.pipelineBindPoint = VK_PIPELINE_BIND_POINT_GRAPHICS
    subpass.colorAttachmentCount = UInt32(colorCount)
    subpass.pColorAttachments = UnsafePointer(
      scope.pointer(elements: Array(attachments.references.prefix(colorCount))))
    subpass.inputAttachmentCount = UInt32(inputs.count)
    subpass.pInputAttachments = UnsafePointer(scope.pointer(elements: inputs))
    if let depth { subpass.pDepthStencilAttachment = UnsafePointer(scope.pointer(depth)) }
    // What was copied into the input attachments is seen.
    var dependency = VkSubpassDependency()
    dependency.srcSubpass = VK_SUBPASS_EXTERNAL
    dependency.srcStageMask = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT.rawValue
    dependency.srcAccessMask = VK_ACCESS_MEMORY_WRITE_BIT.rawValue
    dependency.dstStageMask = VK_PIPELINE_STAGE_ALL_GRAPHICS_BIT.rawValue
    dependency.dstAccessMask = VK_ACCESS_MEMORY_READ_BIT.rawValue | VK_ACCESS_MEMORY_WRITE_BIT.rawValue
    var info = VkRenderPassCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_RENDER_PASS_CREATE_INFO
    info.attachmentCount = UInt32(attachments.descriptions.count)
    info.pAttachments = UnsafePointer(scope.pointer(elements: attachments.descriptions))
    info.subpassCount = 1
    info.pSubpasses = UnsafePointer(scope.pointer(subpass))
    info.dependencyCount = 1
    info.pDependencies = UnsafePointer(scope.pointer(dependency))
    let device = resources.device
    let pass = try make("vkCreateRenderPass") { vkCreateRenderPass(device, &info, nil, $0) }
    scope.onClose { vkDestroyRenderPass(device, pass, nil) }
    return pass
  }

  private static func makeFramebuffer(
    _ drawing: Drawing, _ pass: VkRenderPass, _ views: [VkImageView?], _ resources: Resources
  ) throws(WitnessError) -> VkFramebuffer {
    var info = VkFramebufferCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_FRAMEBUFFER_CREATE_INFO
    info.renderPass = pass
    info.attachmentCount = UInt32(views.count)
    info.pAttachments = UnsafePointer(resources.scope.pointer(elements: views))
    info.width = UInt32(drawing.width)
    info.height = UInt32(drawing.height)
    info.layers = 1
    let device = resources.device
    let framebuffer = try make("vkCreateFramebuffer") { vkCreateFramebuffer(device, &info, nil, $0) }
    resources.scope.onClose { vkDestroyFramebuffer(device, framebuffer, nil) }
    return framebuffer
  }
}

/// The number that stands for no attachment, and that for what is outside the pass; C has them as expressions that
/// Swift does not import.
private let VK_ATTACHMENT_UNUSED: UInt32 = .max
private let VK_SUBPASS_EXTERNAL: UInt32 = .max
