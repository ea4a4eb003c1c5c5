import SPIRV

/// Where the paths that a branch parted meet again, and where loops are left: there, not at a store, does a
/// varying branch make what a variable holds jump.
///
/// A branch parts the paths to a join where two of its successors reach the join without passing what dominates
/// it. What differs there are the variables written in between, as for the phis of static single assignment.
final class Joins {
  /// A step that writes to a slot of a variable.
  struct Write {
    var slot: Int
    var step: Int
  }

  /// A natural loop.
  struct Loop {
    var header: Int
    /// The loop around it; −1 for none.
    var parent = -1
    /// The branches inside that decide whether it goes round once more.
    var deciders: [Int] = []
    var writes: [Write] = []
  }

  /// For each block, the branches that decide through which predecessor it is entered.
  var separators: [[Int]]
  /// For each block, a write of each variable that predecessors may leave different.
  var merged: [[Write]]
  var loops: [Loop] = []
  /// The innermost loop of each block; −1 for none.
  var innermost: [Int]
  /// Whether a cycle is entered at two places, so that writes cannot be told apart.
  var isIrreducible = false

  init(_ shape: FunctionShape, _ module: ModuleShape) {
    separators = Array(filling: [], count: shape.labels.count)
    merged = separators.map { _ in [] }
    innermost = Array(filling: -1, count: shape.labels.count)
    let finder = JoinFinder(shape, module)
    if shape.hasLoop { finder.findLoops(self) }
    finder.findMerged(self)
    finder.findSeparators(self)
  }

  /// The loops that are left on the way from a block to another, innermost first.
  func forEachLoopLeft(from source: Int, to target: Int, _ body: (Loop) -> Void) {
    var inner = innermost[source]
    while inner >= 0, !isInside(target, inner) {
      body(loops[inner])
      inner = loops[inner].parent
    }
  }

  func isInside(_ block: Int, _ loop: Int) -> Bool {
    var inner = innermost[block]
    // A loop found later lies around or beside those found earlier.
    while inner >= 0, inner < loop { inner = loops[inner].parent }
    return inner == loop
  }
}
