/// Adds ids, types, constants, names and decorations to a module, each once.
///
/// Additions are kept apart and merged into the preamble by ``finish(_:)``, so that what was there keeps its
/// order and words.
public final class Builder {
  /// The module's index; what the builder adds is not in it.
  public let index: ModuleIndex
  private var nextID: UInt32
  /// What is added to each section.
  private var additions: [InstructionList] = Array(repeating: [], count: Section.allCases.count)
  /// Types and constants by their words without the result.
  private var unique: UniqueTable
  /// What is known of the ids from the module's bound on.
  private var added: [Added] = []
  private var addedTypes: [Type] = []
  private var addedScalars: [Double] = []
  private let bound: UInt32
  private var addedSet: ExtendedSetID?
  private let capabilities: Set<UInt32>

  /// What is known of an id that was added.
  private struct Added {
    /// The type of a value; 0 for what is none.
    var valueType: UInt32 = 0
    /// One more than the position of a type, and of a constant's number; 0 for none.
    var type: UInt32 = 0
    var scalar: UInt32 = 0
    var isConstant = false
  }

  /// The parts of a module before its functions (SPIR-V specification, section 2.4).
  enum Section: Int, CaseIterable, Comparable {
    case capabilities, extensions, imports, memoryModel, entryPoints, executionModes, strings, names
    case processes, annotations, globals

    static func < (a: Section, b: Section) -> Bool { a.rawValue < b.rawValue }

    /// Where an instruction of the preamble belongs.
    init(_ op: Op) {
      switch op {
      case .capability: self = .capabilities
      case .extension: self = .extensions
      case .extInstImport: self = .imports
      case .memoryModel: self = .memoryModel
      case .entryPoint: self = .entryPoints
      case .executionMode, .executionModeId: self = .executionModes
      case .string, .source, .sourceExtension, .sourceContinued: self = .strings
      case .name, .memberName: self = .names
      case .moduleProcessed: self = .processes
      case .decorate, .memberDecorate, .decorationGroup, .groupDecorate, .groupMemberDecorate, .decorateId,
        .decorateString, .memberDecorateString:
        self = .annotations
      default: self = .globals
      }
    }
  }

  /// A builder over a module.
  public init(_ module: Module, index: ModuleIndex) {
    self.index = index
    nextID = max(module.header.bound, 1)
    bound = nextID
    var capabilities: Set<UInt32> = []
    unique = UniqueTable(
      capacity: module.preamble.indices.count { Builder.isUnique(module.preamble.op(at: $0)) })
    for position in module.preamble.indices {
      let op = module.preamble.op(at: position)
      if op == .capability, let word = module.preamble[position].operands.first { capabilities.insert(word) }
      if Builder.isUnique(op) { unique.add(module.preamble, at: position) }
    }
    self.capabilities = capabilities
  }

  private static func scalar(_ instruction: Instruction, _ type: Type?) -> Double? {
    guard case .float(let width) = type else { return nil }
    let words = instruction.arguments
    let first = words.startIndex
    if instruction.op == .constantNull { return 0 }
    return switch (width, words.count) {
    case (16, 1): nil
    case (32, 1): Double(Float(bitPattern: words[first]))
    case (64, 2): Double(bitPattern: UInt64(words[first + 1]) << 32 | UInt64(words[first]))
    default: nil
    }
  }

  private static func isUnique(_ op: Op) -> Bool {
    switch op {
    case .typeVoid, .typeBool, .typeInt, .typeFloat, .typeVector, .typeMatrix, .typePointer, .typeFunction,
      .constant, .constantNull, .constantComposite, .constantTrue, .constantFalse:
      true
    default: false
    }
  }

  // MARK: Ids

  /// One more than the greatest id so far.
  public var nextNumber: UInt32 { nextID }

  /// A new value id.
  public func newValue() -> ValueID { newValue(Added()) }

  /// A new id whose type the builder remembers for ``type(of:)``.
  public func newValue(type: TypeID) -> ValueID { newValue(Added(valueType: type.rawValue)) }

  private func newValue(_ known: Added) -> ValueID {
    added.append(known)
    nextID += 1
    return ValueID(nextID - 1)
  }

  /// The type of a value of the module or of the builder's own.
  public func type(of value: ValueID) -> TypeID? {
    guard value.rawValue >= bound else { return index.type(of: value) }
    let type = added[Int(value.rawValue - bound)].valueType
    return type == 0 ? nil : TypeID(type)
  }

