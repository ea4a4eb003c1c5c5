import SPIRV

/// One call of a function in ``ReachWalk``.
final class ReachActivation {
  /// What is known of ids.
  var values: [ValueID: Reached] = [:]
  /// What feeds the returned value.
  private(set) var returned: [Feeding] = []
  /// What decides on discards.
  private(set) var coverage: Feeding = []
  /// The memory behind the call; nil where no return is reached.
  private(set) var end: ReachedMemory?
  private let walk: ReachWalk
  private let function: Function
  private let table: ControlTable
  /// What decides on whether the function is called.
  private let callControl: Feeding
  private var changed = false

  init(_ walk: ReachWalk, _ function: Function, _ table: ControlTable, control: Feeding) {
    (self.walk, self.function, self.table, callControl) = (walk, function, table, control)
  }

  private var index: ModuleIndex { walk.index }

  /// Runs over the blocks until nothing changes.
  func run() {
    let start = walk.memory
    var after = [ReachedMemory?](repeating: nil, count: function.blocks.count)
    repeat {
      changed = false
      end = nil
      for (position, block) in function.blocks.enumerated() {
        var state: ReachedMemory? = position == 0 ? start : nil
        for before in table.predecessors[position] {
          if let other = after[before] { state = ReachWalk.join(state, other) }
        }
        guard let state else { continue }
        walk.memory = state
        let control = control(of: position, table.controllers)
        for instruction in block.instructions { visit(instruction, position, control) }
        if after[position] != walk.memory {
          after[position] = walk.memory
          changed = true
        }
        leave(block, position, control)
      }
    } while changed && !walk.isExhausted
  }

  /// What decides on whether a block runs.
  private func control(of block: Int, _ controllers: [[Int]]) -> Feeding {
    var seen: Set<Int> = []
    var pending = [block]
    var result = callControl
    while let at = pending.popLast() {
      for controller in controllers[at] where seen.insert(controller).inserted {
        if let condition = table.conditions[controller] { result.formUnion(feeding(condition).joined) }
        pending.append(controller)
      }
    }
    return result
  }

  private func leave(_ block: Block, _ position: Int, _ control: Feeding) {
    guard let last = block.terminator else { return }
    switch last.operation(glsl: index.glsl) {
    case .return, .returnValue:
      end = ReachWalk.join(end, walk.memory)
      if case .returnValue(let value) = last.operation(glsl: index.glsl) {
        let found = feeding(value).joining(control)
        returned = returned.isEmpty ? found : returned.joining(found)
      }
    case .end: coverage.formUnion(self.control(of: position, table.controllersOfDiscards))
    default: break
    }
  }

  // MARK: Ids

  /// What feeds each scalar of a value.
  func feeding(_ id: ValueID) -> [Feeding] {
    switch values[id] {
    case .value(let feeding)?: return feeding
    case .pointer?, .anywhere?: return [[]]
    case nil:
      // Constants; values of blocks that were not yet visited.
      guard let type = index.type(of: id) else { return [[]] }
      return [Feeding](repeating: [], count: walk.count(type))
    }
  }

  private func pointer(_ id: ValueID) -> Reached {
    if let known = values[id] { return known }
    guard let type = index.type(of: id), case .pointer(_, let pointee) = index[type] else { return .anywhere }
    // A variable at global scope.
    return .pointer(root: id, 0..<walk.count(pointee), isExact: !isArray(pointee), index: [])
  }

  private func isPointer(_ id: ValueID) -> Bool {
    guard let type = index.type(of: id), case .pointer = index[type] else { return false }
    return true
  }

  private func isArray(_ type: TypeID) -> Bool {
    switch index[type] {
    case .array, .runtimeArray: true
    case .structure(let members): members.contains(where: isArray)
    default: false
    }
  }

  private func set(_ result: ValueID, _ found: [Feeding]) {
    if case .value(let known)? = values[result] {
      let joined = known.joining(found)
      if joined != known {
        values[result] = .value(joined)
        changed = true
      }
    } else {
      values[result] = .value(found)
      changed = true
    }
  }

  // MARK: Instructions

