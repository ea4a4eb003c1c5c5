import Conversion
import Differentiation
import Frontend
import Glibc
import Testing
import VulkanWitness

/// A shader of the folder Shaders, as written and converted, with what Shaders/inputs.glsl says it is fed.
///
/// Its attachments are the values, the derivatives by x, those by y, and the regions.
struct ShaderCase: Sendable, CustomTestStringConvertible {
  /// The images' width and height.
  static let size = 256

  /// The file's name without its suffix.
  let name: String

  /// The name, as test reports show it.
  var testDescription: String { name }

  /// All of them, in the order of their names.
  static let all: [ShaderCase] = {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let file = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if file.hasSuffix(".frag") { names.append(String(file.dropLast(5))) }
    }
    return names.sorted().map { ShaderCase(name: $0) }
  }()

  private static let folder = String(#filePath.dropLast("ShaderCase.swift".count)) + "Shaders"

  private var source: Source {
    get throws { try Source(readingFrom: "\(Self.folder)/\(name).frag") }
  }

  private static let compilation = CompileOptions(targetEnvironment: .vulkan1_1)

  /// The shader as written: its derivatives are the hardware's fine differences.
  func original() throws -> [UInt32] {
    try compile(source, options: Self.compilation).words
  }

  /// The shader converted: its derivatives are analytic.
  ///
  /// - Throws: an error also where a site was kept, which would compare the hardware with itself.
  func converted() throws -> [UInt32] {
    var options = ConversionOptions()
    options.compilation = Self.compilation
    let source = try source
    let conversion = try convert(Input(path: source.path, bytes: Array(source.text.utf8)), options: options)
    guard conversion.sites.count >= 2,
      conversion.sites.allSatisfy({ [.tangent, .zero].contains($0.outcome) })
    else { throw KeptSite(report: conversion.siteList(path: name)) }
    return conversion.bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
  }

  /// A site of a shader was not converted.
  struct KeptSite: Error {
    /// The list of sites.
    let report: String
  }

  /// A drawing of the shader, as written or converted, on a triangle.
  static func drawing(_ fragment: [UInt32], on triangle: CoveringTriangle) -> Drawing {
    var drawing = Drawing(fragment: fragment, width: size, height: size)
    drawing.attachments = 4
    drawing.triangle = triangle
    drawing.varyings = [
      Varying(location: 0, origin: [0, 0], right: [1, 0], down: [0, 1]),
      Varying(location: 1, origin: [-0.6, -0.6, 1], right: [1.2, 0, 0], down: [0, 1.2, 0]),
      Varying(location: 2, origin: [-1, -1], right: [2, 0], down: [0, 2]),
      Varying(location: 3, corners: [[5, -3], [5, -3], [5, -3]] as [[Int32]]),
    ]
    drawing.pushConstants = bytes([0.7, 3]) + withUnsafeBytes(of: Int32(4)) { Array($0) }
    let lights: [Float] = [
      0.5, 0.25, -0.3, 1, -0.6, 0.4, 0.2, 0.8, 0.1, -0.7, 0.5, 1.2, -0.3, -0.2, -0.1, 0.6,
    ]
    drawing.buffers = [BoundBuffer(binding: 0, bytes: bytes(lights))]
    return drawing
  }
}

/// A triangle that the shaders are drawn on.
enum TestTriangle: String, CaseIterable, Sendable {
  case flat, perspective

  /// The triangle.
  var triangle: CoveringTriangle {
    switch self {
    case .flat: .flat
    case .perspective: .perspective
    }
  }
}
