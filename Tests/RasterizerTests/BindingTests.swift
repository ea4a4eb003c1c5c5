import CShaderABI
import Foundation
import Lowering
import Rasterizer
@testable import SPIRV
import Testing
import Texturing

@Suite struct BindingTests {
  private let scene = Scene(.sphere, width: 200, height: 100, time: 2)

  private func input(_ name: String, _ count: Int, kind: ScalarKind = .float(width: 32)) -> [InterfaceSlot] {
    (0..<count).map {
      InterfaceSlot(
        variable: ValueID(7), name: name, location: 2, component: $0, path: count > 1 ? [$0] : [], kind: kind)
    }
  }

  private func values(_ inputs: [InterfaceSlot], _ sidecar: Sidecar = Sidecar()) throws -> [[Double]] {
    let mesh = try TriangleMesh(scene, interface: ShaderInterface(inputs: inputs), sidecar: sidecar)
    return scene.vertices.indices.map { Array(mesh.values[$0 * inputs.count..<($0 + 1) * inputs.count]) }
  }

  @Test(arguments: [
    ("uv", 2), ("vUv", 2), ("v_texcoord0", 2), ("fragTexCoord", 2), ("normal", 3), ("v_normal", 3),
    ("worldNormal", 3), ("vTangent", 4), ("tangent", 3), ("binormal", 3), ("fragPos", 3),
    ("worldPosition", 3),
    ("v_position", 4), ("viewPos", 3), ("vViewPosition", 3), ("v_color", 4), ("inColor", 3), ("Vertex.uv", 2),
    ("viewDir", 3),
  ])
  func inputsAreBoundByName(name: String, components: Int) throws {
    let values = try values(input(name, components))
    for (vertex, value) in zip(scene.vertices, values) {
      let view = scene.camera.view * SIMD4(vertex.position, 1)
      let toEye = scene.camera.eye - vertex.position
      let expected: [Double] =
        switch name {
        case "uv", "vUv", "v_texcoord0", "fragTexCoord", "Vertex.uv": [vertex.uv.x, vertex.uv.y]
        case "normal", "v_normal", "worldNormal": [vertex.normal.x, vertex.normal.y, vertex.normal.z]
        case "vTangent", "tangent": [vertex.tangent.x, vertex.tangent.y, vertex.tangent.z, 1]
        case "binormal": [vertex.bitangent.x, vertex.bitangent.y, vertex.bitangent.z]
        case "viewPos", "vViewPosition": [view.x, view.y, view.z]
        case "v_color", "inColor": [vertex.color.x, vertex.color.y, vertex.color.z, vertex.color.w]
        case "viewDir": [toEye.x, toEye.y, toEye.z]
        default: [vertex.position.x, vertex.position.y, vertex.position.z, 1]
        }
      #expect(value == Array(expected.prefix(components)), "\(name)")
    }
  }

  @Test func otherInputsAreSmoothFunctionsOfUV() throws {
    let values = try values(input("whatever", 3))
    // Affine in u and v: the value is fixed by three vertices.
    func fit(_ slot: Int) -> (Double, Double, Double) {
      let a = values[0][slot]
      let corner = scene.vertices.indices.filter { scene.vertices[$0].uv == SIMD2(4, 0) }[0]
      let bottom = scene.vertices.indices.filter { scene.vertices[$0].uv == SIMD2(0, 2) }[0]
      return (a, (values[corner][slot] - a) / 4, (values[bottom][slot] - a) / 2)
    }
    for slot in 0..<3 {
      let (a, b, c) = fit(slot)
      #expect(b != 0 && c != 0)
      for (vertex, value) in zip(scene.vertices, values) {
        #expect(abs(value[slot] - (a + b * vertex.uv.x + c * vertex.uv.y)) < 1e-12)
      }
    }
    #expect(fit(0) != fit(1))
    // By location, so that a renamed or transformed shader gets the same.
    #expect(try self.values(input("another", 3)) == values)
  }

  @Test func integersAreSmallAndConstant() throws {
    for name in ["kind", "layer", "something", "sampleCount"] {
      let values = try values(input(name, 1, kind: integer)).map { $0[0] }
      #expect(Set(values).count == 1 && (0...4).contains(values[0]), "\(name)")
    }
  }

