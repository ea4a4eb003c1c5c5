import Interpreter
import LaneHost
import Lowering
import SPIRV
import ShaderGenerator
import Testing

/// What a compiled shader says of what it reads and writes, and that it stays inside of it.
struct InterfaceTests {
  @Test func inputsHaveLocationsComponentsAndInterpolation() throws {
    let text = """
      #version 450
      layout(location = 0) in vec2 a;
      layout(location = 1, component = 2) noperspective centroid in vec2 b;
      layout(location = 2) flat in int c[2];
      layout(location = 4) sample in mat2 d;
      layout(location = 6) in Block { vec4 e; layout(location = 9) float f; } block;
      layout(location = 1) out vec3 o;
      void main() { o = vec3(a, b.x) + float(c[1]) + d[1][0] + block.e.x + block.f + gl_FragCoord.x; }
      """
    let shader = try CompiledShader(try module(text))
    func slot(_ name: String, _ path: [Int]) throws -> InterfaceSlot {
      try #require(shader.interface.inputs.first { $0.name == name && $0.path == path })
    }
    #expect(try slot("a", [1]).location == 0)
    #expect(try slot("a", [1]).component == 1)
    #expect(try slot("b", [0]).component == 2)
    #expect(try slot("b", [0]).interpolation == .noPerspective)
    #expect(try slot("b", [0]).place == .centroid)
    #expect(try slot("c", [1]).location == 3)
    #expect(try slot("c", [1]).kind == .int(width: 32, isSigned: true))
    #expect(try slot("c", [1]).interpolation == .flat)
    #expect(try slot("d", [1, 0]).location == 5)
    #expect(try slot("d", [1, 0]).place == .sample)
    #expect(try slot("block.e", [0, 3]).location == 6)
    #expect(try slot("block.f", [1]).location == 9)
    #expect(try slot("gl_FragCoord", [2]).builtIn == .fragCoord)
    #expect(shader.interface.outputs.map(\.component) == [0, 1, 2])
    #expect(shader.interface.outputs.map(\.location) == [1, 1, 1])
  }

  @Test func looseUniformsHaveInitializers() throws {
    let text = """
      #version 330 core
      struct Light { vec2 at; bool isOn; };
      uniform int count = -300;
      uniform uint mask = 0xfffffff0u;
      uniform mat2 turn = mat2(1.0, 2.0, 3.0, 4.0);
      uniform float weights[3] = float[](0.25, 0.5, 0.125);
      uniform Light light = Light(vec2(5.0, 6.0), true);
      uniform float plain;
      out vec4 o;
      void main() {
        o = vec4(count) + float(mask) + turn[1][0] + weights[count & 1] + light.at.x + float(light.isOn) + plain;
      }
      """
    let resources = try CompiledShader(try module(text)).interface.resources
    func initial(_ name: String) -> [Double]? { resources.first { $0.name == name }?.initialNumbers }
    #expect(initial("count") == [-300])
    #expect(initial("mask")?.map { UInt32(truncatingIfNeeded: Int64($0)) } == [0xffff_fff0])
    #expect(initial("turn") == [1, 2, 3, 4])
    #expect(initial("weights") == [0.25, 0.5, 0.125])
    #expect(initial("light") == [5, 6, 1])
    #expect(resources.contains { $0.name == "plain" } && initial("plain") == nil)
  }

