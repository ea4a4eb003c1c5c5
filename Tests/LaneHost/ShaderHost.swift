import CShaderABI
import Interpreter
import Lowering
import SPIRV

/// Runs a compiled shader on the numbers that the interpreter's runs see: inputs by name and place, procedural
/// textures.
package final class ShaderHost {
  package let shader: CompiledShader
  /// Uniforms are 32-bit floats in memory, and the interpreter must see the same numbers.
  package static var options: RunOptions {
    var options = RunOptions()
    let uniforms = options.uniforms
    options.uniforms = { Double(Float(uniforms($0))) }
    return options
  }
  package var options = ShaderHost.options
  private let scalars: InterfaceScalars
  private let inputs: [InterfaceScalar]
  /// By resource, its bytes; empty for images.
  private var bytes: [[UInt8]] = []
  private let textures: Textures

  /// What a run wrote.
  package struct Outcome {
    /// By output slot and lane.
    package var outputs: [[Double]] = []
    package var bits: [[UInt64]] = []
    package var stored: UInt32 = 0
    package var flags: UInt32 = 0
    /// By probe, execution, component and lane; and the number of executions by lane.
    package var probes: [[Double]] = []
    package var counts: [[UInt32]] = []
    package var tainted: [[UInt8]] = []
    /// By resource.
    package var buffers: [[UInt8]] = []
  }

  package init(_ shader: CompiledShader, _ module: Module) {
    self.shader = shader
    scalars = InterfaceScalars(module)
    inputs = shader.interface.inputs.reduce(into: [ValueID]()) { list, slot in
      if list.last != slot.variable { list.append(slot.variable) }
    }.flatMap { [scalars] in scalars.scalars(of: $0) }
    textures = Textures(shader.interface, scalars)
    for resource in shader.interface.resources { bytes.append(fill(resource)) }
  }

  /// The texels that lanes wrote to an image.
  package func writes(to image: String) -> Int {
    shader.interface.resources.firstIndex { $0.name == image }.map { textures.writes[$0, default: 0] } ?? 0
  }

  private var lanes: Int { shader.options.lanes }
  private var isDouble: Bool { shader.options.element == .double }

  // MARK: Buffers

  private func fill(_ resource: Resource) -> [UInt8] {
    let layout: BlockLayout
    switch resource.kind {
    case .uniformBlock(let block), .storageBlock(let block), .pushConstants(let block),
      .looseUniform(let block):
      layout = block
    case .sampledImage, .image, .sampler, .inputAttachment: return []
    }
    let places = Self.places(layout, at: 0)
    let count = resource.count == 0 ? RunOptions().runtimeArrayLength : resource.count
    let end = places.map { $0.offset + Self.size($0.kind) }.max() ?? 0
    let size = count == 1 ? (end + 15) / 16 * 16 : layout.arrayStride
    var bytes = [UInt8](repeating: 0, count: size * count)
    let scalars = scalars.scalars(of: resource.variable)
    for element in 0..<count {
      for (position, place) in places.enumerated() where element * places.count + position < scalars.count {
        let number = options.uniforms(scalars[element * places.count + position])
        // A runtime array at the end of one block of an array of blocks has no room.
        guard count == 1 || place.offset + Self.size(place.kind) <= size else { continue }
        Self.write(number, place.kind, &bytes, element * size + place.offset)
      }
    }
    return bytes
  }

  private static func places(_ layout: BlockLayout, at start: Int) -> [(offset: Int, kind: ScalarKind)] {
    // An image among a structure's members has no bytes, but a name among the scalars.
    if layout == .structure([]) { return [(start, .int(width: 0, isSigned: false))] }
    switch layout {
    case .scalar(let kind): return [(start, kind)]
    case .vector(let kind, let count): return (0..<count).map { (start + $0 * size(kind), kind) }
    case .matrix(let kind, let columns, let rows, let stride, let isRowMajor):
      return (0..<columns).flatMap { column in
        (0..<rows).map { row in
          (
            start + (isRowMajor ? row * stride + column * size(kind) : column * stride + row * size(kind)),
            kind
          )
        }
      }
    case .array(let element, let count, let stride):
      return (0..<(count ?? RunOptions().runtimeArrayLength)).flatMap {
        places(element, at: start + $0 * stride)
      }
    case .structure(let members): return members.flatMap { places($0.layout, at: start + $0.offset) }
    }
  }

  private static func size(_ kind: ScalarKind) -> Int {
    switch kind {
    case .float(let width), .int(let width, _): width / 8
    case .bool: 4
    }
  }

  private static func write(_ number: Double, _ kind: ScalarKind, _ bytes: inout [UInt8], _ offset: Int) {
    let bits: UInt64
    switch kind {
    case .float(64): bits = number.bitPattern
    case .float(16): bits = UInt64(Float16(number).bitPattern)
    case .float: bits = UInt64(Float(number).bitPattern)
    case .int: bits = UInt64(bitPattern: Int64(number))
    case .bool: bits = number != 0 ? 1 : 0
    }
    for byte in 0..<size(kind) { bytes[offset + byte] = UInt8(truncatingIfNeeded: bits >> UInt64(byte * 8)) }
  }

  // MARK: Running

  /// Shades lanes at some places.
  package func run(
    at places: [Position], executing: UInt32 = .max, helpers: UInt32 = 0, probeComponents: [Int] = []
  ) -> Outcome {
    let element = isDouble ? 8 : 4
    var inputBytes = [UInt8](repeating: 0, count: max(1, inputs.count) * lanes * element)
    for (slot, scalar) in inputs.enumerated() {
      for lane in 0..<lanes {
        write(
          options.inputs(scalar, places[lane]), shader.interface.inputs[slot].kind, slot, lane, &inputBytes)
      }
    }
    let outputCount = shader.interface.outputs.count
    var outputBytes = [UInt8](repeating: 0, count: max(1, outputCount) * lanes * element)
    var positions = places.prefix(lanes).map(\.x) + places.prefix(lanes).map(\.y)
    var planes = planes()
    var wPlane = plane { SyntheticInputs().reciprocalW($0) }
    var centroids = [Double](repeating: 0, count: 2 * lanes)
    var offsets: [Double] = (0..<Int(QUADLESS_SAMPLE_LIMIT)).flatMap { sample -> [Double] in
      [sample & 1 == 0 ? -0.25 : 0.25, sample & 2 == 0 ? -0.125 : 0.125]
    }
    var buffers = bytes
    var outcome = Outcome()
    let capacity = Int(QuadlessProbeCapacity)
    var probeValues = probeComponents.map { [UInt8](repeating: 0, count: capacity * $0 * lanes * element) }
    var probeCounts = probeComponents.map { _ in [UInt32](repeating: 0, count: lanes) }
    var probeTaints = probeComponents.map { _ in [UInt8](repeating: 0, count: capacity * lanes) }
    var invocation = QuadlessInvocation()
    invocation.executing = executing & UInt32((UInt64(1) << UInt64(lanes)) - 1)
    invocation.helpers = helpers
    invocation.texel = { context, request in
      guard let context, let request else { return }
      Unmanaged<Textures>.fromOpaque(context).takeUnretainedValue().answer(request.pointee)
    }
    invocation.texelContext = Unmanaged.passUnretained(textures).toOpaque()
    withPointers(&buffers) { pointers in
      pointers.withUnsafeBufferPointer { resources in
        let sizes = bytes.map(\.count)
        sizes.withUnsafeBufferPointer { sizes in
          invocation.resources = resources.baseAddress
          invocation.resourceSizes = sizes.baseAddress
          withPointers(&probeValues) { values in
            withPointers(&probeCounts) { counts in
              withPointers(&probeTaints) { taints in
                var probes = values.indices.map { at in
                  QuadlessProbe(
                    values: values[at], count: counts[at]?.assumingMemoryBound(to: UInt32.self),
                    tainted: taints[at]?.assumingMemoryBound(to: UInt8.self))
                }
                probes.withUnsafeMutableBufferPointer { invocation.probes = $0.baseAddress }
                invocation.inputs = inputBytes.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
                invocation.outputs = outputBytes.withUnsafeMutableBytes { $0.baseAddress }
                invocation.positions = positions.withUnsafeMutableBufferPointer {
                  UnsafePointer($0.baseAddress)
                }
                invocation.planes = planes.withUnsafeMutableBufferPointer { UnsafePointer($0.baseAddress) }
                invocation.wPlane = wPlane.withUnsafeMutableBufferPointer { UnsafePointer($0.baseAddress) }
                invocation.centroids = centroids.withUnsafeMutableBufferPointer {
                  UnsafePointer($0.baseAddress)
                }
                invocation.sampleOffsets = offsets.withUnsafeMutableBufferPointer {
                  UnsafePointer($0.baseAddress)
                }
                shader.function(&invocation)
                withExtendedLifetime(
                  (inputBytes, outputBytes, positions, planes, wPlane, centroids, offsets, probes)
                ) {}
              }
            }
          }
        }
      }
    }
    outcome.stored = invocation.stored
    outcome.flags = invocation.flags
    for (slot, description) in shader.interface.outputs.enumerated() {
      let numbers = (0..<lanes).map { read(description.kind, slot, $0, outputBytes) }
      outcome.outputs.append(numbers.map(\.number))
      outcome.bits.append(numbers.map(\.bits))
    }
    outcome.probes = probeValues.map { values in
      (0..<(values.count / element)).map { read(.float(width: 32), 0, $0, values).number }
    }
    (outcome.counts, outcome.tainted, outcome.buffers) = (probeCounts, probeTaints, buffers)
    return outcome
  }

  private func withPointers<Element>(
    _ arrays: inout [[Element]], _ body: ([UnsafeMutableRawPointer?]) -> Void
  ) {
    let copies = arrays.map { array -> UnsafeMutableBufferPointer<Element> in
      let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, array.count))
      _ = buffer.update(fromContentsOf: array)
      return buffer
    }
    body(
      copies.enumerated().map { at, copy in
        arrays[at].isEmpty ? nil : UnsafeMutableRawPointer(copy.baseAddress)
      })
    for (at, copy) in copies.enumerated() {
      arrays[at] = Array(copy.prefix(arrays[at].count))
      copy.deallocate()
    }
  }

  private func write(_ number: Double, _ kind: ScalarKind, _ slot: Int, _ lane: Int, _ bytes: inout [UInt8]) {
    let element = isDouble ? 8 : 4
    let start = slot * lanes * element
    switch kind {
    case .float:
      let kind: ScalarKind = .float(width: isDouble ? 64 : 32)
      Self.write(number, kind, &bytes, start + lane * element)
    case .int, .bool:
      Self.write(number, .int(width: 32, isSigned: true), &bytes, start + lane * 4)
    }
  }

  private func read(_ kind: ScalarKind, _ slot: Int, _ lane: Int, _ bytes: [UInt8]) -> (
    number: Double, bits: UInt64
  ) {
    let element = isDouble ? 8 : 4
    func bits(_ size: Int) -> UInt64 {
      (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[slot * lanes * element + lane * size + $1]) }
    }
    switch kind {
    case .float:
      let bits = bits(element)
      return (isDouble ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(bits))), bits)
    case .int(_, let isSigned):
      let bits = bits(4)
      return (isSigned ? Double(Int32(truncatingIfNeeded: bits)) : Double(bits), bits)
    case .bool: return (Double(bits(4)), bits(4))
    }
  }

  // MARK: Planes

  /// The planes of all inputs, from three places: what is interpolated is affine.
  private func planes() -> [Double] {
    inputs.flatMap { scalar -> [Double] in
      let input = options.inputs
      return plane { place in
        let value = input(scalar, place)
        return scalar.interpolation == .smooth ? value * SyntheticInputs().reciprocalW(place) : value
      }
    } + [0]
  }

  private func plane(_ value: (Position) -> Double) -> [Double] {
    let origin = value(Position(0, 0))
    return [origin, (value(Position(64, 0)) - origin) / 64, (value(Position(0, 64)) - origin) / 64]
  }
}

