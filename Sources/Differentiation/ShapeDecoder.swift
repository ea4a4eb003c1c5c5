import SPIRV

/// Fills in a function's shape instruction by instruction.
struct ShapeDecoder {
  private let module: ModuleShape
  private let shape: FunctionShape
  private var index: ModuleIndex { module.index }
  private var location = 0

  init(module: ModuleShape, shape: FunctionShape) {
    self.module = module
    self.shape = shape
  }

  /// Adds the variable or pointer parameter that was numbered last.
  func addRoot(_ value: ValueID, pointerType: TypeID) {
    guard case .pointer(let storage, _) = index[pointerType] else { return }
    let count = index.slotCount(ofPointer: pointerType)
    add(
      FunctionShape.Pointer(
        root: value, storage: storage, member: nil, component: nil, isRoot: true,
        slotBase: Int32(shape.slotCount), slotCount: Int32(count), slotsAre: .function))
    shape.slotCount += count
  }

  /// Makes the value that was numbered last a pointer.
  private func add(_ pointer: FunctionShape.Pointer) {
    shape.pointers.append(pointer)
    shape.locals[shape.locals.count - 1].pointer = Int32(shape.pointers.count)
  }

  /// Takes the source location of an OpLine.
  mutating func read(note: Instruction) {
    if note.op == .noLine {
      location = 0
    } else if let line = note.line {
      let last = shape.locations[shape.locations.count - 1]
      if last != line { shape.locations.append(line) }
      location = shape.locations.count - 1
    }
  }

  /// Adds an instruction whose result is numbered.
  func append(_ instruction: Instruction, result: ValueID?, traits: OpTraits, block: Int) {
    let op = instruction.op
    let number = shape.steps.count
    var operationNumber = FunctionShape.Step.undecoded
    if traits.contains(.skeleton) || op == .extInst {
      operationNumber = readSkeleton(instruction, result, number)
    } else if traits.contains(.site) {
      shape.siteSteps.append(number)
    }
    shape.steps.append(
      FunctionShape.Step(
        op, result: result, type: instruction.resultType, operationNumber: operationNumber, block: block,
        location: location))
  }

  /// Takes note of memory, calls and control flow; returns the number of the decoded view, where one is kept.
  private func readSkeleton(_ instruction: Instruction, _ result: ValueID?, _ number: Int) -> Int32 {
    switch instruction.op {
    case .variable:
      if let result, let type = instruction.resultType { addRoot(result, pointerType: type) }
      return FunctionShape.Step.decodedOnDemand
    case .accessChain, .inBoundsAccessChain:
      // Most chains bear on no site: they are followed without being decoded.
      if result != nil, let base = instruction.accessBase, let pointer = extend(base, by: instruction) {
        add(pointer)
      }
      return FunctionShape.Step.decodedOnDemand
    case .extInst where !instruction.writesThroughPointer(glsl: index.glsl):
      return FunctionShape.Step.undecoded
    default: break
    }
    let isSwitch = instruction.op == .switch
    let operation = instruction.operation(
      glsl: index.glsl, switchLiteralWords: isSwitch ? index.switchLiteralWords(instruction) : 1)
    switch operation {
    case .store, .copyMemory, .call, .returnValue, .extended: shape.memorySteps.append(number)
    case .copy(let value):
      if result != nil, let pointer = module.pointer(value, in: shape) { add(pointer) }
    default: break
    }
    return shape.add(operation)
  }

  private func extend(_ base: ValueID, by chain: Instruction) -> FunctionShape.Pointer? {
    guard var pointer = module.pointer(base, in: shape) else { return nil }
    let indexCount = chain.accessIndexCount
    if pointer.isRoot, indexCount > 0, let constant = index.integer(chain.accessIndex(0)),
      let type = index.type(of: pointer.root), case .pointer(_, let pointee) = index[type]
    {
      switch index[pointee] {
      case .structure: pointer.member = constant
      case .vector where indexCount == 1: pointer.component = constant
      default: break
      }
    }
    pointer.isRoot = pointer.isRoot && indexCount == 0
    let start = shape.dynamicIndices.count
    for position in 0..<indexCount {
      let dynamic = chain.accessIndex(position)
      if index.integer(dynamic) == nil { shape.dynamicIndices.append(dynamic) }
    }
    if start < shape.dynamicIndices.count {
      shape.dynamicIndices.insert(contentsOf: shape.dynamicIndices(pointer), at: start)
      pointer.dynamicStart = Int32(start)
      pointer.dynamicEnd = Int32(shape.dynamicIndices.count)
    }
    return pointer
  }
}
