import Foundation
import Testing

@testable import Frontend

/// `#include` and definitions.
@Suite struct IncludeTests {
  private func shader(_ lines: String) -> String {
    "#version 330\n\(lines)\nout vec4 c;\nvoid main() { c = vec4(f()); }\n"
  }

  @Test func nested() throws {
    let folder = try Folder([
      "shaders/a.frag": shader("#include \"lib/outer.glsl\""),
      "shaders/lib/outer.glsl": "#include \"inner.glsl\"\n#include \"../../up.glsl\"\n",
      "shaders/lib/inner.glsl": "#include <common.glsl>\nfloat g() { return h(); }",
      "up.glsl": "float f() { return g(); }\n",
      "include/common.glsl": "float h() { return 1.0; }\n",
    ])
    let source = try Source(readingFrom: folder.path + "/shaders/a.frag")
    var options = CompileOptions(includeDirectories: [folder.path + "/include"])
    options.allowsOutsideFiles = true
    let shader = try compile(source, options: options)
    #expect(
      shader.includes.map { $0.dropFirst(folder.path.count) } == [
        "/shaders/lib/outer.glsl", "/shaders/lib/inner.glsl", "/include/common.glsl",
        "/shaders/lib/../../up.glsl",
      ])
    #expect(shader.facts.requestedExtensions.isEmpty)
    #expect(try validatorComplaint(shader.words, environment: "opengl4.5") == nil)
  }

  @Test(arguments: ["GL_GOOGLE_include_directive", "GL_ARB_shading_language_include"])
  func extensions(name: String) throws {
    let folder = try Folder(["f.glsl": "float f() { return 1.0; }"])
    let text = shader("#extension \(name) : require\n#include \"f.glsl\"")
    let shader = try compile(Source(path: folder.path + "/a.frag", text: text))
    #expect(
      shader.facts.requestedExtensions
        == [RequestedExtension(name: "GL_GOOGLE_include_directive", behaviour: "require")])
  }

  @Test func missing() throws {
    let folder = try Folder(["lib/x.glsl": "\n#include \"none.glsl\"\n"])
    let text = shader("#include \"lib/x.glsl\"")
    let error = try #require(complaint(of: Source(path: folder.path + "/a.frag", text: text)))
    #expect(
      error.description.hasPrefix(
        "\(folder.path)/lib/x.glsl:2:1: error: '#include': cannot find \"none.glsl\""), "\(error)")
    #expect(error.diagnostics.count == 1, "\(error)")
  }

  /// In angle brackets only the include directories count; an absolute path starts there, too.
  @Test func anglesAndRoots() throws {
    let folder = try Folder([
      "a/f.glsl": "float f() { return 1.0; }", "i/g/f.glsl": "float f() { return 2.0; }",
    ])
    let angles = Source(path: folder.path + "/a/a.frag", text: shader("#include <f.glsl>"))
    #expect(complaint(of: angles) != nil)
    let root = Source(path: folder.path + "/a/a.frag", text: shader("#include \"/g/f.glsl\""))
    let options = CompileOptions(includeDirectories: [folder.path + "/i"])
    #expect(try compile(root, options: options).includes == [folder.path + "/i/g/f.glsl"])
    let absolute = Source(path: "b.frag", text: shader("#include \"\(folder.path)/a/f.glsl\""))
    #expect(complaint(of: absolute) != nil)
  }

  /// By `..`, or by a link: only what lies below the source's folder or an include directory is read.
  @Test(arguments: ["../secret.glsl", "lib/../../secret.glsl", "lib/link.glsl", "linked/secret.glsl"])
  func outsideIsRefused(name: String) throws {
    let folder = try Folder([
      "secret.glsl": "float f() { return 1.0; }", "shaders/lib/x.glsl": "float f() { return 1.0; }",
    ])
    #expect(symlink("../../secret.glsl", folder.path + "/shaders/lib/link.glsl") == 0)
    #expect(symlink("..", folder.path + "/shaders/linked") == 0)
    let source = Source(path: folder.path + "/shaders/a.frag", text: shader("#include \"\(name)\""))
    let error = try #require(complaint(of: source))
    #expect(error.description.contains("outside the shader's folder"), "\(error)")
    #expect(error.diagnostics.count == 1, "\(error)")
    #expect(error.diagnostics.first?.line == 2)
    // Told to, by naming its directory or by the option that allows all, it is read.
    let named = CompileOptions(includeDirectories: [folder.path])
    #expect(try compile(source, options: named).includes.count == 1)
    var all = CompileOptions()
    all.allowsOutsideFiles = true
    #expect(try compile(source, options: all).includes.count == 1)
  }

  /// Climbing within is nothing bad.
  @Test func climbingInsideIsTaken() throws {
    let folder = try Folder([
      "math/f.glsl": "#include \"../noise/g.glsl\"\nfloat f() { return g(); }",
      "noise/g.glsl": "float g() { return 1.0; }",
    ])
    let source = Source(path: folder.path + "/a.frag", text: shader("#include \"math/f.glsl\""))
    #expect(try compile(source).includes.count == 2)
  }

  /// A pipe or a device may have no end.
  @Test func onlyRegularFilesAreRead() throws {
    let folder = try Folder(["x.glsl": ""])
    #expect(mkfifo(folder.path + "/pipe.glsl", 0o600) == 0)
    let source = Source(path: folder.path + "/a.frag", text: shader("#include \"pipe.glsl\""))
    let error = try #require(complaint(of: source))
    #expect(error.description.contains("cannot find"), "\(error)")
  }

  @Test func cycle() throws {
    let folder = try Folder(["x.glsl": "#include \"x.glsl\"\n"])
    let text = shader("#include \"x.glsl\"")
    let error = try #require(complaint(of: Source(path: folder.path + "/a.frag", text: text)))
    #expect(error.description.contains("levels deep"), "\(error)")
  }

  @Test func errorWithin() throws {
    let folder = try Folder(["x.glsl": "\nfloat f() { return nothing; }\n"])
    let text = shader("#include \"x.glsl\"")
    let error = try #require(complaint(of: Source(path: folder.path + "/a.frag", text: text)))
    #expect(
      error.description.hasPrefix("\(folder.path)/x.glsl:2:20: error: 'nothing': undeclared identifier"),
      "\(error)")
  }

  @Test func definitions() throws {
    let text = "#version 330\nout vec4 c;\nvoid main() { c = vec4(VALUE); }\n"
    let source = Source(path: "a.frag", text: text)
    let value = CompileOptions.Definition(name: "VALUE", value: "0.5")
    #expect(complaint(of: source) != nil)
    _ = try compile(source, options: CompileOptions(definitions: [value]))
    #expect(complaint(of: source, CompileOptions(definitions: [value], undefinitions: ["VALUE"])) != nil)
  }

  @Test func wrongDefinitions() throws {
    let source = Source(path: "a.frag", text: Shaders.desktop)
    for name in ["", "1x", "a b", "x\ny"] {
      let options = CompileOptions(definitions: [.init(name: name)])
      let error = try #require(complaint(of: source, options))
      #expect(error.description == "<command line>: error: '\(name)' is not the name of a macro")
    }
  }

  @Test func preprocessed() throws {
    let text = "#version 330\n#define N 3\n#ifdef A\nfloat a;\n#endif\nfloat b[N];\nvoid main() {}\n"
    let result = try preprocess(Source(path: "a.frag", text: text))
    #expect(!result.contains("float a"))
    #expect(result.contains("float b[3]"))
    #expect(result.hasPrefix("#version 330"))
  }
}
