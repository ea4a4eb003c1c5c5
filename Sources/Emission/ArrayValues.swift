import SPIRV

/// Takes arrays apart for GLSL 110 and ESSL 100, which have them, but neither constructors, initializers nor
/// assignments for them: what is stored is stored element by element.
///
///     float a[2] = float[](0.0, 1.0);       float a[2];
///     b = a;                           ⇒    a[0] = 0.0; a[1] = 1.0; b[0] = a[0]; b[1] = a[1];
struct ArrayValues {
  private var module: Module
  private let index: ModuleIndex
  private let builder: Builder
  /// What is known of a value that holds arrays: its parts.
  private var parts: [ValueID: [ValueID]] = [:]
  private var body = InstructionList()
  /// The elements written so far; above the limit none is.
  private var partCount = 0

  /// The module of `words` without values of arrays, where all of them are constants, copies or constructed.
  ///
  /// - Throws: ``EmissionError`` where that would be too many elements.
  static func removed(from words: [UInt32]) throws(EmissionError) -> [UInt32] {
    guard let module = try? Module(words: words) else { return words }
    var values = ArrayValues(module)
    let changed = values.run()
    if values.partCount > partLimit {
      throw .inexpressible("arrays of more than \(partLimit) elements, which have to be copied one by one")
    }
    return changed ? values.module.words : words
  }

  /// The most elements that are written.
  private static let partLimit = 1 << 16

  private init(_ module: Module) {
    self.module = module
    index = ModuleIndex(module)
    builder = Builder(module, index: index)
  }

  /// Rewrites everything; returns whether anything changed.
  private mutating func run() -> Bool {
    let initialized = takeInitializers()
    var changed = !initialized.isEmpty
    let entries = Set(index.entryPoints.map(\.function))
    for number in module.functions.indices {
      let isEntry = entries.contains(module.functions[number].id)
      var function = module.functions[number]
      guard rewrite(&function, initialized: isEntry ? initialized : []) else { continue }
      module.functions[number] = function
      changed = true
    }
    if changed { builder.finish(&module) }
    return changed
  }

  /// Takes the initializers off global variables that hold arrays.
  private mutating func takeInitializers() -> [(variable: ValueID, type: TypeID, value: ValueID)] {
    var taken: [(ValueID, TypeID, ValueID)] = []
    for global in index.globals where global.storage == .private {
      guard let value = global.initializer, let type = pointee(of: global.pointerType), holdsArray(type),
        let position = module.preamble.firstIndex(where: { $0.op == .variable && $0.result == global.id })
      else { continue }
      module.preamble[position] = .variable(type: global.pointerType, result: global.id, global.storage)
      taken.append((global.id, type, value))
    }
    return taken
  }

  private mutating func rewrite(
    _ function: inout Function, initialized: [(variable: ValueID, type: TypeID, value: ValueID)]
  ) -> Bool {
    var changed = !initialized.isEmpty
    for number in function.blocks.indices {
      body = InstructionList()
      var stores = number == 0 ? initialized : []
      for instruction in function.blocks[number].instructions {
        let operation = instruction.operation(glsl: index.glsl)
        if case .variable(let storage, let value?) = operation, let pointer = instruction.resultType,
          let variable = instruction.result, let type = pointee(of: pointer), holdsArray(type)
        {
          body.append(.variable(type: pointer, result: variable, storage))
          stores.append((variable, type, value))
          continue
        }
        // Variables come first in a function.
        if instruction.op != .variable, !instruction.isNote, !stores.isEmpty {
          for (variable, type, value) in stores { store(value, type, to: variable, path: []) }
          stores = []
          changed = true
        }
        if !rewrite(instruction, operation) { body.append(instruction) } else { changed = true }
      }
      function.blocks[number].instructions = body
    }
    return changed
  }

