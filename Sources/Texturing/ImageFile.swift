import CPNG
import Foundation

/// An image in memory: rows from the top, samples of 8 or 16 bits.
public struct ImageFile: Hashable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// 1 to 4: grey, grey and alpha, red green blue, red green blue and alpha.
  public let channels: Int
  /// 1 or 2.
  public let bytesPerSample: Int
  /// The samples, without padding, little-endian, as in the file: no gamma is applied, alpha is not
  /// multiplied in.
  public let bytes: [UInt8]

  /// The longest side that is read.
  public static let sideLimit = 16384
  /// The most bytes of samples that are read (1 GiB), and of a file.
  public static let byteLimit = 1 << 30

  /// Reads a PNG of any colour type, depth and interlacing.
  ///
  /// Palettes become red, green and blue, 1 to 4 bits become 8, a transparent colour becomes an alpha
  /// channel.
  public init(readingPNG path: String) throws(ImageFileError) {
    let data: Data
    do {
      let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
      let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw ImageFileError(file: path, message: "is not a regular file")
      }
      guard attributes[.size] as? Int ?? 0 <= Self.byteLimit else {
        throw ImageFileError(file: path, message: "the file is larger than the limit")
      }
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch let error as ImageFileError {
      throw error
    } catch {
      throw ImageFileError(file: path, message: "cannot be read: \(error.localizedDescription)")
    }
    try self.init(png: [UInt8](data), name: path)
  }

  /// Decodes a PNG in memory.
  ///
  /// - Parameter name: what errors call it.
  public init(png: [UInt8], name: String = "PNG") throws(ImageFileError) {
    var image = QuadlessPNG()
    quadless_png_read(png, png.count, UInt32(Self.sideLimit), Self.byteLimit, &image)
    guard let samples = image.samples else {
      let message = withUnsafeBytes(of: &image.message) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw ImageFileError(file: name, message: message)
    }
    defer { free(samples) }
    width = Int(image.width)
    height = Int(image.height)
    channels = Int(image.channels)
    bytesPerSample = Int(image.bytesPerSample)
    bytes = [UInt8](UnsafeBufferPointer(start: samples, count: width * height * channels * bytesPerSample))
  }

  /// An image of samples; an error where their number does not fit the size.
  public init(
    width: Int, height: Int, channels: Int, bytesPerSample: Int = 1, bytes: [UInt8]
  ) throws(ImageFileError) {
    guard (1...Self.sideLimit).contains(width), (1...Self.sideLimit).contains(height),
      (1...4).contains(channels),
      (1...2).contains(bytesPerSample), bytes.count == width * height * channels * bytesPerSample
    else {
      throw ImageFileError(
        file: "image", message: "\(width) x \(height) pixels cannot have \(bytes.count) bytes")
    }
    self.width = width
    self.height = height
    self.channels = channels
    self.bytesPerSample = bytesPerSample
    self.bytes = bytes
  }

  /// What the numbers of an image mean.
  public enum Encoding: Hashable, Sendable {
    /// Colours, encoded by the sRGB transfer function (alpha is not).
    case sRGB
    /// Numbers as they are: normals, heights, masks.
    case linear
  }

  /// A texture of two dimensions, its first row at t = 0, with all levels.
  ///
  /// Grey becomes red, green and blue, as colours are meant; of one or two ``Encoding/linear`` channels a
  /// format of as many channels is made.
  public func texture(_ encoding: Encoding) throws(TextureError) -> Texture {
    let shape = TextureShape.two(width: width, height: height)
    try shape.check()
    if encoding == .linear {
      return try Texture(
        shape, TexelFormat(bytesPerSample == 1 ? .unorm8 : .unorm16, channels: channels), bytes: bytes)
    }
    if bytesPerSample == 1 && channels > 2 {
      return try Texture(shape, TexelFormat(.srgb8, channels: channels), bytes: bytes)
    }
    return try Texture(shape, TexelFormat(.float32), texels: colors(encoding))
  }

  /// The pixels in linear light, red, green, blue and alpha; grey is repeated, a missing alpha is 1.
  public func colors(_ encoding: Encoding) -> [SIMD4<Float>] {
    let limit: Float = bytesPerSample == 1 ? 255 : 65535
    let decoded = (0...Int(limit)).map { value in
      encoding == .sRGB ? Float(SRGB.decoded(Double(value) / Double(limit))) : Float(value) / limit
    }
    return (0..<width * height).map { pixel in
      let first = pixel * channels
      let alpha: Float = channels % 2 == 0 ? Float(sample(first + channels - 1)) / limit : 1
      if channels < 3 {
        let grey = decoded[sample(first)]
        return SIMD4(grey, grey, grey, alpha)
      }
      return SIMD4(decoded[sample(first)], decoded[sample(first + 1)], decoded[sample(first + 2)], alpha)
    }
  }

  private func sample(_ index: Int) -> Int {
    bytesPerSample == 1 ? Int(bytes[index]) : Int(bytes[2 * index]) | Int(bytes[2 * index + 1]) << 8
  }
}

/// Why an image file cannot be read or written.
public struct ImageFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The reason.
  public let message: String

  /// The file and the reason.
  public var description: String { "\(file): \(message)" }
}