  private func visit(_ instruction: Instruction, _ block: Int, _ control: Feeding) {
    let operation = instruction.operation(glsl: index.glsl)
    switch operation {
    case .note, .branch, .conditionalBranch, .switch, .selectionMerge, .loopMerge, .return, .returnValue,
      .end:
      return
    case .variable(_, let initializer):
      guard let result = instruction.result, let type = instruction.resultType else { return }
      let blank = walk.blank(type)
      walk.memory[result] = initializer.map { blank.joining(feeding($0)) } ?? blank
      values[result] = .pointer(root: result, 0..<blank.count, isExact: true, index: [])
    case .accessChain(let base, let indices): visitAccess(instruction, base, indices)
    case .store(let target, let value):
      walk.store(feeding(value).joining(control), to: pointer(target), function)
    case .copyMemory(let target, let source):
      walk.store(walk.load(pointer(source)).joining(control), to: pointer(target), function)
    case .call(let callee, let arguments): visitCall(instruction, callee, arguments, control)
    case .load, .phi, .copy, .undefined, .select, .arithmetic, .extended, .compositeConstruct,
      .compositeExtract, .compositeInsert, .vectorExtract, .vectorInsert, .vectorShuffle, .derivative,
      .sample, .queryLod, .opaqueRead, .discrete, .other:
      visitValue(instruction, operation, control)
    }
    if instruction.op == .demoteToHelperInvocation {
      coverage.formUnion(self.control(of: block, table.controllersOfDiscards))
    }
  }

  private func visitAccess(_ instruction: Instruction, _ base: ValueID, _ indices: [ValueID]) {
    guard let result = instruction.result, let type = index.type(of: base),
      case .pointer(_, var pointee) = index[type],
      case .pointer(let root, let range, var isExact, var feeding) = pointer(base)
    else {
      if let result = instruction.result { values[result] = .anywhere }
      return
    }
    var start = range.lowerBound
    var isWhole = false
    for id in indices {
      feeding.formUnion(self.feeding(id).joined)
      if isWhole { continue }
      switch index[pointee] {
      case .array(let element, _), .runtimeArray(let element): (isExact, pointee) = (false, element)
      default:
        guard let constant = index.integer(id), let part = walk.part(pointee, Int(constant)) else {
          // An unknown component of a vector, or column of a matrix: any of them.
          (isExact, isWhole) = (false, true)
          continue
        }
        start += part.start
        pointee = part.type
      }
    }
    values[result] = .pointer(
      root: root, start..<start + walk.count(pointee), isExact: isExact, index: feeding)
  }

  private func visitCall(
    _ instruction: Instruction, _ callee: FunctionID, _ arguments: [ValueID], _ control: Feeding
  ) {
    guard let position = index.position(of: callee) else { return }
    let given = arguments.map { isPointer($0) ? pointer($0) : .value(feeding($0)) }
    let found = walk.run(position, given, control: control)
    guard let result = instruction.result, let type = instruction.resultType else { return }
    let count = walk.count(type)
    set(result, found.count == count ? found : [Feeding](repeating: found.joined, count: count))
  }

  private func visitValue(_ instruction: Instruction, _ operation: Operation, _ control: Feeding) {
    guard let result = instruction.result, let type = instruction.resultType else {
      // A write to an image, or something unknown without a result.
      instruction.forEachOperandID { walk.written.formUnion(feeding($0).joined) }
      walk.written.formUnion(control)
      return
    }
    if case .pointer = index[type] {
      if case .copy(let source) = operation {
        values[result] = pointer(source)
      } else {
        values[result] = .anywhere
      }
      return
    }
    let count = walk.count(type)
    var found = transfer(instruction, operation, count, control)
    if found.count != count { found = [Feeding](repeating: found.joined, count: count) }
    walk.noteOperand(of: result, operation) { feeding($0).joined }
    if let source = walk.sources[result] { found = found.joining(source) }
    set(result, found)
  }

