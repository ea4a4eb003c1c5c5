import Frontend
import Glibc

/// Writes all bytes to an open file.
package func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(FileFailure) {
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
package enum StandardError {
  package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  package static func write(_ text: String) {
    try? writeAll(text.utf8, to: STDERR_FILENO)
  }
}
