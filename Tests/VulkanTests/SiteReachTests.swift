import Conversion
import Differentiation
import Frontend
import SPIRV
import Testing

@testable import DriverChecking

/// What sites feed, component by component.
@Suite struct SiteReachTests {
  /// What feeds the components of each output, by the order of the outputs, and whether a fragment is drawn.
  private func reach(_ declarations: String, _ body: String) throws -> (
    outputs: [[Feeding]], coverage: Feeding, unwritten: [Set<Int>]
  ) {
    let words = try compileFragment(
      """
      #version 450
      layout(location = 0) in vec2 uv;
      layout(location = 0) out vec4 color;
      layout(location = 1) out vec4 other;
      layout(binding = 0) uniform sampler2D image;
      \(declarations)
      void main() { \(body) }
      """)
    let module = try Module(words: words)
    let index = ModuleIndex(module)
    var sources: [ValueID: Feeding] = [:]
    for instruction in module.functions.lazy.flatMap(\.blocks).flatMap(\.instructions)
    where instruction.op.isSite {
      guard let result = instruction.result else { continue }
      sources[result] = instruction.op.isDerivative ? .derivatives : .samples
    }
    let entry = try #require(index.entryPoints.first?.function)
    let reach = SiteReach(module, index, entryPoint: entry, sources: sources)
    #expect(!reach.isGivenUp)
    let outputs = index.globals.filter { $0.storage == .output }.sorted {
      (index.names[$0.id.rawValue] ?? "") < (index.names[$1.id.rawValue] ?? "")
    }
    return (
      outputs.map { reach.outputs[$0.id] ?? [] }, reach.coverage,
      outputs.map { reach.unwritten[$0.id] ?? [] }
    )
  }

  private let none = [Feeding](repeating: [], count: 4)

  @Test func componentsApart() throws {
    let found = try reach("", "color = vec4(fwidth(uv.x), uv, texture(image, uv).r); other = vec4(1.0);")
    #expect(found.outputs == [[.derivatives, [], [], .samples], none])
    #expect(found.coverage == [])
  }

  /// A variable that is written again is clean again.
  @Test func memoryInOrder() throws {
    let found = try reach(
      "", "vec2 v = dFdx(uv); color = vec4(v, 0, 0); v = uv; other = vec4(v, 0, 0); other.w = fwidth(uv.x);")
    #expect(found.outputs == [[.derivatives, .derivatives, [], []], [[], [], [], .derivatives]])
  }

  /// Outputs that are read again, written in part before: on one way their first component, on another their third.
  @Test func outputsInParts() throws {
    let found = try reach(
      "",
      """
      if (uv.x > 0.5) color.r = texture(image, uv).r; else color.b = fwidth(uv.x);
      other = color * 2.0;
      color = vec4(color.bgr, 1.0);
      """)
    #expect(found.outputs == [[.derivatives, [], .samples, []], [.samples, [], .derivatives, []]])
  }

  /// What no statement writes is undefined, and not compared.
  @Test func unwrittenOutputs() throws {
    let found = try reach("", "color.rb = uv; if (uv.x > 0.5) color.g = 1.0;")
    #expect(found.unwritten == [[3], [0, 1, 2, 3]])
  }

  @Test func throughBranches() throws {
    let found = try reach(
      "", "color = vec4(0.0); if (fwidth(uv.x) > 0.1) color.g = 1.0; other = vec4(uv, color.r, color.g);")
    #expect(found.outputs == [[[], .derivatives, [], []], [[], [], [], .derivatives]])
  }

  @Test func throughLoops() throws {
    let found = try reach(
      "",
      """
      float sum = 0.0; int count = int(fwidth(uv.x) * 100.0);
      for (int i = 0; i < count; i++) sum += uv.x;
      color = vec4(sum); other = vec4(uv, 0.0, 1.0);
      """)
    #expect(found.outputs == [[Feeding](repeating: .derivatives, count: 4), none])
  }

  @Test func throughFunctionsAndPointers() throws {
    let found = try reach(
      """
      float twice(float x) { return x * 2.0; }
      void put(out float a, float b) { a = b; }
      """,
      """
      float a, b; put(a, fwidth(uv.x)); put(b, uv.y);
      color = vec4(twice(a), twice(b), a, b); other = vec4(0.0);
      """)
    #expect(found.outputs == [[.derivatives, [], .derivatives, []], none])
  }

  /// An array's elements are one.
  @Test func arraysAreOne() throws {
    let found = try reach(
      "", "float a[3]; a[0] = dFdx(uv.x); a[1] = uv.x; color = vec4(a[1], uv, 1.0); other = vec4(0.0);")
    #expect(found.outputs == [[.derivatives, [], [], []], none])
  }

  @Test func discards() throws {
    let found = try reach(
      "", "if (texture(image, uv).a < 0.5) discard; color = vec4(uv, 0, 0); other = color;")
    #expect(found.outputs == [none, none])
    #expect(found.coverage == .samples)
  }

  /// What a callee gives back early hangs on why.
  @Test func earlyReturns() throws {
    let found = try reach(
      "float f(float x) { if (dFdx(x) > 0.0) return 1.0; return 2.0; }",
      "color = vec4(f(uv.x), uv, 1.0); other = vec4(0.0);")
    #expect(found.outputs == [[.derivatives, [], [], []], none])
  }
}
