import Lowering
import SPIRV

extension TriangleMesh {
  /// A scene's triangles with values for all inputs of a shader.
  ///
  /// An input that the sidecar does not name is bound by its name (uv, normal, tangent, position, color …), else it is
  /// a smooth function of u and v that depends on its location (its name where it has none). Integers are small.
  public init(_ scene: Scene, interface: ShaderInterface, sidecar: Sidecar = Sidecar()) throws(BindingError) {
    let names = Set(interface.inputs.filter { $0.builtIn == nil }.map(\.name))
    var used: Set<String> = []
    let sources = interface.inputs.indices.map { index in
      InputSource(interface.inputs, index, sidecar, used: &used)
    }
    for name in sidecar.varyings.keys.sorted() where !used.contains(name) {
      throw .unknownName(kind: "input", name: name, known: Array(names))
    }
    var values: [Double] = []
    values.reserveCapacity(scene.vertices.count * sources.count)
    for vertex in scene.vertices {
      for source in sources { values.append(source.value(vertex, scene)) }
    }
    self.init(
      positions: scene.vertices.map(\.clip), slots: sources.count, values: values, indices: scene.indices)
  }
}

/// From what one input slot is filled at a vertex.
private struct InputSource {
  var source: VaryingSource
  var component: Int

  init(_ slots: [InterfaceSlot], _ index: Int, _ sidecar: Sidecar, used: inout Set<String>) {
    let slot = slots[index]
    // The scalars of one vector share the variable and the way down to it, and its location where it has one.
    let family = slots.filter { other in
      other.variable == slot.variable && other.path.count == slot.path.count
        && other.path.dropLast() == slot.path.dropLast() && other.location == slot.location
    }
    let count = family.count
    component = count > 1 ? slot.path.last ?? 0 : 0
    let short = slot.name.split(separator: ".").last.map(String.init) ?? slot.name
    if slot.builtIn == nil, let name = [slot.name, short].first(where: { sidecar.varyings[$0] != nil }),
      let given = sidecar.varyings[name]
    {
      used.insert(name)
      source = given
      return
    }
    source = Self.automatic(slot, count: count)
    if case .affine = source { component = 0 }
    if case .constant = source { component = 0 }
  }

  private static func automatic(_ slot: InterfaceSlot, count: Int) -> VaryingSource {
    let key = slot.location.map { "location \($0)" } ?? slot.name
    let path = [slot.component] + slot.path
    let guess = NameGuess(slot.name)
    guard case .float = slot.kind else {
      return .constant([Double(guess.integer(NamedDraw.unit(key, path), length: 4))])
    }
    if slot.builtIn != nil { return .affine([[0.4 + 0.2 * NamedDraw.unit(key, path), 0.1, 0.05]]) }
    if let attribute = guess.attribute(components: count) { return .attribute(attribute) }
    let draws = (0..<4).map { NamedDraw.unit(key, path + [$0]) }
    // Mostly from 0 to 1 where u and v are; one in four is negative somewhere.
    let start = draws[3] < 0.25 ? -0.6 + 0.5 * draws[0] : 0.2 + 0.4 * draws[0]
    return .affine([[start, draws[1] - 0.5, draws[2] - 0.5]])
  }

  func value(_ vertex: SurfaceVertex, _ scene: Scene) -> Double {
    func pick(_ list: [Double]) -> Double { list[min(component, list.count - 1)] }
    switch source {
    case .constant(let numbers): return pick(numbers)
    case .affine(let rows):
      let row = rows[min(component, rows.count - 1)]
      return row[0] + row[1] * vertex.uv.x + row[2] * vertex.uv.y
    case .attribute(let attribute, let scale, let offset):
      return pick(scale) * scene.value(attribute, of: vertex)[min(component, 3)] + pick(offset)
    }
  }
}

extension Scene {
  /// The light's place.
  static let light = SIMD3<Double>(2, 3, 2.5)

