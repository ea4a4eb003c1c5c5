/// Why some words are not a SPIR-V module that can be read.
public enum ReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no SPIR-V header: too short, or the magic number is missing.
  case notSPIRV
  /// The byte count is not a multiple of four.
  case partialWord
  /// An instruction of a length of zero words.
  case emptyInstruction(word: Int)
  /// An instruction reaches past the end.
  case truncated(op: Op, word: Int)
  /// An instruction that cannot stand where it stands, for example a block inside a block.
  case misplaced(op: Op, word: Int)
  /// An instruction shorter than its result needs, a label longer than that, or an id outside the header's bound.
  case malformed(op: Op, word: Int)
  /// The header's bound is above what the specification allows, and tables indexed by id would not fit.
  case excessiveBound(UInt32)

  /// The message, without file name.
  public var description: String {
    switch self {
    case .notSPIRV: "not a SPIR-V module"
    case .partialWord: "not a SPIR-V module: its size is not a multiple of 4 bytes"
    case .emptyInstruction(let word): "invalid SPIR-V: an instruction of no words at word \(word)"
    case .truncated(let op, let word): "truncated SPIR-V: \(op) at word \(word) reaches past the end"
    case .misplaced(let op, let word): "invalid SPIR-V: \(op) at word \(word) cannot stand there"
    case .malformed(let op, let word): "invalid SPIR-V: \(op) at word \(word) is malformed"
    case .excessiveBound(let bound): "invalid SPIR-V: an id bound of \(bound)"
    }
  }
}

extension Module {
  /// The first word of every module.
  public static let magic: UInt32 = 0x0723_0203

  /// The greatest bound (SPIR-V specification, section 2.17, "Universal Limits").
  static let greatestBound: UInt32 = 0x3f_ffff

  /// Reads a module from its bytes, in either byte order.
  ///
  /// - Throws: ``ReadError``.
  public init(bytes: some Collection<UInt8>) throws(ReadError) {
    guard bytes.count % 4 == 0 else { throw bytes.count < 20 ? .notSPIRV : .partialWord }
    let contiguous = Array(bytes)
    let words = contiguous.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count, by: 4).map {
        UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
      }
    }
    try self.init(words: words)
  }

  /// Reads a module from its words, in either byte order.
  ///
  /// - Throws: ``ReadError``.
  public init(words: [UInt32]) throws(ReadError) {
    guard words.count >= 5 else { throw .notSPIRV }
    let swapped = words[0] == Module.magic.byteSwapped
    guard swapped || words[0] == Module.magic else { throw .notSPIRV }
    var reader = Reader(words: swapped ? words.map(\.byteSwapped) : words)
    let header = Header(
      version: reader.words[1], generator: reader.words[2], bound: reader.words[3],
      schema: reader.words[4], isByteSwapped: swapped)
    guard header.bound <= Module.greatestBound else { throw .excessiveBound(header.bound) }
    self.init(header: header, preamble: [], functions: [], trailer: [])
    try reader.read(into: &self)
  }
}

/// Cuts words into instructions and instructions into functions and blocks.
private struct Reader {
  /// The parts of a function, put together at its end.
  private struct OpenFunction {
    var head: [Instruction]
    var blocks: [Block] = []
  }

  let words: [UInt32]
  var at = 5
  /// Debug notes whose place is not known before the next instruction is read.
  var pending: [Instruction] = []
  var functions: [Function] = []
  private var function: OpenFunction?
  /// The label of the block being read, the notes before it, and where its instructions so far are.
  private var label: LabelID?
  private var notes: [Instruction] = []
  private var instructions: [InstructionList.Entry] = []

  init(words: [UInt32]) { self.words = words }

  mutating func read(into module: inout Module) throws(ReadError) {
    let bound = module.header.bound
    module.preamble = try readPreamble(bound: bound)
    while at < words.count {
      let start = at
      let entry = try next(words, OperandLayout.flags, bound: bound)
      let instruction = instruction(entry)
      if instruction.isNote {
        pending.append(instruction)
      } else {
        try placeOutside(instruction, word: start)
        if label != nil { try readBlock(bound: bound) }
      }
    }
    guard function == nil else { throw .truncated(op: .function, word: words.count) }
    module.functions = functions
    if functions.isEmpty {
      module.preamble += pending
    } else {
      module.trailer = pending
    }
  }

  /// Takes the next instruction off the words; the tables are handed in because this runs for every instruction.
  @inline(__always)
  private mutating func next(
    _ words: [UInt32], _ layouts: [UInt8], bound: UInt32
  ) throws(ReadError) -> InstructionList.Entry {
    let first = words[at]
    let op = Op(rawValue: UInt16(truncatingIfNeeded: first))
    let count = Int(first >> 16)
    guard count > 0 else { throw .emptyInstruction(word: at) }
    guard at + count <= words.count else { throw .truncated(op: op, word: at) }
    let flags = layouts[Int(op.rawValue)]
    if flags & 2 != 0 {
      let position = at + 1 + Int(flags & 1)
      guard position < at + count, words[position] > 0, words[position] < bound else {
        throw .malformed(op: op, word: at)
      }
    }
    defer { at += count }
    return InstructionList.Entry(start: at, op: op, layout: flags)
  }

