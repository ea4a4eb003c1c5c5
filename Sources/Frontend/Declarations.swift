extension Scanner {
  /// The qualifiers at the head of a global declaration.
  private struct Qualifiers {
    var storage: String?
    var packing: InterfaceSymbol.Packing?
    var layoutNames: Set<String> = []
    /// The index of the first token after them.
    var end = 0
  }

  private static let plainQualifiers: Set<String> = [
    "const", "flat", "smooth", "noperspective", "centroid", "sample", "invariant", "precise",
    "restrict", "readonly", "writeonly", "coherent", "volatile", "highp", "mediump", "lowp",
  ]
  private static let storageQualifiers: Set<String> = ["uniform", "buffer", "in", "out", "varying"]

  /// Notes what a global declaration tells. `opensBlock`: it ends at a brace, not at a semicolon.
  mutating func declarationFound(_ tokens: [Token], opensBlock: Bool) {
    if text(tokens[0]) == "precision" {
      precisionFound(tokens)
      return
    }
    let qualifiers = readQualifiers(tokens)
    guard let storage = qualifiers.storage else {
      if opensBlock, let name = functionName(tokens) { result.functionNames.insert(name) }
      return
    }
    if qualifiers.end == tokens.count {
      if !opensBlock, let packing = qualifiers.packing {
        defaultPackings[storage] = packing
        result.setsDefaultPacking = true
        if !conditionals.isEmpty { result.hasConditionalDefaultPacking = true }
      }
      return
    }
    let type = text(tokens[qualifiers.end])
    if opensBlock, storage == "uniform" || storage == "buffer" {
      let packing = qualifiers.packing ?? defaultPackings[storage] ?? .none
      result.packings[type, default: []].insert(packing)
    }
    if storage == "uniform", !opensBlock { uniformsFound(tokens[(qualifiers.end + 1)...]) }
    if conditionals.isEmpty { judge(type, qualifiers, isBlock: opensBlock) }
  }

  /// The name of the function whose head this is: the word before the first parenthesis.
  private func functionName(_ tokens: [Token]) -> String? {
    let parenthesis = tokens.firstIndex { !$0.isWord && bytes[$0.start] == UInt8(ascii: "(") }
    guard let parenthesis, parenthesis > 0, tokens[parenthesis - 1].isWord else { return nil }
    return text(tokens[parenthesis - 1])
  }

  /// Notes the names that stand after a type.
  private mutating func uniformsFound(_ tokens: ArraySlice<Token>) {
    var brackets = 0
    for token in tokens {
      if token.isWord {
        if brackets == 0 { result.uniformNames.insert(text(token)) }
      } else if bytes[token.start] == UInt8(ascii: "[") {
        brackets += 1
      } else if bytes[token.start] == UInt8(ascii: "]") {
        brackets -= 1
      }
    }
  }

  /// Notes whether Vulkan's rules would refuse a declaration.
  private mutating func judge(_ type: String, _ qualifiers: Qualifiers, isBlock: Bool) {
    let names = qualifiers.layoutNames
    switch qualifiers.storage {
    case "in", "out":
      if type.hasPrefix("gl_") { return }
      if names.contains("location") {
        result.hasLocatedInterface = true
      } else if !isBlock {
        result.hasOpenGLOnlyDeclaration = true
      }
    case "uniform", "buffer":
      if type == "sampler" { found(.strong) }
      // Vulkan has neither rectangle textures nor uniform locations.
      if type.hasSuffix("2DRect") || type.hasSuffix("2DRectShadow") || names.contains("location") {
        result.hasOpenGLOnlyDeclaration = true
      }
      if names.contains("binding") || names.contains("set") || names.contains("push_constant") {
        return
      }
      if names.contains("buffer_reference") || names.contains("constant_id") { return }
      result.hasOpenGLOnlyDeclaration = true
    default:
      break
    }
  }

  private mutating func precisionFound(_ tokens: [Token]) {
    guard tokens.count == 3, let precision = Precision(rawValue: text(tokens[1])) else { return }
    result.precisions[text(tokens[2])] = precision
    if !conditionals.isEmpty { result.hasConditionalPrecision = true }
  }

  private mutating func readQualifiers(_ tokens: [Token]) -> Qualifiers {
    var qualifiers = Qualifiers()
    var index = 0
    while index < tokens.count, tokens[index].isWord {
      let word = text(tokens[index])
      if word == "layout" {
        index = readLayout(tokens, from: index + 1, into: &qualifiers)
      } else if Self.storageQualifiers.contains(word) {
        qualifiers.storage = word
        index += 1
      } else if Self.plainQualifiers.contains(word) {
        index += 1
      } else {
        break
      }
    }
    qualifiers.end = index
    return qualifiers
  }

  /// Reads `( name = value, … )` and returns the index after it.
  private mutating func readLayout(
    _ tokens: [Token], from start: Int, into qualifiers: inout Qualifiers
  ) -> Int {
    var nesting = 0
    var index = start
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      if !token.isWord {
        switch bytes[token.start] {
        case UInt8(ascii: "("): nesting += 1
        case UInt8(ascii: ")"): nesting -= 1
        default: break
        }
        if nesting <= 0 { return index }
        continue
      }
      let name = text(token)
      qualifiers.layoutNames.insert(name)
      guard let packing = InterfaceSymbol.Packing(rawValue: name), packing != .none else { continue }
      qualifiers.packing = packing
      if packing == .shared || packing == .packed {
        result.packingPatches.append(.init(offset: token.start, replacement: "std140"))
      }
    }
    return index
  }
}
