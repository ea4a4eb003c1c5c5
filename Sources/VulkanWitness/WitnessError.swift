import CVulkan

/// Why nothing was drawn.
public enum WitnessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A call of Vulkan failed: its name and its VkResult.
  case call(String, result: Int32)
  /// No device of the wanted driver; the names of those there are.
  case noDevice(wanted: String, found: [String])
  /// A drawing took too long, and may still go on: the witness draws no more.
  case timeout(seconds: Int)
  /// What the validation layer said of a drawing.
  case validation([String])
  /// What a drawing asks for cannot be.
  case unsuitable(String)

  /// The message.
  public var description: String {
    switch self {
    case .call(let name, let result): "\(name) failed with VkResult \(result)"
    case .noDevice(let wanted, let found):
      "no Vulkan device of \(wanted) among [\(found.joined(separator: ", "))]"
    case .timeout(let seconds): "the driver was still drawing after \(seconds) seconds"
    case .validation(let messages): messages.joined(separator: "\n")
    case .unsuitable(let what): what
    }
  }
}

/// Throws where a call of Vulkan did not succeed.
func check(_ name: String, _ result: VkResult) throws(WitnessError) {
  guard result == VK_SUCCESS else { throw .call(name, result: result.rawValue) }
}

/// What a call of Vulkan makes.
///
/// - Throws: ``WitnessError/call(_:result:)`` where it fails or makes nothing.
func make<Handle>(
  _ name: String, _ body: (UnsafeMutablePointer<Handle?>) -> VkResult
) throws(WitnessError) -> Handle {
  var handle: Handle?
  try check(name, body(&handle))
  guard let handle else { throw .call(name, result: VK_ERROR_UNKNOWN.rawValue) }
  return handle
}

/// The list that a call of Vulkan answers in two steps, its length and its elements.
///
/// - Throws: ``WitnessError/call(_:result:)`` where it fails.
func list<Element>(
  _ name: String, of blank: Element,
  _ body: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<Element>?) -> VkResult
) throws(WitnessError) -> [Element] {
  var count: UInt32 = 0
  try check(name, body(&count, nil))
  var elements = [Element](repeating: blank, count: Int(count))
  let result = elements.withUnsafeMutableBufferPointer { body(&count, $0.baseAddress) }
  guard result == VK_INCOMPLETE else {
    try check(name, result)
    return Array(elements.prefix(Int(count)))
  }
  return elements
}
