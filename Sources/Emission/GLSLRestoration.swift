import Frontend

/// Gives a text from SPIRV-Cross the names and the interface that an ``InterfacePlan`` asks for, in one
/// pass over its tokens.
struct GLSLRestoration {
  let plan: InterfacePlan
  let text: GLSLTokens
  /// What goes where, in any order.
  var replacements: [(range: Range<Int>, text: String)] = []
  /// The token with which the first struct begins.
  var firstStruct: Int?
  /// The lines to put before it.
  var hoisted = ""
  /// What SPIRV-Cross declared as buffers, and are structs within buffers.
  var falseReferences: Set<Substring> = []
  /// Samplers of one dimension that compare, and of rectangles.
  var comparedLines: Set<Substring> = []
  var rectangles: Set<Substring> = []

  /// Prepares the restoration of `text`.
  init(text: String, plan: InterfacePlan) {
    self.plan = plan
    self.text = GLSLTokens(text)
  }

  /// The restored text.
  mutating func restored() throws(EmissionError) -> String {
    var start = 0
    while start < text.tokens.count { start = restoreStatement(at: start) }
    if let firstStruct {
      let position = text.tokens[firstStruct].range.lowerBound
      replacements.append((position..<position, hoisted))
    }
    try restoreNames()
    return assembled()
  }

