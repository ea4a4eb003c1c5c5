import SPIRV

/// Fills in a function's shape instruction by instruction.
struct ShapeDecoder {
  private let module: ModuleShape
  private let shape: FunctionShape
  private var index: ModuleIndex { module.index }
  /// The place in the source of the instruction read last.
  private(set) var location = 0

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

  /// Takes the source location of an OpLine before a block.
  mutating func read(note: Instruction) { read(note: note.op, note.line) }

  private mutating func read(note op: Op, _ line: (file: UInt32, line: UInt32, column: UInt32)?) {
    if op == .noLine {
      location = 0
    } else if let line {
      let last = shape.locations[shape.locations.count - 1]
      if last != line { shape.locations.append(line) }
      location = shape.locations.count - 1
    }
  }

  /// Takes note of the instruction of a step, its result numbered already; returns the number of its operation.
  mutating func read(
    _ number: Int, _ instructions: InstructionList, at position: Int, _ op: Op, _ traits: OpTraits,
    _ result: ValueID?
  ) -> Int32 {
    if traits.contains(.skeleton) || op == .extInst {
      switch op {
      case .store, .copyMemory, .functionCall, .returnValue:
        // Most of them bear on no site: whoever looks at all of them reads their words.
        shape.memorySteps.append(number)
        return FunctionShape.Step.decodedOnDemand
      case .branch, .branchConditional, .return: return FunctionShape.Step.decodedOnDemand
      case .extInst:
        guard instructions.writesThroughPointer(at: position, glsl: index.glsl) else {
          return FunctionShape.Step.undecoded
        }
        shape.memorySteps.append(number)
        return FunctionShape.Step.decodedOnDemand
      default: return readSkeleton(instructions[position], result, number)
      }
    } else if traits.contains(.note) {
      read(note: op, instructions.line(at: position))
    } else if traits.contains(.site) {
      shape.siteSteps.append(number)
    }
    return FunctionShape.Step.undecoded
  }

  /// Takes note of pointers, and of what else is not told by its opcode alone; returns the number of the decoded view,
  /// where one is kept.
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
    case .copyObject, .copyLogical:
      if result != nil, case .copy(let value) = instruction.operation(glsl: index.glsl),
        let pointer = module.pointer(value, in: shape)
      {
        add(pointer)
      }
    case .switch:
      return shape.add(
        instruction.operation(
          glsl: index.glsl, switchLiteralWords: index.switchLiteralWords(instruction)))
    default: break
    }
    return FunctionShape.Step.decodedOnDemand
  }

  private func extend(_ base: ValueID, by chain: Instruction) -> FunctionShape.Pointer? {
    guard var pointer = module.pointer(base, in: shape) else { return nil }
    let indexCount = chain.accessIndexCount
    if pointer.isRoot, indexCount > 0, let constant = index.integer(chain.accessIndex(0)),
      let type = index.type(of: pointer.root), case .pointer(_, let pointee) = index[type]
    {
      switch index[pointee] {
      case .structure: (pointer.member, pointer.isMember) = (constant, indexCount == 1)
      case .vector where indexCount == 1: pointer.component = constant
      default: break
      }
    }
    if !pointer.isRoot, indexCount > 0 { pointer.isMember = false }
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
