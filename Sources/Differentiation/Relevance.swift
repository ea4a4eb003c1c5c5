import SPIRV

/// Finds the steps that can bear on a site: its backward slice through values, memory, calls and branches.
///
/// Most of a shader bears on no site (24 of 425 instructions at the median), so everything after this looks at
/// the slice alone. The slice ignores how values vary; it is closed under "is read by".
final class Relevance {
  private let module: ModuleShape
  private let index: ModuleIndex
  /// Whether a value, by id, is in the slice.
  private var values: [Bool]
  /// Whether a variable or pointer parameter, by id, is in the slice.
  private var roots: [Bool]
  private var blocks: [[Bool]]
  private var functions: [Bool]
  /// What writes memory, each with one more than the position of the next writer of the same root.
  private var writers: [(place: Place, next: Int32)] = []
  /// For each root, by id, one more than the position of its first writer; 0 for none.
  private var firstWriters: [Int32]
  private var callSites: [[Place]]
  private var returns: [[Int]]
  private var pending: [Place] = []

  private struct Place {
    var function: Int
    var step: Int
  }

  /// Results of a function that are wanted by themselves.
  struct Results {
    var function: Int
    /// Whether the returned value is.
    var isReturned: Bool
    /// The pointer parameters through which others come back.
    var parameters: [ValueID]
  }

  /// Decodes the steps of the slice in a module's functions and lists them.
  static func mark(
    _ module: ModuleShape, _ sites: OpenSites, findsChannels: Bool, results: [Results] = []
  ) {
    let relevance = Relevance(module)
    relevance.indexMemory()
    relevance.mark(sites, findsChannels: findsChannels)
    for wanted in results { relevance.mark(wanted) }
    while let place = relevance.pending.popLast() { relevance.expand(place) }
    for shape in module.functions { shape.listRelevantSteps() }
  }

  /// Decodes and lists every step, for who asks about more than sites.
  static func markAll(_ module: ModuleShape) {
    for shape in module.functions {
      for step in shape.steps.indices {
        shape.isRelevant[step] = true
        shape.decode(step)
      }
      shape.listRelevantSteps()
    }
  }

  private init(_ module: ModuleShape) {
    self.module = module
    index = module.index
    values = Array(filling: false, count: module.bound)
    roots = Array(filling: false, count: module.bound)
    firstWriters = Array(filling: 0, count: module.bound)
    blocks = module.functions.map { Array(filling: false, count: $0.labels.count) }
    functions = Array(filling: false, count: module.functions.count)
    callSites = Array(filling: [], count: module.functions.count)
    returns = Array(filling: [], count: module.functions.count)
  }

  // MARK: Index

  /// Notes who writes which memory, who calls whom, and where functions return.
  private func indexMemory() {
    for (number, shape) in module.functions.enumerated() {
      for step in shape.memorySteps {
        let place = Place(function: number, step: step)
        switch shape.effect(step) {
        case .write(let pointer): addWriter(pointer, shape, place)
        case .call(let function):
          if let callee = module.function(function) { callSites[callee].append(place) }
          if case .call(_, let arguments) = shape.operation(step) {
            for argument in arguments { addWriter(argument, shape, place) }
          }
        case .return: returns[number].append(step)
        case .none: break
        }
      }
    }
  }

  private func addWriter(_ pointer: ValueID, _ shape: FunctionShape, _ place: Place) {
    guard let target = module.pointer(pointer, in: shape) else { return }
    writers.append((place, firstWriters[target.root.index]))
    firstWriters[target.root.index] = Int32(writers.count)
  }

  private func mark(_ sites: OpenSites, findsChannels: Bool) {
    for (number, shape) in module.functions.enumerated() {
      for step in shape.siteSteps where shape.steps[step].result.map(sites.isOpen) ?? true {
        add(Place(function: number, step: step))
      }
      if findsChannels { addMessages(shape, number) }
    }
  }

