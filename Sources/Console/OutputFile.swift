import Frontend
import Glibc

/// Writes a file as a whole or not at all, and only where that changes it.
package enum OutputFile {
  /// Writes `bytes` to a temporary beside `path`, then renames it. A file that holds them already is left alone, so
  /// that its time tells build systems that nothing changed. What is no ordinary file (a device, a pipe) is written to
  /// directly, for a rename would replace it.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    var file = try PendingFile(bytes, at: path, keepsEqual: true)
    try file.commit()
  }

  /// Makes a directory and those above it, where they are missing.
  package static func makeDirectory(_ path: String) throws(FileFailure) {
    var built = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      built += (built.isEmpty || built.hasSuffix("/") ? "" : "/") + part
      if mkdir(built, 0o777) != 0, errno != EEXIST { throw lastFailure() }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw lastFailure() }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw FileFailure(reason: "it is not a directory") }
  }

  /// Whether two paths lead to the same file.
  package static func isSame(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    return stat(first, &one) == 0 && stat(second, &other) == 0 && one.st_dev == other.st_dev
      && one.st_ino == other.st_ino && one.st_mode & S_IFMT == S_IFREG
  }
}
