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
    var hasSource = false
    forEachInstruction { instruction in
      switch instruction.op {
      case .line, .noLine, .sourceContinued, .moduleProcessed: return
      case .sourceExtension where unrequested.contains(LiteralString.decode(instruction.operands[...]).text):
        return
      case .string where instruction.result.map({ removed.contains($0.rawValue) }) == true: return
      case .source where hasSource: return
      case .source:
        // Language and version; then come the file and its text. Further ones are of included files.
        hasSource = true
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
    var last: UInt32 = 0
    forEachInstruction { instruction in
      switch instruction.op {
      case .line:
        guard let file = instruction.operands.first, file != last else { return }
        names.insert(file)
        last = file
      case .source: if instruction.operands.count > 2 { names.insert(instruction.operands[2]) }
      default: break
      }
    }
    // A string may also be a format of debugPrintfEXT, which is no debug info.
    guard preamble.count(where: { $0.op == .extInstImport }) > 1 else { return names }
    forEachInstruction { instruction in
      if instruction.op == .extInst { names.subtract(instruction.arguments.dropFirst(2)) }
    }
    return names
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
    let isWide =
      op == .switch && !wideValues.isEmpty && start + 1 < words.count && wideValues.contains(words[start + 1])
    _ = OperandCursor.mapIDs(
      of: op, in: &words, (start + 1)..<words.count, switchLiteralWords: isWide ? 2 : 1
    ) { id in
      Int(id) < offsets.count ? id - offsets[Int(id)] : id
    }
  }
}
