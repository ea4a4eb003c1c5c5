import Console
import Foundation
import Glibc

/// A process of ``DriverWorker``, and what it says.
final class DriverProcess {
  /// Why it says nothing more.
  enum End: Hashable {
    /// It ended by itself, with a status.
    case exit(Int32)
    /// It crashed; the signal's name.
    case crash(String)
    /// It was ended: it took longer for one message than it may.
    case tooLong
    /// It was ended: it used more memory than it may.
    case tooMuch
  }

  private let process = Process()
  private let pipe = Pipe()
  private var unread: [UInt8] = []

  /// How often time and memory are looked at, in milliseconds.
  private static let period: Int32 = 20

  /// Starts this command again, so that it draws the inputs from `first` on.
  init(first: Int) throws {
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    // The command's name comes first; what follows "--" are inputs.
    var arguments = Array(CommandLine.arguments.dropFirst())
    arguments.insert(contentsOf: ["--draw-from", "\(first)"], at: min(1, arguments.count))
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    try pipe.fileHandleForWriting.close()
  }

  /// The next message, or how the process ended.
  func next(time: Duration?, memory: Int) -> Result<DriverMessage, EndError> {
    let start = ContinuousClock.now
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(unread[..<end])
        unread.removeFirst(end + 1)
        do { return .success(try DriverMessage(line: line)) } catch { return .failure(EndError(ended())) }
      }
      if !read() { return .failure(EndError(ended())) }
      if let time, ContinuousClock.now - start > time { return .failure(EndError(ended(.tooLong))) }
      if let used = ProcessMemory.used(by: "\(process.processIdentifier)"), used > memory {
        return .failure(EndError(ended(.tooMuch)))
      }
    }
  }

  /// An ``End`` instead of a message.
  struct EndError: Error {
    var end: End
    init(_ end: End) { self.end = end }
  }

  /// Reads what there is, after a short wait; false at the end.
  private func read() -> Bool {
    var descriptor = pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Self.period) > 0 else { return true }
    let bytes = pipe.fileHandleForReading.availableData
    unread += bytes
    return !bytes.isEmpty
  }

  /// Waits for the end, or brings it about.
  private func ended(_ end: End? = nil) -> End {
    if end != nil { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    if let end { return end }
    let status = process.terminationStatus
    return process.terminationReason == .exit ? .exit(status) : .crash(String(cString: strsignal(status)))
  }
}
