import SPIRV

/// Holds a text, and what it includes, to limits before a compiler sees it: glslang's own recursion knows none.
final class InputGuard {
  /// A limit that a text exceeds.
  struct Excess: Error {
    var limit: ExceededLimit
    /// Where in the text; nil: as a whole.
    var offset: Int?
  }

  /// What a text counts at least where it is included, so that empty ones cannot be included without end.
  static let leastSize = 256

  /// A text on the way from the source to an included file.
  private struct Text {
    var bytes: [UInt8]
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
    if size > limits.inputBytes { throw Excess(limit: .inputBytes(limits.inputBytes)) }
    let outer = includer.flatMap { texts[$0] }
    var text = Text(bytes: bytes, includer: includer, base: outer.map { $0.base + $0.depthAtInclude } ?? 0)
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
    let (tokens, depthAtInclude, excess) = text.bytes.withUnsafeBufferPointer { bytes in
      var walk = NestingWalk(bytes, macros: macros, limit: limit)
      walk.run()
      return (walk.cost.tokens, walk.depthAtInclude, walk.firstExcess)
    }
    if let excess {
      throw Excess(limit: .nesting(limits.nesting, of: "brackets, statements or macros"), offset: excess)
    }
    self.tokens = NestingCost.sum(self.tokens - text.tokens, tokens)
    (text.tokens, text.depthAtInclude) = (tokens, depthAtInclude)
    if self.tokens > limits.inputBytes / 4 { throw Excess(limit: .tokens(limits.inputBytes / 4)) }
  }
}

extension CompilationError {
  /// A limit that a text exceeds, by line and column.
  init(_ excess: InputGuard.Excess, path: String, text: [UInt8]) {
    guard let offset = excess.offset else {
      self.init(path, line: nil, excess.limit.description)
      return
    }
    let head = text[..<min(offset, text.count)]
    let start = head.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = 1 + String(decoding: head[start...], as: UTF8.self).unicodeScalars.count
    self.init(
      path, line: 1 + head.count { $0 == UInt8(ascii: "\n") }, column: column, excess.limit.description)
  }
}
