import CShaderABI
import Lowering
import Synchronization
import Texturing

/// The resources of a shader in a scene: the bytes of its blocks and uniforms, and its textures.
///
/// What the sidecar does not name is bound so that any shader runs: uniforms by their initializers, else by name (time, resolution, matrices of
/// the scene's camera, lights …), else numbers from 0.2 to 1.2, matrices near the identity, integers from 1 to 3 that
/// stay below the shortest array's length, true; textures by dimension and name as patterns. Values depend on names
/// only, so that a shader and its transformed version get the same. Runtime arrays have 64 elements.
///
/// Storage blocks and images are written by shaders: make new bindings for each picture that is to be compared.
public final class Bindings: ResourceProvider, @unchecked Sendable {
  /// By resource: its bytes; the elements of an array of blocks stand one after another.
  public var resources: UnsafePointer<UnsafeMutableRawPointer?>? { UnsafePointer(table) }
  /// By resource: the number of bytes, of all elements together.
  public var resourceSizes: UnsafePointer<Int>? { UnsafePointer(sizes) }
  /// Answers texel requests.
  public var texel: QuadlessTexelCallback? { TexelServer.callback }
  /// The textures.
  public var texelContext: UnsafeMutableRawPointer? { server.context }

  /// The textures and samplers that are bound.
  public let texels: [TexelBinding]

  private let arena = Arena()
  private let table: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let sizes: UnsafeMutablePointer<Int>
  private let server: TexelServer

  /// Binds all resources of a shader.
  ///
  /// - Parameter folder: where the sidecar's files are looked for.
  public init(
    _ interface: ShaderInterface, scene: Scene, sidecar: Sidecar = Sidecar(), folder: String = "."
  ) throws(BindingError) {
    let count = interface.resources.count
    table = arena.allocate(max(1, count))
    sizes = arena.allocate(max(1, count))
    let lengths = interface.resources.flatMap { resource in
      (resource.count > 1 ? [resource.count] : []) + (resource.layout?.arrayLengths ?? [])
    }
    var filler = BlockFiller(scene, sidecar, shortestArray: lengths.min() ?? 8)
    var textures = TextureBinder(sidecar: sidecar, folder: folder)
    for (index, resource) in interface.resources.enumerated() {
      if let layout = resource.layout {
        try Self.fill(resource, layout, &filler, arena, &table[index], &sizes[index])
      } else {
        try textures.bind(resource, at: index)
      }
    }
    try Self.check(interface, sidecar, uniforms: filler.used, textures: textures.used)
    texels = textures.bindings
    do {
      server = try TexelServer(texels)
    } catch {
      throw .texture(name: interface.resources[error.resource].name, message: error.description)
    }
  }

  /// The most bytes of a resource.
  private static let byteLimit = 1 << 28

  private static func fill(
    _ resource: Resource, _ layout: BlockLayout, _ filler: inout BlockFiller, _ arena: Arena,
    _ entry: inout UnsafeMutableRawPointer?, _ size: inout Int
  ) throws(BindingError) {
    // A uniform block ends with a whole vector.
    let stride = (layout.byteCount + 15) / 16 * 16
    let elements = max(1, resource.count)
    guard saturatingProduct(stride, elements) <= byteLimit else {
      throw .tooLarge(name: resource.name, limit: byteLimit)
    }
    let bytes: UnsafeMutablePointer<UInt8> = arena.allocate(stride * elements)
    entry = UnsafeMutableRawPointer(bytes)
    size = resource.hasRuntimeArray ? layout.byteCount : stride * elements
    for element in 0..<elements {
      let name = resource.count > 1 ? "\(resource.name)[\(element)]" : resource.name
      try filler.write(
        layout, name: name, at: UnsafeMutableRawPointer(bytes + element * stride),
        source: NumberSource(initial: resource.initialNumbers.map { $0[...] }))
    }
  }

  private static func check(
    _ interface: ShaderInterface, _ sidecar: Sidecar, uniforms: Set<String>, textures: Set<String>
  ) throws(BindingError) {
    for name in sidecar.uniforms.keys.sorted() where !uniforms.contains(name) {
      let known = interface.resources.flatMap { $0.layout?.names($0.name) ?? [] }
      throw .unknownName(kind: "uniform", name: name, known: known)
    }
    for name in sidecar.textures.keys.sorted() where !textures.contains(name) {
      let known = interface.resources.filter { $0.layout == nil }.map(\.name)
      throw .unknownName(kind: "texture", name: name, known: known)
    }
  }
}

extension Resource {
  /// How its bytes lie; nil for images and samplers.
  var layout: BlockLayout? {
    switch kind {
    case .uniformBlock(let layout), .storageBlock(let layout), .pushConstants(let layout),
      .looseUniform(let layout):
      layout
    case .sampledImage, .image, .sampler, .inputAttachment: nil
    }
  }

  /// Whether its last member is a runtime array, whose length follows from the size.
  var hasRuntimeArray: Bool {
    guard count == 1, case .structure(let members)? = layout, let last = members.last,
      case .array(_, nil, _) = last.layout
    else { return false }
    return true
  }
}
