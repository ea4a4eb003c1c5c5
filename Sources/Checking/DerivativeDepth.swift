import SPIRV

/// How deep derivatives nest in what sites depend on: 1 where they depend on no other site. Stencils have lanes for
/// two; what is deeper is all one.
///
/// A data-flow analysis without order: a value's depth is that of the deepest derivative it may depend on. It
/// is conservative: variables are not told apart by elements, nor stores by whether a load can come after
/// them.
struct DerivativeDepth {
  private let index: ModuleIndex
  private var depths: [UInt8]
  /// The depth of each site, by its result.
  private var found: [ValueID: Int] = [:]
  private var isChanging = true

  /// The sites, by their results.
  private let sites: Set<ValueID>

  /// The deepest that a stencil has lanes for.
  static let limit = 2

  /// The depth of each of a module's sites with the given results.
  static func of(_ sites: Set<ValueID>, in module: Module) -> [ValueID: Int] {
    var analysis = DerivativeDepth(module, sites)
    while analysis.isChanging {
      analysis.isChanging = false
      for function in module.functions { analysis.walk(function, parameters: module) }
    }
    return analysis.found
  }

  private init(_ module: Module, _ sites: Set<ValueID>) {
    self.sites = sites
    index = ModuleIndex(module)
    depths = [UInt8](repeating: 0, count: Int(module.header.bound))
  }

  private func depth(_ id: ValueID) -> UInt8 { id.index < depths.count ? depths[id.index] : 0 }

  private mutating func raise(_ id: ValueID, to depth: UInt8) {
    guard id.index < depths.count, depths[id.index] < depth else { return }
    depths[id.index] = depth
    isChanging = true
  }

  private func isPointer(_ id: ValueID) -> Bool {
    guard let type = index.type(of: id), case .pointer = index[type] else { return false }
    return true
  }

  private mutating func walk(_ function: Function, parameters module: Module) {
    for block in function.blocks {
      for instruction in block.instructions {
        let operation = instruction.operation(glsl: index.glsl)
        var incoming = instruction.operandIDs.map { depth($0) }.max() ?? 0
        switch operation {
        case .store(let target, _), .copyMemory(let target, _): raise(target, to: incoming)
        case .returnValue(let value): raise(ValueID(function.id.rawValue), to: depth(value))
        case .accessChain(let base, _): if let result = instruction.result { raise(base, to: depth(result)) }
        case .extended(_, let operands):
          for operand in operands where isPointer(operand) { raise(operand, to: incoming) }
        case .call(let callee, let arguments):
          incoming = depth(ValueID(callee.rawValue))
          pass(arguments, to: callee, in: module)
        case .derivative(_, let operand), .queryLod(_, let operand):
          incoming = derived(operand, instruction.result)
        case .sample(let sample): if sample.isImplicit { _ = derived(sample.coordinate, instruction.result) }
        case .arithmetic, .select, .phi, .copy, .undefined, .compositeConstruct, .compositeExtract,
          .compositeInsert, .vectorExtract, .vectorInsert, .vectorShuffle, .variable, .load, .branch,
          .conditionalBranch, .switch, .selectionMerge, .loopMerge, .return, .end, .opaqueRead, .discrete,
          .note,
          .other:
          break
        }
        if let result = instruction.result { raise(result, to: incoming) }
      }
    }
  }

  /// The depth of a derivative of a value, noted where it is one of the sites.
  private mutating func derived(_ operand: ValueID, _ result: ValueID?) -> UInt8 {
    let depth = min(UInt8(DerivativeDepth.limit) + 1, depth(operand) + 1)
    if let result, sites.contains(result) { found[result] = max(found[result] ?? 1, Int(depth)) }
    return depth
  }

  /// Arguments into parameters, and what is written through pointers back.
  private mutating func pass(_ arguments: [ValueID], to callee: FunctionID, in module: Module) {
    guard let position = index.functions[callee] else { return }
    for (parameter, argument) in zip(module.functions[position].parameters, arguments) {
      raise(parameter, to: depth(argument))
      if isPointer(argument) { raise(argument, to: depth(parameter)) }
    }
  }
}
