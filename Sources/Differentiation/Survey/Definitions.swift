import SPIRV

// What values are, seen through local variables.
extension SurveyView {
  /// The step that defines a value, through loads of variables that hold one store's value there.
  func definition(of value: ValueID, in state: ForwardState) -> Node? {
    var value = value
    let shape = shape(of: state)
    // A chain of copies ends; a malformed module's might not.
    for _ in 0..<64 {
      guard let local = module.local(value), shape.locals[local].step > 0,
        module.owner(value) == state.key.function
      else { return nil }
      let step = Int(shape.locals[local].step) - 1
      guard case .load(let pointer) = shape.operation(step), let target = module.pointer(pointer, in: shape),
        target.isRoot, target.slotsAre == .function,
        case .store(let store) = provenance.lastWrite(to: target.root, before: step, in: state),
        case .store(_, let stored) = shape.operation(store)
      else { return Node(state: state, step: step) }
      value = stored
    }
    return nil
  }

  /// The operation that defines a value.
  func operation(of value: ValueID, in state: ForwardState) -> Operation? {
    definition(of: value, in: state).map { shape(of: state).operation($0.step) }
  }

  /// The number that a value is, or that all components of a vector are.
  func number(_ value: ValueID, in state: ForwardState) -> Double? {
    if let bits = module.index.splatBits(value) { return Double(Float(bitPattern: bits)) }
    switch operation(of: value, in: state) {
    case .compositeConstruct(let parts):
      let numbers = parts.map { number($0, in: state) }
      return numbers.dropFirst().allSatisfy { $0 == numbers.first } ? numbers.first ?? nil : nil
    case .arithmetic(.negate, let operands):
      return operands.first.flatMap { number($0, in: state) }.map { -$0 }
    case .arithmetic(let op, let operands) where operands.count == 2:
      guard let a = number(operands[0], in: state), let b = number(operands[1], in: state) else { return nil }
      switch op {
      case .add: return a + b
      case .subtract: return a - b
      case .multiply, .vectorTimesScalar: return a * b
      case .divide: return b == 0 ? nil : a / b
      default: return nil
      }
    default: break
    }
    // A variable that was stored a constant has no defining step.
    guard let local = module.local(value), shape(of: state).locals[local].step > 0 else { return nil }
    let step = Int(shape(of: state).locals[local].step) - 1
    guard case .load(let pointer) = shape(of: state).operation(step),
      let target = module.pointer(pointer, in: shape(of: state)), target.isRoot, target.slotsAre == .function,
      case .store(let store) = provenance.lastWrite(to: target.root, before: step, in: state),
      case .store(_, let stored) = shape(of: state).operation(store), stored != value
    else { return nil }
    return module.index.splatBits(stored).map { Double(Float(bitPattern: $0)) }
  }

  /// Whether two values are one, or loads that see one store, or components of such.
  func isSame(_ a: ValueID, _ b: ValueID, in state: ForwardState) -> Bool {
    if a == b { return true }
    guard let first = definition(of: a, in: state), let second = definition(of: b, in: state) else {
      return false
    }
    if first == second { return true }
    let shape = shape(of: state)
    switch (shape.operation(first.step), shape.operation(second.step)) {
    case (.compositeExtract(let a, let path), .compositeExtract(let b, let other)):
      return path == other && isSame(a, b, in: state)
    case (.load(let p), .load(let q)):
      // Loads of one place in one block with no store between them, as in `d.x * d.x`.
      return p == q && shape.steps[first.step].block == shape.steps[second.step].block
    default: return false
    }
  }
}
