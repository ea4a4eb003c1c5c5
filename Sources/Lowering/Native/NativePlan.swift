import SPIRV

/// How a shader is handed its numbers as a function of C, and where its code finds them.
struct NativePlan: Hashable, Sendable {
  /// One of the function's pointers.
  struct Argument: Hashable, Sendable {
    /// Its name; its type is the function's name, an underscore and this.
    var name: String
    /// What the header says of it.
    var comment: String
    var members: [CMember]

    var type: CType { .structure(members) }
  }

  /// Where a buffer's bytes are.
  enum Place: Hashable, Sendable {
    /// In the structure of uniforms.
    case uniform(offset: Int)
    /// Behind a pointer in it; how many bytes they are stands there, too, or is known.
    case pointer(offset: Int, sizeOffset: Int?, size: Int)
  }

  /// A structure of a block.
  struct Block: Hashable, Sendable {
    var typeName: String
    var comment: String
    var members: [CMember]
  }

  /// A texture of the table.
  struct Texture: Hashable, Sendable {
    var name: String
    var comment: String
  }

  var functionName: String
  var lanes: Int
  var varyings = Argument(name: "varyings", comment: "", members: [])
  var seeds = Argument(name: "seeds", comment: "", members: [])
  var uniforms = Argument(name: "uniforms", comment: "", members: [])
  var outputs = Argument(name: "outputs", comment: "", members: [])
  var blocks: [Block] = []
  var textures: [Texture] = []
  /// By input slot: its offset in the varyings or seeds; nil of gl_HelperInvocation.
  var inputs: [(isSeed: Bool, offset: Int)?] = []
  /// By output slot, its offset.
  var outputOffsets: [Int] = []
  /// By resource.
  var places: [Int: Place] = [:]
  /// By resource, an image's or sampler's number in the table.
  var textureNumbers: [Int: Int] = [:]

  static func == (a: NativePlan, b: NativePlan) -> Bool {
    a.functionName == b.functionName && a.lanes == b.lanes && a.arguments == b.arguments
      && a.blocks == b.blocks
      && a.textures == b.textures
  }

  func hash(into hasher: inout Hasher) { hasher.combine(arguments) }

  private var arguments: [Argument] { [varyings, seeds, uniforms, outputs] }
}

extension ModuleLowering {
  /// The plan of the module's interface.
  func makeNativePlan(_ native: NativeOptions) throws -> NativePlan {
    var plan = NativePlan(functionName: native.functionName, lanes: lane.width)
    try NativePlanner(module: self, native: native).fill(&plan)
    return plan
  }
}

/// Makes a plan.
private struct NativePlanner {
  let module: ModuleLowering
  let native: NativeOptions

  func fill(_ plan: inout NativePlan) throws {
    try fillInputs(&plan)
    try fillOutputs(&plan)
    fillResources(&plan)
  }

  // MARK: Inputs and outputs

  private func fillInputs(_ plan: inout NativePlan) throws {
    var names = [UniqueNames(), UniqueNames()]
    var members: [[CMember]] = [[], []]
    // By slot: of which structure, and which scalar.
    var scalars: [(structure: Int, number: Int)?] = []
    var counts = [0, 0]
    for id in variables(module.interface.inputs) {
      let slots = module.interface.inputs.filter { $0.variable == id }
      guard slots.first?.builtIn != .helperInvocation else {
        scalars += slots.map { _ in nil }
        continue
      }
      let structure = native.seeds.contains(id) ? 1 : 0
      members[structure] += try handed(id, slots, &names[structure])
      for _ in slots {
        scalars.append((structure, counts[structure]))
        counts[structure] += 1
      }
    }
    let offsets = members.map { leafOffsets($0) }
    plan.inputs = scalars.map { scalar in
      scalar.map { ($0.structure == 1, offsets[$0.structure][$0.number]) }
    }
    plan.varyings.members = members[0]
    plan.varyings.comment = "What the shader reads of its inputs, at the point that is shaded."
    plan.seeds.members = members[1]
    plan.seeds.comment = """
      The seeds: how much each varying changes from the point that is shaded to the next pixel, in x (_dx) and in y \
      (_dy), in the varying's own units per pixel: for a ray caster the ray differentials of the hit point, carried \
      to the varying (Igehy, "Tracing Ray Differentials", 1999).
      """
  }

