import SPIRV

/// Finds the operation that makes a value jump where it should be continuous: fract, mod, floor, atan and their
/// like, on the way from an input to a texture coordinate or to a derivative.
///
/// What a jump only chooses by (a condition, an index) is not followed, nor what a sample reads: that is no
/// coordinate. What undoes the jump is recognized (``Wrap``).
struct Seams {
  private let view: SurveyView

  init(_ view: SurveyView) { self.view = view }

  /// The nearest such operation, in the source's words, and the way from what varies through it to the value.
  func seam(in value: ValueID, at user: SurveyView.Node) -> (operation: String, trace: [TraceStep])? {
    let view = view
    let criterion = Provenance.Criterion { value, state in
      view.module.local(value).map { state.values[$0].variation.contains(.jump) } ?? false
    } isOrigin: { node in
      jump(at: node) != nil
    }.following { node, value in
      passes(value, through: node)
    }
    guard
      let path = BackwardPath.find(
        from: value, at: user, view, criterion, isSource: { jump(at: $0) != nil }),
      let operation = jump(at: path.source)
    else { return nil }
    var trace: [TraceStep] = []
    if let operand = operand(at: path.source) {
      trace = VaryingTrace(view).trace(of: operand, at: path.source)
    }
    trace.append(TraceStep(role: .jump(operation), location: view.location(of: path.source)))
    return (operation, trace + path.steps)
  }

  /// The first operand of the operation at a step, the one that jumps or varies.
  private func operand(at node: SurveyView.Node) -> ValueID? {
    switch view.shape(of: node.state).operation(node.step) {
    case .extended(_, let operands), .arithmetic(_, let operands), .discrete(let operands): operands.first
    default: nil
    }
  }

  // MARK: Jumps

  /// What a step is called that jumps while its operand varies; nil for any other.
  private func jump(at node: SurveyView.Node) -> String? {
    let shape = view.shape(of: node.state)
    func fact(_ value: ValueID) -> Fact { view.fact(value, at: node.step, in: node.state) }
    // What jumped before jumps no more by being rounded, nor does a pixel's own position.
    func isRounded(_ value: ValueID) -> Bool {
      let variation = fact(value).variation
      return !variation.isPixelPosition && !variation.isDisjoint(with: [.x, .y, .opaque, .pending])
    }
    switch shape.operation(node.step) {
    case .extended(let op, let operands):
      guard let first = operands.first, operands.contains(where: { fact($0).variation.isVaried }) else {
        return nil
      }
      switch op {
      case .fract, .modf, .modfStruct: return op == .fract ? "fract" : "modf"
      case .atan2: return "atan"
      case .floor, .ceil, .round, .roundEven, .trunc:
        return isRounded(first) ? "\(op)" : nil
      default: return nil
      }
    case .arithmetic(let op, let operands):
      guard op == .modulo || op == .remainder, operands.first.map({ fact($0).variation.isVaried }) ?? false
      else { return nil }
      return "mod"
    case .discrete(let operands):
      guard let first = operands.first, fact(first).variation.isVaried else { return nil }
      switch shape.steps[node.step].op {
      case .convertFToS, .convertFToU:
        return isRounded(first) ? "a conversion to an integer" : nil
      case .uMod, .sMod, .sRem: return "%"
      default: return nil
      }
    default: return nil
    }
  }

  // MARK: Passing

  /// Whether what a step computes jumps where a value that it reads does.
  private func passes(_ value: ValueID, through node: SurveyView.Node) -> Bool {
    let (shape, state) = (view.shape(of: node.state), node.state)
    func isSymmetric(_ value: ValueID) -> Bool { view.wrap(value, in: state)?.isSymmetric ?? false }
    switch shape.operation(node.step) {
    case .select(let condition, _, _): return value != condition
    case .sample, .queryLod, .opaqueRead, .derivative, .other: return false
    case .load: return false
    case .store(_, let stored): return value == stored
    case .discrete:
      return !(shape.steps[node.step].type.map(view.module.index.isTruth) ?? false)
    case .vectorExtract(_, let index), .vectorInsert(_, _, let index): return value != index
    case .extended(let op, let operands):
      switch op {
      case .fAbs, .length: return !isSymmetric(value)
      case .cos:
        return !(view.wrap(value, in: state).map { $0.isSymmetric || $0.isWholeTurns } ?? false)
      case .sin: return !(view.wrap(value, in: state)?.isWholeTurns ?? false)
      case .distance: return !isCentered(operands, in: state)
      default: return true
      }
    case .arithmetic(let op, let operands):
      switch op {
      case .multiply, .dot:
        guard operands.count == 2, view.isSame(operands[0], operands[1], in: state) else { return true }
        return !isSymmetric(value)
      default: return true
      }
    default: return true
    }
  }

  /// Whether a distance is one between a tile's point and its middle.
  private func isCentered(_ operands: [ValueID], in state: ForwardState) -> Bool {
    guard operands.count == 2 else { return false }
    for (a, b) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      if var wrap = view.wrap(a, in: state), let middle = view.number(b, in: state) {
        wrap.offset = wrap.offset.map { $0 - middle }
        return wrap.isSymmetric
      }
    }
    return false
  }
}

extension Variation {
  /// Whether rounding keeps a value as it is but for half a pixel: a pixel's own position.
  fileprivate var isPixelPosition: Bool { contains(.fragCoord) && !contains(.halved) }
}

extension Provenance.Criterion {
  /// The same, following values alone: no branches, and only what a condition lets through.
  func following(_ follows: @escaping (Provenance.Node, ValueID) -> Bool) -> Provenance.Criterion {
    var result = self
    result.followsBranches = false
    result.follows = follows
    return result
  }
}
