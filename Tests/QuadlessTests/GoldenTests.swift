import Conversion
import Foundation
import Testing

/// Our own shaders, converted, as recorded: Tests/Goldens/NAME.glsl holds the GLSL, NAME.sites what
/// `--print-sites` says. Changes are read in `git diff` after recording anew with RECORD=1.
@Suite struct GoldenTests {
  @Test(arguments: Repository.shaders)
  func shaderConvertsAsRecorded(name: String) throws {
    var options = ConversionOptions()
    options.output = .glsl
    options.verifiesEach = true
    let conversion = try convert(try Repository.input(name), options: options)
    let stem = String(name.dropLast(".frag".count))
    try compare(String(decoding: conversion.bytes, as: UTF8.self), with: stem + ".glsl")
    try compare(conversion.siteList(path: name), with: stem + ".sites")
  }

  @Test func everyGoldenHasItsShader() throws {
    let goldens = try FileManager.default.contentsOfDirectory(atPath: Repository.goldens.path)
    let stems = Set(Repository.shaders.map { $0.dropLast(".frag".count) })
    for golden in goldens where !golden.hasSuffix(".observed") {
      #expect(stems.contains(golden.prefix { $0 != "." }), "\(golden) is the golden of no shader")
    }
  }

  private func compare(_ observed: String, with golden: String) throws {
    let url = Repository.goldens.appendingPathComponent(golden)
    let observation = Repository.goldens.appendingPathComponent(golden + ".observed")
    try? FileManager.default.removeItem(at: observation)
    if Recording.isOn {
      try FileManager.default.createDirectory(at: Repository.goldens, withIntermediateDirectories: true)
      try Data(observed.utf8).write(to: url)
      return
    }
    let recorded = try? String(contentsOf: url, encoding: .utf8)
    if recorded == observed { return }
    try Data(observed.utf8).write(to: observation)
    Issue.record("\(golden) \(recorded == nil ? "is missing" : "differs"): see \(golden).observed")
  }
}

private enum Recording {
  static let isOn = ProcessInfo.processInfo.environment["RECORD"] == "1"
}
