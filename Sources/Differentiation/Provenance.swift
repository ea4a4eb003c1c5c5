import SPIRV

/// Finds, step by step, what values are computed from: backwards through variables, branches, calls and returns.
///
/// Only what has some property is followed, such as to have gone through a cut, or to vary. Nothing is kept for it
/// during the analysis: only what is asked for costs anything.
final class Provenance {
  let forward: ForwardActivity
  private let entryPoints: [ForwardState]
  var module: ModuleShape { forward.module }
  /// A call of each analyzed function: who calls, and at which step.
  private(set) lazy var callers = findCallers()
  /// By function, the steps that write what a root points to.
  private var writers: [Int: [ValueID: [Int]]] = [:]

  init(_ forward: ForwardActivity, entryPoints: [ForwardState]) {
    self.forward = forward
    self.entryPoints = entryPoints
  }

  /// A step of a function under one pattern of arguments.
  struct Node: Hashable {
    var state: ForwardState
    var step: Int
    /// The one argument of a call that is meant, by position; nil for what the call gives back.
    var argument: Int?

    init(state: ForwardState, step: Int, argument: Int? = nil) {
      self.state = state
      self.step = step
      self.argument = argument
    }

    static func == (a: Node, b: Node) -> Bool {
      a.state === b.state && a.step == b.step && a.argument == b.argument
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(ObjectIdentifier(state))
      hasher.combine(step)
      hasher.combine(argument)
    }
  }

  /// The property that is followed.
  struct Criterion {
    /// Whether a value has it.
    var holds: (ValueID, ForwardState) -> Bool
    /// Whether a step may be where it arises, though what it is computed from has it not.
    var isOrigin: (Node) -> Bool
    /// Whether it may come from the branches that decide on a step.
    var followsBranches = true
    /// Whether it may come from the branches that decide on a store even where what is stored has it.
    var followsBranchesOfStores = false
    /// Whether what a step computes takes it over from a value that it reads.
    var follows: (Node, ValueID) -> Bool = { _, _ in true }
  }

  func shape(of state: ForwardState) -> FunctionShape { module.functions[state.key.function] }

  /// What a step's result, or what it writes, has a property from.
  func sources(of node: Node, _ criterion: Criterion) -> [Node] {
    let shape = shape(of: node.state)
    var nodes: [Node] = []
    func add(_ value: ValueID) {
      guard criterion.follows(node, value) else { return }
      if criterion.holds(value, node.state) { nodes += sources(of: value, in: node.state) }
    }
    switch shape.operation(node.step) {
    case .load(let pointer):
      shape.dynamicIndices(of: pointer, module).forEach(add)
      nodes += memory(pointer, at: node, criterion)
    case .store(let pointer, let value):
      add(value)
      shape.dynamicIndices(of: pointer, module).forEach(add)
    case .copyMemory(_, let source): nodes += memory(source, at: node, criterion)
    case .call(let function, let arguments): nodes += call(node, function, arguments, criterion)
    case .phi(let sources): for source in sources { add(source.value) }
    default: shape.instruction(node.step).forEachOperandID(add)
    }
    let isStore = if case .store = shape.operation(node.step) { true } else { false }
    if criterion.followsBranches, nodes.isEmpty || (isStore && criterion.followsBranchesOfStores) {
      nodes += decisions(on: node, criterion)
    }
    return nodes
  }

  /// Where a value comes from: its own step, or the call that hands it over.
  func sources(of value: ValueID, in state: ForwardState) -> [Node] {
    guard let local = module.local(value) else { return [] }
    let step = Int(shape(of: state).locals[local].step) - 1
    return step >= 0 ? [Node(state: state, step: step)] : arguments(for: value, of: state)
  }

  /// The step that computes the argument for a parameter, in a caller.
  private func arguments(for parameter: ValueID, of state: ForwardState) -> [Node] {
    guard let caller = callers[ObjectIdentifier(state)],
      let position = shape(of: state).parameters.firstIndex(of: parameter),
      case .call(_, let arguments) = shape(of: caller.state).operation(caller.step),
      position < arguments.count
    else { return [] }
    return [Node(state: caller.state, step: caller.step, argument: position)]
  }

