import Frontend
import Glibc

/// The memory of this process and of the machine.
package enum ProcessMemory {
  /// The bytes in use; nil where the system does not say.
  static var used: Int? { used(by: "self") }

  /// The bytes that a process uses, which is named by its number; nil where the system does not say.
  package static func used(by process: String) -> Int? {
    guard let pages = firstNumbers(in: "/proc/\(process)/statm").dropFirst().first else { return nil }
    return pages * pageSize
  }

  /// Three quarters of what the machine has, or of what its control group lets this process have.
  package static let standardLimit: Int = {
    let machine = sysconf(Int32(_SC_PHYS_PAGES)) * pageSize
    let group = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
      .compactMap { firstNumbers(in: $0).first }
    return ([machine] + group).filter { $0 > 0 }.min().map { $0 / 4 * 3 } ?? Int.max
  }()

  private static let pageSize = sysconf(Int32(_SC_PAGESIZE))

  private static func firstNumbers(in path: String) -> [Int] {
    guard case .success(let bytes) = readFile(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).prefix(2).compactMap {
      Int($0)
    }
  }
}
