import CVulkan
import SPIRV

/// Which samples of a pixel a pipeline draws.
struct SampleSelection {
  /// The samples of a pixel.
  var count = 1
  /// The one that is drawn; nil: all.
  var only: Int?

  /// The state as Vulkan has it.
  func state(_ scope: Scope) -> VkPipelineMultisampleStateCreateInfo {
    var info = VkPipelineMultisampleStateCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO
    info.rasterizationSamples = VkSampleCountFlagBits(UInt32(count))
    if let only { info.pSampleMask = UnsafePointer(scope.pointer(UInt32(1) << UInt32(only))) }
    return info
  }
}

/// Draws an image of several samples a texel, for nothing can be copied to one: a triangle for each sample, of which a
/// mask lets no other be written, so that the device need not shade by samples.
///
/// - Parameter content: texels of four numbers; those of a texel's samples are side by side.
/// - Returns: a view of all of it.
func drawSamples(
  _ content: ImageContent, as kind: BoundImages.Kind, _ witness: VulkanWitness, _ resources: Resources
) throws(WitnessError) -> VkImageView {
  guard case .numbers(let number) = content.format, content.dimension == .two, content.layers == 1,
    kind == .combined || kind == .sampled, content.levels.count == 1,
    content.levels[0].count == content.width * content.height * content.samples * 4
  else { throw .unsuitable("an image of several samples that cannot be drawn") }
  let shape = content.shape
  let usage = [kind.usage, VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT]
  guard witness.sampleCounts(of: shape, usage: usage) & UInt32(content.samples) != 0 else {
    throw .unsuitable("the device has no such images of \(content.samples) samples")
  }
  let image = try resources.image(shape, usage: usage)
  let view = try resources.view(of: image, shape)
  var drawing = Drawing(
    fragment: try sampleShader(content, number), width: content.width, height: content.height)
  drawing.outputs = [0: number]
  drawing.buffers = [
    BoundBuffer(binding: 0, bytes: content.levels[0].withUnsafeBytes { Array($0) }, isStorage: true)
  ]
  let descriptors = try Descriptors(drawing, witness, resources)
  let vertices = try Frame.vertexBuffer(drawing, resources)
  let commands = try Commands(witness, scope: resources.scope)
  commands.transition(image, from: .nothing, to: .attachment)
  let rendering = Rendering.dynamic(
    Targets.rendering([view], depth: nil, isCleared: true, resources.scope))
  rendering.begin(commands.buffer, drawing)
  for sample in 0..<content.samples {
    drawing.pushConstants = withUnsafeBytes(of: UInt32(sample).littleEndian) { Array($0) }
    let samples = SampleSelection(count: content.samples, only: sample)
    let pipeline = try Pipeline(drawing, descriptors, nil, samples: samples, resources)
    Frame.recordTriangles(drawing, commands, pipeline, descriptors, vertices)
  }
  rendering.end(commands.buffer)
  commands.transition(image, from: .attachment, to: .texture)
  try commands.end()
  try commands.run()
  return view
}

/// A fragment shader that writes the texel of its pixel and of the sample that is pushed.
private func sampleShader(_ content: ImageContent, _ number: Varying.Kind) throws(WitnessError) -> [UInt32] {
  let (texel, declaration) =
    switch number {
    case .float: ("%float4", "")
    case .int: ("%int4", "%int4 = OpTypeVector %int 4")
    case .uint: ("%uint4", "%uint4 = OpTypeVector %uint 4")
    }
  let text = """
    OpCapability Shader
    OpMemoryModel Logical GLSL450
    OpEntryPoint Fragment %main "main" %coord %color
    OpExecutionMode %main OriginUpperLeft
    OpDecorate %coord BuiltIn FragCoord
    OpDecorate %color Location 0
    OpDecorate %array ArrayStride 16
    OpDecorate %block BufferBlock
    OpMemberDecorate %block 0 Offset 0
    OpMemberDecorate %block 0 NonWritable
    OpDecorate %texels DescriptorSet 0
    OpDecorate %texels Binding 0
    OpDecorate %push Block
    OpMemberDecorate %push 0 Offset 0
    %void = OpTypeVoid
    %function = OpTypeFunction %void
    %float = OpTypeFloat 32
    %int = OpTypeInt 32 1
    %uint = OpTypeInt 32 0
    %float2 = OpTypeVector %float 2
    %float4 = OpTypeVector %float 4
    %uint2 = OpTypeVector %uint 2
    \(declaration)
    %array = OpTypeRuntimeArray \(texel)
    %block = OpTypeStruct %array
    %push = OpTypeStruct %uint
    %inputFloat4 = OpTypePointer Input %float4
    %outputTexel = OpTypePointer Output \(texel)
    %uniformBlock = OpTypePointer Uniform %block
    %uniformTexel = OpTypePointer Uniform \(texel)
    %pushBlock = OpTypePointer PushConstant %push
    %pushUint = OpTypePointer PushConstant %uint
    %zero = OpConstant %uint 0
    %width = OpConstant %uint \(content.width)
    %samples = OpConstant %uint \(content.samples)
    %coord = OpVariable %inputFloat4 Input
    %color = OpVariable %outputTexel Output
    %texels = OpVariable %uniformBlock Uniform
    %pushed = OpVariable %pushBlock PushConstant
    %main = OpFunction %void None %function
    %entry = OpLabel
    %all = OpLoad %float4 %coord
    %both = OpVectorShuffle %float2 %all %all 0 1
    %place = OpConvertFToU %uint2 %both
    %x = OpCompositeExtract %uint %place 0
    %y = OpCompositeExtract %uint %place 1
    %row = OpIMul %uint %y %width
    %pixel = OpIAdd %uint %row %x
    %first = OpIMul %uint %pixel %samples
    %chain = OpAccessChain %pushUint %pushed %zero
    %sample = OpLoad %uint %chain
    %index = OpIAdd %uint %first %sample
    %from = OpAccessChain %uniformTexel %texels %zero %index
    %value = OpLoad \(texel) %from
    OpStore %color %value
    OpReturn
    OpFunctionEnd
    """
  do {
    return try SPIRVTools.assemble(text, environment: .vulkan1_0)
  } catch {
    throw .unsuitable("the shader of an image's samples: \(error)")
  }
}

extension VulkanWitness {
  /// The numbers of samples, as bits, that an image may have; 0 where there is no such image.
  func sampleCounts(of shape: ImageShape, usage: [VkImageUsageFlagBits]) -> UInt32 {
    var properties = VkImageFormatProperties()
    let result = vkGetPhysicalDeviceImageFormatProperties(
      physicalDevice, shape.format, VK_IMAGE_TYPE_2D, VK_IMAGE_TILING_OPTIMAL,
      usage.reduce(0) { $0 | $1.rawValue }, 0, &properties)
    return result == VK_SUCCESS ? properties.sampleCounts : 0
  }
}
