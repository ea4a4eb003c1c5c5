import Frontend

/// Gives a text from SPIRV-Cross the names and the interface that an ``InterfacePlan`` asks for, in one
/// pass over its tokens.
struct GLSLRestoration {
  private let plan: InterfacePlan
  private let text: GLSLTokens
  private var replacements: [(range: Range<Int>, text: String)] = []

  /// Prepares the restoration of `text`.
  init(text: String, plan: InterfacePlan) {
    self.plan = plan
    self.text = GLSLTokens(text)
  }

  /// The restored text.
  mutating func restored() throws(EmissionError) -> String {
    try restoreNames()
    var start = 0
    while start < text.tokens.count { start = restoreStatement(at: start) }
    return assembled()
  }

  private func assembled() -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.bytes.count)
    var position = 0
    // A removed declaration comes before what it holds, which then goes with it.
    let ordered = replacements.sorted {
      ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
    }
    for (range, replacement) in ordered where range.lowerBound >= position {
      result += text.bytes[position..<range.lowerBound]
      result += Array(replacement.utf8)
      position = range.upperBound
    }
    result += text.bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: Names

  /// Puts the source's names back, and takes the instance names of anonymous blocks away.
  private mutating func restoreNames() throws(EmissionError) {
    var layoutDepth = 0
    for (index, token) in text.tokens.enumerated() {
      if layoutDepth > 0 || text[index - 1] == "layout" {
        if text.isPunctuation(index, "(") { layoutDepth += 1 }
        if text.isPunctuation(index, ")") { layoutDepth -= 1 }
      }
      if token.kind == .number { shorten(token) }
      guard token.kind == .identifier else { continue }
      let identifier = text[index]
      if plan.anonymousInstances.contains(identifier) {
        removeInstance(at: index)
      } else if let name = plan.names.expanded(identifier) {
        replacements.append((token.range, name))
      } else if identifier == "atomicAdd", plan.atomicCounters.contains(text[index + 2]) {
        restoreCounterRead(at: index)
      } else if let name = glslBuiltInVariables[identifier] {
        replacements.append((token.range, name))
      } else if layoutDepth == 0, !text.isPunctuation(index - 1, "."), plan.names.contains(identifier) {
        try yield(identifier, at: token)
      }
    }
  }

  /// An identifier of SPIRV-Cross's own that is a name of the source, too: its temporaries, called `_17`,
  /// give way; a built-in function cannot, but only the interface insists on its names.
  private mutating func yield(_ identifier: Substring, at token: GLSLTokens.Token) throws(EmissionError) {
    if identifier.isTemporaryName {
      var name = identifier + "_t"
      while plan.names.contains(name) { name += "t" }
      replacements.append((token.range, String(name)))
    } else if plan.fixedNames.contains(identifier) {
      throw .nameHidesBuiltIn(String(identifier))
    }
  }

  /// SPIRV-Cross prints every digit of a float: 0.20000000298023223876953125 is `0.2`. Doubles and
  /// halves, which have a suffix, are left alone.
  private mutating func shorten(_ token: GLSLTokens.Token) {
    // Nine digits and a point: no float needs more, so a shorter number has no digit to lose.
    guard token.range.count > 10 else { return }
    let digits = String(decoding: text.bytes[token.range], as: UTF8.self)
    guard digits.contains(".") || digits.contains("e") else { return }
    guard let value = Float(digits), value.isFinite else { return }
    let short = "\(value)"
    // Compilers may read a number as a double first.
    if short.utf8.count < token.range.count, let double = Double(short), Float(double) == value {
      replacements.append((token.range, short))
    }
  }

  /// `block.member` becomes `member`, and `} block;` becomes `};`.
  private mutating func removeInstance(at index: Int) {
    let token = text.tokens[index].range
    if text.isPunctuation(index + 1, ".") {
      replacements.append((token.lowerBound..<text.tokens[index + 1].range.upperBound, ""))
    } else if text.isPunctuation(index - 1, "}") {
      replacements.append((text.tokens[index - 1].range.upperBound..<token.upperBound, ""))
    }
  }

  // MARK: Declarations

  /// Restores the declaration that begins at token `start`, outside functions; returns the next one's
  /// first token.
  private mutating func restoreStatement(at start: Int) -> Int {
    if text.tokens[start].kind == .directive { return start + 1 }
    var depth = 0
    var layout: Range<Int>?
    var isInterface = false
    var edit: DeclarationEdit?
    var name = start
    var index = start
    while index < text.tokens.count {
      if text.isPunctuation(index, "{") || text.isPunctuation(index, "(") { depth += 1 }
      if text.isPunctuation(index, "}") || text.isPunctuation(index, ")") { depth -= 1 }
      if depth == 0 {
        if text.isPunctuation(index, ";") { break }
        // A function's body ends without a semicolon, a block's not.
        if text.isPunctuation(index, "}"), !isInterface, !text.isPunctuation(index + 1, ";") { break }
        if text.tokens[index].kind == .identifier {
          let word = text[index]
          if word == "layout" { layout = layoutRange(at: index) }
          if ["in", "out", "uniform", "buffer"].contains(word) { isInterface = true }
          if edit == nil, let found = plan.edits[word] { (edit, name) = (found, index) }
        }
      }
      index += 1
    }
    guard let edit, isInterface || edit.isAtomicCounter else { return index + 1 }
    let end = min(index, text.tokens.count - 1)
    if edit.isRemoved {
      remove(start...end)
    } else {
      restoreLayout(edit, from: start, layout: layout)
      if edit.isAtomicCounter { restoreCounterType(in: start...end) }
      if edit.isLowPrecision { lowerPrecision(of: name) }
    }
    return index + 1
  }

  /// The tokens from `layout` to its closing parenthesis.
  private func layoutRange(at index: Int) -> Range<Int> {
    var end = index + 1
    while end < text.tokens.count, !text.isPunctuation(end, ")") { end += 1 }
    return index..<min(end + 1, text.tokens.count)
  }

  /// Takes a declaration away, with its line.
  private mutating func remove(_ declaration: ClosedRange<Int>) {
    let lower = text.tokens[declaration.lowerBound].range.lowerBound
    var upper = text.tokens[declaration.upperBound].range.upperBound
    if upper < text.bytes.count, text.bytes[upper] == UInt8(ascii: "\n") { upper += 1 }
    replacements.append((lower..<upper, ""))
  }

  /// `mediump vec4 name` becomes `lowp vec4 name`; so does `vec4 name`, which has the default.
  private mutating func lowerPrecision(of name: Int) {
    let qualifier = name - 2
    if ["mediump", "highp"].contains(text[qualifier]) {
      replacements.append((text.tokens[qualifier].range, "lowp"))
    } else if text.tokens.indices.contains(name - 1) {
      let type = text.tokens[name - 1].range.lowerBound
      replacements.append((type..<type, "lowp "))
    }
  }

  /// `uint counter;` becomes `uniform atomic_uint counter;`.
  private mutating func restoreCounterType(in declaration: ClosedRange<Int>) {
    guard let type = declaration.first(where: { text[$0] == "uint" }) else { return }
    replacements.append((text.tokens[type].range, "uniform atomic_uint"))
  }

  /// `atomicAdd(counter, 0)`, as SPIRV-Cross prints a load, becomes `atomicCounter(counter)`.
  private mutating func restoreCounterRead(at index: Int) {
    var end = index + 2
    var depth = 1
    while end < text.tokens.count, depth > 0 {
      if text.isPunctuation(end, "(") { depth += 1 }
      if text.isPunctuation(end, ")") { depth -= 1 }
      end += 1
    }
    // The tokens before `end` are `,`, `0` and `)`.
    guard end - 3 > index, text[end - 2] == "0", text.isPunctuation(end - 3, ",") else { return }
    replacements.append((text.tokens[index].range, "atomicCounter"))
    let comma = text.tokens[end - 3].range
    replacements.append((comma.lowerBound..<text.tokens[end - 2].range.upperBound, ""))
  }

  private mutating func restoreLayout(_ edit: DeclarationEdit, from start: Int, layout: Range<Int>?) {
    let first = text.tokens[start].range.lowerBound
    let old = layout.map { entries(in: $0) } ?? []
    let new = changed(old, by: edit)
    if new == old { return }
    let words = new.isEmpty ? "" : "layout(\(new.joined(separator: ", "))) "
    guard let layout else {
      replacements.append((first..<first, words))
      return
    }
    // With its layout goes the space after it.
    let lower = text.tokens[layout.lowerBound].range.lowerBound
    let upper = text.tokens[layout.upperBound].range.lowerBound
    replacements.append((lower..<upper, words))
  }

  private func entries(in layout: Range<Int>) -> [String] {
    let lower = text.tokens[layout.lowerBound + 1].range.upperBound
    let upper = text.tokens[layout.upperBound - 1].range.lowerBound
    return String(decoding: text.bytes[lower..<upper], as: UTF8.self)
      .split(separator: ",").map { String($0.drop { $0 == " " }) }
  }

  private func changed(_ old: [String], by edit: DeclarationEdit) -> [String] {
    var new = old
    if let packing = edit.packing {
      new.removeAll { ["std140", "std430", "scalar"].contains($0) }
      if packing != .none { new.append(packing.rawValue) }
    }
    for (key, value) in edit.entries where !new.contains(where: { $0.hasPrefix("\(key) ") }) {
      new.append("\(key) = \(value)")
    }
    return new
  }
}

extension Substring {
  /// `_17` or `_17_23`, as SPIRV-Cross calls temporaries and what it makes of them.
  fileprivate var isTemporaryName: Bool {
    first == "_" && dropFirst().first?.isNumber == true
  }
}
