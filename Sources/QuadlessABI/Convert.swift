import CQuadless
import Conversion
import Frontend

/// The C interface of ``convert(_:options:)``: the functions that `quadless.h` declares.
@c @implementation
public func quadless_convert(
  _ path: UnsafePointer<CChar>!, _ data: UnsafeRawPointer!, _ size: Int,
  _ options: UnsafePointer<quadless_options>!, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> quadless_status {
  guard let result else { return QUADLESS_ERROR_USAGE }
  result.pointee = nil
  let outcome = converted(path, data, size, options)
  result.pointee = OpaquePointer(Unmanaged.passRetained(outcome).toOpaque())
  return outcome.status
}

private func converted(
  _ path: UnsafePointer<CChar>?, _ data: UnsafeRawPointer?, _ size: Int,
  _ options: UnsafePointer<quadless_options>?
) -> ConversionResult {
  guard let path else { return ConversionResult(usage: "quadless_convert needs a path, for messages") }
  guard size >= 0, data != nil || size == 0 else {
    return ConversionResult(usage: "quadless_convert needs data")
  }
  let name = String(cString: path)
  let bytes = Array(UnsafeRawBufferPointer(start: data, count: size))
  let choices: ConversionOptions
  do {
    choices = try ConversionOptions(options)
  } catch {
    return ConversionResult(usage: error.message)
  }
  do throws(ConversionError) {
    return ConversionResult(try convert(Input(path: name, bytes: bytes), options: choices), path: name)
  } catch {
    return ConversionResult(error)
  }
}

/// Fills in the defaults: all of them are zeros.
@c @implementation
public func quadless_options_init(_ options: UnsafeMutablePointer<quadless_options>!, _ size: Int) {
  guard let options, size >= MemoryLayout<Int>.size else { return }
  UnsafeMutableRawPointer(options).initializeMemory(as: UInt8.self, repeating: 0, count: size)
  options.pointee.size = size
}

/// The text lives as long as the process.
private struct VersionText: @unchecked Sendable {
  let text: UnsafePointer<CChar> = {
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Versions.text.utf8.count + 1)
    _ = copy.initialize(from: Versions.text.utf8.map { CChar(bitPattern: $0) } + [0])
    return UnsafePointer(copy.baseAddress.unsafelyUnwrapped)
  }()
}

private let versionText = VersionText()

/// The versions of Quadless and of what it stands on.
@c @implementation
public func quadless_version() -> UnsafePointer<CChar>! { versionText.text }
