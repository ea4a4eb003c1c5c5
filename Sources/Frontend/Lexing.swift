/// What the lexers of this room share: where blanks, comments, words and lines end.
protocol Lexing {
  /// The text.
  var bytes: UnsafeBufferPointer<UInt8> { get }
  /// Where the next token starts.
  var position: Int { get set }
}

extension Lexing {
  /// Skips a blank, a line continuation or a comment; false where there is none.
  mutating func skipBlankOrComment() -> Bool {
    switch bytes[position] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      position += 1
      return true
    case UInt8(ascii: "\\"):
      position += 1
      if peek(UInt8(ascii: "\r")) { position += 1 }
      if peek(UInt8(ascii: "\n")) { position += 1 }
      return true
    case UInt8(ascii: "/"):
      guard position + 1 < bytes.count else { return false }
      if bytes[position + 1] == UInt8(ascii: "/") {
        skipLine()
        return true
      }
      guard bytes[position + 1] == UInt8(ascii: "*") else { return false }
      position += 2
      while position < bytes.count,
        !(bytes[position] == UInt8(ascii: "/") && bytes[position - 1] == UInt8(ascii: "*"))
      {
        position += 1
      }
      position = min(position + 1, bytes.count)
      return true
    default:
      return false
    }
  }

  /// Goes to the end of the line, past continuations, and stays before the newline.
  mutating func skipLine() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") {
        let isContinued =
          bytes[position - 1] == UInt8(ascii: "\\")
          || (position > 1 && bytes[position - 1] == UInt8(ascii: "\r")
            && bytes[position - 2] == UInt8(ascii: "\\"))
        if !isContinued { return }
      }
      position += 1
    }
  }

  mutating func skipWord() {
    while position < bytes.count, isWordByte(bytes[position]) { position += 1 }
  }

  mutating func skipBlanks() {
    while position < bytes.count,
      bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t")
    {
      position += 1
    }
  }

  func peek(_ byte: UInt8) -> Bool {
    position < bytes.count && bytes[position] == byte
  }

  /// The next byte that is not blank; 0 at the end.
  func nextByte() -> UInt8 {
    var index = position
    while index < bytes.count,
      bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t")
        || bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r")
    {
      index += 1
    }
    return index < bytes.count ? bytes[index] : 0
  }

  func line(of offset: Int) -> Int {
    1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
  }
}

/// Whether a byte may stand in a word or number.
@inline(__always)
func isWordByte(_ byte: UInt8) -> Bool {
  (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
    || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
    || isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
}

/// Whether a byte is a decimal digit.
@inline(__always)
func isDigit(_ byte: UInt8) -> Bool {
  byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}
