import Foundation
import PackagePlugin

/// Converts the fragment shaders of a target while it is built. What comes out is among the target's resources, named as
/// the shader with `.spv` behind it.
///
/// A shader is every file of the target whose name ends in `.frag`. A file `quadless.rsp` in the target's folder, a
/// response file, holds options for all of them; paths in it are relative to that folder. With `--emit glsl` there the
/// outputs are GLSL, named as the shader is.
@main
struct QuadlessPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let module = target as? SourceModuleTarget else { return [] }
    let tool = try context.tool(named: "quadless")
    let folder = URL(fileURLWithPath: "\(module.directory)")
    let options = try Options(in: folder)
    let shaders = module.sourceFiles.map(\.url).filter { $0.pathExtension == "frag" }
    return shaders.sorted { $0.path < $1.path }.map { shader in
      let name = shader.lastPathComponent + options.suffix
      let output = context.pluginWorkDirectoryURL.appendingPathComponent(name)
      // SwiftPM reads no depfile, but asks this plugin again for each build.
      let includes = IncludeScan(directories: options.directories).files(from: shader)
      return .buildCommand(
        displayName: "Converting shader \(shader.lastPathComponent)", executable: tool.url,
        arguments: options.arguments + [shader.path, "-o", output.path],
        inputFiles: [shader] + options.files + includes, outputFiles: [output])
    }
  }
}

/// What `quadless.rsp` says.
private struct Options {
  var arguments: [String] = []
  /// Where `-I` looks for includes.
  var directories: [URL] = []
  var suffix = ".spv"
  /// The response file itself, where there is one.
  var files: [URL] = []

  init(in folder: URL) throws {
    let file = folder.appendingPathComponent("quadless.rsp")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    files = [file]
    var words = Options.words(of: try String(contentsOf: file, encoding: .utf8))[...]
    let suffixes = ["glsl": "", "spv": ".spv", "spvasm": ".spvasm", "msl": ".metal", "hlsl": ".hlsl"]
    while let word = words.popFirst() {
      if word == "-I" || word.hasPrefix("-I") {
        let path = word == "-I" ? words.popFirst() ?? "" : String(word.dropFirst(2))
        let directory = URL(fileURLWithPath: path, relativeTo: folder).absoluteURL
        directories.append(directory)
        arguments += ["-I", directory.path]
      } else {
        if word == "--emit", let kind = words.first { suffix = suffixes[kind] ?? suffix }
        if word.hasPrefix("--emit=") { suffix = suffixes[String(word.dropFirst(7))] ?? suffix }
        arguments.append(word)
      }
    }
  }

  /// Splits a text as response files are split: blanks separate, quotes and backslashes hold together.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character.isWhitespace {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }
}

/// Finds what a shader may include, by its text alone: every `#include`, whatever `#if` it stands under. So a file too
/// many may bring a shader back, never one too few, but for names that are macros.
private struct IncludeScan {
  let directories: [URL]

  func files(from shader: URL) -> [URL] {
    var found: [URL] = []
    var waiting = [shader]
    while let file = waiting.popLast() {
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
      for name in names(in: text) {
        let places = [file.deletingLastPathComponent()] + directories
        let candidates = places.map { $0.appendingPathComponent(name).standardizedFileURL }
        guard let include = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }),
          !found.contains(include)
        else { continue }
        found.append(include)
        waiting.append(include)
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  private func names(in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let directive = line.drop { $0 == " " || $0 == "\t" }
      guard directive.first == "#" else { return nil }
      let word = directive.dropFirst().drop { $0 == " " || $0 == "\t" }
      guard word.hasPrefix("include") else { return nil }
      let rest = word.dropFirst(7).drop { $0 == " " || $0 == "\t" }
      guard let open = rest.first, open == "\"" || open == "<" else { return nil }
      return String(rest.dropFirst().prefix { $0 != (open == "<" ? ">" : "\"") })
    }
  }
}
