import CShaderABI
import Lowering

/// A number type of lanes.
protocol LaneElement: BinaryFloatingPoint, Sendable {
  /// Writes four lanes in this type, one after another.
  static func store(_ values: SIMD4<Double>, at address: UnsafeMutableRawPointer)
}

extension Float: LaneElement {
  @inline(__always) static func store(_ v: SIMD4<Double>, at address: UnsafeMutableRawPointer) {
    let lanes = SIMD4(Float(v.x), Float(v.y), Float(v.z), Float(v.w))
    address.storeBytes(of: lanes, as: SIMD4<Float>.self)
  }
}

extension Double: LaneElement {
  @inline(__always) static func store(_ values: SIMD4<Double>, at address: UnsafeMutableRawPointer) {
    address.storeBytes(of: values, as: SIMD4<Double>.self)
  }
}

/// Memory for all groups of one worker and the code that shades a triangle in a tile: no allocation a group.
///
/// Lanes are handled in chunks of four, a quad each; a single lane is a chunk of which only the first counts. A plane's
/// value is (a + c·y) + b·x in double, whatever the number of lanes, so that lanes agree to the bit.
final class GroupWorker<Element: LaneElement> {
  let draw: DrawState
  let facts: DrawFacts
  let lanes: Int
  let chunks: Int
  let arena = Arena()
  let invocation: UnsafeMutablePointer<QuadlessInvocation>
  let inputs: UnsafeMutablePointer<Element>
  let outputs: UnsafeMutablePointer<Element>
  let outputBytes: Int
  /// The lanes' places: x then y, whole chunks.
  let places: UnsafeMutablePointer<SIMD4<Double>>
  /// The places within a group, in the same order.
  let offsets: UnsafeMutablePointer<SIMD4<Double>>
  /// The places that the shader sees where a chunk is longer than W.
  let singlePlace: UnsafeMutablePointer<Double>
  /// Offsets of the centroids: x then y, whole chunks.
  let centroids: UnsafeMutablePointer<SIMD4<Double>>
  let pixels: UnsafeMutablePointer<SIMD2<Int32>>
  let operations: UnsafeMutablePointer<FillOperation>
  let operationCount: Int
  /// [operation + 2][chunk]: a + c·y of the operations' planes, of w' and of depth.
  let rows: UnsafeMutablePointer<SIMD4<Double>>
  /// [chunk]: w', 1 / w' and depth.
  let w: UnsafeMutablePointer<SIMD4<Double>>
  let perspective: UnsafeMutablePointer<SIMD4<Double>>
  let depth: UnsafeMutablePointer<SIMD4<Double>>
  /// [edge][lane]: the edge functions' changes from the group's first pixel.
  let edgeSteps: UnsafeMutablePointer<Int64>
  let probes: UnsafeMutablePointer<QuadlessProbe>
  let sampleOffsets: UnsafeMutablePointer<SIMD2<Int64>>

  init(_ draw: DrawState) {
    self.draw = draw
    facts = DrawFacts(draw)
    let interface = draw.program.interface
    lanes = draw.shape.lanes
    chunks = max(1, lanes / 4)
    invocation = arena.allocate(1)
    inputs = arena.allocate(max(1, interface.inputs.count) * max(4, lanes))
    outputs = arena.allocate(max(1, interface.outputs.count) * max(4, lanes))
    outputBytes = interface.outputs.count * lanes * MemoryLayout<Element>.stride
    places = arena.allocate(2 * chunks)
    offsets = arena.allocate(2 * chunks)
    singlePlace = arena.allocate(2)
    centroids = arena.allocate(2 * chunks)
    pixels = arena.allocate(lanes)
    operationCount = draw.operations.count
    operations = arena.allocate(max(1, operationCount))
    rows = arena.allocate((operationCount + 2) * chunks)
    w = arena.allocate(chunks)
    perspective = arena.allocate(chunks)
    depth = arena.allocate(chunks)
    edgeSteps = arena.allocate(3 * lanes)
    probes = arena.allocate(max(1, draw.program.probeComponents.count))
    sampleOffsets = arena.allocate(4)
    for (sample, offset) in draw.sampleOffsets.enumerated() { sampleOffsets[sample] = offset }
    for (index, operation) in draw.operations.enumerated() { operations[index] = operation }
    for (lane, place) in draw.shape.places.enumerated() {
      offsets[lane / 4][lane % 4] = place.x
      offsets[chunks + lane / 4][lane % 4] = place.y
      pixels[lane] = draw.shape.pixels[lane]
    }
    for chunk in 0..<chunks { perspective[chunk] = SIMD4(repeating: 1) }
    makeProbes()
    makeInvocation()
  }

  private func makeProbes() {
    for (index, components) in draw.program.probeComponents.enumerated() {
      let capacity = Int(QuadlessProbeCapacity)
      let values: UnsafeMutablePointer<Element> = arena.allocate(capacity * components * lanes)
      probes[index] = QuadlessProbe(
        values: values, count: arena.allocate(lanes), tainted: arena.allocate(capacity * lanes))
    }
  }

  private func makeInvocation() {
    let sampleOffsets: UnsafeMutablePointer<Double> = arena.allocate(8)
    for (sample, offset) in draw.sampleOffsets.enumerated() {
      sampleOffsets[2 * sample] = Double(offset.x) / 256
      sampleOffsets[2 * sample + 1] = Double(offset.y) / 256
    }
    let positions = lanes == 1 ? singlePlace : UnsafeMutableRawPointer(places).assumingMemoryBound(to: Double.self)
    let centroidOffsets: UnsafeMutablePointer<Double> =
      lanes == 1
      ? arena.allocate(2) : UnsafeMutableRawPointer(centroids).assumingMemoryBound(to: Double.self)
    invocation.pointee = QuadlessInvocation(
      inputs: UnsafeRawPointer(inputs), outputs: UnsafeMutableRawPointer(outputs),
      resources: draw.resources, resourceSizes: draw.resourceSizes, texel: draw.texel,
      texelContext: draw.texelContext, planes: nil, wPlane: nil, positions: UnsafePointer(positions),
      centroids: UnsafePointer(centroidOffsets), sampleOffsets: UnsafePointer(sampleOffsets),
      probes: draw.program.probeComponents.isEmpty ? nil : probes, executing: 0, helpers: 0, stored: 0,
      flags: 0)
  }

  /// Writes a chunk of lanes of an input slot.
  @inline(__always) func store(_ values: SIMD4<Double>, slot: Int, chunk: Int) {
    if lanes == 1 {
      inputs[slot] = Element(values.x)
    } else {
      Element.store(values, at: UnsafeMutableRawPointer(inputs + slot * lanes + 4 * chunk))
    }
  }

  /// Writes a lane of an integer input slot.
  @inline(__always) func store(integer value: Int32, slot: Int, lane: Int) {
    UnsafeMutableRawPointer(inputs + slot * lanes).storeBytes(
      of: value, toByteOffset: 4 * lane, as: Int32.self)
  }
}

/// Zeroed memory that is freed all at once.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []

  /// Elements of a trivial type, aligned for vectors.
  func allocate<Value>(_ count: Int) -> UnsafeMutablePointer<Value> {
    let bytes = max(1, count) * MemoryLayout<Value>.stride
    let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    block.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    blocks.append(block)
    return block.bindMemory(to: Value.self, capacity: count)
  }

  deinit { for block in blocks { block.deallocate() } }
}
