import SPIRV

extension ModuleLowering {
  /// The instance of a function for some arguments, made on first demand with its callees.
  ///
  /// - Parameter callers: the functions being made: a call of one of them is a recursion.
  func instance(_ key: InstanceKey, callers: [FunctionID]) throws -> FunctionInstance {
    if let known = instances[key] { return known }
    guard !callers.contains(key.function) else { throw LoweringError.malformed("a recursive call") }
    guard let position = index.position(of: key.function), !source.functions[position].blocks.isEmpty else {
      throw LoweringError.unsupported("a call of a function without a body")
    }
    var builder = try InstanceBuilder(
      self, key, source.functions[position], callers: callers + [key.function])
    let instance = try builder.build()
    instances[key] = instance
    instanceOrder.append(instance)
    return instance
  }
}

/// Makes an instance of a function.
struct InstanceBuilder {
  let module: ModuleLowering
  let function: Function
  let callers: [FunctionID]
  let instance: FunctionInstance
  var positions: [LabelID: Int] = [:]
  var sourcePositions: [LabelID: Int] = [:]
  var globals: Set<ValueID> = []

  init(_ module: ModuleLowering, _ key: InstanceKey, _ function: Function, callers: [FunctionID]) throws {
    self.module = module
    self.function = function
    self.callers = callers
    guard let type = function.definition?.resultType else {
      throw LoweringError.malformed("a function without type")
    }
    let name =
      module.index.names[key.function.rawValue].flatMap { $0.isEmpty ? nil : $0 }
      ?? "f\(key.function.rawValue)"
    instance = FunctionInstance(key: key, name: name, returnType: type)
  }

  mutating func build() throws -> FunctionInstance {
    try addParameters()
    try orderBlocks()
    for position in instance.blocks.indices { try fill(position) }
    collectCrossing()
    instance.usedGlobals = globals.sorted()
    collectLiveness()
    return instance
  }

  private func addParameters() throws {
    for (position, id) in function.parameters.enumerated() {
      guard position < instance.key.arguments.count else {
        throw LoweringError.malformed("a call with too few arguments")
      }
      let argument = instance.key.arguments[position]
      var parameter = FunctionInstance.Parameter(id: id, key: argument)
      switch argument {
      case .value:
        if case .pointer(_, let pointee) = try module.type(try module.typeID(id)) {
          parameter.pointee = pointee
          instance.variables[id] = pointee
          instance.places[id] = Place(root: .local(id), type: pointee)
        }
      case .place(let place):
        instance.places[id] = place
        count(place)
      case .image(let image):
        instance.images[id] = image
        count(image.image)
        count(image.sampler)
      }
      instance.parameters.append(parameter)
    }
  }

  private func count(_ place: Place) {
    for step in place.steps {
      if case .argument(let number) = step {
        instance.argumentCount = max(instance.argumentCount, number + 1)
      }
    }
  }

  // MARK: Blocks

  /// Lists the blocks so that constructs are contiguous and every block but a loop's header comes after all from
  /// which it is reached: the reverse postorder of a walk that goes to merge blocks and continue targets first.
  private mutating func orderBlocks() throws {
    for (position, block) in function.blocks.enumerated() { sourcePositions[block.label] = position }
    var visited = Set<Int>()
    var order: [Int] = []
    var stack: [(block: Int, next: [Int])] = [(0, try successors(0))]
    visited.insert(0)
    while let top = stack.last {
      if let next = top.next.first {
        stack[stack.count - 1].next.removeFirst()
        if visited.insert(next).inserted { stack.append((next, try successors(next))) }
      } else {
        order.append(top.block)
        stack.removeLast()
      }
    }
    for (position, block) in order.reversed().enumerated() {
      positions[function.blocks[block].label] = position
      instance.blocks.append(FunctionInstance.Block(label: function.blocks[block].label))
    }
  }

  /// Where a block leads: its merge block and continue target first, then its targets, the last first.
  private func successors(_ position: Int) throws -> [Int] {
    var result: [Int] = []
    var targets: [LabelID] = []
    for instruction in function.blocks[position].instructions.suffix(3) {
      switch operation(instruction) {
      case .selectionMerge(let merge): result.append(try sourcePosition(merge))
      case .loopMerge(let merge, let continueTarget):
        result += [try sourcePosition(merge), try sourcePosition(continueTarget)]
      case .branch(let target): targets = [target]
      case .conditionalBranch(_, let a, let b): targets = [a, b]
      case .switch(_, let labels): targets = labels
      default: break
      }
    }
    return try result + targets.reversed().map(sourcePosition)
  }

  private func sourcePosition(_ label: LabelID) throws -> Int {
    guard let position = sourcePositions[label] else { throw LoweringError.malformed("a branch to \(label)") }
    return position
  }

  private func position(_ label: LabelID) throws -> Int {
    guard let position = positions[label] else { throw LoweringError.malformed("a branch to \(label)") }
    return position
  }

  private func operation(_ instruction: Instruction) -> Operation {
    instruction.operation(
      glsl: module.index.glsl, switchLiteralWords: module.index.switchLiteralWords(instruction))
  }

