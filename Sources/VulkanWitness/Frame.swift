import CVulkan

/// A drawing made ready: its commands can be run as often as wanted.
struct Frame {
  private let drawing: Drawing
  private let commands: Commands
  private let results: [HostBuffer]
  private let scope = Scope()

  /// Prepares a drawing.
  ///
  /// - Parameter readsBack: whether the attachments are copied to where this process sees them.
  init(_ drawing: Drawing, on witness: VulkanWitness, readsBack: Bool = true) throws(WitnessError) {
    self.drawing = drawing
    do throws(WitnessError) {
      guard drawing.width > 0, drawing.height > 0, drawing.attachments > 0 else {
        throw .unsuitable("an image of no pixels")
      }
      let resources = Resources(witness, scope: scope)
      let descriptors = try Descriptors(drawing, witness, resources)
      let pipeline = try Pipeline(drawing, descriptors, resources)
      let vertices = try Self.vertexBuffer(drawing, resources)
      var images: [VkImage] = []
      var views: [VkImageView] = []
      var results: [HostBuffer] = []
      for _ in 0..<drawing.attachments {
        let image = try resources.image(
          width: drawing.width, height: drawing.height, format: attachmentFormat,
          usage: [VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT, VK_IMAGE_USAGE_TRANSFER_SRC_BIT])
        images.append(image)
        views.append(try resources.view(of: image, format: attachmentFormat))
        guard readsBack else { continue }
        results.append(
          try resources.buffer(
            size: drawing.width * drawing.height * 16, usage: VK_BUFFER_USAGE_TRANSFER_DST_BIT))
      }
      self.results = results
      commands = try Commands(witness, scope: scope)
      for image in images { commands.transition(image, from: .nothing, to: .attachment) }
      Self.recordDraw(drawing, commands, pipeline, descriptors, vertices, views, isCleared: readsBack, scope)
      for (image, result) in zip(images, results) {
        commands.transition(image, from: .attachment, to: .copySource)
        var region = bufferCopy(width: drawing.width, height: drawing.height)
        vkCmdCopyImageToBuffer(
          commands.buffer, image, ImageUse.copySource.layout, result.handle, 1, &region)
      }
      if readsBack { commands.showBuffersToHost() }
      try commands.end()
    } catch {
      scope.close()
      throw error
    }
  }

  /// Draws, and waits until it is done.
  func render() throws(WitnessError) { try commands.run() }

  /// What was drawn into the attachments.
  func images() -> [DrawnImage] {
    results.map {
      DrawnImage(
        width: drawing.width, height: drawing.height, components: Array($0.bytes.bindMemory(to: Float.self)))
    }
  }

  /// Gives everything back.
  func close() { scope.close() }

  private static func vertexBuffer(_ drawing: Drawing, _ resources: Resources) throws(WitnessError)
    -> VkBuffer
  {
    var words: [UInt32] = []
    func append(_ vector: SIMD4<UInt32>) { words += vector.indices.map { vector[$0] } }
    for corner in CoveringTriangle.corners.indices {
      let position = drawing.triangle.clipPosition(corner)
      append(
        SIMD4(position.x.bitPattern, position.y.bitPattern, position.z.bitPattern, position.w.bitPattern))
      for varying in drawing.varyings { append(varying.corners[corner]) }
    }
    let bytes = words.withUnsafeBytes { Array($0) }
    return try resources.buffer(
      size: bytes.count, usage: VK_BUFFER_USAGE_VERTEX_BUFFER_BIT, filledWith: bytes
    ).handle
  }

  /// Records the triangle. What the shader discards is 0 where the image is cleared first, else anything.
  private static func recordDraw(
    _ drawing: Drawing, _ commands: Commands, _ pipeline: Pipeline, _ descriptors: Descriptors,
    _ vertices: VkBuffer, _ views: [VkImageView], isCleared: Bool, _ scope: Scope
  ) {
    let attachments = views.map { view in
      var attachment = VkRenderingAttachmentInfo()
      attachment.sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO
      attachment.imageView = view
      attachment.imageLayout = ImageUse.attachment.layout
      attachment.loadOp = isCleared ? VK_ATTACHMENT_LOAD_OP_CLEAR : VK_ATTACHMENT_LOAD_OP_DONT_CARE
      attachment.storeOp = VK_ATTACHMENT_STORE_OP_STORE
      return attachment
    }
    var rendering = VkRenderingInfo()
    rendering.sType = VK_STRUCTURE_TYPE_RENDERING_INFO
    rendering.renderArea = wholeImage(drawing)
    rendering.layerCount = 1
    rendering.colorAttachmentCount = UInt32(attachments.count)
    rendering.pColorAttachments = UnsafePointer(scope.pointer(elements: attachments))
    let buffer = commands.buffer
    vkCmdBeginRendering(buffer, &rendering)
    vkCmdBindPipeline(buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle)
    var offset: VkDeviceSize = 0
    var vertexBuffer: VkBuffer? = vertices
    vkCmdBindVertexBuffers(buffer, 0, 1, &vertexBuffer, &offset)
    if !descriptors.sets.isEmpty {
      vkCmdBindDescriptorSets(
        buffer, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.layout, 0, UInt32(descriptors.sets.count),
        descriptors.sets, 0, nil)
    }
    if !drawing.pushConstants.isEmpty {
      vkCmdPushConstants(
        buffer, pipeline.layout, VK_SHADER_STAGE_FRAGMENT_BIT.rawValue, 0,
        UInt32(drawing.pushConstants.count), drawing.pushConstants)
    }
    vkCmdDraw(buffer, 3, 1, 0, 0)
    vkCmdEndRendering(buffer)
  }
}
