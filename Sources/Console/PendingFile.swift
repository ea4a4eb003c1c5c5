import Frontend
import Glibc

/// A file that is all written but for its name: what can fail has not failed, and until ``commit()`` nothing is
/// changed. So several files appear together or not at all, as far as a file system allows.
package struct PendingFile: ~Copyable {
  private enum Change {
    /// The file holds these bytes already.
    case none
    /// The temporary at the first path becomes the second.
    case rename(String, to: String)
    /// A device or a pipe, written to directly.
    case direct([UInt8], to: String)
  }

  private var change: Change

  /// Writes `bytes` beside `path`. With `keepsEqual`, a file that holds them already stays as it is, its time included.
  package init(_ bytes: [UInt8], at path: String, keepsEqual: Bool) throws(FileFailure) {
    var status = stat()
    if stat(path, &status) != 0 {
      let temporary = try PendingFile.writeTemporary(bytes, beside: path, mode: 0o666 & ~PendingFile.mask)
      change = .rename(temporary, to: path)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw FileFailure(reason: "it is a directory")
    case S_IFREG:
      if keepsEqual, Int(status.st_size) == bytes.count, PendingFile.holds(path, bytes) {
        change = .none
        return
      }
      guard access(path, W_OK) == 0 else { throw lastFailure() }
      // A symbolic link stays one: what it points to is replaced.
      let target = PendingFile.resolved(path)
      let temporary = try PendingFile.writeTemporary(bytes, beside: target, mode: status.st_mode & 0o7777)
      change = .rename(temporary, to: target)
    default: change = .direct(bytes, to: path)
    }
  }

  /// Puts the file in its place.
  package mutating func commit() throws(FileFailure) {
    defer { discard() }
    switch change {
    case .none: break
    case .rename(let temporary, let path):
      guard rename(temporary, path) == 0 else { throw lastFailure() }
      Interruption.forget(temporary)
      change = .none
    case .direct(let bytes, let path):
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw lastFailure() }
      defer { close(descriptor) }
      try writeAll(bytes, to: descriptor)
    }
  }

  private mutating func discard() {
    if case .rename(let temporary, _) = change {
      unlink(temporary)
      Interruption.forget(temporary)
    }
    change = .none
  }

  deinit {
    if case .rename(let temporary, _) = change {
      unlink(temporary)
      Interruption.forget(temporary)
    }
  }

  private static func writeTemporary(
    _ bytes: [UInt8], beside path: String, mode: mode_t
  ) throws(FileFailure) -> String {
    // Another process, on another machine even, may write the same file; one that died may have left its own.
    var template = Array("\(path).XXXXXX.tmp".utf8CString)
    let descriptor = mkstemps(&template, 4)
    guard descriptor >= 0 else { throw lastFailure() }
    let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    Interruption.remember(temporary)
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
    } catch {
      unlink(temporary)
      Interruption.forget(temporary)
      throw error
    }
    return temporary
  }

  private static func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
    guard case .success(let present) = readFile(path) else { return false }
    return present == bytes
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The mask is the process's: reading it means setting it, so it is read once.
  private static let mask: mode_t = {
    let mask = umask(0)
    umask(mask)
    return mask
  }()
}
