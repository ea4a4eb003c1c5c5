import Checking
import Lowering
import Rasterizer
import SPIRV
import VulkanWitness

/// What a shader reads in a scene, as a driver takes it: the same geometry, numbers and textures that the rasterizer
/// is given.
struct DriverScene {
  /// All but the fragment shader.
  private(set) var drawing: Drawing
  /// What the shader reads and writes.
  let interface: ShaderInterface
  /// A location of no input.
  let freeInput: Int
  /// A location of no output.
  let freeOutput: Int
  /// A set and a binding that the shader does not use.
  let freePlace: (set: Int, binding: Int)

  /// A shader's scene.
  ///
  /// - Throws: ``Obstacle`` where a driver cannot be given what the shader reads, or the binding's error.
  init(_ shader: LoadedShader, on stage: some Stage) throws {
    interface = try ShaderInterface(of: shader.original, entryPoint: shader.entryPoint)
    let (mesh, resources) = try stage.content(for: interface)
    drawing = Drawing(fragment: [], width: stage.options.width, height: stage.options.height)
    if let name = shader.entryPoint ?? Self.firstFragmentName(shader.original) { drawing.entryPoint = name }
    drawing.isDepthTested = stage.options.isDepthTested
    drawing.isFrontClockwise = stage.options.frontFace == .clockwise
    drawing.mesh = ClipMesh(
      corners: mesh.indices.map { SIMD4<Float>(mesh.positions[Int($0)]) })
    drawing.varyings = try Self.varyings(interface, mesh)
    freeInput = (interface.inputs.compactMap(\.location).max() ?? -1) + 1
    let outputs = try Self.outputs(interface)
    freeOutput = (outputs.keys.max() ?? -1) + 1
    drawing.outputs = outputs
    drawing.attachments = max(1, freeOutput)
    freePlace = (
      0, (interface.resources.filter { ($0.set ?? 0) == 0 }.compactMap(\.binding).max() ?? -1) + 1
    )
    let index = ModuleIndex(shader.original)
    let attachments = index.globals.map { variable in
      (variable.id, index.decorations(of: variable.id.rawValue).first { $0.0 == .inputAttachmentIndex }?.1)
    }
    try bind(
      interface, resources,
      attachmentIndices: Dictionary(attachments.compactMap { id, at in at.map { (id, Int($0)) } }) { $1 })
  }

  /// Why a shader cannot be drawn by a driver, or by this one.
  struct Obstacle: Error, CustomStringConvertible {
    /// The reason.
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// The number of triangles.
  var triangleCount: Int { (drawing.mesh?.corners.count ?? 3) / 3 }

  /// The drawing of a module.
  func drawing(of fragment: [UInt32]) -> Drawing {
    var drawing = drawing
    drawing.fragment = fragment
    return drawing
  }

  /// The drawing of a module that is told the number of each triangle, from 1.
  func numberedDrawing(of fragment: [UInt32]) -> Drawing {
    var drawing = drawing(of: fragment)
    let corners = drawing.mesh?.corners.count ?? 0
    drawing.varyings.append(
      Varying(location: freeInput, corners: (0..<corners).map { [Float($0 / 3 + 1)] }))
    return drawing
  }

  private static func firstFragmentName(_ module: Module) -> String? {
    ModuleIndex(module).entryPoints.first { $0.isFragment }?.name
  }

  // MARK: Inputs and outputs

  private static func varyings(_ interface: ShaderInterface, _ mesh: TriangleMesh) throws -> [Varying] {
    var runs: [[Int]] = []
    for (position, slot) in interface.inputs.enumerated() {
      if let builtIn = slot.builtIn {
        try check(builtIn)
        continue
      }
      guard let location = slot.location else { throw Obstacle("the input '\(slot.name)' has no location") }
      if let last = runs.last?.last, interface.inputs[last].variable == slot.variable,
        interface.inputs[last].location == location, interface.inputs[last].component + 1 == slot.component
      {
        runs[runs.count - 1].append(position)
      } else {
        runs.append([position])
      }
    }
    return try runs.map { run in
      let slot = interface.inputs[run[0]]
      let kind = try kind(slot)
      let corners = mesh.indices.map { vertex in
        run.map { bits(mesh.values[Int(vertex) * mesh.slots + $0], kind) }
      }
      return Varying(
        location: slot.location ?? 0, firstComponent: slot.component, kind: kind, corners: corners)
    }
  }

  private static func check(_ builtIn: BuiltIn) throws {
    switch builtIn {
    case .clipDistance, .cullDistance: throw Obstacle("clip distances as inputs are not fed")
    // BaryCoordKHR and BaryCoordNoPerspKHR.
    case BuiltIn(rawValue: 5286), BuiltIn(rawValue: 5287):
      throw Obstacle("barycentric coordinates are an extension")
    default: break
    }
  }

