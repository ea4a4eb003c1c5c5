import Conversion
import Differentiation
import Frontend
import Rasterizer
import SPIRV

/// A shader read, converted and ready to run.
public struct LoadedShader: Sendable {
  /// The path that messages name.
  public let path: String
  /// The module that was differentiated, and what came of it.
  public private(set) var original: Module
  /// What came of it. What else is put in its place is judged as if it had come of the original.
  public var transformed: Module
  /// The sites.
  public let sites: [SiteReport]
  /// The inputs that hand tangents over; none where the seeds come from the quad.
  public let seedInputs: [SeedInput]
  /// The fragment entry point; the first where nil.
  public let entryPoint: String?
  /// Whether the shader follows OpenGL's rules, whose rows count upwards.
  public private(set) var isOpenGL: Bool
  /// Whether gl_FragCoord's origin is the upper left corner.
  public let hasOriginUpperLeft: Bool
  /// Whether gl_FragCoord is an integer at pixels' centers.
  public let isPixelCenterInteger: Bool
  /// Whether anything is interpolated for it besides built-ins.
  public let hasVaryings: Bool
  private let input: Input
  private let conversion: ConversionOptions

  /// Converts a shader.
  public init(_ input: Input, conversion options: ConversionOptions) throws(CheckError) {
    var options = options
    options.output = .spv
    path = input.path
    do throws(ConversionError) {
      let conversion = try convert(input, options: options)
      original = try Self.read(conversion.original, path)
      transformed = try Self.read(conversion.converted, path)
      sites = conversion.sites
      seedInputs = conversion.seedInputs
      isOpenGL = !(conversion.environment?.isVulkan ?? original.isForVulkan)
    } catch {
      throw .conversion(error)
    }
    self.input = input
    conversion = options
    entryPoint = options.differentiation.entryPoint
    let index = ModuleIndex(original)
    hasVaryings = index.globals.contains { $0.storage == .input && index.builtIn($0.id) == nil }
    let name = options.differentiation.entryPoint
    let point = index.entryPoints.first { $0.isFragment && (name == nil || $0.name == name) }
    hasOriginUpperLeft = point.map { index.hasOriginUpperLeft($0.function) } ?? true
    isPixelCenterInteger = point.map { index.hasPixelCenterInteger($0.function) } ?? false
  }

  private static func read(_ words: [UInt32], _ path: String) throws(ConversionError) -> Module {
    do { return try Module(words: words) } catch { throw .invalidModule(path: path, error.description) }
  }

  /// Compares the derivatives before and after.
  public func report(
    on stage: some Stage, options: CheckOptions,
    allowance: @escaping @Sendable (_ line: Int) -> CheckSubject.Allowance
  ) throws(CheckError) -> ShaderReport {
    var subject = CheckSubject(
      path: path, original: original, transformed: transformed, sites: sites, entryPoint: entryPoint,
      textureDerivative: conversion.differentiation.textureDerivative, allowance: allowance)
    subject.seedInputs = seedInputs
    let result = try check(subject, on: stage, options: options)
    var report = ShaderReport(check: result.check, maps: result.maps, sourceBefore: "", sourceAfter: "")
    guard options.makesPictures else { return report }
    let upwards = stage.countsRowsUpwards
    report.original = result.original.map { Picture($0, upwards: upwards) }
    report.transformed = result.transformed.map { Picture($0, upwards: upwards) }
    report.reference = result.reference.map { Picture($0, upwards: upwards) }
    report.sourceBefore = sourceBefore
    report.sourceAfter = text(as: .glsl) ?? text(as: .spvasm) ?? ""
    return report
  }

  /// The GLSL; of a module, its assembly.
  private var sourceBefore: String {
    switch input.content {
    case .text(let source): source.text
    case .module: (try? SPIRVTools.disassemble(original.words)) ?? ""
    }
  }

  /// The converted shader in a language; nil where that has no words for it.
  private func text(as kind: OutputKind) -> String? {
    var options = conversion
    options.output = kind
    guard let conversion = try? convert(input, options: options) else { return nil }
    return String(decoding: conversion.bytes, as: UTF8.self)
  }
}

extension LoadedShader {
  /// The shader with modules for Vulkan that do what its own do.
  public func asVulkan(original: Module, transformed: Module) -> LoadedShader {
    var shader = self
    (shader.original, shader.transformed, shader.isOpenGL) = (original, transformed, false)
    return shader
  }

  /// Which version of a shader.
  public enum Version: Sendable {
    /// As it was, with quad differences.
    case original
    /// Converted.
    case transformed
  }

  /// Draws a version of the shader in float on quads.
  public func draw(
    _ version: Version, on stage: some Stage, iterationLimit: Int, deadline: Deadline? = nil
  ) throws(CheckError) -> Framebuffer {
    let module = version == .original ? original : transformed
    var plan = Pass.Plan(
      module: module, derivatives: .quad(), element: .float, entryPoint: entryPoint,
      iterationLimit: iterationLimit, deadline: deadline)
    if version == .transformed { plan.seedInputs = seedInputs }
    return try Pass(plan, on: stage, path: path, progress: nil).framebuffer
  }
}

extension Framebuffer {
  /// A framebuffer of 1/`factor` the width and height, each pixel the mean of those that it takes the place
  /// of.
  public func reduced(by factor: Int) -> Framebuffer {
    guard factor > 1 else { return self }
    var result = self
    (result.width, result.height) = (width / factor, height / factor)
    let share = 1 / Float(factor * factor)
    result.coverage = [Float](repeating: 0, count: result.width * result.height)
    for attachment in attachments.indices {
      result.attachments[attachment].pixels = [Float](repeating: 0, count: 4 * result.width * result.height)
    }
    for y in 0..<result.height * factor {
      for x in 0..<result.width * factor {
        let (from, to) = (y * width + x, y / factor * result.width + x / factor)
        result.coverage[to] += share * coverage[from]
        for attachment in attachments.indices {
          for channel in 0..<4 {
            result.attachments[attachment].pixels[4 * to + channel] +=
              share * attachments[attachment].pixels[4 * from + channel]
          }
        }
      }
    }
    return result
  }
}
