import CVulkan

/// The format of the depth.
let depthFormat = VK_FORMAT_D32_SFLOAT

extension Drawing {
  /// The format of an attachment.
  func attachmentFormat(_ location: Int) -> VkFormat { (outputs?[location] ?? .float).format }

  /// The number of corners that are drawn.
  var cornerCount: Int { mesh?.corners.count ?? CoveringTriangle.corners.count }

  /// A corner in clip space for the ``viewport``.
  func clipPosition(_ corner: Int) -> SIMD4<Float> {
    mesh?.corners[corner] ?? triangle.clipPosition(corner)
  }

  /// The viewport: for the covering triangle twice the image's size, of which the image is the upper left quarter.
  var viewport: VkViewport {
    let (width, height) = (Float(width), Float(height))
    guard let mesh else {
      return VkViewport(x: 0, y: 0, width: 2 * width, height: 2 * height, minDepth: 0, maxDepth: 1)
    }
    let scale = mesh.viewportScale
    return VkViewport(
      x: width * (1 - scale) / 2, y: height * (1 - scale) / 2, width: width * scale, height: height * scale,
      minDepth: 0, maxDepth: 1)
  }
}

extension Varying.Kind {
  /// Four components of 32 bits.
  var format: VkFormat {
    switch self {
    case .float: VK_FORMAT_R32G32B32A32_SFLOAT
    case .int: VK_FORMAT_R32G32B32A32_SINT
    case .uint: VK_FORMAT_R32G32B32A32_UINT
    }
  }
}

/// The state in which a drawing is drawn.
struct Pipeline {
  /// The pipeline.
  let handle: VkPipeline
  /// Its layout.
  let layout: VkPipelineLayout

  /// Builds a drawing's pipeline; it lives as long as the resources. Without a pass it renders dynamically.
  init(
    _ drawing: Drawing, _ descriptors: Descriptors, _ pass: RenderPass?,
    samples: SampleSelection = SampleSelection(), _ resources: Resources
  ) throws(WitnessError) {
    layout = try Self.makeLayout(drawing, descriptors, resources)
    handle = try Self.makePipeline(drawing, layout, pass, samples, resources)
  }

  private static func makeLayout(
    _ drawing: Drawing, _ descriptors: Descriptors, _ resources: Resources
  ) throws(WitnessError) -> VkPipelineLayout {
    let scope = resources.scope
    var info = VkPipelineLayoutCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO
    info.setLayoutCount = UInt32(descriptors.layouts.count)
    info.pSetLayouts = UnsafePointer(scope.pointer(elements: descriptors.layouts))
    if !drawing.pushConstants.isEmpty {
      info.pushConstantRangeCount = 1
      info.pPushConstantRanges = UnsafePointer(
        scope.pointer(
          VkPushConstantRange(
            stageFlags: VK_SHADER_STAGE_FRAGMENT_BIT.rawValue, offset: 0,
            size: UInt32(drawing.pushConstants.count))))
    }
    let device = resources.device
    let layout = try make("vkCreatePipelineLayout") { vkCreatePipelineLayout(device, &info, nil, $0) }
    scope.onClose { vkDestroyPipelineLayout(device, layout, nil) }
    return layout
  }