  /// A type of the module or of the builder's own.
  public subscript(_ type: TypeID) -> Type? {
    guard type.rawValue >= bound else { return index[type] }
    let position = Int(added[Int(type.rawValue - bound)].type)
    return position == 0 ? nil : addedTypes[position - 1]
  }

  /// Remembers the type that was added under an id.
  private func note(_ id: UInt32, is type: Type) {
    addedTypes.append(type)
    added[Int(id - bound)].type = UInt32(addedTypes.count)
  }

  /// Whether a value is a constant, of the module or the builder's own.
  public func isConstant(_ value: ValueID) -> Bool {
    guard value.rawValue >= bound else { return index.isConstant(value) }
    return added.indices.contains(Int(value.rawValue - bound))
      && added[Int(value.rawValue - bound)].isConstant
  }

  /// The value of a plain floating-point constant of 32 or 64 bits: a scalar, or a vector of equal components.
  public func scalarConstant(_ value: ValueID) -> Double? {
    if value.rawValue >= bound {
      guard added.indices.contains(Int(value.rawValue - bound)) else { return nil }
      let position = Int(added[Int(value.rawValue - bound)].scalar)
      return position == 0 ? nil : addedScalars[position - 1]
    }
    guard index.isConstant(value), let instruction = index.constant(value),
      let type = instruction.resultType
    else { return nil }
    switch instruction.op {
    case .constant, .constantNull: return Builder.scalar(instruction, index[type])
    case .constantComposite:
      guard case .vector = index[type] else { return nil }
      let parts = Set(instruction.arguments.map { part(ValueID($0)) })
      return parts.count == 1 ? parts.first ?? nil : nil
    default: return nil
    }
  }

  /// The value of a component of a constant vector.
  private func part(_ value: ValueID) -> Double? {
    guard let instruction = index.constant(value), let type = instruction.resultType,
      instruction.op == .constant || instruction.op == .constantNull
    else { return nil }
    return Builder.scalar(instruction, index[type])
  }

  // MARK: Globals

  func add(_ instruction: Instruction, to section: Section) {
    additions[section.rawValue].append(instruction)
  }

  func uniqueGlobal(_ op: Op, type: TypeID?, _ words: [UInt32]) -> UInt32 {
    if let known = unique.find(op, type: type, words) { return known.rawValue }
    let id = newValue().rawValue
    var operands: [UInt32] = []
    operands.reserveCapacity(2 + words.count)
    if let type { operands.append(type.rawValue) }
    operands.append(id)
    operands += words
    let instruction = Instruction(op, operands)
    unique.add(instruction)
    add(instruction, to: .globals)
    if let added = Type(instruction) {
      note(id, is: added)
    } else if let type {
      added[Int(id - bound)].valueType = type.rawValue
      added[Int(id - bound)].isConstant = true
      if let value = Builder.scalar(instruction, self[type]) {
        addedScalars.append(value)
        added[Int(id - bound)].scalar = UInt32(addedScalars.count)
      }
    }
    return id
  }

  /// OpTypeBool.
  public func boolType() -> TypeID { TypeID(uniqueGlobal(.typeBool, type: nil, [])) }

  /// OpTypeFloat.
  public func floatType(width: Int) -> TypeID {
    TypeID(uniqueGlobal(.typeFloat, type: nil, [UInt32(width)]))
  }

  /// OpTypeInt.
  public func intType(width: Int, isSigned: Bool) -> TypeID {
    TypeID(uniqueGlobal(.typeInt, type: nil, [UInt32(width), isSigned ? 1 : 0]))
  }

  /// OpTypeVector, or the component's type for a count of one.
  public func vectorType(_ component: TypeID, count: Int) -> TypeID {
    count == 1
      ? component : TypeID(uniqueGlobal(.typeVector, type: nil, [component.rawValue, UInt32(count)]))
  }

  /// OpTypeMatrix.
  public func matrixType(_ column: TypeID, count: Int) -> TypeID {
    TypeID(uniqueGlobal(.typeMatrix, type: nil, [column.rawValue, UInt32(count)]))
  }

  /// OpConstantTrue or OpConstantFalse.
  public func boolean(_ truth: Bool) -> ValueID {
    let type = boolType()
    return ValueID(uniqueGlobal(truth ? .constantTrue : .constantFalse, type: type, []))
  }

  /// OpTypePointer.
  public func pointerType(_ storage: StorageClass, to pointee: TypeID) -> TypeID {
    TypeID(uniqueGlobal(.typePointer, type: nil, [storage.rawValue, pointee.rawValue]))
  }

