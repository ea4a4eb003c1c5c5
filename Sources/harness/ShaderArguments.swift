import Checking
import Conversion
import Frontend
import Glibc
import Rasterizer

/// How shaders are read and where they are drawn.
struct ShaderArguments: Sendable {
  /// How they are converted.
  var conversion: ConversionOptions
  /// Whether OpenGL's shaders are to be read by Vulkan's rules, as far as these can be relaxed.
  var isForVulkan: Bool
  /// What the command line says of the scene.
  var choices: SceneStage.Choices

  init(conversion: ConversionOptions, scene: SceneArguments, isForVulkan: Bool = false) {
    self.conversion = conversion
    self.isForVulkan = isForVulkan
    choices = SceneStage.Choices()
    choices.scene = scene.scene
    choices.size = scene.size.map { ($0.width, $0.height) }
    choices.time = scene.frame.map { Double($0) / 30 }
  }

  /// A shader with the sidecar beside it.
  struct Loaded {
    var shader: LoadedShader
    var sidecar: Sidecar
    var folder: String
  }

  /// Converts a shader; for Vulkan once more where it turns out to be written for OpenGL, unless its dialect is one
  /// that Vulkan has no rules for.
  private func loaded(_ input: Input) throws(CheckError) -> LoadedShader {
    let shader = try LoadedShader(input, conversion: conversion)
    guard isForVulkan, shader.isOpenGL, case .text = input.content else { return shader }
    var relaxed = conversion
    relaxed.compilation.targetEnvironment = .vulkan1_1
    relaxed.compilation.relaxesVulkan = true
    relaxed.compilation.mapsIO = true
    do { return try LoadedShader(input, conversion: relaxed) } catch { return shader }
  }

  /// Reads and converts a shader; `-` is standard input.
  func load(_ path: String) throws(CheckError) -> Loaded {
    let isStandardInput = path == "-"
    let name = isStandardInput ? "<stdin>" : path
    let bytes: [UInt8]
    let limit = conversion.limits.inputBytes
    switch isStandardInput ? readFile(descriptor: STDIN_FILENO, limit: limit) : readFile(path, limit: limit) {
    case .success(let contents): bytes = contents
    case .failure(let failure):
      let diagnostic = Diagnostic(file: name, severity: .error, message: failure.reason)
      throw .conversion(.compilation(CompilationError(diagnostics: [diagnostic])))
    }
    let input: Input
    do { input = try Input(path: name, bytes: bytes) } catch { throw .conversion(error) }
    let shader = try loaded(input)
    do {
      let sidecar = isStandardInput ? nil : try Sidecar(besides: path)
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
        separator: "/")
      let isAtRoot = folder.isEmpty && path.hasPrefix("/")
      let loaded = Loaded(
        shader: shader, sidecar: sidecar ?? Sidecar(), folder: isAtRoot ? "/" : folder.isEmpty ? "." : folder)
      if !conversion.compilation.allowsOutsideFiles { try loaded.refuseOutsidePictures() }
      return loaded
    } catch {
      throw .scene(path: Sidecar.path(besides: path), "\(error)")
    }
  }
}

/// A picture of a scene that lies where its shader may not read.
private struct OutsidePicture: Error, CustomStringConvertible {
  var name: String
  var file: String
  var description: String {
    "texture '\(name)': '\(file)' lies outside the shader's folder; '--allow-outside-files' lets it in"
  }
}

extension ShaderArguments.Loaded {
  /// Throws where the scene names a picture that lies, links followed, outside the shader's folder.
  fileprivate func refuseOutsidePictures() throws {
    guard let root = realPath(folder) else { return }
    for (name, source) in sidecar.textures.sorted(by: { $0.key < $1.key }) {
      guard let file = source.file, let real = realPath(file.hasPrefix("/") ? file : "\(folder)/\(file)")
      else {
        continue
      }
      guard real.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
        throw OutsidePicture(name: name, file: file)
      }
    }
  }

  /// Where the shader, or another form of it, is drawn.
  func stage(
    for drawn: LoadedShader? = nil, _ choices: SceneStage.Choices, threads: Int
  ) -> SceneStage {
    SceneStage(for: drawn ?? shader, choices: choices, sidecar: sidecar, folder: folder, threads: threads)
  }
}
