import CVulkan

/// A drawing made ready: its commands can be run as often as wanted.
struct Frame {
  private let drawing: Drawing
  private let commands: Commands
  private let results: [HostBuffer]
  private let depth: HostBuffer?
  private let written: [HostBuffer]
  private let times: TimeQueries?
  private let scope = Scope()

  /// Prepares a drawing.
  ///
  /// - Parameters:
  ///   - readsBack: whether the attachments are copied to where this process sees them.
  ///   - isTimed: whether the device measures how long it draws.
  init(
    _ drawing: Drawing, on witness: VulkanWitness, readsBack: Bool = true, isTimed: Bool = false
  ) throws(WitnessError) {
    self.drawing = drawing
    do throws(WitnessError) {
      guard drawing.width > 0, drawing.height > 0, drawing.attachments > 0 else {
        throw .unsuitable("an image of no pixels")
      }
      let resources = Resources(witness, scope: scope)
      let descriptors = try Descriptors(drawing, witness, resources)
      let targets = try Targets(drawing, resources)
      let pass =
        descriptors.inputAttachments.isEmpty
        ? nil
        : try RenderPass(
          drawing, targets, descriptors.inputAttachments, isCleared: readsBack, resources)
      let pipeline = try Pipeline(drawing, descriptors, pass, resources)
      let vertices = try Self.vertexBuffer(drawing, resources)
      var results: [HostBuffer] = []
      for _ in targets.colors where readsBack {
        results.append(
          try resources.buffer(
            size: drawing.width * drawing.height * 16, usage: VK_BUFFER_USAGE_TRANSFER_DST_BIT))
      }
      self.results = results
      depth =
        readsBack && targets.depth != nil
        ? try resources.buffer(
          size: drawing.width * drawing.height * 4, usage: VK_BUFFER_USAGE_TRANSFER_DST_BIT) : nil
      written = descriptors.readBack
      commands = try Commands(witness, scope: scope)
      times = isTimed ? try TimeQueries(witness, scope: scope) : nil
      times?.begin(commands)
      targets.beginUse(commands)
      Self.recordDraw(
        drawing, commands, pipeline, descriptors, vertices,
        pass.map { .pass($0) } ?? .dynamic(targets.rendering(isCleared: readsBack, scope)))
      times?.end(commands)
      if readsBack {
        targets.copy(to: results, depth: depth, drawing, commands)
        commands.showBuffersToHost()
      }
      try commands.end()
    } catch {
      scope.close()
      throw error
    }
  }

  /// Draws, and waits until it is done.
  func render() throws(WitnessError) { try commands.run() }

  /// The seconds that the last drawing took the device.
  func seconds() throws(WitnessError) -> Double { try times?.seconds() ?? 0 }

  /// What was drawn into the attachments.
  func images() -> [DrawnImage] {
    results.map {
      DrawnImage(
        width: drawing.width, height: drawing.height, components: Array($0.bytes.bindMemory(to: Float.self)))
    }
  }

  /// All that was drawn.
  func frame() -> DrawnFrame {
    DrawnFrame(
      images: images(), depth: depth.map { Array($0.bytes.bindMemory(to: Float.self)) } ?? [],
      buffers: written.map { Array($0.bytes.bindMemory(to: UInt32.self)) })
  }

  /// Gives everything back.
  func close() { scope.close() }

  /// A drawing's corners and what is handed over at them.
  static func vertexBuffer(_ drawing: Drawing, _ resources: Resources) throws(WitnessError)
    -> VkBuffer
  {
    var words: [UInt32] = []
    func append(_ vector: SIMD4<UInt32>) { words += vector.indices.map { vector[$0] } }
    for corner in 0..<drawing.cornerCount {
      let position = drawing.clipPosition(corner)
      append(
        SIMD4(position.x.bitPattern, position.y.bitPattern, position.z.bitPattern, position.w.bitPattern))
      for varying in drawing.varyings { append(varying.corners[corner]) }
    }
    let bytes = words.withUnsafeBytes { Array($0) }
    return try resources.buffer(
      size: bytes.count, usage: VK_BUFFER_USAGE_VERTEX_BUFFER_BIT, filledWith: bytes
    ).handle
  }

  /// Records the triangles. What the shader discards is 0 where the image is cleared first, else anything.
  private static func recordDraw(
    _ drawing: Drawing, _ commands: Commands, _ pipeline: Pipeline, _ descriptors: Descriptors,
    _ vertices: VkBuffer, _ rendering: Rendering
  ) {
    rendering.begin(commands.buffer, drawing)
    recordTriangles(drawing, commands, pipeline, descriptors, vertices)
    rendering.end(commands.buffer)
  }

  /// Records the triangles of a drawing that has begun.
  static func recordTriangles(
    _ drawing: Drawing, _ commands: Commands, _ pipeline: Pipeline, _ descriptors: Descriptors,
    _ vertices: VkBuffer
  ) {
    let buffer = commands.buffer
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
    vkCmdDraw(buffer, UInt32(drawing.cornerCount), 1, 0, 0)
  }
}
