import CLLVM

/// Marks loops of a known and small number of rounds to be unrolled: `for (int i = 0; i < 5; i++)`.
///
/// LLVM unrolls what comes to 300 instructions, and an octave of noise has a hundred. Code for one lane gains from more
/// where a round branches, as every sine does for large arguments: what is constant in each round is, and no branch is
/// left that closes a loop. Of straight code LLVM would mix the rounds until the registers run out, and with several lanes
/// they run out at once.
struct Unrolling {
  /// The most instructions that a loop may come to.
  private static let greatestSize = 2000

  private let function: LLVMValueRef
  private let context: LLVMContextRef
  private let blocks: [LLVMBasicBlockRef]
  private let positions: [LLVMBasicBlockRef: Int]
  private var predecessors: [[Int]]

  /// Marks the loops of all functions of a module.
  static func run(on module: LLVMModuleRef) {
    for function in elements(LLVMGetFirstFunction(module), LLVMGetNextFunction)
    where LLVMCountBasicBlocks(function) > 1 {
      Unrolling(function, LLVMGetModuleContext(module)).markLoops()
    }
  }

  private init(_ function: LLVMValueRef, _ context: LLVMContextRef) {
    self.function = function
    self.context = context
    blocks = elements(LLVMGetFirstBasicBlock(function), LLVMGetNextBasicBlock)
    positions = Dictionary(uniqueKeysWithValues: zip(blocks, blocks.indices))
    predecessors = Array(repeating: [], count: blocks.count)
    for position in blocks.indices {
      for successor in successors(position) { predecessors[successor].append(position) }
    }
  }

  private func successors(_ position: Int) -> [Int] {
    guard let end = LLVMGetBasicBlockTerminator(blocks[position]) else { return [] }
    return (0..<LLVMGetNumSuccessors(end)).compactMap { number in
      LLVMGetSuccessor(end, number).flatMap { positions[$0] }
    }
  }

  private func markLoops() {
    var loops: [(latch: Int, rounds: Int, body: Set<Int>)] = []
    for header in blocks.indices {
      for latch in predecessors[header] {
        guard let body = body(header, latch), branches(in: body),
          let rounds = rounds(header, latch, body)
        else { continue }
        loops.append((latch, rounds, body))
      }
    }
    // What each block will come to.
    var sizes = blocks.map { elements(LLVMGetFirstInstruction($0), LLVMGetNextInstruction).count }
    // Inner loops before those around them, which then hold all their rounds.
    for loop in loops.sorted(by: { ($0.body.count, $0.latch) < ($1.body.count, $1.latch) }) {
      let size = loop.body.reduce(0) { $0 + sizes[$1] }
      guard loop.rounds * size <= Self.greatestSize else { continue }
      mark(LLVMGetBasicBlockTerminator(blocks[loop.latch]))
      for position in loop.body { sizes[position] *= loop.rounds }
      allowVectors()
    }
  }

