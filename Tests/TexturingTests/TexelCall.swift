import CShaderABI
import Texturing

/// A texel request in terms of lanes, to be answered in either element type.
struct TexelCall {
  var operation = QuadlessTexelSample
  var kind = QuadlessTexelFloat
  var image: UInt32 = 0
  var sampler: UInt32 = 0
  var imageElement: [UInt32]?
  /// By lane: up to four numbers; integers for operations on integer coordinates.
  var coordinate: [[Double]]
  var reference: [Double]?
  var lod: [Double]?
  var isExplicit = true
  var gradientX: [[Double]]?
  var gradientY: [[Double]]?
  var minLod: [Double]?
  var offset: [[Int32]]?
  /// By lane, the four offsets.
  var gatherOffsets: [[[Int32]]]?
  var sample: [Int32]?
  var component: UInt32 = 0
  var mask: UInt32 = ~0
  /// By lane: what is written, instead of the sentinel.
  var written: [[Double]]?

  init(_ coordinate: [[Double]]) { self.coordinate = coordinate }

  /// What lanes outside the mask hold.
  static let sentinel = -77.0

  private var takesIntegers: Bool {
    [QuadlessTexelFetch, QuadlessTexelRead, QuadlessTexelWrite, QuadlessTexelSize].contains(operation)
  }

  private var givesIntegers: Bool {
    kind != QuadlessTexelFloat
      || [QuadlessTexelSize, QuadlessTexelLevels, QuadlessTexelSamples].contains(operation)
  }

  /// The results by lane: four numbers each.
  func run<Element: BinaryFloatingPoint & Sendable>(_ server: TexelServer, as type: Element.Type)
    -> [[Double]]
  {
    let width = coordinate.count
    var memory: [UnsafeMutableRawPointer] = []
    defer { for pointer in memory { pointer.deallocate() } }
    func slots<Number>(_ lanes: [[Number]], _ count: Int, _ zero: Number) -> UnsafeMutablePointer<Number> {
      let pointer = UnsafeMutablePointer<Number>.allocate(capacity: count * width)
      memory.append(pointer)
      for slot in 0..<count {
        for lane in 0..<width {
          (pointer + slot * width + lane).initialize(to: slot < lanes[lane].count ? lanes[lane][slot] : zero)
        }
      }
      return pointer
    }
    func elements(_ lanes: [[Double]], _ count: Int, integers: Bool = false) -> UnsafeMutableRawPointer {
      if integers { return UnsafeMutableRawPointer(slots(lanes.map { $0.map { Int32($0) } }, count, 0)) }
      return UnsafeMutableRawPointer(slots(lanes.map { $0.map { Element($0) } }, count, 0))
    }
    var request = QuadlessTexelRequest()
    request.operation = operation
    request.kind = kind
    request.image = image
    request.sampler = sampler
    request.levelOfDetail = isExplicit ? QuadlessLodExplicit : QuadlessLodGradients
    request.lanes = UInt32(width)
    request.isDouble = type == Double.self ? 1 : 0
    request.mask = mask
    request.component = component
    request.coordinate = UnsafeRawPointer(elements(coordinate, 4, integers: takesIntegers))
    if let imageElement {
      request.imageElement = UnsafePointer(slots(imageElement.map { [$0] }, 1, 0))
      request.samplerElement = request.imageElement
    }
    if let reference { request.reference = UnsafeRawPointer(elements(reference.map { [$0] }, 1)) }
    if let lod { request.lod = UnsafeRawPointer(elements(lod.map { [$0] }, 1, integers: takesIntegers)) }
    if let gradientX { request.gradientX = UnsafeRawPointer(elements(gradientX, 3)) }
    if let gradientY { request.gradientY = UnsafeRawPointer(elements(gradientY, 3)) }
    if let minLod { request.minLod = UnsafeRawPointer(elements(minLod.map { [$0] }, 1)) }
    if let offset { request.offset = UnsafePointer(slots(offset, 3, 0)) }
    if let gatherOffsets {
      request.gatherOffsets = UnsafePointer(slots(gatherOffsets.map { $0.flatMap { $0 } }, 8, 0))
    }
    if let sample { request.sample = UnsafePointer(slots(sample.map { [$0] }, 1, 0)) }
    let initial = written ?? Array(repeating: Array(repeating: Self.sentinel, count: 4), count: width)
    let result = elements(initial, 4, integers: givesIntegers)
    request.result = result
    TexelServer.callback(server.context, &request)
    return (0..<width).map { lane in
      (0..<4).map { slot in
        let index = slot * width + lane
        if givesIntegers { return Double(result.assumingMemoryBound(to: Int32.self)[index]) }
        return Double(result.assumingMemoryBound(to: Element.self)[index])
      }
    }
  }
}

extension TexelServer {
  /// A server of one texture with its sampler at resource 0.
  convenience init(_ texture: Texture, _ sampler: SamplerState = SamplerState()) throws {
    try self.init([TexelBinding(resource: 0, texture: texture, sampler: sampler)])
  }
}

/// Whether two results agree to a relative and absolute tolerance.
func agree(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
  zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * (1 + abs($1)) || ($0.isNaN && $1.isNaN) }
}
