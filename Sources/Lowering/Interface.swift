import CLLVM
import SPIRV

/// Where a variable at global scope is.
enum GlobalPlace {
  /// Scalars of the invocation: Input, Output and Private variables.
  case memory(StorageClass, TypeID)
  /// Bytes of the host, in elements where it is an array of blocks.
  case buffer(resource: Int, BlockLayout, isWritable: Bool)
  /// An image, sampler, both, or arrays of them.
  case opaque(resource: Int)
  /// A structure, or an array of some, of images and numbers outside any block (OpenGL): a resource for the numbers,
  /// if there are any, and one for each image by the members on the way to it.
  case mixed(numbers: (resource: Int, layout: BlockLayout)?, images: [[Int]: Int])
}

extension ModuleLowering {
  /// Fills ``interface`` and ``globals``.
  func collectInterface() throws {
    let listed = Set(entryPoint.interface)
    for global in index.globals {
      let (storage, pointee) = try pointee(global.pointerType)
      switch storage {
      case .input, .output:
        guard listed.contains(global.id) else { continue }
        globals[global.id] = .memory(storage, pointee)
        let slots = try slots(of: global.id, pointee)
        if storage == .input {
          firstInput[global.id] = interface.inputs.count
          interface.inputs += slots
        } else {
          firstOutput[global.id] = interface.outputs.count
          interface.outputs += slots
        }
      case .private: globals[global.id] = .memory(storage, pointee)
      case .uniformConstant, .uniform, .pushConstant, .storageBuffer:
        try addResource(global, storage, pointee)
      case .atomicCounter:
        addBlock(global.id, index.names[global.id.rawValue] ?? "", try looseLayout(pointee, at: 0).0)
      // What only compute shaders have is an error where it is used.
      default: continue
      }
    }
  }

  /// The variable that stands for what pointers of a type in buffers point to (buffer references): one block of the
  /// host's for all of them, whatever their bits, so that no shader reads where it likes.
  func referenced(by pointer: TypeID) throws -> ValueID {
    let (_, pointee) = try pointee(pointer)
    let id = ValueID(pointee.rawValue)
    if globals[id] == nil { addBlock(id, index.names[pointee.rawValue] ?? "", try layout(pointee)) }
    return id
  }

  private func addBlock(_ id: ValueID, _ name: String, _ layout: BlockLayout) {
    globals[id] = .buffer(resource: interface.resources.count, layout, isWritable: true)
    interface.resources.append(Resource(variable: id, name: name, kind: .storageBlock(layout)))
  }

  // MARK: Slots

  /// The slots of an Input or Output variable, in the order of its scalars.
  private func slots(of variable: ValueID, _ type: TypeID) throws -> [InterfaceSlot] {
    // An error where it has too many.
    _ = try leaves(type)
    var slot = InterfaceSlot(variable: variable, name: index.names[variable.rawValue] ?? "")
    for (decoration, literal) in index.decorations(of: variable.rawValue) {
      apply(decoration, literal, to: &slot)
    }
    var slots: [InterfaceSlot] = []
    var location = slot.location
    try addSlots(slot, type, &location, &slots)
    return slots
  }

  private func apply(_ decoration: Decoration, _ literal: UInt32?, to slot: inout InterfaceSlot) {
    switch decoration {
    case .location: slot.location = literal.map { Int($0) }
    case .component: slot.component = literal.map { Int($0) } ?? 0
    case .builtIn: slot.builtIn = literal.map { BuiltIn(rawValue: $0) }
    case .flat: slot.interpolation = .flat
    case .noPerspective: slot.interpolation = .noPerspective
    case .centroid: slot.place = .centroid
    case .sample: slot.place = .sample
    default: break
    }
  }

  private func addSlots(
    _ slot: InterfaceSlot, _ id: TypeID, _ location: inout Int?, _ slots: inout [InterfaceSlot]
  ) throws {
    func at(_ position: Int) -> InterfaceSlot {
      var part = slot
      part.path.append(position)
      return part
    }
    switch try type(id) {
    case .structure(let members):
      for (member, type) in members.enumerated() {
        var part = at(member)
        let name = memberNames[id]?[member] ?? ""
        part.name = part.name.isEmpty ? name : name.isEmpty ? part.name : part.name + "." + name
        part.location = location
        for (decoration, literal) in memberDecorations[id]?[member] ?? [:] {
          apply(decoration, literal, to: &part)
        }
        location = part.location
        try addSlots(part, type, &location, &slots)
      }
    case .array, .matrix:
      let (count, element) = try elements(of: id)
      for position in 0..<count { try addSlots(at(position), element, &location, &slots) }
    case .vector(let component, let count):
      for position in 0..<count {
        var part = at(position)
        part.component += position
        try addScalar(part, component, location, &slots)
      }
      // A vector of 64-bit numbers takes two locations from three components on.
      let isWide = try count > 2 && leaves(component).first.map(bits) == 64
      location = location.map { $0 + (isWide ? 2 : 1) }
    default:
      try addScalar(slot, id, location, &slots)
      location = location.map { $0 + 1 }
    }
  }

