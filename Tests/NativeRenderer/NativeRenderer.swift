import CShaderABI
import Lowering
import Rasterizer
import SPIRV
import VulkanWitness

/// Draws what a witness draws, with our own compiler and rasterizer.
public struct NativeRenderer: Sendable {
  /// How shaders are lowered: by default as hardware runs them, in floats and with fine differences in quads.
  public var options: LoweringOptions

  /// A renderer.
  public init(options: LoweringOptions = LoweringOptions()) {
    self.options = options
    self.options.makesSpan = true
  }

  /// Compiles a fragment shader.
  ///
  /// - Throws: the reader's or the compiler's error.
  public func compile(_ fragment: [UInt32]) throws -> ShaderProgram {
    let compiled = try CompiledShader(Module(words: fragment), options: options)
    return ShaderProgram(
      interface: compiled.interface, function: compiled.function, options: options,
      span: compiled.span, owner: compiled)
  }

  /// Draws a drawing's triangle with its shader, compiled.
  ///
  /// - Returns: what was drawn into each attachment.
  /// - Throws: the rasterizer's error, or ``Missing`` where the drawing lacks what the shader reads.
  public func draw(_ drawing: Drawing, _ program: ShaderProgram) throws -> [DrawnImage] {
    let scene = try NativeScene(drawing, program, threads: 1)
    try scene.draw()
    return (0..<drawing.attachments).map { scene.image(location: $0) }
  }
}

/// A drawing made ready for our rasterizer, to be drawn once or many times.
public struct NativeScene: Sendable {
  /// What a shader reads and a drawing does not have.
  public struct Missing: Error {
    /// Its name.
    public let name: String
  }

  private let program: ShaderProgram
  private let mesh: TriangleMesh
  private let bindings: BoundResources
  private var options: RasterizerOptions
  /// What is drawn into.
  public let target: RenderTarget

  /// What covers the image.
  public enum Geometry: Sendable {
    /// The drawing's triangle.
    case coveringTriangle
    /// Two triangles that meet in the diagonal from the upper right to the lower left, with what the drawing's
    /// triangle has there.
    case twoTriangles
  }

  /// A scene.
  ///
  /// - Parameters:
  ///   - samples: the samples of a pixel, whose mean is drawn.
  /// - Throws: the rasterizer's error, or ``Missing`` where the drawing lacks what the shader reads.
  public init(
    _ drawing: Drawing, _ program: ShaderProgram, threads: Int, geometry: Geometry = .coveringTriangle,
    samples: Int = 1
  ) throws {
    self.program = program
    mesh = try Self.mesh(drawing, program.interface, geometry)
    bindings = try BoundResources(drawing, program.interface.resources)
    options = RasterizerOptions(width: drawing.width, height: drawing.height, threads: threads)
    options.samples = samples
    // The witness has no depth either.
    options.isDepthTested = false
    target = try RenderTarget(program, options)
  }

  /// Draws a frame.
  ///
  /// - Throws: the rasterizer's error.
  public func draw() throws {
    try Rasterizer.render(mesh, program: program, bindings: bindings, options: options, into: target)
  }

  /// What was drawn at an output location; zeros where the shader has none.
  public func image(location: Int) -> DrawnImage {
    let framebuffer = target.framebuffer
    let attachment = framebuffer.attachments.first { $0.location == location }
    let (width, height) = (framebuffer.width, framebuffer.height)
    return DrawnImage(
      width: width, height: height,
      components: attachment?.pixels ?? Array(repeating: 0, count: width * height * 4))
  }

  /// The triangles: where the witness's viewport is twice the image's size, this one is the image, so that the
  /// corners of a triangle that covers it lie outside.
  private static func mesh(
    _ drawing: Drawing, _ interface: ShaderInterface, _ geometry: Geometry
  ) throws -> TriangleMesh {
    let slots = try interface.inputs.map { slot in try values(of: slot, drawing) }
    // Barycentric coordinates in the drawing's triangle.
    let vertices: [SIMD3<Double>]
    let indices: [Int32]
    switch geometry {
    case .coveringTriangle:
      (vertices, indices) = ([SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)], [0, 1, 2])
    case .twoTriangles:
      vertices = [SIMD3(1, 0, 0), SIMD3(0.5, 0.5, 0), SIMD3(0.5, 0, 0.5), SIMD3(0, 0.5, 0.5)]
      indices = [0, 1, 2, 1, 3, 2]
    }
    let w = SIMD3<Double>(drawing.triangle.w)
    let depth = SIMD3<Double>(drawing.triangle.depth)
    let places = CoveringTriangle.corners.map { SIMD2<Double>($0) * 2 - 1 }
    var positions: [SIMD4<Double>] = []
    var vertexValues: [Double] = []
    for share in vertices {
      let place = share.x * places[0] + share.y * places[1] + share.z * places[2]
      let vertexW = 1 / (share / w).sum()
      positions.append(SIMD4(place.x, place.y, (share * depth).sum(), 1) * vertexW)
      // A value over w is affine on the screen.
      for values in slots { vertexValues.append((share * values / w).sum() * vertexW) }
    }
    return TriangleMesh(
      positions: positions, slots: slots.count, values: vertexValues, indices: indices)
  }

  /// The values of an input at the three corners.
  private static func values(of slot: InterfaceSlot, _ drawing: Drawing) throws -> SIMD3<Double> {
    guard slot.builtIn == nil else { return SIMD3() }
    guard let varying = drawing.varyings.first(where: { $0.location == slot.location }),
      slot.component < varying.components
    else { throw Missing(name: slot.name) }
    return SIMD3((0..<3).map { varying.values(corner: $0)[slot.component] })
  }
}
