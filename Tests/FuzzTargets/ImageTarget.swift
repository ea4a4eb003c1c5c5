import Texturing

func runImage(_ bytes: [UInt8]) throws(Finding) {
  let image: ImageFile
  do throws(ImageFileError) {
    image = try ImageFile(png: bytes)
  } catch {
    if error.message.isEmpty { throw Finding("an error says nothing") }
    return
  }
  // Texels are as many times four floats.
  guard image.width * image.height <= 1 << 16 else { return }
  do {
    for encoding in [ImageFile.Encoding.sRGB, .linear] {
      let texture = try image.texture(encoding)
      if texture.texel(x: image.width - 1, y: image.height - 1, z: 0, slice: 0) == nil {
        throw Finding("the last texel is missing")
      }
    }
    let again = try ImageFile(png: image.png())
    if again.bytes != image.bytes { throw Finding("what was written is not what is read") }
  } catch let finding as Finding {
    throw finding
  } catch {
    throw Finding("an image that was read makes no texture: \(error)")
  }
}
