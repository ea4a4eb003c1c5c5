/// Goes through a text's tokens and bounds, from above, how deep a parser's recursion and its trees get over it.
///
/// Brackets nest, and statements without braces (`if (a) if (b) …`, `else if`). Operators in a row nest, too, as trees
/// do: `a + b + c + …` is deep on the left. That is cheaper, so 64 of them count as a level. Macros count as if each
/// argument stood in the macro's deepest place.
struct NestingWalk: Lexing {
  /// The units of a level.
  static let level = 64

  /// A bracket that is open.
  private struct Level {
    var bracket: UInt8
    /// The depth around it.
    var base: Int
    /// Whether commas in it separate items of a list, and are no operators.
    var isList: Bool
    /// What was at hand outside.
    var operators: Int
    var statements: Int
    /// For a macro's arguments: how often each of their tokens comes, and the tokens before.
    var repeats: Int?
    var tokens: Int
    var tokensByArgument: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  private(set) var cost = NestingCost()
  /// The depth at the deepest `#include`.
  private(set) var depthAtInclude = 0
  /// Where the text first got deeper than the limit that it was told.
  private(set) var firstExcess: Int?
  /// Where `GL_EXT_spirv_intrinsics` is enabled.
  private(set) var intrinsics: Int?
  private let macros: MacroTable
  private let parameters: Set<UInt64>
  private let limit: Int
  /// Whether this is what a macro stands for, where `##` pastes words together.
  private let isBody: Bool
  /// The last word, for a `##` behind it.
  private var lastWord = 0..<0
  private var levels: [Level] = []
  /// Those at each `#if` that is open, for its `#else`.
  private var alternatives: [(levels: [Level], base: Int, operators: Int, statements: Int)] = []
  private var base = 0
  private var operators = 0
  /// Statements that the one at hand is in, without braces.
  private var statements = 0
  /// A statement has ended: unless `else` follows, so have those around it.
  private var hasEnded = false
  /// The kind of the token before.
  private var previous = Previous.other

  private enum Previous {
    case name
    /// One after which `{` begins a list.
    case opensList
    case other
  }

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, macros: MacroTable, parameters: [UInt64] = [], isBody: Bool = false,
    limit: Int = NestingCost.huge
  ) {
    self.bytes = bytes
    self.macros = macros
    self.parameters = Set(parameters)
    self.limit = limit
    self.isBody = isBody
  }

