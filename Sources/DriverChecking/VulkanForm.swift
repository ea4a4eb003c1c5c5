import Checking
import SPIRV

/// Brings modules that follow OpenGL's rules into a form that Vulkan takes, and that does the same.
///
/// OpenGL's SPIR-V has uniforms outside any block, resources without a binding, inputs and outputs without a location,
/// and an origin below. The uniforms become private variables, which the entry point fills from a block before it does
/// anything else; the places are given here, the same ones to a shader before and after; rows count downwards, and
/// with them both gl_FragCoord and its derivative.
struct VulkanForm {
  /// A uniform outside any block.
  private struct Uniform {
    var name: String
    var pointee: TypeID
    var leaves: [UniformLeaf]
    /// Where its first number begins in the block.
    var offset: Int
  }

  private let entryPoint: String?
  private var uniforms: [ValueID: Uniform] = [:]
  /// The set and the binding of each resource.
  private var resources: [ValueID: (set: UInt32, binding: UInt32)] = [:]
  private var locations: [ValueID: UInt32] = [:]
  private let blockBinding: UInt32

  /// The form of a module, from which those of the modules that came of it follow.
  ///
  /// - Throws: ``DriverScene/Obstacle`` where it holds what Vulkan has no form for.
  init(_ module: Module, entryPoint: String?) throws(DriverScene.Obstacle) {
    self.entryPoint = entryPoint
    let index = ModuleIndex(module)
    if let point = Self.point(index, entryPoint), index.hasOriginUpperLeft(point.function) {
      // Its rows count downwards in an image whose rows count upwards.
      throw DriverScene.Obstacle("OpenGL's origin_upper_left")
    }
    var names: UniformLeaf.MemberNames = [:]
    for naming in module.preamble.lazy.compactMap(\.memberNaming) {
      names[naming.structure, default: [:]][naming.member] = naming.name
    }
    var taken: Set<[UInt32]> = []
    var open: [ValueID] = []
    var size = 0
    for variable in index.globals {
      guard case .pointer(_, let pointee)? = index[variable.pointerType] else { continue }
      switch variable.storage {
      case .uniformConstant where !Self.isOpaque(pointee, index):
        guard let leaves = UniformLeaf.all(of: pointee, index, names) else {
          throw DriverScene.Obstacle("a structure of samplers, as in OpenGL")
        }
        uniforms[variable.id] = Uniform(
          name: index.name(of: variable.id.rawValue) ?? "", pointee: pointee, leaves: leaves, offset: size)
        size += leaves.reduce(0) { $0 + $1.size }
      case .uniformConstant, .uniform, .storageBuffer:
        let known = index.decorations(of: variable.id.rawValue)
        let set = known.first { $0.0 == .descriptorSet }?.1 ?? 0
        if let binding = known.first(where: { $0.0 == .binding })?.1, taken.insert([set, binding]).inserted {
          resources[variable.id] = (set, binding)
        } else {
          open.append(variable.id)
        }
      default: break
      }
    }
    var next = (taken.map { $0[1] }.max()).map { $0 + 1 } ?? 0
    for id in open {
      resources[id] = (0, next)
      next += 1
    }
    blockBinding = next
    place(.input, index)
    place(.output, index)
  }

  private static func point(_ index: ModuleIndex, _ name: String?) -> ModuleIndex.EntryPoint? {
    index.entryPoints.first { $0.isFragment && (name == nil || $0.name == name) }
  }

  private static func isOpaque(_ type: TypeID, _ index: ModuleIndex) -> Bool {
    switch index[type] {
    case .image, .sampledImage, .opaque: true
    case .array(let element, _), .runtimeArray(let element): isOpaque(element, index)
    default: false
    }
  }

  // MARK: Locations

  /// Gives locations to all variables of the interface where one of them has none.
  private mutating func place(_ storage: StorageClass, _ index: ModuleIndex) {
    let variables = index.globals.filter { variable in
      guard variable.storage == storage, index.builtIn(variable.id) == nil,
        case .pointer(_, let pointee)? = index[variable.pointerType]
      else { return false }
      return index.builtIn(member: 0, of: pointee) == nil
    }
    guard variables.contains(where: { !index.has(.location, $0.id.rawValue) }) else { return }
    var next: UInt32 = 0
    for variable in variables {
      guard case .pointer(_, let pointee)? = index[variable.pointerType] else { continue }
      locations[variable.id] = next
      next += Self.locationCount(pointee, index)
    }
  }

  private static func locationCount(_ type: TypeID, _ index: ModuleIndex) -> UInt32 {
    switch index[type] {
    case .array(let element, _): (index.arrayLength(type) ?? 1) * locationCount(element, index)
    case .matrix(let column, let count): UInt32(count) * locationCount(column, index)
    case .structure(let members): members.reduce(0) { $0 + locationCount($1, index) }
    case .vector(let component, let count) where count > 2 && index[component] == .float(width: 64): 2
    default: 1
    }
  }

  // MARK: The change

