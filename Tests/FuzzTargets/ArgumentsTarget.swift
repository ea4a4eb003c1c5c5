import Console

func runArguments(_ bytes: [UInt8]) throws(Finding) {
  guard let text = String(validating: bytes, as: UTF8.self) else { return }
  for line in ResponseFile.lines(of: text) {
    if line.number < 1 || line.text.isEmpty { throw Finding("an empty line") }
  }
  let words: [String]
  do throws(ResponseFile.Failure) {
    words = try ResponseFile.words(of: text, path: "fuzz")
  } catch {
    if error.message.isEmpty || error.description.isEmpty { throw Finding("an error says nothing") }
    return
  }
  let quoted = words.map {
    "\"" + $0.unicodeScalars.map { "\"\\".unicodeScalars.contains($0) ? "\\\($0)" : String($0) }.joined()
      + "\""
  }
  let again = try? ResponseFile.words(of: quoted.joined(separator: " "), path: "again")
  if again != words { throw Finding("words in quotes are read as others") }
  _ = splitJoinedOptions(words)
}
