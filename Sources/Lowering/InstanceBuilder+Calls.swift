import SPIRV

extension InstanceBuilder {
  // MARK: Calls

  mutating func addCall(
    _ code: inout FunctionInstance.Code, _ function: FunctionID, _ arguments: [ValueID], _ block: Int
  ) throws {
    var keys: [InstanceKey.Argument] = []
    var numbers = 0
    for argument in arguments {
      if let image = instance.images[argument] {
        keys.append(
          .image(
            ImageReference(
              image: numbered(image.image, &numbers), sampler: numbered(image.sampler, &numbers))))
        code.uses += image.dynamicValues
        continue
      }
      let type = try module.typeID(argument)
      guard case .pointer = try module.type(type) else {
        keys.append(.value)
        code.uses.append(argument)
        continue
      }
      let place = try place(argument)
      code.uses += place.dynamicValues
      note(place)
      if isByReference(place) {
        keys.append(.place(numbered(place, &numbers)))
      } else {
        keys.append(.value)
      }
    }
    let callee = try module.instance(InstanceKey(function: function, arguments: keys), callers: callers)
    code.callee = callee
    globals.formUnion(callee.usedGlobals)
    for (parameter, argument) in zip(callee.parameters, arguments)
    where callee.writtenParameters.contains(parameter.id) {
      if case .local(let id)? = instance.places[argument]?.root { noteWritten(id) }
    }
    if callee.mayKill {
      instance.mayKill = true
      instance.blocks[block].mayKillInside = true
    }
  }

  /// Whether a function is specialised for what a pointer argument points to: everything that the host has.
  private func isByReference(_ place: Place) -> Bool {
    guard case .global(let id) = place.root, let global = module.globals[id] else { return false }
    if case .memory = global { return false }
    return true
  }

  private func numbered(_ place: Place, _ numbers: inout Int) -> Place {
    var place = place
    place.steps = place.steps.map { step in
      if case .constant = step { return step }
      numbers += 1
      return .argument(numbers - 1)
    }
    return place
  }
}
