/// A text without what glslang's preprocessor takes away first: lines that go on after a backslash are joined, comments
/// and what is between quotes are filled up, line ends are line feeds. What is left are the tokens.
///
/// Whether lines go on is a matter of version and extensions. Where that may change what is a comment there are two
/// readings; elsewhere a version that does not know of it refuses the text.
struct PlainText {
  private(set) var bytes: [UInt8] = []
  /// A backslash at the end of a line stands in a comment.
  private(set) var continuesComment = false
  /// Where bytes are left out: their place in ``bytes``, and how many so far.
  private var cuts: [(place: Int, count: Int)] = []
  private var position = 0
  private let joinsLines: Bool

  /// The readings of a text, at least one.
  static func readings(_ text: [UInt8]) -> [PlainText] {
    text.withUnsafeBufferPointer { text in
      let joined = PlainText(text, joinsLines: true)
      return joined.continuesComment ? [joined, PlainText(text, joinsLines: false)] : [joined]
    }
  }

  private init(_ text: UnsafeBufferPointer<UInt8>, joinsLines: Bool) {
    self.joinsLines = joinsLines
    bytes.reserveCapacity(text.count)
    read(text)
  }

  /// Where a byte of this text stands in the original.
  func offset(_ place: Int) -> Int {
    place + (cuts.last { $0.place <= place }?.count ?? 0)
  }

  // MARK: Bytes

  /// The byte at hand, after what is left out before it; nil at the end.
  private mutating func peek(_ text: UnsafeBufferPointer<UInt8>, isComment: Bool = false) -> UInt8? {
    while position < text.count, text[position] == UInt8(ascii: "\\"), let count = lineEnd(text, position + 1)
    {
      if isComment { continuesComment = true }
      guard joinsLines else { return UInt8(ascii: " ") }
      position += 1 + count
      cuts.append((bytes.count, position - bytes.count))
    }
    guard position < text.count else { return nil }
    return lineEnd(text, position) == nil ? text[position] : UInt8(ascii: "\n")
  }

  /// The length of the line end at a place; nil where there is none.
  private func lineEnd(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    guard place < text.count else { return nil }
    if text[place] == UInt8(ascii: "\n") { return 1 }
    guard text[place] == UInt8(ascii: "\r") else { return nil }
    return place + 1 < text.count && text[place + 1] == UInt8(ascii: "\n") ? 2 : 1
  }

  /// Takes the byte at hand, and puts one in its place.
  private mutating func take(_ text: UnsafeBufferPointer<UInt8>, as byte: UInt8) {
    // Of a line end of two bytes both keep their places.
    for _ in 0..<(lineEnd(text, position) ?? 1) {
      bytes.append(byte)
      position += 1
    }
  }

  // MARK: Tokens

  private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    while let byte = peek(text) {
      take(text, as: byte)
      if byte == UInt8(ascii: "/") {
        let slash = bytes.count - 1
        switch peek(text) {
        case UInt8(ascii: "/"):
          bytes[slash] = UInt8(ascii: " ")
          readLineComment(text)
        case UInt8(ascii: "*"):
          bytes[slash] = UInt8(ascii: " ")
          take(text, as: UInt8(ascii: " "))
          readComment(text)
        default: break
        }
      } else if byte == UInt8(ascii: "\"") {
        bytes[bytes.count - 1] = UInt8(ascii: " ")
        readQuotes(text)
      } else if byte == UInt8(ascii: "<"), isInclude {
        while let next = peek(text), next != UInt8(ascii: "\n"), next != UInt8(ascii: ">") {
          take(text, as: next)
        }
      }
    }
  }

  private mutating func readLineComment(_ text: UnsafeBufferPointer<UInt8>) {
    while let byte = peek(text, isComment: true), byte != UInt8(ascii: "\n") {
      take(text, as: UInt8(ascii: " "))
    }
  }

  private mutating func readComment(_ text: UnsafeBufferPointer<UInt8>) {
    var previous: UInt8 = 0
    while let byte = peek(text, isComment: true) {
      take(text, as: UInt8(ascii: " "))
      if previous == UInt8(ascii: "*"), byte == UInt8(ascii: "/") { return }
      previous = byte
    }
  }

  /// Quotes become a number, which is one token and no name.
  private static let filling = UInt8(ascii: "0")

  /// After these bytes glslang takes no notice of a backslash before a quote.
  private static let longestQuote = 1024

  private mutating func readQuotes(_ text: UnsafeBufferPointer<UInt8>) {
    let start = bytes.count
    while let byte = peek(text), byte != UInt8(ascii: "\n") {
      take(text, as: byte == UInt8(ascii: "\"") ? UInt8(ascii: " ") : Self.filling)
      if byte == UInt8(ascii: "\"") { return }
      if byte == UInt8(ascii: "\\"), bytes.count - start <= Self.longestQuote,
        let next = peek(text), next != UInt8(ascii: "\n")
      {
        take(text, as: Self.filling)
      }
    }
  }

  /// Whether the line so far is `#include`, and what was taken last the bracket after it.
  private var isInclude: Bool {
    let word: [UInt8] = Array("include".utf8)
    var line = bytes.dropLast()
    func dropBlanks() {
      while let last = line.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") {
        line.removeLast()
      }
    }
    dropBlanks()
    guard line.suffix(word.count).elementsEqual(word) else { return false }
    line.removeLast(word.count)
    dropBlanks()
    return line.last == UInt8(ascii: "#")
  }
}
