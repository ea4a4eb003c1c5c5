import SPIRV

/// How deep derivatives nest in each derivative's operand, at least: on a stencil every level costs a ring of lanes,
/// and the lanes that have none left must not part from the others.
///
/// A data-flow analysis without order. Where paths meet, in memory, phis and calls, the least deep counts, so that
/// no lane is given up that a deeper derivative needs; what is the same on all lanes counts nowhere but as an argument:
/// there another call, of the same derivative deeper down, may wait for this one's lanes.
struct DerivativeNesting {
  /// Nothing but constants so far.
  private static let none: UInt8 = .max
  /// More rounds than this mean that something swings: nothing is known then.
  private static let roundLimit = 64

  private let source: Module
  private let index: ModuleIndex
  private var depths: [UInt8]
  /// Whether something is stored through a pointer, by id.
  private var isWritten: [Bool]
  private var isChanging = true
  private var isKnown = true
  /// Whether arguments that are the same on all lanes count, once it is known which ones are.
  private var countsConstants = false

  /// Analyzes a module.
  init(_ source: Module, index: ModuleIndex) {
    self.source = source
    self.index = index
    depths = [UInt8](repeating: DerivativeNesting.none, count: Int(source.header.bound))
    isWritten = [Bool](repeating: false, count: depths.count)
    for variable in index.globals where variable.storage == .input { set(variable.id, 0) }
    settle()
    (countsConstants, isChanging) = (true, true)
    settle()
  }

  private mutating func settle() {
    var rounds = 0
    while isChanging, isKnown {
      isChanging = false
      rounds += 1
      for function in source.functions { walk(function) }
      isKnown = rounds < DerivativeNesting.roundLimit
    }
  }

  /// The level of a derivative, from 1, by its result.
  func level(_ result: ValueID) -> Int {
    let depth = depth(result)
    return isKnown && depth != DerivativeNesting.none ? max(1, Int(depth)) : 1
  }

  private func depth(_ id: ValueID) -> UInt8 {
    id.index < depths.count ? depths[id.index] : DerivativeNesting.none
  }

  private mutating func set(_ id: ValueID, _ depth: UInt8) {
    guard id.index < depths.count, depths[id.index] != depth else { return }
    depths[id.index] = depth
    isChanging = true
  }

  /// What may hold several values holds the least deep.
  private mutating func lower(_ id: ValueID, to depth: UInt8) {
    if depth < self.depth(id) { set(id, depth) }
  }

  private mutating func write(_ pointer: ValueID, _ depth: UInt8) {
    lower(pointer, to: depth)
    guard !isWritten(pointer), pointer.index < isWritten.count else { return }
    isWritten[pointer.index] = true
    isChanging = true
  }

  private func isWritten(_ pointer: ValueID) -> Bool {
    pointer.index < isWritten.count && isWritten[pointer.index]
  }

  private func least(_ values: some Sequence<ValueID>) -> UInt8 {
    values.reduce(DerivativeNesting.none) { min($0, depth($1)) }
  }

  private func greatest(_ values: some Sequence<ValueID>) -> UInt8 {
    values.map { depth($0) }.filter { $0 != DerivativeNesting.none }.max() ?? DerivativeNesting.none
  }

  private mutating func walk(_ function: Function) {
    for block in function.blocks {
      for instruction in block.instructions {
        let operation = instruction.operation(glsl: index.glsl)
        let depth = visit(instruction, operation, in: function)
        if let depth, let result = instruction.result { set(result, depth) }
      }
    }
  }

  /// The depth of an instruction's result; nil where that is no value.
  private mutating func visit(
    _ instruction: Instruction, _ operation: Operation, in function: Function
  ) -> UInt8? {
    switch operation {
    case .derivative(_, let operand):
      let depth = depth(operand)
      return depth == DerivativeNesting.none ? depth : depth + 1
    case .store(let target, let value), .copyMemory(let target, let value):
      write(target, depth(value))
      return nil
    case .accessChain(let base, _):
      // A part and the whole are one.
      guard let result = instruction.result else { return nil }
      if isWritten(result) { write(base, depth(result)) }
      return depth(base)
    case .returnValue(let value):
      lower(ValueID(function.id.rawValue), to: depth(value))
      return nil
    case .call(let callee, let arguments):
      pass(arguments, to: callee)
      return depth(ValueID(callee.rawValue))
    case .select(_, let a, let b): return least([a, b])
    case .phi(let sources): return least(sources.map(\.value))
    case .compositeConstruct(let parts): return least(parts)
    case .compositeInsert(let a, let b, _), .vectorShuffle(let a, let b, _), .vectorInsert(let a, let b, _):
      return least([a, b])
    case .extended(_, let operands):
      // Modf and Frexp write through a pointer.
      for operand in operands where isPointer(operand) { write(operand, greatest(operands)) }
      return greatest(operands)
    case .variable(_, _): return instruction.result.map { depth($0) }
    case .load(let pointer): return depth(pointer)
    case .arithmetic(_, let operands), .discrete(let operands), .opaqueRead(let operands),
      .other(let operands):
      return greatest(operands)
    case .copy(let value), .compositeExtract(let value, _), .vectorExtract(let value, _): return depth(value)
    case .sample(let sample): return greatest(sample.operands)
    case .queryLod(_, let coordinate): return depth(coordinate)
    case .undefined, .branch, .conditionalBranch, .switch, .selectionMerge, .loopMerge, .return, .end, .note:
      return nil
    }
  }

  private func isPointer(_ id: ValueID) -> Bool {
    guard let type = index.type(of: id), case .pointer = index[type] else { return false }
    return true
  }

  /// Arguments into parameters, and what is written through pointers back.
  private mutating func pass(_ arguments: [ValueID], to callee: FunctionID) {
    guard let position = index.position(of: callee) else { return }
    for (parameter, argument) in zip(source.functions[position].parameters, arguments) {
      let known = depth(argument)
      lower(parameter, to: countsConstants && known == DerivativeNesting.none ? 0 : known)
      if isWritten(parameter) { write(argument, depth(parameter)) }
    }
  }
}
