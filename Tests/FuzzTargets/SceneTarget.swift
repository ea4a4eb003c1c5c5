import Lowering
import Rasterizer
import SPIRV

/// A shader's interface with one of each kind of thing that a scene can name.
private let interface: ShaderInterface = {
  let float = ScalarKind.float(width: 32)
  func slots(_ name: String, _ count: Int) -> [InterfaceSlot] {
    (0..<count).map {
      InterfaceSlot(variable: ValueID(1), name: name, component: $0, path: [$0], kind: float)
    }
  }
  func resource(_ name: String, _ kind: Resource.Kind, _ count: Int = 1) -> Resource {
    Resource(variable: ValueID(2), name: name, kind: kind, count: count)
  }
  func image(_ dimension: ImageDimension, isArrayed: Bool = false) -> Resource.Kind {
    let type = ImageType(dimension: dimension, isArrayed: isArrayed, isMultisampled: false, isDepth: false)
    return .sampledImage(ImageDescription(type: type, texel: float))
  }
  let lights = BlockLayout.structure([
    .init(name: "color", offset: 0, layout: .vector(float, count: 3)),
    .init(name: "power", offset: 12, layout: .scalar(.int(width: 32, isSigned: true))),
  ])
  let camera = BlockLayout.structure([
    .init(
      name: "model", offset: 0, layout: .matrix(float, columns: 4, rows: 4, stride: 16, isRowMajor: false)),
    .init(name: "lights", offset: 64, layout: .array(lights, count: 2, stride: 16)),
  ])
  return ShaderInterface(
    inputs: slots("uv", 2) + slots("normal", 3),
    resources: [
      resource("camera", .uniformBlock(camera)),
      resource("count", .looseUniform(.scalar(.int(width: 32, isSigned: false)))),
      resource("tint", .looseUniform(.vector(float, count: 4))),
      resource("isFancy", .looseUniform(.scalar(.bool))),
      resource("palette", .looseUniform(.array(.vector(float, count: 3), count: 2, stride: 12))),
      resource("albedo", image(.twoD)), resource("grain", image(.threeD)),
      resource("sky", image(.cube)), resource("detail", image(.twoD, isArrayed: true), 2),
    ])
}()

func runScene(_ bytes: [UInt8]) throws(Finding) {
  guard let text = String(validating: bytes, as: UTF8.self) else { return }
  let sidecar: Sidecar
  do throws(SidecarError) {
    sidecar = try Sidecar(yaml: text, file: "fuzz.scene.yaml")
  } catch {
    _ = error.description
    if error.message.isEmpty { throw Finding("an error says nothing") }
    return
  }
  // Large pictures are slow to make, not wrong.
  let isSmall = sidecar.textures.values.allSatisfy {
    $0.width * $0.height * $0.layers <= 1 << 14 && $0.file == nil
  }
  guard isSmall else { return }
  let scene = Scene(
    sidecar.scene ?? .fullScreen, width: sidecar.width ?? 64, height: sidecar.height ?? 64,
    time: sidecar.time ?? 0)
  do {
    _ = try TriangleMesh(scene, interface: interface, sidecar: sidecar)
    let bindings = try Bindings(interface, scene: scene, sidecar: sidecar)
    if bindings.resources == nil { throw Finding("nothing is bound") }
  } catch let error as BindingError {
    _ = error.description
  } catch let finding as Finding {
    throw finding
  } catch {
    throw Finding("an error of another kind: \(error)")
  }
}
