extension Module {
  /// The module's words as a compiler writes them that was not asked for debug info; see
  /// ``strippingDebugInfo(_:unrequestedExtensions:)``.
  public func wordsWithoutDebugInfo(unrequestedExtensions: Set<String> = []) -> [UInt32] {
    strippingDebugInfo(words, unrequestedExtensions: unrequestedExtensions)
  }
}

/// The words of a module as a compiler writes them that was not asked for debug info.
///
/// Lines, file names, embedded texts and OpModuleProcessed go; the ids of the file names' strings, which
/// glslang takes from the same number space, close up, so that the words of a module that is otherwise
/// untouched are those that glslang gives without -g. OpName and OpSourceExtension stay, as they do there.
///
/// It works on words, not on a ``Module``, because every conversion of GLSL waits for it.
///
/// - Parameters:
///   - words: a module that can be read, in this machine's byte order.
///   - unrequested: extensions that the front end turned on and the text does not name: their
///     OpSourceExtension goes, too.
public func strippingDebugInfo(
  _ words: [UInt32], unrequestedExtensions unrequested: Set<String> = []
) -> [UInt32] {
  guard words.count >= 5, words[0] == Module.magic else { return words }
  let removed = fileNameStrings(words)
  var renumbering = Renumbering(removed, bound: words[3])
  renumbering.learnWideSelectors(words)
  var result = Array(words[..<5])
  result.reserveCapacity(words.count)
  result[3] = renumbering.newBound
  var hasSource = false
  forEachInstruction(words) { op, start, end in
    switch op {
    case .line, .noLine, .sourceContinued, .moduleProcessed: return
    case .sourceExtension where unrequested.contains(LiteralString.decode(words[(start + 1)..<end]).text):
      return
    case .string where start + 1 < end && removed.contains(words[start + 1]): return
    case .source where hasSource: return
    case .source:
      // Language and version; then come the file and its text. Further ones are of included files.
      hasSource = true
      result.append(3 << 16 | UInt32(Op.source.rawValue))
      result += words[(start + 1)..<min(start + 3, end)]
    default:
      renumbering.append(op, words, start, end, to: &result)
    }
  }
  return result
}

/// Visits the instructions of a module's words: the opcode, where it starts and where it ends.
@inline(__always)
private func forEachInstruction(_ words: [UInt32], _ body: (Op, Int, Int) -> Void) {
  var start = 5
  while start < words.count {
    let end = min(start + max(1, Int(words[start] >> 16)), words.count)
    body(Op(rawValue: UInt16(truncatingIfNeeded: words[start])), start, end)
    start = end
  }
}

/// The ids of the strings that only name files.
private func fileNameStrings(_ words: [UInt32]) -> Set<UInt32> {
  var names: Set<UInt32> = []
  var last: UInt32 = 0
  var importCount = 0
  forEachInstruction(words) { op, start, end in
    switch op {
    case .line where start + 1 < end && words[start + 1] != last:
      last = words[start + 1]
      names.insert(last)
    case .source where start + 3 < end: names.insert(words[start + 3])
    case .extInstImport: importCount += 1
    default: break
    }
  }
  // A string may also be a format of debugPrintfEXT, which is no debug info.
  guard importCount > 1 else { return names }
  forEachInstruction(words) { op, start, end in
    if op == .extInst { names.subtract(words[min(start + 5, end)..<end]) }
  }
  return names
}

/// Closes the gaps that removed ids leave, keeping the order of the others.
private struct Renumbering {
  /// How many removed ids are below each id; empty where none is removed.
  private var offsets: [UInt32] = []
  let newBound: UInt32
  /// Values of 64-bit integers, whose OpSwitch has case literals of two words.
  private var wideValues: Set<UInt32> = []

  init(_ removed: Set<UInt32>, bound: UInt32) {
    var below: UInt32 = 0
    if !removed.isEmpty {
      offsets = (0..<bound).map { id in
        defer { if removed.contains(id) { below += 1 } }
        return below
      }
    }
    newBound = bound - below
  }

  /// Finds the selectors that make the literals of OpSwitch wide.
  mutating func learnWideSelectors(_ words: [UInt32]) {
    var wideTypes: Set<UInt32> = []
    var values: Set<UInt32> = []
    forEachInstruction(words) { op, start, end in
      if op == .typeInt, start + 2 < end, words[start + 2] == 64 { wideTypes.insert(words[start + 1]) }
      // A type stands before its values.
      if !wideTypes.isEmpty, OperandLayout.flags[Int(op.rawValue)] & 3 == 3, start + 2 < end,
        wideTypes.contains(words[start + 1])
      {
        values.insert(words[start + 2])
      }
    }
    wideValues = values
  }

  /// Appends an instruction with its ids renumbered.
  func append(_ op: Op, _ words: [UInt32], _ start: Int, _ end: Int, to result: inout [UInt32]) {
    result.append(words[start])
    if !offsets.isEmpty, Renumbering.hasOnlyIDs[Int(op.rawValue)] {
      for position in (start + 1)..<end { result.append(renumbered(words[position])) }
      return
    }
    let copy = result.count
    for position in (start + 1)..<end { result.append(words[position]) }
    guard !offsets.isEmpty else { return }
    let isWide =
      op == .switch && !wideValues.isEmpty && start + 1 < end && wideValues.contains(words[start + 1])
    _ = OperandCursor.mapIDs(
      of: op, in: &result, copy..<result.count, switchLiteralWords: isWide ? 2 : 1, renumbered)
  }

  private func renumbered(_ id: UInt32) -> UInt32 {
    Int(id) < offsets.count ? id - offsets[Int(id)] : id
  }

  /// By opcode: whether every operand is an id, so that nothing has to be looked up. Most are such.
  private static let hasOnlyIDs: [Bool] = {
    var flags = [Bool](repeating: false, count: 1 << 16)
    for entry in opTable {
      flags[Int(entry.code)] = entry.layout.withUTF8Buffer { letters in
        letters.allSatisfy { "tri*?".utf8.contains($0) }
      }
    }
    return flags
  }()
}
