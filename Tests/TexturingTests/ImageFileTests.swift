import Foundation
import SeededRandom
import Testing
import Texturing

/// PNG files: of a small writer of their own, of the writer under test, and damaged ones.
@Suite struct ImageFileTests {
  @Test("all colour types and depths are read")
  func colourTypes() throws {
    var random = SeededGenerator(seed: 8)
    // Colour types 0 grey, 2 RGB, 4 grey with alpha, 6 RGBA, by samples in a pixel.
    for (type, channels) in [(0, 1), (2, 3), (4, 2), (6, 4)] {
      for bytesPerSample in [1, 2] {
        let (width, height) = (5, 3)
        let bytes = (0..<width * height * channels * bytesPerSample).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        let file = PNGWriter.file(
          width, height, depth: 8 * bytesPerSample, type: UInt8(type), rows: bytes)
        let image = try ImageFile(png: file)
        #expect(image.width == width && image.height == height && image.channels == channels)
        // A PNG's samples have the high byte first.
        let swapped = bytes.indices.map { bytesPerSample == 1 ? bytes[$0] : bytes[$0 ^ 1] }
        #expect(image.bytesPerSample == bytesPerSample && image.bytes == swapped)
        let texture = try image.texture(.linear)
        let limit: Float = bytesPerSample == 1 ? 255 : 65535
        let first = bytesPerSample == 1 ? Float(swapped[0]) : Float(Int(swapped[0]) | Int(swapped[1]) << 8)
        #expect(texture.texel(x: 0)?.x == first / limit)
      }
    }
  }

  @Test("palettes, few bits and transparent colours are expanded")
  func expansion() throws {
    // Two pixels of 4 bits: entries 1 and 2.
    let palette = PNGWriter.file(
      2, 1, depth: 4, type: 3, rows: [0x12],
      chunks: [("PLTE", [0, 0, 0, 10, 20, 30, 200, 100, 50]), ("tRNS", [255, 128])])
    let image = try ImageFile(png: palette)
    #expect(image.channels == 4 && image.bytes == [10, 20, 30, 128, 200, 100, 50, 255])
    let grey = try ImageFile(png: PNGWriter.file(8, 1, depth: 1, type: 0, rows: [0b1010_0001]))
    #expect(grey.channels == 1 && grey.bytes == [255, 0, 255, 0, 0, 0, 0, 255])
    let keyed = try ImageFile(
      png: PNGWriter.file(1, 1, depth: 8, type: 2, rows: [1, 2, 3], chunks: [("tRNS", [0, 1, 0, 2, 0, 3])]))
    #expect(keyed.bytes == [1, 2, 3, 0])
  }

  @Test("gamma chunks change nothing")
  func gamma() throws {
    let file = PNGWriter.file(1, 1, depth: 8, type: 0, rows: [77], chunks: [("gAMA", [0, 1, 0x86, 0xa0])])
    #expect(try ImageFile(png: file).bytes == [77])
  }

  @Test("what is written is read again", arguments: 1...4)
  func roundTrip(_ channels: Int) throws {
    var random = SeededGenerator(seed: 31)
    let bytes = (0..<19 * 7 * channels).map { _ in UInt8.random(in: 0...255, using: &random) }
    let image = try ImageFile(width: 19, height: 7, channels: channels, bytes: bytes)
    #expect(try ImageFile(png: image.png()) == image)
    let path = NSTemporaryDirectory() + "quadless-\(UUID().uuidString).png"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try image.write(png: path)
    #expect(try ImageFile(readingPNG: path) == image)
  }

  @Test("linear pixels are encoded and decoded")
  func linear() throws {
    let pixels: [SIMD4<Float>] = [SIMD4(0.214_041_14, 0, 7, 0.5), SIMD4(.nan, -1, 1, 1)]
    let image = try ImageFile(width: 2, height: 1, pixels: pixels, encoding: .sRGB)
    #expect(image.bytes == [128, 0, 255, 128, 0, 0, 255, 255])
    let raw = try ImageFile(width: 2, height: 1, pixels: pixels, encoding: .linear)
    #expect(raw.bytes == [55, 0, 255, 128, 0, 0, 255, 255])
    #expect(abs(image.colors(.sRGB)[0].x - 0.215_86) < 1e-4)
    #expect(abs((try image.texture(.sRGB).texel(x: 0)?.x ?? 0) - 0.215_86) < 1e-4)
    let grey = try ImageFile(width: 1, height: 1, channels: 1, bytes: [255])
    #expect(try grey.texture(.sRGB).texel(x: 0) == SIMD4(1, 1, 1, 1))
    #expect(try grey.texture(.linear).texel(x: 0) == SIMD4(1, 0, 0, 1))
  }

