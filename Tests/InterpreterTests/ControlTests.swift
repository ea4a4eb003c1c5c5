import Interpreter
import SPIRV
import Testing

@Suite struct ControlTests {
  private let declarations = """
    struct Pair { float a; vec2 b[2]; };
    float total(int count) {
      float sum = 0.0;
      for (int k = 1; k <= count; k++) {
        if (k == 4) continue;
        if (k > 8) break;
        sum += float(k);
      }
      return sum;
    }
    void twice(inout float a, in float b, out float c) { c = a + b; a *= 2.0; }
    float pointers(float a) { Pair p; p.b[1] = vec2(a); float c; twice(p.b[1].y, 1.0, c); return p.b[1].y * 10.0 + c; }
    float chosen(int k) {
      float r = 0.0;
      switch (k) {
        case 1: r += 1.0;
        case 2: r += 10.0; break;
        case 3: return -1.0;
        default: r = 5.0;
      }
      return r;
    }
    float global = 4.0;
    const float table[4] = float[](1.0, 2.0, 4.0, 8.0);
    float early(float a) { if (a > 0.0) { if (a > 1.0) return 2.0; return 1.0; } return 0.0; }
    float both(bool a, bool b) { return a && b ? 3.0 : a || b ? 2.0 : 1.0; }
    """

  @Test(arguments: [false, true]) func controlFlowAndMemory(optimized: Bool) throws {
    let rows: [(String, Double)] = [
      ("total(5)", 11), ("total(20)", 32), ("pointers(3.0)", 64), ("chosen(1)", 11), ("chosen(2)", 10),
      ("chosen(i)", -1), ("chosen(9)", 5), ("(global += x) * 0.0 + global", 6), ("table[i]", 8),
      ("early(x)", 2), ("early(0.5)", 1), ("both(x > 1.0, x > 3.0)", 2),
      ("Pair(x, vec2[](vec2(1), vec2(2))).b[1].x", 2),
    ]
    let (values, run) = try evaluate(
      rows.map(\.0), declarations: declarations, constants: ["x": 2, "i": 3], optimized: optimized)
    for (row, value) in zip(rows, values) { #expect(value.centre == [row.1], "\(row.0)") }
    #expect(!run.isDiverged && !run.isDiscarded)
  }

  @Test func discard() throws {
    let (_, killed) = try evaluate(["x"], declarations: "", constants: ["x": 1])
    #expect(!killed.isDiscarded)
    let declarations = "float stop(float a) { if (a > 0.5) discard; return a; }"
    #expect(try evaluate(["stop(x)"], declarations: declarations, constants: ["x": 1]).run.isDiscarded)
    #expect(try !evaluate(["stop(x)"], declarations: declarations, constants: ["x": 0]).run.isDiscarded)
  }

  @Test func endlessLoopIsAnError() {
    let declarations = "float spin(float a) { while (a < 2.0) a *= 1.0; return a; }"
    #expect(throws: InterpreterError.tooLong(200_000)) {
      _ = try evaluate(["spin(x)"], declarations: declarations, constants: ["x": 1])
    }
  }

  @Test func unknownInstructionIsNamed() throws {
    let text = """
      OpCapability Shader
      OpCapability GroupNonUniform
      OpMemoryModel Logical GLSL450
      OpEntryPoint Fragment %1 "main"
      OpExecutionMode %1 OriginUpperLeft
      %2 = OpTypeVoid
      %3 = OpTypeFunction %2
      %4 = OpTypeBool
      %5 = OpTypeInt 32 0
      %6 = OpConstant %5 3
      %1 = OpFunction %2 None %3
      %7 = OpLabel
      %8 = OpGroupNonUniformElect %4 %6
      OpReturn
      OpFunctionEnd
      """
    let program = try Program(Module(words: SPIRVTools.assemble(text)))
    #expect(throws: InterpreterError.unsupported("OpGroupNonUniformElect")) {
      _ = try program.run(at: Position(0.5, 0.5))
    }
  }

  @Test func specializationConstants() throws {
    let source = """
      #version 450
      layout(constant_id = 7) const int count = 3;
      layout(constant_id = 8) const bool on = true;
      layout(location = 0) out float result;
      void main() { result = on ? float(count * 2 + 1) : 0.0; }
      """
    let program = try Program(compile(source))
    #expect(try program.run(at: Position(0, 0))["result"]?.centre == [7])
    var options = RunOptions()
    options.specialization = [7: 10]
    #expect(try program.run(at: Position(0, 0), options: options)["result"]?.centre == [21])
    options.specialization = [8: 0]
    #expect(try program.run(at: Position(0, 0), options: options)["result"]?.centre == [0])
  }

  /// The optimizer turns memory into SSA form; both must compute the same.
  @Test func ownShadersAgreeWithTheirOptimizedForm() throws {
    for shader in try ownShaders() {
      let module = try compile(shader.source, environment: shader.environment)
      let optimized = try Module(words: SPIRVTools.optimize(module.words, environment: .universal))
      let runs = try [module, optimized].map { try Program($0).run(at: Position(20.5, 31.5)) }
      #expect(runs[0].isDiscarded == runs[1].isDiscarded, "\(shader.name)")
      #expect(runs[0].samples.count >= runs[1].samples.count, "\(shader.name)")
      if runs[0].isDiscarded { continue }
      for (a, b) in zip(runs[0].outputs, runs[1].outputs) {
        for (a, b) in zip(a.value.centre, b.value.centre) {
          // -O may fold in 32 bits what the interpreter computes in 64.
          #expect(
            a.isNaN && b.isNaN || abs(a - b) <= 2e-5 * max(1, abs(a)), "\(shader.name): \(a), optimized \(b)")
        }
      }
    }
  }
}
