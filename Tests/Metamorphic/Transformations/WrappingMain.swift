import SPIRV
import SeededRandom

extension Transformation {
  /// The body of `main` in a loop that runs once, by a bound that is not known before the shader runs.
  static let wrappingInLoop = Transformation("wrap-in-loop") { module, _, _ in
    let editor = ModuleEditor(module)
    guard let main = editor.mainPosition else { throw NotApplicable(description: "no fragment entry point") }
    let (variables, end) = (editor.module.functions[main].removeVariables(), editor.newLabel())
    var loop = OneRoundLoop(editor)
    let next = loop.continueTarget
    let flow = BlockFlow(editor.module.functions[main], editor.index)
    editor.endMain(at: main, in: next, butIn: flow.blocksInLoops)
    let body = editor.module.functions[main].blocks
    let frame = loop.blocks(around: body[0].label, merge: end)
    editor.module.functions[main].blocks =
      frame.head + body + frame.tail
      + [Block(end, [.return(nil)])]
    editor.module.functions[main].insertVariables(variables + [loop.variable])
    return editor.finish()
  }

  /// The body of `main` in an `if` that is always taken, which is not known before the shader runs.
  static let wrappingInIf = Transformation("wrap-in-if") { module, _, _ in
    let editor = ModuleEditor(module)
    guard let main = editor.mainPosition else { throw NotApplicable(description: "no fragment entry point") }
    let (variables, end) = (editor.module.functions[main].removeVariables(), editor.newLabel())
    let flow = BlockFlow(editor.module.functions[main], editor.index)
    editor.endMain(at: main, in: end, butIn: flow.nestedBlocks)
    let body = editor.module.functions[main].blocks
    let head = Block(
      editor.newLabel(),
      [
        .selectionMerge(end),
        .conditionalBranch(editor.builder.unknownTrue(), ifTrue: body[0].label, ifFalse: end),
      ])
    editor.module.functions[main].blocks =
      [head] + body + [Block(end, [.return(nil)])]
    editor.module.functions[main].insertVariables(variables)
    return editor.finish()
  }

  /// `main` becomes a function that a new `main` calls in a loop that runs once.
  static let callingFromLoop = Transformation("call-in-loop") { module, _, _ in
    let editor = ModuleEditor(module)
    guard let main = editor.mainPosition, let head = module.functions[main].definition,
      let result = head.resultType
    else { throw NotApplicable(description: "no fragment entry point") }
    let (inner, call, end) = (editor.newFunction(), editor.newLabel(), editor.newLabel())
    var loop = OneRoundLoop(editor)
    let body = Block(
      call,
      [
        .call(type: result, result: editor.builder.newValue(), inner, []), .branch(loop.continueTarget),
      ])
    let frame = loop.blocks(around: call, merge: end)
    var outer = module.functions[main]
    outer.blocks =
      frame.head + [body] + frame.tail + [Block(end, [.return(nil)])]
    outer.insertVariables([loop.variable])
    editor.module.functions[main].head = try module.functions[main].head.map { instruction in
      guard instruction.op == .function else { return instruction }
      let id = module.functions[main].id.rawValue
      guard let renamed = instruction.mappingIDs({ $0 == id ? inner.rawValue : $0 }) else {
        throw NotApplicable(description: "no fragment entry point")
      }
      return renamed
    }
    editor.module.functions.append(outer)
    return editor.finish()
  }
}

/// The blocks of a loop that runs once.
private struct OneRoundLoop {
  private let editor: ModuleEditor
  /// The block that counts.
  let continueTarget: LabelID
  /// The counter.
  private(set) var variable: Instruction
  private let counter: ValueID
  private let int: TypeID

  init(_ editor: ModuleEditor) {
    self.editor = editor
    continueTarget = editor.newLabel()
    int = editor.builder.intType(width: 32, isSigned: true)
    let pointer = editor.builder.pointerType(.function, to: int)
    counter = editor.builder.newValue(type: pointer)
    variable = .variable(type: pointer, result: counter, .function)
  }

  /// The blocks before the body and behind it.
  mutating func blocks(around body: LabelID, merge: LabelID) -> (head: [Block], tail: [Block]) {
    let builder = editor.builder
    let (header, test) = (editor.newLabel(), editor.newLabel())
    let (old, new, count) = (
      builder.newValue(type: int), builder.newValue(type: int), builder.newValue(type: int)
    )
    let condition = builder.newValue(type: builder.boolType())
    let head = [
      Block(editor.newLabel(), [.store(builder.signed(0), to: counter), .branch(header)]),
      Block(header, [.loopMerge(merge, continueTarget: continueTarget), .branch(test)]),
      Block(
        test,
        [
          .load(type: int, result: old, counter),
          .plain(
            .sLessThan, type: builder.boolType(), result: condition, [old, builder.unknownSigned(1)]),
          .conditionalBranch(condition, ifTrue: body, ifFalse: merge),
        ]),
    ]
    let tail = Block(
      continueTarget,
      [
        .load(type: int, result: count, counter),
        .plain(.iAdd, type: int, result: new, [count, builder.signed(1)]),
        .store(new, to: counter), .branch(header),
      ])
    return (head, [tail])
  }
}

extension ModuleEditor {
  /// Lets `main` go on to a block where it returned, but in some blocks that no branch may leave.
  fileprivate func endMain(at position: Int, in block: LabelID, butIn nested: Set<LabelID>) {
    for at in module.functions[position].blocks.indices {
      let instructions = module.functions[position].blocks[at].instructions
      guard instructions.last?.op == .return, !nested.contains(module.functions[position].blocks[at].label)
      else { continue }
      module.functions[position].blocks[at].instructions[instructions.count - 1] = .branch(block)
    }
  }
}
