/// A module's words, walked instruction by instruction without taking them apart.
public struct ModuleWords: Sendable {
  /// The words, header included, in this machine's byte order.
  public let words: [UInt32]

  /// A module that was read or compiled: its instructions' lengths are known to be right.
  public init(_ words: [UInt32]) { self.words = words }

  /// Whether any instruction consumes a screen-space derivative.
  public var hasSite: Bool {
    var at = 5
    while at < words.count {
      if Op(rawValue: UInt16(truncatingIfNeeded: words[at])).isSite { return true }
      at += max(Int(words[at] >> 16), 1)
    }
    return false
  }

  /// The number of instructions, notes for debuggers aside.
  public var instructionCount: Int {
    var count = 0
    forEachInstruction { op, _ in
      if op != .line, op != .noLine, op != .nop { count += 1 }
    }
    return count
  }

  /// Visits every instruction: its opcode and the range of its operands.
  private func forEachInstruction(_ body: (Op, Range<Int>) -> Void) {
    var at = 5
    while at < words.count {
      let end = min(at + max(Int(words[at] >> 16), 1), words.count)
      body(Op(rawValue: UInt16(truncatingIfNeeded: words[at])), at + 1..<end)
      at = end
    }
  }

  /// The words as a compiler writes them that was not asked for debug info.
  ///
  /// Lines, file names, embedded texts and OpModuleProcessed go. OpName and OpSourceExtension stay, as glslang
  /// leaves them without -g.
  ///
  /// - Parameters:
  ///   - unrequested: extensions that the front end turned on and the text does not name: their
  ///     OpSourceExtension goes, too.
  ///   - closesGaps: whether the ids of the file names' strings, which glslang takes from the same number
  ///     space, close up, so that an otherwise untouched module is word for word glslang's own.
  public func withoutDebugInfo(
    unrequestedExtensions unrequested: Set<String> = [], closesGaps: Bool = true
  ) -> [UInt32] {
    guard words.count >= 5 else { return words }
    let removed = fileNameStrings
    var result = Array(words[..<5])
    result.reserveCapacity(words.count)
    let renumbering = closesGaps && !removed.isEmpty ? Renumbering(removed, bound: words[3], self) : nil
    var hasSource = false
    // What stays is copied in runs.
    var run = 5..<5
    forEachInstruction { op, operands in
      switch op {
      case .line, .noLine, .sourceContinued, .moduleProcessed: return
      case .sourceExtension where unrequested.contains(LiteralString.decode(words[operands]).text): return
      case .string where operands.first.map({ removed.contains(words[$0]) }) == true: return
      case .source where hasSource: return
      case .source:
        // Language and version; then come the file and its text. Further ones are of included files.
        hasSource = true
        result += words[run]
        run = operands.upperBound..<operands.upperBound
        result.append(3 << 16 | UInt32(Op.source.rawValue))
        result += words[operands.prefix(2)]
      default:
        let start = operands.lowerBound - 1
        if start != run.upperBound {
          result += words[run]
          run = start..<start
        }
        run = run.lowerBound..<operands.upperBound
      }
    }
    result += words[run]
    if let renumbering {
      result[3] = renumbering.newBound
      renumbering.apply(to: &result)
    }
    return result
  }

  /// The ids of the strings that only name files.
  private var fileNameStrings: Set<UInt32> {
    var names: Set<UInt32> = []
    var strings: Set<UInt32> = []
    var texts: Set<UInt32> = []
    var greatest: UInt32 = 0
    var last: UInt32 = 0
    forEachInstruction { op, operands in
      switch op {
      case .string:
        if let id = operands.first {
          strings.insert(words[id])
          greatest = max(greatest, words[id])
        }
      case .line:
        if let file = operands.first, words[file] != last {
          last = words[file]
          names.insert(last)
        }
      case .source: if operands.count > 2 { names.insert(words[operands.lowerBound + 2]) }
      // A string may also be a format of debugPrintfEXT, which is no debug info.
      case .extInst:
        for at in operands.dropFirst(4) where words[at] <= greatest && strings.contains(words[at]) {
          texts.insert(words[at])
        }
      default: break
      }
    }
    return names.subtracting(texts)
  }

  /// The values of 64-bit integers, whose OpSwitch has case literals of two words.
  fileprivate var wideValues: Set<UInt32> {
    var types: Set<UInt32> = []
    var values: Set<UInt32> = []
    forEachInstruction { op, operands in
      if op == .typeInt, operands.count == 3, words[operands.lowerBound + 1] == 64 {
        types.insert(words[operands.lowerBound])
      } else if !types.isEmpty, OperandLayout.flags[Int(op.rawValue)] & 3 == 3, operands.count > 1,
        types.contains(words[operands.lowerBound])
      {
        values.insert(words[operands.lowerBound + 1])
      }
    }
    return values
  }
}

/// Closes the gaps that removed ids leave, keeping the order of the others.
private struct Renumbering {
  /// The new number of each id.
  private let numbers: [UInt32]
  let newBound: UInt32
  private let wideValues: Set<UInt32>

  init(_ removed: Set<UInt32>, bound: UInt32, _ module: ModuleWords) {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(Int(bound))
    let gaps = removed.filter { $0 < bound }.sorted()
    var below = 0
    for id in 0..<bound {
      numbers.append(id - UInt32(below))
      if below < gaps.count, gaps[below] == id { below += 1 }
    }
    newBound = bound - UInt32(below)
    self.numbers = numbers
    wideValues = module.wideValues
  }

  /// Renumbers the ids of a whole module.
  func apply(to words: inout [UInt32]) {
    var at = 5
    while at < words.count {
      let end = min(at + max(Int(words[at] >> 16), 1), words.count)
      apply(to: &words, at..<end)
      at = end
    }
  }

  private func number(_ id: UInt32) -> UInt32 { Int(id) < numbers.count ? numbers[Int(id)] : id }

  private func apply(to words: inout [UInt32], _ instruction: Range<Int>) {
    let start = instruction.lowerBound
    // Most operands are ids and nothing else.
    let flags = OperandLayout.flags[Int(words[start] & 0xffff)]
    if flags & OperandLayout.onlyIDs != 0 {
      for at in start + 1..<instruction.upperBound { words[at] = number(words[at]) }
      return
    }
    let op = Op(rawValue: UInt16(truncatingIfNeeded: words[start]))
    let isWide = op == .switch && start + 1 < instruction.upperBound && wideValues.contains(words[start + 1])
    // The ids of an unknown opcode cannot be told from its literals.
    _ = OperandCursor.mapIDs(
      of: op, in: &words, (start + 1)..<instruction.upperBound, switchLiteralWords: isWide ? 2 : 1
    ) { number($0) }
  }
}

extension Module {
  /// ``ModuleWords/withoutDebugInfo(unrequestedExtensions:closesGaps:)`` of the module's words.
  public func wordsWithoutDebugInfo(
    unrequestedExtensions: Set<String> = [], closesGaps: Bool = true
  ) -> [UInt32] {
    ModuleWords(words).withoutDebugInfo(
      unrequestedExtensions: unrequestedExtensions, closesGaps: closesGaps)
  }
}