  // MARK: Instructions

  private mutating func fill(_ position: Int) throws {
    let label = instance.blocks[position].label
    let source = function.blocks[try sourcePosition(label)]
    for instruction in source.instructions {
      if let result = instruction.result { instance.definitions[result] = position }
      switch operation(instruction) {
      case .note: continue
      case .selectionMerge: continue
      case .loopMerge(let merge, _): instance.blocks[position].loopMerge = try self.position(merge)
      case .phi(let sources): try addPhi(instruction, sources, position)
      case .branch(let target): instance.blocks[position].terminator = .branch(try self.position(target))
      case .conditionalBranch(let condition, let a, let b):
        instance.blocks[position].terminator = .conditional(
          condition, try self.position(a), try self.position(b))
      case .switch(let selector, let labels):
        let literalWords = module.index.switchLiteralWords(instruction)
        let cases = try instruction.switchCases(literalWords: literalWords).map {
          (literal: $0.literal, target: try self.position($0.target))
        }
        instance.blocks[position].terminator = .switch(
          selector, fallback: try self.position(labels[0]), cases: cases)
      case .return: instance.blocks[position].terminator = .return
      case .returnValue(let value): instance.blocks[position].terminator = .returnValue(value)
      case .end:
        instance.blocks[position].terminator = instruction.op == .unreachable ? .unreachable : .kill
        instance.mayKill = instance.mayKill || instruction.op != .unreachable
      default: try add(instruction, position)
      }
    }
  }

  private mutating func addPhi(_ instruction: Instruction, _ sources: [PhiSource], _ block: Int) throws {
    if try addReference(instruction) { return }
    guard let result = instruction.result, let type = instruction.resultType else { return }
    if case .pointer = try module.type(type) { throw LoweringError.unsupported("OpPhi of pointers") }
    var byBlock: [Int: ValueID] = [:]
    for source in sources {
      // A source from a block that is never reached has no position.
      if let position = positions[source.parent] { byBlock[position] = source.value }
    }
    instance.blocks[block].phis.append(FunctionInstance.Phi(result: result, sources: byBlock))
  }

  private mutating func add(_ instruction: Instruction, _ block: Int) throws {
    var code = FunctionInstance.Code(
      instruction: instruction, op: instruction.op, result: instruction.result, uses: [])
    if try addReference(instruction) { return }
    switch operation(instruction) {
    case .variable(let storage, let initializer):
      try addVariable(instruction, storage, initializer)
    case .accessChain(let base, let indices):
      guard let result = instruction.result else { return }
      instance.places[result] = try place(base).appending(indices, module)
      return
    case .copy(let source):
      if let result = instruction.result {
        if let place = instance.places[source] {
          instance.places[result] = place
          return
        }
        if let image = instance.images[source] {
          instance.images[result] = image
          return
        }
      }
      code.uses = [source]
    case .load(let pointer):
      let place = try place(pointer)
      if let result = instruction.result, try isOpaque(place.type) {
        instance.images[result] = ImageReference(image: place, sampler: place)
        return
      }
      code.place = place
    case .store(let pointer, let value):
      code.place = try place(pointer)
      code.uses = [value]
    case .copyMemory(let target, let source):
      code.place = try place(target)
      code.source = try place(source)
    case .call(let function, let arguments): try addCall(&code, function, arguments, block)
    case .sample, .queryLod, .opaqueRead, .other, .extended:
      try addImageOrOther(&code)
      // What only names an image or a texel computes nothing.
      if let result = instruction.result, instance.images[result] != nil || instance.texels[result] != nil {
        return
      }
    default: code.uses = valueOperands(instruction)
    }
    finish(&code)
    instance.blocks[block].codes.append(code)
  }

  /// Notes what a pointer out of memory leads to; returns whether the instruction is done with.
  private mutating func addReference(_ instruction: Instruction) throws -> Bool {
    if case .store(_, let value) = operation(instruction), let type = module.index.type(of: value) {
      return try isReference(type)
    }
    guard let result = instruction.result, let type = instruction.resultType, try isReference(type) else {
      return false
    }
    switch instruction.op {
    case .accessChain, .inBoundsAccessChain, .copyObject, .functionCall: return false
    case .load, .convertUToPtr, .bitcast, .select, .phi, .compositeExtract:
      instance.places[result] = Place(
        root: .global(try module.referenced(by: type)), type: try module.pointee(type).type)
      return true
    default: throw LoweringError.unsupported("\(instruction.op) of pointers")
    }
  }

  private func isReference(_ type: TypeID) throws -> Bool {
    if case .pointer(.physicalStorageBuffer, _) = try module.type(type) { return true }
    return false
  }

