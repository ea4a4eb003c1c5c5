import CVulkan

/// The images that are drawn into.
struct Targets {
  /// The attachments.
  let colors: [VkImage]
  /// The depth, where it is tested.
  let depth: VkImage?
  let colorViews: [VkImageView]
  let depthView: VkImageView?

  /// Images for a drawing.
  init(_ drawing: Drawing, _ resources: Resources) throws(WitnessError) {
    var colors: [VkImage] = []
    var views: [VkImageView] = []
    for location in 0..<drawing.attachments {
      let shape = ImageShape(
        width: drawing.width, height: drawing.height, format: drawing.attachmentFormat(location))
      let image = try resources.image(
        shape, usage: [VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT, VK_IMAGE_USAGE_TRANSFER_SRC_BIT])
      colors.append(image)
      views.append(try resources.view(of: image, shape))
    }
    self.colors = colors
    colorViews = views
    guard drawing.isDepthTested else {
      (depth, depthView) = (nil, nil)
      return
    }
    let shape = ImageShape(width: drawing.width, height: drawing.height, format: depthFormat)
    let image = try resources.image(
      shape, usage: [VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT, VK_IMAGE_USAGE_TRANSFER_SRC_BIT])
    (depth, depthView) = (image, try resources.view(of: image, shape))
  }

  /// Records that all can be drawn into; what they held is lost.
  func beginUse(_ commands: Commands) {
    for image in colors { commands.transition(image, from: .nothing, to: .attachment) }
    if let depth {
      commands.transition(depth, from: .nothing, to: .depth, aspect: VK_IMAGE_ASPECT_DEPTH_BIT)
    }
  }

  /// Records copies to where this process sees them.
  func copy(
    to results: [HostBuffer], depth depthResult: HostBuffer?, _ drawing: Drawing, _ commands: Commands
  ) {
    for (image, result) in zip(colors, results) {
      commands.transition(image, from: .attachment, to: .copySource)
      var region = bufferCopy(width: drawing.width, height: drawing.height)
      vkCmdCopyImageToBuffer(
        commands.buffer, image, ImageUse.copySource.layout, result.handle, 1, &region)
    }
    if let depth, let depthResult {
      commands.transition(depth, from: .depth, to: .copySource, aspect: VK_IMAGE_ASPECT_DEPTH_BIT)
      var region = bufferCopy(width: drawing.width, height: drawing.height)
      region.imageSubresource.aspectMask = VK_IMAGE_ASPECT_DEPTH_BIT.rawValue
      vkCmdCopyImageToBuffer(
        commands.buffer, depth, ImageUse.copySource.layout, depthResult.handle, 1, &region)
    }
  }

  /// What is drawn into, for vkCmdBeginRendering.
  func rendering(isCleared: Bool, _ scope: Scope) -> VkRenderingInfo {
    Self.rendering(colorViews, depth: depthView, isCleared: isCleared, scope)
  }

  /// The same of any views.
  static func rendering(
    _ colorViews: [VkImageView], depth depthView: VkImageView?, isCleared: Bool, _ scope: Scope
  ) -> VkRenderingInfo {
    let load = isCleared ? VK_ATTACHMENT_LOAD_OP_CLEAR : VK_ATTACHMENT_LOAD_OP_DONT_CARE
    let attachments = colorViews.map { view in
      var attachment = VkRenderingAttachmentInfo()
      attachment.sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO
      attachment.imageView = view
      attachment.imageLayout = ImageUse.attachment.layout
      attachment.loadOp = load
      attachment.storeOp = VK_ATTACHMENT_STORE_OP_STORE
      return attachment
    }
    var rendering = VkRenderingInfo()
    rendering.sType = VK_STRUCTURE_TYPE_RENDERING_INFO
    rendering.layerCount = 1
    rendering.colorAttachmentCount = UInt32(attachments.count)
    rendering.pColorAttachments = UnsafePointer(scope.pointer(elements: attachments))
    if let depthView {
      var attachment = VkRenderingAttachmentInfo()
      attachment.sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO
      attachment.imageView = depthView
      attachment.imageLayout = ImageUse.depth.layout
      attachment.loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR
      attachment.storeOp = VK_ATTACHMENT_STORE_OP_STORE
      attachment.clearValue.depthStencil.depth = 1
      rendering.pDepthAttachment = UnsafePointer(scope.pointer(attachment))
    }
    return rendering
  }
}
