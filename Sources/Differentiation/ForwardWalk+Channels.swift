import SPIRV

// Quads used as a channel. With a derivative taken inside the quad, x − dFdx(x)·k is the neighbour's x where k is 1
// on one side and −1 on the other: a message, which no tangent can carry. Which side a pixel is on is the parity of
// its position, in one of many forms: a remainder, a fraction of half of it, a bit, a step of those, a branch.
extension ForwardWalk {
  // MARK: Parity

  /// Notes that a result is the parity of a value: of a pixel's position, or of what may count pixels.
  func insertParity(of value: Fact, into variation: inout Variation) {
    if value.variation.contains(.fragCoord) {
      variation.insert(.parity)
    } else if value.variation.contains(.counted), value.variation.isDisjoint(with: .smooth) {
      variation.insert(.oddness)
    }
  }

  /// Whether an operation halves: a product with 0.5, a quotient by 2.
  private func halves(_ op: Arithmetic, _ operands: [ValueID]) -> Bool {
    switch op {
    case .multiply, .vectorTimesScalar: operands.contains { splat($0) == Float(0.5).bitPattern }
    case .divide: operands.last.map { splat($0) == Float(2).bitPattern } ?? false
    default: false
    }
  }

  // MARK: Sites

  /// The bit of a derivative among those that values are linear in.
  func bit(ofSite step: Int) -> UInt32 {
    let place = state.sites.firstIndex(of: step) ?? state.sites.count
    if place == state.sites.count { state.sites.append(step) }
    return 1 << UInt32(min(place, 31))
  }

  private func forEachSite(_ bits: UInt32, _ body: (Int) -> Void) {
    guard bits != 0 else { return }
    for (place, step) in state.sites.enumerated() where bits & (1 << UInt32(min(place, 31))) != 0 {
      body(step)
    }
  }

  private func noteChannels(_ bits: UInt32) {
    forEachSite(bits) { state.channels.insert($0) }
  }

  // MARK: Messages

  /// Notes products of a derivative with a parity, and sums of a value and its own derivative. What is linear in no
  /// single derivative any more is no message.
  func noteChannel(_ op: Arithmetic, _ operands: [ValueID], _ result: inout Fact) {
    switch op {
    case .multiply, .vectorTimesScalar, .divide, .dot:
      guard operands.count == 2 else { return }
      let (a, b) = (fact(operands[0]), fact(operands[1]))
      if b.variation.contains(.parity) { noteChannels(a.sites) }
      if a.variation.contains(.parity), op != .divide { noteChannels(b.sites) }
      if a.sites != 0, b.sites != 0 { result.sites = 0 }
      let isHalf = halves(op, operands)
      result.variation.remove(.halved)
      if isHalf { result.variation.insert(.halved) } else { result.variation.remove(.fragCoord) }
    case .add, .subtract:
      guard operands.count == 2 else { return }
      noteNeighbour(operands[0], and: operands[1])
      noteNeighbour(operands[1], and: operands[0])
    case .matrixTimesScalar, .matrixTimesVector, .vectorTimesMatrix, .matrixTimesMatrix, .outerProduct,
      .remainder,
      .modulo:
      result.sites = 0
    case .negate, .transpose, .convert, .quantize: break
    }
  }

  /// A sum of a value and its own derivative, scaled: the neighbour's value, if the scale or the branch taken is a
  /// matter of the pixel's side. Parities that are not of gl_FragCoord count only here.
  private func noteNeighbour(_ value: ValueID, and message: ValueID) {
    // Nearly no value is one.
    guard fact(message).sites != 0 else { return }
    note(neighbourSum: sites(of: message) { isSame($0, value) }, message)
  }

  /// The derivatives that a value is linear in, whose operand satisfies a condition.
  private func sites(of message: ValueID, where isOperand: (ValueID) -> Bool) -> UInt32 {
    var own: UInt32 = 0
    forEachSite(fact(message).sites) { step in
      if case .derivative(_, let operand) = shape.operation(step), isOperand(operand) {
        own |= bit(ofSite: step)
      }
    }
    return own
  }

