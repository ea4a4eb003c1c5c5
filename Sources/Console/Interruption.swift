import Glibc
import Synchronization

/// Removes temporary files when a signal ends the process.
package enum Interruption {
  private static let temporaries = Mutex<Set<String>>([])

  /// Remembers a temporary file until ``forget(_:)``.
  package static func remember(_ path: String) { temporaries.withLock { _ = $0.insert(path) } }

  /// Forgets a temporary file, renamed or removed.
  package static func forget(_ path: String) { temporaries.withLock { _ = $0.remove(path) } }

  /// Removes them all, where no other thread is at it; for a process that is about to end.
  static func removeTemporaries() {
    _ = temporaries.withLockIfAvailable { paths in
      for path in paths { unlink(path) }
    }
  }

  /// Leaves the signals that end a process to a thread of their own, which unlike a signal handler may take
  /// locks. Call it before any other thread starts, so that they inherit the mask.
  package static func watch() {
    // A reader that goes away is an error of write(2), not a signal.
    signal(SIGPIPE, SIG_IGN)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    pthread_create(&thread, nil, { _ in Interruption.wait() }, nil)
    pthread_detach(thread)
  }

  /// `nohup` and shells' background jobs ignore signals, and mean it.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func wait() -> UnsafeMutableRawPointer? {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    temporaries.withLock { paths in
      for path in paths { unlink(path) }
      // Dying by the signal itself tells the shell what happened; the lock stays taken so that no new
      // temporary appears meanwhile.
      signal(number, SIG_DFL)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      raise(number)
    }
    return nil
  }
}
