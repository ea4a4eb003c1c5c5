/// A module's words, walked instruction by instruction without taking them apart.
public struct ModuleWords: Sendable {
  /// The words, header included, in this machine's byte order.
  public let words: [UInt32]

  /// A module that was read or compiled: its instructions' lengths are known to be right.
  public init(_ words: [UInt32]) { self.words = words }

  /// Whether any instruction consumes a screen-space derivative.
  public var hasSite: Bool { hasInstruction(with: .site) }

  /// Whether any instruction is a derivative.
  public var hasDerivative: Bool { hasInstruction(with: .derivative) }

  private func hasInstruction(with trait: OpTraits) -> Bool {
    var at = 5
    let traits = OpTraits.table
    while at < words.count {
      if traits[Int(words[at] & 0xffff)].contains(trait) { return true }
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
    var result: [UInt32] = []
    result.reserveCapacity(words.count)
    result += words[..<5]
    let renumbering = closesGaps && !removed.isEmpty ? Renumbering(removed, bound: words[3], self) : nil
    var hasSource = false
    let traits = OpTraits.table
    // What stays is copied in runs.
    var start = 5
    var at = 5
    while at < words.count {
      let first = at
      at = min(at + max(Int(words[at] >> 16), 1), words.count)
      guard traits[Int(words[first] & 0xffff)].contains(.debug) else { continue }
      let op = Op(rawValue: UInt16(truncatingIfNeeded: words[first]))
      if op == .string, first + 1 == at || !removed.contains(words[first + 1]) { continue }
      if op == .sourceExtension,
        unrequested.isEmpty || !unrequested.contains(LiteralString.decode(words[first + 1..<at]).text)
      {
        continue
      }
      result += words[start..<first]
      start = at
      if op == .source, !hasSource {
        // Language and version; then come the file and its text. Further ones are of included files.
        hasSource = true
        result.append(3 << 16 | UInt32(Op.source.rawValue))
        result += words[first + 1..<min(first + 3, at)]
      }
    }
    result += words[start...]
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
    let traits = OpTraits.table
    var at = 5
    while at < words.count {
      let first = at
      at = min(at + max(Int(words[at] >> 16), 1), words.count)
      let op = Op(rawValue: UInt16(truncatingIfNeeded: words[first]))
      guard op == .extInst || traits[Int(op.rawValue)].contains(.debug), first + 1 < at else { continue }
      switch op {
      case .string:
        strings.insert(words[first + 1])
        greatest = max(greatest, words[first + 1])
      case .line where words[first + 1] != last:
        last = words[first + 1]
        names.insert(last)
      case .source where first + 3 < at: names.insert(words[first + 3])
      // A string may also be a format of debugPrintfEXT, which is no debug info.
      case .extInst:
        for position in min(first + 5, at)..<at
        where words[position] <= greatest && strings.contains(words[position]) {
          texts.insert(words[position])
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
    let layouts = OperandLayout.flags
    var at = 5
    while at < words.count {
      let start = at + 1
      let opcode = UInt16(truncatingIfNeeded: words[at])
      at = min(at + max(Int(words[at] >> 16), 1), words.count)
      // Most operands are ids and nothing else, or a few ids before literals.
      let layout = layouts[Int(opcode)]
      let op = Op(rawValue: opcode)
      if layout & OperandLayout.onlyIDs != 0 || op.isPlainAccess(at - start) {
        renumber(&words, start..<at)
      } else if op == .extInst {
        // All ids but the number of the instruction.
        renumber(&words, start..<min(start + 3, at))
        renumber(&words, min(start + 4, at)..<at)
      } else if layout >> OperandLayout.leadingShift > 0 {
        renumber(&words, start..<min(start + Int(layout >> OperandLayout.leadingShift), at))
      } else {
        apply(to: &words, op, start..<at)
      }
    }
  }

  /// Renumbers words that are all ids.
  private func renumber(_ words: inout [UInt32], _ range: Range<Int>) {
    numbers.withUnsafeBufferPointer { numbers in
      for position in range where Int(words[position]) < numbers.count {
        words[position] = numbers[Int(words[position])]
      }
    }
  }

  @inline(__always)
  private func number(_ id: UInt32) -> UInt32 { Int(id) < numbers.count ? numbers[Int(id)] : id }

  private func apply(to words: inout [UInt32], _ op: Op, _ operands: Range<Int>) {
    let isWide = op == .switch && !operands.isEmpty && wideValues.contains(words[operands.lowerBound])
    // The ids of an unknown opcode cannot be told from its literals.
    _ = OperandCursor.mapIDs(of: op, in: &words, operands, switchLiteralWords: isWide ? 2 : 1) { number($0) }
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
