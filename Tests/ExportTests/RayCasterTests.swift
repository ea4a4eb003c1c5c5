import CShaderABI
import Conversion
import Foundation
import Frontend
import Lowering
import Rasterizer
import SPIRV
import Testing

/// A ray caster in C that links our objects, against the rasterizer's picture of the same scene: there the seeds are
/// the hardware's differences of affine quantities, here the ray differentials of Igehy.
@Suite struct RayCasterTests {
  static let size = 160

  @Test(arguments: ["marble", "textured"], [1, 8])
  func picturesAgree(shader: String, lanes: Int) throws {
    let cast = try castPicture(shader, lanes: lanes)
    let plane = try Scenery.picture(shader, of: .plane)
    let sphere = try Scenery.picture(shader, of: .sphere)
    var compared = [0, 0]
    var off = [0, 0]
    var sums = [0.0, 0.0]
    for y in 1..<(Self.size - 1) {
      for x in 1..<(Self.size - 1) {
        let object = cast.object(x, y)
        guard object >= 0, cast.isInside(x, y) else { continue }
        let picture = object == 0 ? plane : sphere
        #expect(picture.coverage[y * Self.size + x] == 1, "\(x), \(y)")
        let expected = picture.color(x: x, y: y)
        let found = cast.color(x, y)
        let difference = (0..<4).map { abs(Double(found[$0]) - Double(expected[$0])) }.max() ?? 1
        compared[object] += 1
        sums[object] += difference
        // The plane is exact but for the rounding of floats; the sphere is one of small triangles there.
        if difference > (object == 0 ? 2e-3 : 2e-2) { off[object] += 1 }
      }
    }
    let means = (0..<2).map { sums[$0] / Double(max(1, compared[$0])) }
    #expect(compared[0] > 4000 && compared[1] > 1500, "\(compared) pixels")
    // Where the bands are steep a float of uv decides.
    #expect(off[0] * 500 < compared[0] && off[1] * 100 < compared[1], "\(off) of \(compared), means \(means)")
    #expect(means[0] < 2e-4 && means[1] < 2e-3, "means \(means)")
  }

  /// With one lane and with eight, the same picture, but for roundings: either may fuse other products and sums.
  @Test func lanesDoNotChangeThePicture() throws {
    for shader in ["marble", "textured"] {
      let pictures = try [1, 8].map { try castPicture(shader, lanes: $0) }
      var greatest: Float = 0
      for y in 0..<Self.size {
        for x in 0..<Self.size where pictures[0].object(x, y) >= 0 {
          let colors = pictures.map { $0.color(x, y) }
          greatest = max(greatest, zip(colors[0], colors[1]).map { abs($0 - $1) }.max() ?? 1)
        }
      }
      #expect(greatest <= 1e-4, "\(shader)")
    }
  }

  private func castPicture(_ shader: String, lanes: Int) throws -> CastPicture {
    let folder = try Folder()
    for name in ["marble", "textured"] {
      let source = Repository.rayCaster.appendingPathComponent("\(name).frag").path
      let result = try quadless(
        ["compile", source, "-o", "\(name).o", "--header", "\(name).h", "--lanes", "\(lanes)"], in: folder)
      try #require(result.status == 0, "\(result.errors)")
    }
    let build = try run(
      "cc",
      [
        "-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", "-DLANES=\(lanes)", "-I.",
        Repository.rayCaster.appendingPathComponent("picture.c").path, "marble.o", "textured.o", "-lm", "-o",
        "picture",
      ], in: folder)
    try #require(build.status == 0, "\(build.errors)")
    let result = try run(folder.path("picture"), [shader, "\(Self.size)", "picture.bin"], in: folder)
    try #require(result.status == 0, "\(result.status) \(result.errors)")
    return CastPicture(size: Self.size, data: try folder.bytes("picture.bin"))
  }
}

/// What the ray caster wrote.
struct CastPicture {
  let size: Int
  let values: [Float]

  init(size: Int, data: Data) {
    self.size = size
    values = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }

  func object(_ x: Int, _ y: Int) -> Int { Int(values[5 * (y * size + x) + 4]) }

  func color(_ x: Int, _ y: Int) -> [Float] { Array(values[(5 * (y * size + x))..<(5 * (y * size + x) + 4)]) }

  /// Whether the pixels around hit the same object: no silhouette is near.
  func isInside(_ x: Int, _ y: Int) -> Bool {
    (-1...1).allSatisfy { dy in (-1...1).allSatisfy { dx in object(x + dx, y + dy) == object(x, y) } }
  }
}

/// The same scene as triangles.
enum Scenery {
  enum Object { case plane, sphere }

  /// The camera of ray_caster.h.
  private static let eye = SIMD3(0.4, 2.2, 5.5)
  private static let axes = [SIMD3(0.55, 0, -0.0385), SIMD3(-0.0115, -0.55, 0.1658), SIMD3(-0.07, -0.3, -1)]

  /// The first row of pixels that sees the plane.
  private static let horizon = 38.0

