// Reads from textures that SPIRV-Cross prints as no version of GLSL has them.
extension GLSLRestoration {
  /// Notes a sampler of a type whose reads are to be restored: it is declared before it is read.
  mutating func noteSampler(at index: Int) {
    guard !text.isPunctuation(index + 1, "(") else { return }
    switch text[index] {
    case "sampler1DShadow": comparedLines.insert(text[index + 1])
    case "sampler2DRect", "isampler2DRect", "usampler2DRect": rectangles.insert(text[index + 1])
    default: break
    }
  }

  /// Restores a read from one of these samplers.
  mutating func restoreRead(at index: Int) {
    guard text.isPunctuation(index + 1, "("), text.tokens.indices.contains(index + 2) else { return }
    let sampler = text[index + 2]
    let name = text[index]
    if name == "texelFetch", rectangles.contains(sampler) { removeLevel(at: index) }
    // A texture apart from its sampler is put together in the call.
    if name.hasPrefix("texture"), sampler == "sampler1DShadow" || comparedLines.contains(sampler) {
      insertUnusedComponent(at: index)
    }
  }

  /// `texelFetch(rectangle, p, 0)` becomes `texelFetch(rectangle, p)`: there is but one level.
  private mutating func removeLevel(at index: Int) {
    guard let end = ends(ofArgumentsFrom: index + 2).last, text[end - 1] == "0",
      text.isPunctuation(end - 2, ",")
    else { return }
    replacements.append((text.tokens[end - 2].range.lowerBound..<text.tokens[end].range.lowerBound, ""))
  }

  /// `textureGrad(line, vec2(x, reference), …)` becomes `textureGrad(line, vec3(x, 0.0, reference), …)`: the second
  /// component is there and not used.
  private mutating func insertUnusedComponent(at index: Int) {
    guard let comma = ends(ofArgumentsFrom: index + 2).first, text[comma + 1] == "vec2",
      text.isPunctuation(comma + 2, "("), let inner = ends(ofArgumentsFrom: comma + 3).first,
      text.isPunctuation(inner, ",")
    else { return }
    replacements.append((text.tokens[comma + 1].range, "vec3"))
    let place = text.tokens[inner].range.upperBound
    replacements.append((place..<place, " 0.0,"))
  }

  /// The tokens that end the arguments of a call, of which the first begins at a token: commas and a parenthesis.
  private func ends(ofArgumentsFrom start: Int) -> [Int] {
    var ends: [Int] = []
    var depth = 1
    var index = start
    while index < text.tokens.count {
      if text.isPunctuation(index, "(") || text.isPunctuation(index, "[") { depth += 1 }
      if text.isPunctuation(index, ")") || text.isPunctuation(index, "]") { depth -= 1 }
      if depth == 0 { return ends + [index] }
      if depth == 1, text.isPunctuation(index, ",") { ends.append(index) }
      index += 1
    }
    return []
  }
}
