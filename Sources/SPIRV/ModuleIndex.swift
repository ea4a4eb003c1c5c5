/// What a module's global instructions and results say, looked up by id.
///
/// Built once in one walk over the module, and never changed after that; every table is an array indexed by id.
public final class ModuleIndex: @unchecked Sendable {
  /// What is known of each id.
  private var entries: [Entry]
  /// The module's types, in order.
  private var types: [Type] = []
  /// OpName texts by id, decoded when they are asked for.
  public var names: Names { Names(index: self) }
  /// What stands before the functions: names and constants are looked up there.
  private let preamble: InstructionList
  /// Whether nothing has a name.
  fileprivate private(set) var hasNoNames = true
  /// The decorations of ids and members, in order.
  private var decorationList: [DecorationEntry] = []
  /// The id of GLSL.std.450.
  public private(set) var glsl: ExtendedSetID?
  /// The entry points.
  public private(set) var entryPoints: [EntryPoint] = []
  /// Global variables in order.
  public private(set) var globals: [GlobalVariable] = []
  /// Debug strings by id (file names of OpLine).
  public private(set) var strings: [UInt32: String] = [:]
  /// Execution modes of entry points by function.
  private var executionModes: [UInt32: [UInt32]] = [:]

  /// What is known of an id.
  private struct Entry {
    /// What its ``detail`` means.
    enum Kind: UInt8 {
      case other, type, constant, function
    }

    /// The type of a value; 0 for an id that is none.
    var type: UInt32 = 0
    /// The position of a type, of a constant in the preamble, or of a function.
    var detail: UInt32 = 0
    /// One more than the position of its name in the preamble, and of its first decoration; 0 for none.
    var name: UInt32 = 0
    var decoration: UInt32 = 0
    var kind = Kind.other
  }

  /// A decoration of an id or of a structure's member.
  private struct DecorationEntry {
    var id: UInt32
    /// The member; nil where the whole is decorated.
    var member: UInt32?
    var decoration: Decoration
    var literal: UInt32?
    /// One more than the position of the id's next decoration; 0 for none.
    var next: UInt32 = 0
  }

  /// What a function holds that decides whether the pass has to look into it.
  public struct FunctionSummary: Sendable {
    /// Whether it holds an instruction that consumes a screen-space derivative.
    public var hasSite = false
    /// Whether it takes a derivative, other than inside a sample.
    public var hasDerivative = false
    /// Whether it may take a number's parity.
    public var mayTakeParity = false
    /// The instructions in its blocks.
    public var instructionCount = 0
  }

  /// What each function holds, by position.
  public private(set) var summaries: [FunctionSummary] = []

  /// An OpEntryPoint.
  public struct EntryPoint: Hashable, Sendable {
    /// The function.
    public var function: FunctionID
    /// The name.
    public var name: String
    /// Whether it is a fragment entry point.
    public var isFragment: Bool
    /// The interface variables.
    public var interface: [ValueID]
  }

  /// A variable at global scope.
  public struct GlobalVariable: Hashable, Sendable {
    /// The variable.
    public var id: ValueID
    /// The type of its pointer.
    public var pointerType: TypeID
    /// Where it lives.
    public var storage: StorageClass
    /// Its initializer.
    public var initializer: ValueID?
  }

  /// Walks a module once.
  public init(_ module: Module) {
    entries = Array(filling: Entry(), count: Int(module.header.bound))
    preamble = module.preamble
    for position in preamble.indices { addGlobal(position) }
    linkDecorations()
    summaries.reserveCapacity(module.functions.count)
    let traits = OpTraits.table
    // Out of the object while every instruction writes to it.
    var entries = entries
    self.entries = []
    for (position, function) in module.functions.enumerated() {
      let id = Int(function.id.rawValue)
      if id < entries.count {
        entries[id].kind = .function
        entries[id].detail = UInt32(position)
      }
      for instruction in function.head {
        if let type = instruction.resultType, let id = instruction.result {
          entries[id.index].type = type.rawValue
        }
      }
      var summary = FunctionSummary()
      var found: OpTraits = []
      for block in function.blocks {
        summary.instructionCount += block.instructions.count
        block.instructions.scan { _, op, type, result in
          if let type, let result { entries[result.index].type = type.rawValue }
          found.formUnion(traits[Int(op.rawValue)])
        }
      }
      summary.add(found)
      summaries.append(summary)
    }
    self.entries = entries
  }

