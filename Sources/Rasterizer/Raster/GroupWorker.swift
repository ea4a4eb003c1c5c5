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

/// A number of lanes known when compiled, so that loops over lanes unroll.
protocol GroupWidth {
  static var lanes: Int { get }
}

enum OneLane: GroupWidth { static var lanes: Int { 1 } }
enum FourLanes: GroupWidth { static var lanes: Int { 4 } }
enum EightLanes: GroupWidth { static var lanes: Int { 8 } }
enum SixteenLanes: GroupWidth { static var lanes: Int { 16 } }

extension DrawState {
  /// Shades all triangles of a tile in order, with one worker's memory.
  ///
  /// A closure for each type, because only calls of a known type's method are compiled for that type.
  func makeTileShader() -> (Tile, any GroupConsumer) -> Void {
    switch (program.options.element, shape.lanes) {
    case (.float, 1):
      let worker = GroupWorker<Float, OneLane>(self)
      return { worker.shade($0, consumer: $1) }
    case (.float, 4):
      let worker = GroupWorker<Float, FourLanes>(self)
      return { worker.shade($0, consumer: $1) }
    case (.float, 8):
      let worker = GroupWorker<Float, EightLanes>(self)
      return { worker.shade($0, consumer: $1) }
    case (.float, _):
      let worker = GroupWorker<Float, SixteenLanes>(self)
      return { worker.shade($0, consumer: $1) }
    case (.double, 1):
      let worker = GroupWorker<Double, OneLane>(self)
      return { worker.shade($0, consumer: $1) }
    case (.double, 4):
      let worker = GroupWorker<Double, FourLanes>(self)
      return { worker.shade($0, consumer: $1) }
    case (.double, 8):
      let worker = GroupWorker<Double, EightLanes>(self)
      return { worker.shade($0, consumer: $1) }
    case (.double, _):
      let worker = GroupWorker<Double, SixteenLanes>(self)
      return { worker.shade($0, consumer: $1) }
    }
  }
}

/// Memory for all groups of one worker and the code that shades a triangle in a tile: no allocation a group.
///
/// Lanes are handled in chunks of four, a quad each; a single lane is a chunk of which only the first counts. A plane's
/// value is (a + c·y) + b·x in double, whatever the number of lanes, so that lanes agree to the bit.
final class GroupWorker<Element: LaneElement, Width: GroupWidth> {
  let draw: DrawState
  let facts: DrawFacts
  @inline(__always) var lanes: Int { Width.lanes }
  @inline(__always) var chunks: Int { max(1, Width.lanes / 4) }
  let arena = Arena()
  let invocation: UnsafeMutablePointer<QuadlessInvocation>
  let inputs: UnsafeMutablePointer<Element>
  let outputs: UnsafeMutablePointer<Element>
  /// The outputs' size in blocks of 32 bytes.
  let outputBlocks: Int
  /// The lanes' places: x then y, whole chunks.
  let places: UnsafeMutablePointer<SIMD4<Double>>
  /// The places within a group, in the same order.
  let offsets: UnsafeMutablePointer<SIMD4<Double>>
  /// The places that the shader sees where a chunk is longer than W.
  let singlePlace: UnsafeMutablePointer<Double>
  /// Offsets of the centroids: x then y, whole chunks.
  let centroids: UnsafeMutablePointer<SIMD4<Double>>
  let pixels: UnsafeMutablePointer<SIMD2<Int32>>
  /// The lanes' pixels from the group's first one in the framebuffer's rows.
  let pixelOffsets: UnsafeMutablePointer<Int>
  let operations: UnsafeMutablePointer<FillOperation>
  let operationCount: Int
  /// [operation + 2][chunk]: a + c·y of the operations' planes, of w' and of depth.
  let rows: UnsafeMutablePointer<SIMD4<Double>>
  /// [chunk]: w' and 1 / w'.
  let w: UnsafeMutablePointer<SIMD4<Double>>
  let perspective: UnsafeMutablePointer<SIMD4<Double>>
  /// [sample][lane]: depth.
  let depth: UnsafeMutablePointer<Float>
  /// [edge][lane]: the edge functions' changes from the group's first pixel.
  let edgeSteps: UnsafeMutablePointer<Int64>
  /// [edge][2]: the least and the greatest of these changes.
  let edgeRanges: UnsafeMutablePointer<Int64>
  let probes: UnsafeMutablePointer<QuadlessProbe>
  let sampleOffsets: UnsafeMutablePointer<SIMD2<Int64>>
  /// For spans, where the draw has them.
  let spans: SpanShader?

  init(_ draw: DrawState) {
    self.draw = draw
    facts = DrawFacts(draw)
    let interface = draw.program.interface
    let lanes = Width.lanes
    let chunks = max(1, lanes / 4)
    invocation = arena.allocate(1)
    inputs = arena.allocate(max(1, interface.inputs.count) * max(4, lanes))
    outputs = arena.allocate(max(1, interface.outputs.count) * max(8, lanes))
    outputBlocks = (interface.outputs.count * lanes * MemoryLayout<Element>.stride + 31) / 32
    places = arena.allocate(2 * chunks)
    offsets = arena.allocate(2 * chunks)
    singlePlace = arena.allocate(2)
    centroids = arena.allocate(2 * chunks)
    pixels = arena.allocate(lanes)
    pixelOffsets = arena.allocate(lanes)
    operationCount = draw.operations.count
    operations = arena.allocate(max(1, operationCount))
    rows = arena.allocate((operationCount + 2) * chunks)
    w = arena.allocate(chunks)
    perspective = arena.allocate(chunks)
    depth = arena.allocate(4 * max(4, lanes))
    edgeSteps = arena.allocate(3 * lanes)
    edgeRanges = arena.allocate(6)
    probes = arena.allocate(max(1, draw.program.probeComponents.count))
    sampleOffsets = arena.allocate(4)
    spans = Self.makeSpans(draw, invocation, arena)
    for (sample, offset) in draw.sampleOffsets.enumerated() { sampleOffsets[sample] = offset }
    for (index, operation) in draw.operations.enumerated() { operations[index] = operation }
    for (lane, place) in draw.shape.places.enumerated() {
      offsets[lane / 4][lane % 4] = place.x
      offsets[chunks + lane / 4][lane % 4] = place.y
      pixels[lane] = draw.shape.pixels[lane]
      pixelOffsets[lane] = Int(pixels[lane].y) * facts.width + Int(pixels[lane].x)
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
    let sampleOffsets: UnsafeMutablePointer<Double> = arena.allocate(2 * Int(QUADLESS_SAMPLE_LIMIT))
    for (sample, offset) in draw.sampleOffsets.enumerated() {
      sampleOffsets[2 * sample] = Double(offset.x) / 256
      sampleOffsets[2 * sample + 1] = Double(offset.y) / 256
    }
    let positions =
      lanes == 1 ? singlePlace : UnsafeMutableRawPointer(places).assumingMemoryBound(to: Double.self)
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
