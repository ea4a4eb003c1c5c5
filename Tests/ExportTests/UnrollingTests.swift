import Conversion
import Foundation
import Lowering
import SPIRV
import Testing

/// Which loops code for one lane is free of: short ones whose rounds are known.
@Suite struct UnrollingTests {
  /// Neither is a loop around what was unrolled, where all rounds of both would be too much.
  @Test func roundsOfLoopsInLoopsCountTogether() throws {
    for optimizes in [false, true] {
      let loops = "for (int i = 0; i < 40; i++) for (int j = 0; j < 40; j++)"
      #expect(try 2...40 ~= sines(in: loops, optimizes: optimizes), "-O \(optimizes)")
    }
  }

  /// How often code holds the call that a sine of a large argument is.
  private func sines(in loop: String, lanes: Int = 1, optimizes: Bool) throws -> Int {
    let text = """
      #version 450
      layout(location = 0) in float x;
      layout(location = 0) out float color;
      layout(push_constant) uniform Block { int count; };
      void main() {
        float sum = x;
        \(loop) sum = sin(sum * 1.5) + x;
        color = sum;
      }
      """
    var options = ConversionOptions()
    options.differentiation.seeds = .explicit
    options.optimizes = optimizes
    let conversion = try convert(Input(path: "loop.frag", bytes: Array(text.utf8)), options: options)
    let code = try NativeCode(
      try Module(words: conversion.converted), lanes: lanes,
      options: NativeOptions(functionName: "shade", processor: try #require(TargetProcessor.all.first)))
    let lines = String(decoding: try code.code(.llvm), as: UTF8.self).split(separator: "\n")
    return lines.count { $0.contains("call") && $0.contains("@quadless.sin.large") }
  }

  @Test(arguments: [
    ("for (int i = 0; i < 5; i++)", 5), ("for (int i = 1; i <= 12; i++)", 12),
    ("for (int i = 9; i > 0; i -= 2)", 5), ("for (int i = 0; i != 6; i += 2)", 3),
    ("for (uint i = 3u; i < 8u; i++)", 5), ("for (int i = -2; i < 3; ++i)", 5),
    ("for (int i = 0; i < 3; i++) for (int j = 0; j < 2; j++)", 6),
  ])
  func shortLoopsAreUnrolled(loop: String, rounds: Int) throws {
    for optimizes in [false, true] {
      #expect(try sines(in: loop, optimizes: optimizes) == rounds, "\(loop), -O \(optimizes)")
    }
  }

  @Test(arguments: [
    "for (int i = 0; i < 1000; i++)", "for (int i = 0; i < count; i++)", "for (int i = count; i < 5; i++)",
    "for (int i = 0; i < 5; i += count)", "for (int i = 0; i < 4; i++) for (int j = 0; j < 70; j++)",
  ])
  func othersAreNot(loop: String) throws {
    for optimizes in [false, true] {
      #expect(try sines(in: loop, optimizes: optimizes) <= 2, "\(loop), -O \(optimizes)")
    }
  }
}
