import SPIRV

extension FunctionEmitter {
  /// Puts the new code and the original function together.
  func assemble(_ original: Function) -> Function {
    var function = original
    if idMap != nil {
      function.head = original.head.map { mappedInstruction($0) }
      function.tail = original.tail.map { mappedInstruction($0) }
    }
    let additions = code.additions
    for (number, block) in original.blocks.enumerated() {
      guard idMap != nil || phis[number] != nil || isTouched(number, additions) else { continue }
      function.blocks[number].label = LabelID(idMap?[block.label.rawValue] ?? block.label.rawValue)
      function.blocks[number].instructions = assemble(number, of: block.instructions, additions)
    }
    if !newVariables.isEmpty || !code.head.isEmpty {
      newVariables.append(code.head, code.head.indices)
      function.insertAtHead(newVariables)
    }
    return function
  }

  /// Whether anything is added in a block, or an instruction of it replaced.
  private func isTouched(_ block: Int, _ additions: Code.Additions) -> Bool {
    shape.steps(of: block).contains {
      additions.adds(before: $0) || additions.adds(after: $0) || isReplaced($0)
    }
  }

  private func assemble(
    _ block: Int, of original: InstructionList, _ additions: Code.Additions
  ) -> InstructionList {
    var result = InstructionList()
    let steps = shape.steps(of: block)
    result.reserveCapacity(2 * steps.count)
    var at = steps.lowerBound
    var delayed = InstructionList()
    while at < steps.upperBound, isPhiOrNote(at, before: steps.upperBound) {
      result.append(instruction(at))
      additions.appendCode(after: at, to: &delayed)
      at += 1
    }
    for phi in phis[block] ?? [] {
      let sources = phi.sources.map { source in
        PhiSource(
          value: source.value,
          parent: LabelID(idMap?[source.parent.rawValue] ?? source.parent.rawValue))
      }
      result.append(.phi(type: phi.type, result: phi.result, sources))
    }
    result.append(delayed, delayed.indices)
    while at < steps.upperBound {
      additions.appendCode(before: at, to: &result)
      var end = endOfUnchanged(from: at, to: steps.upperBound, additions)
      if end > at {
        result.append(original, at - steps.lowerBound..<end - steps.lowerBound)
      } else {
        result.append(instruction(at))
        end += 1
      }
      additions.appendCode(after: end - 1, to: &result)
      at = end
    }
    return result
  }

  /// How far from a step on all stays as it is, with nothing added in between.
  private func endOfUnchanged(from step: Int, to end: Int, _ additions: Code.Additions) -> Int {
    guard idMap == nil, !isReplaced(step) else { return step }
    var at = step + 1
    while at < end, !additions.adds(after: at - 1), !additions.adds(before: at), !isReplaced(at) { at += 1 }
    return at
  }

  /// Whether a step belongs to the phis at a block's start: a phi, or a note with a phi behind it.
  private func isPhiOrNote(_ step: Int, before end: Int) -> Bool {
    var at = step
    while at < end, shape.steps[at].op.isNote { at += 1 }
    return at < end && shape.steps[at].op == .phi
  }

  private func instruction(_ step: Int) -> Instruction {
    replacement(step) ?? mappedInstruction(shape.instruction(step))
  }
}

extension Function {
  /// Inserts instructions behind the variables of the entry block.
  mutating func insertAtHead(_ instructions: InstructionList) {
    guard let entry = blocks.first?.instructions else { return }
    let place = entry.indices.last { entry.op(at: $0) == .variable }.map { $0 + 1 } ?? 0
    var result = InstructionList()
    result.reserveCapacity(entry.count + instructions.count)
    result.append(entry, 0..<place)
    result.append(instructions, instructions.indices)
    result.append(entry, place..<entry.count)
    blocks[0].instructions = result
  }

  /// Gives the function another type and more parameters.
  mutating func change(type: TypeID, adding parameters: [Instruction]) {
    head = head.map { $0.op == .function ? $0.withFunctionType(type) : $0 } + parameters
  }
}
