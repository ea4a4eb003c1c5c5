/// What a module's global instructions and results say, looked up by id.
///
/// Built once in one walk over the module; every table is an array indexed by id.
public struct ModuleIndex: Sendable {
  /// Types by id.
  public private(set) var types: [Type?]
  /// The type of each value by id.
  private var valueTypes: [UInt32]
  /// OpName texts by id, decoded when they are asked for.
  public private(set) var names = Names()
  /// 32-bit integer constants by id, as array and struct indices use them.
  private var integerConstants: [UInt32: UInt32] = [:]
  /// The bits of every component of vector constants whose components are alike.
  private var splats: [UInt32: UInt32] = [:]
  /// Ids of constants and undefined values at global scope.
  private var isConstant: [Bool]
  /// The decorations of ids, with their first literal.
  public private(set) var decorations: [UInt32: [(Decoration, UInt32?)]] = [:]
  /// The decorations of structure members.
  private var memberDecorations: [UInt32: [(member: UInt32, Decoration, UInt32?)]] = [:]
  /// The id of GLSL.std.450.
  public private(set) var glsl: ExtendedSetID?
  /// The entry points.
  public private(set) var entryPoints: [EntryPoint] = []
  /// Global variables in order.
  public private(set) var globals: [GlobalVariable] = []
  /// The positions of functions by id.
  public private(set) var functions: [FunctionID: Int] = [:]
  /// Debug strings by id (file names of OpLine).
  public private(set) var strings: [UInt32: String] = [:]
  /// Execution modes of entry points by function.
  private var executionModes: [UInt32: [UInt32]] = [:]

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
    let bound = Int(module.header.bound)
    types = Array(repeating: nil, count: bound)
    valueTypes = Array(repeating: 0, count: bound)
    isConstant = Array(repeating: false, count: bound)
    for instruction in module.preamble { addGlobal(instruction) }
    for (position, function) in module.functions.enumerated() {
      functions[function.id] = position
      for instruction in function.head { addResult(instruction) }
      for block in function.blocks {
        for instruction in block.instructions { addResult(instruction) }
      }
    }
  }

  private mutating func addResult(_ instruction: Instruction) {
    if let result = instruction.result, let type = instruction.resultType {
      valueTypes[result.index] = type.rawValue
    }
  }

  private mutating func addGlobal(_ instruction: Instruction) {
    addResult(instruction)
    let words = instruction.operands
    if let type = Type(instruction), let result = instruction.result {
      types[result.index] = type
      return
    }
    switch instruction.op {
    case .name where words.count >= 2:
      names.add(words[0], instruction)
    case .string where words.count >= 2:
      strings[words[0]] = LiteralString.decode(words[1...]).text
    case .extInstImport where words.count >= 2:
      if LiteralString.decode(words[1...]).text == "GLSL.std.450" { glsl = ExtendedSetID(words[0]) }
    case .entryPoint where words.count >= 3:
      let (name, length) = LiteralString.decode(words[2...])
      let fragmentModel: UInt32 = 4
      entryPoints.append(
        EntryPoint(
          function: FunctionID(words[1]), name: name, isFragment: words[0] == fragmentModel,
          interface: words.dropFirst(2 + length).map { ValueID($0) }))
    case .executionMode where words.count >= 2:
      executionModes[words[0], default: []].append(words[1])
    case .decorate where words.count >= 2:
      decorations[words[0], default: []].append(
        (Decoration(rawValue: words[1]), words.count > 2 ? words[2] : nil))
    case .memberDecorate where words.count >= 3:
      memberDecorations[words[0], default: []].append(
        (words[1], Decoration(rawValue: words[2]), words.count > 3 ? words[3] : nil))
    case .variable where words.count >= 3:
      globals.append(
        GlobalVariable(
          id: ValueID(words[1]), pointerType: TypeID(words[0]), storage: StorageClass(rawValue: words[2]),
          initializer: words.count > 3 ? ValueID(words[3]) : nil))
    case .constant where words.count == 3:
      integerConstants[words[1]] = words[2]
      isConstant[Int(words[1])] = true
    case .constantComposite where words.count > 2:
      isConstant[Int(words[1])] = true
      if let bits = integerConstants[words[2]],
        words.dropFirst(3).allSatisfy({ integerConstants[$0] == bits })
      {
        splats[words[1]] = bits
      }
    case .constantTrue, .constantFalse, .constantComposite, .constantNull, .specConstant, .specConstantTrue,
      .specConstantFalse, .specConstantComposite, .specConstantOp, .undef, .constant:
      if let result = instruction.result { isConstant[result.index] = true }
    default: break
    }
  }

  /// The type of a value; nil for an id that is none.
  public func type(of value: ValueID) -> TypeID? {
    guard value.index < valueTypes.count, valueTypes[value.index] != 0 else { return nil }
    return TypeID(valueTypes[value.index])
  }

  /// A type by id; nil for an id that is none.
  public subscript(_ type: TypeID) -> Type? {
    type.index < types.count ? types[type.index] : nil
  }

  /// Whether a value is a constant of any kind, or undefined at global scope.
  public func isConstant(_ value: ValueID) -> Bool {
    value.index < isConstant.count && isConstant[value.index]
  }

  /// The value of a 32-bit integer constant that is not a specialization constant.
  public func integer(_ value: ValueID) -> UInt32? { integerConstants[value.rawValue] }

  /// The bits of a 32-bit constant, or of each component of a vector of equal ones.
  public func splatBits(_ value: ValueID) -> UInt32? {
    integerConstants[value.rawValue] ?? splats[value.rawValue]
  }

  /// Whether an id has a decoration.
  public func has(_ decoration: Decoration, _ id: UInt32) -> Bool {
    decorations[id]?.contains { $0.0 == decoration } ?? false
  }

  /// Whether a member of a structure has a decoration.
  public func has(_ decoration: Decoration, member: UInt32, of structure: TypeID) -> Bool {
    memberDecorations[structure.rawValue]?.contains { $0.member == member && $0.1 == decoration } ?? false
  }

  /// The built-in of a variable.
  public func builtIn(_ variable: ValueID) -> BuiltIn? {
    decorations[variable.rawValue]?.first { $0.0 == .builtIn }?.1.map { BuiltIn(rawValue: $0) }
  }

  /// The built-in of a structure's member.
  public func builtIn(member: UInt32, of structure: TypeID) -> BuiltIn? {
    memberDecorations[structure.rawValue]?.first { $0.member == member && $0.1 == .builtIn }?.2
      .map { BuiltIn(rawValue: $0) }
  }

  /// Whether the fragment entry point's window origin is the upper left corner.
  public func hasOriginUpperLeft(_ entryPoint: FunctionID) -> Bool {
    let originUpperLeft: UInt32 = 7
    return executionModes[entryPoint.rawValue]?.contains(originUpperLeft) ?? false
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
  private var instructions: [UInt32: Instruction] = [:]

  mutating func add(_ id: UInt32, _ instruction: Instruction) { instructions[id] = instruction }

  /// Whether nothing has a name.
  public var isEmpty: Bool { instructions.isEmpty }

  /// The name of an id, if it has one.
  public subscript(_ id: UInt32) -> String? {
    instructions[id].map { LiteralString.decode($0.operands[1...]).text }
  }
}

