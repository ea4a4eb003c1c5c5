import SPIRV

/// A function decoded once: its instructions as steps in order, its pointers resolved, its control dependences.
final class FunctionShape {
  /// An instruction's place, and where its decoded view is.
  struct Step {
    let op: Op
    /// The position among the function's operations; ``undecoded`` and ``decodedOnDemand`` for none yet.
    fileprivate(set) var operationNumber: Int32
    private var blockNumber: Int32
    private var locationNumber: Int32
    /// The result and its type; 0 for none.
    private var resultNumber: UInt32
    private var typeNumber: UInt32

    /// A step that is taken for a note as long as it does not bear on a site.
    static let undecoded: Int32 = 0
    /// A step of the function's skeleton that is decoded when somebody asks.
    static let decodedOnDemand: Int32 = -1

    init(
      _ op: Op, result: ValueID?, type: TypeID?, operationNumber: Int32, block: Int, location: Int
    ) {
      self.op = op
      self.operationNumber = operationNumber
      blockNumber = Int32(truncatingIfNeeded: block)
      locationNumber = Int32(truncatingIfNeeded: location)
      resultNumber = result?.rawValue ?? 0
      typeNumber = type?.rawValue ?? 0
    }

    var block: Int { Int(blockNumber) }
    var result: ValueID? { resultNumber == 0 ? nil : ValueID(resultNumber) }
    var type: TypeID? { typeNumber == 0 ? nil : TypeID(typeNumber) }
    /// The position in the function's table of source locations.
    var location: Int { Int(locationNumber) }
  }

  /// A value of the function, by its local number.
  struct Local {
    /// One more than the position of its pointer; 0 where it is none.
    var pointer: Int32 = 0
    /// One more than the step that defines it; 0 for parameters.
    var step: Int32 = 0
    /// How often mathematics and structure read it.
    var uses: Int32 = 0
  }

  /// What a pointer points into.
  struct Pointer: Hashable {
    /// The variable or pointer parameter at its root.
    var root: ValueID
    var storage: StorageClass
    /// The member of the root's structure type, where the pointer is known to stay in one.
    var member: UInt32?
    /// Where the indices on the way from the root that are no constants stand in the function's table of them.
    var dynamicStart: Int32 = 0
    var dynamicEnd: Int32 = 0
    /// The constant component index directly below the root, for built-in vectors.
    var component: UInt32?
    /// Whether it is the root itself.
    var isRoot: Bool
    /// Whether it is the whole of a member of the root's structure type.
    var isMember = false
    /// The slots that activity tells apart in the root: those of the function, or of the module.
    var slotBase: Int32 = 0
    var slotCount: Int32 = 0
    var slotsAre = SlotScope.none
    /// Whether it points into a global variable that no function but the only entry point's may mention.
    var isOwned = false

    /// The slots of the root.
    var rootSlots: Range<Int> { Int(slotBase)..<Int(slotBase) + Int(slotCount) }

    /// Whether what it points to is the whole of what its slots stand for.
    var isWhole: Bool { isRoot || isMember }

    /// The slots of what it points into, as far as that is known.
    var slots: Range<Int> {
      guard let member, member < UInt32(slotCount) else { return rootSlots }
      return Int(slotBase) + Int(member)..<Int(slotBase) + Int(member) + 1
    }
  }

  /// Whose slots a pointer's are.
  enum SlotScope: Hashable {
    case none, function, module
  }

  let id: FunctionID
  let position: Int
  let name: String
  let parameters: [ValueID]
  let parameterTypes: [TypeID]
  let returnType: TypeID
  private let blocks: [Block]
  private let glsl: ExtendedSetID?
  var steps: [Step] = []
  /// The decoded views; the first stands for what is not decoded.
  private var operations: [Operation] = [.note]
  /// Whether a step bears on a site.
  var isRelevant: [Bool] = []
  /// The steps that bear on a site, in order, and where each block's begin among them.
  private(set) var relevantSteps: [Int] = []
  private var relevantStarts: [Int] = []
  /// Stores, calls, returned values: what relevance has to know of every step.
  var memorySteps: [Int] = []
  /// The first step of each block, and one past the last.
  var blockStarts: [Int] = []
  var labels: [LabelID] = []
  /// The pointers of the function's own access chains, variables and pointer parameters.
  var pointers: [Pointer] = []
  /// The indices of all pointers that are no constants.
  var dynamicIndices: [ValueID] = []
  /// The function's values, by local number.
  var locals: [Local] = []
  /// Derivatives, samples and the like.
  var siteSteps: [Int] = []
  /// The calls that bear on a site.
  private(set) var callSteps: [Int] = []
  var slotCount = 0
  /// The slots whose contents a walk may follow: the function's, and those of the module behind them.
  var followedSlotCount = 0
  /// The number of values numbered in this function.
  var valueCount: Int { locals.count }
  /// For each block, the blocks whose branches decide whether it runs.
  var controllers = BlockGraph()
  /// The block that every path from a block to the end meets first; nil where the end is not reached,
  /// `labels.count` for the end itself.
  var postDominators: [Int?] = []
  /// The successors of each block.
  var successors = BlockGraph()
  /// The predecessors of each block.
  var predecessors = BlockGraph()
  /// Source locations: the id of the file's name, line and column; entry 0 is unknown.
  var locations: [(file: UInt32, line: UInt32, column: UInt32)] = [(0, 0, 0)]
  /// Whether a cycle exists, so that one forward walk may not suffice.
  var hasLoop = false
  /// Where paths meet and loops are left, once that was asked for.
  private var knownJoins: Joins?