  @Test("damaged files are errors, or images: never a crash")
  func damaged() throws {
    let seed: UInt64 = 1_234
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<16 * 16 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
    let file = try ImageFile(width: 16, height: 16, channels: 3, bytes: bytes).png()
    for count in 0..<file.count - 12 {
      #expect(throws: ImageFileError.self) { try ImageFile(png: Array(file.prefix(count))) }
    }
    var failures = 0
    for _ in 0..<3_000 {
      var broken = file
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<broken.count, using: &random)
        broken[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      do throws(ImageFileError) {
        _ = try ImageFile(png: broken, name: "broken.png")
      } catch {
        failures += 1
        #expect(error.file == "broken.png" && !error.message.isEmpty, "seed \(seed)")
      }
    }
    // Every flipped bit is in a checked sum, but for a few in chunks that may be ignored.
    #expect(failures > 2_900)
  }

  @Test("damage behind right checksums is an error too")
  func damagedData() throws {
    let seed: UInt64 = 5
    var random = SeededGenerator(seed: seed)
    for index in 0..<500 {
      let header: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 4]
      let kind: [UInt8] = [
        UInt8.random(in: 0...17, using: &random), UInt8.random(in: 0...7, using: &random), 0, 0,
        UInt8.random(in: 0...1, using: &random),
      ]
      let data = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
      let file = PNGWriter.chunks([
        ("IHDR", header + kind), ("PLTE", Array(data.prefix(9))), ("IDAT", data), ("IEND", []),
      ])
      #expect(throws: ImageFileError.self, "seed \(seed) case \(index)") { try ImageFile(png: file) }
    }
  }

  @Test("sizes out of reach and missing files are errors")
  func limits() {
    let huge = PNGWriter.chunks([
      ("IHDR", [0, 0, 0x40, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]), ("IDAT", [0]), ("IEND", []),
    ])
    #expect(throws: ImageFileError.self) { try ImageFile(png: huge) }
    let large = PNGWriter.chunks([
      ("IHDR", [0, 0, 0x40, 0, 0, 0, 0x40, 0, 16, 6, 0, 0, 0]), ("IDAT", [0]), ("IEND", []),
    ])
    let error = #expect(throws: ImageFileError.self) { try ImageFile(png: large) }
    #expect(error?.message == "the image is larger than the limit")
    #expect(throws: ImageFileError.self) { try ImageFile(readingPNG: "/nonexistent/no.png") }
    #expect(throws: ImageFileError.self) { try ImageFile(readingPNG: "/dev/zero") }
    #expect(throws: ImageFileError.self) { try ImageFile(readingPNG: NSTemporaryDirectory()) }
    #expect(throws: ImageFileError.self) { try ImageFile(width: 1, height: 1, channels: 5, bytes: []) }
  }
}

/// Writes PNGs with stored deflate blocks: nothing shared with libpng.
enum PNGWriter {
  static func file(
    _ width: Int, _ height: Int, depth: Int, type: UInt8, rows: [UInt8],
    chunks extra: [(String, [UInt8])] = []
  ) -> [UInt8] {
    let stride = rows.count / height
    var raw: [UInt8] = []
    for row in 0..<height { raw += [0] + rows[row * stride..<(row + 1) * stride] }
    let header = big(width) + big(height) + [UInt8(depth), type, 0, 0, 0]
    return chunks([("IHDR", header)] + extra + [("IDAT", stored(raw)), ("IEND", [])])
  }

  static func chunks(_ list: [(String, [UInt8])]) -> [UInt8] {
    list.reduce([137, 80, 78, 71, 13, 10, 26, 10]) { file, chunk in
      let body = Array(chunk.0.utf8) + chunk.1
      return file + big(chunk.1.count) + body + big(Int(checksum(body)))
    }
  }

  private static func big(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }

  /// A zlib stream of one stored block (RFC 1950 and 1951).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let count = [UInt8(bytes.count & 255), UInt8(bytes.count >> 8)]
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return [0x78, 0x01, 1] + count + count.map { ~$0 } + bytes + big(b << 16 | a)
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = ~0
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
