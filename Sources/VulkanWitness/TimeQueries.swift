import CVulkan

/// The device's own measurement of a drawing.
struct TimeQueries {
  private let device: VkDevice
  private let pool: VkQueryPool
  private let secondsPerTick: Double
  private let mask: UInt64

  /// Two timestamps; the device must have them.
  init(_ witness: VulkanWitness, scope: Scope) throws(WitnessError) {
    guard let timestamps = witness.timestamps else { throw .unsuitable("the device has no timestamps") }
    let device = witness.device
    self.device = device
    secondsPerTick = timestamps.secondsPerTick
    mask = timestamps.bits >= 64 ? .max : 1 << timestamps.bits - 1
    var info = VkQueryPoolCreateInfo()
    info.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO
    info.queryType = VK_QUERY_TYPE_TIMESTAMP
    info.queryCount = 2
    let pool: VkQueryPool = try make("vkCreateQueryPool") { vkCreateQueryPool(device, &info, nil, $0) }
    scope.onClose { vkDestroyQueryPool(device, pool, nil) }
    self.pool = pool
  }

  /// Records the start.
  func begin(_ commands: Commands) {
    vkCmdResetQueryPool(commands.buffer, pool, 0, 2)
    vkCmdWriteTimestamp(commands.buffer, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, pool, 0)
  }

  /// Records the end.
  func end(_ commands: Commands) {
    vkCmdWriteTimestamp(commands.buffer, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, pool, 1)
  }

  /// The seconds between both.
  func seconds() throws(WitnessError) -> Double {
    var ticks: [UInt64] = [0, 0]
    let flags = VK_QUERY_RESULT_64_BIT.rawValue | VK_QUERY_RESULT_WAIT_BIT.rawValue
    try check("vkGetQueryPoolResults", vkGetQueryPoolResults(device, pool, 0, 2, 16, &ticks, 8, flags))
    return Double((ticks[1] &- ticks[0]) & mask) * secondsPerTick
  }
}