  init(
    _ function: Function, position: Int, name: String, parameters: [ValueID], parameterTypes: [TypeID],
    glsl: ExtendedSetID?
  ) {
    id = function.id
    self.glsl = glsl
    blocks = function.blocks
    self.position = position
    self.name = name
    self.parameters = parameters
    self.parameterTypes = parameterTypes
    returnType = function.definition?.resultType ?? TypeID(0)
  }

  /// Reserves space for what a function of so many instructions usually has.
  func reserveCapacity(instructions count: Int) {
    pointers.reserveCapacity(count / 8)
    memorySteps.reserveCapacity(count / 6)
    operations.reserveCapacity(count / 4)
  }

  /// The instruction of a step.
  func instruction(_ step: Int) -> Instruction {
    let block = steps[step].block
    return blocks[block].instructions[step - blockStarts[block]]
  }

  /// What a step writes memory through, or where it calls or returns.
  func effect(_ step: Int) -> MemoryEffect {
    let block = steps[step].block
    return blocks[block].instructions.memoryEffect(at: step - blockStarts[block])
  }

  /// Keeps a decoded view; returns its number.
  func add(_ operation: Operation) -> Int32 {
    operations.append(operation)
    return Int32(truncatingIfNeeded: operations.count - 1)
  }

  /// The decoded view of a step; a note where it was not decoded.
  func operation(_ step: Int) -> Operation {
    if steps[step].operationNumber == Step.decodedOnDemand { decode(step) }
    return operations[Int(steps[step].operationNumber)]
  }

  /// Decodes a step that was left undecoded.
  func decode(_ step: Int) {
    if steps[step].operationNumber <= 0 {
      let block = steps[step].block
      steps[step].operationNumber = add(
        blocks[block].instructions.operation(at: step - blockStarts[block], glsl: glsl))
    }
  }

  /// Where paths meet and loops are left, as far as relevant steps are concerned; nil without a branch.
  func joins(_ module: ModuleShape) -> Joins? {
    if knownJoins == nil, labels.count > 1 { knownJoins = Joins(self, module) }
    return knownJoins
  }

  /// Lists the relevant steps once all are marked.
  func listRelevantSteps() {
    relevantStarts = []
    relevantStarts.reserveCapacity(labels.count + 1)
    // Each of them was decoded when it was marked.
    relevantSteps.reserveCapacity(operations.count)
    isRelevant.withUnsafeBufferPointer { isRelevant in
      for block in labels.indices {
        relevantStarts.append(relevantSteps.count)
        for step in steps(of: block) where isRelevant[step] { relevantSteps.append(step) }
      }
    }
    relevantStarts.append(relevantSteps.count)
    callSteps = memorySteps.filter { isRelevant[$0] && steps[$0].op == .functionCall }
  }

  /// The steps of a block that bear on a site.
  func relevantSteps(of block: Int) -> ArraySlice<Int> {
    relevantSteps[relevantStarts[block]..<relevantStarts[block + 1]]
  }

  /// The slots of what a pointer points into among those that a walk may follow; nil where it may not.
  func followedSlots(_ pointer: Pointer) -> Range<Int>? {
    switch pointer.slotsAre {
    case .none: return nil
    case .function: return pointer.slots
    case .module:
      guard pointer.isOwned, followedSlotCount > slotCount else { return nil }
      return pointer.slots.lowerBound + slotCount..<pointer.slots.upperBound + slotCount
    }
  }

  /// Indices that are not constants, on the way from a pointer's root.
  func dynamicIndices(_ pointer: Pointer) -> ArraySlice<ValueID> {
    dynamicIndices[Int(pointer.dynamicStart)..<Int(pointer.dynamicEnd)]
  }

  /// The functions called at those of its calls that satisfy a condition.
  func callees(where isWanted: (Int) -> Bool) -> [FunctionID] {
    memorySteps.compactMap { step in
      guard steps[step].op == .functionCall, isWanted(step), case .call(let callee, _) = operation(step)
      else { return nil }
      return callee
    }
  }

  /// The steps of a block.
  func steps(of block: Int) -> Range<Int> { blockStarts[block]..<blockStarts[block + 1] }
}
