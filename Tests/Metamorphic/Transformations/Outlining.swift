import SPIRV
import SeededRandom

extension Transformation {
  /// Runs of expressions become functions of what they read; results are returned, in a structure or through pointers.
  static let outlining = Transformation("outline") { module, _, random in
    let editor = ModuleEditor(module)
    for position in module.functions.indices {
      var outliner = Outliner(editor, uses: ValueUses(module.functions[position], editor.index))
      for block in module.functions[position].blocks.indices {
        editor.module.functions[position].blocks[block].instructions = outliner.rewrite(
          module.functions[position].blocks[block], &random)
      }
      editor.module.functions[position].insertVariables(outliner.variables)
      editor.module.functions += outliner.functions
    }
    return editor.finish()
  }
}

/// Where a function's values are read.
private struct ValueUses {
  /// By value: how often it is read.
  private(set) var counts: [UInt32: Int] = [:]

  init(_ function: Function, _ index: ModuleIndex) {
    for block in function.blocks {
      for instruction in block.instructions { add(instruction) }
    }
  }

  init(_ instructions: [Instruction]) {
    for instruction in instructions { add(instruction) }
  }

  private mutating func add(_ instruction: Instruction) {
    instruction.forEachOperandID { counts[$0.rawValue, default: 0] += 1 }
  }
}

/// Takes runs of instructions out of one function.
private struct Outliner {
  let editor: ModuleEditor
  let uses: ValueUses
  /// The functions made.
  private(set) var functions: [Function] = []
  /// What the caller needs for results through pointers.
  private(set) var variables: [Instruction] = []

  init(_ editor: ModuleEditor, uses: ValueUses) {
    self.editor = editor
    self.uses = uses
  }

  mutating func rewrite(_ block: Block, _ random: inout SeededGenerator) -> InstructionList {
    var result = InstructionList()
    var run: [Instruction] = []
    var length = Int.random(in: 1...12, using: &random)
    for instruction in block.instructions {
      if fits(instruction, in: run), run.count < length {
        run.append(instruction)
        continue
      }
      flush(&run, &result, &random)
      length = Int.random(in: 1...12, using: &random)
      if fits(instruction, in: run) { run.append(instruction) } else { result.append(instruction) }
    }
    flush(&run, &result, &random)
    return result
  }

  private mutating func flush(
    _ run: inout [Instruction], _ code: inout InstructionList, _ random: inout SeededGenerator
  ) {
    defer { run = [] }
    guard run.contains(where: { $0.op != .line && $0.op != .noLine }), random.hits(0.5),
      let call = outlined(run, returnsStructure: random.hits(0.5))
    else {
      code += run
      return
    }
    code += call
  }

  /// Whether an instruction does nothing but make a value out of values and of what globals hold.
  private func fits(_ instruction: Instruction, in run: [Instruction]) -> Bool {
    if instruction.isNote { return true }
    guard let type = instruction.resultType, instruction.result != nil else { return false }
    let own = Set(run.compactMap { $0.result?.rawValue })
    func isReadable(_ value: ValueID) -> Bool {
      if own.contains(value.rawValue) || editor.index.isConstant(value) { return true }
      if editor.index.globals.contains(where: { $0.id == value }) { return true }
      return editor.index.type(of: value).map(editor.isStorable) ?? false
    }
    switch instruction.operation(glsl: editor.index.glsl) {
    case .extended(let function, let operands):
      return !function.takesPointer && operands.allSatisfy(isReadable)
    case .arithmetic(_, let operands), .compositeConstruct(let operands), .discrete(let operands):
      return operands.allSatisfy(isReadable) && editor.isStorable(type)
    case .select, .copy, .compositeExtract, .compositeInsert, .vectorExtract, .vectorInsert, .vectorShuffle,
      .derivative, .load, .accessChain, .sample:
      return instruction.operandIDs.allSatisfy { isReadable($0) || $0 == ValueID(type.rawValue) }
    case .phi, .undefined, .variable, .store, .copyMemory, .call, .branch, .conditionalBranch, .switch,
      .selectionMerge, .loopMerge, .return, .returnValue, .end, .queryLod, .opaqueRead, .note, .other:
      return false
    }
  }

