import Conversion
import Frontend

/// How a case's shader is converted.
struct Way: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// Whether it is optimized.
  let optimizes: Bool
  /// Whether it is written as GLSL, which is then compiled again.
  let throughGLSL: Bool

  /// Plain SPIR-V first.
  static let allCases = [false, true].flatMap { throughGLSL in
    [false, true].map { Way(optimizes: $0, throughGLSL: throughGLSL) }
  }

  /// As the command would be told.
  var description: String { "--emit \(throughGLSL ? "glsl" : "spv")" + (optimizes ? " -O" : "") }
}

extension DerivateCase {
  private static let compilation = CompileOptions(targetEnvironment: .vulkan1_1)

  private static func compiled(_ text: String) throws -> [UInt32] {
    try compile(Source(path: "case.frag", text: text), options: compilation).words
  }

  /// The shader as written: its derivatives are differences in quads.
  func original() throws -> [UInt32] { try Self.compiled(source) }

  /// The shader with analytic derivatives.
  ///
  /// - Parameter adjust: changes the GLSL that is written.
  /// - Throws: an error also where a site was kept, which would compare a quad's difference.
  func converted(_ way: Way, adjust: (String) -> String = { $0 }) throws -> [UInt32] {
    var options = ConversionOptions()
    options.compilation = Self.compilation
    options.optimizes = way.optimizes
    options.output = way.throughGLSL ? .glsl : .spv
    let conversion = try convert(Input(path: "case.frag", bytes: Array(source.utf8)), options: options)
    let isWhole = conversion.sites.allSatisfy { if case .kept = $0.outcome { false } else { true } }
    guard isWhole, !conversion.sites.isEmpty else {
      throw NotConverted(sites: conversion.siteList(path: name))
    }
    if way.throughGLSL { return try Self.compiled(adjust(String(decoding: conversion.bytes, as: UTF8.self))) }
    return conversion.bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
  }

  /// A site of a case was not converted.
  struct NotConverted: Error {
    /// The list of sites.
    let sites: String
  }
}