  /// OpTypeFunction.
  public func functionType(result: TypeID, parameters: [TypeID]) -> TypeID {
    TypeID(uniqueGlobal(.typeFunction, type: nil, [result.rawValue] + parameters.map(\.rawValue)))
  }

  /// A structure type of its own, undecorated.
  public func structType(members: [TypeID]) -> TypeID {
    let id = newValue().rawValue
    add(Instruction(.typeStruct, [id] + members.map(\.rawValue)), to: .globals)
    note(id, is: .structure(members: members))
    return TypeID(id)
  }

  /// An array type of its own, undecorated.
  public func arrayType(element: TypeID, length: ValueID) -> TypeID {
    let id = newValue().rawValue
    add(Instruction(.typeArray, [id, element.rawValue, length.rawValue]), to: .globals)
    note(id, is: .array(element: element, length: length))
    return TypeID(id)
  }

  /// A runtime array type of its own, undecorated.
  public func runtimeArrayType(element: TypeID) -> TypeID {
    let id = newValue().rawValue
    add(Instruction(.typeRuntimeArray, [id, element.rawValue]), to: .globals)
    note(id, is: .runtimeArray(element: element))
    return TypeID(id)
  }

  /// The zero of any type: OpConstantNull, but matrices and what holds them written out. SPIRV-Tools' optimizer dies of
  /// products with a matrix that is OpConstantNull.
  public func null(_ type: TypeID) -> ValueID {
    switch self[type] {
    case .matrix: return constant(0, type)
    case .structure(let members) where members.contains(where: holdsMatrix):
      return composite(type, members.map { null($0) })
    case .array(let element, let length) where holdsMatrix(element):
      // Longer ones, which nothing folds to their elements, would only make modules long.
      guard let count = index.integer(length), count <= 64 else { break }
      return composite(type, Array(repeating: null(element), count: Int(count)))
    default: break
    }
    return ValueID(uniqueGlobal(.constantNull, type: type, []))
  }

  private func holdsMatrix(_ type: TypeID) -> Bool {
    switch self[type] {
    case .matrix: true
    case .structure(let members): members.contains(where: holdsMatrix)
    case .array(let element, _): holdsMatrix(element)
    default: false
    }
  }

  /// A scalar or splat floating-point constant of a scalar, vector or matrix type.
  public func constant(_ value: Double, _ type: TypeID) -> ValueID {
    switch self[type] {
    case .vector(let component, let count): return splat(constant(value, component), type, count)
    case .matrix(let column, let count): return splat(constant(value, column), type, count)
    case .float(32):
      let word = Float(value).bitPattern
      return unique.find(.constant, type: type, repeating: word, count: 1)
        ?? ValueID(uniqueGlobal(.constant, type: type, [word]))
    case .float(let width):
      return ValueID(uniqueGlobal(.constant, type: type, Builder.words(value, width: width)))
    default:
      return null(type)
    }
  }

