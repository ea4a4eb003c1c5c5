import Frontend

/// Makes a Shadertoy text of a whole shader's: without the declarations that the site makes, and with `mainImage` in
/// place of `main`.
struct ShadertoyText {
  private let pieces: GLSLPieces
  private let undeclared: Set<String>

  /// The variable that `main` hands the colour out with.
  private static let output = "shadertoy_out_color"

  /// A shader's text and the names that are not to be declared in it.
  init(_ text: String, undeclared: Set<String>) {
    pieces = GLSLPieces(text)
    self.undeclared = undeclared
  }

  /// The text to write.
  func unwrapped() throws(EmissionError) -> String {
    guard let main = pieces.pieces.last(where: { $0.name == "main" }) else {
      throw .inexpressible("a shader without main")
    }
    let image = pieces.pieces.last { $0.name == "mainImage" && $0.isFunction }
    let keepsImage = image.map { isAsWritten($0) } == true && callsImageOnly(main)
    let imageName = keepsImage ? "mainImage" : unused("mainImage_d", in: main)
    var result: [String] = []
    for piece in pieces.pieces {
      switch piece.kind {
      case .directive, .precision: continue
      case .interface where undeclared.contains(piece.name): continue
      case .interface, .structure, .variable: result.append(pieces.string(piece.tokens))
      case .function:
        if piece.tokens == main.tokens {
          if !keepsImage { result.append(imageFunction(main, calling: imageName)) }
        } else {
          result.append(string(piece.tokens, replacing: ["mainImage": imageName]))
        }
      }
    }
    return spaced(result)
  }

  /// Blank lines around functions, none between declarations.
  private func spaced(_ parts: [String]) -> String {
    var result = ""
    var previousIsBlock = false
    for part in parts {
      let isBlock = part.hasSuffix("}")
      if !result.isEmpty { result += isBlock || previousIsBlock ? "\n\n" : "\n" }
      result += part
      previousIsBlock = isBlock
    }
    return result + "\n"
  }

  /// Whether a `mainImage` has the parameters that Shadertoy gives it.
  private func isAsWritten(_ image: GLSLPieces.Piece) -> Bool {
    guard case .function(let parameters) = image.kind else { return false }
    return pieces.parameters(parameters).count == 2
  }

  /// Whether `main` does nothing but hand the pixel over and the colour on.
  private func callsImageOnly(_ main: GLSLPieces.Piece) -> Bool {
    let statements = main.tokens.count { pieces.text.isPunctuation($0, ";") }
    let calls = main.tokens.count { pieces.text[$0] == "mainImage" }
    let isPlain = !main.tokens.contains { index in
      ["if", "for", "while", "dFdx", "dFdy", "fwidth"].contains(pieces.text[index])
    }
    // The colour, the pixel, the call, the result.
    return calls == 1 && statements <= 4 && isPlain
  }

  /// `main` as a `mainImage`.
  private func imageFunction(_ main: GLSLPieces.Piece, calling imageName: String) -> String {
    let color = unused("fragColor", in: main)
    let coordinate = unused("fragCoord", in: main)
    let body = main.tokens.first { pieces.text.isPunctuation($0, "{") } ?? main.tokens.upperBound
    let text = string(
      body..<main.tokens.upperBound, replacing: [Self.output[...]: color, "mainImage": imageName],
      coordinate: coordinate)
    return "void mainImage(out vec4 \(color), in vec2 \(coordinate))\n" + text
  }

  /// A name like this one that neither a function's body nor anything global has.
  private func unused(_ name: String, in function: GLSLPieces.Piece) -> String {
    let taken = Set(pieces.pieces.map(\.name) + function.tokens.map { String(pieces.text[$0]) })
    let numbered = (1...).lazy.map { "\(name)\($0)" }
    return taken.contains(name) ? numbered.first { !taken.contains($0) } ?? name : name
  }

  /// Tokens as they are written, but for some identifiers; `gl_FragCoord.xy` becomes `coordinate` where there is one.
  private func string(
    _ tokens: Range<Int>, replacing names: [Substring: String], coordinate: String? = nil
  ) -> String {
    guard let first = tokens.first, let last = tokens.last else { return "" }
    let text = pieces.text
    var result: [UInt8] = []
    var position = text.tokens[first].range.lowerBound
    for index in tokens where text.tokens[index].kind == .identifier {
      var replaced = text.tokens[index].range
      let replacement: String
      if let coordinate, text[index] == "gl_FragCoord", text.isPunctuation(index + 1, "."),
        text[index + 2] == "xy"
      {
        replaced = replaced.lowerBound..<text.tokens[index + 2].range.upperBound
        replacement = coordinate
      } else if let name = names[text[index]], !text.isPunctuation(index - 1, ".") {
        replacement = name
      } else {
        continue
      }
      result += text.bytes[position..<replaced.lowerBound] + Array(replacement.utf8)
      position = replaced.upperBound
    }
    result += text.bytes[position..<text.tokens[last].range.upperBound]
    return String(decoding: result, as: UTF8.self)
  }
}

extension GLSLPieces.Piece {
  fileprivate var isFunction: Bool {
    if case .function = kind { true } else { false }
  }
}
