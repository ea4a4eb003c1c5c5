// What the pass adds most, written into a list without being put together first.
extension InstructionList {
  /// Adds an instruction that is an opcode and ids: arithmetic, comparisons, loads, derivatives.
  public mutating func append(
    _ op: Op, type: TypeID, result: ValueID, _ a: ValueID, _ b: ValueID? = nil, _ c: ValueID? = nil
  ) {
    begin(op, count: 3 + (b == nil ? 0 : 1) + (c == nil ? 0 : 1))
    words.append(type.rawValue)
    words.append(result.rawValue)
    add(a, b, c)
  }

  /// Adds an instruction of GLSL.std.450.
  public mutating func append(
    _ instruction: GLSLInstruction, set: ExtendedSetID, type: TypeID, result: ValueID, _ a: ValueID,
    _ b: ValueID? = nil, _ c: ValueID? = nil
  ) {
    begin(.extInst, count: 5 + (b == nil ? 0 : 1) + (c == nil ? 0 : 1))
    words.append(type.rawValue)
    words.append(result.rawValue)
    words.append(set.rawValue)
    words.append(instruction.rawValue)
    add(a, b, c)
  }

  /// Adds an OpStore.
  public mutating func append(storing value: ValueID, to pointer: ValueID) {
    begin(.store, count: 2)
    add(pointer, value, nil)
  }

  private mutating func begin(_ op: Op, count: Int) {
    beginAppending()
    entries.append(Entry(start: end, op: op, layout: OperandLayout.flags[Int(op.rawValue)]))
    words.append(UInt32(count + 1) << 16 | UInt32(op.rawValue))
    end = words.count + count
  }

  private mutating func add(_ a: ValueID, _ b: ValueID?, _ c: ValueID?) {
    words.append(a.rawValue)
    if let b { words.append(b.rawValue) }
    if let c { words.append(c.rawValue) }
  }
}