  /// The call of a new function that does what the run does; nil where a result of it cannot be handed back.
  private mutating func outlined(_ run: [Instruction], returnsStructure: Bool) -> InstructionList? {
    let own = run.compactMap { $0.result }
    let inside = ValueUses(run)
    let results = own.filter { uses.counts[$0.rawValue, default: 0] > inside.counts[$0.rawValue, default: 0] }
    var inputs: [ValueID] = []
    for instruction in run {
      instruction.forEachOperandID { operand in
        if !own.contains(operand), !inputs.contains(operand), !editor.index.isConstant(operand),
          !editor.index.globals.contains(where: { $0.id == operand }), editor.index.type(of: operand) != nil
        {
          inputs.append(operand)
        }
      }
    }
    let types = results.compactMap { editor.index.type(of: $0) }
    guard !results.isEmpty, types.count == results.count, types.allSatisfy(editor.isStorable) else {
      return nil
    }
    var function = NewFunction(editor, inputs: inputs, results: zip(results, types).map { ($0, $1) })
    guard function.take(run) else { return nil }
    if results.count == 1 { return function.returnValue(&functions) }
    return returnsStructure
      ? function.returnStructure(&functions) : function.returnThroughPointers(&functions, &variables)
  }
}

extension GLSLInstruction {
  /// Whether an operand is a pointer.
  fileprivate var takesPointer: Bool {
    let functions: Set<GLSLInstruction> = [
      .modf, .frexp, .interpolateAtCentroid, .interpolateAtOffset, .interpolateAtSample,
    ]
    return functions.contains(self)
  }
}

/// A function that is being made of a run of instructions.
private struct NewFunction {
  typealias Typed = (id: ValueID, type: TypeID)
  let editor: ModuleEditor
  let inputs: [Typed]
  let results: [Typed]
  private let id: FunctionID
  private var parameters: [Instruction] = []
  private var body: [Instruction] = []
  private var names: [UInt32: UInt32] = [:]

  init(_ editor: ModuleEditor, inputs: [ValueID], results: [Typed]) {
    self.editor = editor
    self.inputs = inputs.compactMap { input in editor.index.type(of: input).map { (input, $0) } }
    self.results = results
    id = editor.newFunction()
    for (id, type) in self.inputs + results {
      names[id.rawValue] = editor.builder.newValue(type: type).rawValue
    }
  }

  private func inner(_ value: ValueID) -> ValueID { ValueID(names[value.rawValue] ?? value.rawValue) }

  /// Takes the instructions over; what the caller goes on using gets other ids here.
  mutating func take(_ run: [Instruction]) -> Bool {
    parameters = inputs.map { .parameter(type: $0.type, result: inner($0.id)) }
    for instruction in run {
      guard let moved = instruction.mappingIDs({ names[$0] ?? $0 }) else { return false }
      body.append(moved)
    }
    return true
  }

  private func finish(
    result: TypeID, parameterTypes: [TypeID], value: ValueID?, _ functions: inout [Function]
  ) {
    let type = editor.builder.functionType(result: result, parameters: parameterTypes)
    functions.append(
      Function(
        id, result: result, type: type, parameters: parameters, label: editor.newLabel(),
        body: body + [.return(value)]))
  }

  func returnValue(_ functions: inout [Function]) -> InstructionList {
    finish(
      result: results[0].type, parameterTypes: inputs.map(\.type), value: inner(results[0].id), &functions)
    return [.call(type: results[0].type, result: results[0].id, id, inputs.map(\.id))]
  }

  mutating func returnStructure(_ functions: inout [Function]) -> InstructionList {
    let type = editor.builder.structType(members: results.map(\.type))
    let (whole, made) = (editor.builder.newValue(type: type), editor.builder.newValue(type: type))
    body.append(.compositeConstruct(type: type, result: made, results.map { inner($0.id) }))
    finish(result: type, parameterTypes: inputs.map(\.type), value: made, &functions)
    return [.call(type: type, result: whole, id, inputs.map(\.id))]
      + results.enumerated().map { position, result in
        .compositeExtract(type: result.type, result: result.id, whole, path: [UInt32(position)])
      }
  }

  mutating func returnThroughPointers(
    _ functions: inout [Function], _ variables: inout [Instruction]
  ) -> InstructionList {
    var (places, pointers): ([ValueID], [TypeID]) = ([], [])
    for result in results {
      let pointer = editor.builder.pointerType(.function, to: result.type)
      let (place, parameter) = (
        editor.builder.newValue(type: pointer), editor.builder.newValue(type: pointer)
      )
      variables.append(.variable(type: pointer, result: place, .function))
      parameters.append(.parameter(type: pointer, result: parameter))
      body.append(.store(inner(result.id), to: parameter))
      places.append(place)
      pointers.append(pointer)
    }
    let void = editor.builder.voidType()
    finish(result: void, parameterTypes: inputs.map(\.type) + pointers, value: nil, &functions)
    return [.call(type: void, result: editor.builder.newValue(), id, inputs.map(\.id) + places)]
      + zip(results, places).map { .load(type: $0.type, result: $0.id, $1) }
  }
}
