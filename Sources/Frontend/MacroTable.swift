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
    /// The hashes of the parameters' names; nil for a macro without parentheses.
    var parameters: [UInt64]?
  }

  private var definitions: [UInt64: [Definition]] = [:]
  private var costs: [UInt64: NestingCost] = [:]
  /// Macros whose cost is being found out: within itself a macro is not expanded.
  private var open: Set<UInt64> = []
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
    let body = Array(text[min(walk.position, text.count)...])
    let key = NestingWalk.hash(text, name)
    definitions[key, default: []].append(Definition(body: body, parameters: parameters))
    costs.removeAll(keepingCapacity: true)
    let isTrivial = parameters == nil && body.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: " ") }
    if !isTrivial { hasGrown = true }
  }

  /// What a macro costs at a use of it; nil where the word is no macro.
  func cost(_ name: UInt64) -> NestingCost? {
    if let known = costs[name] { return known }
    guard let all = definitions[name], !open.contains(name) else { return nil }
    guard open.count < depthLimit else {
      return NestingCost(peak: NestingCost.huge, operators: 0, tokens: 1, tokensByArgument: 0)
    }
    open.insert(name)
    defer { open.remove(name) }
    var worst = NestingCost()
    for definition in all {
      let cost = definition.body.withUnsafeBufferPointer { body in
        var walk = NestingWalk(body, macros: self, parameters: definition.parameters ?? [])
        walk.run()
        return walk.cost
      }
      worst.peak = max(worst.peak, cost.peak)
      worst.operators = max(worst.operators, cost.operators)
      worst.tokens = max(worst.tokens, cost.tokens)
      worst.tokensByArgument = max(worst.tokensByArgument, cost.tokensByArgument)
    }
    costs[name] = worst
    return worst
  }

  /// Whether a use of a macro takes arguments.
  func takesArguments(_ name: UInt64) -> Bool {
    definitions[name]?.contains { $0.parameters != nil } ?? false
  }
}
