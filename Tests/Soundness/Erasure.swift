import Differentiation
import SPIRV

/// Undoes the pass by looking at words alone: what was added is erased and the sites, calls, signatures and
/// interfaces that were extended are put back, so that the input's words must be there again (invariant 2).
package struct Erasure {
  private let original: Module
  private let bound: UInt32
  /// What was found wrong.
  package private(set) var faults: [String] = []

  package init(of module: Module) {
    original = module
    bound = module.header.bound
  }

  /// The input's words, as far as they are found in the output.
  package mutating func restored(_ output: Module) -> Module {
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
    let (a, b) = (original.operandWords, output.operandWords)
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
    case .store, .name, .memberName, .decorate, .memberDecorate: return instruction.operandWords[0] >= bound
    case .capability: return true
    default: return false
    }
  }
}