  /// Place to clip space: along which multiples of right, down and forward it lies from the eye.
  private static func clip(_ place: SIMD3<Double>) -> SIMD4<Double> {
    func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
      SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
    func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }
    let offset = place - eye
    let determinant = dot(axes[0], cross(axes[1], axes[2]))
    // Cramer's rule.
    let x = dot(offset, cross(axes[1], axes[2])) / determinant
    let y = dot(axes[0], cross(offset, axes[2])) / determinant
    let w = dot(axes[0], cross(axes[1], offset)) / determinant
    return SIMD4(x, y, w - 0.1, w)
  }

  /// The values of a vertex by the shaders' inputs: uv, then the normal.
  private static func mesh(_ object: Object, for inputs: [InterfaceSlot]) -> TriangleMesh {
    var positions: [SIMD4<Double>] = []
    var values: [Double] = []
    var indices: [Int32] = []
    switch object {
    case .plane:
      // What is seen of it, cut at whole pixels: vertices elsewhere would be moved to multiples of 1/256, which is more
      // than all else that the two pictures differ in.
      let size = Double(RayCasterTests.size)
      for pixel in [SIMD2(0, Self.horizon), SIMD2(size, Self.horizon), SIMD2(size, size), SIMD2(0, size)] {
        let direction = axes[2] + axes[0] * (2 * pixel.x / size - 1) + axes[1] * (2 * pixel.y / size - 1)
        let place = eye + direction * (-eye.y / direction.y)
        positions.append(clip(place))
        values += [place.x, place.z, 0, 1, 0]
      }
      indices = [0, 1, 2, 0, 2, 3]
    case .sphere:
      let (columns, rows) = (720, 360)
      for row in 0...rows {
        for column in 0...columns {
          let (u, v) = (Double(column) / Double(columns), Double(row) / Double(rows))
          let (longitude, latitude) = (2 * Double.pi * (u - 0.5), Double.pi * v)
          let normal = SIMD3(
            cos(longitude) * sin(latitude), cos(latitude), sin(longitude) * sin(latitude))
          positions.append(clip(normal + SIMD3(0, 1, 0)))
          values += [4 * u, 2 * v, normal.x, normal.y, normal.z]
        }
      }
      for row in 0..<Int32(rows) {
        for column in 0..<Int32(columns) {
          let corner = row * Int32(columns + 1) + column
          let below = corner + Int32(columns) + 1
          indices += [corner, below, corner + 1, corner + 1, below, below + 1]
        }
      }
    }
    // The rasterizer makes built-ins itself: what stands in their slots is not read.
    let places = inputs.map { slot in
      slot.builtIn != nil ? 0 : (slot.name == "uv" ? 0 : 2) + (slot.path.last ?? 0)
    }
    let slots = positions.indices.flatMap { vertex in places.map { values[5 * vertex + $0] } }
    return TriangleMesh(positions: positions, slots: inputs.count, values: slots, indices: indices)
  }

  /// The rasterizer's picture of an object, with analytic derivatives.
  static func picture(_ shader: String, of object: Object) throws -> Framebuffer {
    let path = Repository.rayCaster.appendingPathComponent("\(shader).frag").path
    let input = try Input(path: path, bytes: Array(Data(contentsOf: URL(fileURLWithPath: path))))
    let conversion = try convert(input, options: ConversionOptions())
    let compiled = try CompiledShader(try Module(words: conversion.converted))
    let program = ShaderProgram(
      interface: compiled.interface, function: compiled.function, options: compiled.options, owner: compiled)
    let size = RayCasterTests.size
    return try Rasterizer.render(
      mesh(object, for: compiled.interface.inputs), program: program, bindings: Marble(),
      options: RasterizerOptions(width: size, height: size, threads: 2))
  }
}

/// The block and the texture of picture.c.
private final class Marble: ResourceProvider, @unchecked Sendable {
  private let block: UnsafeMutablePointer<Float>
  private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let sizes: UnsafeMutablePointer<Int>

  init() {
    let numbers: [Float] = [0.9, 0.85, 0.8, 1, 0.2, 0.1, 0.15, 1, 0.3, 0.9, 0.3, 2, 3]
    block = .allocate(capacity: 16)
    block.initialize(repeating: 0, count: 16)
    for (index, number) in numbers.enumerated() { block[index] = number }
    pointers = .allocate(capacity: 1)
    pointers.initialize(to: UnsafeMutableRawPointer(block))
    sizes = .allocate(capacity: 1)
    sizes.initialize(to: 64)
  }

  deinit {
    block.deallocate()
    pointers.deallocate()
    sizes.deallocate()
  }

  var resources: UnsafePointer<UnsafeMutableRawPointer?>? { UnsafePointer(pointers) }
  var resourceSizes: UnsafePointer<Int>? { UnsafePointer(sizes) }
  var texelContext: UnsafeMutableRawPointer? { nil }

  var texel: QuadlessTexelCallback? {
    { _, request in
      guard let request = request?.pointee, let place = request.coordinate, let x = request.gradientX,
        let y = request.gradientY, let result = request.result
      else { return }
      let lanes = Int(request.lanes)
      func number(_ base: UnsafeRawPointer, _ at: Int) -> Float {
        base.load(fromByteOffset: 4 * at, as: Float.self)
      }
      for lane in 0..<lanes where request.mask >> UInt32(lane) & 1 != 0 {
        let changes = [x, y].flatMap { [number($0, lane), number($0, lanes + lane)] }
        let size = changes.reduce(0) { $0 + $1 * $1 }
        for channel in 0..<4 {
          let wave =
            sin(6.2831853 * number(place, lane))
            * cos(6.2831853 * Float(channel + 1) * number(place, lanes + lane))
          result.storeBytes(
            of: 0.5 + 0.4 * wave * exp(-10 * size), toByteOffset: 4 * (channel * lanes + lane), as: Float.self
          )
        }
      }
    }
  }
}
