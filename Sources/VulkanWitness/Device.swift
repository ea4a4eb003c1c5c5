import CVulkan

/// An instance of Vulkan 1.3, destroyed with the scope; with the validation layer where there is someone to hear it.
func makeInstance(messages: ValidationMessages?, scope: Scope) throws(WitnessError) -> VkInstance {
  var application = VkApplicationInfo()
  application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO
  application.apiVersion = vulkanVersion
  var info = VkInstanceCreateInfo()
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO
  info.pApplicationInfo = UnsafePointer(scope.pointer(application))
  if messages != nil {
    info.enabledLayerCount = 1
    info.ppEnabledLayerNames = UnsafePointer(
      scope.pointer(elements: [Optional(scope.pointer(text: ValidationMessages.layer))]))
    info.enabledExtensionCount = 1
    info.ppEnabledExtensionNames = UnsafePointer(
      scope.pointer(elements: [Optional(scope.pointer(text: VK_EXT_DEBUG_UTILS_EXTENSION_NAME))]))
  }
  let instance = try make("vkCreateInstance") { vkCreateInstance(&info, nil, $0) }
  scope.onClose {
    vkDestroyInstance(instance, nil)
    // The layer may speak until the instance is gone.
    withExtendedLifetime(messages) {}
  }
  try messages?.listen(to: instance, scope: scope)
  return instance
}

/// Vulkan 1.3: dynamic rendering, and SPIR-V up to 1.6.
let vulkanVersion: UInt32 = 1 << 22 | 3 << 12

/// The first family of queues that draws.
func graphicsFamily(
  of device: VkPhysicalDevice
) throws(WitnessError) -> (index: UInt32, timestampBits: UInt32) {
  let families = try list("vkGetPhysicalDeviceQueueFamilyProperties", of: VkQueueFamilyProperties()) {
    vkGetPhysicalDeviceQueueFamilyProperties(device, $0, $1)
    return VK_SUCCESS
  }
  let graphics = VK_QUEUE_GRAPHICS_BIT.rawValue
  guard let index = families.firstIndex(where: { $0.queueFlags & graphics != 0 }) else {
    throw .unsuitable("the device has no queue that draws")
  }
  return (UInt32(index), families[index].timestampValidBits)
}

/// A device with one queue and every core feature that it has, destroyed with the scope.
func makeDevice(
  _ physical: VkPhysicalDevice, queueFamily: UInt32, scope: Scope
) throws(WitnessError) -> VkDevice {
  var queue = VkDeviceQueueCreateInfo()
  queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO
  queue.queueFamilyIndex = queueFamily
  queue.queueCount = 1
  queue.pQueuePriorities = UnsafePointer(scope.pointer(elements: [Float(1)]))
  var features13 = VkPhysicalDeviceVulkan13Features()
  features13.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES
  var features12 = VkPhysicalDeviceVulkan12Features()
  features12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES
  features12.pNext = UnsafeMutableRawPointer(scope.pointer(features13))
  var features11 = VkPhysicalDeviceVulkan11Features()
  features11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES
  features11.pNext = UnsafeMutableRawPointer(scope.pointer(features12))
  var all = VkPhysicalDeviceFeatures2()
  all.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2
  all.pNext = UnsafeMutableRawPointer(scope.pointer(features11))
  let features = scope.pointer(all)
  vkGetPhysicalDeviceFeatures2(physical, features)
  // Checks of bounds would cost the shader time.
  features.pointee.features.robustBufferAccess = 0
  var info = VkDeviceCreateInfo()
  info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO
  info.pNext = UnsafeRawPointer(features)
  info.queueCreateInfoCount = 1
  info.pQueueCreateInfos = UnsafePointer(scope.pointer(queue))
  let device = try make("vkCreateDevice") { vkCreateDevice(physical, &info, nil, $0) }
  scope.onClose { vkDestroyDevice(device, nil) }
  return device
}
