import SPIRV

/// A function decoded once: its instructions as steps in order, its pointers resolved, its control dependences.
final class FunctionShape {
  /// An instruction with its decoded view and place.
  struct Step {
    var instruction: Instruction
    /// Decoded only where the step bears on a site or on control flow.
    var operation: Operation
    var isDecoded: Bool
    var block: Int
    var result: ValueID?
    var type: TypeID?
    /// The position in the function's table of source locations.
    var location: Int
  }

  /// What a pointer points into.
  struct Pointer: Hashable {
    /// The variable or pointer parameter at its root.
    var root: ValueID
    var storage: StorageClass
    /// The member of the root's structure type, where the pointer is known to stay in one.
    var member: UInt32?
    /// Indices that are not constants, on the way from the root.
    var dynamicIndices: [ValueID]
    /// The constant component index directly below the root, for built-in vectors.
    var component: UInt32?
    /// Whether it is the root itself.
    var isRoot: Bool
  }

  let id: FunctionID
  let position: Int
  let name: String
  let parameters: [ValueID]
  let parameterTypes: [TypeID]
  let returnType: TypeID
  var steps: [Step] = []
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
  var blockByLabel: [LabelID: Int] = [:]
  /// The pointers of the function's own access chains, variables and pointer parameters.
  var pointers: [Pointer] = []
  /// For each local value, one more than the position of its pointer; 0 where it is none.
  var pointerPositions: [Int32] = []
  /// For each local value, one more than the step that defines it; 0 for parameters.
  var definingSteps: [Int32] = []
  /// For each local value, how often mathematics and structure read it.
  var useCounts: [Int32] = []
  /// Local numbers of roots' first slots; the count of slots of each root follows from its type.
  var slotBases: [ValueID: (base: Int, count: Int)] = [:]
  var slotCount = 0
  /// The number of values numbered in this function.
  var valueCount = 0
  /// For each block, the blocks whose branches decide whether it runs.
  var controllers: [[Int]] = []
  /// The successors of each block.
  var successors: [[Int]] = []
  /// The predecessors of each block.
  var predecessors: [[Int]] = []
  /// Source locations; entry 0 is unknown.
  var locations: [SourceLocation] = [SourceLocation(file: "", line: 0, column: 0)]
  /// Whether a cycle exists, so that one forward walk may not suffice.
  var hasLoop = false

  init(
    id: FunctionID, position: Int, name: String, parameters: [ValueID], parameterTypes: [TypeID],
    returnType: TypeID
  ) {
    self.id = id
    self.position = position
    self.name = name
    self.parameters = parameters
    self.parameterTypes = parameterTypes
    self.returnType = returnType
  }

  /// Decodes a step that was left undecoded.
  func decode(_ step: Int, glsl: ExtendedSetID?) {
    if !steps[step].isDecoded {
      steps[step].operation = steps[step].instruction.operation(glsl: glsl)
      steps[step].isDecoded = true
    }
  }

  /// Lists the relevant steps once all are marked.
  func listRelevantSteps() {
    relevantStarts = []
    for block in labels.indices {
      relevantStarts.append(relevantSteps.count)
      for step in steps(of: block) where isRelevant[step] { relevantSteps.append(step) }
    }
    relevantStarts.append(relevantSteps.count)
  }

  /// The steps of a block that bear on a site.
  func relevantSteps(of block: Int) -> ArraySlice<Int> {
    relevantSteps[relevantStarts[block]..<relevantStarts[block + 1]]
  }

  /// The steps of a block.
  func steps(of block: Int) -> Range<Int> { blockStarts[block]..<blockStarts[block + 1] }
}

/// Every function of a module decoded, and the numbering of its values.
struct ModuleShape {
  let index: ModuleIndex
  private(set) var functions: [FunctionShape] = []
  private(set) var functionByID: [FunctionID: Int] = [:]
  /// For each id, its number among the values of its function; -1 for globals.
  private(set) var localIndex: [Int32]
  /// For each id, the function that defines it; −1 for globals.
  private var owners: [Int32]
  /// Slots of Private and Output variables.
  private(set) var globalSlots: [ValueID: (base: Int, count: Int)] = [:]
  private(set) var globalSlotCount = 0
  let globals: [ValueID: ModuleIndex.GlobalVariable]