/// Answers texel requests as the interpreter's textures do.
final class Textures {
  private let interface: ShaderInterface
  /// By resource and element.
  private let seeds: [[UInt64]]
  /// By resource, the texels that lanes wrote.
  private(set) var writes: [Int: Int] = [:]

  init(_ interface: ShaderInterface, _ scalars: InterfaceScalars) {
    self.interface = interface
    seeds = interface.resources.map { resource in
      // An image inside a structure is named by its member.
      let member =
        resource.name.contains(".") ? resource.name.split(separator: ".").last.map(String.init) : nil
      return scalars.scalars(of: resource.variable).filter { member == nil || $0.name == member }.map {
        scalar in
        ProceduralTexture.seed(scalar.path.reduce(scalar.name) { "\($0)[\($1)]" })
      }
    }
  }

  func answer(_ request: QuadlessTexelRequest) {
    let isDouble = request.isDouble != 0
    let lanes = Int(request.lanes)
    func number(_ base: UnsafeRawPointer?, _ at: Int) -> Double? {
      guard let base else { return nil }
      return isDouble
        ? base.load(fromByteOffset: at * 8, as: Double.self)
        : Double(base.load(fromByteOffset: at * 4, as: Float.self))
    }
    func integer(_ base: UnsafeRawPointer?, _ at: Int) -> Int? {
      base.map { Int($0.load(fromByteOffset: at * 4, as: Int32.self)) }
    }
    guard let description = description(request.image) else { return }
    let count = description.type.dimension.coordinateCount
    for lane in 0..<lanes where request.mask >> UInt32(lane) & 1 != 0 {
      func set(_ component: Int, _ value: Double) {
        let at = component * lanes + lane
        switch request.kind {
        case QuadlessTexelFloat where isDouble:
          request.result.storeBytes(of: value, toByteOffset: at * 8, as: Double.self)
        case QuadlessTexelFloat:
          request.result.storeBytes(of: Float(value), toByteOffset: at * 4, as: Float.self)
        default: request.result.storeBytes(of: Int32(max(value, 0)), toByteOffset: at * 4, as: Int32.self)
        }
      }
      let element = request.imageElement.map { Int($0[lane]) } ?? 0
      let seed = seeds[Int(request.image)].indices.contains(element) ? seeds[Int(request.image)][element] : 0
      let size = Double(ProceduralTexture.size)
      let scale = request.kind == QuadlessTexelFloat ? 1.0 : 256
      switch request.operation {
      case QuadlessTexelSample, QuadlessTexelGather:
        var place = (0..<count).map { number(request.coordinate, $0 * lanes + lane) ?? 0 }
        let layer =
          description.type.isArrayed
          ? ((number(request.coordinate, count * lanes + lane) ?? 0) + 0.5).rounded(.down) : 0
        let reference = number(request.reference, lane)
        if request.operation == QuadlessTexelGather {
          for corner in 0..<4 {
            let offset = [(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)][corner]
            var texel = place.map { (($0 * size - 0.5).rounded(.down) + 0.5) / size }
            texel[0] += offset.0 / size
            texel[1] += offset.1 / size
            let depth = ProceduralTexture.channel(Int(request.component), of: seed, at: texel, layer: layer)
            set(corner, reference.map { $0 <= depth ? 1 : 0 } ?? depth * scale)
          }
          continue
        }
        for axis in 0..<count {
          if description.type.dimension == .rect { place[axis] /= size }
          if let offset = integer(request.offset, axis * lanes + lane) {
            place[axis] += Double(offset) / size
          }
        }
        if let reference {
          set(0, ProceduralTexture.compare(seed, at: place, layer: layer, reference: reference))
        } else {
          for channel in 0..<4 {
            set(channel, scale * ProceduralTexture.channel(channel, of: seed, at: place, layer: layer))
          }
        }
      case QuadlessTexelFetch, QuadlessTexelRead:
        let all = count + (description.type.isArrayed ? 1 : 0)
        // The interpreter reads an input attachment at the same place for every pixel.
        let isPixel = description.type.dimension == .subpassData
        let place = (0..<all).map { axis in
          (Double(isPixel ? 0 : integer(request.coordinate, axis * lanes + lane) ?? 0) + 0.5) / size
        }
        for channel in 0..<4 {
          set(channel, scale * ProceduralTexture.channel(channel, of: seed, at: place, layer: 0))
        }
      case QuadlessTexelSize: for component in 0..<4 { set(component, size) }
      case QuadlessTexelLevels: set(0, Double(ProceduralTexture.levels))
      case QuadlessTexelSamples: set(0, Double(ProceduralTexture.samples))
      case QuadlessTexelWrite: writes[Int(request.image), default: 0] += 1
      case QuadlessTexelQueryLod: for component in 0..<2 { set(component, 1.25) }
      default: break
      }
    }
  }

  private func description(_ resource: UInt32) -> ImageDescription? {
    switch interface.resources[Int(resource)].kind {
    case .sampledImage(let description), .image(let description), .inputAttachment(let description):
      description
    case .sampler, .uniformBlock, .storageBlock, .pushConstants, .looseUniform: nil
    }
  }
}
