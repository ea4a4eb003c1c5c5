import Frontend
import Lowering
import Rasterizer
import SPIRV
import Testing

/// Whole groups shaded by the code for spans: the picture is that of single groups, bit for bit.
@Suite struct SpanTests {
  /// Shaders whose inputs are eight numbers: uv, normal.xy by perspective; two affine; two flat.
  enum Text: String, CaseIterable {
    case inputs = """
      layout(location = 0) out vec4 o; layout(location = 2) out vec3 p;
      void main() { o = vec4(a.xy + g.x, b * 3.7); p = vec3(a.zw / 3.0, fwidth(a.x) + g.y); }
      """
    case builtIns = """
      layout(location = 0) out vec4 o; layout(location = 1) out vec4 p;
      void main() { o = gl_FragCoord; p = vec4(gl_FrontFacing ? 1 : 2, gl_HelperInvocation ? 1 : 0, a.x, gl_PrimitiveID); }
      """
    case control = """
      layout(location = 0) out vec4 o;
      void main() {
        float sum = 0.0;
        for (int k = 0; k < int(gl_FragCoord.x) % 7; ++k) { if (a.x > 0.1 * float(k)) sum += a.y; else sum -= b.x; }
        o = vec4(sum, dFdx(sum), int(-3e9 * a.x), 1);
      }
      """
    case discarding = """
      layout(location = 0) out vec4 o;
      void main() { o = vec4(a.x, g, 1); if (fract(a.x * 9.0) > 0.6) discard; o.y = dFdx(a.y); }
      """

    var module: Module {
      get throws {
        let head = """
          #version 450
          layout(location = 0) in vec4 a; layout(location = 1) noperspective in vec2 b;
          layout(location = 2) flat in vec2 g;

          """
        return try Module(words: try compile(Source(path: "span.frag", text: head + rawValue)).words)
      }
    }
  }

  private static func program(_ text: Text, lanes: Int) throws -> (
    whole: ShaderProgram, single: ShaderProgram
  ) {
    var options = LoweringOptions()
    options.lanes = lanes
    options.makesSpan = true
    let compiled = try CompiledShader(try text.module, options: options)
    let span = try #require(compiled.span)
    #expect(span.plan.mayDiscard == (text == .discarding))
    var program = ShaderProgram(
      interface: compiled.interface, function: compiled.function, options: options, span: span,
      owner: compiled)
    let whole = program
    program.span = nil
    return (whole, program)
  }

  /// A mesh with the numbers that the shaders' slots of a location have.
  private static func mesh(_ program: ShaderProgram, _ width: Int, _ height: Int, _ shape: Scene.Name)
    -> TriangleMesh
  {
    let scene = Scene(shape, width: width, height: height)
    return TriangleMesh(
      positions: scene.vertices.map(\.clip), slots: program.interface.inputs.count,
      values: scene.vertices.enumerated().flatMap { number, vertex in
        program.interface.inputs.map { slot in
          switch slot.location {
          case 0: [vertex.uv.x, vertex.uv.y, vertex.normal.x, vertex.normal.y][slot.component]
          case 1: [vertex.uv.y, vertex.normal.z][slot.component]
          case 2: Double(number) + 0.25 * Double(slot.component)
          default: 0
          }
        }
      }, indices: scene.indices)
  }

  private static func bits(_ picture: Framebuffer) -> [[UInt32]] {
    picture.attachments.map { $0.pixels.map(\.bitPattern) } + [picture.coverage.map(\.bitPattern)]
  }

  @Test(arguments: Text.allCases, [4, 8, 16])
  func sameBitsAsSingleGroups(text: Text, lanes: Int) throws {
    let (whole, single) = try Self.program(text, lanes: lanes)
    for (width, height) in [(150, 90), (67, 65)] {
      for shape in [Scene.Name.torus, .fan, .fullScreen] {
        var options = RasterizerOptions(width: width, height: height)
        let mesh = Self.mesh(whole, width, height, shape)
        for setting in 0..<4 {
          options.isDepthTested = setting & 1 == 0
          options.isFragCoordFlipped = setting & 2 != 0
          options.isPixelCenterInteger = setting == 3
          let pictures = try [whole, single].map {
            try Rasterizer.render(mesh, program: $0, bindings: NoResources(), options: options)
          }
          #expect(pictures[0].coverage.contains(1))
          #expect(
            Self.bits(pictures[0]) == Self.bits(pictures[1]), "\(shape) of \(width) by \(height), \(setting)")
        }
      }
    }
  }

  /// With code for single groups that draws nothing, all that is seen comes from spans.
  @Test(arguments: [4, 8, 16]) func spansDrawWhatLiesWithinATriangle(lanes: Int) throws {
    var (whole, single) = try Self.program(.inputs, lanes: lanes)
    let mesh = Self.mesh(whole, 96, 64, .fullScreen)
    let options = flatOptions(96, 64)
    let expected = try Rasterizer.render(mesh, program: single, bindings: NoResources(), options: options)
    whole.function = { $0?.pointee.stored = 0 }
    let found = try Rasterizer.render(mesh, program: whole, bindings: NoResources(), options: options)
    #expect(Self.bits(found) == Self.bits(expected))
  }

  @Test func onlyFloatsHaveSpans() throws {
    var options = LoweringOptions()
    options.makesSpan = true
    options.element = .double
    #expect(try CompiledShader(try Text.inputs.module, options: options).span == nil)
    options.element = .float
    options.lanes = 1
    #expect(try CompiledShader(try Text.builtIns.module, options: options).span == nil)
    options.lanes = 8
    options.makesSpan = false
    #expect(try CompiledShader(try Text.inputs.module, options: options).span == nil)
  }
}