  /// The steps that may have written what a pointer points to.
  private func memory(_ pointer: ValueID, at node: Node, _ criterion: Criterion) -> [Node] {
    let (state, shape) = (node.state, shape(of: node.state))
    guard let target = module.pointer(pointer, in: shape) else { return sources(of: pointer, in: state) }
    if target.slotsAre == .module {
      return states.flatMap { written(target.root, in: $0, criterion) }
    }
    switch lastWrite(to: target.root, before: node.step, in: state) {
    case .store(let store): return [Node(state: state, step: store)]
    case .none where shape.parameters.contains(target.root): return arguments(for: target.root, of: state)
    case .none, .unknown:
      let own = written(target.root, in: state, criterion)
      return shape.parameters.contains(target.root) ? own + arguments(for: target.root, of: state) : own
    }
  }

  private func written(_ root: ValueID, in state: ForwardState, _ criterion: Criterion) -> [Node] {
    writers(of: root, in: state.key.function).compactMap { step in
      let node = Node(state: state, step: step)
      return criterion.isOrigin(node) || !sources(of: node, criterion).isEmpty ? node : nil
    }
  }

  private func writers(of root: ValueID, in function: Int) -> [Int] {
    if let known = writers[function] { return known[root] ?? [] }
    let shape = module.functions[function]
    var all: [ValueID: [Int]] = [:]
    func add(_ pointer: ValueID, _ step: Int) {
      if let target = module.pointer(pointer, in: shape) { all[target.root, default: []].append(step) }
    }
    for step in shape.relevantSteps {
      switch shape.operation(step) {
      case .store(let pointer, _), .copyMemory(let pointer, _): add(pointer, step)
      case .call(_, let arguments): for argument in arguments { add(argument, step) }
      case .extended(.modf, let operands), .extended(.frexp, let operands):
        if let pointer = operands.last { add(pointer, step) }
      default: break
      }
    }
    writers[function] = all
    return all[root] ?? []
  }

  /// What a step must find in a local variable, or behind a pointer parameter.
  enum LastWrite {
    /// What one store of the whole left there.
    case store(Int)
    /// What was there when the function began.
    case none
    /// One of many writes, or parts of some.
    case unknown
  }

  /// The last write of a local variable, or behind a pointer parameter, that a step must see.
  func lastWrite(to root: ValueID, before step: Int, in state: ForwardState) -> LastWrite {
    let shape = shape(of: state)
    let all = writers(of: root, in: state.key.function)
    func isKnown(_ write: Int) -> LastWrite { isWholeStore(write, in: shape) ? .store(write) : .unknown }
    let isParameter = shape.parameters.contains(root)
    if isParameter, all.isEmpty { return .none }
    if !isParameter, all.count == 1 { return isKnown(all[0]) }
    var block = shape.steps[step].block
    var end = step
    var visited: Set<Int> = []
    while visited.insert(block).inserted {
      if let last = all.last(where: { shape.blockStarts[block]..<end ~= $0 }) { return isKnown(last) }
      guard shape.predecessors.indices.contains(block), shape.predecessors.count(of: block) < 2 else { break }
      guard let only = shape.predecessors[block].first else { return .none }
      block = only
      end = shape.blockStarts[block + 1]
    }
    return .unknown
  }

  private func isWholeStore(_ step: Int, in shape: FunctionShape) -> Bool {
    guard case .store(let pointer, _) = shape.operation(step) else { return false }
    return module.pointer(pointer, in: shape)?.isRoot ?? false
  }

