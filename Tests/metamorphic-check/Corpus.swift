import Foundation
import Frontend
import Metamorphic
import SPIRV
import SeededRandom

/// Shaders named on the command line.
struct Corpus {
  /// A shader.
  struct Shader {
    let path: String
    let includes: [String]

    /// A number that is the shader's own, wherever it stands.
    var seed: UInt64 {
      (path as NSString).lastPathComponent.utf8.reduce(0xcbf2_9ce4_8422_2325) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01b3
      }
    }

    /// The module; nil where it holds no site.
    func compiled() throws -> (Module, ValidationEnvironment)? {
      let source = try Source(readingFrom: path)
      let options = CompileOptions(includeDirectories: includes, mapsIO: true)
      let shader = try compile(source, options: options)
      let module = try Module(words: shader.words)
      guard ModuleIndex(module).summaries.contains(where: \.hasSite) else { return nil }
      let environment: ValidationEnvironment =
        shader.environment.isVulkan
        ? ValidationEnvironment(rawValue: shader.environment.rawValue) ?? .vulkan1_3 : .opengl
      return (module, environment)
    }
  }

  private var shaders: [Shader] = []

  /// The shaders of files, folders and lists.
  init(_ paths: [String]) throws {
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: path])
      }
      if isFolder.boolValue {
        addFolder(path)
      } else if path.hasSuffix(".tsv") || path.hasSuffix(".txt") {
        addList(try String(contentsOfFile: path, encoding: .utf8))
      } else {
        shaders.append(Shader(path: path, includes: []))
      }
    }
  }

  private mutating func addFolder(_ path: String) {
    let suffixes: Set<String> = ["frag", "fs", "glsl", "fsh", "frg"]
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    for name in names.sorted() where suffixes.contains((name as NSString).pathExtension) {
      shaders.append(Shader(path: (path as NSString).appendingPathComponent(name), includes: []))
    }
  }

  private mutating func addList(_ text: String) {
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let includes = fields.count > 3 ? fields[3].split(separator: " ").map(String.init) : []
      shaders.append(Shader(path: fields[0], includes: includes))
    }
  }

  /// Some of the shaders.
  func taken(_ count: Int, seed: UInt64, every: Int, from: Int) -> [Shader] {
    var random = SeededGenerator(seed: seed)
    let drawn = count == 0 ? shaders : Array(shaders.shuffled(using: &random).prefix(count))
    return stride(from: from, to: drawn.count, by: max(every, 1)).map { drawn[$0] }
  }
}
