import SPIRV

/// Finds the way from the operation that cut a derivative to the site, backwards from the site.
///
/// Every value knows the cut it went through. A breadth-first search along what values are computed from keeps to
/// those of the site's own cut, through variables, branches, calls and returns, up to the place where it was made.
/// Nothing is kept for it during the analysis: only kept sites pay for their path.
final class CutPaths {
  private let forward: ForwardActivity
  private let entryPoints: [ForwardState]
  private var module: ModuleShape { forward.module }
  /// A call of each analyzed function: who calls, and at which step.
  private lazy var callers = findCallers()
  /// By function, the steps that write what a root points to.
  private var writers: [Int: [ValueID: [Int]]] = [:]

  init(_ forward: ForwardActivity, entryPoints: [ForwardState]) {
    self.forward = forward
    self.entryPoints = entryPoints
  }

  /// A step of a function under one pattern of arguments.
  private struct Node: Hashable {
    var state: ForwardState
    var step: Int

    static func == (a: Node, b: Node) -> Bool { a.state === b.state && a.step == b.step }

    func hash(into hasher: inout Hasher) {
      hasher.combine(ObjectIdentifier(state))
      hasher.combine(step)
    }
  }

  /// What is searched for: the cut's number and place.
  private struct Goal {
    var number: Int32
    var place: SourceLocation
  }

  /// The path to a site: variables and calls by their names in the source, from the cut on.
  func path(to step: Int, in state: ForwardState) -> [PathStep] {
    let shape = shape(of: state)
    let operand: ValueID
    switch shape.operation(step) {
    case .derivative(_, let value): operand = value
    case .sample(let sample): operand = sample.coordinate
    default: return []
    }
    guard let local = module.local(operand), state.values[local].cut != 0 else { return [] }
    let number = state.values[local].cut
    let goal = Goal(number: number, place: forward.cuts[Int(number)].location)
    let site = Node(state: state, step: step)
    var cameFrom: [Node: Node] = [:]
    var queue = sources(of: operand, in: state)
    for node in queue { cameFrom[node] = site }
    var at = 0
    var nearest: Node?
    while at < queue.count {
      let node = queue[at]
      at += 1
      let next = sources(of: node, goal)
      if module.location(of: node.step, in: self.shape(of: node.state)) == goal.place {
        // Other steps of the line may lie on the way.
        if next.isEmpty { return steps(from: node, to: site, cameFrom) }
        nearest = nearest ?? node
      }
      for source in next where cameFrom[source] == nil && source != site {
        cameFrom[source] = node
        queue.append(source)
      }
    }
    return nearest.map { steps(from: $0, to: site, cameFrom) } ?? []
  }

  private func shape(of state: ForwardState) -> FunctionShape { module.functions[state.key.function] }

  // MARK: Backwards

  /// What a step's result, or what it writes, went through the cut by.
  private func sources(of node: Node, _ goal: Goal) -> [Node] {
    let shape = shape(of: node.state)
    var nodes: [Node] = []
    func add(_ value: ValueID) {
      if isCut(value, in: node.state, goal) { nodes += sources(of: value, in: node.state) }
    }
    switch shape.operation(node.step) {
    case .load(let pointer):
      shape.dynamicIndices(of: pointer, module).forEach(add)
      nodes += memory(pointer, in: node.state, goal)
    case .store(let pointer, let value):
      add(value)
      shape.dynamicIndices(of: pointer, module).forEach(add)
    case .copyMemory(_, let source): nodes += memory(source, in: node.state, goal)
    case .call(let function, let arguments): nodes += call(node, function, arguments, goal)
    case .phi(let sources): for source in sources { add(source.value) }
    default: shape.instruction(node.step).forEachOperandID(add)
    }
    if nodes.isEmpty { nodes = decisions(on: node, goal) }
    return nodes
  }

  private func isCut(_ value: ValueID, in state: ForwardState, _ goal: Goal) -> Bool {
    module.local(value).map { state.values[$0].cut == goal.number } ?? false
  }

  /// Where a value comes from: its own step, or the call that hands it over.
  private func sources(of value: ValueID, in state: ForwardState) -> [Node] {
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
    return [caller]
  }

