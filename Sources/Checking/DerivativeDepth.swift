import SPIRV

/// How deep derivatives nest in what sites depend on: 1 where they depend on no other site. Stencils have lanes for
/// two; what is deeper is all one.
///
/// A data-flow analysis without order, of each function for each pattern of its arguments: a value's depth is that of
/// the deepest derivative it may depend on. It is conservative: variables are not told apart by elements, nor stores
/// by whether a load can come after them.
struct DerivativeDepth {
  /// The deepest that a stencil has lanes for.
  static let limit = 2

  /// The depth of each of a module's sites with the given results.
  ///
  /// - Parameter countsLevels: whether the derivative within an implicit sample's level of detail is one that others
  ///   depend on, too. A stencil needs no lanes for it: all of them sample at the centre's level.
  static func of(
    _ sites: Set<ValueID>, in module: Module, countsLevels: Bool = false
  ) -> [ValueID: Int] {
    var analysis = DerivativeDepth(module, sites, countsLevels: countsLevels)
    while analysis.isChanging {
      analysis.isChanging = false
      analysis.calls = [:]
      for entry in analysis.index.entryPoints where entry.isFragment {
        if let position = analysis.index.position(of: entry.function) { _ = analysis.call(position, []) }
      }
    }
    return analysis.found
  }

  /// A function for the depths of its arguments.
  private struct Call: Hashable {
    var function: Int
    var arguments: [UInt8]
  }

  /// What a call gives back: the depth of its result, and of what its pointer parameters point to.
  private struct Effect {
    var result: UInt8
    var parameters: [UInt8]
  }

  private let module: Module
  private let index: ModuleIndex
  private let sites: Set<ValueID>
  private let countsLevels: Bool
  /// The variables at global scope, and the depths of what they hold.
  private let variables: Set<ValueID>
  private var globals: [ValueID: UInt8] = [:]
  private var calls: [Call: Effect] = [:]
  private var found: [ValueID: Int] = [:]
  /// Whether a global got deeper since the analysis was last begun.
  private var isChanging = true

  private init(_ module: Module, _ sites: Set<ValueID>, countsLevels: Bool) {
    self.countsLevels = countsLevels
    self.module = module
    self.sites = sites
    index = ModuleIndex(module)
    variables = Set(index.globals.map(\.id))
  }

  private mutating func call(_ position: Int, _ arguments: [UInt8]) -> Effect {
    let key = Call(function: position, arguments: arguments)
    if let known = calls[key] { return known }
    calls[key] = Effect(result: 0, parameters: arguments)
    let function = module.functions[position]
    var walk = Walk()
    for (parameter, depth) in zip(function.parameters, arguments) { walk.depths[parameter] = depth }
    repeat {
      walk.isChanging = false
      visit(function, &walk)
    } while walk.isChanging
    let effect = Effect(
      result: walk.result, parameters: function.parameters.map { walk.depths[$0] ?? 0 })
    calls[key] = effect
    return effect
  }

  /// What is known of one function under way.
  private struct Walk {
    var depths: [ValueID: UInt8] = [:]
    var result: UInt8 = 0
    var isChanging = false

    mutating func raise(_ id: ValueID, to depth: UInt8) {
      guard depths[id, default: 0] < depth else { return }
      depths[id] = depth
      isChanging = true
    }
  }

  private func depth(_ id: ValueID, _ walk: Walk) -> UInt8 { globals[id] ?? walk.depths[id] ?? 0 }

  private mutating func raise(_ id: ValueID, to depth: UInt8, _ walk: inout Walk) {
    guard variables.contains(id) else { return walk.raise(id, to: depth) }
    guard globals[id, default: 0] < depth else { return }
    globals[id] = depth
    (isChanging, walk.isChanging) = (true, true)
  }

  private func isPointer(_ id: ValueID) -> Bool {
    guard let type = index.type(of: id), case .pointer = index[type] else { return false }
    return true
  }

  private mutating func visit(_ function: Function, _ walk: inout Walk) {
    for block in function.blocks {
      for instruction in block.instructions {
        let depth = visit(instruction, &walk)
        if let result = instruction.result { walk.raise(result, to: depth) }
      }
    }
  }

  /// The depth of an instruction's result.
  private mutating func visit(_ instruction: Instruction, _ walk: inout Walk) -> UInt8 {
    let operation = instruction.operation(glsl: index.glsl)
    let incoming = instruction.operandIDs.map { depth($0, walk) }.max() ?? 0
    switch operation {
    case .store(let target, _), .copyMemory(let target, _): raise(target, to: incoming, &walk)
    case .returnValue(let value): walk.result = max(walk.result, depth(value, walk))
    case .accessChain(let base, _):
      if let result = instruction.result { raise(base, to: depth(result, walk), &walk) }
    case .extended(_, let operands):
      for operand in operands where isPointer(operand) { raise(operand, to: incoming, &walk) }
    case .call(let callee, let arguments):
      guard let position = index.position(of: callee) else { break }
      let effect = call(position, arguments.map { depth($0, walk) })
      for (argument, depth) in zip(arguments, effect.parameters) where isPointer(argument) {
        raise(argument, to: depth, &walk)
      }
      return effect.result
    case .derivative(_, let operand), .queryLod(_, let operand):
      return derived(operand, instruction.result, walk)
    case .sample(let sample):
      guard sample.isImplicit else { break }
      let level = derived(sample.coordinate, instruction.result, walk)
      if countsLevels { return max(incoming, level) }
    case .arithmetic, .select, .phi, .copy, .undefined, .compositeConstruct, .compositeExtract,
      .compositeInsert, .vectorExtract, .vectorInsert, .vectorShuffle, .variable, .load, .branch,
      .conditionalBranch, .switch, .selectionMerge, .loopMerge, .return, .end, .opaqueRead, .discrete,
      .note,
      .other:
      break
    }
    return incoming
  }

  /// The depth of a derivative of a value, noted where it is one of the sites.
  private mutating func derived(_ operand: ValueID, _ result: ValueID?, _ walk: Walk) -> UInt8 {
    let depth = min(UInt8(DerivativeDepth.limit) + 1, depth(operand, walk) + 1)
    if let result, sites.contains(result) { found[result] = max(found[result] ?? 1, Int(depth)) }
    return depth
  }
}