  /// The form of the module, or of one that came of it and has its variables.
  func applied(to module: Module) -> Module {
    var module = module
    let index = ModuleIndex(module)
    guard let point = Self.point(index, entryPoint) else { return module }
    let builder = Builder(module, index: index)
    var loose = index.globals.filter { uniforms[$0.id] != nil && $0.storage == .uniformConstant }
    loose.sort { (uniforms[$0.id]?.offset ?? 0) < (uniforms[$1.id]?.offset ?? 0) }
    removeNotes(&module, point.function)
    for (id, place) in resources where index.type(of: id) != nil {
      builder.decorate(id.rawValue, .descriptorSet, [place.set])
      builder.decorate(id.rawValue, .binding, [place.binding])
    }
    for (id, location) in locations where index.type(of: id) != nil {
      builder.decorate(id.rawValue, .location, [location])
    }
    let (start, block) = fill(loose, builder)
    let moved = loose.compactMap { variable -> Instruction? in
      guard let uniform = uniforms[variable.id] else { return nil }
      let type = builder.pointerType(.private, to: uniform.pointee)
      return .variable(type: type, result: variable.id, .private, initializer: variable.initializer)
    }
    module.makePrivate(Set(loose.map(\.id)), builder)
    module.insert(start, atStartOf: point.function, index)
    module.preamble.removeAll { instruction in
      instruction.op == .variable && instruction.result.map { id in loose.contains { $0.id == id } } ?? false
    }
    builder.finish(&module)
    module.preamble = InstructionList(Array(module.preamble) + moved)
    if let block, module.header.isAtLeast(1, 4),
      let at = module.preamble.firstIndex(where: {
        $0.op == .entryPoint && $0.entryPointFunction == point.function
      })
    {
      module.preamble[at] = module.preamble[at].addingToInterface([block])
    }
    return module
  }

  /// Removes what is said anew, and the execution modes that only OpenGL has.
  private func removeNotes(_ module: inout Module, _ entryPoint: FunctionID) {
    let pixelCenterInteger: UInt32 = 6
    let originLowerLeft: UInt32 = 8
    let places: Set<UInt32> = [
      Decoration.location.rawValue, Decoration.binding.rawValue, Decoration.descriptorSet.rawValue,
    ]
    let preamble = module.preamble.compactMap { instruction -> Instruction? in
      let words = instruction.operandWords
      switch instruction.op {
      case .executionMode where words.count > 1:
        if words[1] == pixelCenterInteger { return nil }
        return words[1] == originLowerLeft ? .originUpperLeft(FunctionID(words[0])) : instruction
      case .decorate where words.count > 1 && places.contains(words[1]):
        let id = ValueID(words[0])
        return uniforms[id] != nil || resources[id] != nil || locations[id] != nil ? nil : instruction
      default: return instruction
      }
    }
    module.preamble = InstructionList(preamble)
  }

  /// A block for the uniforms, and what fills them from it.
  private func fill(
    _ loose: [ModuleIndex.GlobalVariable], _ builder: Builder
  ) -> (InstructionList, ValueID?) {
    let leaves = loose.flatMap { variable -> [(ValueID, Uniform, UniformLeaf)] in
      guard let uniform = uniforms[variable.id] else { return [] }
      return uniform.leaves.map { (variable.id, uniform, $0) }
    }
    guard !leaves.isEmpty else { return ([], nil) }
    let types = leaves.map { $0.2.blockType(builder) }
    let block = builder.structType(members: types)
    builder.decorate(block.rawValue, .block)
    builder.name(block.rawValue, "gl_DefaultUniformBlock")
    let variable = builder.globalVariable(.uniform, pointee: block)
    builder.decorate(variable.rawValue, .descriptorSet, [0])
    builder.decorate(variable.rawValue, .binding, [blockBinding])
    var list: InstructionList = []
    var last: ValueID?
    var offset = 0
    for (member, (id, uniform, leaf)) in leaves.enumerated() {
      if last != id { (last, offset) = (id, uniform.offset) }
      let number = UInt32(member)
      builder.name(member: number, of: block, uniform.name + leaf.name)
      builder.decorate(member: number, of: block, .offset, [UInt32(offset)])
      if let stride = leaf.matrixStride {
        let columnMajor = Decoration(rawValue: 5)
        builder.decorate(member: number, of: block, columnMajor)
        builder.decorate(member: number, of: block, .matrixStride, [UInt32(stride)])
      }
      offset += leaf.size
      let source = builder.newValue()
      list.append(
        .accessChain(
          type: builder.pointerType(.uniform, to: types[member]), result: source, variable,
          indices: [builder.signed(Int32(member))]))
      let value = builder.newValue()
      list.append(.load(type: types[member], result: value, source))
      leaf.store(value, to: id, builder, &list)
    }
    return (list, variable)
  }
}

extension LoadedShader {
  /// The shader, where it follows OpenGL's rules in a form that Vulkan's drivers take.
  ///
  /// - Throws: ``DriverFailure`` where it holds what Vulkan has no form for.
  public func inVulkanForm() throws(DriverFailure) -> LoadedShader {
    guard isOpenGL else { return self }
    do throws(DriverScene.Obstacle) {
      let form = try VulkanForm(original, entryPoint: entryPoint)
      return asVulkan(original: form.applied(to: original), transformed: form.applied(to: transformed))
    } catch {
      throw DriverFailure(path: path, error: error.description, isUnsupported: true)
    }
  }
}