  private static func words(_ value: Double, width: Int) -> [UInt32] {
    switch width {
    case 16: return [UInt32(Float16Bits.encode(value))]
    case 64:
      let bits = value.bitPattern
      return [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)]
    default: return [Float(value).bitPattern]
    }
  }

  /// OpConstantComposite of equal parts.
  private func splat(_ part: ValueID, _ type: TypeID, _ count: Int) -> ValueID {
    unique.find(.constantComposite, type: type, repeating: part.rawValue, count: count)
      ?? composite(type, Array(repeating: part, count: count))
  }

  /// OpConstantComposite.
  public func composite(_ type: TypeID, _ parts: [ValueID]) -> ValueID {
    ValueID(uniqueGlobal(.constantComposite, type: type, parts.map(\.rawValue)))
  }

  /// A 32-bit unsigned constant, as access chains index with.
  public func unsigned(_ value: UInt32) -> ValueID {
    let type = intType(width: 32, isSigned: false)
    return ValueID(uniqueGlobal(.constant, type: type, [value]))
  }

  /// A 32-bit signed constant.
  public func signed(_ value: Int32) -> ValueID {
    let type = intType(width: 32, isSigned: true)
    return ValueID(uniqueGlobal(.constant, type: type, [UInt32(bitPattern: value)]))
  }

  /// A Private or Input variable at global scope.
  public func globalVariable(
    _ storage: StorageClass, pointee: TypeID, initializer: ValueID? = nil
  ) -> ValueID {
    let pointer = pointerType(storage, to: pointee)
    let id = newValue(type: pointer)
    add(.variable(type: pointer, result: id, storage, initializer: initializer), to: .globals)
    return id
  }

  /// The id of GLSL.std.450, imported now where the module does not.
  public func glslSet() -> ExtendedSetID {
    if let set = index.glsl ?? addedSet { return set }
    let id = newValue().rawValue
    add(
      Instruction(.extInstImport, LiteralString.encode("GLSL.std.450", after: [id])), to: .imports)
    addedSet = ExtendedSetID(id)
    return ExtendedSetID(id)
  }

  // MARK: Notes

  /// OpName.
  public func name(_ id: UInt32, _ text: String) {
    add(Instruction(.name, LiteralString.encode(text, after: [id])), to: .names)
  }

  /// OpName: another id's name with a suffix, where that has one.
  public func name(_ id: UInt32, like other: UInt32, suffix: StaticString) {
    guard let known = index.nameInstruction(of: other) else { return }
    var words = Array(known.operands.slice)
    guard words.count > 1, words[1] & 0xff != 0 else { return }
    words[0] = id
    LiteralString.append(suffix, to: &words)
    add(Instruction(.name, words), to: .names)
  }

  /// OpMemberName.
  public func name(member: UInt32, of structure: TypeID, _ text: String) {
    add(
      Instruction(.memberName, LiteralString.encode(text, after: [structure.rawValue, member])), to: .names)
  }

  /// OpDecorate.
  public func decorate(_ id: UInt32, _ decoration: Decoration, _ literals: [UInt32] = []) {
    add(Instruction(.decorate, [id, decoration.rawValue] + literals), to: .annotations)
  }

  /// OpMemberDecorate.
  public func decorate(
    member: UInt32, of structure: TypeID, _ decoration: Decoration, _ literals: [UInt32] = []
  ) {
    add(
      Instruction(.memberDecorate, [structure.rawValue, member, decoration.rawValue] + literals),
      to: .annotations)
  }

  /// Gives an id the name and the decorations of another, as a clone needs.
  public func copyNotes(from old: UInt32, to new: UInt32) {
    if let known = index.nameInstruction(of: old) {
      var words = Array(known.operands.slice)
      words[0] = new
      add(Instruction(.name, words), to: .names)
    }
    for (decoration, literal) in index.decorations(of: old) {
      decorate(new, decoration, literal.map { [$0] } ?? [])
    }
  }

  /// OpCapability, where the module does not declare it.
  public func require(capability: UInt32) {
    guard !capabilities.contains(capability) else { return }
    let instruction = Instruction(.capability, [capability])
    if !additions[Section.capabilities.rawValue].contains(instruction) {
      add(instruction, to: .capabilities)
    }
  }

  // MARK: End

  /// Merges the additions into a module's preamble, each behind what is there of its section.
  public func finish(_ module: inout Module) {
    module.header.bound = nextID
    guard additions.contains(where: { !$0.isEmpty }) else { return }
    var ends = [Int](repeating: 0, count: additions.count)
    for position in module.preamble.indices where !module.preamble.op(at: position).isNote {
      ends[Section(module.preamble.op(at: position)).rawValue] = position + 1
    }
    var preamble = InstructionList()
    preamble.reserveCapacity(module.preamble.count + additions.reduce(0) { $0 + $1.count })
    var at = 0
    var end = 0
    for (section, added) in additions.enumerated() {
      end = max(end, ends[section])
      guard !added.isEmpty else { continue }
      if end > at {
        preamble.append(module.preamble, at..<end)
        at = end
      }
      preamble.append(added, added.indices)
    }
    preamble.append(module.preamble, at..<module.preamble.count)
    module.preamble = preamble
  }
}

/// IEEE 754 half precision by hand: Swift's Float16 does not exist on x86-64 Linux in every toolchain.
enum Float16Bits {
  /// The nearest half, ties to even; overflow gives infinity.
  static func encode(_ value: Double) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    let magnitude = value.magnitude
    if magnitude.isNaN { return 0x7e00 }
    if magnitude >= 65520 { return sign | 0x7c00 }
    if magnitude < 0x1p-14 {
      return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    let exponent = Int(magnitude.exponent)
    let fraction = ((magnitude / Double(sign: .plus, exponent: exponent, significand: 1) - 1) * 1024)
      .rounded(.toNearestOrEven)
    return sign | UInt16(Int(fraction) + (exponent + 15) << 10)
  }
}
