import CShaderABI
import Lowering

/// A picture of four floats a pixel for every location a shader writes, and depth.
public struct Framebuffer: Hashable, Sendable {
  /// What is written at one location.
  public struct Attachment: Hashable, Sendable {
    /// The location.
    public var location: Int
    /// Red, green, blue, alpha by pixel, rows from the top; zeros where nothing was drawn. Integers are converted;
    /// components that the shader does not write are (0, 0, 0, 1)'s.
    public var pixels: [Float]
  }

  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// By location, in rising order.
  public var attachments: [Attachment]
  /// By pixel: how much of it was drawn, from 0 to 1.
  public var coverage: [Float]

  /// The four components at a pixel of the attachment of a location; zeros where there is none.
  public func color(x: Int, y: Int, location: Int = 0) -> SIMD4<Float> {
    guard let attachment = attachments.first(where: { $0.location == location }) else { return SIMD4() }
    let index = 4 * (y * width + x)
    return SIMD4(attachment.pixels[index..<index + 4])
  }
}

extension Rasterizer {
  /// Draws a mesh into a framebuffer; samples are averaged.
  public static func render(
    _ mesh: TriangleMesh, program: ShaderProgram, bindings: any ResourceProvider, options: RasterizerOptions
  ) throws(RasterizerError) -> Framebuffer {
    let target = try RenderTarget(program, options)
    try render(mesh, program: program, bindings: bindings, options: options, into: target)
    return target.framebuffer
  }

  /// Draws a mesh over what is in a target made for the same program and options.
  public static func render(
    _ mesh: TriangleMesh, program: ShaderProgram, bindings: any ResourceProvider, options: RasterizerOptions,
    into target: RenderTarget
  ) throws(RasterizerError) {
    guard target.fits(program, options) else { throw .mesh("a target of another size or shader") }
    _ = try draw(mesh, program: program, bindings: bindings, options: options) { _ in
      FramebufferWriter(target)
    }
  }
}

/// Where an attachment's components come from.
struct AttachmentSource: Hashable {
  enum Number: UInt8 {
    case float
    case signed
    case unsigned
  }

  var location: Int
  /// Output slots by component; −1 for none.
  var slots = SIMD4<Int32>(repeating: -1)
  var number = Number.float

  /// Whether four floats stand one after another.
  var isFourFloats: Bool {
    number == .float && slots.x >= 0 && slots == SIMD4(slots.x, slots.x + 1, slots.x + 2, slots.x + 3)
  }

  /// The attachments of a shader's outputs by location; outputs without one, which OpenGL's shaders have, get the
  /// next free locations in order.
  static func all(_ outputs: [InterfaceSlot]) -> [AttachmentSource] {
    var sources: [Int: AttachmentSource] = [:]
    var unplaced: [[Int]: Int] = [:]
    var free = (outputs.compactMap { $0.builtIn == nil ? $0.location : nil }.max() ?? -1) + 1
    for (index, slot) in outputs.enumerated() where slot.builtIn == nil {
      let location: Int
      if let given = slot.location {
        location = given
      } else {
        // A scalar stands for itself; a vector's components differ in the last index only.
        let key = [Int(slot.variable.rawValue)] + slot.path.dropLast()
        location = unplaced[key] ?? free
        if unplaced.updateValue(location, forKey: key) == nil { free += 1 }
      }
      let component = slot.location == nil ? (slot.path.last ?? 0) : slot.component
      guard (0..<4).contains(component) else { continue }
      sources[location, default: AttachmentSource(location: location)].slots[component] = Int32(index)
      switch slot.kind {
      case .float: break
      case .int(_, let isSigned): sources[location]?.number = isSigned ? .signed : .unsigned
      case .bool: sources[location]?.number = .unsigned
      }
    }
    return sources.values.sorted { $0.location < $1.location }
  }
}

/// Memory to draw into, for one picture or for many. One draw at a time; in it each pixel has one worker.
public final class RenderTarget: @unchecked Sendable {
  /// The most bytes that a picture takes.
  static let memoryLimit = 16 << 30

