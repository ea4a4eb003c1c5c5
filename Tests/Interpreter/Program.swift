import SPIRV

/// A module made ready to be run: the tests' oracle.
///
/// A run executes the fragment entry point in double precision on every lane of a ``Stencil`` in lockstep, so that
/// a derivative is the central difference of neighbouring lanes. Where lanes disagree in something discrete (a
/// comparison, an integer, a floor, the branch of a min) the result is tainted, and with it all that depends on
/// it; a difference of a tainted value is no derivative, and none is reported. Not modelled: precision below
/// double, levels of detail, depth and stencil, physical pointers, ray queries, subgroups.
///
/// It reads operands from the module's words itself rather than through `Instruction.operation`, so that a
/// mistake in the decoded view, which the differentiation relies on, cannot hide here.
public struct Program: Sendable {
  let index: ModuleIndex
  let bound: Int
  /// Constants, undefined values and global variables, in order.
  var globals: [Code] = []
  var functions: [UInt32: FunctionCode] = [:]
  var memberNames: [UInt32: [UInt32: String]] = [:]
  var decorations: [UInt32: [UInt32: UInt32]] = [:]
  var memberDecorations: [UInt32: [UInt32: [UInt32: UInt32]]] = [:]
  /// Names of imported sets of extended instructions.
  var sets: [UInt32: String] = [:]
  let entryPoint: ModuleIndex.EntryPoint

  /// One instruction, its handler looked up.
  struct Code: Sendable {
    var op: Op
    var type: TypeID?
    var result: UInt32?
    var args: [UInt32]
    var handler: Machine.Handler?
    var flow: Flow?
    /// What an error calls it.
    var name: String
  }

  /// How a block ends.
  enum Flow: Sendable {
    case branch(UInt32)
    case conditional(UInt32, UInt32, UInt32)
    case `switch`(UInt32, fallback: UInt32, cases: [(literal: UInt64, label: UInt32)])
    case `return`
    case returnValue(UInt32)
    case kill
    case unreachable
  }

  struct FunctionCode: Sendable {
    var parameters: [UInt32] = []
    var blocks: [BlockCode] = []
    var positions: [UInt32: Int] = [:]
  }

  struct BlockCode: Sendable {
    var label: UInt32
    var phis: [Code] = []
    var body: [Code] = []
    var end = Flow.unreachable
  }

  /// Prepares a module.
  ///
  /// - Parameter entryPoint: the name of a fragment entry point; nil takes the first.
  /// - Throws: ``InterpreterError/noEntryPoint``.
  public init(_ module: Module, entryPoint: String? = nil) throws(InterpreterError) {
    index = ModuleIndex(module)
    bound = Int(module.header.bound)
    let candidates = index.entryPoints.filter {
      $0.isFragment && (entryPoint == nil || $0.name == entryPoint)
    }
    guard let first = candidates.first else { throw .noEntryPoint }
    self.entryPoint = first
    var words = module.words[5...]
    if module.header.isByteSwapped { words = ArraySlice(words.map(\.byteSwapped)) }
    var current: FunctionCode?
    var id: UInt32 = 0
    module.forEachInstruction { instruction in
      let own = (instruction.resultType == nil ? 0 : 1) + (instruction.result == nil ? 0 : 1)
      let operands = words.dropFirst().prefix(instruction.wordCount - 1)
      words = words.dropFirst(instruction.wordCount)
      let args = Array(operands.dropFirst(own))
      let code = code(instruction, args)
      switch instruction.op {
      case .function:
        current = FunctionCode()
        id = code.result ?? 0
      case .functionEnd:
        functions[id] = current
        current = nil
      default:
        if current == nil { addGlobal(code) } else { current?.add(code) }
      }
    }
  }

  private func code(_ instruction: Instruction, _ args: [UInt32]) -> Code {
    var code = Code(
      op: instruction.op, type: instruction.resultType, result: instruction.result?.rawValue, args: args,
      name: "\(instruction.op)")
    if instruction.op == .extInst, args.count >= 2 {
      guard sets[args[0]] == "GLSL.std.450" else {
        // Debug information and other non-semantic sets compute nothing.
        code.handler = { _, _ in nil }
        return code
      }
      code.args = Array(args.dropFirst(2))
      let extended = GLSLInstruction(rawValue: args[1])
      code.name = extended.map { "GLSL.std.450 \($0)" } ?? "GLSL.std.450 \(args[1])"
      code.handler = extended.flatMap { Machine.extendedHandlers[$0] }
    } else {
      code.flow = Flow(code, switchLiteralWords: index.switchLiteralWords(instruction))
      code.handler = Machine.handlers[instruction.op]
    }
    return code
  }

  private mutating func addGlobal(_ code: Code) {
    let args = code.args
    switch code.op {
    case .extInstImport: sets[code.result ?? 0] = decodeString(args[...])
    case .memberName where args.count >= 3:
      memberNames[args[0], default: [:]][args[1]] = decodeString(args[2...])
    case .decorate where args.count >= 2:
      decorations[args[0], default: [:]][args[1]] = args.count > 2 ? args[2] : 0
    case .memberDecorate where args.count >= 3:
      memberDecorations[args[0], default: [:]][args[1], default: [:]][args[2]] = args.count > 3 ? args[3] : 0
    default:
      if code.type != nil { globals.append(code) }
    }
  }
}

extension Program.FunctionCode {
  mutating func add(_ code: Program.Code) {
    switch code.op {
    case .functionParameter: parameters.append(code.result ?? 0)
    case .label:
      positions[code.result ?? 0] = blocks.count
      blocks.append(Program.BlockCode(label: code.result ?? 0))
    case .line, .noLine, .nop, .selectionMerge, .loopMerge: break
    default:
      guard !blocks.isEmpty else { return }
      let last = blocks.count - 1
      if let flow = code.flow {
        blocks[last].end = flow
      } else if code.op == .phi {
        blocks[last].phis.append(code)
      } else {
        blocks[last].body.append(code)
      }
    }
  }
}

extension Program.Flow {
  init?(_ code: Program.Code, switchLiteralWords words: Int) {
    let args = code.args
    switch code.op {
    case .branch where args.count == 1: self = .branch(args[0])
    case .branchConditional where args.count >= 3: self = .conditional(args[0], args[1], args[2])
    case .switch where args.count >= 2:
      let cases = stride(from: 2, to: args.count - words, by: 1 + words).map { at in
        (
          literal: args[at..<(at + words)].reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) },
          label: args[at + words]
        )
      }
      self = .switch(args[0], fallback: args[1], cases: cases)
    case .return: self = .return
    case .returnValue where args.count == 1: self = .returnValue(args[0])
    case .kill, .terminateInvocation: self = .kill
    case .unreachable: self = .unreachable
    default: return nil
    }
  }
}

/// A literal string: UTF-8 in little-endian words, ended by a zero byte.
func decodeString(_ words: ArraySlice<UInt32>) -> String {
  let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
  return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
}