  /// Links the decorations of each id, in order.
  private func linkDecorations() {
    for position in decorationList.indices.reversed() {
      let id = Int(decorationList[position].id)
      guard id < entries.count else { continue }
      decorationList[position].next = entries[id].decoration
      entries[id].decoration = UInt32(position + 1)
    }
  }

  /// Takes note of an instruction of the preamble. Read from its words: there are hundreds of them, and few matter.
  private func addGlobal(_ position: Int) {
    let count = preamble.operandCount(at: position)
    func word(_ number: Int) -> UInt32 { preamble.operand(number, at: position) }
    func decorate(_ member: UInt32?, _ first: Int) {
      decorationList.append(
        DecorationEntry(
          id: word(0), member: member, decoration: Decoration(rawValue: word(first)),
          literal: count > first + 1 ? word(first + 1) : nil))
    }
    let layout = preamble.entries[position].layout
    if layout & 3 == 3, count > 1 { entries[Int(word(1))].type = word(0) }
    switch preamble.op(at: position) {
    case .name where count >= 2:
      hasNoNames = false
      if Int(word(0)) < entries.count { entries[Int(word(0))].name = UInt32(position + 1) }
    case .decorate where count >= 2: decorate(nil, 1)
    case .memberDecorate where count >= 3: decorate(word(1), 2)
    case .executionMode where count >= 2: executionModes[word(0), default: []].append(word(1))
    case .variable where count >= 3:
      globals.append(
        GlobalVariable(
          id: ValueID(word(1)), pointerType: TypeID(word(0)), storage: StorageClass(rawValue: word(2)),
          initializer: count > 3 ? ValueID(word(3)) : nil))
    case .constantTrue, .constantFalse, .constantComposite, .constantNull, .specConstant, .specConstantTrue,
      .specConstantFalse, .specConstantComposite, .specConstantOp, .undef, .constant:
      guard layout & 3 == 3, count > 1 else { return }
      entries[Int(word(1))].detail = UInt32(position)
      entries[Int(word(1))].kind = .constant
    case .string, .extInstImport, .entryPoint: addNamed(preamble[position])
    default:
      guard layout & 2 != 0, let result = preamble[position].result, let type = Type(preamble[position])
      else { return }
      entries[result.index].detail = UInt32(types.count)
      entries[result.index].kind = .type
      types.append(type)
    }
  }

  /// Takes note of an instruction with a text.
  private func addNamed(_ instruction: Instruction) {
    let words = instruction.operands
    switch instruction.op {
    case .string where words.count >= 2:
      strings[words[0]] = LiteralString.decode(words.suffix(from: 1)).text
    case .extInstImport where words.count >= 2:
      if LiteralString.decode(words.suffix(from: 1)).text == "GLSL.std.450" {
        glsl = ExtendedSetID(words[0])
      }
    case .entryPoint where words.count >= 3:
      let (name, length) = LiteralString.decode(words.suffix(from: 2))
      let fragmentModel: UInt32 = 4
      entryPoints.append(
        EntryPoint(
          function: FunctionID(words[1]), name: name, isFragment: words[0] == fragmentModel,
          interface: words.suffix(from: 2 + length).map { ValueID($0) }))
    default: break
    }
  }

  /// The position of a function in the module; nil for an id that is none.
  public func position(of function: FunctionID) -> Int? {
    let id = Int(function.rawValue)
    return id < entries.count && entries[id].kind == .function ? Int(entries[id].detail) : nil
  }

  /// The type of a value; nil for an id that is none.
  public func type(of value: ValueID) -> TypeID? {
    guard value.index < entries.count, entries[value.index].type != 0 else { return nil }
    return TypeID(entries[value.index].type)
  }

  /// A type by id; nil for an id that is none.
  public subscript(_ type: TypeID) -> Type? {
    guard type.index < entries.count, entries[type.index].kind == .type else { return nil }
    return types[Int(entries[type.index].detail)]
  }

  /// Whether a value is a constant of any kind, or undefined at global scope.
  public func isConstant(_ value: ValueID) -> Bool {
    value.index < entries.count && entries[value.index].kind == .constant
  }

  /// The value of a 32-bit integer constant that is not a specialization constant.
  public func integer(_ value: ValueID) -> UInt32? {
    guard value.index < entries.count, entries[value.index].kind == .constant else { return nil }
    let position = Int(entries[value.index].detail)
    guard preamble.op(at: position) == .constant, preamble.operandCount(at: position) == 3 else { return nil }
    return preamble.operand(2, at: position)
  }

  /// The instruction of a constant.
  func constant(_ value: ValueID) -> Instruction? {
    isConstant(value) ? preamble[Int(entries[value.index].detail)] : nil
  }

