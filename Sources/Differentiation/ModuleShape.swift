import SPIRV

/// Every function of a module decoded, and the numbering of its values.
final class ModuleShape {
  let index: ModuleIndex
  private(set) var functions: [FunctionShape] = []
  /// What is known of each id.
  private var numbers: [Numbers]
  /// For each id of a label, its block's number in its function; for that of a function, the function's.
  private var blockNumbers: [Int32]
  /// Pointers to the global variables.
  private var globalPointers: [FunctionShape.Pointer] = []
  private(set) var globalSlotCount = 0

  private struct Numbers {
    /// The number among the values of its function; −1 for what is none, and from −2 downwards the positions of
    /// global variables.
    var local: Int32 = -1
    /// The function that defines it; −1 for globals.
    var owner: Int32 = -1
  }

  init(_ module: Module, index: ModuleIndex) {
    self.index = index
    numbers = Array(filling: Numbers(), count: Int(module.header.bound))
    blockNumbers = Array(filling: -1, count: Int(module.header.bound))
    for variable in index.globals { addGlobal(variable) }
    markOwned(module)
    functions.reserveCapacity(module.functions.count)
    for (position, function) in module.functions.enumerated() where !function.blocks.isEmpty {
      let id = Int(function.id.rawValue)
      if id < blockNumbers.count { blockNumbers[id] = Int32(functions.count) }
      functions.append(decode(function, position: position))
    }
  }

  private func addGlobal(_ variable: ModuleIndex.GlobalVariable) {
    guard variable.id.index < numbers.count, numbers[variable.id.index].local == -1 else { return }
    var pointer = FunctionShape.Pointer(
      root: variable.id, storage: variable.storage, member: nil, component: nil,
      isRoot: true)
    if variable.storage.isShadowedGlobally {
      let count = index.slotCount(ofPointer: variable.pointerType)
      pointer.slotBase = Int32(globalSlotCount)
      pointer.slotCount = Int32(count)
      pointer.slotsAre = .module
      globalSlotCount += count
    }
    numbers[variable.id.index].local = Int32(-2 - globalPointers.count)
    globalPointers.append(pointer)
  }

  /// Marks the global variables whose ids stand in no function but the only entry point's: what is in them can be
  /// followed as in its own variables.
  private func markOwned(_ module: Module) {
    guard index.entryPoints.count == 1, globalSlotCount > 0 else { return }
    var isMentioned = [Bool](filling: false, count: numbers.count)
    for function in module.functions where function.id != index.entryPoints[0].function {
      for block in function.blocks {
        block.instructions.forEachWord { word in
          if Int(word) < isMentioned.count { isMentioned[Int(word)] = true }
        }
      }
    }
    for position in globalPointers.indices where globalPointers[position].slotsAre == .module {
      globalPointers[position].isOwned = !isMentioned[globalPointers[position].root.index]
    }
  }

  /// The slots of the module whose contents the only entry point's function is known to decide.
  var ownedSlots: [Int] {
    globalPointers.flatMap { $0.isOwned ? Array($0.rootSlots) : [] }
  }

  private func decode(_ function: Function, position: Int) -> FunctionShape {
    let parameters = function.parameters
    let types = parameters.compactMap { index.type(of: $0) }
    let shape = FunctionShape(
      function, position: position,
      name: index.name(of: function.id.rawValue).map { $0.upToParenthesis } ?? "",
      parameters: parameters, parameterTypes: types, glsl: index.glsl)
    let count = index.summaries[position].instructionCount
    var steps: [FunctionShape.Step] = []
    steps.reserveCapacity(count)
    shape.isRelevant = Array(filling: false, count: count)
    shape.locals.reserveCapacity(count)
    shape.reserveCapacity(instructions: count)
    var decoder = ShapeDecoder(module: self, shape: shape)
    for (parameter, type) in zip(parameters, types) {
      number(parameter, step: nil, in: shape)
      decoder.addRoot(parameter, pointerType: type)
    }
    shape.labels.reserveCapacity(function.blocks.count)
    shape.blockStarts.reserveCapacity(function.blocks.count + 1)
    for (number, block) in function.blocks.enumerated() {
      shape.labels.append(block.label)
      if Int(block.label.rawValue) < blockNumbers.count {
        blockNumbers[Int(block.label.rawValue)] = Int32(number)
      }
    }
    let traits = OpTraits.table
    for (block, body) in function.blocks.enumerated() {
      shape.blockStarts.append(steps.count)
      for note in body.notes { decoder.read(note: note) }
      let instructions = body.instructions
      instructions.scan { position, op, type, result in
        if let result { number(result, step: steps.count, in: shape) }
        let (number, location) = (
          decoder.read(steps.count, instructions, at: position, op, traits[Int(op.rawValue)], result),
          decoder.location
        )
        steps.append(
          FunctionShape.Step(
            op, result: result, type: type, operationNumber: number, block: block, location: location))
      }
    }
    shape.blockStarts.append(steps.count)
    shape.steps = steps
    let isOnlyEntry = index.entryPoints.count == 1 && index.entryPoints[0].function == function.id
    shape.followedSlotCount = shape.slotCount + (isOnlyEntry ? globalSlotCount : 0)
    return shape
  }