  private func assembled() -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.bytes.count)
    var position = 0
    // A removed declaration comes before what it holds, which then goes with it.
    let ordered = replacements.sorted {
      ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
    }
    for (range, replacement) in ordered where range.lowerBound >= position {
      result += text.bytes[position..<range.lowerBound]
      result += Array(replacement.utf8)
      position = range.upperBound
    }
    result += text.bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: Names

  /// Puts the source's names back, and takes the instance names of anonymous blocks away.
  private mutating func restoreNames() throws(EmissionError) {
    var layoutDepth = 0
    for (index, token) in text.tokens.enumerated() {
      if layoutDepth > 0 || text[index - 1] == "layout" {
        if text.isPunctuation(index, "(") { layoutDepth += 1 }
        if text.isPunctuation(index, ")") { layoutDepth -= 1 }
      }
      if token.kind == .number { shorten(token) }
      if token.kind == .string { restoreLineBreaks(in: token) }
      guard token.kind == .identifier else { continue }
      let identifier = text[index]
      if text.bytes[token.range.lowerBound] == UInt8(ascii: "t") {
        if identifier.hasPrefix("tex") { restoreRead(at: index) }
      } else if let last = text.bytes[token.range].last,
        last == UInt8(ascii: "w") || last == UInt8(ascii: "t")
      {
        noteSampler(at: index)
      }
      if plan.anonymousInstances.contains(identifier) {
        removeInstance(at: index)
      } else if let name = plan.names.expanded(identifier) {
        replacements.append((token.range, name))
      } else if identifier == "gl_FragData", plan.hasFragColor {
        restoreFragColor(at: index)
      } else if identifier == "gl_FragDepth", plan.hasFragDepthExtension {
        replacements.append((token.range, "gl_FragDepthEXT"))
      } else if identifier == "atomicAdd", plan.atomicCounters.contains(text[index + 2]) {
        restoreCounterRead(at: index)
      } else if let name = glslBuiltInVariables[identifier] {
        replacements.append((token.range, name))
      } else if falseReferences.contains(identifier), let name = plan.structNames[identifier] {
        replacements.append((token.range, name))
      } else if layoutDepth == 0, !text.isPunctuation(index - 1, "."), plan.names.contains(identifier) {
        try yield(identifier, at: index)
      }
    }
  }

  /// An identifier of SPIRV-Cross's own that is a name of the source, too: its temporaries, called `_17`,
  /// give way; a built-in function cannot, but only the interface insists on its names.
  private mutating func yield(_ identifier: Substring, at index: Int) throws(EmissionError) {
    let token = text.tokens[index]
    if identifier.isTemporaryName {
      var name = identifier + "_t"
      while plan.names.contains(name) { name += "t" }
      replacements.append((token.range, String(name)))
    } else if plan.allowsOldSamples, identifier == "texture", let word = oldSample(at: index) {
      replacements.append((token.range, word))
    } else if plan.fixedNames.contains(identifier) {
      throw .nameHidesBuiltIn(String(identifier))
    }
  }

  /// What `texture` was called before GLSL 130, by the sampler it is called with; nil where it had no such name.
  private func oldSample(at index: Int) -> String? {
    guard text.isPunctuation(index + 1, "(") else { return nil }
    let sampler = text[index + 2]
    let declaration = text.tokens.indices.first { text[$0] == sampler && text[$0 - 1].hasPrefix("sampler") }
    return switch declaration.map({ text[$0 - 1] }) {
    case "sampler1D": "texture1D"
    case "sampler2D": "texture2D"
    case "sampler3D": "texture3D"
    case "samplerCube": "textureCube"
    case "sampler2DRect": "texture2DRect"
    default: nil
    }
  }

  /// A line break in a string is printed as one, which ends the string too early.
  private mutating func restoreLineBreaks(in token: GLSLTokens.Token) {
    for position in token.range where text.bytes[position] == UInt8(ascii: "\n") {
      replacements.append((position..<(position + 1), "\\n"))
    }
  }

  /// SPIRV-Cross prints every digit of a float: 0.20000000298023223876953125 is `0.2`. Doubles and
  /// halves, which have a suffix, are left alone.
  private mutating func shorten(_ token: GLSLTokens.Token) {
    // Nine digits and a point: no float needs more, so a shorter number has no digit to lose.
    guard token.range.count > 10 else { return }
    let digits = String(decoding: text.bytes[token.range], as: UTF8.self)
    guard digits.contains(".") || digits.contains("e") else { return }
    guard let value = Float(digits), value.isFinite else { return }
    let short = "\(value)"
    // Compilers may read a number as a double first.
    if short.utf8.count < token.range.count, let double = Double(short), Float(double) == value {
      replacements.append((token.range, short))
    }
  }

  /// `block.member` becomes `member`, and `} block;` becomes `};`.
  private mutating func removeInstance(at index: Int) {
    let token = text.tokens[index].range
    if text.isPunctuation(index + 1, ".") {
      replacements.append((token.lowerBound..<text.tokens[index + 1].range.upperBound, ""))
    } else if text.isPunctuation(index - 1, "}") {
      replacements.append((text.tokens[index - 1].range.upperBound..<token.upperBound, ""))
    }
  }

  /// `gl_FragData[0]`, as SPIRV-Cross calls every output of old dialects, becomes `gl_FragColor`.
  private mutating func restoreFragColor(at index: Int) {
    guard text.isPunctuation(index + 1, "["), text.isPunctuation(index + 3, "]") else { return }
    let range = text.tokens[index].range.lowerBound..<text.tokens[index + 3].range.upperBound
    replacements.append((range, "gl_FragColor"))
  }

  /// `atomicAdd(counter, 0)`, as SPIRV-Cross prints a load, becomes `atomicCounter(counter)`.
  private mutating func restoreCounterRead(at index: Int) {
    var end = index + 2
    var depth = 1
    while end < text.tokens.count, depth > 0 {
      if text.isPunctuation(end, "(") { depth += 1 }
      if text.isPunctuation(end, ")") { depth -= 1 }
      end += 1
    }
    // The tokens before `end` are `,`, `0` and `)`.
    guard end - 3 > index, text[end - 2] == "0", text.isPunctuation(end - 3, ",") else { return }
    replacements.append((text.tokens[index].range, "atomicCounter"))
    let comma = text.tokens[end - 3].range
    replacements.append((comma.lowerBound..<text.tokens[end - 2].range.upperBound, ""))
  }
}

extension Substring {
  /// `_17` or `_17_23`, as SPIRV-Cross calls temporaries and what it makes of them.
  fileprivate var isTemporaryName: Bool {
    first == "_" && dropFirst().first?.isNumber == true
  }
}