  let sources: [AttachmentSource]
  let width: Int
  let height: Int
  let samples: Int
  let lanes: Int
  let isDouble: Bool
  /// [attachment][sample][row][column].
  let pixels: UnsafeMutablePointer<SIMD4<Float>>
  /// [row][column]: bit `sample`.
  let coverage: UnsafeMutablePointer<UInt8>
  /// By attachment, where its writers find it without counting references.
  let sourceTable: UnsafeMutablePointer<AttachmentSource>
  /// By attachment: the first of four slots of floats one after another; −1 where it is not so.
  let firstSlots: UnsafeMutablePointer<Int>
  private let arena = Arena()

  /// An empty picture of the options' size and samples, with the attachments that the program writes.
  public init(_ program: ShaderProgram, _ options: RasterizerOptions) throws(RasterizerError) {
    try options.check()
    sources = AttachmentSource.all(program.interface.outputs)
    let bytes = options.width * options.height * (options.samples * sources.count * 16 + 1)
    guard bytes <= Self.memoryLimit else { throw .memory(bytes: bytes) }
    (width, height, samples) = (options.width, options.height, options.samples)
    lanes = program.options.lanes
    isDouble = program.options.element == .double
    pixels = arena.allocate(sources.count * samples * width * height)
    coverage = arena.allocate(width * height)
    sourceTable = arena.allocate(sources.count)
    firstSlots = arena.allocate(sources.count)
    for (index, source) in sources.enumerated() {
      sourceTable[index] = source
      firstSlots[index] = source.isFourFloats ? Int(source.slots.x) : -1
    }
  }

  func fits(_ program: ShaderProgram, _ options: RasterizerOptions) -> Bool {
    sources == AttachmentSource.all(program.interface.outputs) && width == options.width
      && height == options.height && samples == options.samples && lanes == program.options.lanes
      && isDouble == (program.options.element == .double)
  }

  /// A copy of what is drawn: the samples' means.
  public var framebuffer: Framebuffer {
    let count = width * height
    let attachments = sources.indices.map { attachment in
      let first = pixels + attachment * samples * count
      let values = [Float](unsafeUninitializedCapacity: 4 * count) { buffer, initialized in
        for pixel in 0..<count {
          var sum = first[pixel]
          for sample in 1..<max(1, samples) { sum += first[sample * count + pixel] }
          if samples > 1 { sum /= Float(samples) }
          for component in 0..<4 { buffer[4 * pixel + component] = sum[component] }
        }
        initialized = 4 * count
      }
      return Framebuffer.Attachment(location: sources[attachment].location, pixels: values)
    }
    let drawn = (0..<count).map { Float(coverage[$0].nonzeroBitCount) / Float(samples) }
    return Framebuffer(width: width, height: height, attachments: attachments, coverage: drawn)
  }
}