  private func fillOutputs(_ plan: inout NativePlan) throws {
    var names = UniqueNames()
    for id in variables(module.interface.outputs) {
      plan.outputs.members += try handed(
        id, module.interface.outputs.filter { $0.variable == id }, &names)
    }
    plan.outputOffsets = leafOffsets(plan.outputs.members)
    plan.outputs.comment =
      "What the shader writes. What stands at lanes that are not stored is of no meaning."
  }

  /// The offsets of the first lane of each scalar.
  private func leafOffsets(_ members: [CMember]) -> [Int] {
    let offsets = CType.structure(members).scalarOffsets
    return stride(from: 0, to: offsets.count, by: module.lane.width).map { offsets[$0] }
  }

  private func variables(_ slots: [InterfaceSlot]) -> [ValueID] {
    slots.reduce(into: []) { list, slot in if list.last != slot.variable { list.append(slot.variable) } }
  }

  /// The members for a variable: one, or those of a block without a name.
  private func handed(
    _ id: ValueID, _ slots: [InterfaceSlot], _ names: inout UniqueNames
  ) throws -> [CMember] {
    let type = try module.pointee(try module.typeID(id)).type
    let name = module.index.names[id.rawValue] ?? ""
    let comment = slots.first.map(Self.comment) ?? ""
    if name.isEmpty, case .structure(let members) = try module.type(type) {
      return try members.enumerated().map { position, member in
        let name = module.memberNames[type]?[position] ?? "member\(position)"
        return CMember(
          name: names.add(name), type: try handedType(member), comment: try glslName(member) + comment)
      }
    }
    let location = slots.first?.location.map { "location\($0)" } ?? "variable\(id.rawValue)"
    return [
      CMember(
        name: names.add(name.isEmpty ? location : name), type: try handedType(type),
        comment: try glslName(type) + comment)
    ]
  }

  private static func comment(_ slot: InterfaceSlot) -> String {
    switch slot.builtIn {
    case .fragCoord?: ": x and y in pixels, z the depth, w 1/w of clip space"
    case nil: slot.interpolation == .flat ? ", flat" : ""
    default: ""
    }
  }

  private func handedType(_ id: TypeID) throws -> CType {
    switch try module.type(id) {
    case .structure(let members):
      var names = UniqueNames()
      return .structure(
        try members.enumerated().map { position, member in
          CMember(
            name: names.add(module.memberNames[id]?[position] ?? "member\(position)"),
            type: try handedType(member), comment: try glslName(member))
        })
    case .vector, .matrix, .array:
      let (count, element) = try module.elements(of: id)
      return .array(try handedType(element), count: count)
    default:
      guard let kind = try module.leaves(id).first else {
        throw LoweringError.unsupported("an input or output of no numbers")
      }
      return module.lane.width == 1 ? kind.handedType : .array(kind.handedType, count: module.lane.width)
    }
  }

  private func glslName(_ id: TypeID) throws -> String {
    switch try module.type(id) {
    case .structure: return "structure"
    case .vector(let component, let count):
      return "\(try module.leaves(component).first?.glslPrefix ?? "")vec\(count)"
    case .matrix:
      let (columns, rows) = try module.matrixShape(id)
      return "mat\(columns == rows ? "\(columns)" : "\(columns)x\(rows)")"
    case .array:
      let (count, element) = try module.elements(of: id)
      return "\(count) × \(try glslName(element))"
    default: return try module.leaves(id).first?.glslName ?? ""
    }
  }

  // MARK: Resources

