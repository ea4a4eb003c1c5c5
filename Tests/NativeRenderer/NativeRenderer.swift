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
    let framebuffer = scene.target.framebuffer
    return (0..<drawing.attachments).map { location in
      let attachment = framebuffer.attachments.first { $0.location == location }
      return DrawnImage(
        width: drawing.width, height: drawing.height,
        components: attachment?.pixels ?? Array(repeating: 0, count: drawing.width * drawing.height * 4))
    }
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
  private let bindings: any ResourceProvider
  private var options: RasterizerOptions
  /// What is drawn into.
  public let target: RenderTarget

  /// A scene.
  ///
  /// - Throws: the rasterizer's error, or ``Missing`` where the drawing lacks what the shader reads.
  public init(_ drawing: Drawing, _ program: ShaderProgram, threads: Int) throws {
    self.program = program
    mesh = try Self.mesh(drawing, program.interface)
    bindings = BoundBytes(try program.interface.resources.map { try Self.content($0, drawing) })
    options = RasterizerOptions(width: drawing.width, height: drawing.height, threads: threads)
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

  /// The drawing's triangle: where the witness's viewport is twice the image's size, this one is the image, so that
  /// the corners lie outside it.
  private static func mesh(_ drawing: Drawing, _ interface: ShaderInterface) throws -> TriangleMesh {
    var positions: [SIMD4<Double>] = []
    var values: [Double] = []
    for (index, corner) in CoveringTriangle.corners.enumerated() {
      let place = SIMD2<Double>(corner) * 2 - 1
      let depth = Double(drawing.triangle.depth[index])
      positions.append(SIMD4(place.x, place.y, depth, 1) * Double(drawing.triangle.w[index]))
      for slot in interface.inputs {
        guard slot.builtIn == nil else {
          values.append(0)
          continue
        }
        guard let varying = drawing.varyings.first(where: { $0.location == slot.location }),
          slot.component < varying.components
        else { throw Missing(name: slot.name) }
        values.append(varying.values(corner: index)[slot.component])
      }
    }
    return TriangleMesh(
      positions: positions, slots: interface.inputs.count, values: values, indices: [0, 1, 2])
  }

  private static func content(_ resource: Resource, _ drawing: Drawing) throws -> [UInt8] {
    switch resource.kind {
    case .pushConstants: return drawing.pushConstants
    case .uniformBlock, .storageBlock:
      let buffer = drawing.buffers.first { $0.set == resource.set ?? 0 && $0.binding == resource.binding }
      guard let buffer else { throw Missing(name: resource.name) }
      return buffer.bytes
    case .looseUniform, .sampledImage, .image, .sampler, .inputAttachment: throw Missing(name: resource.name)
    }
  }
}

/// The bytes behind a shader's resources.
private final class BoundBytes: ResourceProvider, @unchecked Sendable {
  private let pointers: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
  private let sizes: UnsafeMutableBufferPointer<Int>

  /// Copies the bytes of each resource.
  init(_ contents: [[UInt8]]) {
    pointers = .allocate(capacity: contents.count)
    sizes = .allocate(capacity: contents.count)
    for (index, bytes) in contents.enumerated() {
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 16), alignment: 16)
      memory.copyBytes(from: bytes)
      pointers.initializeElement(at: index, to: memory.baseAddress)
      sizes.initializeElement(at: index, to: bytes.count)
    }
  }

  deinit {
    for pointer in pointers { pointer?.deallocate() }
    pointers.deallocate()
    sizes.deallocate()
  }

  var resources: UnsafePointer<UnsafeMutableRawPointer?>? { UnsafePointer(pointers.baseAddress) }
  var resourceSizes: UnsafePointer<Int>? { UnsafePointer(sizes.baseAddress) }
  var texel: QuadlessTexelCallback? { nil }
  var texelContext: UnsafeMutableRawPointer? { nil }
}
