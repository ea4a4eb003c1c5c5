import Differentiation
import Testing

@testable import SPIRV

/// Undoes the pass by looking at words alone: what was added is erased and the sites, calls, signatures and
/// interfaces that were extended are put back, so that the input's words must be there again (invariant 2).
struct Erasure {
  private let original: Module
  private let bound: UInt32
  /// What was found wrong.
  private(set) var faults: [String] = []

  init(of module: Module) {
    original = module
    bound = module.header.bound
  }

  /// The input's words, as far as they are found in the output.
  mutating func restored(_ output: Module) -> Module {
    var result = output
    result.header.bound = bound
    result.preamble = InstructionList(
      erase(Array(output.preamble), against: Array(original.preamble)))
    result.functions = []
    let theirs = Dictionary(output.functions.map { ($0.id, $0) }) { a, _ in a }
    for function in original.functions {
      guard let other = theirs[function.id] else {
        faults.append("function \(function.id) is gone")
        continue
      }
      result.functions.append(erase(other, against: function))
    }
    for function in output.functions where function.id.rawValue < bound {
      if !original.functions.contains(where: { $0.id == function.id }) {
        faults.append("a function too many")
      }
    }
    return result
  }

  private mutating func erase(_ function: Function, against original: Function) -> Function {
    var result = function
    result.head = erase(function.head, against: original.head)
    if function.blocks.map(\.label) != original.blocks.map(\.label) {
      faults.append("function \(function.id) has other blocks")
    }
    for (number, block) in zip(result.blocks.indices, original.blocks) {
      result.blocks[number].instructions = InstructionList(
        erase(Array(function.blocks[number].instructions), against: Array(block.instructions)))
    }
    return result
  }

  /// The instructions that were there before, in the output's order.
  private mutating func erase(
    _ instructions: [Instruction], against original: [Instruction]
  ) -> [Instruction] {
    var result: [Instruction] = []
    var rest = original[...]
    for instruction in instructions {
      if let next = rest.first, let restored = putBack(next, in: instruction) {
        result.append(restored)
        rest.removeFirst()
      } else if !isAdded(instruction) {
        faults.append("\(instruction) neither was there nor defines or writes anything new")
        result.append(instruction)
      }
    }
    if let lost = rest.first { faults.append("\(lost) is lost or out of order") }
    return result
  }

  /// The original instruction, where the output's is it or stands in its place.
  private func putBack(_ original: Instruction, in output: Instruction) -> Instruction? {
    if original == output { return original }
    let (a, b) = (Array(original.operands), Array(output.operands))
    switch original.op {
    case let op where op.isSite:
      // Another instruction under the same result id and type.
      return a[0] == b.first && b.count > 1 && a[1] == b[1] ? original : nil
    case .functionCall:
      guard output.op == .functionCall, a[..<2] == b[..<2], b.starts(with: a[..<2] + [b[2]] + a[3...]) else {
        return nil
      }
      return a[2] == b[2] || b[2] >= bound ? original : nil
    case .function:
      return output.op == .function && a[..<3] == b[..<3] ? original : nil
    case .entryPoint: return output.op == .entryPoint && b.starts(with: a) ? original : nil
    default: return nil
    }
  }

  /// Whether an instruction defines a new id, or is about one, or writes through one.
  private func isAdded(_ instruction: Instruction) -> Bool {
    if let result = instruction.result { return result.rawValue >= bound }
    switch instruction.op {
    case .store, .name, .memberName, .decorate, .memberDecorate: return instruction.operands[0] >= bound
    case .capability: return true
    default: return false
    }
  }
}

/// What every differentiated module must be: valid (1), the input where additions are erased (2), unchanged where
/// there was no site (3), and without a site except its seeds and the kept ones (8).
func expectSound(
  _ result: Differentiated, from original: Module, _ what: String = "",
  environment: ValidationEnvironment = .universal, location: Testing.SourceLocation = #_sourceLocation
) throws {
  #expect(throws: Never.self, "\(what)", sourceLocation: location) {
    try SPIRVTools.validate(result.module.words, environment: environment)
  }
  var erasure = Erasure(of: original)
  let restored = erasure.restored(result.module)
  #expect(erasure.faults.isEmpty, "\(what): \(erasure.faults.prefix(3))", sourceLocation: location)
  #expect(restored.words == original.words, "\(what)", sourceLocation: location)
  if original.bodyInstructions.allSatisfy({ !$0.instruction.op.isSite }) {
    #expect(
      result.module.words == original.words && result.sites.isEmpty, "\(what)", sourceLocation: location)
  }
  expectOnlyKeptSites(result, from: original, what, location)
}

/// Invariant 8: in what the entry points reach, a site is a seed in the head of an entry point or a kept one.
private func expectOnlyKeptSites(
  _ result: Differentiated, from original: Module, _ what: String, _ location: Testing.SourceLocation
) {
  let index = ModuleIndex(result.module)
  let entries = Set(index.entryPoints.filter(\.isFragment).map(\.function))
  let functions = Dictionary(result.module.functions.map { ($0.id, $0) }) { a, _ in a }
  var reached = entries
  var stack = Array(entries)
  while let id = stack.popLast(), let function = functions[id] {
    for block in function.blocks {
      for instruction in block.instructions where instruction.op == .functionCall {
        let callee = FunctionID(instruction.operands[2])
        if reached.insert(callee).inserted { stack.append(callee) }
      }
    }
  }
  let keptNames = Set(result.sites.filter(\.isKept).map(\.function))
  for function in result.module.functions where reached.contains(function.id) {
    for (number, block) in function.blocks.enumerated() {
      for instruction in block.instructions where instruction.op.isSite {
        let isNew = instruction.result.map { $0.rawValue >= original.header.bound } ?? false
        let isSeed =
          isNew && number == 0 && entries.contains(function.id)
          && (instruction.op == .dPdx || instruction.op == .dPdy)
        let name = (index.names[function.id.rawValue] ?? "").prefix { $0 != "(" }
        let isKept = keptNames.contains { name == $0 || name.hasPrefix("\($0)_d") }
        #expect(
          isSeed || isKept, "\(what): \(instruction.op) remains in \(name)", sourceLocation: location)
      }
    }
  }
  // A site that stayed under its own id must be reported as kept, one for one.
  let before = Set(original.bodyInstructions.map(\.instruction).filter { $0.op.isSite })
  let unreached = Set(original.functions.map(\.id)).subtracting(reached)
  let stayed = result.module.functions.filter { !unreached.contains($0.id) }.flatMap { function in
    function.blocks.flatMap { $0.instructions.filter { before.contains($0) } }
  }
  #expect(
    stayed.count <= result.sites.count(where: \.isKept), "\(what): sites kept and not reported",
    sourceLocation: location)
}
