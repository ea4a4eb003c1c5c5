import Conversion
import Differentiation
import Frontend
import Rasterizer
import SPIRV
import Testing

@testable import Checking

/// The check against derivatives that are known to be right or wrong.
@Suite struct EngineTests {
  /// Three sites on one value each; a kink and a jump that few pixels see.
  static let shader = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    float wave(vec2 p) { return sin(3.0 * p.x) * cos(2.0 * p.y + p.x); }
    void main() {
      float d = wave(uv);
      float a = dFdx(d);
      float b = fwidth(abs(d) + step(0.5, uv.x));
      vec2 c = dFdy(uv * uv.yx);
      color = vec4(a, b, c);
    }
    """

  static func subject(_ text: String, seeds: SeedSource = .quad) throws -> CheckSubject {
    let input = try Input(path: "test.frag", bytes: Array(text.utf8))
    var options = ConversionOptions()
    options.differentiation.seeds = seeds
    let shader = try LoadedShader(input, conversion: options)
    var subject = CheckSubject(
      path: shader.path, original: shader.original, transformed: shader.transformed, sites: shader.sites)
    subject.seedInputs = shader.seedInputs
    return subject
  }

  static func run(_ subject: CheckSubject, pictures: Bool = false) throws -> CheckResult {
    var options = CheckOptions()
    options.makesPictures = pictures
    return try Checking.check(subject, on: TestStage(), options: options)
  }

  @Test func rightDerivativesPass() throws {
    let result = try Self.run(try Self.subject(Self.shader))
    #expect(result.check.sites.map(\.verdict) == [.passed, .passed, .passed], "\(result.check.text)")
    for site in result.check.sites {
      let analytic = try #require(site.analytic)
      let quad = try #require(site.quad)
      #expect(analytic.worst < 1e-5)
      #expect(site.pixels.executed == 32 * 32)
      #expect(site.pixels.compared > 32 * 32 * 9 / 10)
      // Quads are off by the curvature: the figures must show it.
      #expect(quad.median > 100 * analytic.median && quad.median > 1e-3)
    }
  }

  /// What is done to the instruction of a site.
  enum Damage: String, CaseIterable {
    case zero, twice, negated, quad
  }

  @Test(arguments: Damage.allCases, 0..<3)
  func wrongDerivativeFailsWithItsName(damage: Damage, site: Int) throws {
    var subject = try Self.subject(Self.shader)
    subject.transformed = try damaged(subject, site: site, damage)
    let result = try Self.run(subject)
    for (index, other) in result.check.sites.enumerated() {
      #expect(other.verdict == (index == site ? .failed : .passed), "\(damage) \(site): \(result.check.text)")
    }
    let line = [7, 8, 9][site]
    #expect(result.check.text.contains("test.frag:\(line): \(subject.sites[site].name) failed: "))
    if damage == .zero { #expect(result.check.sites[site].analytic?.median == 1) }
    #expect(!result.check.isPassed)
  }

  /// The transformed module with one site's instruction replaced.
  private func damaged(_ subject: CheckSubject, site: Int, _ damage: Damage) throws -> Module {
    let report = subject.sites[site]
    let operand = try #require(siteOperand(subject.original, report.result))
    let kind = try #require(subject.original.instruction(of: report.result))
    return subject.transformed.replacing(report.result) { instruction, type, free in
      let result = report.result
      switch damage {
      case .zero:
        return [
          instruction.renamed(report.result, free), .plain(.fSub, type: type, result: result, [free, free]),
        ]
      case .twice:
        return [
          instruction.renamed(report.result, free), .plain(.fAdd, type: type, result: result, [free, free]),
        ]
      case .negated:
        return [
          instruction.renamed(report.result, free), .plain(.fNegate, type: type, result: result, [free]),
        ]
      case .quad: return [.plain(kind.op, type: type, result: result, [operand])]
      }
    }
  }

  private func siteOperand(_ module: Module, _ result: ValueID) -> ValueID? {
    let glsl = ModuleIndex(module).glsl
    return module.instruction(of: result)?.operation(glsl: glsl).siteOperand
  }

  @Test func unprovenSiteFails() throws {
    // Steeper than any stencil can follow, with a jump in every step.
    let subject = try Self.subject(
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(dFdx(fract(uv.x * 1e9) + uv.x)); }
      """)
    let site = try #require(try Self.run(subject).check.sites.first)
    #expect(site.verdict == .unproven)
    #expect(site.pixels.compared < site.pixels.executed / 2)
    #expect(site.reason?.contains("have a reference") == true)
  }

  @Test func siteThatNeverRunsIsUnproven() throws {
    var subject = try Self.subject(
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() {
        color = vec4(0.0);
        if (uv.x > 1e6) color = vec4(dFdx(uv.x * uv.y));
      }
      """)
    let site = try #require(try Self.run(subject).check.sites.first)
    #expect(site.verdict == .unproven)
    #expect(site.reason == "it is executed nowhere in this scene")
    subject.allowance = { line in .init(unproven: line == 6 ? "only far away" : nil) }
    let accepted = try #require(try Self.run(subject).check.sites.first)
    #expect(accepted.verdict == .accepted)
    #expect(accepted.reason?.hasSuffix("only far away") == true)
  }

  /// A hash of a sine is another function in float: its derivative is reported, but not judged.
  @Test func floatOfAnotherFunctionIsNotJudged() throws {
    let site = try #require(
      try Self.run(
        try Self.subject(
          """
          #version 450
          layout(location = 0) in vec2 uv;
          layout(location = 0) out vec4 color;
          void main() { color = vec4(dFdx(sin(dot(uv, vec2(12.9898, 78.233)) * 300.0 + 1e6))); }
          """)
      ).check.sites.first)
    #expect(site.verdict == .passed)
    #expect(site.floatElsewhere > site.pixels.compared / 2)
    #expect((site.analyticFloat?.worst ?? 1) > 1e-3 && (site.analytic?.worst ?? 1) < 1e-4)
  }

  @Test func keptSiteIsToldNotJudged() throws {
    let subject = try Self.subject(
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(fwidth(floor(uv.x * 8.0))); }
      """)
    let result = try Self.run(subject)
    #expect(result.check.sites.map(\.verdict) == [.kept])
    #expect(result.check.isPassed)
    #expect(result.check.sites.first?.reason?.contains("quad operation") == true)
  }

  /// A kept site that depends on another one changes nothing for that one; only a judged one needs a wider
  /// stencil.
  @Test func derivativesNest() throws {
    let subject = try Self.subject(
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      float slope(vec2 p) { return dFdx(sin(2.0 * p.x + p.y * p.x)); }
      void main() {
        vec2 lines[2];
        lines[1] = vec2(slope(uv), 1.0);
        color = vec4(dFdy(lines[1].x * uv.y), fwidth(uv.x), 0.0, 1.0);
      }
      """)
    let result = try Self.run(subject)
    #expect(result.check.sites.map(\.verdict) == [.passed, .passed, .passed], "\(result.check.text)")
    let depths = DerivativeDepth.of(Set(subject.sites.map(\.result)), in: subject.original)
    #expect(subject.sites.map { depths[$0.result] } == [2, 1, 1])
  }

  /// Stencils have lanes for two: what nests deeper is said to have no reference, and the rest is judged.
  @Test func thirdOrderHasNoReference() throws {
    let result = try Self.run(
      try Self.subject(
        """
        #version 450
        layout(location = 0) in vec2 uv;
        layout(location = 0) out vec4 color;
        void main() {
          float a = dFdx(sin(2.0 * uv.x + uv.y * uv.x));
          float b = dFdy(a);
          color = vec4(fwidth(b), fwidth(a), dFdx(uv.x), 1.0);
        }
        """))
    #expect(
      result.check.sites.map(\.verdict) == [.passed, .passed, .accepted, .passed, .passed],
      "\(result.check.text)")
    #expect(result.check.sites[2].reason?.contains("deeper than 2") == true)
  }

  @Test func executionsAreComparedOneByOne() throws {
    let result = try Self.run(
      try Self.subject(
        """
        #version 450
        layout(location = 0) in vec2 uv;
        layout(location = 0) out vec4 color;
        float octave(vec2 p) { return fwidth(sin(p.x) * p.y); }
        void main() {
          float sum = octave(uv);
          vec2 p = uv;
          for (int i = 0; i < 3; i++) { p *= 1.7; sum += octave(p); }
          color = vec4(sum);
        }
        """))
    #expect(result.check.sites.map(\.verdict) == [.passed], "\(result.check.text)")
    #expect(result.check.sites.first?.pixels.executed == 32 * 32)
  }

  @Test func endlessLoopIsEndedAndTold() throws {
    let subject = try Self.subject(
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      void main() {
        float sum = 0.0;
        while (sum >= 0.0) sum += uv.x * uv.x;
        color = vec4(dFdx(uv.x * uv.y) + sum);
      }
      """)
    var options = CheckOptions()
    options.iterationLimit = 50
    let result = try Checking.check(subject, on: TestStage(width: 8, height: 8), options: options)
    #expect(result.check.diagnostics == ["a loop was ended after 50 iterations"])
  }
}

extension Module {
  /// The instruction of a result.
  fileprivate func instruction(of result: ValueID) -> Instruction? {
    functions.lazy.flatMap(\.blocks).flatMap(\.instructions).first { $0.result == result }
  }

  /// The module with the instruction of a result replaced; the closure gets it, its type and a fresh id.
  fileprivate func replacing(
    _ result: ValueID, by make: (Instruction, TypeID, ValueID) -> [Instruction]
  ) -> Module {
    var copy = self
    let free = ValueID(header.bound)
    copy.header.bound += 1
    for function in functions.indices {
      for block in functions[function].blocks.indices {
        copy.functions[function].blocks[block].instructions = InstructionList(
          functions[function].blocks[block].instructions.flatMap { instruction in
            guard instruction.result == result, let type = instruction.resultType else {
              return [instruction]
            }
            return make(instruction, type, free)
          })
      }
    }
    return copy
  }
}

extension Instruction {
  /// The instruction under another result.
  fileprivate func renamed(_ result: ValueID, _ other: ValueID) -> Instruction {
    mappingIDs { $0 == result.rawValue ? other.rawValue : $0 } ?? self
  }
}
