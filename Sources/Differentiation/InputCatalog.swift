import SPIRV

/// How an Input variable, or a member of an input block, is handed to the fragment.
enum Interpolation: Hashable, Sendable {
  /// gl_FragCoord.
  case fragCoord
  /// Perspective-correct: v·w' is affine in screen space.
  case smooth
  /// Perspective-correct, taken at the covered samples' centroid.
  case centroid
  /// Affine in screen space.
  case affine
  /// Constant on a primitive, or an integer.
  case flat
}

/// What the Input variables of a module are.
struct InputCatalog {
  let index: ModuleIndex
  /// Whether inputs in perspective are told from affine ones.
  private let hasPreciseFragCoord: Bool
  private let inputVariables: Set<ValueID>
  /// Loads of the whole of gl_FragCoord, whose components vary in one direction each.
  private(set) var fragCoordLoads: Set<ValueID> = []
  /// Whether a component of gl_FragCoord other than x and y may be read.
  private(set) var readsDepth = false
  /// gl_FragCoord, where the module declares it.
  private(set) var fragCoord: ValueID?

  init(_ module: Module, index: ModuleIndex, options: DifferentiationOptions = DifferentiationOptions()) {
    self.index = index
    hasPreciseFragCoord = options.hasPreciseFragCoord
    inputVariables = Set(index.globals.lazy.filter { $0.storage == .input }.map(\.id))
    fragCoord = index.globals.first { $0.storage == .input && index.builtIn($0.id) == .fragCoord }?.id
    guard let fragCoord else { return }
    // A load is read in its own function only.
    var loading: [Int] = []
    for (position, function) in module.functions.enumerated() {
      let count = fragCoordLoads.count
      for block in function.blocks where block.instructions.mayMention(fragCoord.rawValue) {
        for instruction in block.instructions where instruction.mentions(fragCoord.rawValue) {
          note(instruction, of: fragCoord)
        }
      }
      if fragCoordLoads.count > count { loading.append(position) }
    }
    guard !fragCoordLoads.isEmpty, !readsDepth else { return }
    var loads = [Bool](filling: false, count: Int(module.header.bound))
    for load in fragCoordLoads where load.index < loads.count { loads[load.index] = true }
    readsDepth = loading.contains { position in
      module.functions[position].blocks.contains { block in
        block.instructions.contains { $0.mentions(oneOf: loads) && readsDepth($0) }
      }
    }
  }

  /// Notes a use of gl_FragCoord's variable.
  private mutating func note(_ instruction: Instruction, of fragCoord: ValueID) {
    switch instruction.operation(glsl: index.glsl) {
    case .load(let pointer) where pointer == fragCoord:
      if let result = instruction.result { fragCoordLoads.insert(result) }
    case .accessChain(let base, let indices) where base == fragCoord:
      if indices.first.flatMap({ index.integer($0) }).map({ $0 > 1 }) ?? true { readsDepth = true }
    case let operation:
      // The number may only look like the variable's id; a call or copy may take the pointer anywhere.
      if instruction.operandIDs.contains(fragCoord), operation != .note { readsDepth = true }
    }
  }

  /// Whether a use of a load of gl_FragCoord may read more than its x and y.
  private func readsDepth(_ instruction: Instruction) -> Bool {
    guard instruction.operandIDs.contains(where: { fragCoordLoads.contains($0) }) else { return false }
    switch instruction.operation(glsl: index.glsl) {
    case .compositeExtract(_, let path): return path.first.map { $0 > 1 } ?? true
    case .vectorShuffle(let a, let b, let components):
      let own = components.filter { fragCoordLoads.contains($0 < 4 ? a : b) }
      return own.contains { $0 % 4 > 1 }
    default: return true
    }
  }

  /// How a pointer into an Input variable varies.
  func variation(of pointer: FunctionShape.Pointer) -> Variation {
    guard isGlobal(pointer.root), canBeSeeded(pointer.root) else { return [.opaque, .nonUniform] }
    return switch interpolation(of: pointer.root, member: pointer.member) {
    case .fragCoord:
      switch pointer.component {
      case 0: [.x, .nonUniform, .fragCoord]
      case 1: [.y, .nonUniform, .fragCoord]
      case 2, 3: [.x, .y, .nonUniform]
      default: [.x, .y, .nonUniform, .fragCoord]
      }
    case .smooth, .centroid, .affine: [.x, .y, .nonUniform]
    case .flat: isOfLane(pointer) ? [.jump, .nonUniform] : .nonUniform
    }
  }

  /// Whether a built-in is a matter of the single invocation, so that it may differ within a quad.
  private func isOfLane(_ pointer: FunctionShape.Pointer) -> Bool {
    switch index.builtIn(pointer.root) {
    case .helperInvocation, .sampleMask, .subgroupLocalInvocation: true
    default: false
    }
  }

  /// How what the head computes varies: the derivative of something affine is constant on a primitive.
  func variation(of quantity: HeadQuantity) -> Variation {
    derivative(of: quantity, .x) == nil ? .nonUniform : [.x, .y, .nonUniform]
  }

  /// The head quantity that is another's derivative; nil where that is zero.
  func derivative(of quantity: HeadQuantity, _ direction: Direction) -> HeadQuantity? {
    switch quantity {
    case .seed(let variable, let order):
      isPerspective(variable, member: nil) ? .seed(variable, order.adding(direction)) : nil
    case .w: .wGradient(direction)
    case .numerator, .wGradient: nil
    }
  }