  /// What feeds a result, but for a site's own part in it.
  private func transfer(
    _ instruction: Instruction, _ operation: Operation, _ count: Int, _ control: Feeding
  ) -> [Feeding] {
    switch operation {
    case .load(let source): return walk.load(pointer(source))
    case .copy(let value), .derivative(_, let value): return feeding(value)
    case .undefined: return []
    case .phi(let sources):
      return sources.reduce([Feeding](repeating: [], count: count)) { result, source in
        var more = Feeding()
        if let parent = table[source.parent] {
          more = self.control(of: parent, table.controllers)
          if let condition = table.conditions[parent] { more.formUnion(feeding(condition).joined) }
        }
        return result.joining(feeding(source.value)).joining(more)
      }
    case .select(let condition, let a, let b):
      return feeding(a).joining(feeding(b)).joining(feeding(condition))
    case .arithmetic(let kind, let operands):
      return kind.isComponentwise ? byComponent(operands, count) : all(operands, count)
    case .extended(let kind, let operands): return visitExtended(kind, operands, count)
    case .discrete(let operands): return byComponent(operands, count)
    case .compositeConstruct(let parts): return parts.flatMap { feeding($0) }
    case .compositeExtract(let value, let path): return part(of: value, path)
    case .compositeInsert(let value, let composite, let path):
      var result = feeding(composite)
      guard let (range, isExact) = range(of: composite, path), range.upperBound <= result.count else {
        return all([value, composite], count)
      }
      let new = feeding(value)
      for (position, slot) in range.enumerated() where position < new.count {
        result[slot] = isExact ? new[position] : result[slot].union(new[position])
      }
      return result
    case .vectorShuffle(let a, let b, let components):
      let both = feeding(a) + feeding(b)
      return components.map { Int($0) < both.count ? both[Int($0)] : [] }
    case .opaqueRead(let operands), .other(let operands):
      var found = all(operands, count).joined.union(walk.written)
      for operand in operands where isPointer(operand) {
        found.formUnion(walk.load(pointer(operand)).joined)
      }
      for operand in operands where isPointer(operand) && isWriting(instruction) {
        walk.store([found.union(control)], to: loosened(pointer(operand)), function)
      }
      return [found]
    case .sample(let sample): return all(sample.operands, count)
    default: return all(instruction.operandIDs, count)
    }
  }

  /// Modf and Frexp write through a pointer, the functions of interpolation read through one.
  private func visitExtended(_ kind: GLSLInstruction, _ operands: [ValueID], _ count: Int) -> [Feeding] {
    let pointers = operands.filter(isPointer)
    let plain = operands.filter { !isPointer($0) }
    let found = kind.isComponentwise ? byComponent(plain, count) : all(plain, count)
    guard let target = pointers.first else { return found }
    switch kind {
    case .interpolateAtCentroid, .interpolateAtSample, .interpolateAtOffset:
      return found.joining(walk.load(pointer(target)).joined)
    default:
      walk.store([found.joined.union(callControl)], to: loosened(pointer(target)), function)
      return found
    }
  }

  /// A pointer through which a write leaves what was there possible.
  private func loosened(_ pointer: Reached) -> Reached {
    guard case .pointer(let root, let range, _, let index) = pointer else { return pointer }
    return .pointer(root: root, range, isExact: false, index: index)
  }

  /// Whether an instruction with a pointer may write through it: atomic operations, and what is not known.
  private func isWriting(_ instruction: Instruction) -> Bool { instruction.op != .arrayLength }

  private func all(_ operands: [ValueID], _ count: Int) -> [Feeding] {
    let joined = operands.reduce(Feeding()) { $0.union(feeding($1).joined) }
    return [Feeding](repeating: joined, count: count)
  }

  /// Component i of a result hangs on component i of each operand, on all of an operand of another size.
  private func byComponent(_ operands: [ValueID], _ count: Int) -> [Feeding] {
    operands.reduce([Feeding](repeating: [], count: count)) { $0.joining(feeding($1)) }
  }

  private func range(of composite: ValueID, _ path: [UInt32]) -> (Range<Int>, isExact: Bool)? {
    guard var type = index.type(of: composite) else { return nil }
    var start = 0
    var isExact = true
    for position in path {
      switch index[type] {
      case .array, .runtimeArray: isExact = false
      default: break
      }
      guard let part = walk.part(type, Int(position)) else { return nil }
      start += part.start
      type = part.type
    }
    return (start..<start + walk.count(type), isExact)
  }

  private func part(of composite: ValueID, _ path: [UInt32]) -> [Feeding] {
    let whole = feeding(composite)
    guard let (range, _) = range(of: composite, path), range.upperBound <= whole.count else {
      return [whole.joined]
    }
    return Array(whole[range])
  }
}