  /// The name of an id, if it has one.
  public func name(of id: UInt32) -> String? {
    nameInstruction(of: id).map { LiteralString.decode($0.operands.suffix(from: 1)).text }
  }

  /// The OpName of an id, if it has one.
  func nameInstruction(of id: UInt32) -> Instruction? {
    guard Int(id) < entries.count, entries[Int(id)].name > 0 else { return nil }
    return preamble[Int(entries[Int(id)].name) - 1]
  }

  /// Visits the decorations of an id and its members, in order, until a body returns true.
  private func anyDecoration(_ id: UInt32, _ body: (DecorationEntry) -> Bool) -> DecorationEntry? {
    guard Int(id) < entries.count else { return nil }
    var at = entries[Int(id)].decoration
    while at > 0 {
      let entry = decorationList[Int(at) - 1]
      if body(entry) { return entry }
      at = entry.next
    }
    return nil
  }

  /// The decorations of an id, with their first literal.
  public func decorations(of id: UInt32) -> [(Decoration, UInt32?)] {
    var result: [(Decoration, UInt32?)] = []
    _ = anyDecoration(id) { entry in
      if entry.member == nil { result.append((entry.decoration, entry.literal)) }
      return false
    }
    return result
  }

  /// The bits of a 32-bit constant, or of each component of a vector of equal ones.
  public func splatBits(_ value: ValueID) -> UInt32? {
    guard let instruction = constant(value), instruction.op == .constantComposite else {
      return integer(value)
    }
    let parts = instruction.arguments
    guard let first = parts.first, let bits = integer(ValueID(first)),
      parts.dropFirst().allSatisfy({ integer(ValueID($0)) == bits })
    else { return nil }
    return bits
  }

  /// Whether an id has a decoration.
  public func has(_ decoration: Decoration, _ id: UInt32) -> Bool {
    anyDecoration(id) { $0.member == nil && $0.decoration == decoration } != nil
  }

  /// Whether a member of a structure has a decoration.
  public func has(_ decoration: Decoration, member: UInt32, of structure: TypeID) -> Bool {
    anyDecoration(structure.rawValue) { $0.member == member && $0.decoration == decoration } != nil
  }

  /// The built-in of a variable.
  public func builtIn(_ variable: ValueID) -> BuiltIn? {
    anyDecoration(variable.rawValue) { $0.member == nil && $0.decoration == .builtIn }?.literal
      .map { BuiltIn(rawValue: $0) }
  }

  /// The built-in of a structure's member.
  public func builtIn(member: UInt32, of structure: TypeID) -> BuiltIn? {
    anyDecoration(structure.rawValue) { $0.member == member && $0.decoration == .builtIn }?.literal
      .map { BuiltIn(rawValue: $0) }
  }

  /// Whether the fragment entry point's window origin is the upper left corner.
  public func hasOriginUpperLeft(_ entryPoint: FunctionID) -> Bool {
    let originUpperLeft: UInt32 = 7
    return executionModes[entryPoint.rawValue]?.contains(originUpperLeft) ?? false
  }

  /// Whether gl_FragCoord's x and y are integers at the fragment entry point's pixel centers.
  public func hasPixelCenterInteger(_ entryPoint: FunctionID) -> Bool {
    let pixelCenterInteger: UInt32 = 6
    return executionModes[entryPoint.rawValue]?.contains(pixelCenterInteger) ?? false
  }

  /// The words of a case literal of an OpSwitch: 2 where it selects by a 64-bit integer.
  public func switchLiteralWords(_ instruction: Instruction) -> Int {
    guard instruction.op == .switch, let selector = instruction.operands.first,
      let type = type(of: ValueID(selector)), case .int(64, _) = self[type]
    else { return 1 }
    return 2
  }

  /// The length of an array, where it is a plain constant.
  public func arrayLength(_ type: TypeID) -> UInt32? {
    guard case .array(_, let length) = self[type] else { return nil }
    return integer(length)
  }
}

/// The names of a module's ids.
public struct Names: Sendable {
  fileprivate let index: ModuleIndex

  /// Whether nothing has a name.
  public var isEmpty: Bool { index.hasNoNames }

  /// The name of an id, if it has one.
  public subscript(_ id: UInt32) -> String? { index.name(of: id) }
}

extension ModuleIndex.FunctionSummary {
  /// Takes note of what was found among its instructions.
  fileprivate mutating func add(_ traits: OpTraits) {
    hasSite = traits.contains(.site)
    hasDerivative = traits.contains(.derivative)
    mayTakeParity = traits.contains(.parity)
  }
}
