/// The declarations and functions of a GLSL text as SPIRV-Cross prints it, one by one.
struct GLSLPieces {
  /// What a piece is.
  enum Kind: Equatable {
    /// A line that begins with `#`.
    case directive
    /// `precision highp float;`
    case precision
    case structure
    /// A uniform, a buffer, or whatever else has a `layout`.
    case interface
    case variable
    /// With the tokens of its parameters: those between the parentheses.
    case function(parameters: Range<Int>)
  }

  /// A piece of the text.
  struct Piece {
    var kind: Kind
    /// The name it declares; "" where there is none.
    var name: String
    var tokens: Range<Int>
  }

  let text: GLSLTokens
  private(set) var pieces: [Piece] = []

  /// Splits a text.
  init(_ string: String) {
    text = GLSLTokens(string)
    var start = 0
    while start < text.tokens.count {
      let piece = piece(at: start)
      pieces.append(piece)
      start = piece.tokens.upperBound
    }
  }

  /// A piece as it is written.
  func string(_ tokens: Range<Int>) -> String {
    guard let first = tokens.first, let last = tokens.last else { return "" }
    let bytes = text.tokens[first].range.lowerBound..<text.tokens[last].range.upperBound
    return String(decoding: text.bytes[bytes], as: UTF8.self)
  }

  /// The tokens of each parameter of a function.
  func parameters(_ tokens: Range<Int>) -> [Range<Int>] {
    guard !tokens.isEmpty, !(tokens.count == 1 && text[tokens.lowerBound] == "void") else { return [] }
    var result: [Range<Int>] = []
    var start = tokens.lowerBound
    var depth = 0
    for index in tokens {
      if text.isPunctuation(index, "(") || text.isPunctuation(index, "[") { depth += 1 }
      if text.isPunctuation(index, ")") || text.isPunctuation(index, "]") { depth -= 1 }
      if depth == 0, text.isPunctuation(index, ",") {
        result.append(start..<index)
        start = index + 1
      }
    }
    return result + [start..<tokens.upperBound]
  }

  private func piece(at start: Int) -> Piece {
    if text.tokens[start].kind == .directive {
      return Piece(kind: .directive, name: "", tokens: start..<(start + 1))
    }
    var index = start
    var depth = 0
    var parameters: Range<Int>?
    var isAssigned = false
    var opening = start
    var name = ""
    while index < text.tokens.count {
      if text.isPunctuation(index, "(") || text.isPunctuation(index, "{") || text.isPunctuation(index, "[") {
        let opensBody = depth == 0 && text.isPunctuation(index, "{") && text.isPunctuation(index - 1, ")")
        if opensBody, let parameters {
          return Piece(
            kind: .function(parameters: parameters), name: String(text[parameters.lowerBound - 2]),
            tokens: start..<end(ofBodyAt: index))
        }
        if depth == 0 { opening = index + 1 }
        depth += 1
      } else if text.isPunctuation(index, ")") || text.isPunctuation(index, "}") || text.isPunctuation(index, "]") {
        depth -= 1
        if depth == 0, text.isPunctuation(index, ")") { parameters = opening..<index }
      } else if depth == 0, text.isPunctuation(index, ";") {
        break
      } else if depth == 0, text.isPunctuation(index, "=") {
        isAssigned = true
      } else if depth == 0, text.tokens[index].kind == .identifier, !isAssigned {
        name = String(text[index])
      }
      index += 1
    }
    let tokens = start..<min(index + 1, text.tokens.count)
    return Piece(kind: kind(tokens), name: declaredName(tokens, last: name), tokens: tokens)
  }

  private func end(ofBodyAt brace: Int) -> Int {
    var depth = 0
    var index = brace
    while index < text.tokens.count {
      if text.isPunctuation(index, "{") { depth += 1 }
      if text.isPunctuation(index, "}") { depth -= 1 }
      index += 1
      if depth == 0 { break }
    }
    return index
  }

  private func kind(_ tokens: Range<Int>) -> Kind {
    let first = text[tokens.lowerBound]
    if first == "precision" { return .precision }
    if first == "struct" { return .structure }
    // A layout's words stand in parentheses; `in` and `uniform` do not.
    let head = tokens.prefix { !text.isPunctuation($0, "=") && !text.isPunctuation($0, "{") }
    let words: Set<Substring> = ["layout", "uniform", "buffer", "in", "out", "shared"]
    return head.contains { words.contains(text[$0]) } ? .interface : .variable
  }

  private func declaredName(_ tokens: Range<Int>, last: String) -> String {
    text[tokens.lowerBound] == "struct" ? String(text[tokens.lowerBound + 1]) : last
  }
}
