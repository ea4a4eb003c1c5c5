import SPIRV

/// Every function of a module decoded, and the numbering of its values.
final class ModuleShape {
  let index: ModuleIndex
  private(set) var functions: [FunctionShape] = []
  private(set) var functionByID: [FunctionID: Int] = [:]
  /// For each id, its number among the values of its function; −1 for what is none, and from −2 downwards the
  /// positions of global variables.
  private var localIndex: [Int32]
  /// For each id, the function that defines it; −1 for globals.
  private var owners: [Int32]
  /// For each id of a label, its block's number in its function.
  private var blockNumbers: [Int32]
  /// Pointers to the global variables.
  private var globalPointers: [FunctionShape.Pointer] = []
  private(set) var globalSlotCount = 0

  init(_ module: Module, index: ModuleIndex) {
    self.index = index
    localIndex = Array(repeating: -1, count: Int(module.header.bound))
    owners = localIndex
    blockNumbers = localIndex
    for variable in index.globals { addGlobal(variable) }
    functions.reserveCapacity(module.functions.count)
    for (position, function) in module.functions.enumerated() where !function.blocks.isEmpty {
      functionByID[function.id] = functions.count
      functions.append(decode(function, position: position))
    }
  }

  private func addGlobal(_ variable: ModuleIndex.GlobalVariable) {
    guard variable.id.index < localIndex.count, localIndex[variable.id.index] == -1 else { return }
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
    localIndex[variable.id.index] = Int32(-2 - globalPointers.count)
    globalPointers.append(pointer)
  }

  private func decode(_ function: Function, position: Int) -> FunctionShape {
    let parameters = function.parameters
    let types = parameters.compactMap { index.type(of: $0) }
    let shape = FunctionShape(
      function, position: position,
      name: index.name(of: function.id.rawValue).map { $0.upToParenthesis } ?? "",
      parameters: parameters, parameterTypes: types)
    let count = index.summaries[position].instructionCount
    shape.steps.reserveCapacity(count)
    shape.isRelevant = Array(repeating: false, count: count)
    shape.locals.reserveCapacity(count)
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
    for (block, body) in function.blocks.enumerated() {
      shape.blockStarts.append(shape.steps.count)
      for note in body.notes { decoder.read(note: note) }
      for instruction in body.instructions {
        if instruction.isNote { decoder.read(note: instruction) }
        if let result = instruction.result { number(result, step: shape.steps.count, in: shape) }
        decoder.append(instruction, block: block)
      }
    }
    shape.blockStarts.append(shape.steps.count)
    shape.analyzeControl(self)
    return shape
  }

  private func number(_ value: ValueID, step: Int?, in shape: FunctionShape) {
    guard value.index < localIndex.count else { return }
    localIndex[value.index] = Int32(shape.locals.count)
    owners[value.index] = Int32(functions.count)
    shape.locals.append(FunctionShape.Local(step: step.map { Int32($0 + 1) } ?? 0))
  }

  /// Marks the steps that bear on a site and counts how often mathematics reads each value there.
  func markRelevant(findsChannels: Bool) {
    Relevance.mark(self, findsChannels: findsChannels)
    for shape in functions {
      for step in shape.relevantSteps {
        shape.steps[step].operation.forEachValueOperand { operand in
          if let local = local(operand) { shape.locals[local].uses += 1 }
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

  /// The number of a block of a function.
  func block(_ label: LabelID, in shape: FunctionShape) -> Int? {
    guard Int(label.rawValue) < blockNumbers.count else { return nil }
    let number = Int(blockNumbers[Int(label.rawValue)])
    return shape.labels.indices.contains(number) && shape.labels[number] == label ? number : nil
  }

  /// What a pointer of a function or a global variable points into.
  func pointer(_ value: ValueID, in shape: FunctionShape) -> FunctionShape.Pointer? {
    let number = value.index < localIndex.count ? Int(localIndex[value.index]) : -1
    if number >= 0 {
      guard number < shape.locals.count else { return nil }
      let position = Int(shape.locals[number].pointer)
      return position == 0 ? nil : shape.pointers[position - 1]
    }
    return number == -1 ? nil : globalPointers[-2 - number]
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
}
