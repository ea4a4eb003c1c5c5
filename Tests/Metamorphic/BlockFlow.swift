import SPIRV

/// Where the blocks of a function branch to, and which constructs they are in.
struct BlockFlow {
  private var successors: [LabelID: [LabelID]] = [:]
  /// By header: the block behind the construct, and of a loop the continue target.
  private var selections: [LabelID: LabelID] = [:]
  private var loops: [LabelID: (merge: LabelID, continueTarget: LabelID)] = [:]
  private var switches: Set<LabelID> = []

  /// The flow of a function.
  init(_ function: Function, _ index: ModuleIndex) {
    for block in function.blocks {
      for instruction in block.instructions {
        switch instruction.operation(glsl: index.glsl) {
        case .branch(let target): successors[block.label] = [target]
        case .conditionalBranch(_, let a, let b): successors[block.label] = [a, b]
        case .switch(_, let targets):
          successors[block.label] = targets
          switches.insert(block.label)
        case .selectionMerge(let merge): selections[block.label] = merge
        case .loopMerge(let merge, let target): loops[block.label] = (merge, target)
        default: break
        }
      }
    }
  }

  /// The blocks that a header's construct comes to before its end.
  private func region(of header: LabelID, until merge: LabelID) -> Set<LabelID> {
    var region: Set<LabelID> = [header]
    var stack = successors[header] ?? []
    while let block = stack.popLast() {
      guard block != merge, region.insert(block).inserted else { continue }
      stack += successors[block] ?? []
    }
    return region
  }

  /// Whether a block begins a selection that is left only at its end, by a return or by a discard.
  func isClosed(_ header: LabelID) -> Bool {
    guard let merge = selections[header] else { return false }
    let region = region(of: header, until: merge)
    let outside =
      selections.filter { !region.contains($0.key) }.map(\.value)
      + loops.filter { !region.contains($0.key) }.flatMap { [$0.value.merge, $0.value.continueTarget] }
    return region.isDisjoint(with: outside)
  }

  /// The blocks inside a loop or a switch: a branch from there to the end of a loop's round is no structured exit.
  var blocksInLoops: Set<LabelID> {
    var nested: Set<LabelID> = []
    for (header, loop) in loops { nested.formUnion(region(of: header, until: loop.merge)) }
    for (header, merge) in selections where switches.contains(header) {
      nested.formUnion(region(of: header, until: merge))
    }
    return nested
  }

  /// The blocks inside any construct: a branch from there to the end of a selection is no structured exit.
  var nestedBlocks: Set<LabelID> {
    var nested = blocksInLoops
    for (header, merge) in selections { nested.formUnion(region(of: header, until: merge)) }
    return nested
  }
}