  /// Whether an input is not affine, but is so divided by w.
  func isPerspective(_ variable: ValueID, member: UInt32?) -> Bool {
    switch interpolation(of: variable, member: member) {
    case .smooth, .centroid: true
    case .fragCoord, .affine, .flat: false
    }
  }

  /// Whether a pointer's root is an Input variable, not a parameter that may point into one.
  private func isGlobal(_ root: ValueID) -> Bool {
    inputVariables.contains(root)
  }

  /// How an Input variable is interpolated, or a member of one that is a block or an array of blocks; where no member
  /// is named, how the one is that asks for most.
  func interpolation(of variable: ValueID, member: UInt32?) -> Interpolation {
    guard let type = index.type(of: variable), case .pointer(_, let pointee) = index[type] else {
      return .flat
    }
    let block = structure(pointee)
    if let block, member == nil, case .structure(let members) = index[block] {
      let all = Set(members.indices.map { interpolation(of: variable, member: UInt32($0)) })
      return [.fragCoord, .centroid, .smooth, .affine].first { all.contains($0) } ?? .flat
    }
    let inner = block.flatMap { memberType($0, member) } ?? pointee
    guard isFloat(inner) else { return .flat }
    if let builtIn = block.flatMap({ index.builtIn(member: member ?? 0, of: $0) })
      ?? index.builtIn(variable)
    {
      return interpolation(of: builtIn)
    }
    func has(_ decoration: Decoration) -> Bool {
      index.has(decoration, variable.rawValue)
        || block.map { index.has(decoration, member: member ?? 0, of: $0) } == true
    }
    if has(.flat) || has(.perVertex) || has(.explicitInterpolationAMD) { return .flat }
    if has(.noPerspective) || !hasPreciseFragCoord { return .affine }
    return has(.centroid) ? .centroid : .smooth
  }

  /// The structure that a type is, or an array of which it is.
  private func structure(_ type: TypeID) -> TypeID? {
    switch index[type] {
    case .structure: type
    case .array(let element, _): structure(element)
    default: nil
    }
  }

  private func interpolation(of builtIn: BuiltIn) -> Interpolation {
    switch builtIn {
    case .fragCoord: .fragCoord
    case .pointCoord, .baryCoordNoPerspective: .affine
    case .clipDistance, .cullDistance, .baryCoord: .smooth
    default: .flat
    }
  }

  private func memberType(_ structure: TypeID, _ member: UInt32?) -> TypeID? {
    guard case .structure(let members) = index[structure], let member, Int(member) < members.count else {
      return nil
    }
    return members[Int(member)]
  }

  /// The most scalars of an input that seeds are written for, element by element: eight times what hardware has.
  private static let componentLimit = 4096

  /// Whether seeds can be written for an input: none of its arrays is as long as a specialization constant says, nor
  /// longer than any hardware's.
  private func canBeSeeded(_ variable: ValueID) -> Bool {
    guard let type = index.type(of: variable), case .pointer(_, let pointee) = index[type] else {
      return true
    }
    return componentCount(pointee).map { $0 <= Self.componentLimit } ?? false
  }

  /// The scalars of a type, or some number above the limit; nil where a specialization constant says.
  private func componentCount(_ type: TypeID) -> Int? {
    switch index[type] {
    case .vector(_, let count): return count
    case .matrix(let column, let count): return componentCount(column).map { $0 * count }
    case .array(let element, _):
      guard let length = index.arrayLength(type), let count = componentCount(element) else { return nil }
      return min(count, Self.componentLimit + 1) * Int(length)
    case .structure(let members):
      // The end is in sight where structures of structures have more parts than could be walked.
      var sum = 0
      for member in members where sum <= Self.componentLimit {
        guard let count = componentCount(member) else { return nil }
        sum += max(1, count)
      }
      return sum
    default: return 1
    }
  }

  /// Whether a type holds floating-point numbers somewhere.
  func isFloat(_ type: TypeID) -> Bool {
    switch index[type] {
    case .float: true
    case .vector(let part, _), .matrix(let part, _), .array(let part, _): isFloat(part)
    case .structure(let members): members.contains { isFloat($0) }
    default: false
    }
  }
}

extension BuiltIn {
  /// gl_BaryCoordEXT.
  static let baryCoord = BuiltIn(rawValue: 5286)
  /// gl_BaryCoordNoPerspEXT.
  static let baryCoordNoPerspective = BuiltIn(rawValue: 5287)
  /// gl_SampleMaskIn.
  static let sampleMask = BuiltIn(rawValue: 20)
  /// gl_SubgroupInvocationID.
  static let subgroupLocalInvocation = BuiltIn(rawValue: 41)
}

extension InputCatalog {
  /// Whether a pointer is to a whole scalar or vector input, or one component of it.
  func isInterpolable(_ pointer: FunctionShape.Pointer?) -> Bool {
    guard let pointer, pointer.storage == .input, pointer.isRoot || pointer.component != nil,
      let type = index.type(of: pointer.root), case .pointer(_, let pointee) = index[type]
    else { return false }
    switch index[pointee] {
    case .float, .vector: return isFloat(pointee)
    default: return false
    }
  }
}
