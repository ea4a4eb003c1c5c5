import BenchSupport
import CVulkan
import Glibc
import Synchronization

/// An independent implementation of fragment shaders: a Vulkan driver, drawing without a window.
///
/// Drawings made at the same time from many threads wait for each other. Where the validation layer is installed, it
/// watches, and what it says makes the drawing fail.
public final class VulkanWitness: @unchecked Sendable {
  /// The device's name.
  public let deviceName: String
  /// The driver's name and version.
  public let driverDescription: String
  /// Whether the device runs on the processor.
  public let isProcessor: Bool
  /// Whether the validation layer watches.
  public let isValidated: Bool

  let physicalDevice: VkPhysicalDevice
  let device: VkDevice
  let queue: VkQueue
  let queueFamily: UInt32
  /// How the device measures time; nil where it does not.
  let timestamps: (secondsPerTick: Double, bits: UInt32)?
  /// What the device can do.
  let features: DeviceFeatures
  /// How much of it the device can do.
  let limits: VkPhysicalDeviceLimits
  private let messages: ValidationMessages
  private let scope: Scope
  /// Whether a drawing never ended: its resources cannot be given back.
  private let gate = Mutex(false)

  /// A witness.
  ///
  /// - Parameters:
  ///   - driver: which driver.
  ///   - manifests: manifests of drivers besides those that are installed where the loader looks, such as
  ///     SwiftShader's in a browser's folder. They are handed over in the environment of the process, as the threads.
  ///   - threads: how many threads lavapipe shades on; nil for one a core. 0 leaves it all to the queue's own thread.
  ///     It is handed over in the environment of the process: make no two witnesses at the same time.
  ///   - validates: whether the validation layer may watch; it takes processor time.
  /// - Throws: ``WitnessError`` where there is no such driver.
  public init(
    driver: Driver = .lavapipe, manifests: [String] = [], threads: Int? = nil, validates: Bool = true
  ) throws(WitnessError) {
    addDrivers(manifests)
    if let threads { setenv("LP_NUM_THREADS", String(threads), 1) }
    let scope = Scope()
    let messages = ValidationMessages()
    do throws(WitnessError) {
      isValidated = validates ? try ValidationMessages.isAvailable() : false
      let instance = try makeInstance(messages: isValidated ? messages : nil, scope: scope)
      let chosen = try choose(driver, instance)
      physicalDevice = chosen.device
      deviceName = chosen.description.name
      driverDescription = chosen.description.driver
      isProcessor = chosen.description.isProcessor
      let family = try graphicsFamily(of: physicalDevice)
      queueFamily = family.index
      timestamps =
        family.timestampBits > 0 ? (chosen.secondsPerTick, family.timestampBits) : nil
      features = DeviceFeatures(of: physicalDevice)
      var properties = VkPhysicalDeviceProperties()
      vkGetPhysicalDeviceProperties(physicalDevice, &properties)
      limits = properties.limits
      device = try makeDevice(physicalDevice, queueFamily: queueFamily, scope: scope)
      var queue: VkQueue?
      vkGetDeviceQueue(device, queueFamily, 0, &queue)
      guard let queue else { throw .call("vkGetDeviceQueue", result: VK_ERROR_UNKNOWN.rawValue) }
      self.queue = queue
    } catch {
      scope.close()
      throw error
    }
    self.messages = messages
    self.scope = scope
  }

  deinit {
    guard !gate.withLock({ $0 }) else { return }
    scope.close()
  }

  /// Draws once.
  ///
  /// - Returns: what was drawn into each attachment.
  /// - Throws: ``WitnessError``; a message of the validation layer is one.
  public func draw(_ drawing: Drawing) throws(WitnessError) -> [DrawnImage] {
    try drawFrame(drawing).images
  }

  /// Draws once.
  ///
  /// - Returns: all that was drawn, depth and buffers included.
  /// - Throws: ``WitnessError``; a message of the validation layer is one.
  public func drawFrame(_ drawing: Drawing) throws(WitnessError) -> DrawnFrame {
    try watched { () throws(WitnessError) in
      try using(Frame(drawing, on: self)) { (frame) throws(WitnessError) in
        try frame.render()
        return frame.frame()
      }
    }
  }

  /// Uses a frame and gives it back, but not while a driver may still be drawing it.
  private func using<Result>(
    _ frame: Frame, _ body: (Frame) throws(WitnessError) -> Result
  ) throws(WitnessError) -> Result {
    let result: Result
    do throws(WitnessError) {
      result = try body(frame)
    } catch {
      if case .timeout = error {} else { frame.close() }
      throw error
    }
    frame.close()
    return result
  }

  /// Whether the driver has not ended a drawing that took too long, and nothing else is drawn therefore.
  public var isStuck: Bool { gate.withLock { $0 } }

  /// Whether the device itself measures how long it draws.
  public var hasTimestamps: Bool { timestamps != nil }

  /// The seconds that a frame takes the device, by its own timestamps: the least of some frames, but for the first.
  ///
  /// - Throws: ``WitnessError``, also where the device has no timestamps.
  public func deviceTimeOfFrame(_ drawing: Drawing, frames: Int = 11) throws(WitnessError) -> Double {
    try watched { () throws(WitnessError) in
      try using(Frame(drawing, on: self, readsBack: false, isTimed: true)) { (frame) throws(WitnessError) in
        try frame.render()
        var least = Double.infinity
        for _ in 0..<max(frames, 1) {
          try frame.render()
          least = min(least, try frame.seconds())
        }
        return least
      }
    }
  }

  /// The processor time that a frame takes this process, the driver's threads included, in seconds: the least of
  /// some frames. The first frame, in which the driver compiles the shader, does not count.
  ///
  /// - Throws: ``WitnessError``.
  public func cpuTimeOfFrame(_ drawing: Drawing, frames: Int = 11) throws(WitnessError) -> Double {
    try watched { () throws(WitnessError) in
      try using(Frame(drawing, on: self, readsBack: false)) { (frame) throws(WitnessError) in
        try frame.render()
        var least = Double.infinity
        for _ in 0..<max(frames, 1) {
          let start = processorTime()
          try frame.render()
          least = min(least, processorTime() - start)
        }
        return least
      }
    }
  }

  /// Runs a body alone, and throws where the validation layer had anything to say about it.
  private func watched<Result: Sendable>(
    _ body: () throws(WitnessError) -> Result
  ) throws(WitnessError) -> Result {
    try gate.withLock { (isStuck) throws(WitnessError) in
      if isStuck { throw .unsuitable("the driver has not ended an earlier drawing") }
      let result: Result
      do throws(WitnessError) {
        result = try body()
      } catch {
        if case .timeout = error { isStuck = true }
        // What the layer says tells more than the code of the call that then failed.
        let said = messages.take()
        throw said.isEmpty ? error : .validation(said)
      }
      let said = messages.take()
      guard said.isEmpty else { throw .validation(said) }
      return result
    }
  }
}
