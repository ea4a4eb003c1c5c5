/// Instructions in order, their words one behind the other in one array.
///
/// A list costs two arrays, however many instructions it holds, and the lists of a module that was read share the
/// words they were read from; an ``Instruction`` is put together when it is asked for. So reading, copying, writing
/// and freeing a module counts references for each block, not for each instruction.
public struct InstructionList: Sendable {
  /// Where an instruction begins, and what is asked of it most.
  @usableFromInline struct Entry: Sendable {
    @usableFromInline var start: UInt32
    @usableFromInline let op: Op
    /// See ``OperandLayout/flags``.
    @usableFromInline let layout: UInt8

    init(start: Int, op: Op, layout: UInt8) {
      self.start = UInt32(truncatingIfNeeded: start)
      self.op = op
      self.layout = layout
    }
  }

  /// The words of the list's instructions, between those of others where a module was read.
  @usableFromInline var words: [UInt32]
  @usableFromInline var entries: [Entry]
  /// The place behind the words of the last instruction.
  @usableFromInline var end: Int

  /// A list of none.
  public init() {
    words = []
    entries = []
    end = 0
  }

  /// Instructions that stand one behind the other among the words of a module.
  init(words: [UInt32], entries: [Entry], end: Int) {
    self.words = words
    self.entries = entries
    self.end = end
  }

  private var start: Int { entries.isEmpty ? end : Int(entries[0].start) }

  /// The places of the words of all instructions.
  var range: Range<Int> { start..<end }

  /// The number of words of all instructions.
  var wordCount: Int { range.count }

  /// The place behind the words of an instruction.
  @inlinable func end(of position: Int) -> Int {
    position + 1 < entries.count ? Int(entries[position + 1].start) : end
  }

  /// The number of an instruction's operands, result type and result included.
  func operandCount(at position: Int) -> Int { end(of: position) - Int(entries[position].start) - 1 }

  /// An operand of an instruction, that is known to have so many, without putting the instruction together.
  func operand(_ number: Int, at position: Int) -> UInt32 { words[Int(entries[position].start) + 1 + number] }

  /// The opcode of an instruction.
  @inlinable public func op(at position: Int) -> Op { entries[position].op }

  /// Visits the position, the opcode, the result's type and the result of every instruction, without putting it
  /// together.
  @inlinable @inline(__always)
  public func scan(_ body: (_ position: Int, _ op: Op, _ type: TypeID?, _ result: ValueID?) -> Void) {
    words.withUnsafeBufferPointer { words in
      entries.withUnsafeBufferPointer { entries in
        for position in entries.indices {
          let entry = entries[position]
          let next = position + 1 < entries.count ? Int(entries[position + 1].start) : end
          let (type, result) = (Int(entry.start) + 1, Int(entry.start) + 1 + Int(entry.layout & 1))
          body(
            position, entry.op, entry.layout & 1 != 0 && type < next ? TypeID(words[type]) : nil,
            entry.layout & 2 != 0 && result < next ? ValueID(words[result]) : nil)
        }
      }
    }
  }

  /// Makes the words the list's own, alone.
  private mutating func own() {
    guard start != 0 || end != words.count else { return }
    let before = UInt32(start)
    words = Array(words[range])
    end = words.count
    if before > 0 {
      for position in entries.indices { entries[position].start -= before }
    }
  }

  /// Adds instructions of another list.
  public mutating func append(_ other: InstructionList, _ positions: Range<Int>) {
    guard let first = positions.first else { return }
    own()
    let start = Int(other.entries[first].start)
    let offset = end - start
    let range = start..<other.end(of: positions.upperBound - 1)
    other.words.withUnsafeBufferPointer { words.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
    end = words.count
    let count = entries.count
    other.entries.withUnsafeBufferPointer {
      entries.append(contentsOf: UnsafeBufferPointer(rebasing: $0[positions]))
    }
    entries.withUnsafeMutableBufferPointer { entries in
      for position in count..<entries.count { entries[position].start &+= UInt32(truncatingIfNeeded: offset) }
    }
  }

  /// Writes all words to a module's words; returns the place behind them.
  func write(to target: UnsafeMutableBufferPointer<UInt32>, at place: Int) -> Int {
    let range = range
    precondition(place >= 0 && place + range.count <= target.count, "more words than were counted")
    _ = UnsafeMutableBufferPointer(rebasing: target[place..<place + range.count]).update(from: words[range])
    return place + range.count
  }
}

extension InstructionList: RandomAccessCollection, MutableCollection {
  /// Zero.
  @inlinable public var startIndex: Int { 0 }
  /// The number of instructions.
  @inlinable public var endIndex: Int { entries.count }

  /// An instruction. Replacing one by one of another length moves those behind it.
  @inlinable public subscript(position: Int) -> Instruction {
    get {
      let entry = entries[position]
      let operands = Operands(of: words, Int(entry.start) + 1..<end(of: position))
      return Instruction(entry.op, operands, layout: entry.layout)
    }
    set { replaceSubrange(position..<position + 1, with: CollectionOfOne(newValue)) }
  }
}

extension InstructionList: RangeReplaceableCollection, ExpressibleByArrayLiteral {
  /// A list of some instructions.
  public init(arrayLiteral instructions: Instruction...) { self.init(instructions) }

  /// Reserves space for some instructions.
  public mutating func reserveCapacity(_ count: Int) {
    entries.reserveCapacity(count)
    words.reserveCapacity(InstructionList.usualWordCount * count)
  }

  /// The capacity of a list that grows.
  private static let leastCapacity = 16

  /// About as many words as an instruction has.
  private static let usualWordCount = 4

  /// Adds an instruction.
  public mutating func append(_ instruction: Instruction) {
    beginAppending()
    entries.append(Entry(start: end, op: instruction.op, layout: instruction.layout))
    words.append(instruction.firstWord)
    instruction.operands.append(to: &words)
    end = words.count
  }

  /// Makes the list ready for one more.
  mutating func beginAppending() {
    own()
    if entries.isEmpty { reserveCapacity(InstructionList.leastCapacity) }
  }

  /// Replaces some instructions by others.
  public mutating func replaceSubrange(
    _ positions: Range<Int>, with instructions: some Collection<Instruction>
  ) {
    var result = InstructionList()
    result.entries.reserveCapacity(entries.count - positions.count + instructions.count)
    result.append(self, 0..<positions.lowerBound)
    for instruction in instructions { result.append(instruction) }
    result.append(self, positions.upperBound..<entries.count)
    self = result
  }

  /// Removes the instructions that satisfy a condition; what stays moves once.
  public mutating func removeAll(where isRemoved: (Instruction) throws -> Bool) rethrows {
    var result = InstructionList()
    var kept = 0
    for position in indices where try isRemoved(self[position]) {
      result.append(self, kept..<position)
      kept = position + 1
    }
    guard kept > 0 else { return }
    result.append(self, kept..<entries.count)
    self = result
  }
}

extension InstructionList: Hashable {
  /// Whether two lists hold the same instructions.
  public static func == (a: InstructionList, b: InstructionList) -> Bool {
    a.entries.count == b.entries.count && a.words[a.range] == b.words[b.range]
  }

  /// Feeds the words to a hasher.
  public func hash(into hasher: inout Hasher) { words[range].hash(into: &hasher) }
}