  /// Adds what is computed from a derivative and may be a message to the neighbour in the quad: products, sums and
  /// choices. In one pass, so that what a loop carries round is left out.
  private func addMessages(_ shape: FunctionShape, _ number: Int) {
    guard let first = shape.siteSteps.first(where: { shape.steps[$0].op.isSignedDerivative }) else { return }
    var derived = [Bool](filling: false, count: shape.valueCount)
    var derivedRoots: Set<ValueID> = []
    for step in first..<shape.steps.count {
      let op = shape.steps[step].op
      var isDerived = op.isSignedDerivative
      if op == .store {
        if case .store(let pointer, let value) = shape.operation(step), let local = module.local(value),
          derived[local], let target = module.pointer(pointer, in: shape)
        {
          derivedRoots.insert(target.root)
        }
        continue
      }
      shape.instruction(step).forEachOperandID { operand in
        if let local = module.local(operand), local < derived.count, derived[local] { isDerived = true }
        if op == .load, !derivedRoots.isEmpty, let target = module.pointer(operand, in: shape) {
          if derivedRoots.contains(target.root) { isDerived = true }
        }
      }
      guard isDerived, let result = shape.steps[step].result, let local = module.local(result) else {
        continue
      }
      derived[local] = true
      if op.mayHoldMessage { add(Place(function: number, step: step)) }
    }
  }

  // MARK: Marking

  private func mark(_ results: Results) {
    if results.isReturned {
      for step in returns[results.function] { add(Place(function: results.function, step: step)) }
    }
    for parameter in results.parameters { add(root: parameter) }
  }

  private func add(_ place: Place) { add(place.step, in: module.functions[place.function], place.function) }

  // A function's shape is handed on from step to step: to fetch it again would retain it each time.
  private func add(_ step: Int, in shape: FunctionShape, _ function: Int) {
    guard !shape.isRelevant[step] else { return }
    shape.isRelevant[step] = true
    shape.decode(step)
    pending.append(Place(function: function, step: step))
  }

  /// Adds a value that a function reads: nearly always one of its own.
  private func add(value: ValueID, from shape: FunctionShape, _ function: Int) {
    guard let owner = module.owner(value), !values[value.index] else { return }
    values[value.index] = true
    add(value, of: owner == function ? shape : module.functions[owner], owner)
  }

  private func add(_ value: ValueID, of shape: FunctionShape, _ owner: Int) {
    if let local = module.local(value), shape.locals[local].step > 0 {
      let step = Int(shape.locals[local].step) - 1
      if shape.isRelevant[step] {
        // A call may have been taken for its memory before its result was asked for.
        addReturns(step, in: shape)
      } else {
        add(step, in: shape, owner)
      }
    } else {
      addArguments(of: value, owner)
    }
  }

  /// A parameter's value comes from every call.
  private func addArguments(of parameter: ValueID, _ function: Int) {
    guard let position = module.functions[function].parameters.firstIndex(of: parameter) else { return }
    for call in callSites[function] {
      let shape = module.functions[call.function]
      add(call.step, in: shape, call.function)
      if case .call(_, let arguments) = shape.operation(call.step), position < arguments.count {
        add(value: arguments[position], from: shape, call.function)
      }
    }
  }

  private func addReturns(_ call: Int, in shape: FunctionShape) {
    guard case .call(let function, _) = shape.operation(call),
      let callee = module.function(function),
      let result = shape.steps[call].result, values[result.index]
    else { return }
    for place in returns[callee] { add(Place(function: callee, step: place)) }
  }

  private func add(pointer: ValueID, in shape: FunctionShape, _ function: Int) {
    if let local = module.local(pointer), shape.locals[local].step > 0 {
      add(Int(shape.locals[local].step) - 1, in: shape, function)
    }
    guard let target = module.pointer(pointer, in: shape) else {
      add(value: pointer, from: shape, function)
      return
    }
    if target.dynamicStart < target.dynamicEnd {
      for dynamic in shape.dynamicIndices(target) { add(value: dynamic, from: shape, function) }
    }
    add(root: target.root)
  }

  private func add(root: ValueID) {
    guard !roots[root.index] else { return }
    roots[root.index] = true
    if let owner = module.owner(root) {
      let shape = module.functions[owner]
      if let local = module.local(root), shape.locals[local].step > 0 {
        add(Place(function: owner, step: Int(shape.locals[local].step) - 1))
      } else {
        addPointerArguments(of: root, owner)
      }
    }
    var at = firstWriters[root.index]
    while at > 0 {
      let (writer, next) = writers[Int(at) - 1]
      add(writer)
      addPointerParameters(writer, root)
      at = next
    }
  }