  /// The instruction read last.
  private func instruction(_ entry: InstructionList.Entry) -> Instruction {
    Instruction(entry.op, Operands(of: words, Int(entry.start) + 1..<at), layout: entry.layout)
  }

  /// Reads what stands before the first function; the notes at its end may be the function's.
  private mutating func readPreamble(bound: UInt32) throws(ReadError) -> InstructionList {
    let (words, layouts) = (words, OperandLayout.flags)
    var entries: [InstructionList.Entry] = []
    // How many stay, and where their words end.
    var (count, end) = (0, at)
    while at < words.count, words[at] & 0xffff != Op.function.rawValue {
      let entry = try next(words, layouts, bound: bound)
      entries.append(entry)
      switch entry.op {
      case .functionParameter, .label, .functionEnd:
        throw .misplaced(op: entry.op, word: Int(entry.start))
      case .line, .noLine, .nop: break
      default: (count, end) = (entries.count, at)
      }
    }
    let all = InstructionList(words: words, entries: entries, end: at)
    pending = Array(all[count...])
    return InstructionList(words: words, entries: Array(entries[..<count]), end: end)
  }

  /// Reads the open block up to its terminator.
  private mutating func readBlock(bound: UInt32) throws(ReadError) {
    let (words, layouts, traits) = (words, OperandLayout.flags, OpTraits.table)
    while at < words.count {
      let start = at
      let entry = try next(words, layouts, bound: bound)
      switch entry.op {
      case .function, .functionParameter, .label, .functionEnd:
        throw .misplaced(op: entry.op, word: start)
      default: instructions.append(entry)
      }
      if traits[Int(entry.op.rawValue)].contains(.terminator) { return endBlock() }
    }
  }

  /// The number of instructions from here to the end of the block.
  private var blockLength: Int {
    var count = 0
    var next = at
    let traits = OpTraits.table
    while next < words.count {
      count += 1
      if traits[Int(words[next] & 0xffff)].contains(.terminator) { break }
      next += max(Int(words[next] >> 16), 1)
    }
    return count
  }

  private mutating func endBlock() {
    guard let label else { return }
    let list = InstructionList(words: words, entries: instructions, end: at)
    function?.blocks.append(Block(notes: notes, label: label, instructions: list))
    self.label = nil
    instructions = []
  }

  /// Places an instruction that stands in no block.
  private mutating func placeOutside(_ instruction: Instruction, word: Int) throws(ReadError) {
    switch instruction.op {
    case .function:
      guard function == nil else { throw .misplaced(op: instruction.op, word: word) }
      function = OpenFunction(head: takePending(instruction))
    case .functionParameter:
      guard function?.blocks.isEmpty == true else { throw .misplaced(op: instruction.op, word: word) }
      if !pending.isEmpty {
        function?.head += pending
        pending = []
      }
      function?.head.append(instruction)
    case .label:
      guard function != nil, let result = instruction.result else {
        throw .misplaced(op: instruction.op, word: word)
      }
      guard instruction.wordCount == 2 else { throw .malformed(op: instruction.op, word: word) }
      label = LabelID(result.rawValue)
      instructions.reserveCapacity(blockLength)
      notes = pending
      pending = []
    case .functionEnd:
      guard let ended = function else { throw .misplaced(op: instruction.op, word: word) }
      functions.append(Function(head: ended.head, blocks: ended.blocks, tail: takePending(instruction)))
      function = nil
    default:
      guard function == nil else { throw .misplaced(op: instruction.op, word: word) }
      // Non-semantic instructions may follow the last function.
      pending.append(instruction)
    }
  }

  /// The notes before an instruction, and it.
  private mutating func takePending(_ instruction: Instruction) -> [Instruction] {
    if pending.isEmpty { return [instruction] }
    defer { pending = [] }
    return pending + [instruction]
  }
}

extension Op {
  /// Whether the instruction is only a note for debuggers: OpLine, OpNoLine, OpNop.
  public var isNote: Bool { self == .line || self == .noLine || self == .nop }

  /// Whether the instruction ends a block (SPIR-V specification, section 2.2.5).
  public var isTerminator: Bool {
    switch self {
    case .branch, .branchConditional, .switch, .return, .returnValue, .kill, .unreachable,
      .terminateInvocation, .ignoreIntersectionKHR, .terminateRayKHR, .emitMeshTasksEXT:
      true
    default: false
    }
  }
}