  private func addScalar(
    _ slot: InterfaceSlot, _ id: TypeID, _ location: Int?, _ slots: inout [InterfaceSlot]
  ) throws {
    guard let kind = try leaves(id).first else {
      throw LoweringError.unsupported("an input or output of no numbers")
    }
    var slot = slot
    slot.location = slot.builtIn == nil ? location : nil
    slot.kind = kind
    if case .float = kind {} else { slot.interpolation = .flat }
    slots.append(slot)
  }

  private func bits(_ kind: ScalarKind) -> Int {
    switch kind {
    case .float(let width), .int(let width, _): width
    case .bool: 32
    }
  }

  // MARK: Resources

  private func addResource(
    _ global: ModuleIndex.GlobalVariable, _ storage: StorageClass, _ pointee: TypeID
  ) throws {
    let id = global.id
    var element = pointee
    var count = 1
    while true {
      switch try type(element) {
      case .array(let inner, _) where try isResource(inner, storage):
        count = try byteCount(count, stride: elements(of: element).count)
        element = inner
        continue
      case .runtimeArray(let inner) where try isResource(inner, storage):
        count = 0
        element = inner
        continue
      default: break
      }
      break
    }
    if storage == .uniformConstant, case .structure = try type(element) {
      return try addMixed(global, pointee)
    }
    guard let kind = try kind(element, storage) else { return }
    var resource = Resource(variable: id, name: index.names[id.rawValue] ?? "", kind: kind, count: count)
    if case .looseUniform = kind { resource.initialNumbers = try initialNumbers(of: global) }
    if resource.name.isEmpty { resource.name = index.names[element.rawValue] ?? "" }
    for (decoration, literal) in index.decorations(of: id.rawValue) {
      if decoration == .binding { resource.binding = literal.map { Int($0) } }
      if decoration == .descriptorSet { resource.set = literal.map { Int($0) } }
    }
    let position = interface.resources.count
    interface.resources.append(resource)
    switch kind {
    case .uniformBlock(let layout), .pushConstants(let layout), .looseUniform(let layout):
      globals[id] = .buffer(resource: position, layout, isWritable: false)
    case .storageBlock(let layout): globals[id] = .buffer(resource: position, layout, isWritable: true)
    case .sampledImage, .image, .sampler, .inputAttachment: globals[id] = .opaque(resource: position)
    }
  }

  /// The numbers of an initializer, in the order of the variable's layout.
  private func initialNumbers(of global: ModuleIndex.GlobalVariable) throws -> [Double]? {
    guard let initializer = global.initializer else { return nil }
    return try constant(initializer)?.map { value in
      if LLVMIsAConstantFP(value) != nil {
        var losesDigits: LLVMBool = 0
        return LLVMConstRealGetDouble(value, &losesDigits)
      }
      let isBool = LLVMTypeOf(value) == lane.boolType
      return Double(isBool ? Int64(LLVMConstIntGetZExtValue(value)) : LLVMConstIntGetSExtValue(value))
    }
  }

  /// Adds the resources of a structure outside any block.
  private func addMixed(_ global: ModuleIndex.GlobalVariable, _ pointee: TypeID) throws {
    let id = global.id
    let name = index.names[id.rawValue] ?? ""
    let binding = index.decorations(of: id.rawValue).first { $0.0 == .binding }?.1.map { Int($0) }
    let (layout, size) = try looseLayout(pointee, at: 0)
    var numbers: (resource: Int, layout: BlockLayout)?
    if size > 0 {
      numbers = (interface.resources.count, layout)
      var resource = Resource(variable: id, name: name, binding: binding, kind: .looseUniform(layout))
      resource.initialNumbers = try initialNumbers(of: global)
      interface.resources.append(resource)
    }
    var images: [[Int]: Int] = [:]
    try addImages(of: id, pointee, name, members: [], count: 1, &images)
    globals[id] = .mixed(numbers: numbers, images: images)
  }

  private func addImages(
    of id: ValueID, _ type: TypeID, _ name: String, members: [Int], count: Int, _ images: inout [[Int]: Int]
  ) throws {
    switch try self.type(type) {
    case .array:
      let (length, element) = try elements(of: type)
      try addImages(of: id, element, name, members: members, count: count * length, &images)
    case .structure(let parts):
      for (member, part) in parts.enumerated() {
        let partName = memberNames[type]?[member] ?? ""
        try addImages(
          of: id, part, name + "." + partName, members: members + [member], count: count, &images)
      }
    case .image, .sampledImage, .opaque:
      guard let kind = try kind(type, .uniformConstant) else { return }
      images[members] = interface.resources.count
      interface.resources.append(Resource(variable: id, name: name, kind: kind, count: count))
    default: return
    }
  }

