import Foundation
import Frontend
import Testing

@testable import Conversion

@Suite struct KeptLinesTests {
  private func lines(_ text: String) -> [String: Set<Int>] {
    keptLines(of: Source(path: "a.frag", text: text), includes: [])
  }

  @Test func pragmaKeepsTheNextLine() {
    #expect(lines("#version 450\n#pragma quadless keep\nx\n") == ["a.frag": [3]])
    #expect(lines("\n  #\tpragma   quadless keep // why\nx\n") == ["a.frag": [3]])
  }

  @Test func otherPragmasDoNot() {
    #expect(lines("#pragma quadless\n#pragma keep\n#pragma STDGL quadless keep\n") == [:])
  }

  @Test func commentsHideIt() {
    #expect(lines("// #pragma quadless keep\n/*\n#pragma quadless keep\n*/ x\n") == [:])
    #expect(lines("/* one */ #pragma quadless keep\n") == ["a.frag": [2]])
  }

  @Test func lineDirectivesRenumber() {
    #expect(lines("#line 10\n\n#pragma quadless keep\nx\n") == ["a.frag": [12]])
    #expect(lines("#line 10 \"b.glsl\"\n#pragma quadless keep\nx\n") == ["b.glsl": [11]])
  }

  @Test func includedFilesAreRead() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("part.glsl", "#pragma quadless keep\nx\n")
    let source = Source(path: "a.frag", text: "#include \"part.glsl\"\n")
    #expect(try keptLines(of: source, includes: [Source(readingFrom: path)]) == [path: [2]])
  }

  @Test func keptSiteIsReported() throws {
    let text = widthShader.replacingOccurrences(of: "void main", with: "#pragma quadless keep\nvoid main")
    let conversion = try convert(try Input(path: "a.frag", bytes: Array(text.utf8)))
    #expect(conversion.sites.map(\.outcome) == [.kept(.excluded)])
    #expect(conversion.isUnchanged && conversion.diagnostics.isEmpty)
  }
}