  /// Lets LLVM pack numbers of one lane two by two, which ModuleLowering forbids: between the branches of what was unrolled
  /// it finds the tangents in x and y, alike and side by side, and saves more than the moves cost.
  private func allowVectors() {
    let name = "noimplicitfloat"
    let kind = LLVMGetEnumAttributeKindForName(name, name.utf8.count)
    let index = LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex))
    LLVMRemoveEnumAttributeAtIndex(function, index, kind)
  }

  /// The blocks of the loop that a branch closes; nil where the branch closes none, the entry being reached from it.
  private func body(_ header: Int, _ latch: Int) -> Set<Int>? {
    var body: Set = [header, latch]
    var open = latch == header ? [] : [latch]
    while let position = open.popLast() {
      if position == 0 { return nil }
      for predecessor in predecessors[position] where body.insert(predecessor).inserted {
        open.append(predecessor)
      }
    }
    return header == 0 ? nil : body
  }

  /// Whether a loop branches within a round.
  private func branches(in body: Set<Int>) -> Bool {
    body.contains { position in Set(successors(position)).intersection(body).count > 1 }
  }

  /// How often a loop's condition holds that a counter from a constant, by a constant, to a constant decides; nil where
  /// there is none, or it holds too often to be asked.
  private func rounds(_ header: Int, _ latch: Int, _ body: Set<Int>) -> Int? {
    for position in body.sorted() {
      guard let end = LLVMGetBasicBlockTerminator(blocks[position]), LLVMGetInstructionOpcode(end) == LLVMBr,
        LLVMIsConditional(end) != 0, let condition = LLVMGetCondition(end), LLVMIsAICmpInst(condition) != nil
      else { continue }
      let stays = successors(position).map { body.contains($0) }
      guard stays.count == 2, stays[0] != stays[1], let counter = counter(condition, header, latch) else {
        continue
      }
      return counter.rounds(whileTrue: stays[0])
    }
    return nil
  }

  /// A counter and the limit that it is compared with.
  private struct Counter {
    var start: Int64
    var step: Int64
    var limit: Int64
    var predicate: LLVMIntPredicate

    func rounds(whileTrue: Bool) -> Int? {
      var value = start
      for round in 0..<64 {
        guard let holds = holds(value) else { return nil }
        if holds != whileTrue { return round }
        value += step
      }
      return nil
    }

    private func holds(_ value: Int64) -> Bool? {
      switch predicate {
      case LLVMIntEQ: value == limit
      case LLVMIntNE: value != limit
      case LLVMIntSLT: value < limit
      case LLVMIntSLE: value <= limit
      case LLVMIntSGT: value > limit
      case LLVMIntSGE: value >= limit
      case LLVMIntULT where value >= 0 && limit >= 0: value < limit
      case LLVMIntULE where value >= 0 && limit >= 0: value <= limit
      case LLVMIntUGT where value >= 0 && limit >= 0: value > limit
      case LLVMIntUGE where value >= 0 && limit >= 0: value >= limit
      default: nil
      }
    }
  }

  private func counter(_ comparison: LLVMValueRef, _ header: Int, _ latch: Int) -> Counter? {
    guard let compared = LLVMGetOperand(comparison, 0), let limit = constant(LLVMGetOperand(comparison, 1))
    else {
      return nil
    }
    // The counter itself, or what it will be in the next round.
    let isPhi = LLVMIsAPHINode(compared) != nil
    guard let phi = isPhi ? compared : LLVMGetOperand(compared, 0), LLVMIsAPHINode(phi) != nil,
      LLVMGetInstructionParent(phi) == blocks[header], LLVMCountIncoming(phi) == 2
    else { return nil }
    var start: Int64?
    var step: Int64?
    for number in 0..<UInt32(2) {
      guard let value = LLVMGetIncomingValue(phi, number) else { return nil }
      if LLVMGetIncomingBlock(phi, number) != blocks[latch] {
        start = constant(value)
      } else if LLVMIsAInstruction(value) != nil, LLVMGetInstructionOpcode(value) == LLVMAdd,
        LLVMGetOperand(value, 0) == phi, isPhi || value == compared
      {
        step = constant(LLVMGetOperand(value, 1))
      }
    }
    guard let start, let step else { return nil }
    return Counter(
      start: isPhi ? start : start + step, step: step, limit: limit,
      predicate: LLVMGetICmpPredicate(comparison))
  }

  private func constant(_ value: LLVMValueRef?) -> Int64? {
    guard let value, LLVMIsAConstantInt(value) != nil, LLVMGetIntTypeWidth(LLVMTypeOf(value)) <= 32 else {
      return nil
    }
    return LLVMConstIntGetSExtValue(value)
  }

  /// `!llvm.loop` on the branch that closes a loop: a node that names itself, as LLVM wants it, and the wish.
  private func mark(_ branch: LLVMValueRef?) {
    let name = "llvm.loop.unroll.full"
    var texts: [LLVMMetadataRef?] = [LLVMMDStringInContext2(context, name, name.utf8.count)]
    let wish = LLVMMDNodeInContext2(context, &texts, 1)
    let placeholder = LLVMTemporaryMDNode(context, nil, 0)
    var operands: [LLVMMetadataRef?] = [placeholder, wish]
    let node = LLVMMDNodeInContext2(context, &operands, 2)
    LLVMMetadataReplaceAllUsesWith(placeholder, node)
    LLVMSetMetadata(
      branch, LLVMGetMDKindIDInContext(context, "llvm.loop", 9), LLVMMetadataAsValue(context, node))
  }
}

/// The elements of one of LLVM's lists, all of them found before the first is handed out.
func elements(_ first: OpaquePointer?, _ next: (OpaquePointer?) -> OpaquePointer?) -> [OpaquePointer] {
  var elements: [OpaquePointer] = []
  var element = first
  while let known = element {
    elements.append(known)
    element = next(known)
  }
  return elements
}
