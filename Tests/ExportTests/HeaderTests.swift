import Conversion
import Differentiation
import Foundation
import Frontend
import Lowering
import SPIRV
import Testing

/// What `quadless compile` makes of all our own shaders: objects, and headers that C and C++ take.
@Suite struct HeaderTests {
  /// A shader as native code; nil where it needs a quad or a rasterizer, which an error must say.
  private func native(_ name: String, lanes: Int) throws -> NativeCode? {
    let path = Repository.shaderFolder.appendingPathComponent(name).path
    var options = ConversionOptions()
    options.differentiation.seeds = .explicit
    do {
      let input = try Input(path: path, bytes: Array(Data(contentsOf: URL(fileURLWithPath: path))))
      let conversion = try convert(input, options: options)
      let function = String(name.prefix { $0 != "." }).replacing("-", with: "_") + "_\(lanes)"
      return try NativeCode(
        try Module(words: conversion.converted), lanes: lanes,
        options: NativeOptions(
          functionName: function, seeds: Set(conversion.seedInputs.map(\.variable)),
          processor: try #require(TargetProcessor.all.first)))
    } catch ConversionError.differentiation(_, .needsQuad) {
      return nil
    } catch LoweringError.unsupported(let what) where what.contains("rasterizer") {
      return nil
    }
  }

  @Test func ownShadersBecomeObjectsWithHeaders() throws {
    let folder = try Folder()
    var includes = ""
    var refused: Set<String> = []
    for name in Repository.shaders {
      for lanes in [1, 8] {
        guard let code = try native(name, lanes: lanes) else {
          refused.insert(name)
          continue
        }
        let object = "\(name).\(lanes).o"
        try Data(code.code(.obj)).write(to: folder.url.appendingPathComponent(object))
        try folder.write("\(name).\(lanes).h", code.header(source: name, version: "Quadless"))
        includes += "#include \"\(name).\(lanes).h\"\n"
        try expectNoState(object, isDouble: name.contains("double"), in: folder)
      }
    }
    #expect(refused.count * 5 < Repository.shaders.count, "\(refused.sorted())")
    // All at once: their names must not collide either.
    try folder.write("all.c", includes)
    try folder.write("all.cpp", includes)
    for (compiler, arguments) in [
      ("cc", ["-std=c99", "all.c"]), ("cc", ["-std=c11", "all.c"]), ("c++", ["-std=c++17", "all.cpp"]),
    ] {
      let result = try run(
        compiler, arguments + ["-Wall", "-Wextra", "-Werror", "-fsyntax-only"], in: folder)
      #expect(result.status == 0, "\(compiler) \(arguments[0]): \(result.errors.prefix(2000))")
    }
  }

  /// No variables; of other code only what C's compilers themselves rely on, and for doubles the C library's
  /// mathematics.
  private func expectNoState(_ object: String, isDouble: Bool, in folder: Folder) throws {
    let result = try run("nm", [object], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    var defined = 0
    for line in result.output.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let name = words.last, let kind = words.dropLast().last else { continue }
      switch kind {
      case "T": defined += 1
      case "t", "r", "R": break
      case "U":
        let isMathematics = isDouble && (name.hasPrefix("_ZGV") || ["sin", "cos", "tan"].contains(name))
        #expect(
          ["memcpy", "memset", "memmove"].contains(name) || isMathematics, "\(object) needs \(name)")
      default: Issue.record("\(object) has \(line)")
      }
    }
    #expect(defined == 1, "\(object) has \(defined) functions")
  }

  @Test func codeIsTheSameEveryTime() throws {
    for lanes in [1, 8] {
      let codes = try (0..<2).map { _ in try #require(try native("material-block.frag", lanes: lanes)) }
      for format in NativeFormat.allCases {
        #expect(try codes[0].code(format) == codes[1].code(format), "\(format), \(lanes) lanes")
      }
      #expect(codes[0].header(source: "a", version: "b") == codes[1].header(source: "a", version: "b"))
    }
  }

  /// The structures that headers declare for textures are those of the ABI, word for word.
  @Test func textureRequestsAreTheABIs() throws {
    let abi = try String(
      contentsOf: Repository.root.appendingPathComponent("Sources/CShaderABI/include/CShaderABI.h"),
      encoding: .utf8)
    let header = try #require(try native("material-block.frag", lanes: 1)).header(source: "a", version: "b")
    let start = try #require(header.firstRange(of: "/// What a texture or image operation does."))
    let end = try #require(header.firstRange(of: "/// Who answers what is asked of one texture"))
    #expect(abi.contains(header[start.lowerBound..<end.lowerBound]))
  }

  @Test(arguments: [
    ["--lanes", "3"], ["--march", "i386"], ["--emit", "exe"], ["--function-name", "1x"],
    ["--header", "out.o"], ["--iteration-limit", "0"],
  ])
  func wrongUsageIsTwo(arguments: [String]) throws {
    let folder = try Folder()
    let shader = Repository.shaderFolder.appendingPathComponent("checker-filtered.frag").path
    let result = try quadless(["compile", shader, "-o", "out.o"] + arguments, in: folder)
    #expect(result.status == 2)
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.o")))
  }

  @Test func whatNeedsAQuadIsAnErrorWithItsPlace() throws {
    let folder = try Folder()
    let shader = Repository.shaderFolder.appendingPathComponent("id-edges.frag").path
    let result = try quadless(["compile", shader, "-o", "out.o", "--header", "out.h"], in: folder)
    #expect(result.status == 1)
    #expect(result.errors.contains("id-edges.frag:20: error: 'fwidth' needs a quad"), "\(result.errors)")
    #expect(result.errors.contains("floor"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("out.h")))
    let zero = try quadless(
      ["compile", shader, "-o", "out.o", "--header", "out.h", "--on-cut", "zero"], in: folder)
    #expect(zero.status == 0)
    #expect(zero.errors.contains("warning: 'fwidth'"), "\(zero.errors)")
  }
}