/// Writes groups' outputs into a target.
package final class FramebufferWriter: GroupConsumer {
  let target: RenderTarget
  private let pixels: UnsafeMutablePointer<SIMD4<Float>>
  private let coverage: UnsafeMutablePointer<UInt8>
  private let sources: UnsafeMutablePointer<AttachmentSource>
  private let sourceCount: Int
  private let firstSlots: UnsafeMutablePointer<Int>
  private let (width, samples, lanes, count): (Int, Int, Int, Int)
  private let allLanes: UInt32
  private let isDouble: Bool
  /// Whether whole groups are quads of floats with one sample.
  private let isFast: Bool

  package init(_ target: RenderTarget) {
    self.target = target
    (pixels, coverage) = (target.pixels, target.coverage)
    sourceCount = target.sources.count
    (sources, firstSlots) = (target.sourceTable, target.firstSlots)
    (width, samples, lanes, count) = (
      target.width, target.samples, target.lanes, target.width * target.height
    )
    allLanes = UInt32((UInt64(1) << UInt64(lanes)) - 1)
    isDouble = target.isDouble
    isFast = target.samples == 1 && target.lanes >= 4 && !target.isDouble
  }

  package func consume(_ group: ShadedGroup) {
    guard group.kept != 0 else { return }
    let corner = group.y &* width &+ group.x
    let isWhole = isFast && group.kept == allLanes
    for attachment in 0..<sourceCount {
      if isWhole, firstSlots[attachment] >= 0 {
        writeQuads(group, firstSlots[attachment], pixels + (attachment &* count &+ corner))
      } else {
        write(group, sources[attachment], pixels + (attachment &* samples &* count &+ corner))
      }
    }
    if isWhole {
      for quad in 0..<lanes / 4 {
        let upper = coverage + (corner &+ group.pixelOffsets[4 &* quad])
        (upper[0], upper[1], upper[width], upper[width &+ 1]) = (1, 1, 1, 1)
      }
    } else {
      markCovered(group, coverage + corner)
    }
  }

  private func markCovered(_ group: ShadedGroup, _ corner: UnsafeMutablePointer<UInt8>) {
    for lane in 0..<lanes where group.kept & (1 << UInt32(lane)) != 0 {
      var bits: UInt8 = 0
      for sample in 0..<samples {
        bits |= UInt8((group.keptBySample[sample] >> UInt32(lane)) & 1) << UInt8(sample)
      }
      corner[group.pixelOffsets[lane]] |= bits
    }
  }

  /// Whole quads of four floats: a transposition of four lanes at a time.
  @inline(__always) private func writeQuads(
    _ group: ShadedGroup, _ slot: Int, _ corner: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    let outputs = UnsafeRawPointer(group.invocation.pointee.outputs).unsafelyUnwrapped
    var source = outputs + slot &* lanes &* 4
    let row = 4 &* lanes
    for quad in 0..<lanes / 4 {
      let r = source.load(as: SIMD4<Float>.self)
      let g = (source + row).load(as: SIMD4<Float>.self)
      let b = (source + 2 &* row).load(as: SIMD4<Float>.self)
      let a = (source + 3 &* row).load(as: SIMD4<Float>.self)
      let upper = corner + group.pixelOffsets[4 &* quad]
      let lower = upper + width
      upper[0] = SIMD4(r.x, g.x, b.x, a.x)
      upper[1] = SIMD4(r.y, g.y, b.y, a.y)
      lower[0] = SIMD4(r.z, g.z, b.z, a.z)
      lower[1] = SIMD4(r.w, g.w, b.w, a.w)
      source += 16
    }
  }

  private func write(
    _ group: ShadedGroup, _ source: AttachmentSource, _ corner: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    guard let outputs = group.invocation.pointee.outputs else { return }
    for lane in 0..<lanes where group.kept & (1 << UInt32(lane)) != 0 {
      var color = SIMD4<Float>(0, 0, 0, 1)
      for component in 0..<4 where source.slots[component] >= 0 {
        color[component] = number(outputs, source.number, slot: Int(source.slots[component]), lane: lane)
      }
      for sample in 0..<samples where group.keptBySample[sample] & (1 << UInt32(lane)) != 0 {
        corner[sample * count + group.pixelOffsets[lane]] = color
      }
    }
  }

  private func number(
    _ outputs: UnsafeMutableRawPointer, _ number: AttachmentSource.Number, slot: Int, lane: Int
  ) -> Float {
    let bytes = isDouble ? 8 : 4
    let values = outputs + slot * lanes * bytes
    switch number {
    case .float:
      return isDouble
        ? Float(values.load(fromByteOffset: 8 * lane, as: Double.self))
        : values.load(fromByteOffset: 4 * lane, as: Float.self)
    case .signed: return Float(values.load(fromByteOffset: 4 * lane, as: Int32.self))
    case .unsigned: return Float(values.load(fromByteOffset: 4 * lane, as: UInt32.self))
    }
  }
}