  /// Whether elements of an array are resources of their own: blocks, images and samplers, but not numbers.
  private func isResource(_ id: TypeID, _ storage: StorageClass) throws -> Bool {
    switch try type(id) {
    case .array(let inner, _), .runtimeArray(let inner): return try isResource(inner, storage)
    case .image, .sampledImage, .opaque: return true
    case .structure: return storage != .uniformConstant
    default: return false
    }
  }

  private func kind(_ id: TypeID, _ storage: StorageClass) throws -> Resource.Kind? {
    switch try type(id) {
    case .sampledImage(let image):
      guard case .image(let type) = try type(image) else { return nil }
      return .sampledImage(try description(type, image))
    case .image(let type):
      let description = try description(type, id)
      return type.dimension == .subpassData ? .inputAttachment(description) : .image(description)
    case .opaque(let op): return op == .typeSampler ? .sampler : nil
    default: break
    }
    switch storage {
    case .uniformConstant:
      guard let (layout, _) = try? looseLayout(id, at: 0) else { return nil }
      return .looseUniform(layout)
    case .pushConstant: return .pushConstants(try layout(id))
    case .storageBuffer: return .storageBlock(try layout(id))
    default:
      return index.has(.bufferBlock, id.rawValue)
        ? .storageBlock(try layout(id)) : .uniformBlock(try layout(id))
    }
  }

  private func description(_ image: ImageType, _ id: TypeID) throws -> ImageDescription {
    let details = imageDetails[id]
    let texel = try details.flatMap { try leaves($0.texel).first } ?? .float(width: 32)
    return ImageDescription(
      type: image, texel: texel, isStorage: (details?.isStorage ?? false) && image.dimension != .subpassData)
  }

  // MARK: Layouts

  /// The layout of a type with explicit offsets and strides.
  private func layout(_ id: TypeID, matrix: [Decoration: UInt32] = [:]) throws -> BlockLayout {
    switch try type(id) {
    case .bool, .int, .float: return .scalar(try leaves(id)[0])
    case .vector(let component, let count): return .vector(try leaves(component)[0], count: count)
    case .matrix:
      let (columns, rows) = try matrixShape(id)
      let isRowMajor = matrix[.rowMajor] != nil
      return .matrix(
        try leaves(id)[0], columns: columns, rows: rows, stride: Int(matrix[.matrixStride] ?? 16),
        isRowMajor: isRowMajor)
    case .array(let element, _), .runtimeArray(let element):
      let stride = index.decorations(of: id.rawValue).first { $0.0 == .arrayStride }?.1
      guard let stride else { throw LoweringError.malformed("an array without stride in a block") }
      var count: Int?
      if case .array(_, let length) = try type(id) { count = try arrayLength(length) }
      _ = try byteCount(count ?? 0, stride: Int(stride))
      return .array(try layout(element, matrix: matrix), count: count, stride: Int(stride))
    case .structure(let members):
      return .structure(
        try members.enumerated().map { member, type in
          let decorations = memberDecorations[id]?[member] ?? [:]
          return BlockLayout.Member(
            name: memberNames[id]?[member] ?? "", offset: Int(decorations[.offset] ?? 0),
            layout: try layout(type, matrix: decorations))
        })
    // All pointers of a type lead to the same block, so that their bits are not read.
    case .pointer: return .structure([])
    default: throw LoweringError.unsupported("a block that holds no numbers")
    }
  }

  /// The layout of a loose uniform: scalars side by side; with the bytes it takes.
  private func looseLayout(_ id: TypeID, at start: Int) throws -> (BlockLayout, size: Int) {
    switch try type(id) {
    case .bool, .int, .float:
      let kind = try leaves(id)[0]
      return (.scalar(kind), bits(kind) / 8)
    case .vector(let component, let count):
      let kind = try leaves(component)[0]
      return (.vector(kind, count: count), count * bits(kind) / 8)
    case .matrix:
      let (columns, rows) = try matrixShape(id)
      let kind = try leaves(id)[0]
      let stride = rows * bits(kind) / 8
      return (
        .matrix(kind, columns: columns, rows: rows, stride: stride, isRowMajor: false), columns * stride
      )
    case .array:
      let (count, element) = try elements(of: id)
      let (layout, size) = try looseLayout(element, at: 0)
      return (.array(layout, count: count, stride: size), try byteCount(count, stride: size))
    case .structure(let members):
      var offset = 0
      var parts: [BlockLayout.Member] = []
      for (member, type) in members.enumerated() {
        let (layout, size) = try looseLayout(type, at: offset)
        parts.append(BlockLayout.Member(name: memberNames[id]?[member] ?? "", offset: offset, layout: layout))
        offset += size
      }
      return (.structure(parts), offset)
    // An image among a structure's members takes no bytes.
    case .image, .sampledImage, .opaque: return (.structure([]), 0)
    default: throw LoweringError.unsupported("a uniform that holds no numbers")
    }
  }
}