  private static func makePipeline(
    _ drawing: Drawing, _ layout: VkPipelineLayout, _ pass: RenderPass?, _ samples: SampleSelection,
    _ resources: Resources
  ) throws(WitnessError) -> VkPipeline {
    let scope = resources.scope
    let vertex = try VertexShader(drawing).words()
    let stages = [
      stage(VK_SHADER_STAGE_VERTEX_BIT, try resources.shaderModule(vertex), "main", scope),
      stage(
        VK_SHADER_STAGE_FRAGMENT_BIT, try resources.shaderModule(drawing.fragment), drawing.entryPoint, scope),
    ]
    let formats = (0..<drawing.attachments).map { drawing.attachmentFormat($0) }
    var rendering = VkPipelineRenderingCreateInfo()
    rendering.sType = VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO
    rendering.colorAttachmentCount = UInt32(formats.count)
    rendering.pColorAttachmentFormats = UnsafePointer(scope.pointer(elements: formats))
    if drawing.isDepthTested { rendering.depthAttachmentFormat = depthFormat }
    var info = VkGraphicsPipelineCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO
    if let pass {
      info.renderPass = pass.handle
    } else {
      info.pNext = UnsafeRawPointer(scope.pointer(rendering))
    }
    info.stageCount = UInt32(stages.count)
    info.pStages = UnsafePointer(scope.pointer(elements: stages))
    info.pVertexInputState = UnsafePointer(scope.pointer(vertexInput(drawing.varyings, scope)))
    var assembly = VkPipelineInputAssemblyStateCreateInfo()
    assembly.sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO
    assembly.topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST
    info.pInputAssemblyState = UnsafePointer(scope.pointer(assembly))
    info.pViewportState = UnsafePointer(scope.pointer(viewport(drawing, scope)))
    var raster = VkPipelineRasterizationStateCreateInfo()
    raster.sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO
    raster.polygonMode = VK_POLYGON_MODE_FILL
    raster.cullMode = VK_CULL_MODE_NONE.rawValue
    raster.frontFace =
      drawing.isFrontClockwise ? VK_FRONT_FACE_CLOCKWISE : VK_FRONT_FACE_COUNTER_CLOCKWISE
    raster.lineWidth = 1
    info.pRasterizationState = UnsafePointer(scope.pointer(raster))
    info.pMultisampleState = UnsafePointer(scope.pointer(samples.state(scope)))
    info.pColorBlendState = UnsafePointer(scope.pointer(plainBlending(drawing, scope)))
    if drawing.isDepthTested {
      var depth = VkPipelineDepthStencilStateCreateInfo()
      depth.sType = VK_STRUCTURE_TYPE_PIPELINE_DEPTH_STENCIL_STATE_CREATE_INFO
      depth.depthTestEnable = 1
      depth.depthWriteEnable = 1
      depth.depthCompareOp = VK_COMPARE_OP_LESS
      info.pDepthStencilState = UnsafePointer(scope.pointer(depth))
    }
    info.layout = layout
    let device = resources.device
    let pipeline = try make("vkCreateGraphicsPipelines") {
      vkCreateGraphicsPipelines(device, nil, 1, &info, nil, $0)
    }
    scope.onClose { vkDestroyPipeline(device, pipeline, nil) }
    return pipeline
  }

  private static func stage(
    _ stage: VkShaderStageFlagBits, _ module: VkShaderModule, _ name: String, _ scope: Scope
  ) -> VkPipelineShaderStageCreateInfo {
    var info = VkPipelineShaderStageCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO
    info.stage = stage
    info.module = module
    info.pName = scope.pointer(text: name)
    return info
  }

  /// Attribute 0 is the position, attribute i + 1 varying i, 16 bytes each.
  private static func vertexInput(
    _ varyings: [Varying], _ scope: Scope
  ) -> VkPipelineVertexInputStateCreateInfo {
    let formats =
      [VK_FORMAT_R32G32B32A32_SFLOAT] + varyings.map(\.kind.format)
    let attributes = formats.enumerated().map { index, format in
      VkVertexInputAttributeDescription(
        location: UInt32(index), binding: 0, format: format, offset: UInt32(index * 16))
    }
    let binding = VkVertexInputBindingDescription(
      binding: 0, stride: UInt32(formats.count * 16), inputRate: VK_VERTEX_INPUT_RATE_VERTEX)
    var info = VkPipelineVertexInputStateCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO
    info.vertexBindingDescriptionCount = 1
    info.pVertexBindingDescriptions = UnsafePointer(scope.pointer(binding))
    info.vertexAttributeDescriptionCount = UInt32(attributes.count)
    info.pVertexAttributeDescriptions = UnsafePointer(scope.pointer(elements: attributes))
    return info
  }

  /// A viewport that may be larger than the image.
  private static func viewport(_ drawing: Drawing, _ scope: Scope) -> VkPipelineViewportStateCreateInfo {
    var info = VkPipelineViewportStateCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO
    info.viewportCount = 1
    info.pViewports = UnsafePointer(scope.pointer(drawing.viewport))
    info.scissorCount = 1
    info.pScissors = UnsafePointer(scope.pointer(wholeImage(drawing)))
    return info
  }

  /// Every attachment takes what the shader writes, if it does.
  private static func plainBlending(
    _ drawing: Drawing, _ scope: Scope
  ) -> VkPipelineColorBlendStateCreateInfo {
    let states = (0..<drawing.attachments).map { location in
      var state = VkPipelineColorBlendAttachmentState()
      state.colorWriteMask = drawing.outputs.map { $0[location] != nil } ?? true ? 0xF : 0
      return state
    }
    var info = VkPipelineColorBlendStateCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO
    info.attachmentCount = UInt32(states.count)
    info.pAttachments = UnsafePointer(scope.pointer(elements: states))
    return info
  }
}

/// The rectangle of all pixels.
func wholeImage(_ drawing: Drawing) -> VkRect2D {
  VkRect2D(
    offset: VkOffset2D(x: 0, y: 0),
    extent: VkExtent2D(width: UInt32(drawing.width), height: UInt32(drawing.height)))
}
