import SPIRV

/// Holds a text, and what it includes, to limits before a compiler sees it: glslang's own recursion knows none. Refuses,
/// too, what glslang cannot be given.
final class InputGuard {
  /// What is wrong with a text.
  struct Excess: Error {
    var description: String
    /// Where in the text; nil: as a whole.
    var offset: Int?
  }

  /// What a text counts at least where it is included, so that empty ones cannot be included without end.
  static let leastSize = 256

  /// A text on the way from the source to an included file.
  private struct Text {
    var readings: [PlainText]
    var includer: String?
    /// How deep what includes it nests there.
    var base: Int
    var depthAtInclude = 0
    var tokens = 0
  }

  private let limits: Limits
  private let macros: MacroTable
  private var texts: [String: Text] = [:]
  private var size = 0
  private var tokens = 0

  init(_ options: CompileOptions) {
    limits = options.limits
    macros = MacroTable(depthLimit: options.limits.nesting)
    for definition in options.definitions {
      Array("\(definition.name) \(definition.value)".utf8).withUnsafeBufferPointer { macros.define($0) }
    }
  }

  /// Counts a text in, an included one with the path of the file that includes it.
  func admit(_ bytes: [UInt8], path: String, includer: String? = nil) throws(Excess) {
    size += includer == nil ? bytes.count : max(bytes.count, Self.leastSize)
    if size > limits.inputBytes {
      throw Excess(description: ExceededLimit.inputBytes(limits.inputBytes).description)
    }
    let outer = includer.flatMap { texts[$0] }
    var text = Text(
      readings: PlainText.readings(bytes), includer: includer,
      base: outer.map { $0.base + $0.depthAtInclude } ?? 0)
    macros.hasGrown = false
    try walk(&text)
    texts[path] = text
    guard macros.hasGrown else { return }
    // The rest of those that include it may use its macros.
    var next = includer
    var seen: Set<String> = [path]
    while let path = next, seen.insert(path).inserted, var text = texts[path] {
      try walk(&text)
      texts[path] = text
      next = text.includer
    }
  }

  private func walk(_ text: inout Text) throws(Excess) {
    let limit = limits.nesting * NestingWalk.level - text.base
    var tokens = 0
    // One reading may use what only another defines.
    for reading in text.readings.count == 1 ? text.readings : text.readings + text.readings {
      let (cost, depthAtInclude, excess, intrinsics) = reading.bytes.withUnsafeBufferPointer { bytes in
        var walk = NestingWalk(bytes, macros: macros, limit: limit)
        walk.run()
        return (walk.cost, walk.depthAtInclude, walk.firstExcess, walk.intrinsics)
      }
      if let intrinsics {
        throw Excess(
          description: "GL_EXT_spirv_intrinsics is not supported", offset: reading.offset(intrinsics))
      }
      tokens = max(tokens, cost.tokens)
      text.depthAtInclude = max(text.depthAtInclude, depthAtInclude)
      if let excess {
        let limit = ExceededLimit.nesting(limits.nesting, of: "brackets, statements or macros")
        throw Excess(description: limit.description, offset: reading.offset(excess))
      }
    }
    self.tokens = NestingCost.sum(self.tokens - text.tokens, tokens)
    text.tokens = tokens
    let mostTokens = limits.inputBytes / 4
    if self.tokens > mostTokens { throw Excess(description: ExceededLimit.tokens(mostTokens).description) }
  }
}

extension CompilationError {
  /// What is wrong with a text, by line and column.
  init(_ excess: InputGuard.Excess, path: String, text: [UInt8]) {
    guard let offset = excess.offset else {
      self.init(path, line: nil, excess.description)
      return
    }
    let head = text[..<min(offset, text.count)]
    let start = head.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = 1 + String(decoding: head[start...], as: UTF8.self).unicodeScalars.count
    self.init(
      path, line: 1 + head.count { $0 == UInt8(ascii: "\n") }, column: column, excess.description)
  }
}