  private func note(neighbourSum own: UInt32, _ message: ValueID) {
    guard own != 0 else { return }
    state.neighbourSums |= own
    if absoluteControl.contains(.parity) || isScaledByOddness(message) { noteChannels(own) }
  }

  /// Whether two values are one, or loads of one variable.
  private func isSame(_ a: ValueID, _ b: ValueID) -> Bool {
    a == b || loadedRoot(a).map { $0 == loadedRoot(b) } ?? false
  }

  private func isProduct(_ value: ValueID, of a: ValueID, _ b: ValueID) -> Bool {
    guard case .arithmetic(let op, let operands) = definingOperation(value),
      op == .multiply || op == .vectorTimesScalar
    else { return false }
    return operands == [a, b] || operands == [b, a]
  }

  private func definingOperation(_ value: ValueID) -> Operation? {
    guard let local = module.local(value), shape.locals[local].step > 0 else { return nil }
    return shape.operation(Int(shape.locals[local].step) - 1)
  }

  /// The variable that a value, or the vector it is taken from, was loaded from.
  private func loadedRoot(_ value: ValueID) -> ValueID? {
    switch definingOperation(value) {
    case .load(let pointer): module.pointer(pointer, in: shape)?.root
    case .compositeExtract(let whole, _), .vectorShuffle(let whole, _, _): loadedRoot(whole)
    default: nil
    }
  }

  /// Whether a value is a product of a derivative and the parity of a count, perhaps among other factors.
  private func isScaledByOddness(_ value: ValueID) -> Bool {
    guard case .arithmetic(let op, let operands) = definingOperation(value) else { return false }
    switch op {
    case .negate: return isScaledByOddness(operands[0])
    case .multiply, .vectorTimesScalar, .divide:
      return operands.contains { factor in
        let variation = fact(factor).variation
        return variation.contains(.oddness) && variation.isDisjoint(with: .smooth)
          || isScaledByOddness(factor)
      }
    default: return false
    }
  }

  /// The functions that scale: mix and fma.
  func noteChannel(_ op: GLSLInstruction, _ operands: [ValueID]) {
    guard operands.count == 3 else { return }
    let facts = operands.map { fact($0) }
    switch op {
    case .fMix:
      noteChoice(Fact(sites: facts[0].sites | facts[1].sites), facts[2])
    case .fma:
      if facts[1].variation.contains(.parity) { noteChannels(facts[0].sites) }
      if facts[0].variation.contains(.parity) { noteChannels(facts[1].sites) }
      noteNeighbour(operands[2], and: operands[0])
      noteNeighbour(operands[2], and: operands[1])
      // A product that an optimizer contracted with the sum.
      note(
        neighbourSum: sites(of: operands[2]) { isProduct($0, of: operands[0], operands[1]) }, operands[2])
    default: break
    }
  }

  /// A choice by parity between a value plus and minus its derivative.
  func noteChoice(_ values: Fact, _ condition: Fact) {
    if condition.variation.contains(.parity) { noteChannels(values.sites & state.neighbourSums) }
  }

  /// The derivative of a value times a parity: the value of the side where the parity is 1.
  func noteMessage(_ site: Int, _ operand: ValueID) {
    guard case .arithmetic(let op, let operands) = definingOperation(operand),
      op == .multiply || op == .vectorTimesScalar, operands.count == 2
    else { return }
    let (a, b) = (fact(operands[0]), fact(operands[1]))
    if a.variation.contains(.parity) && b.variation.isVaried
      || b.variation.contains(.parity) && a.variation.isVaried
    {
      state.channels.insert(site)
    }
  }
}

extension GLSLInstruction {
  /// Whether the result still counts pixels where the operand does.
  var keepsPixels: Bool {
    switch self {
    case .fAbs, .fMin, .fMax, .fClamp, .nMin, .nMax, .nClamp: true
    default: false
    }
  }

  /// Whether a message is still one after the operation: it scales, or limits.
  var passesMessages: Bool {
    switch self {
    case .fMix, .fma, .radians, .degrees, .fMin, .fMax, .fClamp, .nMin, .nMax, .nClamp: true
    default: false
    }
  }
}
