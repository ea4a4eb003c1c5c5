import CShaderABI
import Lowering
import Rasterizer
import Texturing
import VulkanWitness

/// A drawing's buffers, push constants and textures behind a shader's resources.
final class BoundResources: ResourceProvider, @unchecked Sendable {
  private let pointers: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
  private let sizes: UnsafeMutableBufferPointer<Int>
  private let server: TexelServer

  /// Copies what the drawing has for each resource.
  ///
  /// - Throws: ``NativeScene/Missing`` where it has nothing.
  init(_ drawing: Drawing, _ resources: [Resource]) throws {
    var textures: [TexelBinding] = []
    let contents = try resources.enumerated().map { index, resource -> [UInt8] in
      if case .sampledImage = resource.kind {
        textures.append(try Self.texture(resource, at: index, drawing))
        return []
      }
      return try Self.bytes(resource, drawing)
    }
    server = try TexelServer(textures)
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
  var texel: QuadlessTexelCallback? { TexelServer.callback }
  var texelContext: UnsafeMutableRawPointer? { server.context }

  private static func bytes(_ resource: Resource, _ drawing: Drawing) throws -> [UInt8] {
    switch resource.kind {
    case .pushConstants: return drawing.pushConstants
    case .uniformBlock, .storageBlock:
      let buffer = drawing.buffers.first { $0.set == resource.set ?? 0 && $0.binding == resource.binding }
      guard let buffer else { throw NativeScene.Missing(name: resource.name) }
      return buffer.bytes
    case .looseUniform, .sampledImage, .image, .sampler, .inputAttachment:
      throw NativeScene.Missing(name: resource.name)
    }
  }

  private static func texture(
    _ resource: Resource, at index: Int, _ drawing: Drawing
  ) throws -> TexelBinding {
    let bound = drawing.textures.first { $0.set == resource.set ?? 0 && $0.binding == resource.binding }
    guard let bound else { throw NativeScene.Missing(name: resource.name) }
    return try TexelBinding(resource: index, bound)
  }
}
