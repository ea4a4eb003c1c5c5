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
    words.withUnsafeBufferPointer { words in
      OpTraits.table.withUnsafeBufferPointer { traits in
        var at = 5
        while at < words.count {
          if traits[Int(words[at] & 0xffff)].contains(trait) { return true }
          at += max(Int(words[at] >> 16), 1)
        }
        return false
      }
    }
  }

  /// The number of instructions, notes for debuggers aside.
  public var instructionCount: Int {
    var count = 0
    forEachInstruction(from: 5) { op, _ in
      if op != .line, op != .noLine, op != .nop { count += 1 }
    }
    return count
  }

  /// Visits every instruction from a place on: its opcode and the range of its operands.
  private func forEachInstruction(from start: Int, _ body: (Op, Range<Int>) -> Void) {
    var at = start
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
    words.withUnsafeBufferPointer { words in
      func copy(_ range: Range<Int>) {
        result.append(contentsOf: UnsafeBufferPointer(rebasing: words[range]))
      }
      OpTraits.table.withUnsafeBufferPointer { traits in
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
            unrequested.isEmpty
              || !unrequested.contains(LiteralString.decode(self.words[first + 1..<at]).text)
          {
            continue
          }
          if first > start { copy(start..<first) }
          start = at
          if op == .source, !hasSource {
            // Language and version; then come the file and its text. Further ones are of included files.
            hasSource = true
            result.append(3 << 16 | UInt32(Op.source.rawValue))
            copy(first + 1..<min(first + 3, at))
          }
        }
        copy(start..<words.count)
      }
    }
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
    var hasOtherImports = false
    // Where the functions begin.
    var body = 5
    while body < words.count {
      let end = min(body + max(Int(words[body] >> 16), 1), words.count)
      switch Op(rawValue: UInt16(truncatingIfNeeded: words[body])) {
      case .string where body + 1 < end: strings.insert(words[body + 1])
      case .source where body + 3 < end: names.insert(words[body + 3])
      case .extInstImport where body + 2 < end:
        if LiteralString.decode(words[body + 2..<end]).text != "GLSL.std.450" { hasOtherImports = true }
      default: break
      }
      if words[body] & 0xffff == Op.function.rawValue { break }
      body = end
    }
    // A string may also be a format of debugPrintfEXT, which is no debug info.
    if !hasOtherImports, strings.isSubset(of: names) { return names }
    var texts: Set<UInt32> = []
    var last: UInt32 = 0
    forEachInstruction(from: 5) { op, operands in
      switch op {
      case .line where !operands.isEmpty && words[operands.lowerBound] != last:
        last = words[operands.lowerBound]
        names.insert(last)
      case .extInst:
        for position in operands.dropFirst(4) where strings.contains(words[position]) {
          texts.insert(words[position])
        }
      default: break
      }
    }
    return names.subtracting(texts)
  }

  /// The values of 64-bit integers, whose OpSwitch has case literals of two words.
  fileprivate func wideValues() -> Set<UInt32> {
    var types: Set<UInt32> = []
    var values: Set<UInt32> = []
    forEachInstruction(from: 5) { op, operands in
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
  private let module: ModuleWords

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
    self.module = module
  }

  /// Renumbers the ids of a whole module.
  func apply(to words: inout [UInt32]) {
    var wideValues: Set<UInt32>?
    words.withUnsafeMutableBufferPointer { words in
      OperandLayout.flags.withUnsafeBufferPointer { layouts in
        numbers.withUnsafeBufferPointer { numbers in
          var at = 5
          while at < words.count {
            let start = at + 1
            let op = Op(rawValue: UInt16(truncatingIfNeeded: words[at]))
            at = min(at + max(Int(words[at] >> 16), 1), words.count)
            if apply(to: words, op, start..<at, layouts[Int(op.rawValue)], numbers) { continue }
            if op == .switch, wideValues == nil { wideValues = module.wideValues() }
            // The ids of an unknown opcode cannot be told from its literals.
            let isWide = op == .switch && start < at && wideValues?.contains(words[start]) == true
            _ = OperandCursor.mapIDs(of: op, in: words, start..<at, switchLiteralWords: isWide ? 2 : 1) {
              Int($0) < numbers.count ? numbers[Int($0)] : $0
            }
          }
        }
      }
    }
  }

  /// Renumbers the ids of an instruction that has them in one or two runs, as most have; false for others.
  @inline(__always)
  private func apply(
    to words: UnsafeMutableBufferPointer<UInt32>, _ op: Op, _ operands: Range<Int>, _ layout: UInt8,
    _ numbers: UnsafeBufferPointer<UInt32>
  ) -> Bool {
    let (start, end) = (operands.lowerBound, operands.upperBound)
    func renumber(_ range: Range<Int>) {
      for position in range where Int(words[position]) < numbers.count {
        words[position] = numbers[Int(words[position])]
      }
    }
    /// Renumbers all but the operand at a position.
    func renumber(allBut literal: Int) {
      renumber(start..<min(start + literal, end))
      renumber(min(start + literal + 1, end)..<end)
    }
    if layout & OperandLayout.onlyIDs != 0 || op.isPlainAccess(operands.count) {
      renumber(operands)
    } else if layout >> OperandLayout.leadingShift > 0 {
      renumber(start..<min(start + Int(layout >> OperandLayout.leadingShift), end))
    } else {
      switch op {
      // The number of the instruction, the storage class, the function control.
      case .extInst: renumber(allBut: 3)
      case .variable, .function: renumber(allBut: 2)
      case .typePointer: renumber(allBut: 1)
      // The mask of image operands.
      case .imageSampleImplicitLod, .imageSampleExplicitLod: renumber(allBut: 4)
      default: return false
      }
    }
    return true
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