  /// The steps that may have written what a pointer points to.
  private func memory(_ pointer: ValueID, in state: ForwardState, _ goal: Goal) -> [Node] {
    let shape = shape(of: state)
    guard let target = module.pointer(pointer, in: shape) else { return sources(of: pointer, in: state) }
    if target.slotsAre == .module {
      return states.flatMap { written(target.root, in: $0, goal) }
    }
    let own = written(target.root, in: state, goal)
    let isParameter = shape.parameters.contains(target.root)
    return own.isEmpty && isParameter ? arguments(for: target.root, of: state) : own
  }

  private func written(_ root: ValueID, in state: ForwardState, _ goal: Goal) -> [Node] {
    writers(of: root, in: state.key.function).compactMap { step in
      let node = Node(state: state, step: step)
      let isSource =
        module.location(of: step, in: shape(of: state)) == goal.place || !sources(of: node, goal).isEmpty
      return isSource ? node : nil
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

  /// What is handed over goes before what is cut inside.
  private func call(
    _ node: Node, _ function: FunctionID, _ arguments: [ValueID], _ goal: Goal
  ) -> [Node] {
    guard let callee = node.state.calls[node.step] else { return [] }
    let shape = shape(of: node.state)
    var nodes: [Node] = []
    for argument in arguments {
      if isCut(argument, in: node.state, goal) {
        nodes += sources(of: argument, in: node.state)
      } else if let target = module.pointer(argument, in: shape), target.slotsAre == .function {
        nodes += stores(to: target.root, before: node, goal)
      }
    }
    if !nodes.isEmpty { return nodes }
    let inner = self.shape(of: callee)
    for step in inner.relevantSteps {
      switch inner.operation(step) {
      case .returnValue(let value) where isCut(value, in: callee, goal):
        nodes.append(Node(state: callee, step: step))
      case .store(_, let value) where isCut(value, in: callee, goal):
        nodes.append(Node(state: callee, step: step))
      default: break
      }
    }
    return nodes
  }

  /// The stores of what went through the cut to a variable that a call is handed.
  private func stores(to root: ValueID, before call: Node, _ goal: Goal) -> [Node] {
    let shape = shape(of: call.state)
    return writers(of: root, in: call.state.key.function).compactMap { step in
      guard step != call.step, case .store(_, let value) = shape.operation(step),
        isCut(value, in: call.state, goal)
      else { return nil }
      return Node(state: call.state, step: step)
    }
  }

  /// The conditions that decide on a step.
  private func decisions(on node: Node, _ goal: Goal) -> [Node] {
    let shape = shape(of: node.state)
    let block = shape.steps[node.step].block
    var controllers = shape.controllers.indices.contains(block) ? shape.controllers[block] : []
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
      return isCut(condition, in: node.state, goal) ? sources(of: condition, in: node.state) : []
    }
  }

  // MARK: States

  /// Every analyzed function, callers first.
  private lazy var states: [ForwardState] = findStates()

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
      queue += state.calls.sorted { $0.key < $1.key }.map(\.value)
    }
    return result
  }

  private func findCallers() -> [ObjectIdentifier: Node] {
    var result: [ObjectIdentifier: Node] = [:]
    for state in states {
      for (step, callee) in state.calls.sorted(by: { $0.key < $1.key })
      where result[ObjectIdentifier(callee)] == nil {
        result[ObjectIdentifier(callee)] = Node(state: state, step: step)
      }
    }
    return result
  }

  // MARK: Names

  /// The named steps from the cut to the site.
  private func steps(from start: Node, to site: Node, _ cameFrom: [Node: Node]) -> [PathStep] {
    var result: [PathStep] = []
    var node: Node? = start
    while let current = node, current != site {
      if let step = named(current), result.last != step { result.append(step) }
      node = cameFrom[current]
    }
    return result
  }

  /// What the source calls a step: the variable that is written, or the function that is called.
  private func named(_ node: Node) -> PathStep? {
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
      guard let callee = module.functionByID[function], !module.functions[callee].name.isEmpty else {
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