  /// The four components of an attribute at a vertex.
  func value(_ attribute: VertexAttribute, of vertex: SurfaceVertex) -> SIMD4<Double> {
    switch attribute {
    case .uv: SIMD4(vertex.uv.x, vertex.uv.y, 0.3 + 0.2 * vertex.uv.x + 0.1 * vertex.uv.y, 1)
    case .normal: SIMD4(vertex.normal, 0)
    case .tangent: SIMD4(vertex.tangent, 1)
    case .bitangent: SIMD4(vertex.bitangent, 0)
    case .position: SIMD4(vertex.position, 1)
    case .viewPosition: camera.view * SIMD4(vertex.position, 1)
    case .viewDirection: SIMD4(camera.eye - vertex.position, 0)
    case .lightDirection: SIMD4(Self.light - vertex.position, 0)
    case .ray: SIMD4(vertex.position - camera.eye, 0)
    case .color: vertex.color
    case .clip: vertex.clip
    case .shadow: shadowMatrix * SIMD4(vertex.position, 1)
    case .depth: SIMD4(repeating: vertex.clip.w)
    }
  }

  /// World to the texture coordinates and the depth of a light's orthographic view.
  var shadowMatrix: Matrix4 {
    let view = Matrix4.lookAt(eye: Self.light, target: SIMD3())
    let toTexture = Matrix4(columns: [
      SIMD4(0.25, 0, 0, 0), SIMD4(0, -0.25, 0, 0), SIMD4(0, 0, -0.1, 0), SIMD4(0.5, 0.5, 0, 1),
    ])
    return toTexture * view
  }

  /// The numbers of a quantity: up to 4 of a vector, the 16 of a matrix in columns.
  func numbers(_ quantity: SceneQuantity) -> [Double] {
    let (w, h) = (Double(width), Double(height))
    func flat(_ matrix: Matrix4) -> [Double] { matrix.columns.flatMap { [$0.x, $0.y, $0.z, $0.w] } }
    let (model, view, projection) = (camera.model, camera.view, camera.projection)
    switch quantity {
    case .time: return [time]
    case .frame: return [(time * 30).rounded()]
    case .timeStep: return [1.0 / 30]
    case .resolution: return [w, h, 1, 1]
    case .texelSize: return [1 / w, 1 / h, w, h]
    case .mouse: return [0.4 * w, 0.6 * h, 0, 0]
    case .eye: return [camera.eye.x, camera.eye.y, camera.eye.z, 1]
    case .lightDirection:
      let direction = normalized(Self.light)
      return [direction.x, direction.y, direction.z, 0]
    case .lightPosition: return [Self.light.x, Self.light.y, Self.light.z, 1]
    case .identity: return flat(.identity)
    case .model: return flat(model)
    case .view: return flat(view)
    case .projection: return flat(projection)
    case .viewProjection: return flat(projection * view)
    case .modelView: return flat(view * model)
    case .modelViewProjection: return flat(projection * view * model)
    case .normalMatrix: return flat(model.linearPart.inverse.transposed)
    case .shadowMatrix: return flat(shadowMatrix)
    case .inverseModel: return flat(model.inverse)
    case .inverseView: return flat(view.inverse)
    case .inverseProjection: return flat(projection.inverse)
    case .inverseViewProjection: return flat((projection * view).inverse)
    case .inverseModelView: return flat((view * model).inverse)
    case .inverseModelViewProjection: return flat((projection * view * model).inverse)
    }
  }
}

extension SceneQuantity {
  /// Whether it is a matrix.
  var isMatrix: Bool {
    switch self {
    case .time, .frame, .timeStep, .resolution, .texelSize, .mouse, .eye, .lightDirection, .lightPosition:
      false
    case .identity, .model, .view, .projection, .viewProjection, .modelView, .modelViewProjection,
      .normalMatrix,
      .shadowMatrix, .inverseModel, .inverseView, .inverseProjection, .inverseViewProjection,
      .inverseModelView,
      .inverseModelViewProjection:
      true
    }
  }
}