  init(_ module: Module, index: ModuleIndex) {
    self.index = index
    localIndex = Array(repeating: -1, count: Int(module.header.bound))
    owners = localIndex
    globals = Dictionary(index.globals.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
    for variable in index.globals where variable.storage.isShadowedGlobally {
      let count = index.slotCount(ofPointer: variable.pointerType)
      globalSlots[variable.id] = (globalSlotCount, count)
      globalSlotCount += count
    }
    for (position, function) in module.functions.enumerated() where !function.blocks.isEmpty {
      functionByID[function.id] = functions.count
      functions.append(decode(function, position: position))
    }
  }

  private mutating func decode(_ function: Function, position: Int) -> FunctionShape {
    let types = function.parameters.compactMap { index.type(of: $0) }
    let shape = FunctionShape(
      id: function.id, position: position,
      name: index.name(of: function.id.rawValue).map { String($0.prefix { $0 != "(" }) } ?? "",
      parameters: function.parameters, parameterTypes: types,
      returnType: function.definition?.resultType ?? TypeID(0))
    var decoder = ShapeDecoder(index: index, globals: globals)
    for (parameter, type) in zip(function.parameters, types) {
      number(parameter, in: shape)
      decoder.addRoot(parameter, pointerType: type, local: shape.valueCount - 1, to: shape)
    }
    for (number, block) in function.blocks.enumerated() {
      shape.labels.append(block.label)
      shape.blockByLabel[block.label] = number
    }
    for (block, body) in function.blocks.enumerated() {
      shape.blockStarts.append(shape.steps.count)
      for note in body.notes { decoder.read(note: note, into: shape) }
      for instruction in body.instructions {
        decoder.read(note: instruction, into: shape)
        if let result = instruction.result { number(result, in: shape) }
        decoder.append(instruction, block: block, to: shape)
      }
    }
    shape.blockStarts.append(shape.steps.count)
    shape.analyzeControl()
    for (number, step) in shape.steps.enumerated() {
      if let result = step.result, let local = local(result) {
        shape.definingSteps[local] = Int32(number + 1)
      }
    }
    return shape
  }

  private mutating func number(_ value: ValueID, in shape: FunctionShape) {
    guard value.index < localIndex.count else { return }
    localIndex[value.index] = Int32(shape.valueCount)
    owners[value.index] = Int32(functions.count)
    shape.valueCount += 1
    shape.pointerPositions.append(0)
    shape.definingSteps.append(0)
    shape.useCounts.append(0)
  }

  /// Marks the steps that bear on a site and counts how often mathematics reads each value there.
  func markRelevant(findsChannels: Bool) {
    Relevance.mark(self, findsChannels: findsChannels)
    for shape in functions {
      for step in shape.relevantSteps {
        shape.steps[step].operation.forEachValueOperand { operand in
          if let local = local(operand) { shape.useCounts[local] += 1 }
        }
      }
    }
  }

  /// One more than the greatest id.
  var bound: Int { localIndex.count }

  /// The function that defines a value, or nil for a global.
  func owner(_ value: ValueID) -> Int? {
    let number = value.index < owners.count ? owners[value.index] : -1
    return number < 0 ? nil : Int(number)
  }

  /// The number of a value in its function, or nil for a global.
  func local(_ value: ValueID) -> Int? {
    let number = value.index < localIndex.count ? localIndex[value.index] : -1
    return number < 0 ? nil : Int(number)
  }
}

extension StorageClass {
  /// Whether variables of this class outside functions get tangents of their own.
  var isShadowedGlobally: Bool { self == .private || self == .output }
}

extension ModuleIndex {
  /// The number of slots that activity tells apart behind a pointer: a structure's members, or one.
  func slotCount(ofPointer type: TypeID) -> Int {
    guard case .pointer(_, let pointee) = self[type] else { return 0 }
    if case .structure(let members) = self[pointee] { return max(members.count, 1) }
    return 1
  }
}

/// Fills in a shape instruction by instruction.
private struct ShapeDecoder {
  let index: ModuleIndex
  let globals: [ValueID: ModuleIndex.GlobalVariable]
  var location = 0
  /// The positions of the function's pointers so far.
  private var positions: [ValueID: Int] = [:]

