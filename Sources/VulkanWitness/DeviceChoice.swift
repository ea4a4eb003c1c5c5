import CVulkan
import Glibc

extension VulkanWitness {
  /// Which device to choose among those of the installed drivers.
  public enum Driver: Hashable, Sendable {
    /// The first that can draw, in the loader's order: where there is a GPU, that.
    case first
    /// lavapipe: Mesa's CPU driver.
    case lavapipe
    /// The first device whose name, or whose driver's, contains a text, in any case.
    case device(named: String)
    /// The device of a position in ``VulkanWitness/devices(manifests:)``.
    case index(Int)

    /// What messages call it.
    var text: String {
      switch self {
      case .first: "any driver"
      case .lavapipe: "lavapipe"
      case .device(let name): "'\(name)'"
      case .index(let index): "position \(index)"
      }
    }
  }

  /// A device of an installed driver.
  public struct Device: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The driver's name and version.
    public var driver: String
    /// The version of Vulkan that it has, such as `1.3.231`.
    public var version: String
    /// Whether it runs on the processor.
    public var isProcessor: Bool
    /// Whether this module can draw on it, which takes Vulkan 1.3.
    public var isSuitable: Bool
  }

  /// The devices of all drivers.
  ///
  /// - Parameter manifests: manifests of drivers besides those that are installed where the loader looks.
  /// - Throws: ``WitnessError`` where there is no driver.
  public static func devices(manifests: [String] = []) throws(WitnessError) -> [Device] {
    addDrivers(manifests)
    let scope = Scope()
    defer { scope.close() }
    return try candidates(makeInstance(messages: nil, scope: scope)).map(\.description)
  }
}

/// A device with what is known of it.
struct Candidate {
  /// The device.
  let device: VkPhysicalDevice
  /// What is known of it.
  let description: VulkanWitness.Device
  /// Whose driver it is.
  let driver: VkDriverId
  /// What a timestamp counts.
  let secondsPerTick: Double
}

/// Hands manifests of drivers to the loader, which reads them in the environment of the process.
func addDrivers(_ manifests: [String]) {
  guard !manifests.isEmpty else { return }
  setenv("VK_ADD_DRIVER_FILES", manifests.joined(separator: ":"), 1)
}

/// The device of a choice.
///
/// - Throws: ``WitnessError/noDevice(wanted:found:)`` where there is none.
func choose(_ driver: VulkanWitness.Driver, _ instance: VkInstance) throws(WitnessError) -> Candidate {
  let all = try candidates(instance)
  let wanted = all.enumerated().first { position, candidate in
    guard candidate.description.isSuitable else { return false }
    return switch driver {
    case .first: true
    case .lavapipe: candidate.driver == VK_DRIVER_ID_MESA_LLVMPIPE
    case .device(let name):
      [candidate.description.name, candidate.description.driver].contains {
        $0.lowercased().contains(name.lowercased())
      }
    case .index(let index): position == index
    }
  }
  guard let wanted else {
    throw .noDevice(wanted: driver.text + " with Vulkan 1.3", found: all.map(\.description.name))
  }
  return wanted.element
}

private func candidates(_ instance: VkInstance) throws(WitnessError) -> [Candidate] {
  let devices = try list("vkEnumeratePhysicalDevices", of: VkPhysicalDevice?.none) {
    vkEnumeratePhysicalDevices(instance, $0, $1)
  }
  return devices.compactMap(\.self).map { device in
    let scope = Scope()
    defer { scope.close() }
    var driver = VkPhysicalDeviceDriverProperties()
    driver.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES
    let chained = scope.pointer(driver)
    var all = VkPhysicalDeviceProperties2()
    all.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2
    all.pNext = UnsafeMutableRawPointer(chained)
    vkGetPhysicalDeviceProperties2(device, &all)
    let properties = all.properties
    let version = properties.apiVersion
    let description = VulkanWitness.Device(
      name: text(properties.deviceName),
      driver: "\(text(chained.pointee.driverName)) \(text(chained.pointee.driverInfo))",
      version: "\(version >> 22 & 0x7F).\(version >> 12 & 0x3FF).\(version & 0xFFF)",
      isProcessor: properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU,
      isSuitable: version >= vulkanVersion)
    return Candidate(
      device: device, description: description, driver: chained.pointee.driverID,
      secondsPerTick: Double(properties.limits.timestampPeriod) * 1e-9)
  }
}