  /// Writes an instruction anew, if it handles arrays; returns whether it did.
  private mutating func rewrite(_ instruction: Instruction, _ operation: Operation) -> Bool {
    switch operation {
    case .load(let pointer):
      guard let type = instruction.resultType, let result = instruction.result, holdsArray(type) else {
        return false
      }
      // Other uses than stores, such as arguments, keep the load.
      body.append(instruction)
      parts[result] = load(type, from: pointer, path: [])
      return true
    case .compositeConstruct(let operands):
      guard let type = instruction.resultType, let result = instruction.result, holdsArray(type) else {
        return false
      }
      parts[result] = operands
      return false
    case .store(let pointer, let value):
      guard let type = builder.type(of: value), holdsArray(type), isKnown(value) else { return false }
      store(value, type, to: pointer, path: [])
      return true
    case .copyMemory(let target, let source):
      guard let pointer = builder.type(of: source), let type = pointee(of: pointer), holdsArray(type) else {
        return false
      }
      let value = builder.newValue(type: type)
      parts[value] = load(type, from: source, path: [])
      store(value, type, to: target, path: [])
      return true
    case .compositeExtract(let value, let path):
      guard let type = instruction.resultType, let result = instruction.result, let known = parts[value],
        let first = path.first, known.indices.contains(Int(first)), path.count == 1
      else { return false }
      if let inner = parts[known[Int(first)]] { parts[result] = inner }
      body.append(.copy(type: type, result: result, known[Int(first)]))
      return true
    case .arithmetic, .extended, .select, .phi, .copy, .undefined, .compositeInsert, .vectorExtract,
      .vectorInsert,
      .vectorShuffle, .variable, .accessChain, .call, .branch, .conditionalBranch, .switch, .selectionMerge,
      .loopMerge, .return, .returnValue, .end, .derivative, .sample, .queryLod, .opaqueRead, .discrete, .note,
      .other:
      return false
    }
  }

  // MARK: Parts

  /// The types of a type's parts, where it is or holds an array.
  private mutating func partTypes(_ type: TypeID) -> [TypeID] {
    switch builder[type] {
    case .array(let element, _):
      let length = Int(index.arrayLength(type) ?? 0)
      partCount += length
      return partCount > Self.partLimit ? [] : Array(repeating: element, count: length)
    case .structure(let members):
      partCount += members.count
      return partCount > Self.partLimit ? [] : members
    default: return []
    }
  }

  private func holdsArray(_ type: TypeID) -> Bool {
    switch builder[type] {
    case .array: index.arrayLength(type) != nil
    case .structure(let members): members.contains { holdsArray($0) }
    default: false
    }
  }

  private func pointee(of type: TypeID) -> TypeID? {
    if case .pointer(_, let pointee) = builder[type] { pointee } else { nil }
  }

  private func isKnown(_ value: ValueID) -> Bool { parts[value] != nil || index.isConstant(value) }

  /// A value's part: of a constant a constant.
  private func part(_ number: Int, of value: ValueID, _ type: TypeID) -> ValueID {
    if let known = parts[value] { return known[number] }
    let constant = index.constantInstruction(value)
    if let constant, constant.op == .constantComposite, constant.operandIDs.indices.contains(number) {
      return constant.operandIDs[number]
    }
    return builder.null(type)
  }

  private mutating func store(_ value: ValueID, _ type: TypeID, to pointer: ValueID, path: [ValueID]) {
    guard holdsArray(type) else {
      body.append(.store(value, to: address(pointer, path, type)))
      return
    }
    for (number, inner) in partTypes(type).enumerated() {
      store(part(number, of: value, inner), inner, to: pointer, path: path + [builder.signed(Int32(number))])
    }
  }

  /// Loads the parts of what a pointer points to.
  private mutating func load(_ type: TypeID, from pointer: ValueID, path: [ValueID]) -> [ValueID] {
    partTypes(type).enumerated().map { number, inner in
      let path = path + [builder.signed(Int32(number))]
      let value = builder.newValue(type: inner)
      if holdsArray(inner) {
        parts[value] = load(inner, from: pointer, path: path)
      } else {
        body.append(.load(type: inner, result: value, address(pointer, path, inner)))
      }
      return value
    }
  }

  private mutating func address(_ pointer: ValueID, _ path: [ValueID], _ type: TypeID) -> ValueID {
    guard !path.isEmpty, let base = builder.type(of: pointer), case .pointer(let storage, _) = builder[base]
    else {
      return pointer
    }
    let pointerType = builder.pointerType(storage, to: type)
    let result = builder.newValue(type: pointerType)
    body.append(.accessChain(type: pointerType, result: result, pointer, indices: path))
    return result
  }
}
