import Frontend

/// Declarations outside functions, one statement at a time.
extension GLSLRestoration {
  /// A declaration outside functions.
  private struct Statement {
    var tokens: ClosedRange<Int>
    /// From `layout` to its closing parenthesis.
    var layout: Range<Int>?
    /// It has a storage qualifier of the interface.
    var isInterface = false
    /// What to do to it, and the token by which it was known.
    var edit: DeclarationEdit?
    var name = 0
    /// The token after `buffer`.
    var blockName: Int?
  }

  /// Restores the declaration that begins at token `start`, outside functions; returns the next one's
  /// first token.
  mutating func restoreStatement(at start: Int) -> Int {
    if text.tokens[start].kind == .directive { return start + 1 }
    if isBuiltInType(at: start) {
      let statement = statement(at: start)
      remove(statement.tokens)
      return statement.tokens.upperBound + 1
    }
    if firstStruct == nil, text[start] == "struct" { firstStruct = start }
    let statement = statement(at: start)
    if let blockName = statement.blockName, isReference(statement) {
      restoreReference(statement, blockName: blockName)
    } else if let edit = statement.edit, statement.isInterface || edit.isAtomicCounter {
      apply(edit, to: statement)
    }
    return statement.tokens.upperBound + 1
  }

  /// Whether it is the definition of one of GLSL's own structs or blocks, such as gl_FogParameters and
  /// gl_PerFragment.
  private func isBuiltInType(at start: Int) -> Bool {
    (text[start] == "struct" || text[start] == "in")
      && plan.names.expanded(text[start + 1])?.hasPrefix("gl_") == true
  }

  private func statement(at start: Int) -> Statement {
    var statement = Statement(tokens: start...start)
    var depth = 0
    var index = start
    while index < text.tokens.count {
      if text.isPunctuation(index, "{") || text.isPunctuation(index, "(") { depth += 1 }
      if text.isPunctuation(index, "}") || text.isPunctuation(index, ")") { depth -= 1 }
      if depth == 0 {
        if text.isPunctuation(index, ";") { break }
        // A function's body ends without a semicolon, a block's not.
        let endsBody = text.isPunctuation(index, "}") && !text.isPunctuation(index + 1, ";")
        if endsBody, !statement.isInterface { break }
        if text.tokens[index].kind == .identifier { note(index, in: &statement) }
      }
      index += 1
    }
    statement.tokens = start...min(index, text.tokens.count - 1)
    return statement
  }

  private func note(_ index: Int, in statement: inout Statement) {
    let word = text[index]
    switch word {
    case "layout": statement.layout = layoutRange(at: index)
    case "in", "out", "uniform", "varying": statement.isInterface = true
    case "buffer":
      statement.isInterface = true
      statement.blockName = index + 1
    default:
      if statement.edit == nil, let edit = plan.edits[word] {
        (statement.edit, statement.name) = (edit, index)
      }
    }
  }

  private mutating func apply(_ edit: DeclarationEdit, to statement: Statement) {
    if edit.isRemoved {
      remove(statement.tokens)
      return
    }
    restoreLayout(edit, from: statement.tokens.lowerBound, layout: statement.layout)
    if edit.isAtomicCounter { restoreCounterType(in: statement.tokens) }
    if edit.isLowPrecision { lowerPrecision(of: statement.name) }
  }

  // MARK: Buffer references

  private func isReference(_ statement: Statement) -> Bool {
    statement.layout?.contains { text[$0] == "buffer_reference" } ?? false
  }

  /// SPIRV-Cross takes each pointer to a struct within a buffer for a reference to a buffer of its own,
  /// and declares that; and it announces references after the structs that hold them.
  private mutating func restoreReference(_ statement: Statement, blockName: Int) {
    if plan.structNames[text[blockName]] != nil {
      falseReferences.insert(text[blockName])
      remove(statement.tokens)
    } else if blockName + 1 == statement.tokens.upperBound, firstStruct != nil {
      let name = plan.names.expanded(text[blockName]) ?? String(text[blockName])
      hoisted += "layout(buffer_reference) buffer \(name);\n"
      remove(statement.tokens)
    }
  }

  // MARK: Layouts

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