  @Test func resourcesHaveLayouts() throws {
    let text = """
      #version 450
      layout(std140, set = 1, binding = 2) uniform Block { float a; vec3 b; mat3 c; float d[3]; } block;
      layout(set = 0, binding = 3) uniform sampler2DArrayShadow maps[4];
      layout(push_constant) uniform Push { layout(offset = 16) vec2 p; } push;
      layout(location = 0) out vec4 o;
      void main() { o = vec4(block.a + block.d[1], block.b.x + block.c[1][2], push.p.x, texture(maps[1], vec4(0.5))); }
      """
    let resources = try CompiledShader(try module(text)).interface.resources
    let block = try #require(resources.first { $0.name == "block" })
    #expect(block.set == 1 && block.binding == 2)
    let float = ScalarKind.float(width: 32)
    #expect(
      block.kind
        == .uniformBlock(
          .structure([
            .init(name: "a", offset: 0, layout: .scalar(float)),
            .init(name: "b", offset: 16, layout: .vector(float, count: 3)),
            .init(
              name: "c", offset: 32,
              layout: .matrix(float, columns: 3, rows: 3, stride: 16, isRowMajor: false)),
            .init(name: "d", offset: 80, layout: .array(.scalar(float), count: 3, stride: 16)),
          ])))
    let maps = try #require(resources.first { $0.name == "maps" })
    #expect(maps.count == 4)
    guard case .sampledImage(let image) = maps.kind else {
      Issue.record("maps are \(maps.kind)")
      return
    }
    #expect(image.type.isArrayed && image.type.isDepth && image.type.dimension == .twoD)
  }

  @Test func specializationChoosesTheValue() throws {
    let module = try module(
      fragmentShader(
        "color = vec4(size, 0.0, 0.0, 1.0);", declarations: "layout(constant_id = 3) const float size = 2.5;")
    )
    var options = LoweringOptions(lanes: 4)
    options.specialization = [3: UInt64(Float(7).bitPattern)]
    let found = ShaderHost(try CompiledShader(module, options: options), module).run(
      at: stencilPlaces(.init(2, 1)))
    #expect(found.outputs[0] == [7, 7, 7, 7])
  }

  @Test func aShaderWithoutFragmentEntryPointIsRefused() throws {
    var options = LoweringOptions()
    options.entryPoint = "other"
    #expect(throws: LoweringError.noFragmentEntryPoint(named: "other")) {
      try CompiledShader(try module(fragmentShader("color = u;")), options: options)
    }
  }

  @Test func whatIsNotWrittenIsLeftAlone() throws {
    let module = try module(fragmentShader("if (u.x > 0.5) color.y = u.x; else discard;"))
    let host = ShaderHost(try CompiledShader(module, options: LoweringOptions(lanes: 4)), module)
    host.options.inputs = { _, place in place.x }
    let found = host.run(at: [.init(0, 0), .init(1, 0), .init(2, 0), .init(0.1, 0)])
    #expect(found.stored == 0b0110)
    #expect(found.outputs[1] == [0, 1, 2, 0])
  }

  // MARK: Buffers

  @Test func storesGoWhereLanesPointAndNotPastTheEnd() throws {
    let module = try module(
      fragmentShader(
        "int i = int(u.x); store.y[i] = u.x * 10.0; store.x = float(store.y.length()); color = vec4(1.0);",
        declarations: "layout(std430, set = 0, binding = 5) buffer Store { float x; float y[]; } store;"))
    for lanes in [1, 4, 8] {
      let shader = try CompiledShader(module, options: LoweringOptions(lanes: lanes))
      let host = ShaderHost(shader, module)
      host.options.inputs = { _, place in place.x }
      let position = try #require(shader.interface.resources.firstIndex { $0.name == "store" })
      let places = [3.0, 1e6, -5, 2, 4, 5, 6, 1].map { Position($0, 0) }
      let helpers: UInt32 = 0b1000_0000
      let outcomes = stride(from: 0, to: 8, by: lanes).map {
        host.run(at: Array(places[$0..<($0 + lanes)]), helpers: helpers >> UInt32($0))
      }
      func float(_ at: Int) -> Set<Float> {
        Set(
          outcomes.map { outcome in
            Float(
              bitPattern: (0..<4).reversed().reduce(0) {
                $0 << 8 | UInt32(outcome.buffers[position][at * 4 + $1])
              })
          })
      }
      let count = outcomes[0].buffers[position].count / 4 - 1
      #expect(float(0).contains(Float(count)))
      #expect(float(1).contains(-50), "the nearest in bounds")
      #expect(float(count).contains(1e7))
      #expect(float(4).contains(30))
      #expect(!float(2).contains(10), "a helper's store is not kept")
    }
  }

  @Test func atomicsCountEveryLaneOnce() throws {
    let module = try module(
      fragmentShader(
        "if (u.x > 2.0) color.x = float(atomicAdd(store.x, 3u)); atomicMax(store.y, uint(u.x));",
        declarations: "layout(std430, set = 0, binding = 5) buffer Store { uint x; uint y; } store;"))
    let shader = try CompiledShader(module, options: LoweringOptions(lanes: 8))
    let host = ShaderHost(shader, module)
    host.options.inputs = { _, place in place.x }
    host.options.uniforms = { _ in 0 }
    let position = try #require(shader.interface.resources.firstIndex { $0.name == "store" })
    let start = host.run(at: (0..<8).map { Position(Double($0), 0) }, executing: 0)
    let found = host.run(at: (0..<8).map { Position(Double($0), 0) }, executing: 0b0111_1111)
    #expect(found.buffers[position][0] - start.buffers[position][0] == 12)
    #expect(found.buffers[position][4] == 6)
    #expect(Set(found.outputs[0][3...6]).count == 4)
  }

  @Test func pointersInBuffersLeadToOneBlockOfTheirType() throws {
    let text = fragmentShader(
      "color = vec4(push.node.value, push.node.next.value, push.node.next.more[n.x & 1], 1.0);",
      declarations: """
        layout(buffer_reference) buffer Node;
        layout(buffer_reference, std430) buffer Node { float value; Node next; float more[2]; };
        layout(push_constant) uniform Push { Node node; } push;
        """
    ).replacing("#version 450\n", with: "#version 450\n#extension GL_EXT_buffer_reference : require\n")
    let module = try module(text)
    let shader = try CompiledShader(module, options: LoweringOptions(lanes: 4))
    let node = try #require(shader.interface.resources.first { $0.name == "Node" })
    guard case .storageBlock(.structure(let members)) = node.kind else {
      Issue.record("the block is \(node.kind)")
      return
    }
    #expect(members.map(\.offset) == [0, 8, 16])
    #expect(node.set == nil && node.binding == nil)
    // The host of the tests has no scalars for it, so that it is zero; what counts is that nothing else is read.
    let found = ShaderHost(shader, module).run(at: stencilPlaces(.init(2, 1)))
    #expect(found.outputs.map { $0[0] } == [0, 0, 0, 1])
  }

  @Test func pointersInBuffersAreChosenByPixelAndFollowedRoundALoop() throws {
    let text = fragmentShader(
      """
      Node at = push.node;
      for (int i = 0; i < n.x; i++) { color.x += at.value; at = at.next; }
      Node other = u.x > 0.0 ? push.node : push.node.next;
      if (u.y > 0.0) at = other;
      color.y = at.value + other.value;
      """,
      declarations: """
        layout(buffer_reference) buffer Node;
        layout(buffer_reference, std430) buffer Node { float value; Node next; };
        layout(push_constant) uniform Push { Node node; } push;
        """
    ).replacing("#version 450\n", with: "#version 450\n#extension GL_EXT_buffer_reference : require\n")
    let plain = try module(text)
    let optimized = try Module(words: SPIRVTools.optimize(plain.words, environment: .universal))
    let pointers = Set(optimized.preamble.filter { $0.op == .typePointer }.compactMap { $0.result?.rawValue })
    let instructions = optimized.functions.flatMap { $0.blocks.flatMap(\.instructions) }
    let phis = instructions.filter { $0.op == .phi }.compactMap { $0.resultType?.rawValue }
    #expect(!pointers.isDisjoint(with: phis), "pointers meet")
    for module in [plain, optimized] {
      let shader = try CompiledShader(module, options: LoweringOptions(lanes: 4))
      #expect(shader.interface.resources.contains { $0.name == "Node" }, "the pointers lead to their block")
    }
  }

  @Test func texelAtomicsSeeTheLanesBefore() throws {
    let module = try module(
      fragmentShader(
        "color.x = float(imageAtomicAdd(counter, ivec2(0), 2u));",
        declarations: "layout(set = 0, binding = 4, r32ui) uniform uimage2D counter;"))
    let shader = try CompiledShader(module, options: LoweringOptions(lanes: 8))
    let host = ShaderHost(shader, module)
    let found = host.run(at: stencilPlaces(.init(2, 1)), executing: 0b1011_0111)
    // The test's images are read only, so every lane reads the same; lanes that are off read nothing.
    #expect(Set([0, 1, 2, 4, 5, 7].map { found.outputs[0][$0] }).count == 1)
    #expect(found.outputs[0][0] > 0)
    #expect(found.outputs[0][3] == 0 && found.outputs[0][6] == 0)
    #expect(host.writes(to: "counter") == 6)
  }
}
