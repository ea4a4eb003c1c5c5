import SPIRV

// Calls: a callee that needs tangents takes those of its arguments, and pointers for those of its result.
extension FunctionEmitter {
  func visitCall(_ number: Int, _ function: FunctionID, _ arguments: [ValueID]) {
    guard let inner = activation.calls[number] else { return }
    let callee = pass.emitted(inner)
    guard callee.isChanged else { return }
    let step = shape.steps[number]
    code.place = .before(number)
    var added: [ValueID] = []
    for parameter in callee.parameters {
      switch parameter {
      case .tangent(let position, let direction):
        added.append(tangentOrNull(arguments[position], direction))
      case .shadow(let position, let direction, let type):
        added.append(shadowArgument(arguments[position], direction, pointerType: type))
      case .result(let direction):
        added.append(resultVariable(step.type, callee, direction))
      }
    }
    let original = mappedInstruction(shape.instruction(number))
    replace(number, by: original.calling(callee.function, adding: added))
    code.place = .after(number)
    guard let result = step.result, let type = step.type else { return }
    let returned = callee.parameters.compactMap { parameter -> Direction? in
      if case .result(let direction) = parameter { direction } else { nil }
    }
    set(result, directions(result)) { direction in
      guard returned.contains(direction) else { return nil }
      let pointer = resultVariable(type, callee, direction)
      return code.add(.load, type, pointer)
    }
  }

  /// The shadow to hand over for a pointer argument, an unused one where the argument has none.
  private func shadowArgument(
    _ argument: ValueID, _ direction: Direction, pointerType: TypeID
  ) -> ValueID {
    if let shadow = shadow(argument, direction) {
      if let target = module.pointer(argument, in: shape), target.storage == .input {
        pass.seeds.ask(target.root, member: target.member, direction)
      }
      return shadow
    }
    guard case .pointer(_, let pointee) = builder[pointerType] else {
      return builder.null(pointerType)
    }
    return newVariable(pointee, name: "", isInitialized: true)
  }

  /// The variable through which a callee hands back a tangent of its result.
  private func resultVariable(
    _ type: TypeID?, _ callee: ModulePass.Emitted, _ direction: Direction
  ) -> ValueID {
    let key = ResultKey(callee: callee.function, direction: direction)
    if let known = resultVariables[key] { return known }
    let variable = newVariable(
      type ?? TypeID(0), name: callee.name.isEmpty ? "" : "\(callee.name)_\(direction.suffix)")
    resultVariables[key] = variable
    return variable
  }

  func visitReturn(_ value: ValueID) {
    for direction in Direction.allCases {
      guard let pointer = returnPointers[direction] else { continue }
      let tangent = tangentOrNull(value, direction)
      code.store(tangent, to: pointer)
    }
  }

  /// An instruction of the original as it stands in the new function.
  func mappedInstruction(_ instruction: Instruction) -> Instruction {
    guard let idMap else { return instruction }
    let literalWords = module.index.switchLiteralWords(instruction)
    return instruction.mappingIDs(switchLiteralWords: literalWords) { idMap[$0] ?? $0 } ?? instruction
  }
}

/// A variable for a callee's result in a direction.
struct ResultKey: Hashable {
  var callee: FunctionID
  var direction: Direction
}
