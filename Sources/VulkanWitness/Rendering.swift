import CVulkan

/// How what is drawn into is named to the device.
enum Rendering {
  case dynamic(VkRenderingInfo)
  case pass(RenderPass)

  func begin(_ buffer: VkCommandBuffer, _ drawing: Drawing) {
    switch self {
    case .dynamic(var rendering):
      rendering.renderArea = wholeImage(drawing)
      vkCmdBeginRendering(buffer, &rendering)
    case .pass(let pass): pass.begin(buffer, drawing)
    }
  }

  func end(_ buffer: VkCommandBuffer) {
    switch self {
    case .dynamic: vkCmdEndRendering(buffer)
    case .pass: vkCmdEndRenderPass(buffer)
    }
  }
}
