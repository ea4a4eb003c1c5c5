/// A GLSL text and the name it goes by in diagnostics.
public struct Source: Sendable, Equatable {
  /// The path as diagnostics show it; `<stdin>` for standard input. Includes in quotes are looked for
  /// beside it.
  public var path: String
  /// The text, without a byte order mark.
  public var text: String

  /// A text in hand. A byte order mark at its head is dropped.
  public init(path: String, text: String) {
    self.path = path
    self.text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// A text from bytes. A byte order mark at their head is dropped.
  ///
  /// Throws a `CompilationError` with the line of the first byte that is not UTF-8, or of a NUL.
  public init(path: String, bytes: [UInt8]) throws(CompilationError) {
    if let offset = bytes.firstIndex(of: 0) {
      throw CompilationError(
        path, line: lineNumber(of: offset, in: bytes), "not a text file: it holds a NUL byte")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CompilationError(
        path, line: lineNumber(of: firstInvalidOffset(in: bytes), in: bytes), "the text is not UTF-8")
    }
    self.init(path: path, text: text)
  }

  /// Reads a file.
  ///
  /// Throws a `CompilationError` where it cannot be read or is no UTF-8 text.
  public init(readingFrom path: String) throws(CompilationError) {
    switch readFile(path) {
    case .success(let bytes): try self.init(path: path, bytes: bytes)
    case .failure(let failure): throw CompilationError(path, line: nil, failure.reason)
    }
  }

  /// The column (from 1, in characters) of `token` on a line (from 1), or nil where the line does not
  /// hold it exactly once as a whole word, or where `#line` has renumbered the lines.
  public func uniqueColumn(of token: String, onLine line: Int) -> Int? {
    LineIndex(text).uniqueColumn(of: token, onLine: line)
  }
}

/// The number (from 1) of the line that the byte at `offset` is on.
private func lineNumber(of offset: Int, in bytes: [UInt8]) -> Int {
  1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
}

/// The offset of the first byte that does not continue a well-formed UTF-8 text.
private func firstInvalidOffset(in bytes: [UInt8]) -> Int {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while case .scalarValue(let scalar) = decoder.decode(&iterator) {
    offset += UTF8.width(scalar)
  }
  return min(offset, bytes.count)
}

/// Looks up tokens in the lines of a text.
struct LineIndex {
  private let lines: [Substring]
  private let isRenumbered: Bool

  /// Splits a text into lines, once for any number of look-ups.
  init(_ text: String) {
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    isRenumbered = lines.contains { line in
      let body = line.drop { $0 == " " || $0 == "\t" }
      return body.first == "#"
        && body.dropFirst().drop { $0 == " " || $0 == "\t" }.hasPrefix("line")
    }
  }

  /// The column of the only whole-word occurrence of `token` on a line; nil where there is not just one.
  func uniqueColumn(of token: String, onLine line: Int) -> Int? {
    guard !isRenumbered, !token.isEmpty, lines.indices.contains(line - 1) else { return nil }
    let text = Array(lines[line - 1].unicodeScalars)
    let wanted = Array(token.unicodeScalars)
    guard wanted.count <= text.count else { return nil }
    let isWord = isWordScalar(wanted[0])
    var found: Int?
    for start in 0...(text.count - wanted.count)
    where text[start..<(start + wanted.count)].elementsEqual(wanted) {
      let end = start + wanted.count
      let isInsideWord =
        isWord
        && ((start > 0 && isWordScalar(text[start - 1])) || (end < text.count && isWordScalar(text[end])))
      if isInsideWord { continue }
      guard found == nil else { return nil }
      found = start + 1
    }
    return found
  }
}

private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
  scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
}
