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
  func append(_ instruction: Instruction, block: Int) {
    let op = instruction.op
    let isDecoded =
      op == .extInst ? instruction.writesThroughPointer(glsl: index.glsl) : op.isSkeleton
    let operation =
      !isDecoded
      ? Operation.note
      : instruction.operation(
        glsl: index.glsl, switchLiteralWords: op == .switch ? index.switchLiteralWords(instruction) : 1)
    let number = shape.steps.count
    if op.isSite { shape.siteSteps.append(number) }
    if op.isProduct { shape.productSteps.append(number) }
    shape.steps.append(
      FunctionShape.Step(instruction, operation, isDecoded: isDecoded, block: block, location: location))
    guard isDecoded else { return }
    switch operation {
    case .store, .copyMemory, .call, .returnValue, .extended: shape.memorySteps.append(number)
    case .variable:
      if let result = instruction.result, let type = instruction.resultType {
        addRoot(result, pointerType: type)
      }
    case .accessChain(let base, let indices):
      if instruction.result != nil, let pointer = extend(base, by: indices) { add(pointer) }
    case .copy(let value):
      if instruction.result != nil, let pointer = module.pointer(value, in: shape) { add(pointer) }
    default: break
    }
  }

  private func extend(_ base: ValueID, by indices: [ValueID]) -> FunctionShape.Pointer? {
    guard var pointer = module.pointer(base, in: shape) else { return nil }
    if pointer.isRoot, let first = indices.first, let constant = index.integer(first),
      let type = index.type(of: pointer.root), case .pointer(_, let pointee) = index[type]
    {
      if case .structure = index[pointee] { pointer.member = constant }
      if case .vector = index[pointee], indices.count == 1 { pointer.component = constant }
    }
    pointer.isRoot = pointer.isRoot && indices.isEmpty
    let inherited = shape.dynamicIndices(pointer)
    let start = shape.dynamicIndices.count
    for dynamic in indices where index.integer(dynamic) == nil { shape.dynamicIndices.append(dynamic) }
    if start < shape.dynamicIndices.count {
      shape.dynamicIndices.insert(contentsOf: inherited, at: start)
      pointer.dynamicStart = Int32(start)
      pointer.dynamicEnd = Int32(shape.dynamicIndices.count)
    }
    return pointer
  }
}
