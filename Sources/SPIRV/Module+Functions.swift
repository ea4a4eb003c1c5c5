extension Module {
  /// The module with some of its functions, those that they call, and of everything else what these mention.
  /// Entry points go, too.
  public func keepingOnly(_ roots: [FunctionID]) -> Module {
    var liveness = Liveness(self)
    for root in roots { liveness.mark(root.rawValue) }
    liveness.finish()
    var module = self
    module.functions = functions.filter { liveness.isMarked($0.id.rawValue) }
    module.preamble = preamble.filter { instruction in
      switch instruction.op {
      case .entryPoint, .executionMode, .executionModeId: false
      case .name, .memberName, .decorate, .memberDecorate, .decorateId, .decorateString,
        .memberDecorateString:
        instruction.operandIDs.first.map { liveness.isMarked($0.rawValue) } ?? true
      case .string, .extInstImport, .decorationGroup: true
      default: instruction.result.map { liveness.isMarked($0.rawValue) } ?? true
      }
    }
    return module
  }

  /// The functions that some functions call, directly or not, and those themselves; by position.
  public func functionsReached(from roots: [FunctionID]) -> Set<Int> {
    var positions: [FunctionID: Int] = [:]
    for (position, function) in functions.enumerated() { positions[function.id] = position }
    var reached: Set<Int> = []
    var stack = roots
    while let id = stack.popLast() {
      guard let position = positions[id], reached.insert(position).inserted else { continue }
      for block in functions[position].blocks {
        for instruction in block.instructions where instruction.op == .functionCall {
          stack += instruction.operandIDs.prefix(1).map { FunctionID($0.rawValue) }
        }
      }
    }
    return reached
  }
}

/// The ids that are mentioned by what is to stay.
private struct Liveness {
  private let module: Module
  /// The instruction of the preamble, or the function, that defines an id.
  private var globals: [UInt32: Int] = [:]
  private var functions: [UInt32: Int] = [:]
  private var marked: [Bool]
  private var pending: [UInt32] = []

  init(_ module: Module) {
    self.module = module
    marked = Array(repeating: false, count: Int(module.header.bound))
    for (position, instruction) in module.preamble.enumerated() {
      if let result = instruction.result { globals[result.rawValue] = position }
      // A group is not looked into: what it decorates stays.
      if instruction.op == .groupDecorate || instruction.op == .groupMemberDecorate { markAll(instruction) }
    }
    for (position, function) in module.functions.enumerated() { functions[function.id.rawValue] = position }
  }

  func isMarked(_ id: UInt32) -> Bool { Int(id) < marked.count && marked[Int(id)] }

  mutating func mark(_ id: UInt32) {
    guard Int(id) < marked.count, !marked[Int(id)] else { return }
    marked[Int(id)] = true
    pending.append(id)
  }

  private mutating func markAll(_ instruction: Instruction) {
    if let type = instruction.resultType { mark(type.rawValue) }
    if let result = instruction.result { mark(result.rawValue) }
    instruction.forEachOperandID { mark($0.rawValue) }
  }

  mutating func finish() {
    while let id = pending.popLast() {
      if let position = globals[id] {
        markAll(module.preamble[position])
      } else if let position = functions[id] {
        let function = module.functions[position]
        for instruction in function.head { markAll(instruction) }
        for block in function.blocks {
          mark(block.label.rawValue)
          for instruction in block.instructions { markAll(instruction) }
        }
      }
    }
  }
}