  private func number(_ value: ValueID, step: Int?, in shape: FunctionShape) {
    guard value.index < numbers.count else { return }
    numbers[value.index] = Numbers(local: Int32(shape.locals.count), owner: Int32(functions.count))
    shape.locals.append(FunctionShape.Local(step: step.map { Int32($0 + 1) } ?? 0))
  }

  /// Marks the steps that bear on a site, or on results of functions that are asked for, and counts how often
  /// mathematics reads each value there.
  func markRelevant(
    for sites: OpenSites, findsChannels: Bool, results: [Relevance.Results] = []
  ) {
    Relevance.mark(self, sites, findsChannels: findsChannels, results: results)
    for shape in functions {
      for step in shape.relevantSteps {
        shape.operation(step).forEachValueOperand { operand in
          if let local = local(operand) { shape.locals[local].uses += 1 }
        }
      }
    }
  }

  /// One more than the greatest id.
  var bound: Int { numbers.count }

  /// The number of a function that has a body.
  func function(_ id: FunctionID) -> Int? {
    guard Int(id.rawValue) < blockNumbers.count else { return nil }
    let number = Int(blockNumbers[Int(id.rawValue)])
    return functions.indices.contains(number) && functions[number].id == id ? number : nil
  }

  /// The function that defines a value, or nil for a global.
  func owner(_ value: ValueID) -> Int? {
    let number = value.index < numbers.count ? numbers[value.index].owner : -1
    return number < 0 ? nil : Int(number)
  }

  /// The number of a value in its function, or nil for a global.
  func local(_ value: ValueID) -> Int? {
    let number = value.index < numbers.count ? numbers[value.index].local : -1
    return number < 0 ? nil : Int(number)
  }

  /// The number of a block of a function.
  func block(_ label: LabelID, in shape: FunctionShape) -> Int? {
    guard Int(label.rawValue) < blockNumbers.count else { return nil }
    let number = Int(blockNumbers[Int(label.rawValue)])
    return shape.labels.indices.contains(number) && shape.labels[number] == label ? number : nil
  }

  /// What a pointer of a function or a global variable points into.
  func pointer(_ value: ValueID, in shape: FunctionShape) -> FunctionShape.Pointer? {
    let number = value.index < numbers.count ? Int(numbers[value.index].local) : -1
    if number >= 0 {
      guard number < shape.locals.count else { return nil }
      let position = Int(shape.locals[number].pointer)
      return position == 0 ? nil : shape.pointers[position - 1]
    }
    return number == -1 ? nil : globalPointers[-2 - number]
  }

  /// The slots of a global variable; nil where it has none.
  func globalSlots(of variable: ValueID) -> Range<Int>? {
    guard variable.index < numbers.count, numbers[variable.index].local <= -2 else { return nil }
    let pointer = globalPointers[-2 - Int(numbers[variable.index].local)]
    return pointer.slotsAre == .module ? pointer.rootSlots : nil
  }

  /// The slots of a pointer parameter of a function; nil for a value.
  func parameterSlots(_ parameter: ValueID, in shape: FunctionShape) -> Range<Int>? {
    guard let local = local(parameter), local < shape.locals.count, shape.locals[local].pointer > 0 else {
      return nil
    }
    let pointer = shape.pointers[Int(shape.locals[local].pointer) - 1]
    return pointer.slotsAre == .function ? pointer.rootSlots : nil
  }

  /// The place in the source of a step.
  func location(of step: Int, in shape: FunctionShape) -> SourceLocation {
    let (file, line, column) = shape.locations[shape.steps[step].location]
    return SourceLocation(file: index.strings[file] ?? "", line: Int(line), column: Int(column))
  }
}

extension String {
  /// What stands before the parameters in glslang's name of a function.
  fileprivate var upToParenthesis: String {
    guard let end = utf8.firstIndex(of: UInt8(ascii: "(")) else { return self }
    return String(self[..<end])
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

  /// Whether a type is that of truth values, or of vectors of them.
  func isTruth(_ type: TypeID) -> Bool {
    switch self[type] {
    case .bool: true
    case .vector(let component, _): self[component] == .bool
    default: false
    }
  }

  /// Whether a type is that of integers or truth values, or of vectors or arrays of them.
  func isDiscrete(_ type: TypeID) -> Bool {
    switch self[type] {
    case .bool, .int: true
    case .vector(let part, _), .array(let part, _): isDiscrete(part)
    default: false
    }
  }
}
