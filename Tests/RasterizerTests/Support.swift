import CShaderABI
import Lowering
import Rasterizer
import SPIRV
import Synchronization

/// Copies input slots to output slots, of `bytes` a lane, and keeps all lanes.
private func copySlots(_ invocation: UnsafeMutablePointer<QuadlessInvocation>?, lanes: Int, bytes: Int) {
  guard let invocation, let inputs = invocation.pointee.inputs, let outputs = invocation.pointee.outputs
  else { return }
  outputs.copyMemory(from: inputs, byteCount: 4 * lanes * bytes)
  invocation.pointee.stored = invocation.pointee.executing
}

/// Shaders by hand: the first four input slots become the four output slots.
enum CopyShader {
  static func function(_ lanes: Int, _ element: ElementType) -> QuadlessShader {
    switch (lanes, element) {
    case (1, .float): { copySlots($0, lanes: 1, bytes: 4) }
    case (4, .float): { copySlots($0, lanes: 4, bytes: 4) }
    case (8, .float): { copySlots($0, lanes: 8, bytes: 4) }
    case (16, .float): { copySlots($0, lanes: 16, bytes: 4) }
    case (1, .double): { copySlots($0, lanes: 1, bytes: 8) }
    case (4, .double): { copySlots($0, lanes: 4, bytes: 8) }
    case (8, .double): { copySlots($0, lanes: 8, bytes: 8) }
    default: { copySlots($0, lanes: 16, bytes: 8) }
    }
  }

  /// A program with four input slots that are written to location 0.
  static func program(
    _ inputs: [InterfaceSlot] = smooth(4), lanes: Int = 8, element: ElementType = .float,
    derivatives: DerivativeMeaning = .quad(), outputs: [InterfaceSlot]? = nil, function: QuadlessShader? = nil
  ) -> ShaderProgram {
    var options = LoweringOptions()
    options.lanes = lanes
    options.element = element
    options.derivatives = derivatives
    let color = (0..<4).map { output(0, $0) }
    return ShaderProgram(
      interface: ShaderInterface(inputs: inputs, outputs: outputs ?? color),
      function: function ?? Self.function(lanes, element), options: options)
  }

  static func output(
    _ location: Int?, _ component: Int, kind: ScalarKind = .float(width: 32), builtIn: BuiltIn? = nil
  ) -> InterfaceSlot {
    InterfaceSlot(
      variable: ValueID(UInt32(100 + (location ?? 50))), name: "out", location: location,
      component: component,
      path: [component], builtIn: builtIn, kind: kind)
  }

  static func smooth(
    _ count: Int, _ interpolation: Interpolation = .smooth, place: InterpolationPlace = .center
  )
    -> [InterfaceSlot]
  {
    (0..<count).map {
      InterfaceSlot(
        variable: ValueID(1), name: "v", location: 0, component: $0, path: [$0], interpolation: interpolation,
        place: place)
    }
  }

  static func builtIn(_ number: UInt32, _ component: Int = 0, kind: ScalarKind = .float(width: 32))
    -> InterfaceSlot
  {
    InterfaceSlot(
      variable: ValueID(number + 10), name: "gl", component: component, path: [component],
      builtIn: BuiltIn(rawValue: number), kind: kind)
  }
}

let integer = ScalarKind.int(width: 32, isSigned: true)

/// A group as a consumer saw it.
struct SeenGroup {
  var x: Int
  var y: Int
  var kept: UInt32
  var executing: UInt32
  var helpers: UInt32
  /// [slot][lane], as doubles or as the integers there.
  var values: [[Double]]
  var integers: [[Int32]]
  var positions: [Double]
  var centroids: [Double]
  var planes: [Double]
  var wPlane: [Double]
  var pixels: [SIMD2<Int>]
  var primitive: Int32
}

/// Writes down all groups of a tile.
final class Recorder: GroupConsumer {
  var groups: [SeenGroup] = []
  let lanes: Int
  let slots: Int
  let isDouble: Bool

  init(_ program: ShaderProgram) {
    lanes = program.options.lanes
    slots = program.interface.inputs.count
    isDouble = program.options.element == .double
  }

  func consume(_ group: ShadedGroup) {
    let call = group.invocation.pointee
    guard let inputs = call.inputs, let positions = call.positions, let centroids = call.centroids,
      let planes = call.planes, let wPlane = call.wPlane
    else { return }
    let bytes = isDouble ? 8 : 4
    func value(_ slot: Int, _ lane: Int) -> Double {
      let place = (slot * lanes + lane) * bytes
      return isDouble
        ? inputs.load(fromByteOffset: place, as: Double.self)
        : Double(inputs.load(fromByteOffset: place, as: Float.self))
    }
    groups.append(
      SeenGroup(
        x: group.x, y: group.y, kept: group.kept, executing: call.executing, helpers: call.helpers,
        values: (0..<slots).map { slot in (0..<lanes).map { value(slot, $0) } },
        integers: (0..<slots).map { slot in
          (0..<lanes).map { inputs.load(fromByteOffset: slot * lanes * bytes + 4 * $0, as: Int32.self) }
        },
        positions: Array(UnsafeBufferPointer(start: positions, count: 2 * lanes)),
        centroids: Array(UnsafeBufferPointer(start: centroids, count: 2 * lanes)),
        planes: Array(UnsafeBufferPointer(start: planes, count: 3 * slots)),
        wPlane: Array(UnsafeBufferPointer(start: wPlane, count: 3)),
        pixels: (0..<lanes).map { SIMD2(group.pixel($0).x, group.pixel($0).y) }, primitive: group.primitive))
  }

  static func groups(
    _ mesh: TriangleMesh, _ program: ShaderProgram, _ options: RasterizerOptions
  ) throws -> [SeenGroup] {
    try Rasterizer.draw(mesh, program: program, bindings: NoResources(), options: options) { _ in
      Recorder(program)
    }.flatMap(\.groups)
  }
}

/// A mesh of points on the screen in pixels, each with w and values.
func screenMesh(
  _ points: [(x: Double, y: Double)], w: [Double]? = nil, z: [Double]? = nil, values: [[Double]],
  indices: [Int32],
  width: Int, height: Int
) -> TriangleMesh {
  let positions = points.indices.map { index in
    let w = w?[index] ?? 1
    return SIMD4(
      (points[index].x / Double(width) * 2 - 1) * w, (points[index].y / Double(height) * 2 - 1) * w,
      (z?[index] ?? 0.5) * w, w)
  }
  return TriangleMesh(
    positions: positions, slots: values.first?.count ?? 0, values: values.flatMap { $0 }, indices: indices)
}

/// Options without depth.
func flatOptions(_ width: Int, _ height: Int, threads: Int = 1) -> RasterizerOptions {
  var options = RasterizerOptions(width: width, height: height, threads: threads)
  options.isDepthTested = false
  return options
}