  /// What a pointer parameter points to is what every call hands over.
  private func addPointerArguments(of parameter: ValueID, _ function: Int) {
    guard let position = module.functions[function].parameters.firstIndex(of: parameter) else { return }
    for call in callSites[function] {
      let shape = module.functions[call.function]
      add(call.step, in: shape, call.function)
      if case .call(_, let arguments) = shape.operation(call.step), position < arguments.count {
        add(pointer: arguments[position], in: shape, call.function)
      }
    }
  }

  /// A callee that is handed relevant memory writes it through its parameter.
  private func addPointerParameters(_ place: Place, _ root: ValueID) {
    let shape = module.functions[place.function]
    guard case .call(let function, let arguments) = shape.operation(place.step),
      let callee = module.function(function)
    else { return }
    for (argument, parameter) in zip(arguments, module.functions[callee].parameters)
    where module.pointer(argument, in: shape)?.root == root {
      add(root: parameter)
    }
  }

  /// A block that matters makes the branches that decide on it matter, and the calls of its function.
  private func add(block: Int, in shape: FunctionShape, _ function: Int) {
    guard !blocks[function][block] else { return }
    blocks[function][block] = true
    shape.analyzeControl(module)
    for controller in shape.controllers[block] {
      addDecision(of: controller, in: shape, function)
      add(block: controller, in: shape, function)
    }
    guard !functions[function] else { return }
    functions[function] = true
    for call in callSites[function] { add(call) }
  }

  /// Adds what a step reads.
  private func expand(_ place: Place) {
    let function = place.function
    let shape = module.functions[function]
    add(block: shape.steps[place.step].block, in: shape, function)
    switch shape.operation(place.step) {
    case .load(let pointer): add(pointer: pointer, in: shape, function)
    case .store(let pointer, let value):
      add(pointer: pointer, in: shape, function)
      add(value: value, from: shape, function)
    case .copyMemory(let target, let source):
      add(pointer: target, in: shape, function)
      add(pointer: source, in: shape, function)
    case .call:
      addReturns(place.step, in: shape)
      addCalledParameters(place.step, in: shape, function)
    case .accessChain(let base, _): add(pointer: base, in: shape, function)
    case .extended(let op, let operands):
      for operand in operands {
        if op.takesPointer, module.pointer(operand, in: shape) != nil {
          add(pointer: operand, in: shape, function)
        } else {
          add(value: operand, from: shape, function)
        }
      }
    case .phi(let sources):
      for source in sources {
        add(value: source.value, from: shape, function)
        if let parent = module.block(source.parent, in: shape) { addBranch(parent, in: shape, function) }
      }
    case .sample(let sample) where !sample.hasOtherOperands:
      sample.forEachOperand { add(value: $0, from: shape, function) }
    case .arithmetic(_, let operands), .compositeConstruct(let operands), .discrete(let operands):
      for operand in operands { add(value: operand, from: shape, function) }
    case .copy(let value), .compositeExtract(let value, _), .returnValue(let value),
      .derivative(_, let value):
      add(value: value, from: shape, function)
    // An initializer is a constant or a global.
    case .variable: break
    default: shape.instruction(place.step).forEachOperandID { add(value: $0, from: shape, function) }
    }
  }

  /// The branches that choose among a phi's sources.
  private func addBranch(_ block: Int, in shape: FunctionShape, _ function: Int) {
    add(block: block, in: shape, function)
    addDecision(of: block, in: shape, function)
  }

  /// What a block branches on.
  private func addDecision(of block: Int, in shape: FunctionShape, _ function: Int) {
    switch shape.operation(shape.blockStarts[block + 1] - 1) {
    case .conditionalBranch(let condition, _, _): add(value: condition, from: shape, function)
    case .switch(let selector, _): add(value: selector, from: shape, function)
    default: break
    }
  }

  /// A call taken later than a parameter was must still hand its argument over.
  private func addCalledParameters(_ call: Int, in shape: FunctionShape, _ function: Int) {
    guard case .call(let id, let arguments) = shape.operation(call), let callee = module.function(id)
    else { return }
    for (argument, parameter) in zip(arguments, module.functions[callee].parameters) {
      if values[parameter.index] { add(value: argument, from: shape, function) }
      if roots[parameter.index] { add(pointer: argument, in: shape, function) }
    }
  }
}

extension GLSLInstruction {
  /// Whether an operand is a pointer: written by Modf and Frexp, read by the interpolation functions.
  var takesPointer: Bool {
    switch self {
    case .modf, .frexp, .interpolateAtCentroid, .interpolateAtSample, .interpolateAtOffset: true
    default: false
    }
  }
}
