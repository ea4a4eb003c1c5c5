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
  /// Whether gl_FragCoord.y runs against dFdy: OpenGL with the origin in the upper left corner.
  /// Loads of the whole of gl_FragCoord, whose components vary in one direction each.
  private(set) var fragCoordLoads: Set<ValueID> = []
  /// gl_FragCoord, where the module declares it.
  private(set) var fragCoord: ValueID?

  init(_ module: Module, index: ModuleIndex) {
    self.index = index
    fragCoord = index.globals.first { $0.storage == .input && index.builtIn($0.id) == .fragCoord }?.id
    guard let fragCoord else { return }
    for function in module.functions {
      for block in function.blocks {
        for instruction in block.instructions where instruction.op == .load {
          if case .load(let pointer) = instruction.operation(glsl: nil), pointer == fragCoord,
            let result = instruction.result
          {
            fragCoordLoads.insert(result)
          }
        }
      }
    }
  }

  /// How a pointer into an Input variable varies.
  func variation(of pointer: FunctionShape.Pointer) -> Variation {
    switch interpolation(of: pointer.root, member: pointer.member) {
    case .fragCoord:
      switch pointer.component {
      case 0: return [.x, .nonUniform, .fragCoord]
      case 1: return [.y, .nonUniform, .fragCoord]
      case 2, 3: return [.x, .y, .nonUniform]
      default: return [.x, .y, .nonUniform, .fragCoord]
      }
    case .smooth, .centroid, .affine: return [.x, .y, .nonUniform]
    case .flat: return .nonUniform
    }
  }

  /// How an Input variable is interpolated, or a member of one that is a block.
  func interpolation(of variable: ValueID, member: UInt32?) -> Interpolation {
    guard let type = index.type(of: variable), case .pointer(_, let pointee) = index[type] else {
      return .flat
    }
    var block: TypeID?
    if case .structure(let members) = index[pointee] {
      block = pointee
      if member == nil {
        let all = members.indices.map { interpolation(of: variable, member: UInt32($0)) }
        return all.first { $0 != .flat } ?? .flat
      }
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
    if has(.noPerspective) { return .affine }
    return has(.centroid) ? .centroid : .smooth
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
}
