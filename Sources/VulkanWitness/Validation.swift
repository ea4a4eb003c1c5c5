import CVulkan
import Synchronization

/// What the validation layer says.
final class ValidationMessages: Sendable {
  private let messages = Mutex<[String]>([])

  /// The layer's name.
  static let layer = "VK_LAYER_KHRONOS_validation"

  /// What was said since the last call.
  func take() -> [String] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }

  /// Whether the layer and the extension that hands on its messages are installed.
  static func isAvailable() throws(WitnessError) -> Bool {
    let layers = try list("vkEnumerateInstanceLayerProperties", of: VkLayerProperties()) {
      vkEnumerateInstanceLayerProperties($0, $1)
    }
    guard layers.contains(where: { text($0.layerName) == layer }) else { return false }
    let extensions = try list("vkEnumerateInstanceExtensionProperties", of: VkExtensionProperties()) {
      count, elements in
      layer.withCString { vkEnumerateInstanceExtensionProperties($0, count, elements) }
    }
    return extensions.contains { text($0.extensionName) == VK_EXT_DEBUG_UTILS_EXTENSION_NAME }
  }

  /// What a messenger is made from: warnings and errors of validation.
  var createInfo: VkDebugUtilsMessengerCreateInfoEXT {
    var info = VkDebugUtilsMessengerCreateInfoEXT()
    info.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT
    info.messageSeverity =
      VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT.rawValue
      | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT.rawValue
    info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT.rawValue
    info.pUserData = Unmanaged.passUnretained(self).toOpaque()
    info.pfnUserCallback = { _, _, data, context in
      guard let context, let message = data?.pointee.pMessage else { return 0 }
      let receiver = Unmanaged<ValidationMessages>.fromOpaque(context).takeUnretainedValue()
      receiver.messages.withLock { $0.append(String(cString: message)) }
      return 0
    }
    return info
  }

  /// Lets an instance send its messages here until the scope is closed.
  func listen(to instance: VkInstance, scope: Scope) throws(WitnessError) {
    guard let createAddress = vkGetInstanceProcAddr(instance, "vkCreateDebugUtilsMessengerEXT"),
      let destroyAddress = vkGetInstanceProcAddr(instance, "vkDestroyDebugUtilsMessengerEXT")
    else { throw .call("vkGetInstanceProcAddr", result: VK_ERROR_EXTENSION_NOT_PRESENT.rawValue) }
    typealias Create =
      @convention(c) (
        VkInstance?, UnsafePointer<VkDebugUtilsMessengerCreateInfoEXT>?,
        UnsafePointer<VkAllocationCallbacks>?,
        UnsafeMutablePointer<VkDebugUtilsMessengerEXT?>?
      ) -> VkResult
    typealias Destroy =
      @convention(c) (
        VkInstance?, VkDebugUtilsMessengerEXT?, UnsafePointer<VkAllocationCallbacks>?
      ) -> Void
    let create = unsafeBitCast(createAddress, to: Create.self)
    let destroy = unsafeBitCast(destroyAddress, to: Destroy.self)
    let info = scope.pointer(createInfo)
    let messenger = try make("vkCreateDebugUtilsMessengerEXT") { create(instance, info, nil, $0) }
    scope.onClose { destroy(instance, messenger, nil) }
  }
}

/// The text in an array of characters that C imports as a tuple.
func text<Tuple>(_ tuple: Tuple) -> String {
  withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
