import Frontend
import Glibc

/// Writes a file as a whole or not at all.
package enum OutputFile {
  /// Writes `bytes` to a temporary beside `path`, then renames it. What is no ordinary file (a device, a
  /// pipe) is written to directly, for a rename would replace it.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    var status = stat()
    if stat(path, &status) != 0 {
      return try replace(path, with: bytes, mode: 0o666 & ~currentMask())
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw FileFailure(reason: "it is a directory")
    case S_IFREG:
      guard access(path, W_OK) == 0 else { throw lastFailure() }
      // A symbolic link stays one: what it points to is replaced.
      try replace(resolved(path), with: bytes, mode: status.st_mode & 0o7777)
    default: try writeDirectly(bytes, to: path)
    }
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

  private static func replace(
    _ path: String, with bytes: [UInt8], mode: mode_t
  ) throws(FileFailure) {
    let temporary = "\(path).\(getpid()).tmp"
    Interruption.remember(temporary)
    defer { Interruption.forget(temporary) }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw lastFailure() }
    do throws(FileFailure) {
      do throws(FileFailure) {
        try writeAll(bytes, to: descriptor)
        fchmod(descriptor, mode)
      } catch {
        close(descriptor)
        throw error
      }
      // Some file systems report a full disk only here.
      guard close(descriptor) == 0 else { throw lastFailure() }
      guard rename(temporary, path) == 0 else { throw lastFailure() }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw lastFailure() }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor)
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The mask is the process's: reading it means setting it, so it is read once.
  private static func currentMask() -> mode_t { mask }

  private static let mask: mode_t = {
    let mask = umask(0)
    umask(mask)
    return mask
  }()
}
