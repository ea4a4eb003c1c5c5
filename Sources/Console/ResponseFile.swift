import Frontend

/// Arguments that stand in a file, `@file` on the command line: GCC's rules.
package enum ResponseFile {
  /// A response file that is missing or makes no sense, said by file and line.
  package struct Failure: Error, CustomStringConvertible {
    package var file: String
    package var line: Int?
    package var message: String

    package var description: String { file + (line.map { ":\($0)" } ?? "") + ": error: " + message }
  }

  /// One inside the other, deeper than anyone nests them but in a circle.
  private static let depthLimit = 64

  /// Puts the contents of each `@file` in its place, to any depth. What stands after `--` is taken as it is.
  package static func expand(_ arguments: [String], depth: Int = 0) throws(Failure) -> [String] {
    var result: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" { return result + [argument] + rest }
      guard argument.hasPrefix("@"), argument.utf8.count > 1 else {
        result.append(argument)
        continue
      }
      let path = String(argument.dropFirst())
      if depth == depthLimit {
        throw Failure(file: path, message: "response files nest more than \(depthLimit) levels deep")
      }
      result += try expand(words(of: readText(path), path: path), depth: depth + 1)
    }
    return result
  }

  /// The lines of a file of arguments with their numbers, from 1; those with nothing on them are left out, and those
  /// that begin with `#`.
  package static func lines(ofFile path: String) throws(Failure) -> [(number: Int, text: String)] {
    lines(of: try readText(path))
  }

  /// The same of the file's text.
  package static func lines(of text: String) -> [(number: Int, text: String)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      let body = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
      return body.isEmpty || body.first == "#" ? nil : (index + 1, String(line))
    }
  }

  /// Splits a text into words. Blanks separate them; a backslash takes the next character as it is, single and double
  /// quotes all up to the next of their kind but for backslashes.
  package static func words(of text: String, path: String, line first: Int = 1) throws(Failure) -> [String] {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var quote: (mark: Unicode.Scalar, line: Int)?
    var (line, isEscaped) = (first, false)
    for character in text.unicodeScalars {
      if character == "\n" { line += 1 }
      if isEscaped {
        word = (word ?? .init()) + [character]
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if let (mark, _) = quote {
        if character == mark { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = (character, line)
        word = word ?? .init()
      } else if " \t\n\r\u{B}\u{C}".unicodeScalars.contains(character) {
        if let ended = word { words.append(String(ended)) }
        word = nil
      } else {
        word = word ?? .init()
        word?.append(character)
      }
    }
    if let (mark, line) = quote { throw Failure(file: path, line: line, message: "\(mark) has no end") }
    if isEscaped { throw Failure(file: path, line: line, message: "nothing follows the backslash") }
    if let word { words.append(String(word)) }
    return words
  }

  private static func readText(_ path: String) throws(Failure) -> String {
    switch path == "-" ? readFile(descriptor: 0) : readFile(path) {
    case .failure(let failure): throw Failure(file: path, message: failure.reason)
    case .success(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Failure(file: path, message: "the text is not UTF-8")
      }
      return text
    }
  }
}