  private static func kind(_ slot: InterfaceSlot) throws -> Varying.Kind {
    switch slot.kind {
    case .float(32): return .float
    case .int(32, let isSigned): return isSigned ? .int : .uint
    case .float(let width), .int(let width, _):
      throw Obstacle("'\(slot.name)' of \(width) bits is not handed over")
    case .bool: throw Obstacle("'\(slot.name)' is a Boolean")
    }
  }

  private static func bits(_ value: Double, _ kind: Varying.Kind) -> UInt32 {
    switch kind {
    case .float: Float(value).bitPattern
    case .int: UInt32(bitPattern: Int32(max(-2e9, min(2e9, value))))
    case .uint: UInt32(max(0, min(4e9, value)))
    }
  }

  private static func outputs(_ interface: ShaderInterface) throws -> [Int: Varying.Kind] {
    var outputs: [Int: Varying.Kind] = [:]
    for slot in interface.outputs where slot.builtIn == nil {
      guard let location = slot.location else { throw Obstacle("the output '\(slot.name)' has no location") }
      let kind = try kind(slot)
      if let known = outputs[location], known != kind {
        throw Obstacle("outputs of several kinds share location \(location)")
      }
      outputs[location] = kind
    }
    return outputs
  }

  // MARK: Resources

  private mutating func bind(
    _ interface: ShaderInterface, _ provider: any ResourceProvider, attachmentIndices: [ValueID: Int]
  ) throws {
    guard let bindings = provider as? Bindings else { throw Obstacle("nothing is bound") }
    var places: Set<[Int]> = []
    for (position, resource) in interface.resources.enumerated() {
      if case .pushConstants = resource.kind {
        let bytes = try bytes(position, bindings)
        drawing.pushConstants = Array(bytes.prefix((bytes.count + 3) / 4 * 4))
        continue
      }
      guard let binding = resource.binding else {
        throw Obstacle(
          resource.isLoose
            ? "the uniform '\(resource.name)' is outside any block, as in OpenGL"
            : "'\(resource.name)' has no binding")
      }
      let set = resource.set ?? 0
      guard places.insert([set, binding]).inserted else {
        throw Obstacle("several resources share set \(set), binding \(binding)")
      }
      let texels = bindings.texels.filter { $0.resource == position }.sorted { $0.element < $1.element }
      switch resource.kind {
      case .uniformBlock, .storageBlock:
        try bindBuffers(resource, set, binding, bytes(position, bindings))
      case .sampledImage(let image):
        drawing.images.append(
          BoundImages(
            set: set, binding: binding, kind: image.type.dimension == .buffer ? .texelBuffer : .combined,
            contents: try texels.map { try ImageContent($0.texture, image) },
            samplers: texels.map { BoundSampler($0.sampler) }))
      case .image(let image):
        let isBuffer = image.type.dimension == .buffer
        let kind: BoundImages.Kind =
          image.isStorage ? (isBuffer ? .storageTexelBuffer : .storage) : isBuffer ? .texelBuffer : .sampled
        drawing.images.append(
          BoundImages(
            set: set, binding: binding, kind: kind,
            contents: try texels.map { try ImageContent($0.texture, image) }))
      case .sampler:
        drawing.images.append(
          BoundImages(
            set: set, binding: binding, kind: .sampler, samplers: texels.map { BoundSampler($0.sampler) }))
      case .inputAttachment(let image):
        var bound = BoundImages(
          set: set, binding: binding, kind: .inputAttachment,
          contents: try texels.map {
            try ImageContent($0.texture, image).covering(width: drawing.width, height: drawing.height)
          })
        bound.attachmentIndex = attachmentIndices[resource.variable] ?? 0
        drawing.images.append(bound)
      case .looseUniform, .pushConstants:
        throw Obstacle("the uniform '\(resource.name)' is outside any block, as in OpenGL")
      }
    }
  }

  private func bytes(_ resource: Int, _ bindings: Bindings) throws -> [UInt8] {
    guard let address = bindings.resources?[resource], let size = bindings.resourceSizes?[resource], size > 0
    else { throw Obstacle("a block without bytes") }
    return Array(UnsafeRawBufferPointer(start: address, count: size))
  }

  private mutating func bindBuffers(_ resource: Resource, _ set: Int, _ binding: Int, _ bytes: [UInt8]) throws
  {
    var isStorage = false
    if case .storageBlock = resource.kind { isStorage = true }
    let count = max(1, resource.count)
    let size = bytes.count / count
    for element in 0..<count {
      drawing.buffers.append(
        BoundBuffer(
          set: set, binding: binding, element: element,
          bytes: Array(bytes[element * size..<(element + 1) * size]), isStorage: isStorage))
    }
  }
}

extension Resource {
  fileprivate var isLoose: Bool {
    if case .looseUniform = kind { true } else { false }
  }
}