  /// Walks to the end.
  mutating func run() {
    // There are no directives in what a macro stands for.
    var isAtLineStart = !isBody
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") {
        isAtLineStart = true
        position += 1
        continue
      }
      if skipBlankOrComment() { continue }
      defer { isAtLineStart = false }
      if byte == UInt8(ascii: "#"), isAtLineStart {
        readDirective()
      } else if byte == UInt8(ascii: "#"), isBody, nextIsPaste {
        readPaste()
      } else if isDigit(byte) {
        skipNumber()
        add(tokens: 1)
        previous = .other
      } else if isWordByte(byte) {
        let start = position
        skipWord()
        lastWord = start..<position
        wordFound(start..<position)
      } else {
        position += 1
        add(tokens: 1)
        punctuationFound(byte)
      }
    }
    cost.operators = NestingCost.sum(cost.operators, operators)
  }

  private var depth: Int { min(base + operators + statements * Self.level, NestingCost.huge) }

  private mutating func add(tokens: Int) { cost.tokens = NestingCost.sum(cost.tokens, tokens) }

  private mutating func reach(_ depth: Int) {
    guard depth > cost.peak else { return }
    cost.peak = min(depth, NestingCost.huge)
    if depth > limit, firstExcess == nil { firstExcess = max(position - 1, 0) }
  }

  // MARK: Tokens

  private mutating func punctuationFound(_ byte: UInt8) {
    endStatementsUnlessElse(isElse: false)
    let before = previous
    previous = .other
    switch byte {
    case UInt8(ascii: "("): open(byte, isList: before == .name)
    case UInt8(ascii: "["): open(byte, isList: true)
    case UInt8(ascii: "{"): open(byte, isList: before == .opensList)
    case UInt8(ascii: ")"):
      close()
      return
    case UInt8(ascii: "]"):
      close()
      // What follows may be a constructor's arguments.
      previous = .name
      return
    case UInt8(ascii: "}"):
      close()
      operators = 0
      hasEnded = true
      return
    case UInt8(ascii: ";"):
      operators = 0
      // Not where it parts the head of a `for`.
      hasEnded = levels.last?.bracket != UInt8(ascii: "(")
      return
    case UInt8(ascii: ","):
      if levels.last?.isList == true { operators = 0 } else { operators += 1 }
      previous = .opensList
    case UInt8(ascii: "="):
      operators += 1
      previous = .opensList
    default: operators += 1
    }
    if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "{") { previous = .opensList }
    reach(depth)
  }

  private mutating func open(_ bracket: UInt8, isList: Bool, repeats: Int? = nil) {
    levels.append(
      Level(
        bracket: bracket, base: base, isList: isList, operators: operators, statements: statements,
        repeats: repeats,
        tokens: cost.tokens, tokensByArgument: cost.tokensByArgument))
    base = min(depth + Self.level, NestingCost.huge)
    (operators, statements) = (0, 0)
  }

  private mutating func close() {
    guard let level = levels.popLast() else { return }
    (base, operators, statements) = (level.base, level.operators, level.statements)
    guard let repeats = level.repeats else { return }
    let more = max(repeats - 1, 0)
    let (fixed, byArgument) = (cost.tokens - level.tokens, cost.tokensByArgument - level.tokensByArgument)
    cost.tokens = NestingCost.sum(cost.tokens, NestingCost.product(fixed, more))
    cost.tokensByArgument = NestingCost.sum(cost.tokensByArgument, NestingCost.product(byArgument, more))
    // The argument's operators stand in a row with those around the macro.
    operators = NestingCost.sum(operators, NestingCost.product(fixed, max(repeats, 1)))
    reach(depth)
    // What the macro became may take more arguments, whichever it is.
    if nextByte() == UInt8(ascii: "(") { expand(macros.worstCost(), hasArguments: true) }
  }

  private mutating func wordFound(_ word: Range<Int>) {
    let name = Self.hash(bytes, word)
    endStatementsUnlessElse(isElse: name == Self.elseWord)
    previous = .name
    if parameters.contains(name) {
      cost.tokensByArgument = NestingCost.sum(cost.tokensByArgument, 1)
      return
    }
    add(tokens: 1)
    if Self.statementWords.contains(name) {
      statements = min(statements + 1, NestingCost.huge / Self.level)
      reach(depth)
    } else if name == Self.returnWord {
      previous = .other
    } else if !macros.isEmpty, let cost = macros.cost(name) {
      expand(cost, hasArguments: macros.takesArguments(name))
    }
  }

  private mutating func expand(_ macro: NestingCost, hasArguments: Bool) {
    add(tokens: macro.tokens)
    operators = NestingCost.sum(operators, macro.operators)
    reach(depth + macro.peak)
    guard hasArguments, nextByte() == UInt8(ascii: "(") else { return }
    while position < bytes.count, bytes[position] != UInt8(ascii: "(") { position += 1 }
    position += 1
    add(tokens: 1)
    open(UInt8(ascii: "("), isList: true, repeats: macro.tokensByArgument)
    base = NestingCost.sum(base, macro.peak)
    reach(depth)
  }

  // MARK: Pasting

  private var nextIsPaste: Bool { position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "#") }

  /// `a ## b` may be a macro: that of the name where both are written, any where one is a parameter.
  private mutating func readPaste() {
    var name = lastWord
    var isAny = parameters.contains(Self.hash(bytes, name))
    var pasted = Array(bytes[name])
    while position < bytes.count, bytes[position] == UInt8(ascii: "#"), nextIsPaste {
      position += 2
      skipBlanks()
      let start = position
      skipWord()
      name = start..<position
      isAny = isAny || parameters.contains(Self.hash(bytes, name))
      pasted += bytes[name]
      add(tokens: 1)
      skipBlanks()
    }
    previous = .name
    if isAny {
      expand(macros.worstCost(), hasArguments: true)
    } else {
      let hash = pasted.withUnsafeBufferPointer { Self.hash($0, 0..<$0.count) }
      if let cost = macros.cost(hash) { expand(cost, hasArguments: macros.takesArguments(hash)) }
    }
  }

  private mutating func endStatementsUnlessElse(isElse: Bool) {
    guard hasEnded else { return }
    hasEnded = false
    if !isElse { statements = 0 }
  }

  private mutating func skipNumber() {
    while position < bytes.count, isWordByte(bytes[position]) || bytes[position] == UInt8(ascii: ".") {
      position += 1
    }
  }

  // MARK: Directives

  private mutating func readDirective() {
    let start = position + 1
    position = start
    skipBlanks()
    let word = position
    skipWord()
    let name = Self.hash(bytes, word..<position)
    let rest = position
    skipLine()
    switch name {
    case Self.defineWord: macros.define(UnsafeBufferPointer(rebasing: bytes[rest..<position]))
    case Self.extensionWord: readExtension(rest..<position)
    case Self.includeWord: depthAtInclude = max(depthAtInclude, depth)
    case Self.ifWord, Self.ifdefWord, Self.ifndefWord:
      alternatives.append((levels, base, operators, statements))
      bound(rest..<position)
    case Self.elifWord, Self.elseWord:
      if let open = alternatives.last {
        (levels, base, operators, statements) = open
      }
      bound(rest..<position)
    case Self.endifWord: _ = alternatives.popLast()
    default: break
    }
  }

  /// Notes where any SPIR-V is let in: on mistakes in that glslang's parser crashes.
  private mutating func readExtension(_ range: Range<Int>) {
    var line = NestingWalk(UnsafeBufferPointer(rebasing: bytes[range]), macros: macros)
    let name = Self.hash(line.bytes, line.readName())
    guard name == Self.intrinsicsWord || name == Self.allWord, line.nextByte() == UInt8(ascii: ":") else {
      return
    }
    line.skipBlanks()
    line.position += 1
    if Self.hash(line.bytes, line.readName()) != Self.disableWord {
      intrinsics = intrinsics ?? range.lowerBound
    }
  }

  /// A condition's own brackets: the preprocessor recurses over them.
  private mutating func bound(_ range: Range<Int>) {
    var walk = NestingWalk(UnsafeBufferPointer(rebasing: bytes[range]), macros: macros)
    walk.run()
    reach(walk.cost.peak)
    add(tokens: walk.cost.tokens)
  }

  /// The name that a definition begins with.
  mutating func readName() -> Range<Int> {
    skipBlanks()
    let start = position
    skipWord()
    return start..<position
  }

  /// The parameters of a definition, at its parenthesis.
  mutating func readParameters() -> [UInt64] {
    var result: [UInt64] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: ")") {
      if isWordByte(bytes[position]) {
        let start = position
        skipWord()
        result.append(Self.hash(bytes, start..<position))
      } else {
        position += 1
      }
    }
    position += 1
    return result
  }

  // MARK: Words

  /// The hash of a word: FNV-1a. Words that share one can only make a text seem worse than it is.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in word { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
    return hash
  }

  private static func hash(_ word: StaticString) -> UInt64 {
    word.withUTF8Buffer { hash($0, 0..<$0.count) }
  }

  private static let statementWords: Set<UInt64> = [
    hash("if"), hash("for"), hash("while"), hash("do"), hash("switch"),
  ]
  private static let returnWord = hash("return")
  private static let elseWord = hash("else")
  private static let defineWord = hash("define")
  private static let extensionWord = hash("extension")
  private static let intrinsicsWord = hash("GL_EXT_spirv_intrinsics")
  private static let allWord = hash("all")
  private static let disableWord = hash("disable")
  private static let includeWord = hash("include")
  private static let ifWord = hash("if")
  private static let ifdefWord = hash("ifdef")
  private static let ifndefWord = hash("ifndef")
  private static let elifWord = hash("elif")
  private static let endifWord = hash("endif")
}
