import Differentiation
import Dispatch
import Lowering
import Rasterizer
import SPIRV

/// One drawing of one version of a shader with its probes recorded.
struct Pass {
  /// The recordings, tile by tile.
  let tiles: [TileRecording]
  /// What was drawn.
  let framebuffer: Framebuffer

  /// Whether a loop was ended by the limit.
  var isLimited: Bool { tiles.contains(where: \.isLimited) }

  /// What is drawn, and how.
  struct Plan {
    /// The module.
    var module: Module
    /// What to record, each value under all of its ids.
    var probes: [[ValueID]] = []
    /// The number of components of each.
    var components: [Int] = []
    /// What derivatives mean.
    var derivatives: DerivativeMeaning
    /// What the derivatives of texture samples are.
    var texture = StencilTexture.difference
    /// The number type.
    var element: ElementType
    /// The fragment entry point.
    var entryPoint: String?
    /// The inputs that hand tangents over.
    var seedInputs: [SeedInput] = []
    /// The most iterations of a loop.
    var iterationLimit: Int
    /// Whether LLVM optimizes.
    var isOptimized = true
    /// When it must be drawn.
    var deadline: Deadline?
  }

  /// The code of a plan.
  struct Compiled {
    /// The function and what it is fed.
    var program: ShaderProgram
    /// Its code.
    let shader: CompiledShader
    /// When it must be drawn.
    let deadline: Deadline?
  }

  /// Compiles and draws.
  init(_ plan: Plan, on stage: some Stage, path: String, progress: (@Sendable (Double) -> Void)?)
    throws(CheckError)
  {
    try self.init(Self.compile(plan, path: path), on: stage, path: path, progress: progress)
  }

  /// Draws what was compiled.
  init(
    _ compiled: Compiled, on stage: some Stage, path: String, progress: (@Sendable (Double) -> Void)?
  ) throws(CheckError) {
    let program = compiled.program
    // Tiles end by themselves; what is in the midst of one must be told.
    let interruption = DispatchWorkItem { compiled.shader.interrupt() }
    if let deadline = compiled.deadline {
      DispatchQueue.global().asyncAfter(deadline: .now() + deadline.secondsLeft, execute: interruption)
    }
    defer { interruption.cancel() }
    do {
      let (mesh, resources) = try stage.content(for: program.interface)
      var options = stage.options
      options.deadline = compiled.deadline
      if let progress {
        options.progress = { done, total in progress(Double(done) / Double(total)) }
      }
      let target = try RenderTarget(program, options)
      tiles = try Rasterizer.draw(mesh, program: program, bindings: resources, options: options) { tile in
        TileRecording(tile, program: program, picture: FramebufferWriter(target))
      }
      framebuffer = target.framebuffer
    } catch {
      throw .drawing(path: path, "\(error)")
    }
  }

  static func compile(_ plan: Plan, path: String) throws(CheckError) -> Compiled {
    var options = LoweringOptions()
    options.element = plan.element
    options.derivatives = plan.derivatives
    if case .stencil(_, let order) = plan.derivatives, order > 1 {
      options.lanes = 16
    } else {
      options.lanes = 8
    }
    options.stencilTexture = plan.texture
    options.entryPoint = plan.entryPoint
    options.probes = plan.probes
    options.iterationLimit = plan.iterationLimit
    options.isOptimized = plan.isOptimized
    options.isInterruptible = plan.deadline != nil
    do {
      let shader = try CompiledShader(plan.module, options: options)
      var program = ShaderProgram(
        interface: shader.interface, function: shader.function, options: options,
        probeComponents: plan.components, owner: shader)
      program.tangents = plan.seedInputs.map {
        InputTangent(variable: $0.variable, input: $0.input, path: $0.path, isAlongY: $0.isAlongY)
      }
      return Compiled(program: program, shader: shader, deadline: plan.deadline)
    } catch {
      throw .lowering(path: path, error)
    }
  }
}
