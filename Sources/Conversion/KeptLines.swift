import Frontend

/// The lines after `#pragma quadless keep`, by file as OpLine names it, of a source and what it includes.
func keptLines(of source: Source, includes: [Source]) -> [String: Set<Int>] {
  var kept: [String: Set<Int>] = [:]
  for text in [source] + includes { collectKeptLines(in: text, into: &kept) }
  return kept
}

private func collectKeptLines(in source: Source, into kept: inout [String: Set<Int>]) {
  // Almost no text has the pragma: a search of the bytes spares the rest.
  let bytes = Array(source.text.utf8)
  guard bytes.containsWord(Array("quadless".utf8)) else { return }
  var file = source.path
  var number = 0
  var isInComment = false
  for line in source.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
    number += 1
    let words = directiveWords(of: line, isInComment: &isInComment)
    if words.prefix(3) == ["pragma", "quadless", "keep"] {
      kept[file, default: []].insert(number + 1)
    } else if words.count >= 2, words[0] == "line", let next = Int(words[1]) {
      number = next - 1
      if words.count >= 3, words[2].hasPrefix("\""), words[2].hasSuffix("\"") {
        file = String(words[2].dropFirst().dropLast())
      }
    }
  }
}

/// The words of a preprocessor directive without its `#`; none where the line is no directive.
private func directiveWords(of line: Substring, isInComment: inout Bool) -> [Substring] {
  var code = ""
  var rest = line
  while !rest.isEmpty {
    if isInComment {
      guard let end = rest.firstRange(of: "*/") else { break }
      isInComment = false
      rest = rest[end.upperBound...]
    } else if rest.hasPrefix("//") {
      break
    } else if rest.hasPrefix("/*") {
      isInComment = true
      code += " "
      rest = rest.dropFirst(2)
    } else {
      code.append(rest.removeFirst())
    }
  }
  let body = code.drop { $0 == " " || $0 == "\t" }
  guard body.first == "#" else { return [] }
  return body.dropFirst().split { $0 == " " || $0 == "\t" }.map { Substring(String($0)) }
}

extension [UInt8] {
  /// Whether the bytes hold a word anywhere.
  fileprivate func containsWord(_ word: [UInt8]) -> Bool {
    guard let first = word.first, count >= word.count else { return false }
    return indices.dropLast(word.count - 1).contains { start in
      self[start] == first && self[start..<(start + word.count)].elementsEqual(word)
    }
  }
}
