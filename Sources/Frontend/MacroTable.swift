/// What a stretch of text costs a compiler: bounds from above.
struct NestingCost {
  /// The deepest place above its start, in units of which a level has ``NestingWalk/level``.
  var peak = 0
  /// What it leaves open where it stands in an expression: its operators, a unit each.
  var operators = 0
  /// Its tokens with macros expanded: so many, and so many for each token of the arguments of the macro it is of.
  var tokens = 0
  var tokensByArgument = 0

  /// Far beyond any limit, and far from overflow: products of two still fit.
  static let huge = 1 << 28

  /// Becomes the worse in each respect.
  mutating func formUnion(_ other: NestingCost) {
    peak = max(peak, other.peak)
    operators = max(operators, other.operators)
    tokens = max(tokens, other.tokens)
    tokensByArgument = max(tokensByArgument, other.tokensByArgument)
  }

  static func sum(_ a: Int, _ b: Int) -> Int { min(a + b, huge) }
  static func product(_ a: Int, _ b: Int) -> Int { min(a * b, huge) }
}

/// The macros of a compilation, and what each costs where it is used.
///
/// Which definition holds where is not followed: one that is hidden by `#if`, or undefined by then, counts like the
/// others, and of several with a name the worst.
final class MacroTable {
  private struct Definition {
    var body: [UInt8]
    /// The hash of the name that the body ends in: what stands behind a use may be that macro's arguments.
    var tail: UInt64?
    /// The hashes of the parameters' names; nil for a macro without parentheses.
    var parameters: [UInt64]?
  }

  private var definitions: [UInt64: [Definition]] = [:]
  private var costs: [UInt64: NestingCost] = [:]
  private var worst: NestingCost?
  private var taking: [UInt64: Bool] = [:]
  /// Macros whose cost is being found out, from the outermost: within itself a macro is not expanded.
  private var open: [UInt64] = []
  private var places: [UInt64: Int] = [:]
  /// Macros whose cost leaves out one that is open: its place in ``open``, the outermost of several.
  private var partial: [UInt64: Int] = [:]
  /// The outermost that was left out since the one at hand was opened.
  private var omitted = Int.max
  /// How many costs were found out again, of macros that use each other or for names that are pasted together. Both are
  /// rare.
  private var repairs = 0
  private static let repairLimit = 1 << 20
  /// Macros within macros deeper than this cost too much whatever they are.
  private let depthLimit: Int
  /// Whether macros came that cost more than the word they stand as, since this was last set to false.
  var hasGrown = false

  init(depthLimit: Int) { self.depthLimit = depthLimit }

  /// Whether there is none.
  var isEmpty: Bool { definitions.isEmpty }

  /// Enters a definition: what stands behind `#define`.
  func define(_ text: UnsafeBufferPointer<UInt8>) {
    var walk = NestingWalk(text, macros: self)
    let name = walk.readName()
    guard name.count > 0 else { return }
    var parameters: [UInt64]?
    if walk.position < text.count, text[walk.position] == UInt8(ascii: "(") {
      parameters = walk.readParameters()
    }
    let start = min(walk.position, text.count)
    let body = Array(text[start...])
    var end = text.count
    while end > start, [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(text[end - 1]) {
      end -= 1
    }
    var tail = end
    while tail > start, isWordByte(text[tail - 1]) { tail -= 1 }
    let key = NestingWalk.hash(text, name)
    definitions[key, default: []].append(
      Definition(
        body: body, tail: tail < end ? NestingWalk.hash(text, tail..<end) : nil, parameters: parameters))
    costs.removeAll(keepingCapacity: true)
    taking.removeAll(keepingCapacity: true)
    worst = nil
    let isTrivial = parameters == nil && body.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: " ") }
    if !isTrivial { hasGrown = true }
  }

  /// What a macro costs at a use of it; nil where the word is no macro.
  func cost(_ name: UInt64) -> NestingCost? {
    if let known = costs[name] {
      if let place = partial[name] { omitted = min(omitted, place) }
      return known
    }
    guard let all = definitions[name] else { return nil }
    if let place = places[name] {
      omitted = min(omitted, place)
      return nil
    }
    guard open.count < depthLimit, repairs < Self.repairLimit else {
      return NestingCost(peak: NestingCost.huge, operators: 0, tokens: 1, tokensByArgument: 0)
    }
    let place = open.count
    let omittedBefore = omitted
    (omitted, places[name]) = (.max, place)
    open.append(name)
    defer {
      open.removeLast()
      places[name] = nil
      if omitted <= place {
        // What leaves this one out does so only within it; or within what this one leaves out.
        for (inner, outermost) in partial where outermost >= place {
          if omitted < place { partial[inner] = omitted } else { forget(inner) }
          repairs += 1
        }
        if omitted < place { partial[name] = omitted }
      }
      omitted = min(omittedBefore, omitted < place ? omitted : .max)
    }
    var worst = NestingCost()
    for definition in all {
      let cost = definition.body.withUnsafeBufferPointer { body in
        var walk = NestingWalk(body, macros: self, parameters: definition.parameters ?? [], isBody: true)
        walk.run()
        return walk.cost
      }
      worst.formUnion(cost)
      if let tail = definition.tail, takesArguments(tail), let cost = self.cost(tail) {
        worst.tokensByArgument = max(worst.tokensByArgument, cost.tokensByArgument)
      }
    }
    costs[name] = worst
    return worst
  }

  private func forget(_ name: UInt64) {
    costs[name] = nil
    partial[name] = nil
  }

  /// What the worst macro costs, but for what those cost again that paste: a name that is pasted together may be any.
  func worstCost() -> NestingCost {
    if let worst { return worst }
    // For those that paste while this is found out.
    worst = NestingCost()
    repairs += definitions.count
    var result = NestingCost()
    for name in definitions.keys {
      if let cost = cost(name) { result.formUnion(cost) }
    }
    // They were cheaper than they are.
    costs.removeAll(keepingCapacity: true)
    partial.removeAll(keepingCapacity: true)
    worst = result
    return result
  }

  /// Whether a use of a macro takes arguments, or what it becomes may.
  func takesArguments(_ name: UInt64) -> Bool {
    if let known = taking[name] { return known }
    let result = findTaking(name)
    taking[name] = result
    return result
  }

  private func findTaking(_ name: UInt64) -> Bool {
    var names = [name]
    var seen: Set<UInt64> = [name]
    while let name = names.popLast() {
      for definition in definitions[name] ?? [] {
        if definition.parameters != nil { return true }
        if seen.count > depthLimit { return true }
        if let tail = definition.tail, seen.insert(tail).inserted { names.append(tail) }
      }
    }
    return false
  }
}
