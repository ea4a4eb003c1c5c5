import CShaderABI
import Lowering
import Rasterizer
import SPIRV
import VulkanWitness

/// Draws what a witness draws, with our own compiler and rasterizer.
struct NativeRenderer {
  /// How shaders are lowered: by default as hardware runs them, in floats and with fine differences in quads.
  var options = LoweringOptions()

  /// Compiles a fragment shader.
  ///
  /// - Throws: the reader's or the compiler's error.
  func compile(_ fragment: [UInt32]) throws -> ShaderProgram {
    let compiled = try CompiledShader(Module(words: fragment), options: options)
    return ShaderProgram(
      interface: compiled.interface, function: compiled.function, options: options, owner: compiled)
  }

  /// Draws a drawing's triangle with its shader, compiled.
  ///
  /// - Returns: what was drawn into each attachment.
  /// - Throws: the rasterizer's error, or ``Missing`` where the drawing lacks what the shader reads.
  func draw(_ drawing: Drawing, _ program: ShaderProgram) throws -> [DrawnImage] {
    let framebuffer = try Rasterizer.render(
      mesh(drawing, program.interface), program: program,
      bindings: BoundBytes(program.interface.resources.map { try content($0, drawing) }),
      options: RasterizerOptions(width: drawing.width, height: drawing.height))
    return (0..<drawing.attachments).map { location in
      let attachment = framebuffer.attachments.first { $0.location == location }
      return DrawnImage(
        width: drawing.width, height: drawing.height,
        components: attachment?.pixels ?? Array(repeating: 0, count: drawing.width * drawing.height * 4))
    }
  }

  /// What a shader reads and a drawing does not have.
  struct Missing: Error {
    /// Its name.
    let name: String
  }

  /// The drawing's triangle: where the witness's viewport is twice the image's size, this one is the image, so that
  /// the corners lie outside it.
  private func mesh(_ drawing: Drawing, _ interface: ShaderInterface) throws -> TriangleMesh {
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

  private func content(_ resource: Resource, _ drawing: Drawing) throws -> [UInt8] {
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
