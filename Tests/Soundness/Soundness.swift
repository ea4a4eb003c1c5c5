import Differentiation
import SPIRV

/// What is wrong with a differentiated module, if anything. It must be valid (1), the input where additions are
/// erased (2), unchanged where there was no site (3), and without a site except its seeds and the kept ones (8).
package func faults(
  of result: Differentiated, from original: Module, environment: ValidationEnvironment = .universal
) -> [String] {
  var faults: [String] = []
  do {
    try SPIRVTools.validate(result.module.words, environment: environment)
  } catch {
    faults.append("invalid: \(error.message)")
  }
  var erasure = Erasure(of: original)
  let restored = erasure.restored(result.module)
  faults += erasure.faults
  if restored.words != original.words { faults.append("the primal is changed") }
  if original.bodyInstructions.allSatisfy({ !$0.instruction.op.isSite }),
    result.module.words != original.words || !result.sites.isEmpty
  {
    faults.append("a module without a site is changed")
  }
  return faults + siteFaults(of: result, from: original)
}

/// Invariant 8: in what the entry points reach, a site is a seed in the head of an entry point or a kept one.
private func siteFaults(of result: Differentiated, from original: Module) -> [String] {
  let index = ModuleIndex(result.module)
  let entries = Set(index.entryPoints.filter(\.isFragment).map(\.function))
  let reached = functionsReached(from: entries, in: result.module)
  let keptNames = Set(result.sites.filter(\.isKept).map(\.function))
  var faults: [String] = []
  for function in result.module.functions where reached.contains(function.id) {
    for (number, block) in function.blocks.enumerated() {
      for instruction in block.instructions where instruction.op.isSite {
        let isNew = instruction.result.map { $0.rawValue >= original.header.bound } ?? false
        let isSeed =
          isNew && number == 0 && entries.contains(function.id)
          && (instruction.op == .dPdx || instruction.op == .dPdy)
        let name = (index.names[function.id.rawValue] ?? "").prefix { $0 != "(" }
        let isKept = keptNames.contains { name == $0 || name.hasPrefix("\($0)_d") }
        if !isSeed, !isKept { faults.append("\(instruction.op) remains in \(name)") }
      }
    }
  }
  // A site that stayed under its own id must be reported as kept, one for one.
  let before = Set(original.bodyInstructions.map(\.instruction).filter { $0.op.isSite })
  let unreached = Set(original.functions.map(\.id)).subtracting(reached)
  let stayed = result.module.functions.filter { !unreached.contains($0.id) }.flatMap { function in
    function.blocks.flatMap { $0.instructions.filter { before.contains($0) } }
  }
  if stayed.count > result.sites.count(where: \.isKept) { faults.append("sites kept and not reported") }
  return faults
}

private func functionsReached(from entries: Set<FunctionID>, in module: Module) -> Set<FunctionID> {
  let functions = Dictionary(module.functions.map { ($0.id, $0) }) { a, _ in a }
  var reached = entries
  var stack = Array(entries)
  while let id = stack.popLast(), let function = functions[id] {
    for block in function.blocks {
      for instruction in block.instructions {
        if let callee = instruction.callee, reached.insert(callee).inserted { stack.append(callee) }
      }
    }
  }
  return reached
}

extension Instruction {
  /// The function that the instruction calls.
  fileprivate var callee: FunctionID? {
    guard op == .functionCall, case .call(let function, _) = operation(glsl: nil) else { return nil }
    return function
  }
}

extension Module {
  /// Every instruction of the functions, with the function's position.
  package var bodyInstructions: [(function: Int, instruction: Instruction)] {
    functions.enumerated().flatMap { position, function in
      function.blocks.flatMap { block in block.instructions.map { (position, $0) } }
    }
  }
}

extension SiteReport {
  /// Whether the site stayed.
  package var isKept: Bool { if case .kept = outcome { true } else { false } }
}