extension Type {
  /// The type that an instruction declares, if it does.
  init?(_ instruction: Instruction) {
    let words = instruction.operands
    func type(_ position: Int) -> TypeID { TypeID(words[position]) }
    switch instruction.op {
    case .typeVoid: self = .void
    case .typeBool: self = .bool
    case .typeInt where words.count == 3: self = .int(width: Int(words[1]), isSigned: words[2] != 0)
    case .typeFloat where words.count >= 2: self = .float(width: Int(words[1]))
    case .typeVector where words.count == 3: self = .vector(component: type(1), count: Int(words[2]))
    case .typeMatrix where words.count == 3: self = .matrix(column: type(1), count: Int(words[2]))
    case .typeArray where words.count == 3: self = .array(element: type(1), length: ValueID(words[2]))
    case .typeRuntimeArray where words.count == 2: self = .runtimeArray(element: type(1))
    case .typeStruct where words.count >= 1: self = .structure(members: words.dropFirst().map { TypeID($0) })
    case .typePointer where words.count == 3:
      self = .pointer(StorageClass(rawValue: words[1]), pointee: type(2))
    case .typeFunction where words.count >= 2:
      self = .function(result: type(1), parameters: words.dropFirst(2).map { TypeID($0) })
    case .typeImage where words.count >= 8:
      guard let dimension = ImageDimension(rawValue: words[2]) else {
        self = .opaque(.typeImage)
        return
      }
      self = .image(
        ImageType(
          dimension: dimension, isArrayed: words[4] != 0, isMultisampled: words[5] != 0,
          isDepth: words[3] == 1))
    case .typeSampledImage where words.count == 2: self = .sampledImage(image: type(1))
    case .typeSampler, .typeOpaque, .typeAccelerationStructureKHR, .typeRayQueryKHR, .typeEvent,
      .typeDeviceEvent, .typeReserveId, .typeQueue, .typePipe, .typeForwardPointer, .typePipeStorage,
      .typeNamedBarrier:
      self = .opaque(instruction.op)
    default: return nil
    }
  }
}
