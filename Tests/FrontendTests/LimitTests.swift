import SPIRV
import Testing

@testable import Frontend

/// What a text may come to before glslang sees it.
@Suite struct LimitTests {
  private static let head = "#version 450\nlayout(location = 0) out vec4 c;\n"

  private static func main(_ body: String) -> String { head + "void main() { \(body) }\n" }

  private static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  /// A text that goes too far, and what the error says of it.
  struct Deep: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var says = "nest more than 1000 levels deep"

    init(_ name: String, _ text: String) { (testDescription, self.text) = (name, text) }
  }

  static let deep: [Deep] = [
    Deep("parentheses", main("float x = \(times("(", 10_000))1.0\(times(")", 10_000));")),
    Deep("brackets", main("int t[4], i = 0; i = \(times("t[", 10_000))i\(times("]", 10_000));")),
    Deep("blocks", main("\(times("{", 10_000))\(times("}", 10_000))")),
    Deep("ifs", main("\(times("if (c.x > 1.0) {", 10_000))\(times("}", 10_000))")),
    Deep("ifs without braces", main("\(times("if (c.x > 1.0) ", 10_000))c.x = 1.0;")),
    Deep("else if", main("\(times("if (c.x > 1.0) { c.x = 2.0; } else ", 10_000))c.x = 1.0;")),
    Deep("loops", main("\(times("for (;;) ", 10_000))c.x = 1.0;")),
    Deep("sum", main("float x = 1.0\(times(" + 1.0", 1_000_000));")),
    Deep("commas", main("float x; x = 1.0\(times(", x = 1.0", 1_000_000));")),
    Deep("swizzles", main("c = c\(times(".xyzw", 1_000_000));")),
    Deep("condition", head + "#if \(times("(", 100_000))1\(times(")", 100_000))\n#endif\nvoid main() {}\n"),
    Deep(
      "arguments of a macro",
      "\(head)#define P(x) x\nvoid main() { c.x = \(times("P(", 10_000))1.0\(times(")", 10_000)); }\n"),
    Deep(
      "macros in macros",
      head + "#define A0(x) ((x))\n"
        + (1..<30).map { "#define A\($0)(x) A\($0 - 1)(A\($0 - 1)(x))\n" }.joined()
        + "void main() { c.x = A29(1.0); }\n"),
    Deep(
      "operators of macros",
      head + "#define A0 + 1.0\n" + (1..<30).map { "#define A\($0) A\($0 - 1) A\($0 - 1)\n" }.joined()
        + "void main() { c.x = 1.0 A29; }\n"),
    Deep(
      "arguments that double",
      head + "#define D(x) x + x\nvoid main() { c.x = \(times("D(", 60))1.0\(times(")", 60)); }\n"),
  ]

  /// Two million operators by macros that double, each defined by `define`, and a use of the last.
  private static func hidden(_ define: String, _ use: String, head: String = head) -> String {
    head + "\(define) A0 \(times("+ 1.0 ", 16))\n"
      + (1..<18).map { "\(define) A\($0) A\($0 - 1) A\($0 - 1)\n" }.joined()
      + "void main() { c.x = 1.0 \(use); }\n"
  }

  private static let oldHead = "#version 330\nout vec4 c;\n"

  /// Texts whose tokens are others to glslang than they seem.
  static let disguised: [Deep] = [
    Deep("words over two lines", hidden("#def\\\nine", "A17")),
    Deep("words over two lines of CR", hidden("#def\\\rine", "A17")),
    Deep("directives over two lines", hidden("#\\\n define", "A17")),
    Deep("names over two lines", hidden("#define \\\r\n", "A17")),
    Deep("use over two lines", hidden("#define", "A1\\\n7")),
    Deep("comment that ends over two lines", hidden("/* *\\\n/ #define", "A17")),
    Deep("comment that does not go on", hidden("// \\\n#define", "A17", head: oldHead)),
    Deep("comment that ends at CR", hidden("// \r#define", "A17")),
    Deep("comment in quotes", hidden("#define", "A17", head: head + "void f() { \"/*\"; }\n")),
    Deep("comment behind a quote", hidden("#define", "A17", head: head + "void f() { \"\\\"/*\"; }\n")),
    Deep("comment before a definition's body", hidden("#define /*\n*/", "A17")),
    Deep("comment of an inclusion", hidden("#define", "A17", head: head + "#if 0\n#include </*>\n#endif\n")),
    Deep("pasted name", hidden("#define P A1##7\n#define", "P")),
    Deep("name pasted to an argument", hidden("#define P(x) A##x\n#define", "P(17)")),
    Deep(
      "arguments of another name that double",
      head
        + "#define D(x) x + x\n#define F D\nvoid main() { c.x = \(times("F(", 24))1.0\(times(")", 24)); }\n"),
    Deep(
      "arguments of what an argument becomes",
      head
        + "#define D(x) x + x\n#define F(y) y\nvoid main() { c.x = \(times("F(D)(", 24))1.0\(times(")", 24)); }\n"
    ),
    Deep(
      "macros within each other",
      hidden("#define", "B A8").replacing("A0 +", with: "A0 B +")
        .replacing("void", with: "#define B \(times("- 1.0 ", 8000)) A8\nvoid")),
  ]

  @Test(arguments: disguised) func nestingIsSeen(deep: Deep) throws {
    let error = try #require(complaint(of: Source(path: "a.frag", text: deep.text)))
    #expect(error.description.contains(deep.says), "\(error.description.prefix(300))")
  }

  /// What looks like the above and is none.
  @Test(arguments: [
    "#define A(x) x /* \\\n */ + \\\n 1.0\n",
    "#define C(a, b) a##b\n#define D C(c, .y) + 1.0\n#define A(x) x\n",
    "// \\\n more\n#define A A\n", "#define A(x) x\r\n#define B A\r#define A2 B\r\n/* a\r\nb */\r\n",
    "#define X Y\n#define Y X\n#define A(x) x\n",
    "#define pow5(x) (x*x*x*x*x)\n#define p pow5\nfloat f(float x) { return p(p(p(x))); }\n",
  ])
  func ordinaryMacrosAreTaken(macros: String) throws {
    _ = try compile(Source(path: "a.frag", text: Self.head + macros + "void main() { c.x = c.y; }\n"))
  }

  @Test(arguments: deep) func nestingIsRefused(deep: Deep) throws {
    let error = try #require(complaint(of: Source(path: "a.frag", text: deep.text)))
    #expect(error.diagnostics.count == 1)
    #expect(error.description.contains(deep.says), "\(error.description.prefix(300))")
    #expect(error.description.contains("--max-nesting"))
    #expect(error.diagnostics.first?.line != nil && error.diagnostics.first?.column != nil)
  }

  /// Beneath the limit all is compiled.
  @Test(arguments: [
    "c.x = \(times("(", 900))1.0\(times(")", 900));", "c.x = 1.0\(times(" + c.y", 30_000));",
    "\(times("if (c.x > 1.0) { c.x = 2.0; } else ", 900))c.x = 1.0;",
    times("if (c.x > 1.0) { c.x = 2.0; } ", 5000), times("c.x = (c.y + 1.0) * 2.0; ", 20_000),
    "float t[] = float[](\(times("1.0, ", 70_000)) 1.0); c.x = t[int(c.y)];",
  ])
  func ordinaryTextsAreTaken(body: String) throws {
    _ = try compile(Source(path: "a.frag", text: Self.main(body)))
  }

  /// Alternatives of `#if` open the same bracket twice.
  @Test func alternativesDoNotAddUp() throws {
    let pieces = (0..<2000).map {
      "#if defined(A\($0))\nvoid f\($0)(float x) {\n#else\nvoid f\($0)() {\n#endif\n}\n"
    }
    _ = try compile(Source(path: "a.frag", text: Self.head + pieces.joined() + "void main() {}\n"))
  }

  @Test func nestingIsAnOption() throws {
    let source = Source(path: "a.frag", text: Self.main("c.x = ((((1.0))));"))
    var options = CompileOptions()
    options.limits.nesting = 4
    #expect(try #require(complaint(of: source, options)).description.contains("4 levels"))
    options.limits.nesting = 10
    _ = try compile(source, options: options)
  }

  /// A file that includes itself twice would be read without end.
  @Test(arguments: [
    ["x.glsl": "#include \"x.glsl\"\n#include \"x.glsl\"\n"],
    Dictionary(
      uniqueKeysWithValues: (0..<40).map {
        ($0 == 0 ? "x.glsl" : "x\($0).glsl", times("#include \"x\($0 + 1).glsl\"\n", 2))
      } + [("x40.glsl", "")]),
  ])
  func inclusionsEnd(files: [String: String]) throws {
    let folder = try Folder(files)
    var options = CompileOptions()
    options.limits.inputBytes = 1 << 20
    let text = "#version 450\n#include \"x.glsl\"\nvoid main() {}\n"
    let error = try #require(complaint(of: Source(path: folder.path + "/a.frag", text: text), options))
    #expect(error.diagnostics.count == 1, "\(error.description.prefix(500))")
  }

  /// What an included file's macros make of the text that follows counts.
  @Test func macrosOfIncludedFilesCount() throws {
    let macros =
      "#define A0(x) ((x))\n" + (1..<30).map { "#define A\($0)(x) A\($0 - 1)(A\($0 - 1)(x))\n" }.joined()
    let folder = try Folder(["m.glsl": macros])
    let text = "\(Self.head)#include \"m.glsl\"\nvoid main() { c.x = A29(1.0); }\n"
    let error = try #require(complaint(of: Source(path: folder.path + "/a.frag", text: text)))
    #expect(error.description.contains("levels deep"), "\(error)")
  }

  @Test func sizeIsLimitedWithIncludes() throws {
    let folder = try Folder(["x.glsl": "// \(Self.times("x", 5000))\n"])
    let text = "#version 450\n#include \"x.glsl\"\nvoid main() {}\n"
    let source = Source(path: folder.path + "/a.frag", text: text)
    var options = CompileOptions()
    options.limits.inputBytes = 6000
    _ = try compile(source, options: options)
    options.limits.inputBytes = 5000
    #expect(try #require(complaint(of: source, options)).description.contains("5000 bytes"))
  }

  /// Each use of a pasted name has all macros looked at again, for there is one more.
  @Test func pastedNamesEnd() throws {
    let lines = (0..<20_000).map { "#define A\($0) 1.0\nfloat a\($0) = P(\($0));\n" }.joined()
    let text = Self.head + "#define P(x) A##x\n" + lines + "void main() {}\n"
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(error.description.contains("levels deep"), "\(error)")
  }

  /// A few bytes of text, and a constant of a billion numbers.
  @Test(arguments: ["int a[1000000000]", "int a[1000][1000][1000]", "mat4 a[100000000]"])
  func constantsAreLimited(declaration: String) throws {
    let head =
      "#version 450\n#extension GL_EXT_null_initializer : require\nlayout(location = 0) out vec4 c;\n"
    let text =
      "\(head)layout(location = 0) flat in int i;\nconst \(declaration) = {};\nvoid main() { a[i]; }\n"
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(
      error.description.hasPrefix("a.frag:6: error: 'constant': has no counterpart in SPIR-V"), "\(error)")
  }

  /// Its types with a parameter that is no constant crash glslang.
  @Test(arguments: [
    "GL_EXT_spirv_intrinsics : require", "GL_EXT_spirv_\\\nintrinsics /* */ : enable", "all : warn",
  ])
  func anySPIRVIsRefused(line: String) throws {
    let use = "in float v;\n#define T spirv_type(id = 4161, 4, v)\nT t;\nvoid main() {}\n"
    let text = "#version 450\n#extension \(line)\nlayout(location = 0) \(use)"
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(error.description.hasPrefix("a.frag:2:"), "\(error)")
    #expect(error.description.contains("GL_EXT_spirv_intrinsics is not supported"), "\(error)")
    let folder = try Folder(["x.glsl": "#extension \(line)\n"])
    let including = Source(
      path: folder.path + "/a.frag", text: "#version 450\n#include \"x.glsl\"\nvoid main() {}\n")
    #expect(try #require(complaint(of: including)).description.contains("is not supported"))
    let disabled = "#version 450\n#extension all : disable\n#extension GL_EXT_spirv_intrinsics : disable\n"
    _ = try compile(Source(path: "a.frag", text: disabled + "void main() {}\n"))
  }

  /// As many tokens as a book, and no operator.
  @Test func expansionIsLimited() throws {
    let macros = (1..<30).map { "#define A\($0) A\($0 - 1) A\($0 - 1)\n" }.joined()
    let text = Self.head + "#define A0 ;\n" + macros + "void main() { A29 }\n"
    let error = try #require(complaint(of: Source(path: "a.frag", text: text)))
    #expect(error.description.contains("tokens"), "\(error)")
  }
}
