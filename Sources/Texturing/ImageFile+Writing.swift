import CPNG
import Foundation

extension ImageFile {
  /// An image of 8 bits, red, green, blue and alpha, of float pixels, which are clamped to 0…1.
  ///
  /// - Parameter encoding: ``Encoding/sRGB`` for pixels in linear light, which are encoded;
  ///   ``Encoding/linear`` for pixels that are already what the file is to hold.
  public init(width: Int, height: Int, pixels: [SIMD4<Float>], encoding: Encoding) throws(ImageFileError) {
    var bytes = [UInt8]()
    bytes.reserveCapacity(4 * pixels.count)
    for pixel in pixels {
      for channel in 0..<4 {
        let isEncoded = encoding == .sRGB && channel < 3
        bytes.append(
          isEncoded ? SRGB.encoded(pixel[channel]) : UInt8((pixel[channel].clamped(0, 1) * 255).rounded()))
      }
    }
    try self.init(width: width, height: height, channels: 4, bytes: bytes)
  }

  /// The bytes of a PNG of 8 bits: of 16-bit samples the upper halves.
  public func png() throws(ImageFileError) -> [UInt8] {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(width)
    image.height = UInt32(height)
    // PNG_FORMAT_GRAY, _GA, _RGB and _RGBA by number of channels.
    let alpha = channels % 2 == 0 ? PNG_FORMAT_FLAG_ALPHA : 0
    let color = channels > 2 ? PNG_FORMAT_FLAG_COLOR : 0
    image.format = UInt32(alpha) | UInt32(color)
    let samples = bytesPerSample == 1 ? bytes : stride(from: 1, to: bytes.count, by: 2).map { bytes[$0] }
    // Deflate adds at most 5 bytes to a block of 16 KiB, and a row has a filter byte; the chunks take less
    // than 4 KiB.
    let raw = (width * channels + 1) * height
    var encoded = [UInt8](repeating: 0, count: raw + raw / 1024 + 4096)
    var count = encoded.count
    let isWritten = png_image_write_to_memory(
      &image, &encoded, &count, 0, samples, Int32(width * channels), nil)
    guard isWritten != 0 else {
      let message = withUnsafeBytes(of: &image.message) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw ImageFileError(file: "PNG", message: message)
    }
    return [UInt8](encoded.prefix(count))
  }

  /// Writes a PNG of 8 bits: all of it, or nothing.
  public func write(png path: String) throws(ImageFileError) {
    let encoded = try png()
    do {
      try Data(encoded).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ImageFileError(file: path, message: "cannot be written: \(error.localizedDescription)")
    }
  }
}