  init(index: ModuleIndex, globals: [ValueID: ModuleIndex.GlobalVariable]) {
    self.index = index
    self.globals = globals
  }

  mutating func addRoot(
    _ value: ValueID, pointerType: TypeID, local: Int, to shape: FunctionShape
  ) {
    guard case .pointer(let storage, _) = index[pointerType] else { return }
    let count = index.slotCount(ofPointer: pointerType)
    shape.slotBases[value] = (shape.slotCount, count)
    shape.slotCount += count
    add(
      FunctionShape.Pointer(
        root: value, storage: storage, member: nil, dynamicIndices: [], component: nil, isRoot: true),
      value, local: local, to: shape)
  }

  private mutating func add(
    _ pointer: FunctionShape.Pointer, _ value: ValueID, local: Int, to shape: FunctionShape
  ) {
    shape.pointers.append(pointer)
    shape.pointerPositions[local] = Int32(shape.pointers.count)
    positions[value] = shape.pointers.count - 1
  }

  /// Takes the source location of an OpLine.
  mutating func read(note: Instruction, into shape: FunctionShape) {
    if note.op == .noLine {
      location = 0
    } else if let line = note.line {
      let place = SourceLocation(
        file: index.strings[line.file] ?? "", line: Int(line.line), column: Int(line.column))
      if shape.locations.last != place { shape.locations.append(place) }
      location = shape.locations.count - 1
    }
  }

  mutating func append(_ instruction: Instruction, block: Int, to shape: FunctionShape) {
    let isDecoded =
      instruction.op.isSkeleton
      || instruction.op == .extInst && instruction.writesThroughPointer(glsl: index.glsl)
    let operation =
      isDecoded
      ? instruction.operation(
        glsl: index.glsl, switchLiteralWords: index.switchLiteralWords(instruction)) : .note
    let step = FunctionShape.Step(
      instruction: instruction, operation: operation, isDecoded: isDecoded, block: block,
      result: instruction.result, type: instruction.resultType, location: location)
    switch operation {
    case .store, .copyMemory, .call, .returnValue, .extended: shape.memorySteps.append(shape.steps.count)
    default: break
    }
    shape.steps.append(step)
    shape.isRelevant.append(false)
    guard let result = step.result, let type = step.type else { return }
    let local = shape.valueCount - 1
    switch operation {
    case .variable: addRoot(result, pointerType: type, local: local, to: shape)
    case .accessChain(let base, let indices):
      if let pointer = extend(base, by: indices, shape) {
        add(pointer, result, local: local, to: shape)
      }
    case .copy(let value):
      if let pointer = pointer(value, shape) { add(pointer, result, local: local, to: shape) }
    default: break
    }
  }

  private func pointer(_ value: ValueID, _ shape: FunctionShape) -> FunctionShape.Pointer? {
    if let position = positions[value] { return shape.pointers[position] }
    return globals[value].map { FunctionShape.Pointer(global: $0) }
  }

  private func extend(
    _ base: ValueID, by indices: [ValueID], _ shape: FunctionShape
  ) -> FunctionShape.Pointer? {
    guard var pointer = pointer(base, shape) else { return nil }
    if pointer.isRoot, let first = indices.first, let constant = index.integer(first),
      let type = index.type(of: pointer.root), case .pointer(_, let pointee) = index[type]
    {
      if case .structure = index[pointee] { pointer.member = constant }
      if case .vector = index[pointee], indices.count == 1 { pointer.component = constant }
    }
    pointer.isRoot = pointer.isRoot && indices.isEmpty
    pointer.dynamicIndices += indices.filter { index.integer($0) == nil }
    return pointer
  }
}

extension FunctionShape.Pointer {
  /// The whole of a global variable.
  init(global: ModuleIndex.GlobalVariable) {
    self.init(
      root: global.id, storage: global.storage, member: nil, dynamicIndices: [], component: nil,
      isRoot: true)
  }
}

extension ModuleShape {
  /// What a pointer of a function or a global variable points into.
  func pointer(_ value: ValueID, in shape: FunctionShape) -> FunctionShape.Pointer? {
    if let local = local(value) {
      let position = Int(shape.pointerPositions[local])
      return position == 0 ? nil : shape.pointers[position - 1]
    }
    return globals[value].map { FunctionShape.Pointer(global: $0) }
  }
}
