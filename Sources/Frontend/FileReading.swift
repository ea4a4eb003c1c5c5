import SPIRV

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Why a file could not be read or written, in words such as "no such file or directory".
package struct FileFailure: Error {
  package var reason: String

  package init(reason: String) { self.reason = reason }
}

/// Reads a whole file, if it has no more bytes than a limit. Foundation is not used: loading it costs more than a small
/// compile.
package func readFile(_ path: String, limit: Int = .max) -> Result<[UInt8], FileFailure> {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return .failure(lastFailure()) }
  defer { close(descriptor) }
  return readFile(descriptor: descriptor, limit: limit)
}

/// Reads what is left of an open file.
package func readFile(descriptor: Int32, limit: Int = .max) -> Result<[UInt8], FileFailure> {
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { return .failure(lastFailure()) }
  if status.st_mode & S_IFMT == S_IFDIR { return .failure(FileFailure(reason: "it is a directory")) }

  let excess = Result<[UInt8], FileFailure>.failure(
    FileFailure(reason: ExceededLimit.inputBytes(limit).description))
  if Int(status.st_size) > limit { return excess }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(Int(status.st_size))
  let chunkSize = 1 << 16
  while true {
    var count = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, initialized in
      count = read(descriptor, buffer.baseAddress, chunkSize)
      initialized = max(count, 0)
    }
    if count < 0 {
      if errno == EINTR { continue }
      return .failure(lastFailure())
    }
    if count == 0 { return .success(bytes) }
    bytes += chunk
    if bytes.count > limit { return excess }
  }
}

/// Whether a path names an ordinary file: no directory, and no device or pipe, which may have no end.
func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// A path without links, `.` and `..`; nil where nothing is there.
package func realPath(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(cString: real)
}

/// Why the last system call failed.
package func lastFailure() -> FileFailure {
  var buffer = [CChar](repeating: 0, count: 256)
  // strerror alone is not safe among threads.
  guard strerror_r(errno, &buffer, buffer.count) == 0 else {
    return FileFailure(reason: "it cannot be read")
  }
  let text = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
  return FileFailure(reason: String(decoding: text, as: UTF8.self).lowercased())
}
