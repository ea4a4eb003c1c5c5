import Foundation
import Interpreter
import SPIRV
import Testing

@Suite struct DerivativeTests {
  private let place = Position(20.5, 31.5)

  @Test func polynomialsAreExact() throws {
    let (values, run) = try evaluate(
      [
        "dFdx(gl_FragCoord.x * gl_FragCoord.x)", "dFdyFine(gl_FragCoord.y * gl_FragCoord.x)",
        "fwidthCoarse(gl_FragCoord.x - gl_FragCoord.y * 2.0)", "dFdx(x)",
      ], at: place)
    #expect(values.map { $0.centre[0] } == [41, 20.5, 3, 0])
    #expect(run.derivatives.map(\.reference) == [[41], [20.5], [3], [0]])
    #expect(run.derivatives.map(\.kind) == [.dx, .dy, .width, .dx])
  }

  @Test func errorShrinksWithTheStep() throws {
    let exact = 0.3 * cos(0.3 * 20.5)
    let errors = try [1.0 / 16, 1.0 / 64, 1.0 / 256].map { step in
      let stencil = Stencil(step: step)
      let (values, _) = try evaluate(
        ["dFdx(sin(gl_FragCoord.x * x))"], constants: ["x": 0.3], stencil: stencil)
      return abs(values[0].centre[0] - exact)
    }
    #expect(errors[0] > 10 * errors[1] && errors[1] > 10 * errors[2])
  }

  /// Invariant of the synthetic inputs: DESIGN.md's seed formula is exact for them.
  @Test(arguments: [1, 2, 3] as [UInt64]) func perspectiveFormula(seed: UInt64) throws {
    let source = """
      #version 450
      layout(location = 0) in vec4 v;
      layout(location = 1) noperspective in vec2 n;
      layout(location = 2) flat in vec2 f;
      layout(location = 0) out vec4 plain;
      layout(location = 1) out vec4 formula;
      layout(location = 2) out vec4 flats;
      void main() {
        float w = gl_FragCoord.w;
        plain = dFdx(v);
        formula = (dFdx(v * w) - v * dFdx(w)) / w;
        flats = vec4(dFdy(f), dFdx(dFdx(n)));
      }
      """
    var options = RunOptions()
    options.stencil = Stencil(order: 2)
    options.inputs = { SyntheticInputs(seed: seed).input($0, at: $1) }
    let run = try Program(compile(source)).run(at: place, options: options)
    let pairs = zip(run["plain"]?.centre ?? [], run["formula"]?.centre ?? [])
    for (plain, formula) in pairs { #expect(abs(plain - formula) < 1e-8, "seed \(seed)") }
    #expect(run["flats"]?.centre.allSatisfy { abs($0) < 1e-9 } == true)
    #expect(run["plain"]?.centre.allSatisfy { abs($0) > 1e-6 } == true)
  }

  @Test func nestedDerivativesNeedTheOrder() throws {
    let nested = ["dFdx(dFdx(gl_FragCoord.x * gl_FragCoord.x * gl_FragCoord.y))"]
    let deep = try evaluate(nested, at: place, stencil: Stencil(order: 2))
    #expect(deep.values[0].centre == [63])
    #expect(deep.run.derivatives.map { $0.reference[0] != nil } == [true, true])
    let shallow = try evaluate(nested, at: place)
    #expect(shallow.run.derivatives.map { $0.reference[0] != nil } == [true, false])
    let mixed = try evaluate(
      ["dFdy(dFdx(gl_FragCoord.x * gl_FragCoord.y * dFdx(gl_FragCoord.x)))"], at: place,
      stencil: Stencil(order: 3))
    #expect(mixed.values[0].centre == [1])
  }

  @Test func jumpsGiveNoReference() throws {
    let shapes = [
      "floor(P)", "fract(P)", "abs(P - 20.0)", "step(20.0, P)", "max(P, 20.0)", "mod(P, 5.0)",
      "float(int(P))", "P > 20.0 ? P : 2.0 * P", "clamp(P, 0.0, 20.0)", "sqrt(max(P - 20.0, 0.0))",
      "branch(P)", "table[int(P) % 3]", "uintBitsToFloat(floatBitsToUint(P))",
    ]
    let declarations = """
      const float table[3] = float[](1.0, 2.0, 4.0);
      float branch(float p) { if (p > 20.0) return p * 2.0; else return p; }
      """
    let expressions = shapes.map { "dFdx(\($0.replacing("P", with: "gl_FragCoord.x")))" }
    for (shape, expression) in zip(shapes, expressions) {
      let at = try [20.0, 20.3].map { x in
        try evaluate([expression], declarations: declarations, at: Position(x, 3)).run.derivatives[0]
          .reference
      }
      #expect(at[0] == [nil], "\(shape) across its jump")
      // Bits jump everywhere.
      #expect((at[1][0] != nil) == !shape.contains("Bits"), "\(shape) beside its jump")
    }
  }

  @Test func divergenceTaintsWhatFollows() throws {
    let declarations = """
      float cell = 1.0;
      float follow(float p) { float before = dFdx(p); if (p > 20.0) cell = 2.0; return before + dFdx(p); }
      """
    let across = try evaluate(
      ["follow(gl_FragCoord.x)", "cell"], declarations: declarations, at: Position(20, 3))
    #expect(across.run.isDiverged)
    #expect(across.run.derivatives.map { $0.reference[0] != nil } == [true, false])
    #expect(across.values[1].isTainted)
    let beside = try evaluate(
      ["follow(gl_FragCoord.x)", "cell"], declarations: declarations, at: Position(20.5, 3))
    #expect(!beside.run.isDiverged && !beside.values[1].isTainted)
  }

  @Test func interpolationFunctions() throws {
    let source = """
      #version 450
      layout(location = 0) in vec4 v;
      layout(location = 0) out vec3 result;
      void main() {
        result = vec3(interpolateAtOffset(v, vec2(0.25, -0.125)).y, interpolateAtCentroid(v.y),
          dFdx(interpolateAtOffset(v.y, vec2(gl_FragCoord.x, 0.0))));
      }
      """
    let run = try Program(compile(source)).run(at: place)
    let scalar = InterfaceScalar(name: "v", location: 0, path: [1])
    let inputs = SyntheticInputs()
    let result = run["result"]?.centre ?? []
    #expect(result[0] == inputs.input(scalar, at: Position(20.75, 31.375)))
    #expect(result[1] == inputs.input(scalar, at: place))
    // The offset moves along with the pixel: the chain rule counts x twice.
    let h = 1e-4
    let slope =
      (inputs.input(scalar, at: Position(41 + h, 31.5)) - inputs.input(scalar, at: Position(41 - h, 31.5)))
      / (2 * h)
    #expect(abs(result[2] - 2 * slope) < 1e-6)
  }

  @Test func tracesEveryExecution() throws {
    let declarations =
      "float f(float a) { float s = 0.0; for (int k = 0; k < 3; k++) s += a * float(k); return s; }"
    let source = """
      #version 450
      layout(location = 0) out float result;
      \(declarations)
      void main() { result = f(gl_FragCoord.x); }
      """
    let module = try compile(source)
    let multiply = try #require(
      module.functions.flatMap(\.blocks).flatMap(\.instructions).first { $0.op == .fMul }?.result)
    var options = RunOptions()
    options.trace = [multiply]
    let run = try Program(module).run(at: place, options: options)
    #expect(run.traces[multiply]?.map(\.centre) == [[0], [20.5], [41]])
  }
}
