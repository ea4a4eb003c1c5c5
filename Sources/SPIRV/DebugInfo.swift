extension Module {
  /// The module's words as a compiler writes them that was not asked for debug info.
  ///
  /// Lines, file names, embedded texts and OpModuleProcessed go; the ids of the file names' strings, which
  /// glslang takes from the same number space, close up, so that the words of a module that is otherwise
  /// untouched are those that glslang gives without -g. OpName and OpSourceExtension stay, as they do there.
  ///
  /// - Parameter unrequested: extensions that the front end turned on and the text does not name: their
  ///   OpSourceExtension goes, too.
  public func wordsWithoutDebugInfo(unrequestedExtensions unrequested: Set<String> = []) -> [UInt32] {
    let removed = fileNameStrings
    var words = [Module.magic, header.version, header.generator, header.bound, header.schema]
    words.reserveCapacity(5 + wordCount)
    var renumbering = Renumbering(removed, bound: header.bound)
    renumbering.learnWideSelectors(of: self)
    words[3] = renumbering.newBound
    forEachInstruction { instruction in
      switch instruction.op {
      case .line, .noLine, .sourceContinued, .moduleProcessed: return
      case .sourceExtension where unrequested.contains(LiteralString.decode(instruction.operands[...]).text):
        return
      case .string where instruction.result.map({ removed.contains($0.rawValue) }) == true: return
      case .source:
        // Language and version; then come the file and its text.
        words.append(3 << 16 | UInt32(Op.source.rawValue))
        words += instruction.operands.prefix(2)
      default:
        let start = words.count
        instruction.append(to: &words)
        if !removed.isEmpty { renumbering.apply(to: &words, instructionAt: start) }
      }
    }
    return words
  }

  /// The ids of the strings that only name files.
  private var fileNameStrings: Set<UInt32> {
    var names: Set<UInt32> = []
    var texts: Set<UInt32> = []
    forEachInstruction { instruction in
      switch instruction.op {
      case .line: if let file = instruction.operands.first { names.insert(file) }
      case .source: if instruction.operands.count > 2 { names.insert(instruction.operands[2]) }
      // A string may also be a format of debugPrintfEXT, which is no debug info.
      case .extInst: texts.formUnion(instruction.arguments.dropFirst(2))
      default: break
      }
    }
    return names.subtracting(texts)
  }
}

/// Closes the gaps that removed ids leave, keeping the order of the others.
private struct Renumbering {
  /// How many removed ids are below each id.
  private let offsets: [UInt32]
  let newBound: UInt32
  /// Values of 64-bit integers, whose OpSwitch has case literals of two words.
  private var wideValues: Set<UInt32> = []

  init(_ removed: Set<UInt32>, bound: UInt32) {
    var offsets: [UInt32] = []
    if !removed.isEmpty {
      offsets.reserveCapacity(Int(bound))
      var below: UInt32 = 0
      for id in 0..<bound {
        offsets.append(below)
        if removed.contains(id) { below += 1 }
      }
      newBound = bound - below
    } else {
      newBound = bound
    }
    self.offsets = offsets
  }

  mutating func learnWideSelectors(of module: Module) {
    var wideTypes: Set<UInt32> = []
    for type in module.preamble where type.op == .typeInt && type.arguments.first == 64 {
      if let id = type.result { wideTypes.insert(id.rawValue) }
    }
    guard !wideTypes.isEmpty else { return }
    var values: Set<UInt32> = []
    module.forEachInstruction { instruction in
      guard let type = instruction.resultType, wideTypes.contains(type.rawValue) else { return }
      if let result = instruction.result { values.insert(result.rawValue) }
    }
    wideValues = values
  }

  func apply(to words: inout [UInt32], instructionAt start: Int) {
    let op = Op(rawValue: UInt16(truncatingIfNeeded: words[start]))
    guard let layout = OperandLayout.of(op) else { return }
    let isWide = op == .switch && start + 1 < words.count && wideValues.contains(words[start + 1])
    var cursor = Cursor(offsets: offsets, switchLiteralWords: isWide ? 2 : 1, at: start + 1, end: words.count)
    cursor.walk(layout.letters, &words)
    // These two alone have ids behind the literal that `d` and `e` stand for.
    if op == .decorateId || op == .executionModeId {
      cursor.at = start + 3
      while cursor.at < cursor.end { cursor.one(&words) }
    }
  }
}

/// Walks the operands of one instruction by the letters of its layout.
private struct Cursor {
  let offsets: [UInt32]
  let switchLiteralWords: Int
  var at: Int
  let end: Int

  mutating func one(_ words: inout [UInt32]) {
    if at < end {
      let id = Int(words[at])
      if id < offsets.count { words[at] -= offsets[id] }
    }
    at += 1
  }

  private mutating func rest(_ words: inout [UInt32]) {
    while at < end { one(&words) }
  }

  mutating func walk(_ letters: StaticString, skipping skipped: Int = 0, _ words: inout [UInt32]) {
    letters.withUTF8Buffer { letters in
      for position in letters.indices.dropFirst(skipped) {
        let isRepeated = position + 1 < letters.count && letters[position + 1] == UInt8(ascii: "*")
        step(letters[position], isRepeated: isRepeated, &words)
      }
    }
  }

  private mutating func step(_ letter: UInt8, isRepeated: Bool, _ words: inout [UInt32]) {
    switch letter {
    case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "i"):
      if isRepeated { rest(&words) } else { one(&words) }
    case UInt8(ascii: "p"): rest(&words)
    case UInt8(ascii: "l"): at = isRepeated ? end : at + 1
    case UInt8(ascii: "s"):
      while at < end, !words[at].endsString { at += 1 }
      at += 1
    case UInt8(ascii: "o"):
      // The rest is what the inner instruction has after its result.
      let inner = at < end ? OperandLayout.of(Op(rawValue: UInt16(truncatingIfNeeded: words[at]))) : nil
      at += 1
      if let inner { walk(inner.letters, skipping: 2, &words) }
    case UInt8(ascii: "w"):
      while at < end {
        at += switchLiteralWords
        one(&words)
      }
    case UInt8(ascii: "v"):
      while at < end {
        one(&words)
        at += 1
      }
    case UInt8(ascii: "g"):
      at += 1
      rest(&words)
    case UInt8(ascii: "m"): memoryAccess(&words)
    case UInt8(ascii: "?"), UInt8(ascii: "*"): break
    default: at = end
    }
  }

  private mutating func memoryAccess(_ words: inout [UInt32]) {
    guard at < end else { return }
    let mask = words[at]
    at += mask & MemoryAccess.aligned != 0 ? 2 : 1
    if mask & MemoryAccess.makePointerAvailable != 0 { one(&words) }
    if mask & MemoryAccess.makePointerVisible != 0 { one(&words) }
  }
}
