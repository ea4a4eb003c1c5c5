extension Scanner {
  /// Words, wherever they stand, that tell something about the text.
  private enum Telling {
    case vulkan(TextScan.Evidence)
    /// Tells of Vulkan where an identifier follows: a type there, a function in old OpenGL.
    case separateTexture
    /// Tells of Vulkan where a parenthesis follows: a constructor from texture and sampler.
    case combinedSampler
    case set
    case vulkanMacro
    case originUpperLeft
    /// Tells of ESSL, in conditions, too.
    case embedded
    case otherStage(String)
  }

  private static let telling: [String: Telling] = {
    var words: [String: Telling] = [
      "set": .set, "VULKAN": .vulkanMacro, "origin_upper_left": .originUpperLeft,
      "GL_ES": .embedded, "precision": .embedded, "highp": .embedded, "mediump": .embedded, "lowp": .embedded,
      "constant_id": .vulkan(.weak), "gl_Position": .otherStage("vertex"),
      "local_size_x": .otherStage("compute"), "gl_GlobalInvocationID": .otherStage("compute"),
      "EmitVertex": .otherStage("geometry"), "gl_TessCoord": .otherStage("tessellation evaluation"),
    ]
    for word in [
      "push_constant", "input_attachment_index", "subpassLoad", "nonuniformEXT", "buffer_reference",
      "accelerationStructureEXT", "rayQueryEXT", "samplerShadow",
    ] { words[word] = .vulkan(.strong) }
    for prefix in ["", "i", "u"] {
      for suffix in ["", "MS"] { words["\(prefix)subpassInput\(suffix)"] = .vulkan(.strong) }
      for shape in [
        "1D", "2D", "3D", "Cube", "1DArray", "2DArray", "CubeArray", "Buffer", "2DMS", "2DMSArray",
      ] {
        words["\(prefix)texture\(shape)"] = .separateTexture
        words["\(prefix)sampler\(shape)"] = .combinedSampler
        words["\(prefix)sampler\(shape)Shadow"] = .combinedSampler
      }
    }
    return words
  }()

  /// The lengths and first bytes of telling words, so that few others are looked up.
  private static let firstBytes: [Bool] = {
    var flags = [Bool](repeating: false, count: 256)
    for word in telling.keys { flags[Int(word.utf8.first ?? 0)] = true }
    return flags
  }()

  /// Whether a word may be a telling one.
  func isTelling(_ token: Token) -> Bool {
    token.end - token.start >= 3 && Self.firstBytes[Int(bytes[token.start])]
  }

  /// Notes what a word tells, if it does.
  mutating func tellingWordFound(_ word: String, _ token: Token) {
    guard let meaning = Self.telling[word] else { return }
    if case .vulkanMacro = meaning {
      if directive == .condition, let last = conditionals.indices.last {
        conditionals[last].mentionsVulkan = true
        found(.weak)
      }
      return
    }
    if case .embedded = meaning { result.mentionsES = true }
    if directive == .condition { return }
    switch meaning {
    case .vulkanMacro, .embedded: break
    case .vulkan(let evidence): found(evidence)
    case .separateTexture:
      let next = nextByte()
      // Old shaders say `#define texture2D texture`.
      if isWordByte(next), !isDigit(next), directive == .none { found(.strong) }
    case .combinedSampler:
      if nextByte() == UInt8(ascii: "("), directive == .none { found(.strong) }
    case .set:
      let isQualifier = previousByte == UInt8(ascii: "(") || previousByte == UInt8(ascii: ",")
      if isQualifier, depth == 0 || directive == .definition, nextByte() == UInt8(ascii: "=") {
        found(.strong)
      }
    case .originUpperLeft: result.mentionsOriginUpperLeft = true
    case .otherStage(let stage):
      // In an `#if` it may be the part of a file that holds several stages.
      if result.otherStage == nil, conditionals.isEmpty { result.otherStage = (stage, line(of: token.start)) }
    }
  }

  /// Notes a sign of Vulkan: a weak one within a branch that asks for VULKAN.
  mutating func found(_ evidence: TextScan.Evidence) {
    let isOptional = conditionals.contains { $0.mentionsVulkan }
    result.vulkan = max(result.vulkan, isOptional ? min(evidence, .weak) : evidence)
  }
}