  @Test func theSidecarBindsInputs() throws {
    var sidecar = Sidecar()
    sidecar.varyings = ["a": .attribute(.normal, scale: [2, 3], offset: [1])]
    let normals = try values(input("Block.a", 3), sidecar)
    for (vertex, value) in zip(scene.vertices, normals) {
      #expect(value == [2 * vertex.normal.x + 1, 3 * vertex.normal.y + 1, 3 * vertex.normal.z + 1])
    }
    sidecar.varyings = ["a": .affine([[1, 2, 0], [0, 0, 3]])]
    for (vertex, value) in zip(scene.vertices, try values(input("a", 2), sidecar)) {
      #expect(value == [1 + 2 * vertex.uv.x, 3 * vertex.uv.y])
    }
    sidecar.varyings = ["a": .constant([5, 6])]
    #expect(try values(input("a", 2), sidecar)[3] == [5, 6])
    sidecar.varyings = ["b": .constant([5])]
    #expect(throws: BindingError.unknownName(kind: "input", name: "b", known: ["a"])) {
      try values(input("a", 2), sidecar)
    }
  }

  // MARK: Uniforms

  private let number = ScalarKind.float(width: 32)

  /// The floats of a loose uniform.
  private func uniform(_ name: String, _ layout: BlockLayout, _ sidecar: Sidecar = Sidecar()) throws
    -> [Float]
  {
    let resource = Resource(variable: ValueID(3), name: name, kind: .looseUniform(layout))
    let bindings = try Bindings(ShaderInterface(resources: [resource]), scene: scene, sidecar: sidecar)
    let bytes = try #require(bindings.resources?[0])
    let size = try #require(bindings.resourceSizes?[0])
    return (0..<size / 4).map { bytes.load(fromByteOffset: 4 * $0, as: Float.self) }
  }

  @Test func uniformsAreBoundByName() throws {
    #expect(try uniform("u_time", .scalar(number))[0] == 2)
    #expect(try uniform("iTime", .scalar(number))[0] == 2)
    #expect(try uniform("resolution", .vector(number, count: 2)).prefix(2) == [200, 100])
    #expect(try uniform("iResolution", .vector(number, count: 3)).prefix(3) == [200, 100, 1])
    #expect(try uniform("texelSize", .vector(number, count: 2)).prefix(2) == [0.005, 0.01])
    let eye = try uniform("cameraPosition", .vector(number, count: 3))
    #expect(
      eye.prefix(3) == [Float(scene.camera.eye.x), Float(scene.camera.eye.y), Float(scene.camera.eye.z)])
    let light = try uniform("lightDir", .vector(number, count: 3))
    #expect(abs(light.prefix(3).reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
    let other = try uniform("unheardOf", .vector(number, count: 4))
    #expect(other.prefix(4).allSatisfy { (0.2...1.2).contains($0) } && Set(other.prefix(4)).count == 4)
    #expect(try uniform("unheardOf", .vector(number, count: 4)) == other)
    #expect(try uniform("iFrame", .scalar(.int(width: 32, isSigned: true)))[0].bitPattern == 60)
    #expect(try uniform("isOn", .scalar(.bool))[0].bitPattern == 1)
  }

  @Test func matricesAreTheCamerasInEitherOrder() throws {
    func flat(_ m: Matrix4) -> [Float] { m.columns.flatMap { [$0.x, $0.y, $0.z, $0.w].map { Float($0) } } }
    func matrix(_ name: String, rowMajor: Bool = false) throws -> [Float] {
      try uniform(name, .matrix(number, columns: 4, rows: 4, stride: 16, isRowMajor: rowMajor))
    }
    let camera = scene.camera
    #expect(try matrix("u_view") == flat(camera.view))
    #expect(try matrix("viewProjection") == flat(camera.projection * camera.view))
    #expect(try matrix("projMatrix", rowMajor: true) == flat(camera.projection.transposed))
    #expect(try matrix("inverseView") == flat(camera.view.inverse))
    let small = try uniform(
      "viewMatrix", .matrix(number, columns: 3, rows: 3, stride: 16, isRowMajor: false))
    #expect(Array(small[4..<7]) == Array(flat(camera.view)[4..<7]))
    let odd = try matrix("unheardOf")
    for index in 0..<16 { #expect(abs(odd[index] - (index % 5 == 0 ? 1 : 0)) <= 0.1) }
  }

  @Test func blocksAreFilledByTheirLayout() throws {
    let layout = BlockLayout.structure([
      .init(name: "count", offset: 0, layout: .scalar(.int(width: 32, isSigned: false))),
      .init(
        name: "lights", offset: 16,
        layout: .array(
          .structure([.init(name: "color", offset: 0, layout: .vector(number, count: 3))]), count: 3,
          stride: 32)),
      .init(name: "half", offset: 112, layout: .scalar(.float(width: 16))),
      .init(name: "big", offset: 120, layout: .scalar(.float(width: 64))),
      .init(name: "index", offset: 128, layout: .scalar(.int(width: 8, isSigned: true))),
      .init(name: "items", offset: 132, layout: .array(.scalar(number), count: nil, stride: 4)),
    ])
    var sidecar = Sidecar()
    sidecar.uniforms = [
      "lights[1].color": .numbers([1, 2, 3]), "Data.half": .numbers([0.5]), "big": .numbers([1e-9]),
      "items": .numbers([4]),
    ]
    let resource = Resource(variable: ValueID(3), name: "Data", kind: .storageBlock(layout))
    let bindings = try Bindings(ShaderInterface(resources: [resource]), scene: scene, sidecar: sidecar)
    let bytes = try #require(bindings.resources?[0])
    #expect(bindings.resourceSizes?[0] == 132 + 64 * 4)
    func float(_ offset: Int) -> Float { bytes.load(fromByteOffset: offset, as: Float.self) }
    #expect((1...3).contains(bytes.load(as: UInt32.self)), "a count stays within the arrays")
    #expect([float(48), float(52), float(56)] == [1, 2, 3] && float(60) == 0)
    #expect((0.2...1.2).contains(float(16)) && float(80) != float(16))
    #expect(bytes.load(fromByteOffset: 112, as: Float16.self) == 0.5)
    #expect(bytes.load(fromByteOffset: 120, as: Double.self) == 1e-9)
    #expect((0...2).contains(bytes.load(fromByteOffset: 128, as: Int8.self)))
    #expect((0..<64).allSatisfy { float(132 + 4 * $0) == 4 })
  }

  @Test func arraysOfBlocksStandOneAfterAnother() throws {
    let layout = BlockLayout.structure([.init(name: "x", offset: 0, layout: .vector(number, count: 3))])
    let resource = Resource(variable: ValueID(3), name: "b", kind: .uniformBlock(layout), count: 3)
    var sidecar = Sidecar()
    sidecar.uniforms = ["b[2].x": .numbers([7])]
    let bindings = try Bindings(ShaderInterface(resources: [resource]), scene: scene, sidecar: sidecar)
    #expect(bindings.resourceSizes?[0] == 48)
    #expect(bindings.resources?[0]?.load(fromByteOffset: 32, as: Float.self) == 7)
  }

  @Test func arraysTakeListsAndCountsAreChecked() throws {
    let palette = BlockLayout.array(.vector(number, count: 3), count: 2, stride: 12)
    var sidecar = Sidecar()
    sidecar.uniforms = ["palette": .numbers([1, 2, 3, 4, 5, 6])]
    #expect(try uniform("palette", palette, sidecar).prefix(6) == [1, 2, 3, 4, 5, 6])
    sidecar.uniforms = ["palette": .numbers([1, 2, 3])]
    #expect(throws: BindingError.count(name: "palette", expected: 6, found: 3)) {
      try uniform("palette", palette, sidecar)
    }
    sidecar.uniforms = ["tint": .numbers([1, 2])]
    #expect(throws: BindingError.count(name: "tint", expected: 3, found: 2)) {
      try uniform("tint", .vector(number, count: 3), sidecar)
    }
    sidecar.uniforms = ["tnt": .numbers([1])]
    #expect(throws: BindingError.unknownName(kind: "uniform", name: "tnt", known: ["tint"])) {
      try uniform("tint", .vector(number, count: 3), sidecar)
    }
  }

  @Test func initializersStandUnlessTheSidecarSaysOtherwise() throws {
    let layout = BlockLayout.structure([
      .init(name: "time", offset: 0, layout: .scalar(number)),
      .init(name: "tints", offset: 4, layout: .array(.vector(number, count: 2), count: 2, stride: 8)),
      .init(name: "on", offset: 20, layout: .scalar(.bool)),
    ])
    var resource = Resource(variable: ValueID(3), name: "u", kind: .looseUniform(layout))
    resource.initialNumbers = [7, 1, 2, 3, 4, 0]
    func floats(_ sidecar: Sidecar) throws -> [Float] {
      let bindings = try Bindings(ShaderInterface(resources: [resource]), scene: scene, sidecar: sidecar)
      let bytes = try #require(bindings.resources?[0])
      return (0..<6).map { bytes.load(fromByteOffset: 4 * $0, as: Float.self) }
    }
    #expect(try floats(Sidecar()) == [7, 1, 2, 3, 4, 0])
    var sidecar = Sidecar()
    sidecar.uniforms = ["u.time": .numbers([9]), "u.tints[1]": .numbers([5, 6])]
    #expect(try floats(sidecar) == [9, 1, 2, 5, 6, 0])
  }

  // MARK: Textures

  private func image(
    _ dimension: ImageDimension, arrayed: Bool = false, multisampled: Bool = false, depth: Bool = false,
    texel: ScalarKind = .float(width: 32)
  ) -> ImageDescription {
    ImageDescription(
      type: ImageType(dimension: dimension, isArrayed: arrayed, isMultisampled: multisampled, isDepth: depth),
      texel: texel)
  }

  /// The size that a shader is told.
  private func size(_ bindings: Bindings, resource: UInt32, element: UInt32 = 0) -> [Int32] {
    var result = [Int32](repeating: -1, count: 4)
    var lod: Int32 = 0
    var elements = element
    result.withUnsafeMutableBytes { result in
      withUnsafePointer(to: &lod) { lod in
        withUnsafePointer(to: &elements) { elements in
          var request = QuadlessTexelRequest()
          request.operation = QuadlessTexelSize
          request.kind = QuadlessTexelInt
          (request.image, request.sampler, request.lanes, request.mask) = (resource, resource, 1, 1)
          request.imageElement = elements
          request.lod = UnsafeRawPointer(lod)
          request.result = result.baseAddress
          bindings.texel?(bindings.texelContext, &request)
        }
      }
    }
    return result
  }

  @Test func texturesAreMadeOfEveryDimension() throws {
    let images: [(ImageDescription, [Int32])] = [
      (image(.oneD), [64]), (image(.twoD), [64, 64]), (image(.threeD), [64, 64, 4]),
      (image(.cube), [64, 64]),
      (image(.twoD, arrayed: true), [64, 64, 4]), (image(.cube, arrayed: true), [64, 64, 4]),
      (image(.rect), [64, 64]), (image(.buffer), [4096]), (image(.twoD, multisampled: true), [64, 64]),
      (image(.twoD, depth: true), [64, 64]),
      (image(.twoD, texel: .int(width: 32, isSigned: false)), [64, 64]),
    ]
    let resources = images.enumerated().map { index, image in
      Resource(variable: ValueID(UInt32(index + 1)), name: "normalMap\(index)", kind: .sampledImage(image.0))
    }
    let bindings = try Bindings(ShaderInterface(resources: resources), scene: scene)
    for (index, expected) in images.map(\.1).enumerated() {
      #expect(Array(size(bindings, resource: UInt32(index)).prefix(expected.count)) == expected, "\(index)")
    }
  }

  @Test func texturesAreTheSidecars() throws {
    var sidecar = Sidecar()
    var source = TextureSource(pattern: .ramp)
    (source.width, source.height) = (8, 4)
    sidecar.textures = ["maps[1]": source]
    let maps = Resource(variable: ValueID(1), name: "maps", kind: .sampledImage(image(.twoD)), count: 2)
    let bindings = try Bindings(ShaderInterface(resources: [maps]), scene: scene, sidecar: sidecar)
    #expect(size(bindings, resource: 0).prefix(2) == [64, 64])
    #expect(size(bindings, resource: 0, element: 1).prefix(2) == [8, 4])
    sidecar.textures = ["map": source]
    #expect(throws: BindingError.unknownName(kind: "texture", name: "map", known: ["maps"])) {
      try Bindings(ShaderInterface(resources: [maps]), scene: scene, sidecar: sidecar)
    }
    sidecar.textures = ["maps": TextureSource(file: "nowhere.png")]
    let error = try #require(throws: BindingError.self) {
      try Bindings(ShaderInterface(resources: [maps]), scene: scene, sidecar: sidecar, folder: "/none")
    }
    #expect(error.description.contains("/none/nowhere.png"))
  }
}
