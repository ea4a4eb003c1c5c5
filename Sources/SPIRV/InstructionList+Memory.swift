/// What an instruction does to memory, or to the flow from function to function.
public enum MemoryEffect: Sendable {
  /// It writes through a pointer: OpStore, OpCopyMemory, Modf and Frexp.
  case write(ValueID)
  /// It calls a function, which may write through its arguments.
  case call(FunctionID)
  /// It returns a value.
  case `return`
  /// Neither.
  case none
}

extension InstructionList {
  /// The place an OpLine names, see ``Instruction/line``.
  public func line(at position: Int) -> (file: UInt32, line: UInt32, column: UInt32)? {
    guard entries[position].op == .line, operandCount(at: position) == 3 else { return nil }
    return (operand(0, at: position), operand(1, at: position), operand(2, at: position))
  }

  /// Whether a number stands among the words: if not, no instruction mentions it.
  public func mayMention(_ number: UInt32) -> Bool {
    words.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[range]).contains(number) }
  }

  /// Calls back with every word of the instructions.
  public func forEachWord(_ body: (UInt32) -> Void) {
    words.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[range]).forEach(body) }
  }

  /// The effect of an instruction on memory, told from its words alone.
  ///
  /// Every store of a module is asked, so that none is decoded for it. An instruction of GLSL.std.450 is taken to be
  /// one that writes through a pointer, its last operand.
  public func memoryEffect(at position: Int) -> MemoryEffect {
    let start = Int(entries[position].start)
    let count = end(of: position) - start
    switch entries[position].op {
    case .store where count > 2, .copyMemory where count > 2: return .write(ValueID(words[start + 1]))
    case .functionCall where count > 3: return .call(FunctionID(words[start + 3]))
    case .returnValue where count == 2: return .return
    case .extInst where count > 5: return .write(ValueID(words[start + count - 1]))
    default: return .none
    }
  }

  /// Whether an instruction is Modf or Frexp of GLSL.std.450.
  public func writesThroughPointer(at position: Int, glsl: ExtendedSetID?) -> Bool {
    guard let glsl, entries[position].op == .extInst, operandCount(at: position) > 3,
      operand(2, at: position) == glsl.rawValue
    else { return false }
    let instruction = operand(3, at: position)
    return instruction == GLSLInstruction.modf.rawValue || instruction == GLSLInstruction.frexp.rawValue
  }
}
