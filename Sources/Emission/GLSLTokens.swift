/// The tokens of a GLSL text as SPIRV-Cross prints it: ASCII, without comments.
struct GLSLTokens {
  /// What a token is.
  enum Kind {
    case identifier
    case number
    case punctuation
    /// A string, as debug messages have it.
    case string
    /// A whole line that begins with `#`.
    case directive
  }

  /// A token's place in the text.
  struct Token {
    var kind: Kind
    var range: Range<Int>
  }

  /// The text's bytes.
  let bytes: [UInt8]
  /// Its tokens, in order.
  let tokens: [Token]

  /// Splits a text in one pass.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    var tokens: [Token] = []
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte.isSpace {
        position += 1
        continue
      }
      let start = position
      let kind: Kind
      switch byte {
      case UInt8(ascii: "#"):
        kind = .directive
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "\""):
        kind = .string
        repeat { position += 1 } while position < bytes.count && bytes[position] != byte
        position = min(position + 1, bytes.count)
      case _ where byte.isDigit:
        kind = .number
        position = GLSLTokens.endOfNumber(in: bytes, from: position)
      case _ where byte.isWord:
        kind = .identifier
        while position < bytes.count, bytes[position].isWord { position += 1 }
      default:
        kind = .punctuation
        position += 1
      }
      tokens.append(Token(kind: kind, range: start..<position))
    }
    self.bytes = bytes
    self.tokens = tokens
  }

  /// Where the number that begins at `start` ends: after digits, dots, an exponent, a suffix.
  private static func endOfNumber(in bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      // Operators have spaces around them here, so a sign after an `e` is the exponent's.
      let isExponentSign = isSign && bytes[position - 1] | 0x20 == UInt8(ascii: "e")
      guard byte.isWord || byte == UInt8(ascii: ".") || isExponentSign else { break }
      position += 1
    }
    return position
  }

  /// The text of token `index`; "" beyond the last.
  subscript(index: Int) -> Substring {
    guard tokens.indices.contains(index) else { return "" }
    return Substring(decoding: bytes[tokens[index].range], as: UTF8.self)
  }

  /// Whether token `index` is this one character of punctuation.
  func isPunctuation(_ index: Int, _ character: Unicode.Scalar) -> Bool {
    guard tokens.indices.contains(index), tokens[index].kind == .punctuation else { return false }
    return bytes[tokens[index].range.lowerBound] == UInt8(ascii: character)
  }
}

extension UInt8 {
  var isSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isWord: Bool { isDigit || self == 0x5f || (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self) }
}
