import SPIRV

/// Finds the steps that can bear on a site: its backward slice through values, memory, calls and branches.
///
/// Most of a shader bears on no site (24 of 425 instructions at the median), so everything after this looks at
/// the slice alone. The slice ignores how values vary; it is closed under "is read by".
struct Relevance {
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
    var relevance = Relevance(module)
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
  private mutating func indexMemory() {
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

  private mutating func addWriter(_ pointer: ValueID, _ shape: FunctionShape, _ place: Place) {
    guard let target = module.pointer(pointer, in: shape) else { return }
    writers.append((place, firstWriters[target.root.index]))
    firstWriters[target.root.index] = Int32(writers.count)
  }

  private mutating func mark(_ sites: OpenSites, findsChannels: Bool) {
    for (number, shape) in module.functions.enumerated() {
      for step in shape.siteSteps where shape.steps[step].result.map(sites.isOpen) ?? true {
        add(Place(function: number, step: step))
      }
      if findsChannels { addMessages(shape, number) }
    }
  }

  /// Adds what is computed from a derivative and may be a message to the neighbour in the quad: products, sums and
  /// choices. In one pass, so that what a loop carries round is left out.
  private mutating func addMessages(_ shape: FunctionShape, _ number: Int) {
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

  private mutating func mark(_ results: Results) {
    if results.isReturned {
      for step in returns[results.function] { add(Place(function: results.function, step: step)) }
    }
    for parameter in results.parameters { add(root: parameter) }
  }

  private mutating func add(_ place: Place) {
    let shape = module.functions[place.function]
    guard !shape.isRelevant[place.step] else { return }
    shape.isRelevant[place.step] = true
    shape.decode(place.step)
    pending.append(place)
  }

  private mutating func add(value: ValueID) {
    guard let owner = module.owner(value), !values[value.index] else { return }
    values[value.index] = true
    let shape = module.functions[owner]
    if let local = module.local(value), shape.locals[local].step > 0 {
      let step = Int(shape.locals[local].step) - 1
      if shape.isRelevant[step] {
        // A call may have been taken for its memory before its result was asked for.
        addReturns(Place(function: owner, step: step))
      } else {
        add(Place(function: owner, step: step))
      }
    } else {
      addArguments(of: value, owner)
    }
  }

  /// A parameter's value comes from every call.
  private mutating func addArguments(of parameter: ValueID, _ function: Int) {
    guard let position = module.functions[function].parameters.firstIndex(of: parameter) else { return }
    for call in callSites[function] {
      add(call)
      if case .call(_, let arguments) = module.functions[call.function].operation(call.step),
        position < arguments.count
      {
        add(value: arguments[position])
      }
    }
  }

  private mutating func addReturns(_ call: Place) {
    let shape = module.functions[call.function]
    guard case .call(let function, _) = shape.operation(call.step),
      let callee = module.function(function),
      let result = shape.steps[call.step].result, values[result.index]
    else { return }
    for place in returns[callee] { add(Place(function: callee, step: place)) }
  }

  private mutating func add(pointer: ValueID, in function: Int) {
    let shape = module.functions[function]
    if let local = module.local(pointer), shape.locals[local].step > 0 {
      add(Place(function: function, step: Int(shape.locals[local].step) - 1))
    }
    guard let target = module.pointer(pointer, in: shape) else {
      add(value: pointer)
      return
    }
    for dynamic in shape.dynamicIndices(target) { add(value: dynamic) }
    add(root: target.root)
  }

  private mutating func add(root: ValueID) {
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
  private mutating func addPointerArguments(of parameter: ValueID, _ function: Int) {
    guard let position = module.functions[function].parameters.firstIndex(of: parameter) else { return }
    for call in callSites[function] {
      add(call)
      if case .call(_, let arguments) = module.functions[call.function].operation(call.step),
        position < arguments.count
      {
        add(pointer: arguments[position], in: call.function)
      }
    }
  }

  /// A callee that is handed relevant memory writes it through its parameter.
  private mutating func addPointerParameters(_ place: Place, _ root: ValueID) {
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
  private mutating func add(block: Int, in function: Int) {
    guard !blocks[function][block] else { return }
    blocks[function][block] = true
    let shape = module.functions[function]
    shape.analyzeControl(module)
    for controller in shape.controllers[block] {
      switch shape.operation(shape.blockStarts[controller + 1] - 1) {
      case .conditionalBranch(let condition, _, _): add(value: condition)
      case .switch(let selector, _): add(value: selector)
      default: break
      }
      add(block: controller, in: function)
    }
    guard !functions[function] else { return }
    functions[function] = true
    for call in callSites[function] { add(call) }
  }

  /// Adds what a step reads.
  private mutating func expand(_ place: Place) {
    let shape = module.functions[place.function]
    add(block: shape.steps[place.step].block, in: place.function)
    switch shape.operation(place.step) {
    case .load(let pointer): add(pointer: pointer, in: place.function)
    case .store(let pointer, let value):
      add(pointer: pointer, in: place.function)
      add(value: value)
    case .copyMemory(let target, let source):
      add(pointer: target, in: place.function)
      add(pointer: source, in: place.function)
    case .call:
      addReturns(place)
      addCalledParameters(place)
    case .accessChain(let base, _): add(pointer: base, in: place.function)
    case .extended(let op, let operands):
      for operand in operands {
        if op.takesPointer, module.pointer(operand, in: shape) != nil {
          add(pointer: operand, in: place.function)
        } else {
          add(value: operand)
        }
      }
    case .phi(let sources):
      for source in sources {
        add(value: source.value)
        if let parent = module.block(source.parent, in: shape) { addBranch(parent, place.function) }
      }
    case .sample(let sample) where !sample.hasOtherOperands: sample.forEachOperand { add(value: $0) }
    case .arithmetic(_, let operands), .compositeConstruct(let operands), .discrete(let operands):
      for operand in operands { add(value: operand) }
    case .copy(let value), .compositeExtract(let value, _), .returnValue(let value),
      .derivative(_, let value):
      add(value: value)
    // An initializer is a constant or a global.
    case .variable: break
    default: shape.instruction(place.step).forEachOperandID { add(value: $0) }
    }
  }

  /// The branches that choose among a phi's sources.
  private mutating func addBranch(_ block: Int, _ function: Int) {
    add(block: block, in: function)
    let shape = module.functions[function]
    switch shape.operation(shape.blockStarts[block + 1] - 1) {
    case .conditionalBranch(let condition, _, _): add(value: condition)
    case .switch(let selector, _): add(value: selector)
    default: break
    }
  }

  /// A call taken later than a parameter was must still hand its argument over.
  private mutating func addCalledParameters(_ place: Place) {
    let shape = module.functions[place.function]
    guard case .call(let function, let arguments) = shape.operation(place.step),
      let callee = module.function(function)
    else { return }
    for (argument, parameter) in zip(arguments, module.functions[callee].parameters) {
      if values[parameter.index] { add(value: argument) }
      if roots[parameter.index] { add(pointer: argument, in: place.function) }
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