  /// What is handed over goes before what arises inside.
  private func call(
    _ node: Node, _ function: FunctionID, _ arguments: [ValueID], _ criterion: Criterion
  ) -> [Node] {
    guard let callee = node.state.calls[node.step] else { return [] }
    let shape = shape(of: node.state)
    var nodes: [Node] = []
    for (position, argument) in arguments.enumerated() where node.argument ?? position == position {
      if criterion.holds(argument, node.state) {
        nodes += sources(of: argument, in: node.state)
      } else if let target = module.pointer(argument, in: shape), target.slotsAre == .function {
        nodes += stores(to: target.root, before: node, criterion)
      }
    }
    if !nodes.isEmpty || node.argument != nil { return nodes }
    let inner = self.shape(of: callee)
    for step in inner.relevantSteps {
      switch inner.operation(step) {
      case .returnValue(let value) where criterion.holds(value, callee):
        nodes.append(Node(state: callee, step: step))
      case .store(_, let value) where criterion.holds(value, callee):
        nodes.append(Node(state: callee, step: step))
      default: break
      }
    }
    return nodes
  }

  /// The stores of what has the property to a variable that a call is handed.
  private func stores(to root: ValueID, before call: Node, _ criterion: Criterion) -> [Node] {
    let shape = shape(of: call.state)
    return writers(of: root, in: call.state.key.function).compactMap { step in
      guard step != call.step, case .store(_, let value) = shape.operation(step),
        criterion.holds(value, call.state)
      else { return nil }
      return Node(state: call.state, step: step)
    }
  }

  /// The conditions that decide on a step.
  private func decisions(on node: Node, _ criterion: Criterion) -> [Node] {
    let shape = shape(of: node.state)
    let block = shape.steps[node.step].block
    var controllers = shape.controllers.indices.contains(block) ? Array(shape.controllers[block]) : []
    if case .phi = shape.operation(node.step), let joins = shape.joins(module) {
      controllers += joins.separators[block]
    }
    return controllers.flatMap { controller -> [Node] in
      let condition: ValueID
      switch shape.operation(shape.blockStarts[controller + 1] - 1) {
      case .conditionalBranch(let value, _, _): condition = value
      case .switch(let value, _): condition = value
      default: return []
      }
      return criterion.holds(condition, node.state) ? sources(of: condition, in: node.state) : []
    }
  }

  // MARK: States

  /// Every analyzed function, callers first.
  private(set) lazy var states: [ForwardState] = findStates()

  private func findStates() -> [ForwardState] {
    var seen: Set<ObjectIdentifier> = []
    var result: [ForwardState] = []
    var queue = entryPoints
    var at = 0
    while at < queue.count {
      let state = queue[at]
      at += 1
      guard seen.insert(ObjectIdentifier(state)).inserted else { continue }
      result.append(state)
      queue += state.calls.map(\.value)
    }
    return result
  }

  private func findCallers() -> [ObjectIdentifier: Node] {
    var result: [ObjectIdentifier: Node] = [:]
    for state in states {
      for (step, callee) in state.calls
      where result[ObjectIdentifier(callee)] == nil {
        result[ObjectIdentifier(callee)] = Node(state: state, step: step)
      }
    }
    return result
  }

  // MARK: Names

  /// What the source calls a step: the variable that is written, or the function that is called.
  func named(_ node: Node) -> PathStep? {
    let shape = shape(of: node.state)
    let name: String
    switch shape.operation(node.step) {
    case .store(let pointer, _), .copyMemory(let pointer, _):
      guard let root = module.pointer(pointer, in: shape)?.root,
        let own = module.index.name(of: root.rawValue),
        // glslang's own variables for arguments.
        own != "param"
      else { return nil }
      name = own
    case .call(let function, _):
      guard let callee = module.function(function), !module.functions[callee].name.isEmpty else {
        return nil
      }
      name = module.functions[callee].name + "(...)"
    default: return nil
    }
    guard !name.isEmpty else { return nil }
    return PathStep(name: name, location: module.location(of: node.step, in: shape))
  }
}

extension FunctionShape {
  /// The indices on the way of a pointer that are no constants.
  fileprivate func dynamicIndices(of pointer: ValueID, _ module: ModuleShape) -> ArraySlice<ValueID> {
    module.pointer(pointer, in: self).map { dynamicIndices($0) } ?? []
  }
}