  /// Operands of instructions that may name pointers or images.
  private mutating func addImageOrOther(_ code: inout FunctionInstance.Code) throws {
    let instruction = code.instruction
    if instruction.op == .sampledImage {
      let operands = instruction.operandIDs
      guard let result = instruction.result, operands.count == 2, let image = instance.images[operands[0]],
        let sampler = instance.images[operands[1]]
      else { throw LoweringError.malformed("OpSampledImage of no image") }
      instance.images[result] = ImageReference(image: image.image, sampler: sampler.sampler)
      return
    }
    if instruction.op == .image {
      guard let result = instruction.result, let operand = instruction.operandIDs.first,
        let image = instance.images[operand]
      else { throw LoweringError.malformed("OpImage of no image") }
      instance.images[result] = ImageReference(image: image.image, sampler: image.image)
      return
    }
    if let (structure, _) = instruction.arrayLengthOperands { code.place = try place(structure) }
    if instruction.op == .imageTexelPointer {
      let operands = instruction.operandIDs
      guard let result = instruction.result, operands.count == 3 else { return }
      instance.texels[result] = FunctionInstance.TexelPointer(
        image: try place(operands[0]), coordinate: operands[1], sample: operands[2])
      return
    }
    if let atomic = instruction.atomic, let texel = instance.texels[atomic.pointer] {
      code.uses =
        texel.image.dynamicValues + [texel.coordinate, texel.sample]
        + [atomic.value, atomic.comparator].compactMap { $0 }
      return
    }
    if let atomic = instruction.atomic {
      guard let place = pointer(atomic.pointer) else {
        throw LoweringError.unsupported("\(instruction.op) on an image")
      }
      code.place = place
    }
    for operand in instruction.operandIDs {
      if let image = instance.images[operand] { code.uses += image.dynamicValues }
      if code.place == nil { code.place = pointer(operand) }
    }
    code.uses += valueOperands(instruction)
  }

  /// The place that an operand names, if it is a pointer.
  private func pointer(_ operand: ValueID) -> Place? {
    if let known = instance.places[operand] { return known }
    switch module.globals[operand] {
    case .memory(_, let type)?: return Place(root: .global(operand), type: type)
    case .buffer?, .opaque?, .mixed?: return try? place(operand)
    case nil: return nil
    }
  }

  private func valueOperands(_ instruction: Instruction) -> [ValueID] {
    instruction.operandIDs.filter {
      instance.places[$0] == nil && instance.images[$0] == nil && module.globals[$0] == nil
        && module.index.type(of: $0) != nil
    }
  }

  /// Completes what the analysis asks: indices are read where the pointer is used, globals are noted.
  private mutating func finish(_ code: inout FunctionInstance.Code) {
    for place in [code.place, code.source].compactMap({ $0 }) {
      code.uses += place.dynamicValues
      note(place)
    }
    // OpModf and OpFrexp of GLSL.std.450 store through their pointer, as OpStore and OpCopyMemory do.
    if let place = code.place, case .local(let id) = place.root, isStore(code) { noteWritten(id) }
  }

  private func isStore(_ code: FunctionInstance.Code) -> Bool {
    code.op == .store || code.op == .copyMemory
      || code.instruction.writesThroughPointer(glsl: module.index.glsl)
      || code.instruction.atomic != nil
  }

  func noteWritten(_ id: ValueID) {
    if instance.parameters.contains(where: { $0.id == id }) { instance.writtenParameters.insert(id) }
  }

  mutating func note(_ place: Place) {
    switch place.root {
    case .local(let id): if place.isDynamic { instance.indexedVariables.insert(id) }
    case .global(let id):
      guard case .memory? = module.globals[id] else { return }
      globals.insert(id)
      if place.isDynamic { module.indexedGlobals.insert(id) }
    }
  }

  private func isOpaque(_ type: TypeID) throws -> Bool {
    switch try module.type(type) {
    case .image, .sampledImage, .opaque: true
    default: false
    }
  }

  private mutating func addVariable(
    _ instruction: Instruction, _ storage: StorageClass, _ initializer: ValueID?
  ) throws {
    guard let id = instruction.result, let type = instruction.resultType else { return }
    let pointee = try module.pointee(type).type
    instance.variables[id] = pointee
    instance.places[id] = Place(root: .local(id), type: pointee)
    instance.initializers[id] = initializer
  }

  func place(_ pointer: ValueID) throws -> Place {
    if let known = instance.places[pointer] { return known }
    guard module.globals[pointer] != nil else {
      if let type = module.index.type(of: pointer), case .pointer(let storage, _)? = module.index[type] {
        throw LoweringError.unsupported("a pointer of storage class \(storage.rawValue) to this type")
      }
      throw LoweringError.malformed("\(pointer) is no pointer")
    }
    return Place(root: .global(pointer), type: try module.pointee(try module.typeID(pointer)).type)
  }
}

extension Place {
  /// The pointer to an element.
  func appending(_ indices: [ValueID], _ module: ModuleLowering) throws -> Place {
    var place = self
    for index in indices {
      if let number = try module.constantInteger(index) {
        place.steps.append(.constant(number))
      } else {
        place.steps.append(.value(index))
      }
      if case .structure(let members) = try module.type(place.type) {
        guard case .constant(let member)? = place.steps.last, member >= 0, member < members.count else {
          throw LoweringError.malformed("an access chain to no member")
        }
        place.type = members[member]
      } else {
        place.type = try module.elements(of: place.type).type
      }
    }
    return place
  }
}
