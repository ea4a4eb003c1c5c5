import Frontend
import Glibc

/// Writes all bytes to an open file.
func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(FileFailure) {
  var rest = Array(bytes)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EINTR { continue }
      throw lastFailure()
    }
    rest = rest.dropFirst(count)
  }
}

/// Standard error, unbuffered. That it cannot be written to cannot be reported.
enum StandardError {
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static func write(_ text: String) {
    try? writeAll(text.utf8, to: STDERR_FILENO)
  }
}
