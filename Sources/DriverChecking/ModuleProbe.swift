import SPIRV

/// A module in which more is done than the shader does: what all such changes share.
struct ModuleProbe {
  private(set) var module: Module
  let index: ModuleIndex
  let builder: Builder
  let entryPoint: ModuleIndex.EntryPoint
  /// 32-bit types.
  let float: TypeID
  let uint: TypeID
  private var addedToInterface: [ValueID] = []

  /// A module with its fragment entry point; nil where it has none of the name.
  init?(_ module: Module, entryPoint name: String?) {
    self.module = module
    index = ModuleIndex(module)
    builder = Builder(module, index: index)
    guard let point = index.entryPoints.first(where: { $0.isFragment && (name == nil || $0.name == name) })
    else { return nil }
    entryPoint = point
    float = builder.floatType(width: 32)
    uint = builder.intType(width: 32, isSigned: false)
  }

  /// A new variable of the interface at a location; flat where it is an input.
  mutating func interfaceVariable(_ storage: StorageClass, location: Int) -> ValueID {
    let variable = builder.globalVariable(storage, pointee: float)
    builder.decorate(variable.rawValue, .location, [UInt32(location)])
    if storage == .input { builder.decorate(variable.rawValue, .flat) }
    addedToInterface.append(variable)
    return variable
  }

  /// gl_FragCoord: the module's, or a new one.
  mutating func fragCoord() -> ValueID {
    let known = index.globals.first { $0.storage == .input && index.builtIn($0.id) == .fragCoord }?.id
    if let known {
      if !entryPoint.interface.contains(known) { addedToInterface.append(known) }
      return known
    }
    let variable = builder.globalVariable(.input, pointee: builder.vectorType(float, count: 4))
    builder.decorate(variable.rawValue, .builtIn, [BuiltIn.fragCoord.rawValue])
    addedToInterface.append(variable)
    return variable
  }

  /// A Private variable of an unsigned number.
  mutating func privateVariable(_ initial: UInt32) -> ValueID {
    let variable = builder.globalVariable(.private, pointee: uint, initializer: builder.unsigned(initial))
    addGlobal(variable)
    return variable
  }

  /// A buffer of unsigned numbers.
  mutating func buffer(set: Int, binding: Int) -> ValueID {
    let array = builder.runtimeArrayType(element: uint)
    builder.decorate(array.rawValue, .arrayStride, [4])
    let block = builder.structType(members: [array])
    let isNew = module.header.isAtLeast(1, 3)
    builder.decorate(block.rawValue, isNew ? .block : .bufferBlock)
    builder.decorate(member: 0, of: block, .offset, [0])
    let variable = builder.globalVariable(isNew ? .storageBuffer : .uniform, pointee: block)
    builder.decorate(variable.rawValue, .descriptorSet, [UInt32(set)])
    builder.decorate(variable.rawValue, .binding, [UInt32(binding)])
    addGlobal(variable)
    return variable
  }

  /// The storage class of such a buffer.
  var bufferStorage: StorageClass { module.header.isAtLeast(1, 3) ? .storageBuffer : .uniform }

  /// From SPIR-V 1.4 on, the interface lists all variables at global scope.
  private mutating func addGlobal(_ variable: ValueID) {
    if module.header.isAtLeast(1, 4) { addedToInterface.append(variable) }
  }

  /// Puts instructions behind the entry point's own variables.
  mutating func insertAtStart(_ instructions: InstructionList) {
    guard let position = index.position(of: entryPoint.function), !module.functions[position].blocks.isEmpty
    else { return }
    var list = module.functions[position].blocks[0].instructions
    let at = list.lastIndex { $0.op == .variable }.map { $0 + 1 } ?? 0
    list.replaceSubrange(at..<at, with: instructions)
    module.functions[position].blocks[0].instructions = list
  }

  /// Replaces each block's instructions.
  mutating func rewrite(_ body: (Function, Block) -> InstructionList) {
    for function in module.functions.indices {
      for block in module.functions[function].blocks.indices {
        module.functions[function].blocks[block].instructions = body(
          module.functions[function], module.functions[function].blocks[block])
      }
    }
  }

  /// The module's words.
  mutating func finish() -> [UInt32] {
    builder.finish(&module)
    if let at = module.preamble.firstIndex(where: {
      $0.op == .entryPoint && $0.entryPointFunction == entryPoint.function
    }), !addedToInterface.isEmpty {
      module.preamble[at] = module.preamble[at].addingToInterface(addedToInterface)
    }
    return module.words
  }
}
