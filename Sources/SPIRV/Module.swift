/// A SPIR-V module as a value.
///
/// Reading and writing a module is the identity on its words. Everything before the first function is kept in
/// order in ``preamble``; functions keep their blocks, blocks their instructions.
public struct Module: Hashable, Sendable {
  /// The five header words, less the magic number.
  public struct Header: Hashable, Sendable {
    /// The version word, for example 0x00010300 for SPIR-V 1.3.
    public var version: UInt32
    /// The generator's magic number.
    public var generator: UInt32
    /// One more than the greatest id.
    public var bound: UInt32
    /// Reserved, zero in practice.
    public var schema: UInt32
    /// Whether the words are stored in the other byte order than this machine's.
    public var isByteSwapped: Bool

    /// Whether the module's version is at least `major.minor`.
    public func isAtLeast(_ major: UInt32, _ minor: UInt32) -> Bool {
      version >= major << 16 | minor << 8
    }
  }

  /// The header.
  public var header: Header
  /// Every instruction before the first function, in order.
  public var preamble: InstructionList
  /// The functions, declarations included.
  public var functions: [Function]
  /// What stands after the last function (debug notes), in order.
  public var trailer: [Instruction]
}

/// A function: its OpFunction, parameters and blocks.
public struct Function: Hashable, Sendable {
  /// OpFunction and OpFunctionParameter, with the debug notes before and between them.
  public var head: [Instruction]
  /// The blocks, entry block first; empty for a declaration.
  public var blocks: [Block]
  /// OpFunctionEnd, with the debug notes before it.
  public var tail: [Instruction]

  /// The function's id.
  public var id: FunctionID {
    FunctionID(definition?.result?.rawValue ?? 0)
  }

  /// The OpFunction instruction; nil only in a function under construction.
  public var definition: Instruction? { head.first { $0.op == .function } }

  /// The parameters, in order.
  public var parameters: [ValueID] {
    head.compactMap { $0.op == .functionParameter ? $0.result : nil }
  }
}

/// A basic block.
public struct Block: Hashable, Sendable {
  /// Debug notes between the previous block's terminator and this block's label.
  public var notes: [Instruction]
  /// The block's id.
  public var label: LabelID
  /// Everything after the label; the terminator is last.
  public var instructions: InstructionList

  /// The terminator; nil only in a block under construction.
  public var terminator: Instruction? { instructions.last }
}
