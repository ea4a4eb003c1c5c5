import SPIRV

// What becomes of variables and values where paths meet and loops are left.
extension ForwardWalk {
  /// How the decision to run the walked block varies over the screen, the function's call included.
  var absoluteControl: Variation { control[block].union(state.key.control) }

  /// What is held where all predecessors seen so far know it; a loop's back edge joins in the next round.
  func holdAtStart(of block: Int) {
    if block == 0 { return held.replace(by: parameters) }
    guard let joins, !joins.isIrreducible else { return held.replace(by: []) }
    var isFirst = true
    for predecessor in shape.predecessors[block] {
      guard let known = heldAtEnd[predecessor] else { continue }
      if isFirst { held.replace(by: known) } else { held.intersect(with: known) }
      isFirst = false
    }
    if isFirst { return held.replace(by: []) }
    if !joins.merged[block].isEmpty {
      jump(joins.merged[block], decision: conditions(joins.separators[block]))
    }
    guard shape.hasLoop else { return }
    for predecessor in shape.predecessors[block] {
      joins.forEachLoopLeft(from: predecessor, to: block) {
        jump($0.writes, decision: rounds(of: $0))
      }
    }
  }

  private func conditions(_ branches: [Int]) -> Variation {
    branches.reduce(into: []) { $0.formUnion(branchCondition(of: $1).variation) }
  }

  /// How the number of a loop's rounds varies.
  private func rounds(of loop: Joins.Loop) -> Variation {
    let decision = conditions(loop.deciders)
    return decision.isVaried ? decision.union(.counted) : decision
  }

  /// Makes what was written jump where the decision which write it was varies.
  private func jump(_ writes: [Joins.Write], decision: Variation) {
    guard decision.isVaried else { return }
    for write in writes {
      if let known = held[write.slot] {
        held[write.slot] = choice(known, condition: Fact(variation: decision), at: write.step, "a branch")
      }
    }
  }

  /// A value from a loop whose number of rounds varies jumps after it.
  func afterLoops(_ fact: Fact, definedAt step: Int, usedAt block: Int) -> Fact {
    guard let joins, shape.steps[step].block != block else { return fact }
    var result = fact
    joins.forEachLoopLeft(from: shape.steps[step].block, to: block) { loop in
      let decision = rounds(of: loop)
      guard decision.isVaried else { return }
      result = choice(result, condition: Fact(variation: decision), at: step, "a branch")
    }
    return result
  }
}
