import Testing

@testable import SPIRV

@Suite struct RoundTripTests {
  private func everything() throws -> [UInt32] {
    // The assembler needs the offset's id, which stands for a vector of integers.
    try SPIRVTools.assemble(Sample.everything)
  }

  private func check(_ words: [UInt32], _ what: String) throws {
    let module = try Module(words: words)
    #expect(module.words == words, "\(what)")
    #expect(module.wordCount == words.count - 5, "\(what)")
    let bytes = words.withUnsafeBytes { Array($0) }
    #expect(try Module(bytes: bytes).bytes == bytes, "\(what)")
  }

  @Test(arguments: 0...6) func everyVersion(minor: UInt32) throws {
    for text in [Sample.everything, Sample.plain] {
      var words = try SPIRVTools.assemble(text)
      words[1] = 0x1_0000 | minor << 8
      try check(words, "version 1.\(minor)")
      #expect(try Module(words: words).header.isAtLeast(1, minor))
      #expect(try !Module(words: words).header.isAtLeast(1, minor + 1))
    }
  }

  @Test func otherByteOrder() throws {
    let words = try everything()
    let swapped = words.map(\.byteSwapped)
    try check(swapped, "byte-swapped")
    let module = try Module(words: swapped)
    #expect(module.header.isByteSwapped)
    #expect(module.functions == (try Module(words: words)).functions)
  }

  @Test func structure() throws {
    let module = try Module(words: everything())
    #expect(module.functions.map(\.id.rawValue) == [1, 2, 5, 8])
    #expect(module.functions.map(\.blocks.count) == [9, 1, 1, 0])
    #expect(module.functions[2].parameters == [ValueID(6), ValueID(7)])
    #expect(module.functions[0].blocks.allSatisfy { $0.terminator?.op.isTerminator == true })
    #expect(module.functions[0].blocks[3].notes.map(\.op) == [.line])
    #expect(module.functions[0].head.map(\.op) == [.line, .function])
    #expect(
      module.functions[2].head.map(\.op) == [
        .function, .line, .functionParameter, .noLine, .functionParameter,
      ])
    #expect(module.functions[2].tail.map(\.op) == [.noLine, .functionEnd])
    #expect(module.trailer.map(\.op) == [.noLine])
    var count = 0
    module.forEachInstruction { _ in count += 1 }
    #expect(count == module.instructionCount)
  }

  @Test func unknownOpcodesAreCarried() throws {
    let unknown = Op(rawValue: 0x7fff)
    #expect(!unknown.isKnown && "\(unknown)" == "Op32767")
    var module = try Module(words: everything())
    let alien = try Module(words: Sample.header + Sample.words(unknown, [1, 2, 3])).preamble[0]
    module.preamble.append(alien)
    module.functions[0].blocks[0].instructions.insert(alien, at: 3)
    try check(module.words, "unknown opcodes")
    let again = try Module(words: module.words)
    #expect(again.functions[0].blocks[0].instructions[3] == alien)
    #expect(alien.result == nil && alien.mappingIDs { $0 } == nil && alien.operation(glsl: nil) == .other([]))
  }

  @Test func modulesOfAlmostNothing() throws {
    try check(Sample.header, "a header")
    try check(Sample.header + Sample.words(.nop, []), "a note")
    try check(Sample.header + Sample.words(.capability, [1]) + Sample.words(.noLine, []), "a note at the end")
  }

  @Test func nonSemanticInstructionsAfterTheLastFunction() throws {
    let words = try everything() + Sample.words(.extInst, [10, 99, 101, 1, 3]) + Sample.words(.noLine, [])
    try check(words, "trailing instructions")
    #expect(try Module(words: words).trailer.map(\.op) == [.noLine, .extInst, .noLine])
  }

  @Test func literalStrings() {
    for text in ["", "a", "abc", "abcd", "main()", "größe", "日本語", String(repeating: "x", count: 1000)] {
      let words = LiteralString.encode(text)
      let (decoded, count) = LiteralString.decode((words + [7])[...])
      #expect(decoded == text && count == words.count && words.count == text.utf8.count / 4 + 1)
    }
    // Behind the zero that ends a string anything may stand.
    let filled: [(String, UInt32)] = [("para", 0x8000_0000), ("par", 0x0072_6170), ("p", 0xffff_0070)]
    for (text, last) in filled {
      var words = Array(LiteralString.encode(text).dropLast()) + [last]
      LiteralString.append("_dx", to: &words)
      #expect(words == LiteralString.encode(text + "_dx"), "\(words)")
    }
    // A string that no zero byte ends stops at the instruction's end.
    #expect(LiteralString.decode([0x6161_6161]).wordCount == 1)
  }
}
