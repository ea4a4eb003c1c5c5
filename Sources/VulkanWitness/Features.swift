import CVulkan

extension VulkanWitness {
  /// The most attachments that every device has.
  public static var attachmentLimit: Int { 8 }

  /// What a module asks for and the device lacks, in words; nil where nothing is known to be missing.
  public func missingFeature(of words: [UInt32]) -> String? {
    let declared = Self.capabilities(of: words)
    for (capability, name, member) in Self.features where declared.contains(capability) {
      if features[keyPath: member] == 0 { return name }
    }
    return nil
  }

  /// The capabilities that a module declares.
  private static func capabilities(of words: [UInt32]) -> Set<UInt32> {
    var found: Set<UInt32> = []
    var at = 5
    let opCapability: UInt32 = 17
    while at + 1 < words.count, words[at] & 0xFFFF == opCapability {
      found.insert(words[at + 1])
      at += 2
    }
    return found
  }

  /// Capabilities of SPIR-V with the device's features that they need.
  private static let features: [(UInt32, String, KeyPath<VkPhysicalDeviceFeatures, VkBool32> & Sendable)] = [
    (2, "geometry shaders, which gl_PrimitiveID needs", \.geometryShader),
    (10, "64-bit floats", \.shaderFloat64),
    (11, "64-bit integers", \.shaderInt64),
    (22, "16-bit integers", \.shaderInt16),
    (32, "clip distances", \.shaderClipDistance),
    (33, "cull distances", \.shaderCullDistance),
    (34, "arrays of cubes", \.imageCubeArray),
    (35, "shading of samples", \.sampleRateShading),
    (41, "sparse residency", \.shaderResourceResidency),
    (42, "least levels of detail", \.shaderResourceMinLod),
    (52, "interpolation of samples", \.sampleRateShading),
  ]
}