  private func fillResources(_ plan: inout NativePlan) {
    var names = UniqueNames()
    var textureNames = UniqueNames()
    var typeNames = UniqueNames()
    for reserved in ["varyings", "seeds", "uniforms", "outputs", "textures", "LANES", "LOOP_LIMIT"] {
      _ = typeNames.add(reserved)
    }
    // By resource, where its member's number is.
    var members: [Int: Int] = [:]
    for (number, resource) in module.interface.resources.enumerated() {
      let name = resource.name.isEmpty ? "resource\(number)" : resource.name
      switch resource.kind {
      case .sampledImage(let image), .image(let image), .inputAttachment(let image):
        plan.textureNumbers[number] = plan.textures.count
        plan.textures.append(
          NativePlan.Texture(name: textureNames.add(name), comment: Self.comment(image, resource)))
      case .sampler:
        plan.textureNumbers[number] = plan.textures.count
        plan.textures.append(
          NativePlan.Texture(name: textureNames.add(name), comment: "a sampler, named by requests' `sampler`")
        )
      case .looseUniform(let layout):
        members[number] = plan.uniforms.members.count
        plan.uniforms.members.append(
          CMember(name: names.add(name), type: CType(layout), comment: layout.glslType))
      case .uniformBlock(let layout), .pushConstants(let layout), .storageBlock(let layout):
        members[number] = plan.uniforms.members.count
        addBlock(resource, layout, name, &plan, &names, &typeNames)
      }
    }
    let offsets = CType.offsets(of: plan.uniforms.members)
    for (number, member) in members {
      let resource = module.interface.resources[number]
      switch resource.kind {
      case .looseUniform: plan.places[number] = .uniform(offset: offsets[member])
      case .uniformBlock(let layout), .pushConstants(let layout), .storageBlock(let layout):
        let isCounted = Self.needsSize(resource, layout)
        plan.places[number] = .pointer(
          offset: offsets[member], sizeOffset: isCounted ? offsets[member + 1] : nil,
          size: resource.count == 1 ? layout.size : layout.arrayStride * resource.count)
      case .sampledImage, .image, .inputAttachment, .sampler: break
      }
    }
    plan.uniforms.comment =
      "What is the same for all pixels: uniforms outside blocks, and pointers to blocks."
  }

  /// Whether only the host knows how large a buffer is.
  private static func needsSize(_ resource: Resource, _ layout: BlockLayout) -> Bool {
    if case .storageBlock = resource.kind { return true }
    return resource.count == 0
  }

  private func addBlock(
    _ resource: Resource, _ layout: BlockLayout, _ name: String, _ plan: inout NativePlan,
    _ names: inout UniqueNames, _ typeNames: inout UniqueNames
  ) {
    let isWritable = if case .storageBlock = resource.kind { true } else { false }
    let isArray = resource.count != 1
    let stride = isArray ? layout.arrayStride : nil
    let members: [CMember] =
      if case .structure(let parts) = layout {
        CType.members(parts, size: stride)
      } else {
        [CMember(name: "value", type: CType(layout), comment: layout.glslType)]
      }
    let typeName = typeNames.add(blockName(resource) ?? name)
    let kind =
      switch resource.kind {
      case .pushConstants: "push constants"
      case .storageBlock: "storage block"
      default: "uniform block"
      }
    plan.blocks.append(
      NativePlan.Block(
        typeName: "\(plan.functionName)_\(typeName)",
        comment: "The \(kind) \(name)\(isArray ? ", an element of the array" : "").", members: members))
    let isEmpty = members.isEmpty
    let type = isEmpty ? "void" : "\(plan.functionName)_\(typeName)"
    plan.uniforms.members.append(
      CMember(
        name: names.add(name), type: .pointer(isWritable ? type : "const \(type)"),
        comment: kind
          + (isArray ? ", \(resource.count == 0 ? "any number" : "\(resource.count)") of them" : "")))
    if Self.needsSize(resource, layout) {
      plan.uniforms.members.append(
        CMember(name: names.add(name + "_bytes"), type: .scalar("size_t", bytes: 8), comment: "its size"))
    }
  }

  /// The name of a block's type.
  private func blockName(_ resource: Resource) -> String? {
    guard let pointer = module.index.type(of: resource.variable),
      case .pointer(_, var type)? = module.index[pointer]
    else { return nil }
    while case .array(let element, _)? = module.index[type] { type = element }
    return module.index.names[type.rawValue].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func comment(_ image: ImageDescription, _ resource: Resource) -> String {
    let dimension =
      switch image.type.dimension {
      case .oneD: "1D"
      case .twoD: "2D"
      case .threeD: "3D"
      case .cube: "cube"
      case .rect: "rectangle"
      case .buffer: "buffer"
      case .subpassData: "input attachment"
      default: "texture"
      }
    return dimension + (image.type.isArrayed ? " array" : "")
      + (image.type.isMultisampled ? ", multisampled" : "")
      + (image.type.isDepth ? ", depth" : "") + (image.isStorage ? ", storage image" : "")
      + (resource.count == 1 ? "" : ", an array: requests' `imageElement` says which")
  }
}
