import SPIRV

// Memory: every active variable has a shadow of its own type in each direction, reached by the same path.
extension FunctionEmitter {
  func visitLoad(_ pointer: ValueID, result: ValueID, type: TypeID, _ active: [Direction]) {
    guard let target = module.pointer(pointer, in: shape) else { return }
    if let earlier = earlierLoad(of: pointer, result), directions(earlier) == active {
      setCanonical(result, earlier)
      setTangent(result, .form(form(earlier)))
      return
    }
    set(result, active) { direction in
      if target.storage == .input {
        return pass.seeds.load(pointer, target, type: type, direction, in: self)
      }
      guard let shadow = shadow(pointer, direction) else { return nil }
      return code.add(.load, type, shadow)
    }
  }

  func visitStore(_ pointer: ValueID, _ value: ValueID) {
    for direction in memoryDirections(pointer) {
      guard let shadow = shadow(pointer, direction) else { continue }
      let tangent = tangentOrNull(value, direction)
      code.store(tangent, to: shadow)
    }
  }

  func visitCopyMemory(_ target: ValueID, _ source: ValueID) {
    guard let type = pointee(target) else { return }
    for direction in memoryDirections(target) {
      guard let shadow = shadow(target, direction) else { continue }
      var tangent = builder.null(type)
      if let origin = module.pointer(source, in: shape) {
        if origin.storage == .input {
          tangent = pass.seeds.load(source, origin, type: type, direction, in: self) ?? tangent
        } else if memoryDirections(source).contains(direction),
          let sourceShadow = self.shadow(source, direction)
        {
          tangent = code.add(.load, type, sourceShadow)
        }
      }
      code.store(tangent, to: shadow)
    }
  }

  /// The type behind a pointer.
  func pointee(_ pointer: ValueID) -> TypeID? {
    guard case .pointer(_, let pointee) = builder[code.type(pointer)] else { return nil }
    return pointee
  }

  /// The shadow of what a pointer points to, made on first use.
  func shadow(_ pointer: ValueID, _ direction: Direction) -> ValueID? {
    if let known = knownShadow(pointer, direction) { return known }
    guard let target = module.pointer(pointer, in: shape) else { return nil }
    let shadow: ValueID?
    if target.isRoot, target.root == pointer {
      shadow = rootShadow(pointer, target.storage, direction)
    } else {
      shadow = pathShadow(pointer, direction)
    }
    if let shadow { setShadow(pointer, direction, shadow) }
    return shadow
  }

  private func rootShadow(
    _ variable: ValueID, _ storage: StorageClass, _ direction: Direction
  ) -> ValueID? {
    if storage.isShadowedGlobally { return pass.globalShadow(variable, direction) }
    if storage == .input { return pass.seeds.shadow(variable, direction) }
    guard storage == .function, let type = pointee(variable),
      let step = definingStep(variable),
      case .variable(_, let initializer) = shape.operation(step)
    else { return nil }
    let shadow = newVariable(type, name: "", isInitialized: initializer != nil)
    builder.name(shadow.rawValue, like: variable.rawValue, suffix: direction.nameSuffix)
    return shadow
  }

  /// A Function variable at the head of the entry block.
  func newVariable(_ type: TypeID, name: String, isInitialized: Bool = false) -> ValueID {
    let pointer = builder.pointerType(.function, to: type)
    let id = builder.newValue(type: pointer)
    let initializer = isInitialized ? builder.null(type) : nil
    newVariables.append(.variable(type: pointer, result: id, .function, initializer: initializer))
    if !name.isEmpty { builder.name(id.rawValue, name) }
    return id
  }

  /// The same path on the shadow of the pointer's base.
  private func pathShadow(_ pointer: ValueID, _ direction: Direction) -> ValueID? {
    guard let step = definingStep(pointer), let type = pointee(pointer) else { return nil }
    switch shape.operation(step) {
    case .copy(let value): return shadow(value, direction)
    case .accessChain(let base, let indices):
      guard let baseShadow = shadow(base, direction),
        case .pointer(let storage, _) = builder[code.type(baseShadow)]
      else { return nil }
      let pointerType = builder.pointerType(storage, to: type)
      let here = code.place
      code.place = .after(step)
      defer { code.place = here }
      return code.add(pointerType) {
        .accessChain(
          type: pointerType, result: $0, baseShadow, indices: indices.map { self.mapped($0) })
      }
    default: return nil
    }
  }
}
